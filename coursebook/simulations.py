"""Simulations for notebooks: the same rows as on the page and on paper; and their grids."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from coursebook.model import Simulation
from coursebook.problems import Problem, ProblemsError, did_you_mean
from coursebook.reader.grids import FILE, grid_text, read_grid
from coursebook.reader.simulations import FOLDER, gridded, load
from coursebook.reader.sources import Sources


def simulate(id: str, preset: str | None = None, **overrides: float) -> list[dict[str, float]]:  # noqa: A002
    """Rows of simulation `id` (as `S1`) under a preset (the first one by default).

    >>> simulate("S1", "million", n=50)[0]["flagged"]
    """
    simulation = _find(id)
    names = [known.id for known in simulation.presets]
    if preset is not None and preset not in names:
        raise KeyError(f"{id} has no preset '{preset}'. {did_you_mean(preset, names)}")
    values = simulation.values(preset or names[0])
    for name in overrides:
        if name not in values:
            raise KeyError(f"{id} has no parameter '{name}'. {did_you_mean(name, values)}")
    return simulation.simulate(values | overrides)


def write_grids(root: Path, progress: Callable[[str], None]) -> None:
    """Compute and write every grid that is missing or stale. ProblemsError where laws break."""
    found, problems = gridded(root)
    if problems:
        raise ProblemsError(problems)
    for simulation, model in found:
        folder = simulation.place.path.removesuffix("/simulation.yml")
        if read_grid(Sources(root), folder, simulation, model):
            continue
        progress(f"computing every combination of {simulation.id} ({simulation.title})")
        text, broken = grid_text(simulation, model)
        if broken:
            raise ProblemsError([_broken(simulation, law) for law in broken[:10]])
        (root / folder / FILE).write_text(text, encoding="utf-8", newline="\n")


def _broken(simulation: Simulation, law: str) -> Problem:
    place = simulation.place
    return Problem(place.path, place.line, "S111", f"'{simulation.id}' breaks a law: {law}.",
                   "Mend simulate() or invariants() in model.py.")  # fmt: skip


def _find(wanted: str) -> Simulation:
    known = _all(_root(Path.cwd()))
    if wanted not in known:
        raise KeyError(f"There is no simulation '{wanted}'. {did_you_mean(wanted, known)}")
    return known[wanted]


def _root(here: Path) -> Path:
    """The project in which a folder lies."""
    for folder in (here, *here.parents):
        if (folder / FOLDER).is_dir():
            return folder
    raise FileNotFoundError(f"No folder '{FOLDER}' here or above: start inside the project.")


@cache
def _all(root: Path) -> dict[str, Simulation]:
    simulations, problems = load(root)
    if problems:
        raise ProblemsError(problems)
    return {simulation.id: simulation for simulation in simulations}
