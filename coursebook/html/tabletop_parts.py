"""What participants may read of a tabletop inside a lesson: situation, roles, evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape

from coursebook.html.tables import row_html, scrolled, table_html
from coursebook.html.tabletops import PlainHost, clock, with_numbers
from coursebook.model import Tabletop

TABLETOP_PARTS = ("situation", "roles", "evidence")


def tabletop_html(tabletop: Tabletop, part: str, words: Mapping[str, str], language: str) -> str:
    """A part of the exercise as HTML; no inject, no aim, worry or fact of a role is in it."""
    parts: dict[str, Callable[[Tabletop, PlainHost], str]] = {
        "situation": _situation, "roles": _roles, "evidence": _evidence,
    }  # fmt: skip
    return parts[part](with_numbers(tabletop, language), PlainHost(words))


def _situation(tabletop: Tabletop, host: PlainHost) -> str:
    """Situation, task, rules and phases: the manual, without what a player must find out."""
    rules = "".join(f"<li>{host.line(rule)}</li>" for rule in tabletop.rules)
    short = host.words["tabletop.minutes_short"]
    phases = [(clock(one.at), host.line(one.title),
               short.format(n=one.minutes) if one.minutes else "")
              for one in tabletop.events if one.kind != "inject"]  # fmt: skip
    heads = ("tabletop.when", "tabletop.kind.phase", "tabletop.length")
    return (host.flow(tabletop.situation) + host.flow(tabletop.task) + f"<ol>{rules}</ol>"
            + _table(host, heads, phases))  # fmt: skip


def _roles(tabletop: Tabletop, host: PlainHost) -> str:
    rows = [(f"<strong>{host.line(role.name)}</strong>", host.line(role.side), host.line(role.line))
            for role in tabletop.roles]  # fmt: skip
    return _table(host, ("tabletop.role", "tabletop.side", "tabletop.role_line"), rows)


def _evidence(tabletop: Tabletop, host: PlainHost) -> str:
    """Every document with its number; each says that it is invented."""
    fiction = escape(host.words["tabletop.fiction"])
    return "".join(
        f'<aside class="admonition case" role="note"><p class="admonition-title">{one.id}'
        f" {host.line(one.title)}</p>{host.flow(one.text)}<p><em>{fiction}</em></p></aside>"
        for one in tabletop.evidence
    )


def _table(host: PlainHost, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    return scrolled(table_html((host.words[key] for key in heads), map(row_html, rows)))
