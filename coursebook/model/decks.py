"""Decks of cards and sheets that facilitators print for the room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from coursebook.model.text import Place

CardSize = Literal["a6", "a7", "a8", "slip"]
CardTone = Literal["", "grey", "accent"]
SheetPaper = Literal["a4", "a4-landscape", "a3", "a3-landscape"]


@dataclass(frozen=True)
class Card:
    """One card and how often it is printed. `front` and `back` are MyST Markdown."""

    label: str
    front: str
    back: str
    copies: int
    tone: CardTone
    place: Place


@dataclass(frozen=True)
class Deck:
    """Cards of one size; all of them have a back or none has."""

    id: str
    title: str
    size: CardSize
    instructions: str
    materials: str
    cards: tuple[Card, ...]
    modules: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class Sheet:
    """A poster or a sheet with pictures of simulations; so many `pictures` stand on a page."""

    id: str
    title: str
    paper: SheetPaper
    pictures: int
    pages: tuple[str, ...]
    modules: tuple[str, ...]
    place: Place


PrintSet: TypeAlias = Deck | Sheet
