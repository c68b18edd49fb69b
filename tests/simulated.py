"""Simulations for tests: the ones of the project, their model files, and values to try."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from coursebook.model import Simulation
from coursebook.reader.simulations import FOLDER, load

ROOT = Path(__file__).parent.parent


def simulation(id_: str) -> Simulation:
    """The project's simulation of that id."""
    return next(found for found in load(ROOT)[0] if found.id == id_)


def model(name: str) -> dict[str, Any]:
    """Every name that the model file of a simulation defines."""
    return runpy.run_path(str(ROOT / FOLDER / name / "model.py"))


def values(known: Simulation) -> st.SearchStrategy[dict[str, float]]:
    """Any values inside the ranges of a simulation's sliders."""
    return st.fixed_dictionaries({
        p.id: st.integers(int(p.min), int(p.max)).map(float)
        if p.step == 1 else st.floats(p.min, p.max)
        for p in known.params
    })  # fmt: skip
