"""Pieces of the page: tables, badges, places with a link, and the words of the interface."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from coursebook.checks.prose import plain

ENGLISH = ' lang="en" dir="ltr"'
SIGNS = {"good": "✓", "warm": "!", "bad": "✕", "mute": "○"}
"""The sign says it; the colour only repeats it."""


@dataclass(frozen=True)
class Row:
    """A line of a table: HTML cells, the first its head; `module` is what the filter asks for."""

    cells: Sequence[str]
    module: str = ""


@dataclass(frozen=True)
class Shown:
    """The words of a language, and the way to the files."""

    words: Mapping[str, str]
    root: str

    def word(self, key: str, **values: object) -> str:
        """An interface word as HTML."""
        return escape(self.words[f"desk.{key}"].format(**values), quote=False)

    def place(self, path: str, line: int) -> str:
        """File and line as a link that works from the report's folder, with a copy button."""
        name = f"{path}:{line}"
        label = escape(self.words["desk.copy.label"].format(place=name))
        return (f'<span class="place"><a href="{escape(quote(f"{self.root}/{path}"))}" dir="ltr">'
                f'{escape(name)}</a> <button type="button" class="copy" data-place="{escape(name)}"'
                f' aria-label="{label}" hidden>{self.word("copy")}</button></span>')  # fmt: skip

    def badge(self, tone: str, key: str) -> str:
        """A state in words with its sign."""
        return (f'<span class="badge {tone}"><span aria-hidden="true">{SIGNS[tone]}</span> '
                f"{self.word(key)}</span>")  # fmt: skip

    def listed(self, items: Iterable[str]) -> str:
        """HTML items as a list, or the word for none."""
        inside = "".join(f"<li>{item}</li>" for item in items)
        return f'<ul class="plain">{inside}</ul>' if inside else self.none()

    def none(self) -> str:
        """Nothing, said in a muted word."""
        return f'<span class="none">{self.word("none")}</span>'

    def count(self, number: int) -> str:
        """A number; a nought stands out as a gap."""
        return str(number) if number else '<span class="gap">0</span>'

    def section(self, id_: str, inside: str) -> str:
        """A section with its heading."""
        return (f'<section id="{id_}" aria-labelledby="{id_}-h"><h2 id="{id_}-h">{self.word(id_)}'
                f"</h2>{inside}</section>")  # fmt: skip

    def table(self, name: str, heads: Sequence[str], groups: Iterable[tuple[str, Iterable[Row]]],
              kind: str = "") -> str:  # fmt: skip
        """A table by groups of rows; a group's title is HTML and may be empty."""
        head = "".join(f'<th scope="col">{self.word(key)}</th>' for key in heads)
        body = "".join(_group(title, rows, len(heads)) for title, rows in groups)
        return (f'<div class="table-scroll" tabindex="0" role="region" aria-label="'
                f'{escape(self.words[f"desk.{name}"])}"><table class="{kind}"><thead><tr>{head}'
                f"</tr></thead>{body}</table></div>")  # fmt: skip


def english(text: str) -> str:
    """A text of the source without its marks, marked as English."""
    return f"<span{ENGLISH}>{escape(' '.join(plain(text).split()), quote=False)}</span>"


def said(text: str, language: str, direction: str) -> str:
    """A text in the language of its course."""
    words = escape(" ".join(plain(text).split()), quote=False)
    return f'<span lang="{language}" dir="{direction}">{words}</span>'


def _group(title: str, rows: Iterable[Row], width: int) -> str:
    head = f'<tr class="group"><th colspan="{width}" scope="rowgroup">{title}</th></tr>'
    return f"<tbody>{head if title else ''}{''.join(map(_row, rows))}</tbody>"


def _row(row: Row) -> str:
    mark = f' data-module="{escape(row.module)}"' if row.module else ""
    first, *rest = row.cells
    cells = "".join(f"<td>{cell}</td>" for cell in rest)
    return f'<tr{mark}><th scope="row">{first}</th>{cells}</tr>'
