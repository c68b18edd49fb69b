"""Explorable simulations: data for every medium and their pure functions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import product
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
    values: tuple[float, ...] = ()
    """The only values it can have, rising; empty where every step of the range will do."""
    labels: tuple[str, ...] = ()
    """A word for each value, shown instead of the number."""

    def label_of(self, value: float) -> str:
        """The word for a value; empty where its number is shown."""
        steps = self.values or [self.min + i * self.step for i in range(len(self.labels))]
        return next((word for at, word in zip(steps, self.labels, strict=False) if at == value), "")


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
class Grid:
    """The rows of every combination of values, computed beforehand: a simulation with chance."""

    key: str
    """The column that names a row; empty where there is one row."""
    keys: tuple[float, ...]
    """What it says in each row, the same in every cell."""
    columns: tuple[str, ...]
    """The other columns."""
    cells: tuple[tuple[float, ...], ...]
    """One combination each, the last parameter changes first; its rows one after the other."""

    def rows(self, params: Iterable[Parameter], values: Row) -> tuple[Row, ...]:
        """The rows of a combination. KeyError where it is not in the grid."""
        at = 0
        for parameter in params:
            if values[parameter.id] not in parameter.values:
                raise KeyError(f"{parameter.id}={values[parameter.id]:g} is not in the grid")
            at = at * len(parameter.values) + parameter.values.index(values[parameter.id])
        wide, cell = len(self.columns), self.cells[at]
        rows = (dict(zip(self.columns, cell[start : start + wide], strict=True))
                for start in range(0, len(cell), wide))  # fmt: skip
        return tuple({self.key: name, **row} if self.key else row
                     for name, row in zip(self.keys or (0,), rows, strict=True))  # fmt: skip


@dataclass(frozen=True)
class Simulation:
    """An explorable: data for every medium, and its pure functions (left out of JSON)."""

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
    invariants: Callable[..., Iterable[str]] = field(
        compare=False, repr=False, metadata={"json": False}
    )
    """A sentence for each law that these values and rows break."""
    pitfall: str = ""
    """What must not be concluded: said last."""
    grid: Grid | None = None
    deck: Deck | None = field(default=None, repr=False, metadata={"json": False})
    """Its printed cards, for facilitators: a course that wants them lists its id in the kit."""

    def values(self, preset: str) -> dict[str, float]:
        """Every parameter's value under a preset (defaults where it says nothing)."""
        chosen = next(p for p in self.presets if p.id == preset)
        return {p.id: chosen.values.get(p.id, p.default) for p in self.params}

    def combinations(self) -> Iterator[dict[str, float]]:
        """Every combination of values of a simulation with a grid, in the order of its cells."""
        for chosen in product(*(parameter.values for parameter in self.params)):
            yield {p.id: value for p, value in zip(self.params, chosen, strict=True)}

    def page_data(self) -> str:
        """What the script of a page needs: JSON without a `<` that could end its element."""
        data: dict[str, object] = {
            "id": self.id, "key": self.key, "sentence": self.sentence,
            "params": [_filled(asdict(parameter)) for parameter in self.params],
            "presets": [{**asdict(preset), "values": dict(preset.values)}
                        for preset in self.presets],
            "columns": [asdict(column) for column in self.columns],
            "views": [view for view in self.views if not view.endswith("-blank")],
            "words": dict(self.words),
        }  # fmt: skip
        if self.grid:
            data["grid"] = {"keys": self.grid.keys, "columns": self.grid.columns,
                            "cells": [list(map(_short, cell)) for cell in self.grid.cells]}
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=dict)
        return text.replace("<", "\\u003c")


def _short(value: float) -> float:
    """The same number, without a needless `.0`: thousands of them stand in a page."""
    return int(value) if value == int(value) else value


def _filled(parameter: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in parameter.items() if value != ()}
