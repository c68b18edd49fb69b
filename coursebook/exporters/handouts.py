"""Handouts: each sheet on its own, and all of them in one PDF; keys are another format."""

from __future__ import annotations

from dataclasses import dataclass

from coursebook.chapters import on_paper
from coursebook.editions import Edition
from coursebook.files import Files
from coursebook.model import Handout, Module
from coursebook.problems import Problem, ProblemsError
from coursebook.typeset import Paper, compile_pdf, fold, page_count, sheet, typeset

SIDES = 2
"""A handout is one sheet of paper."""
PANELS = 4


@dataclass(frozen=True)
class _Sheet:
    name: str
    problem: Problem
    title: str
    body: str
    files: Files


def export(edition: Edition) -> Files:
    """`<module>/<sheet>.pdf` for each sheet, and `handouts.pdf` with all of them.

    ProblemsError (X402) names each handout that is longer than one sheet.
    """
    sheets = [_sheet(edition, home, h, f"{m.slug}/{h.id}.pdf")
              for m in edition.modules for home, h in edition.sheets(m)]  # fmt: skip
    if not sheets:
        return {}
    files = {one.name: _pdf(edition, one.title, [one]) for one in sheets}
    if long := [one.problem for one in sheets if page_count(files[one.name]) > SIDES]:
        raise ProblemsError(long)
    return files | {"handouts.pdf": _pdf(edition, edition.words["print.handouts"], sheets)}


def _sheet(edition: Edition, module: Module, handout: Handout, name: str) -> _Sheet:
    if handout.page == "a5-fold":
        if len(handout.sections) != PANELS:
            raise ProblemsError([Problem(
                handout.place.path, handout.place.line, "X404",
                f"The folded sheet has {len(handout.sections)} panels.",
                "Write four '##' panels, and nothing before the first.")])  # fmt: skip
        panels = [f"<h2>{title}</h2>{html}" for title, html in edition.panels(module, handout)]
        typed = typeset([on_paper(panel) for panel in panels], under=1)
        body = fold(typed.parts)
    else:
        typed = typeset([on_paper(edition.handout_html(module, handout))], under=1)
        body = typed.body
    notice, language = edition.course.notice, edition.language
    text = sheet(handout.id, handout.title, notice, handout.page, language, body)
    problem = Problem(handout.place.path, handout.place.line, "X402",
                      f"Handout {handout.id} takes more than one sheet of paper.",
                      "Shorten it, or make two sheets of it.")  # fmt: skip
    return _Sheet(name, problem, handout.title, text, typed.files)


def _pdf(edition: Edition, title: str, sheets: list[_Sheet]) -> bytes:
    files = {name: data for one in sheets for name, data in one.files.items()}
    paper = Paper("sheet", title, edition.language, edition.direction)
    body = "\n\n".join(one.body for one in sheets)
    return compile_pdf(paper, body, {**edition.course.media, **files})
