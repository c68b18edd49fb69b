"""Tabletops: times, names, cards and guides that fit together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass

from coursebook.html.tabletops import PLACEHOLDER, PlainHost
from coursebook.locale import words
from coursebook.model import Course, Effect, Event, Place, Tabletop
from coursebook.problems import Problem, did_you_mean

HIGHEST = 10
LEVELS = 4
EVERYBODY = "all"


def ids_once(course: Course) -> Iterator[Problem]:
    """E103: an id of a role, event, document, decision or variant stands once."""
    for tabletop in course.kit.tabletops:
        for kind in (tabletop.roles, tabletop.events, tabletop.evidence, tabletop.decisions,
                     tabletop.variants):  # fmt: skip
            seen: set[str] = set()
            for item in kind:
                if item.id in seen:
                    yield _at(item.place, "E103", f"Id '{item.id}' stands twice.",
                              "Rename one of them.")  # fmt: skip
                seen.add(item.id)


def times(course: Course) -> Iterator[Problem]:
    """E104: events stand in the order of their times; E105: none ends after the exercise."""
    for tabletop in course.kit.tabletops:
        yield from _times(tabletop.events, tabletop.minutes)
        for variant in tabletop.variants:
            slots = tabletop.timetable(variant.id)
            yield from _times(slots, variant.minutes, variant.place)


def _times(events: Sequence[Event], minutes: int, place: Place | None = None) -> Iterator[Problem]:
    before = 0
    for event in events:
        where = place or event.place
        if event.at < before:
            yield _at(where, "E104", f"Event '{event.id}' at T+{event.at} stands after T+{before}.",
                      "Put the events in the order of their times.")  # fmt: skip
        if event.at < 0 or event.at + event.minutes > minutes:
            yield _at(where, "E105", f"Event '{event.id}' ends at T+{event.at + event.minutes}, and"
                      f" the exercise at T+{minutes}.", "Correct 'at' or 'minutes'.")  # fmt: skip
        before = max(before, event.at)


def known_names(course: Course) -> Iterator[Problem]:
    """E106-E110: roles, meters, objectives, decisions and documents that are named exist."""
    for tabletop in course.kit.tabletops:
        roles = [role.id for role in tabletop.roles]
        yield from _names(tabletop.place, "E106", "role", [tabletop.safety.opt_out], roles)
        for event in tabletop.events:
            people = [event.by, event.owner, *(name for name in event.to if name != EVERYBODY)]
            yield from _names(event.place, "E106", "role", people, roles)
            yield from _names(event.place, "E108", "objective", event.objectives,
                              [goal.id for goal in tabletop.objectives])  # fmt: skip
            yield from _names(event.place, "E109", "decision", [event.decision],
                              [decision.id for decision in tabletop.decisions])  # fmt: skip
            yield from _names(event.place, "E110", "document", event.evidence,
                              [document.id for document in tabletop.evidence])  # fmt: skip
            yield from _meters(tabletop, event.place, event.missed_effects)
        for decision in tabletop.decisions:
            for way in decision.ways:
                yield from _meters(tabletop, decision.place, way.effects)


def _meters(tabletop: Tabletop, place: Place, effects: Iterable[Effect]) -> Iterator[Problem]:
    known = [meter.id for meter in tabletop.meters]
    yield from _names(place, "E107", "meter", [effect.meter for effect in effects], known)


def _names(
    place: Place, code: str, what: str, used: Iterable[str], known: Sequence[str]
) -> Iterator[Problem]:
    for name in used:
        if name and name not in known:
            yield _at(place, code, f"Unknown {what} '{name}'.",
                      did_you_mean(name, known))  # fmt: skip


def evaluated(course: Course) -> Iterator[Problem]:
    """E111: each objective has lines for the evaluator, and only objectives have."""
    for tabletop in course.kit.tabletops:
        goals = [goal.id for goal in tabletop.objectives]
        for entry in tabletop.evaluation:
            yield from _names(entry.place, "E108", "objective", [entry.objective], goals)
        guided = {entry.objective for entry in tabletop.evaluation if entry.lines}
        for id_ in goals:
            if id_ not in guided:
                yield _at(tabletop.place, "E111", f"Objective '{id_}' has no line for the"
                          " evaluator.", "Add it to 'evaluation:'.")  # fmt: skip


def cards(course: Course) -> Iterator[Problem]:
    """E112: a card lacks what its role needs; E113: two players know the same secret."""
    for tabletop in course.kit.tabletops:
        told: dict[str, str] = {}
        for role in tabletop.roles:
            needed = ("aim", "worry", "fact") if role.kind == "player" else ("task",)
            for key in needed:
                if not getattr(role, key).strip():
                    yield _at(role.place, "E112", f"The card of '{role.id}' has no {key}.",
                              f"Add '{key}:' to the role.")  # fmt: skip
            fact = re.sub(r"[\W_]+", "", role.fact).casefold()
            if fact and fact in told:
                yield _at(role.place, "E113", f"'{role.id}' and '{told[fact]}' have the same fact.",
                          "Give each a fact that nobody else has.")  # fmt: skip
            told.setdefault(fact, role.id)


def variants(course: Course) -> Iterator[Problem]:
    """E114: a variant names events of the exercise."""
    for tabletop in course.kit.tabletops:
        known = [event.id for event in tabletop.events]
        for variant in tabletop.variants:
            used = [slot.event for slot in variant.slots]
            yield from _names(variant.place, "E114", "event", used, known)


def scales(course: Course) -> Iterator[Problem]:
    """E115: a meter starts between 0 and 10; E116: a criterion has four levels."""
    for tabletop in course.kit.tabletops:
        for meter in tabletop.meters:
            if not 0 <= meter.start <= HIGHEST:
                yield _at(tabletop.place, "E115", f"Meter '{meter.id}' starts at {meter.start}.",
                          f"Start it between 0 and {HIGHEST}.")  # fmt: skip
        for criterion in tabletop.rubric:
            if len(criterion.levels) != LEVELS:
                yield _at(tabletop.place, "E116", f"Criterion '{criterion.name}' has"
                          f" {len(criterion.levels)} levels.", f"Write {LEVELS}.")  # fmt: skip


def texts_show(course: Course) -> Iterator[Problem]:
    """E117: a number in braces is computed; E118 and others: a text is plain Markdown."""
    host = PlainHost(words(course.language))
    for tabletop in course.kit.tabletops:
        for text, place in _texts(tabletop, tabletop.place):
            used = PLACEHOLDER.findall(text)
            yield from _names(place, "E117", "number", used, list(tabletop.numbers))
            yield from host.problems_of(text, place)


def _texts(value: object, place: Place) -> Iterator[tuple[str, Place]]:
    """Every text, with the place of the entry in which it stands."""
    if isinstance(value, str):
        yield value, place
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item, place)
    elif is_dataclass(value) and not isinstance(value, (type, Place)):
        own = getattr(value, "place", place)
        for member in fields(value):
            yield from _texts(getattr(value, member.name), own)


def _at(place: Place, code: str, message: str, remedy: str) -> Problem:
    return Problem(place.path, place.line, code, message, remedy or "There is none yet.")
