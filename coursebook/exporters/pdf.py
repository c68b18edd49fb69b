"""The course book as PDF/UA-1, and each module as a booklet of its own."""

from __future__ import annotations

from coursebook.chapters import (
    answers_html,
    lesson_pages,
    on_paper,
    pages_html,
    section,
    strip_html,
)
from coursebook.editions import Edition
from coursebook.files import Files
from coursebook.html.amounts import day_text
from coursebook.model import Module
from coursebook.typeset import Paper, compile_pdf, typeset

BOOK_LIMIT = 60
"""Modules in one book; beyond, booklets only (performance.md: 3,000 pages peak at 4.3 GiB)."""


def export(edition: Edition) -> Files:
    """`<course>.pdf` when the modules are few enough for one book, and `<module>.pdf` for each.

    Facilitators get no booklets where there is a book: they have the guide of each module.
    """
    files: dict[str, bytes] = {}
    fits = len(edition.modules) <= BOOK_LIMIT
    if edition.audience == "participant" or not fits:
        files = {f"{module.slug}.pdf": _booklet(edition, module) for module in edition.modules}
    if fits:
        files[f"{edition.course.slug}.pdf"] = _book(edition)
    return files


def _book(edition: Edition) -> bytes:
    course, words = edition.course, edition.words
    chapters = [_chapter(edition, module) for module in edition.modules]
    answers = [(m, answers_html(edition, m, "X", facilitator=False)) for m in edition.modules]
    back = "".join(section(f"{m.id}-answers", m.title, html, 2) for m, html in answers if html)
    if back:
        chapters.append(section("answers", words["print.answers"], back, 1))
    chapters.append(pages_html(edition.course_pages(), 1))
    return _print(edition, course.title, course.subtitle, chapters)


def _booklet(edition: Edition, module: Module) -> bytes:
    chapters = [_chapter(edition, module)]
    if answers := answers_html(edition, module, "X", facilitator=False):
        chapters.append(section("answers", edition.words["print.answers"], answers, 1))
    chapters.append(pages_html(edition.course_pages((module,)), 1))
    return _print(edition, module.title, module.subtitle, chapters)


def _chapter(edition: Edition, module: Module) -> str:
    html = strip_html(edition, module) + pages_html(lesson_pages(edition, module), 2)
    return section(module.slug, module.title, html, 1)


def _print(edition: Edition, title: str, subtitle: str, chapters: list[str]) -> bytes:
    course, words = edition.course, edition.words
    typed = typeset([on_paper(html) for html in chapters])
    statuses = dict.fromkeys(words[f"lesson.status.{m.status}"] for m in edition.modules)
    rows = (
        (words["print.version"], course.version),
        (words["print.as_of"], day_text(course.as_of, edition.language)),
        (words["print.status"], "; ".join(statuses)),
        (words["print.licence"], course.licence),
    )
    settings = {
        "subtitle": subtitle, "notice": course.notice, "contents": words["print.contents"],
        "series": course.title if title != course.title else "", "foot": course.notice,
        "rows": rows,
    }  # fmt: skip
    paper = Paper("book", title, edition.language, edition.direction, settings)
    return compile_pdf(paper, typed.body, {**course.media, **typed.files})
