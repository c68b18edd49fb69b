"""A rubric as a table: one row a criterion, one column a level, and when it is met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from coursebook.model import Criterion, Rubric


def rubric_html(rubric: Rubric, words: Mapping[str, str]) -> str:
    """The table, with a star at what is decisive, and a sentence on what is enough."""
    levels = range(1, rubric.highest + 1)
    heads = "".join(f'<th scope="col">{level}</th>' for level in levels)
    rows = "".join(_row(criterion) for criterion in rubric.criteria)
    rule = " ".join(_enough(rubric, words))
    name = escape(words["rubric.criterion"])
    return ('<div class="table-scroll" tabindex="0"><table class="levels"><thead><tr>'
            f'<th scope="col">{name}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
            f"<p>{escape(rule)}</p>")  # fmt: skip


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
