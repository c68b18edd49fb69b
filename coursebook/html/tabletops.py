"""Texts of tabletops as HTML: plain Markdown, computed numbers, clocks and effects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from html import escape
from typing import TypeVar, cast

from coursebook.directives import HostError
from coursebook.html.amounts import number_text
from coursebook.html.lesson import is_plain, placed, render, unwrapped
from coursebook.model import Effect, Event, Place, Tabletop
from coursebook.problems import Problem

PLACEHOLDER = re.compile(r"\{\{([A-Za-z0-9_-]+)\}\}")
Value = TypeVar("Value")


class PlainHost:
    """Renders Markdown without roles; of our directives it knows `lines`."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = dict(words)
        self.errors: list[tuple[int, HostError]] = []

    def report(self, line: int, error: HostError) -> None:
        self.errors.append((line, error))

    def role(self, name: str, target: str, text: str) -> str:
        raise HostError("E118", f"'{name}' has no place in a tabletop.", "Write plain Markdown.")

    def embed(self, name: str, argument: str, options: Mapping[str, str]) -> str:
        if name != "lines":
            raise HostError("E118", f"'{name}' has no place in a tabletop.",
                            "Write plain Markdown.")  # fmt: skip
        count = int(argument) if argument.isdigit() else 4
        return f'<div class="lines" data-lines="{count}"></div>'

    def flow(self, source: str) -> str:
        """The text as blocks."""
        return render(source, self, self.words)

    def line(self, source: str) -> str:
        """A short text as inline HTML."""
        return escape(source, quote=False) if is_plain(source) else unwrapped(self.flow(source))

    def problems_of(self, text: str, place: Place) -> list[Problem]:
        """What keeps the text from being shown."""
        self.errors.clear()
        self.line(text)
        return placed([(1, error) for _, error in self.errors], place)


def with_numbers(tabletop: Tabletop, language: str) -> Tabletop:
    """The tabletop with every `{{name}}` replaced by its number, grouped for the language."""
    said = {name: number_text(value, 0, language) for name, value in tabletop.numbers.items()}
    return _filled(tabletop, said)


def _filled(value: Value, said: Mapping[str, str]) -> Value:
    if isinstance(value, str):
        return cast(Value, PLACEHOLDER.sub(lambda m: said.get(m[1], m[0]), value))
    if isinstance(value, tuple):
        return cast(Value, tuple(_filled(item, said) for item in value))
    if is_dataclass(value) and not isinstance(value, type):
        filled = {member.name: _filled(getattr(value, member.name), said)
                  for member in fields(value)}  # fmt: skip
        return cast(Value, replace(value, **filled))
    return value


def clock(minute: int) -> str:
    """`T+40`, which reads from left to right in every language."""
    return f'<bdi dir="ltr">T+{minute}</bdi>'


def effects_html(effects: Iterable[Effect]) -> str:
    """`T −2, L −1`, each on one line; nothing where nothing changes."""
    changes = (f"{escape(effect.meter)}\u00a0{signed(effect.change)}" for effect in effects)
    return ", ".join(f'<bdi dir="ltr">{change}</bdi>' for change in changes)


def signed(change: int) -> str:
    """The change with its sign, with a true minus."""
    return f"+{change}" if change > 0 else f"−{-change}" if change else "0"


def names(tabletop: Tabletop, ids: Iterable[str], words: Mapping[str, str]) -> str:
    """The names of roles, `all` as a word."""
    return ", ".join(_name(tabletop, id_, words) for id_ in ids if id_)


def _name(tabletop: Tabletop, id_: str, words: Mapping[str, str]) -> str:
    role = tabletop.role(id_)
    return words["tabletop.all"] if id_ == "all" else role.name if role else id_


def labels(tabletop: Tabletop) -> dict[str, str]:
    """The short name of each inject: `I1`, `I2` in the order of the full exercise."""
    return dict(_labels(tabletop.events))


def _labels(events: Iterable[Event]) -> Iterator[tuple[str, str]]:
    number = 0
    for event in events:
        if event.kind == "inject":
            number += 1
            yield event.id, f"I{number}"
