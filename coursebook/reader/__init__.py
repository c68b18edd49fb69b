"""Source files in, `Course` and every `Problem` of the run out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from coursebook.model import Course
from coursebook.problems import Problem
from coursebook.reader.courses import read_course
from coursebook.reader.simulations import load
from coursebook.reader.sources import Sources


@dataclass(frozen=True)
class Reading:
    """What was read: the course (None when its file is unreadable) and what is wrong in it."""

    course: Course | None
    problems: tuple[Problem, ...]


def read(root: Path, slug: str, language: str, as_of: str) -> Reading:
    """The course `curriculum/<slug>.yml` in one language, judged for the day `as_of`."""
    sources = Sources(root)
    found, problems = load(root)
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


def course_languages(root: Path, slug: str) -> tuple[str, ...]:
    """The languages that a course file names; English where the file cannot be read."""
    try:
        data = yaml.safe_load((root / "curriculum" / f"{slug}.yml").read_text(encoding="utf-8"))
        named = data["languages"]
        return tuple(map(str, named)) if isinstance(named, list) and named else ("en",)
    except (yaml.YAMLError, OSError, UnicodeDecodeError, KeyError, TypeError):
        return ("en",)
