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
    grid, made_of = _parsed(simulation, text or "")
    cells = math.prod(len(parameter.values) for parameter in simulation.params)
    if grid and made_of == fingerprint(simulation, model) and len(grid.cells) == cells:
        return grid
    what = "does not belong to the model and the values" if text else "is missing"
    place = simulation.place
    sources.report(place.path, place.line, "S109", f"The grid of '{simulation.id}' {what}.",
                   "Run 'python build_course.py sync'.")  # fmt: skip
    return None


def _parsed(simulation: Simulation, text: str) -> tuple[Grid | None, str]:
    """The grid of a file and what it was made of; nothing where the file is damaged."""
    try:
        data = json.loads(text)
        keys = tuple(map(float, data["keys"]))
        cells = tuple(tuple(map(float, cell)) for cell in data["cells"])
        made_of = str(data["made_of"])
    except (ValueError, TypeError, KeyError):
        return None, ""
    columns = _columns(simulation)
    whole = all(len(cell) == len(columns) * max(len(keys), 1) for cell in cells)
    return (Grid(simulation.key, keys, columns, cells) if whole else None), made_of


def _columns(simulation: Simulation) -> tuple[str, ...]:
    """What differs from cell to cell: every column but the key."""
    return tuple(column.id for column in simulation.columns if column.id != simulation.key)


def grid_text(simulation: Simulation, model: str) -> tuple[str, list[str]]:
    """The file `grid.json`, one combination a line; and a sentence for each broken law."""
    columns, key = _columns(simulation), simulation.key
    keys = [row[key] for row in simulation.simulate(next(simulation.combinations()))] if key else []
    lines: list[str] = []
    broken: list[str] = []
    for values in simulation.combinations():
        rows = simulation.simulate(values)
        told = ", ".join(f"{name} {value:g}" for name, value in values.items())
        broken += [f"{law} ({told})" for law in simulation.invariants(values, rows)]
        if key and [row[key] for row in rows] != keys:
            broken.append(f"Every combination must have the same rows by '{key}' ({told})")
        lines.append(json.dumps([row[column] for row in rows for column in columns]))
    head = json.dumps({"made_of": fingerprint(simulation, model), "keys": keys})
    return f'{head[:-1]}, "cells": [\n' + ",\n".join(lines) + "\n]}\n", broken


def too_large(simulation: Simulation) -> Iterator[str]:
    """A sentence where the simulation's data are more than a page may carry."""
    size = len(simulation.page_data().encode())
    if size > PAGE_DATA:
        yield f"'{simulation.id}' puts {size:,} bytes of data into a page, more than {PAGE_DATA:,}."
