"""Tests of a course on paper: form X, form Y and the key, for facilitators to hand out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from coursebook.assessments import FORMS, asked
from coursebook.chapters import guide_pdf, on_paper, section
from coursebook.editions import Edition
from coursebook.files import Files
from coursebook.html.question_keys import answer_key_html
from coursebook.html.tables import row_html, table_html
from coursebook.model import CourseTest, Form
from coursebook.typeset import Paper, compile_pdf, sheet, typeset

NUMBER = re.compile(r'<a class="fact".*?</a>')
"""The number of a fact: it belongs to the list of its module, which no key holds."""


def export(edition: Edition) -> Files:
    """`<id>/form-x.pdf`, `<id>/form-y.pdf` and `<id>/key.pdf` for each test."""
    files: dict[str, bytes] = {}
    for test in edition.course.tests:
        for form in FORMS:
            files[f"{test.id}/form-{form.lower()}.pdf"] = _form(edition, test, form)
        files[f"{test.id}/key.pdf"] = _key(edition, test)
    return files


def _form(edition: Edition, test: CourseTest, form: Form) -> bytes:
    course, words = edition.course, edition.words
    html = "".join(_front(edition, test)) + "".join(
        edition.host(item.module).question(item.question, item.number)
        for item in asked(course, test, form)
    )
    typed = typeset([on_paper(html)], under=1)
    name = words["print.form"].format(form=form)
    body = sheet(name, test.title, course.notice, "a4", edition.language, typed.body)
    paper = Paper("sheet", f"{test.title}. {name}", edition.language, edition.direction)
    return compile_pdf(paper, body, {**course.media, **typed.files})


def _front(edition: Edition, test: CourseTest) -> Iterator[str]:
    """What stands above the questions: how to answer, and who answers."""
    words, count = edition.words, len(list(test.numbered()))
    told = words["test.size"].format(count=count, minutes=test.minutes)
    yield f'<p class="lead">{escape(told)}</p><p>{escape(words["test.how"])}</p>'
    who = words["test.sign" if test.anonymous else "test.name"]
    yield f'<p>{escape(who)}</p><div class="lines" data-lines="1"></div>'


def _key(edition: Edition, test: CourseTest) -> bytes:
    words = edition.words
    mark = words["test.pass"].format(n=test.pass_mark, count=len(list(test.numbered())))
    parts = [f"<p>{escape(mark)}</p>" if test.pass_mark else "",
             f"<p>{escape(words['test.key_use'])}</p>"]  # fmt: skip
    for form in FORMS:
        title = words["print.form"].format(form=form)
        parts.append(section(f"form-{form.lower()}", title, _answers(edition, test, form), 1))
    if named := _misconceptions(edition, "".join(parts)):
        parts.append(section("misconceptions", words["test.misconceptions"], named, 1))
    return guide_pdf(edition, test.title, "".join(parts), words["test.key"], edition.course.title)


def _answers(edition: Edition, test: CourseTest, form: Form) -> str:
    """What each question measures, then the right answers."""
    words, items = edition.words, list(asked(edition.course, test, form))
    heads = ("test.number", "test.outcome", "test.objective", "test.question")
    rows = (row_html(map(escape, (str(item.number), item.outcome, item.question.objective,
                                  item.question.id))) for item in items)  # fmt: skip
    keys = "".join(
        answer_key_html(item.question, edition.host(item.module).markdown, words, item.number,
                        facilitator=True)
        for item in items
    )  # fmt: skip
    return table_html((words[key] for key in heads), rows) + NUMBER.sub("", keys)


def _misconceptions(edition: Edition, html: str) -> str:
    """What the codes in the key stand for; empty where it has none."""
    named = ((code, text) for code, text in edition.course.misconceptions.items()
             if f"({code})" in html)  # fmt: skip
    pairs = "".join(f"<dt>{escape(code)}</dt><dd>{escape(text)}</dd>" for code, text in named)
    return f"<dl>{pairs}</dl>" if pairs else ""
