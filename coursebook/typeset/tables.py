"""Tables: repeated head rows and columns that fit what they hold."""

from __future__ import annotations

from math import sqrt

from lxml.html import HtmlElement

from coursebook.typeset.context import Context, class_names, elements
from coursebook.typeset.literals import call, value

NARROW = 12
"""Characters: a column with no longer cell is as wide as its text."""
NAMES = 22
"""The same for a column of names of rows, which is never broken inside a word."""
TO_WRITE = 12
"""Characters: what an empty column is taken to hold."""
WIDEST = 3.4
"""Times: no column is wider than that, measured by the narrowest that shares the line."""
WHOLE_ROWS, WHOLE_TEXT = 14, 900
"""Rows and characters: a table up to both stays on one page; rows to write in count twice."""
BOXED = {"scenario-track", "scenario-path"}
"""Classes of tables that are boxes to mark with a pencil."""
TALL = ("img", "ul", "ol", "pre", "div")
PARTS = ("caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr")


def table(context: Context, element: HtmlElement) -> str:
    """The table with its caption above it."""
    for part in elements(element):
        if part.tag not in PARTS:
            raise ValueError(f"No typst form for <{part.tag}> directly in a table.")
    rows = list(element.iter("tr"))
    if not rows:
        return ""
    if "form" in class_names(element):
        return _form(context, element, rows)
    heads = [row for row in rows if _is_head(row, rows[0])]
    bodies = [row for row in rows if row not in heads]
    if BOXED & set(class_names(element)):
        return _boxed(context, element, rows)
    head = f"table.header({', '.join(_cells(context, heads))}), " if heads else ""
    cells = ", ".join(_cells(context, bodies))
    whole = value(_is_small(element, rows))
    grid = call("grid-table", whole, f"({', '.join(_columns(rows))},)", f"{head}{cells}")
    captions = [context.inline(caption) for caption in element.iterchildren("caption")]
    return call("captioned-table", f"[{captions[0]}]", body=grid) if captions else grid


def _boxed(context: Context, element: HtmlElement, rows: list[HtmlElement]) -> str:
    """Boxes of one width, after a column of names where the rows have any."""
    named = elements(rows[-1])[0].tag == "th"
    count = len(elements(rows[0])) - named
    columns = f"({'auto, ' if named else ''}{'1fr, ' * count})"
    body = ", ".join(_cells(context, rows))
    captions = [context.inline(caption) for caption in element.iterchildren("caption")]
    return call("captioned-table", f"[{''.join(captions)}]",
                body=call("box-table", value(named), columns, body))  # fmt: skip


def _form(context: Context, element: HtmlElement, rows: list[HtmlElement]) -> str:
    """A printed form: boxes of equal width, under its title."""
    width = sum(int(cell.get("colspan", 1)) for cell in elements(rows[0]))
    title = "".join(context.inline(caption) for caption in element.iterchildren("caption"))
    return call("form-table", f"[{title}]", value(width), ", ".join(_cells(context, rows)))


def _is_small(table: HtmlElement, rows: list[HtmlElement]) -> bool:
    """Whether the table surely fits a page."""
    height = sum(1 if all(cell.text_content() for cell in row) else 2 for row in rows)
    return (height <= WHOLE_ROWS and len(table.text_content()) <= WHOLE_TEXT
            and next(table.iter(*TALL), None) is None)  # fmt: skip


def _is_head(row: HtmlElement, first: HtmlElement) -> bool:
    parent = row.getparent()
    if parent is not None and parent.tag == "thead":
        return True
    return row is first and all(cell.tag == "th" for cell in elements(row))


def _cells(context: Context, rows: list[HtmlElement]) -> list[str]:
    return [_cell(context, cell) for row in rows for cell in elements(row)]


def _cell(context: Context, cell: HtmlElement) -> str:
    if cell.tag not in ("td", "th"):
        raise ValueError(f"No typst form for <{cell.tag}> in a row of a table.")
    spans = [f"{name}: {int(cell.get(name))}" for name in ("colspan", "rowspan") if cell.get(name)]
    inside = context.item(cell) or ("#room-to-write" if cell.tag == "td" else "")
    if cell.tag == "th":
        inside = call("table-head", body=inside)
    return f"table.cell({', '.join(spans)})[{inside}]" if spans else f"[{inside}]"


def _columns(rows: list[HtmlElement]) -> list[str]:
    """A width for each column: that of its text when short, else a share of the line.

    A column with nothing under its head is for writing and gets a share like a long text.
    """
    longest: dict[int, list[int]] = {}
    named = all(elements(row)[0].tag == "th" for row in rows[1:])
    for row in rows:
        place = 0
        for cell in elements(row):
            span = int(cell.get("colspan", 1))
            if span == 1:
                longest.setdefault(place, []).append(len(cell.text_content()))
            place += span
        for column in range(place):
            longest.setdefault(column, [])
    shares = [_share(lengths) for _, lengths in sorted(longest.items())]
    if named and max(longest[0], default=0) <= NAMES:
        shares[0] = 0
    widest = min(filter(None, shares), default=0) * WIDEST
    return [f"{min(share, widest):.1f}fr" if share else "auto" for share in shares]


def _share(lengths: list[int]) -> float:
    """What a column asks for; 0 for one that is as wide as its text."""
    if lengths[1:] and not any(lengths[1:]):
        return sqrt(TO_WRITE)
    if max(lengths, default=0) <= NARROW:
        return 0
    return sqrt(max(sum(lengths) / len(lengths), max(lengths) / 3))
