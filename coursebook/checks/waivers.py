"""Waivers: a rule that a module may break, for a reason that stands in its front matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coursebook.codes import table
from coursebook.model import Course, Waiver
from coursebook.problems import Problem, did_you_mean


def without_waived(course: Course, found: Iterable[Problem]) -> Iterator[Problem]:
    """The problems that no waiver silences, and those of the waivers themselves (W101-W103)."""
    found = list(found)
    silent: set[Problem] = set()
    for module in course.modules:
        folders = (f"modules/{module.slug}/", f"exercises/{module.slug}/")
        own = [problem for problem in found if problem.path.startswith(folders)]
        for waiver in module.waivers:
            faults = list(_faults(waiver))
            silenced = [] if faults else [p for p in own if p.code == waiver.code]
            silent.update(silenced)
            yield from faults
            if not faults and not silenced:
                yield _at(waiver, "W101", f"The waiver of {waiver.code} silences nothing in"
                          f" module {module.id}.")  # fmt: skip
    yield from (problem for problem in found if problem not in silent)


def _faults(waiver: Waiver) -> Iterator[Problem]:
    codes = table().codes
    if waiver.code not in codes:
        known = [code.code for code in codes.values() if code.waivable]
        yield _at(waiver, "W103", f"Unknown code '{waiver.code}'.",
                  did_you_mean(waiver.code, known))  # fmt: skip
    elif not codes[waiver.code].waivable:
        yield _at(waiver, "W103", f"{waiver.code} cannot be waived.")
    if not waiver.reason.strip():
        yield _at(waiver, "W102", f"The waiver of {waiver.code} gives no reason.")


def _at(waiver: Waiver, code: str, message: str, remedy: str = "") -> Problem:
    return Problem(waiver.place.path, waiver.place.line, code, message, remedy)
