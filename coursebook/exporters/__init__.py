"""The formats: what each is for, who reads it, and the function that makes it.

A format is a module of this package with `export(edition) -> Files`. It opens nothing and writes
nothing. Each top-level name of its files is one thing handed over: a file or a folder; a name
that starts with a module's slug belongs to that module.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TypeAlias, cast

from coursebook.editions import Edition
from coursebook.files import Files
from coursebook.model import Audience, Course, Medium

Exporter: TypeAlias = Callable[[Edition], Files]
BOTH: tuple[Audience, ...] = ("participant", "facilitator")


@dataclass(frozen=True)
class Format:
    """What is known of a format before it is loaded (importing is half of a small build)."""

    audiences: tuple[Audience, ...]
    medium: Medium
    per_target: bool = False
    of_course: Callable[[Course], object] | None = None
    """What of the course it is made of, where that is not its finished modules."""


def _tests(course: Course) -> object:
    """The tests of a course that has a finished module to ask about."""
    return course.modules and course.tests


EXPORTERS: dict[str, Format] = {
    "site": Format(BOTH, "web"),
    "scorm12": Format(("participant",), "web", per_target=True),
    "pdf": Format(BOTH, "print"),
    "handouts": Format(("participant",), "print"),
    "handout-keys": Format(("facilitator",), "print"),
    "facilitator": Format(("facilitator",), "print"),
    "slides": Format(("facilitator",), "slides"),
    "decks": Format(("facilitator",), "print"),
    "tabletops": Format(("facilitator",), "print", of_course=lambda course: course.kit.tabletops),
    "tests": Format(("facilitator",), "print", of_course=_tests),
    "scorm12-tests": Format(("facilitator",), "web", per_target=True, of_course=_tests),
    "certificates": Format(("facilitator",), "print",
                           of_course=lambda course: course.certificates),
    "workshops": Format(BOTH, "print", of_course=lambda course: course.workshops),
    "scenarios": Format(BOTH, "print", of_course=lambda course: course.kit.scenarios),
    "web": Format(("participant",), "web"),
    "json": Format(BOTH, "web"),
}


def exporter(name: str) -> Exporter:
    """The function that makes a format; KeyError for an unknown name."""
    if name not in EXPORTERS:
        raise KeyError(name)
    module = import_module(f"coursebook.exporters.{name.replace('-', '_')}")
    return cast(Exporter, module.export)
