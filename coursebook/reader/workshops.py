"""Workshops: `curriculum/workshops/<course>.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursebook.model import Session, Workshop, WorkshopDay
from coursebook.problems import did_you_mean
from coursebook.reader.fields import Fields, read_list
from coursebook.reader.sources import Sources

FOLDER = "curriculum/workshops"
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def read_workshops(sources: Sources, course: str) -> tuple[Workshop, ...]:
    """The workshops of a course; none where there is no such file."""
    path = f"{FOLDER}/{course}.yml"
    found: dict[str, Workshop] = {}
    for fields in read_list(sources, path) if sources.exists(path) else ():
        workshop = Workshop(
            id=fields.text("id"), title=fields.text("title"), audience=fields.text("audience"),
            people=fields.text("people"), about=fields.text("about", ""),
            days=tuple(_days(fields, found)), place=fields.place("id"),
        )  # fmt: skip
        fields.done()
        found[workshop.id] = workshop
    return tuple(found.values())


def _days(fields: Fields, known: dict[str, Workshop]) -> Iterator[WorkshopDay]:
    """The days; `of: F4` stands for all days of a workshop above."""
    for item in fields.mappings("days", required=True):
        if item.has("of"):
            name = item.text("of")
            if name in known:
                yield from known[name].days
            else:
                item.wrong("of", "O104", f"No workshop above has the id '{name}'.",
                           did_you_mean(name, known))  # fmt: skip
        else:
            yield WorkshopDay(
                start=_clock(item, "start"), end=_clock(item, "end"),
                sessions=tuple(map(_session, item.mappings("sessions", required=True))),
                place=item.place(), title=item.text("title", ""),
            )  # fmt: skip
        item.done()


def _session(item: Fields) -> Session:
    session = Session(
        minutes=item.integer("minutes"), place=item.place(), module=item.text("module", ""),
        pause=item.has("pause"), plan=item.text("plan", ""),
        title=item.text("pause", "") or item.text("title", ""),
    )  # fmt: skip
    if not (session.title or session.module):
        item.wrong("title", "Y103", "Key 'title' is missing.",
                   "Add 'title:', 'module:' or 'pause:' here.")  # fmt: skip
    item.done()
    return session


def _clock(item: Fields, key: str) -> int:
    text = item.text(key)
    if found := CLOCK.fullmatch(text):
        return int(found[1]) * 60 + int(found[2])
    item.wrong(key, "O105", f"'{text}' is not a time of day.", 'Write "09:00" in quotes.')
    return -1
