"""Blocks of text: what a lesson is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Depth = Literal["express", "core", "deep"]
Audience = Literal["participant", "facilitator"]
Medium = Literal["web", "print", "slides", "audio"]
NoteKind = Literal["run-sheet", "pushback", "sensitive", "rescue", "answers", "return"]

DEPTHS: tuple[Depth, ...] = ("express", "core", "deep")



@dataclass(frozen=True)
class Place:
    """Where a piece of source stands: POSIX path relative to the project, line from 1."""

    path: str
    line: int


@dataclass(frozen=True)
class Text:
    """A run of MyST Markdown without parts or facilitator notes in it."""

    source: str
    place: Place


@dataclass(frozen=True)
class Part:
    """Blocks under one set of tags (the `part` directive)."""

    blocks: tuple[Block, ...]
    place: Place
    depth: Depth = "core"
    audience: Audience | None = None
    media: tuple[Medium, ...] = ()
    regions: tuple[str, ...] = ()
    minutes: int = 0
    title: str = ""
    activity: bool = False
    checks: tuple[str, ...] = ()
    label: str = ""
    reuses: str = ""
    """Label of the part of another module whose blocks stand here (the `reuse` directive)."""


@dataclass(frozen=True)
class Note:
    """Text for facilitators only (the `facilitator` directive)."""

    kind: NoteKind
    blocks: tuple[Block, ...]
    place: Place
    title: str = ""


Block: TypeAlias = Text | Part | Note


@dataclass(frozen=True)
class Section:
    """One `##` section: one page on screen. `id` is authored and stands in LMS bookmarks."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    place: Place
