"""The facilitator guide: run sheet by the minute, notes, pushback and answers beside the text."""

from __future__ import annotations

from coursebook.chapters import guide_html, on_paper
from coursebook.editions import Edition
from coursebook.files import Files
from coursebook.html.amounts import day_text
from coursebook.html.links import resolve
from coursebook.html.shell import document, style_sheet
from coursebook.model import Module
from coursebook.typeset import Paper, compile_pdf, typeset

STYLES = (
    "base", "faces", "tables", "questions", "explorable", "scenario", "print", "facilitator",
    "guide",
)  # fmt: skip


def export(edition: Edition) -> Files:
    """For each module `<slug>.pdf` and the folder `<slug>` with the same as lean HTML."""
    files: dict[str, bytes] = {}
    for module in edition.modules:
        html = guide_html(edition, module, 2)
        files[f"{module.slug}.pdf"] = _pdf(edition, module, html)
        files |= {f"{module.slug}/{name}": data
                  for name, data in _web(edition, module, html).items()}  # fmt: skip
    return files


def _pdf(edition: Edition, module: Module, html: str) -> bytes:
    course, words = edition.course, edition.words
    typed = typeset([on_paper(html)], under=0)
    settings = {
        "subtitle": words["print.guide_subtitle"],
        "series": f"{words['print.guide']}: {course.title}",
        "notice": course.notice, "foot": course.notice, "contents": words["print.contents"],
        "rows": (
            (words["print.version"], module.version),
            (words["print.as_of"], day_text(course.as_of, edition.language)),
        ),
    }  # fmt: skip
    paper = Paper("guide", module.title, edition.language, edition.direction, settings)
    return compile_pdf(paper, typed.body, {**course.media, **typed.files})


def _web(edition: Edition, module: Module, html: str) -> Files:
    """One lean page with its style sheet and pictures."""
    media: dict[str, bytes] = {}

    def link(target: str) -> str | None:
        kind, _, name = target.partition("/")
        if kind == "media":
            path = f"media/{name.rsplit('/', 1)[1]}"
            media[path] = edition.course.media[name]
            return path
        return f"#{name}" if kind == "ref" and f'id="{name}"' in html else None

    title = f"{edition.words['print.guide']}: {module.title}"
    contents = "".join(
        f'<li><a href="#{module.id}-{name}">{edition.words[key]}</a></li>'
        for name, key in (("run-sheet", "print.run_sheet"), ("text", "print.lesson"),
                          ("more", "print.more"), ("keys", "print.keys"),
                          ("coverage", "print.coverage"))
        if f'id="{module.id}-{name}"' in html
    )  # fmt: skip
    body = (
        f'<main id="main" class="guide"><h1>{module.title}</h1>'
        f'<p class="lead">{edition.words["print.guide_subtitle"]}</p>'
        f'<nav aria-label="{edition.words["print.contents"]}"><ul>{contents}</ul></nav>'
        f"{resolve(html, link)}</main>"
    )
    page = document(title, body, language=edition.language, direction=edition.direction,
                    css=["guide.css"])  # fmt: skip
    return {
        "index.html": page.encode("utf-8"),
        "guide.css": style_sheet(*STYLES, language=edition.language).encode("utf-8"),
        **media,
    }
