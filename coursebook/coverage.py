"""A page for the facilitator: which section serves which objective, and how each is assessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape

from coursebook.alignment import Coverage
from coursebook.html.tables import scrolled, table_html
from coursebook.model import Module

NONE = "–"
MARKS = ("taught", "practised", "checked")
Words = Mapping[str, str]


def coverage_html(
    module: Module, rows: Sequence[Coverage], words: Words, inline: Callable[[str], str]
) -> str:
    """Objectives, legend and table of a module; empty where it has no objectives."""
    if not module.objectives:
        return ""
    objectives = "".join(
        f"<dt>{escape(o.id)}</dt><dd>{inline(o.text)}</dd>" for o in module.objectives
    )
    legend = " · ".join(
        f"{words[f'print.coverage.{mark}.mark']} = {words[f'print.coverage.{mark}']}"
        for mark in MARKS
    )
    return f"<dl>{objectives}</dl><p>{escape(legend)}</p>{_table(module, rows, words)}"


def _table(module: Module, rows: Sequence[Coverage], words: Words) -> str:
    ids = [objective.id for objective in module.objectives]
    heads = [words["print.coverage.section"], *ids]
    body = (*_sections(module, rows, words), *_assessment(ids, rows, words))
    return scrolled(table_html(heads, body, "coverage"))


def _sections(module: Module, rows: Sequence[Coverage], words: Words) -> Iterator[str]:
    by_objective = {row.objective: row for row in rows}
    for section in module.sections:
        cells = [
            [words[f"print.coverage.{mark}.mark"] for mark in MARKS
             if objective.id in by_objective
             and section.id in getattr(by_objective[objective.id], mark)]
            for objective in module.objectives
        ]  # fmt: skip
        if any(cells):
            yield _row(section.title, [" ".join(cell) for cell in cells])


def _assessment(ids: Sequence[str], rows: Sequence[Coverage], words: Words) -> Iterator[str]:
    def of(id_: str) -> list[Coverage]:
        return [row for row in rows if row.objective == id_]

    def first(id_: str, choose: Callable[[Coverage], Iterable[str]]) -> str:
        return "<br />".join(escape(text) for row in of(id_)[:1] for text in choose(row))

    yield _row(words["print.outcomes"],
               ["<br />".join(escape(row.outcome) for row in of(id_)) for id_ in ids])  # fmt: skip
    yield _row(words["print.form"].format(form="X"), [first(i, lambda r: r.items_x) for i in ids])
    yield _row(words["print.form"].format(form="Y"), [first(i, lambda r: r.items_y) for i in ids])
    if any(row.rubric for row in rows):
        yes = words["print.coverage.rubric.yes"]
        yield _row(words["print.coverage.rubric"],
                   [first(i, lambda r: [yes] if r.rubric else []) for i in ids])  # fmt: skip


def _row(title: str, cells: Iterable[str]) -> str:
    """A row; its cells are HTML."""
    inside = "".join(f"<td>{cell or NONE}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(title)}</th>{inside}</tr>'
