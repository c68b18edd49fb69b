"""Workshops: a course's modules by the clock of one or more days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coursebook.model.text import Place


@dataclass(frozen=True)
class Session:
    """A row of the agenda. Minutes of a module, a break, or a title of its own."""

    minutes: int
    place: Place
    title: str = ""
    module: str = ""
    """Slug; empty where no module is taught."""
    pause: bool = False
    plan: str = ""
    """Markdown for facilitators: what is done, and what of the module is left out or added."""


@dataclass(frozen=True)
class WorkshopDay:
    """Sessions one after the other; `start` and `end` are minutes after midnight (-1: wrong)."""

    start: int
    end: int
    sessions: tuple[Session, ...]
    place: Place
    title: str = ""

    def timetable(self) -> tuple[tuple[int, Session], ...]:
        """Each session with the minute after midnight at which it starts."""
        starts, now = [], self.start
        for session in self.sessions:
            starts.append((now, session))
            now += session.minutes
        return tuple(starts)


@dataclass(frozen=True)
class Workshop:
    """A format in which the course is taught: for whom, for how many, and its days."""

    id: str
    title: str
    audience: str
    people: str
    about: str
    days: tuple[WorkshopDay, ...]
    place: Place

    def sessions(self) -> Iterator[Session]:
        """The sessions of all days in order."""
        for day in self.days:
            yield from day.sessions
