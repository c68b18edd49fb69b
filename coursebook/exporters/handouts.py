"""Handouts: each sheet on its own, and all of them in one PDF; keys are another format."""

from __future__ import annotations

from dataclasses import dataclass

from coursebook.chapters import on_paper
from coursebook.editions import Edition
from coursebook.files import Files
from coursebook.model import Handout, Module
from coursebook.typeset import Paper, compile_pdf, fold, sheet, typeset


@dataclass(frozen=True)
class _Sheet:
    name: str
    title: str
    body: str
    files: Files


def export(edition: Edition) -> Files:
    """`<module>/<sheet>.pdf` for each sheet, and `handouts.pdf` with the sheets of all modules."""
    sheets = [_sheet(edition, m, h) for m in edition.modules for h in m.handouts]
    if not sheets:
        return {}
    files = {one.name: _pdf(edition, one.title, [one]) for one in sheets}
    return files | {"handouts.pdf": _pdf(edition, edition.words["print.handouts"], sheets)}


def _sheet(edition: Edition, module: Module, handout: Handout) -> _Sheet:
    if handout.page == "a5-fold":
        panels = [f"<h2>{title}</h2>{html}" for title, html in edition.panels(module, handout)]
        typed = typeset([on_paper(panel) for panel in panels], under=1)
        body = fold(typed.parts)
    else:
        typed = typeset([on_paper(edition.handout_html(module, handout))], under=1)
        body = typed.body
    notice, language = edition.course.notice, edition.language
    text = sheet(handout.id, handout.title, notice, handout.page, language, body)
    return _Sheet(f"{module.slug}/{handout.id}.pdf", handout.title, text, typed.files)


def _pdf(edition: Edition, title: str, sheets: list[_Sheet]) -> bytes:
    files = {name: data for one in sheets for name, data in one.files.items()}
    paper = Paper("sheet", title, edition.language, edition.direction)
    body = "\n\n".join(one.body for one in sheets)
    return compile_pdf(paper, body, {**edition.course.media, **files})
