"""Tables as HTML, and the frame in which a wide one scrolls."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def table_html(heads: Iterable[str], rows: Iterable[str], kind: str = "") -> str:
    """A table: its heads as text, its rows as HTML, `kind` as its class."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    named = f' class="{kind}"' if kind else ""
    return (f"<table{named}><thead><tr>{head}</tr></thead>"
            f"<tbody>{''.join(rows)}</tbody></table>")  # fmt: skip


def row_html(cells: Iterable[str]) -> str:
    """A row; its cells are HTML."""
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def scrolled(table: str) -> str:
    """The table in a frame of its own, so that a narrow page stays as wide as the screen."""
    return f'<div class="table-scroll" tabindex="0">{table}</div>'
