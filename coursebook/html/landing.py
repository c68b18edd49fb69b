"""The page of all outputs: what was made, for whom, and what each is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from coursebook.html.shell import document, style_sheet
from coursebook.locale import direction, words
from coursebook.model import Audience

PROGRAM_FORMATS = ("json",)


@dataclass(frozen=True)
class Row:
    """A thing handed over. `module_title` is empty for what holds the whole course."""

    course_title: str
    language: str
    audience: Audience
    format: str
    module_title: str
    href: str
    size_bytes: int
    target: str = ""
    """For whom a package is made, where a format is made for several."""


def landing_html(rows: Sequence[Row], language: str = "en") -> str:
    """The page, in one file with its style; courses and rows keep their order."""
    said = words(language)
    courses = "".join(
        _course(key, [row for row in rows if _course_of(row) == key], said)
        for key in dict.fromkeys(map(_course_of, rows))
    )
    empty = f"<p>{escape(said['landing.empty'])}</p>"
    body = (
        f'<main id="main" class="landing"><h1>{escape(said["landing.title"])}</h1>'
        f'<p class="lead">{escape(said["landing.lead"])}</p>{courses or empty}</main>'
        f'<footer class="landing-foot"><p>{escape(said["landing.notice"])}</p></footer>'
    )
    style = f"<style>\n{style_sheet('base', 'faces', 'landing')}</style>"
    return document(said["landing.title"], body, language=language,
                    direction=direction(language), head=style)  # fmt: skip


def _course_of(row: Row) -> tuple[str, str]:
    return row.course_title, row.language


def _course(key: tuple[str, str], rows: list[Row], said: dict[str, str]) -> str:
    title, language = key
    audiences: tuple[Audience, ...] = ("participant", "facilitator")
    parts = ((name, [row for row in rows if row.audience == name]) for name in audiences)
    return (
        f'<section class="course"><h2{_in(language)}>{escape(title)} '
        f'<span class="language">{escape(language)}</span></h2>'
        + "".join(_audience(name, found, said) for name, found in parts if found)
        + "</section>"
    )


def _in(language: str) -> str:
    return f' lang="{escape(language)}" dir="{direction(language)}"'


def _audience(audience: Audience, rows: list[Row], said: dict[str, str]) -> str:
    shown = [row for row in rows if row.format not in PROGRAM_FORMATS]
    also = ", ".join(_link(row, row.href.rsplit("/", 1)[-1])
                     for row in rows if row.format in PROGRAM_FORMATS)  # fmt: skip
    note = ""
    if audience == "facilitator":
        note = f'<p class="note">{escape(said["landing.facilitator_note"])}</p>'
    kinds = dict.fromkeys((row.format, row.target) for row in shown)
    items = "".join(
        _format(kind, [row for row in shown if (row.format, row.target) == kind], said)
        for kind in kinds
    )
    programs = escape(said["landing.also"]).format(links=also)
    return (
        f'<div class="{audience}"><h3>{escape(said[f"landing.{audience}"])}</h3>{note}'
        + (f'<ul class="formats">{items}</ul>' if items else "")
        + (f'<p class="also">{programs}</p>' if also else "")
        + "</div>"
    )


def _format(kind: tuple[str, str], rows: list[Row], said: dict[str, str]) -> str:
    """A format: what it is for, then the whole course, then its modules."""
    name, target = kind
    label = said.get(f"landing.format.{name}", name) + (f": {target}" if target else "")
    purpose = said.get(f"landing.purpose.{name}", "")
    whole = [row for row in rows if not row.module_title]
    parts = [row for row in rows if row.module_title]
    links = "".join(
        f"<li>{_link(row, _title(row, said), row.href)}</li>" for row in (*whole, *parts)
    )
    return (f'<li><div><h4>{escape(label)}</h4><p>{escape(purpose)}</p></div>'
            f'<ul class="files">{links}</ul></li>')  # fmt: skip


def _title(row: Row, said: dict[str, str]) -> str:
    """The title of a part and the name of its file in words, where it has one."""
    file = row.href.rsplit("/", 1)[-1]
    stem = file.rsplit(".", 1)[0]
    name = said.get(f"landing.file.{stem}", "")
    if row.module_title:
        return row.module_title.removesuffix(stem) + name if name else row.module_title
    return name or said["landing.open" if file.endswith(".html") else "landing.whole"]


def _link(row: Row, text: str, name: str = "") -> str:
    size = f"{_kind(name)} {size_text(row.size_bytes)}".strip()
    return f'<a href="{escape(row.href)}">{escape(text)}</a> <span class="size">{size}</span>'


def _kind(href: str) -> str:
    last = href.rsplit("/", 1)[-1]
    return last.rsplit(".", 1)[-1].upper() if "." in last else ""


def size_text(size: int) -> str:
    """A size that people read: `840 KB`, `1.2 MB`."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f} MB"
