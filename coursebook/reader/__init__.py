"""Source files in, `Course` and every `Problem` of the run out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from coursebook.model import Course, Simulation
from coursebook.problems import Problem
from coursebook.reader.courses import read_course
from coursebook.reader.fields import read_mapping
from coursebook.reader.simulations import load
from coursebook.reader.sources import Sources


@dataclass(frozen=True)
class Reading:
    """What was read: the course (None when its file is unreadable) and what is wrong in it."""

    course: Course | None
    problems: tuple[Problem, ...]


@dataclass
class Shelf:
    """What courses and languages share: hand the same one to each `read` of a run."""

    files: dict[str, bytes] = field(default_factory=dict)
    simulations: tuple[list[Simulation], list[Problem]] | None = None


def read(
    root: Path, slug: str, language: str, as_of: str, shelf: Shelf | None = None
) -> Reading:
    """The course `curriculum/<slug>.yml` in one language, judged for the day `as_of`."""
    shelf = shelf or Shelf()
    sources = Sources(root, kept=shelf.files)
    shelf.simulations = shelf.simulations or load(root, shelf.files)
    found, problems = shelf.simulations
    sources.problems.extend(problems)
    by_id = {simulation.id: simulation for simulation in found}
    course = read_course(sources, slug, language, as_of, by_id)
    return Reading(course, tuple(sorted(set(sources.problems))))


def course_slugs(root: Path) -> tuple[str, ...]:
    """The courses of a project: every YAML mapping of `curriculum/` that lists modules."""
    found = []
    for path in sorted((root / "curriculum").glob("*.yml")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if "\nmodules:" in f"\n{text}":
            found.append(path.stem)
    return tuple(found)


def course_languages(root: Path, slug: str, shelf: Shelf | None = None) -> tuple[str, ...]:
    """The languages that a course file names; English where the file cannot be read."""
    sources = Sources(root, kept=shelf.files if shelf else {})
    fields = read_mapping(sources, f"curriculum/{slug}.yml")
    named = fields.texts("languages") if fields else ()
    return tuple(filter(None, named)) or ("en",)
