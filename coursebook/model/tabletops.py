"""Tabletop exercises: roles, events by the minute, decisions on meters, guides for evaluators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from coursebook.model.course import Status
from coursebook.model.rubrics import Criterion
from coursebook.model.text import Place

RoleKind = Literal["player", "observer", "staff"]
EventKind = Literal["phase", "inject", "decision"]
EvidenceKind = Literal[
    "brochure", "data-sheet", "assessment", "rule", "letter", "audit", "contract", "clause",
    "memo", "notice",
]  # fmt: skip


@dataclass(frozen=True)
class Meter:
    """A teaching device from 0 to 10; `id` is one letter."""

    id: str
    label: str
    start: int


@dataclass(frozen=True)
class Goal:
    """An objective that the exercise tests."""

    id: str
    text: str


@dataclass(frozen=True)
class Safety:
    """What protects the people in the room; `opt_out` is the id of a role without lines."""

    content_note: str
    pause_word: str
    pause: str
    opt_out: str
    roles_off: str
    wellbeing: str


@dataclass(frozen=True)
class Role:
    """Who plays or works. `line` is public; players have an aim, a worry and a fact of their own.

    Observers and staff have a `task` instead.
    """

    id: str
    name: str
    kind: RoleKind
    side: str
    line: str
    place: Place
    aim: str = ""
    worry: str = ""
    fact: str = ""
    task: str = ""
    optional: bool = False
    """Whether a small group leaves it out."""


@dataclass(frozen=True)
class Evidence:
    """A document of the pack, in MyST Markdown; `kind` says what it looks like."""

    id: str
    title: str
    kind: EvidenceKind
    text: str
    place: Place


@dataclass(frozen=True)
class Effect:
    """What a decision does to a meter."""

    meter: str
    change: int


@dataclass(frozen=True)
class Event:
    """A line of the master list. `at` in minutes from the start; `minutes` is 0 for a moment."""

    id: str
    at: int
    minutes: int
    kind: EventKind
    title: str
    place: Place
    by: str = ""
    to: tuple[str, ...] = ()
    text: str = ""
    expected: str = ""
    owner: str = ""
    objectives: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    decision: str = ""
    missed: str = ""
    missed_effects: tuple[Effect, ...] = ()
    droppable: bool = False
    """Whether a group that runs late leaves it out."""


@dataclass(frozen=True)
class Way:
    """One way to decide, and what follows from it."""

    id: str
    text: str
    effects: tuple[Effect, ...]
    consequence: str


@dataclass(frozen=True)
class Decision:
    id: str
    title: str
    ways: tuple[Way, ...]
    place: Place


@dataclass(frozen=True)
class Evaluation:
    """What an evaluator looks for under an objective: lines to tick seen, partly or not."""

    objective: str
    lines: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class Slot:
    """An event of a variant at its own time, and with its own text where it has one."""

    event: str
    at: int
    minutes: int
    text: str = ""


@dataclass(frozen=True)
class Variant:
    id: str
    title: str
    minutes: int
    text: str
    slots: tuple[Slot, ...]
    place: Place


@dataclass(frozen=True)
class AfterAction:
    """How the review after the exercise goes: its minutes, its questions, rows to fill in."""

    minutes: int
    questions: tuple[str, ...]
    actions: int


@dataclass(frozen=True)
class Tabletop:
    """A whole exercise. Texts hold `{{name}}` where a number of `numbers` is printed."""

    id: str
    code: str
    title: str
    subtitle: str
    minutes: int
    group: Mapping[str, int]
    group_note: str
    status: Status
    objectives: tuple[Goal, ...]
    situation: str
    task: str
    aims: tuple[str, ...]
    rules: tuple[str, ...]
    safety: Safety
    meters: tuple[Meter, ...]
    roles: tuple[Role, ...]
    evidence: tuple[Evidence, ...]
    events: tuple[Event, ...]
    decisions: tuple[Decision, ...]
    evaluation: tuple[Evaluation, ...]
    rubric: tuple[Criterion, ...]
    debrief: tuple[str, ...]
    after_action: AfterAction
    variants: tuple[Variant, ...]
    adaptations: tuple[str, ...]
    preparation: tuple[str, ...]
    numbers: Mapping[str, float]
    place: Place

    def role(self, id_: str) -> Role | None:
        """The role of that id, or None."""
        return next((role for role in self.roles if role.id == id_), None)

    def decision(self, id_: str) -> Decision | None:
        """The decision of that id, or None."""
        return next((found for found in self.decisions if found.id == id_), None)

    def of_kind(self, kind: RoleKind) -> tuple[Role, ...]:
        """The roles of a kind, in order."""
        return tuple(role for role in self.roles if role.kind == kind)

    def timetable(self, variant: str = "") -> tuple[Event, ...]:
        """The events of a variant at its times; of the full exercise without one."""
        chosen = next((found for found in self.variants if found.id == variant), None)
        if chosen is None:
            return self.events
        known = {event.id: event for event in self.events}
        return tuple(
            replace(known[slot.event], at=slot.at, minutes=slot.minutes,
                    text=slot.text or known[slot.event].text)
            for slot in chosen.slots
            if slot.event in known
        )  # fmt: skip
