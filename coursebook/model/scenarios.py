"""Branching scenarios: nodes with choices, meters that they move, endings by the meters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from coursebook.model.text import Place

Levels: TypeAlias = tuple[int, ...]
"""Where the meters stand, in their order."""
LOWEST, HIGHEST = 0, 10
LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""Names of choices: a path is kept, printed and spoken of as letters."""


def signed(by: int) -> str:
    """An effect as people write it: `+1`, or with a true minus sign."""
    return f"+{by}" if by > 0 else f"\u2212{-by}"


@dataclass(frozen=True)
class Meter:
    """What is at stake; its id is the letter that stands for it in effects and conditions."""

    id: str
    label: str
    start: int


@dataclass(frozen=True)
class ScenarioChoice:
    """`goto` is a node, or empty at the end."""

    text: str
    effects: Mapping[str, int]
    goto: str
    consequence: str
    place: Place


@dataclass(frozen=True)
class ScenarioNode:
    id: str
    time: str
    text: str
    choices: tuple[ScenarioChoice, ...]
    place: Place


@dataclass(frozen=True)
class Condition:
    """`L >= 8`."""

    meter: str
    sign: Literal[">=", "<="]
    value: int

    def holds(self, levels: Mapping[str, int]) -> bool:
        """Whether the meter stands there."""
        level = levels.get(self.meter, LOWEST)
        return level >= self.value if self.sign == ">=" else level <= self.value


@dataclass(frozen=True)
class Ending:
    """Fits where `all` conditions hold and, if there are any, one of `any`; none = otherwise."""

    id: str
    title: str
    text: str
    all: tuple[Condition, ...]
    any: tuple[Condition, ...]
    place: Place

    def fits(self, levels: Mapping[str, int]) -> bool:
        """Whether this is how it ends at these levels."""
        one = not self.any or any(condition.holds(levels) for condition in self.any)
        return one and all(condition.holds(levels) for condition in self.all)


@dataclass(frozen=True)
class FacilitatorNote:
    """What a facilitator reads beside a scenario, and no participant."""

    title: str
    text: str


@dataclass(frozen=True)
class Scenario:
    """A story with choices. `short_until` is the last node of its short form, empty without one."""

    id: str
    code: str
    title: str
    you: str
    opening: str
    minutes: int
    short_until: str
    short_minutes: int
    content_note: str
    meters: tuple[Meter, ...]
    nodes: tuple[ScenarioNode, ...]
    endings: tuple[Ending, ...]
    debrief: tuple[str, ...]
    notes: tuple[FacilitatorNote, ...]
    place: Place

    @property
    def start(self) -> Levels:
        """The meters before the first choice."""
        return tuple(meter.start for meter in self.meters)

    def node(self, id_: str) -> ScenarioNode | None:
        """The node of that id; None at the end, and where there is none."""
        return next((node for node in self.nodes if node.id == id_), None)

    def after(self, node: ScenarioNode, choice: ScenarioChoice, until: str = "") -> str:
        """The node that follows a choice, empty at the end; a short form ends after `until`."""
        return "" if node.id == until else choice.goto

    def moved(self, levels: Levels, choice: ScenarioChoice) -> Levels:
        """The meters after a choice; none leaves 0 to 10."""
        return tuple(
            min(HIGHEST, max(LOWEST, level + choice.effects.get(meter.id, 0)))
            for meter, level in zip(self.meters, levels, strict=True)
        )

    def ending(self, levels: Levels) -> Ending:
        """The first ending that fits; the last where none does."""
        known = {meter.id: level for meter, level in zip(self.meters, levels, strict=True)}
        return next((e for e in self.endings if e.fits(known)), self.endings[-1])

    def played(self, until: str = "") -> tuple[ScenarioNode, ...]:
        """The nodes that can be reached, in their order; up to `until` in a short form."""
        found = set(self._reached(self.nodes[0].id, until)) if self.nodes else set()
        return tuple(node for node in self.nodes if node.id in found)

    def _reached(self, first: str, until: str) -> Iterator[str]:
        waiting, seen = [first], set[str]()
        while waiting:
            node = self.node(waiting.pop())
            if node is None or node.id in seen:
                continue
            seen.add(node.id)
            yield node.id
            waiting += [self.after(node, choice, until) for choice in node.choices]
