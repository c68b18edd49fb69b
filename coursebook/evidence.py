"""Where each fact stands in a course, and which are to be checked when: data, and a calendar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from coursebook.model import Course, Fact, Module, Place
from coursebook.reader.blocks import texts
from coursebook.uses import lesson_sections, strings

FACT = re.compile(r"\{fact\}`(?:[^`<]*<)?([^`<>]+)>?`")
OCTETS = 75
"""The longest line of a calendar (RFC 5545, 3.1)."""


@dataclass(frozen=True)
class DueFact:
    """A fact that a course uses, with everything that an editor needs to check it."""

    fact: Fact
    source: str
    url: str
    days: int
    """Days until its check is due; negative when it has expired."""
    uses: tuple[Place, ...]


def fact_uses(course: Course) -> Mapping[str, tuple[Place, ...]]:
    """The places that name each fact, in the order of the course; facilitators' texts too."""
    found: dict[str, dict[Place, None]] = {}
    for module in course.modules:
        for text, place in _texts(module):
            for match in FACT.finditer(text):
                here = Place(place.path, place.line + text.count("\n", 0, match.start()))
                found.setdefault(match[1].strip(), {})[here] = None
    return {id_: tuple(places) for id_, places in found.items()}


def _texts(module: Module) -> Iterator[tuple[str, Place]]:
    for section in (*lesson_sections(module), *module.guide):
        for text in texts(section.blocks):
            yield text.source, text.place
    for question in module.questions:
        for words in strings((question, module.vignettes.get(question.vignette, ""))):
            yield words.replace("\n", " "), question.place


def due_facts(courses: Iterable[Course], days: int | None = None) -> tuple[DueFact, ...]:
    """The facts in use, the first due first; only those due within `days` where it is given."""
    found: dict[str, DueFact] = {}
    for course in courses:
        for id_, places in fact_uses(course).items():
            if id_ in course.facts:
                earlier = found[id_].uses if id_ in found else ()
                found[id_] = _due(course, id_, tuple(dict.fromkeys((*earlier, *places))))
    chosen = (due for due in found.values() if days is None or due.days <= days)
    return tuple(sorted(chosen, key=lambda due: (due.fact.review_after, due.fact.id)))


def _due(course: Course, id_: str, places: tuple[Place, ...]) -> DueFact:
    fact = course.facts[id_]
    source = course.sources.get(fact.source)
    left = date.fromisoformat(fact.review_after) - date.fromisoformat(course.as_of)
    return DueFact(fact, source.text if source else fact.source, source.url if source else "",
                   left.days, places)  # fmt: skip


def calendar(due: Iterable[DueFact], name: str) -> bytes:
    """The facts as all-day events of an iCalendar file (RFC 5545); no clock, so the same bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//coursebook//facts due//EN",
             "CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_escaped(name)}"]  # fmt: skip
    for item in due:
        lines.extend(_event(item))
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(due: DueFact) -> Iterator[str]:
    fact = due.fact
    day = date.fromisoformat(fact.review_after)
    where = "\n".join(f"{place.path}:{place.line}" for place in due.uses)
    about = f"{fact.claim}\n{due.source}\n{fact.locator}\n{due.url}\n{where}"
    yield "BEGIN:VEVENT"
    yield f"UID:{fact.id}@facts.coursebook.invalid"
    yield f"DTSTAMP:{_digits(date.fromisoformat(fact.as_of))}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_digits(day)}"
    yield f"DTEND;VALUE=DATE:{_digits(day + timedelta(days=1))}"
    yield f"SUMMARY:{_escaped(f'Check fact {fact.id}')}"
    yield f"DESCRIPTION:{_escaped(about)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _digits(day: date) -> str:
    return day.strftime("%Y%m%d")


def _escaped(text: str) -> str:
    """A text value: backslash, comma, semicolon and line end are escaped (RFC 5545, 3.3.11)."""
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line in pieces of 75 octets, none cut inside a letter; each but the first is indented."""
    found, room = [""], OCTETS
    for letter in line:
        room -= len(letter.encode())
        if room < 0:
            found.append("")
            room = OCTETS - 1 - len(letter.encode())
        found[-1] += letter
    return "\r\n ".join(found)
