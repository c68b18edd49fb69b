"""The answer keys of the handouts, for facilitators only."""

from __future__ import annotations

from coursebook.chapters import on_paper, section
from coursebook.editions import Edition
from coursebook.files import Files
from coursebook.model import Module
from coursebook.typeset import Paper, compile_pdf, typeset
from coursebook.typeset.literals import Value


def export(edition: Edition) -> Files:
    """`<module>.pdf` for each module whose sheets have keys."""
    files = {}
    for module in edition.modules:
        if html := _keys(edition, module):
            files[f"{module.slug}.pdf"] = _pdf(edition, module, html)
    return files


def _keys(edition: Edition, module: Module) -> str:
    found = ((h, edition.handout_html(home, h, keys=True)) for home, h in edition.sheets(module))
    return "".join(
        section(f"key-{h.id}", f"{h.id} {h.title}", html, 2) for h, html in found if html
    )


def _pdf(edition: Edition, module: Module, html: str) -> bytes:
    words = edition.words
    typed = typeset([on_paper(html)], under=0)
    settings: dict[str, Value] = {
        "subtitle": words["print.keys_subtitle"], "notice": edition.course.notice,
        "series": f"{words['print.keys']}: {edition.course.title}", "foot": edition.course.notice,
        "breaks": False,
    }  # fmt: skip
    paper = Paper("guide", module.title, edition.language, edition.direction, settings)
    return compile_pdf(paper, typed.body, {**edition.course.media, **typed.files})
