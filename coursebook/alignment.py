"""From outcome to objective, practice, check and question: what a course covers, as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from coursebook.model import Block, Course, Module, Objective, Part, Section, Share
from coursebook.reader.blocks import parts, texts
from coursebook.uses import DIRECTIVE

DOING = frozenset({"explorable", "handout", "lines", "question"})
"""Directives that give participants something to do."""


@dataclass(frozen=True)
class Coverage:
    """Where one objective is taught, practised and checked (ids of sections), and its questions."""

    outcome: str
    module: str
    objective: str
    taught: tuple[str, ...]
    practised: tuple[str, ...]
    checked: tuple[str, ...]
    items_x: tuple[str, ...]
    items_y: tuple[str, ...]
    rubric: bool


@dataclass(frozen=True)
class MixShare:
    """How many of the `whole` objectives have one of the Bloom codes of a target."""

    target: Share
    objectives: int
    whole: int

    @property
    def kept(self) -> bool:
        """Whether the share is inside its target."""
        percent = 100 * self.objectives / self.whole if self.whole else 0
        return self.target.least <= percent <= self.target.most


def coverage(course: Course) -> tuple[Coverage, ...]:
    """A row for each outcome, finished module and objective, in the order of the course."""
    return tuple(
        row
        for outcome in course.outcomes
        for module in course.modules
        for row in module_coverage(module)
        if row.outcome == outcome.id
    )


def module_coverage(module: Module) -> tuple[Coverage, ...]:
    """The rows of one module, in the order of its objectives."""
    return tuple(
        _row(module, objective, outcome)
        for objective in module.objectives
        for outcome in served(module, objective)
    )


def served(module: Module, objective: Objective) -> tuple[str, ...]:
    """The outcomes that an objective serves: those that it names, else those of its module."""
    return objective.outcomes or module.outcomes


def bloom_mix(course: Course) -> tuple[MixShare, ...]:
    """The share of each group of Bloom codes among the objectives of the finished modules."""
    found = Counter(o.bloom for module in course.modules for o in module.objectives)
    return tuple(
        MixShare(target, sum(count for code, count in found.items() if code in target.levels),
                 found.total())
        for target in course.standards.mix
    )  # fmt: skip


def directives(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    """Name and argument of every directive that participants meet in the blocks."""
    for text in texts(blocks, notes=False):
        yield from DIRECTIVE.findall(text.source)


def lesson_parts(module: Module) -> Iterator[tuple[Section, Part]]:
    """Every part of the lesson with its section."""
    for section in module.sections:
        for part in parts(section.blocks):
            yield section, part


def holds_quiz(part: Part) -> bool:
    """Whether the self-check stands in the part."""
    return any(name == "quiz" for name, _ in directives(part.blocks))


def practises(part: Part) -> bool:
    """Whether participants do something in the part, other than the self-check."""
    given = any(name in DOING for name, _ in directives(part.blocks))
    return (part.activity or given) and not holds_quiz(part)


def _row(module: Module, objective: Objective, outcome: str) -> Coverage:
    here = [(s, p) for s, p in lesson_parts(module) if objective.id in p.checks]
    asks = {q.id for q in module.questions if q.objective == objective.id}
    practised = _ids(s for s, p in here if practises(p))
    checked = _ids(s for s, p in here if holds_quiz(p) or _asks(p, asks))
    taught = _ids(s for s, p in here if not p.activity and not holds_quiz(p))
    items = [q for q in module.questions if q.scored and q.objective == objective.id]
    return Coverage(
        outcome, module.slug, objective.id, taught, practised, checked,
        tuple(q.id for q in items if q.form == "X"), tuple(q.id for q in items if q.form == "Y"),
        objective.assessed_by == "rubric",
    )  # fmt: skip


def _asks(part: Part, questions: set[str]) -> bool:
    return any(name == "question" and id_ in questions for name, id_ in directives(part.blocks))


def _ids(sections: Iterator[Section]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(section.id for section in sections))
