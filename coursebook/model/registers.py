"""Entries of the registers: facts, links, terms and sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from coursebook.model.text import Place

Checked: TypeAlias = Literal["read", "reported", "recalled"]
"""Read at its source; seen in a text about the source only; or written from memory."""


@dataclass(frozen=True)
class Fact:
    id: str
    claim: str
    source: str
    locator: str
    checked: Checked
    as_of: str
    review_after: str
    place: Place
    signed: str = field(default="", metadata={"json": False})
    """Role and day of who let a recalled fact be printed."""


@dataclass(frozen=True)
class Link:
    """What the last look at an address found: the day it answered, and its last HTTP status."""

    url: str
    seen: str
    status: int
    place: Place


@dataclass(frozen=True)
class Term:
    """A locked glossary term; `name` and `definition` are in the course's language."""

    id: str
    name: str
    english: str
    definition: str
    place: Place


@dataclass(frozen=True)
class Source:
    """A bibliography entry in words: `label` as in "Dressel 2018", `text` in full, and its link."""

    key: str
    label: str
    text: str
    url: str
    place: Place
    entry: Mapping[str, str] = field(default_factory=dict, metadata={"json": False})
    """The fields as they are written, and its kind under `type`."""
