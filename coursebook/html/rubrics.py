"""A rubric as a table: one row a criterion, one column a level, and when it is met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from coursebook.html.tables import scrolled, table_html
from coursebook.model import Criterion, Rubric


def rubric_html(rubric: Rubric, words: Mapping[str, str]) -> str:
    """The table, with a star at what is decisive, and a sentence on what is enough."""
    heads = (words["rubric.criterion"], *map(str, range(1, rubric.highest + 1)))
    table = table_html(heads, map(_row, rubric.criteria), "levels")
    rule = " ".join(_enough(rubric, words))
    return f"{scrolled(table)}<p>{escape(rule)}</p>"


def _enough(rubric: Rubric, words: Mapping[str, str]) -> Iterator[str]:
    yield words["rubric.mean"].format(mean=f"{rubric.mean:g}")
    if rubric.least > 1:
        yield words["rubric.least"].format(least=rubric.least)
    if any(criterion.starred for criterion in rubric.criteria):
        yield words["rubric.starred"].format(least=rubric.least_starred)


def _row(criterion: Criterion) -> str:
    star = "★ " if criterion.starred else ""
    cells = "".join(f"<td>{escape(level)}</td>" for level in criterion.levels)
    return f'<tr><th scope="row">{star}{escape(criterion.name)}</th>{cells}</tr>'
