"""Grids: the rows of every combination of a simulation's values, written by `sync`."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator

from coursebook.model import Grid, Simulation
from coursebook.reader.sources import Sources

FILE = "grid.json"
PAGE_DATA = 40_000
"""Bytes that a simulation may put into a page (decision of day one: 40 KB)."""


def fingerprint(simulation: Simulation, model: str) -> str:
    """Hash of what the numbers depend on: the model and the values of its parameters."""
    values = [[parameter.id, *parameter.values] for parameter in simulation.params]
    columns = [column.id for column in simulation.columns]
    return hashlib.sha256(json.dumps([model, values, columns]).encode()).hexdigest()[:16]


def read_grid(sources: Sources, folder: str, simulation: Simulation, model: str) -> Grid | None:
    """The grid of a simulation. S109 where it is missing or belongs to another model."""
    path = f"{folder}/{FILE}"
    text = sources.text(path) if sources.exists(path) else None
    grid, made_of = _parsed(text or "")
    cells = math.prod(len(parameter.values) for parameter in simulation.params)
    if grid and made_of == fingerprint(simulation, model) and len(grid.cells) == cells:
        return grid
    what = "does not belong to the model and the values" if text else "is missing"
    place = simulation.place
    sources.report(place.path, place.line, "S109", f"The grid of '{simulation.id}' {what}.",
                   "Run 'python build_course.py sync'.")  # fmt: skip
    return None


def _parsed(text: str) -> tuple[Grid | None, str]:
    """The grid of a file and what it was made of; nothing where the file is damaged."""
    try:
        data = json.loads(text)
        cells = tuple(tuple(map(float, cell)) for cell in data["cells"])
        columns = tuple(map(str, data["columns"]))
    except (ValueError, TypeError, KeyError):
        return None, ""
    whole = columns and all(cell and len(cell) % len(columns) == 0 for cell in cells)
    return (Grid(columns, cells) if whole else None), str(data.get("made_of"))


def grid_text(simulation: Simulation, model: str) -> tuple[str, list[str]]:
    """The file `grid.json`, one combination a line; and a sentence for each broken law."""
    columns = [column.id for column in simulation.columns]
    lines, broken = [], []
    for values in simulation.combinations():
        rows = simulation.simulate(values)
        told = ", ".join(f"{name} {value:g}" for name, value in values.items())
        broken += [f"{law} ({told})" for law in simulation.invariants(values, rows)]
        cell = [_short(row[column]) for row in rows for column in columns]
        lines.append(json.dumps(cell, separators=(",", ":")))
    head = json.dumps({"made_of": fingerprint(simulation, model), "columns": columns})
    return f'{head[:-1]}, "cells": [\n' + ",\n".join(lines) + "\n]}\n", broken


def _short(value: float) -> float:
    """The same number, without a needless `.0`: it is read in every page."""
    return int(value) if value == int(value) else value


def too_large(simulation: Simulation) -> Iterator[str]:
    """A sentence where the simulation's data are more than a page may carry."""
    size = len(simulation.page_data().encode())
    if size > PAGE_DATA:
        yield f"'{simulation.id}' puts {size:,} bytes of data into a page, more than {PAGE_DATA:,}."
