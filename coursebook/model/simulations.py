"""Explorable simulations: data for every medium and two pure functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from coursebook.model.decks import Deck
from coursebook.model.text import Place

Row: TypeAlias = Mapping[str, float]


@dataclass(frozen=True)
class Parameter:
    id: str
    label: str
    min: float
    max: float
    step: float
    default: float
    scale: Literal["linear", "log"] = "linear"
    unit: str = ""


@dataclass(frozen=True)
class Preset:
    id: str
    label: str
    story: str
    values: Mapping[str, float]


@dataclass(frozen=True)
class Column:
    id: str
    label: str
    round: int = 0


@dataclass(frozen=True)
class Prediction:
    stem: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Simulation:
    """An explorable: data for every medium, and its two pure functions (left out of JSON)."""

    id: str
    name: str
    title: str
    insight: str
    predict: Prediction
    params: tuple[Parameter, ...]
    presets: tuple[Preset, ...]
    key: str
    columns: tuple[Column, ...]
    sentence: str
    views: tuple[str, ...]
    twin_presets: tuple[str, ...]
    twin_note: str
    assumptions: tuple[str, ...]
    sources: tuple[str, ...]
    words: Mapping[str, str]
    rows: Mapping[str, tuple[Row, ...]]
    script: str
    """The browser's twin of `simulate` and its drawing: JavaScript source."""
    place: Place
    simulate: Callable[..., list[dict[str, float]]] = field(
        compare=False, repr=False, metadata={"json": False}
    )
    picture: Callable[..., str] = field(compare=False, repr=False, metadata={"json": False})
    deck: Deck | None = field(default=None, repr=False, metadata={"json": False})
    """Its printed cards, for facilitators: a course that wants them lists its id in the kit."""

    def values(self, preset: str) -> dict[str, float]:
        """Every parameter's value under a preset (defaults where it says nothing)."""
        chosen = next(p for p in self.presets if p.id == preset)
        return {p.id: chosen.values.get(p.id, p.default) for p in self.params}
