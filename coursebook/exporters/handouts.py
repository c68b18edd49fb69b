"""Handouts: each sheet on its own, and all of them in one PDF; the answer keys are another format."""

from __future__ import annotations

from coursebook.chapters import on_paper
from coursebook.editions import Edition
from coursebook.files import Files
from coursebook.model import Handout, Module
from coursebook.typeset import Paper, compile_pdf, fold, typeset


def export(edition: Edition) -> Files:
    """`<module>/<sheet>.pdf` for each sheet, and `handouts.pdf` with the sheets of all modules."""
    files = {
        f"{module.slug}/{handout.id}.pdf": _sheet(edition, module, handout)
        for module in edition.modules
        for handout in module.handouts
    }
    return files | {"handouts.pdf": joined(list(files.values()))} if files else {}


def _sheet(edition: Edition, module: Module, handout: Handout) -> bytes:
    settings = {"id": handout.id, "notice": edition.course.notice, "page": handout.page}
    paper = Paper("sheet", handout.title, edition.language, edition.direction, settings)
    if handout.page == "a5-fold":
        panels = [f"<h2>{title}</h2>{html}" for title, html in edition.panels(module, handout)]
        typed = typeset([on_paper(panel) for panel in panels], under=1)
        body = fold(typed.parts)
    else:
        typed = typeset([on_paper(edition.handout_html(module, handout))], under=1)
        body = typed.body
    return compile_pdf(paper, body, {**edition.course.media, **typed.files})
