"""Workshops: clocks that add up, and modules that get the minutes that they need."""

from __future__ import annotations

from collections.abc import Iterator

from coursebook.model import Course, Place, Session, Workshop
from coursebook.problems import Problem, did_you_mean

UNKNOWN = -1
"""A time of day that could not be read."""


def clocks_add_up(course: Course) -> Iterator[Problem]:
    """O101: the sessions of a day fill it from start to end."""
    for workshop in course.workshops:
        for day in workshop.days:
            filled, long = sum(s.minutes for s in day.sessions), day.end - day.start
            if filled != long and UNKNOWN not in (day.start, day.end):
                yield _at(day.place, "O101", f"The sessions take {filled} minutes, and the day has"
                          f" {long}.", "Correct the minutes or the end.")  # fmt: skip


def known_modules(course: Course) -> Iterator[Problem]:
    """O102: a session names a module of the course."""
    slugs = [line.slug for line in course.outline]
    for session in _sessions(course):
        if session.module and session.module not in slugs:
            yield _at(session.place, "O102", f"No module is called '{session.module}'.",
                      did_you_mean(session.module, slugs))  # fmt: skip


def core_or_plan(course: Course) -> Iterator[Problem]:
    """O103: a module gets its core minutes, or a plan says what is done instead."""
    core = {line.slug: line.core for line in course.outline}
    for workshop in course.workshops:
        for slug, sessions in _by_module(workshop).items():
            given = sum(session.minutes for session in sessions)
            wanted = core.get(slug, given)
            if given != wanted and not any(session.plan for session in sessions):
                yield _at(sessions[0].place, "O103", f"{slug} has {given} minutes here, and its"
                          f" core takes {wanted}.",
                          "Give it these minutes, or say under 'plan:' what is done.")  # fmt: skip


def _by_module(workshop: Workshop) -> dict[str, list[Session]]:
    found: dict[str, list[Session]] = {}
    for session in workshop.sessions():
        if session.module:
            found.setdefault(session.module, []).append(session)
    return found


def _sessions(course: Course) -> Iterator[Session]:
    seen = {s for workshop in course.workshops for s in workshop.sessions()}
    yield from sorted(seen, key=lambda session: session.place.line)


def _at(place: Place, code: str, message: str, remedy: str) -> Problem:
    return Problem(place.path, place.line, code, message, remedy)
