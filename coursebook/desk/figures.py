"""What an editor asks about a course, as values: reviews, words, items, facts, outputs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from coursebook.checks.language import Readability, readability
from coursebook.checks.passages import block_passages
from coursebook.checks.prose import WORD
from coursebook.editions import Edition
from coursebook.evidence import DueFact, due_facts
from coursebook.model import DEPTHS, Course, Depth, Module, Review
from coursebook.problems import Problem
from coursebook.reader.reviews import EXTERNAL, INTERNAL

ReviewState = Literal["current", "stale", "unhashed"]
DueState = Literal["expired", "soon", "later"]
SOON = 60


@dataclass(frozen=True)
class Made:
    """An output of the current build; `heaviest` is its largest HTML file, 0 where it has none."""

    path: str
    format: str
    size: int
    heaviest: int
    heaviest_name: str


@dataclass(frozen=True)
class Desk:
    """All that the page shows. `made` is None where dist/ holds no current build."""

    courses: tuple[Course, ...]
    languages: tuple[tuple[str, tuple[str, ...]], ...]
    """Slug of each course, and the languages that were read."""
    problems: tuple[Problem, ...]
    facts: tuple[DueFact, ...]
    made: tuple[Made, ...] | None
    as_of: str
    root: str
    """The way from the report's folder to the project, as `..`."""


@dataclass(frozen=True)
class Size:
    """How much there is of a module."""

    words: tuple[tuple[Depth, int], ...]
    minutes: tuple[int, int, int]
    """Workshop, self-paced, deep."""
    items_x: int
    items_y: int
    handouts: int


def desk(
    courses: Sequence[Course], problems: Iterable[Problem], made: tuple[Made, ...] | None,
    as_of: str, root: str,
) -> Desk:  # fmt: skip
    """The desk of all editions of the courses; the first language of a course stands for it."""
    first: dict[str, Course] = {}
    tongues: dict[str, tuple[str, ...]] = {}
    for course in courses:
        first.setdefault(course.slug, course)
        tongues[course.slug] = (*tongues.get(course.slug, ()), course.language)
    kept = tuple(first.values())
    return Desk(kept, tuple(tongues.items()), tuple(problems), due_facts(courses), made,
                as_of, root)  # fmt: skip


def review_state(module: Module, review: Review) -> ReviewState:
    """Whether the text is still the one that was read."""
    if not review.hash:
        return "unhashed"
    return "current" if review.hash == module.source_hash else "stale"


def missing(module: Module) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The internal and the external checklists that nobody has passed yet."""
    passed = {(r.kind, r.checklist) for r in module.reviews if r.outcome == "pass"}
    return (tuple(sorted(c for c in INTERNAL if ("internal", c) not in passed)),
            tuple(sorted(c for c in EXTERNAL if ("external", c) not in passed)))  # fmt: skip


def due_state(item: DueFact) -> DueState:
    """Expired, due within 60 days, or later."""
    if item.days < 0:
        return "expired"
    return "soon" if item.days <= SOON else "later"


def size_of(course: Course, module: Module) -> Size:
    """Words of the lesson as participants read it in each depth, minutes, questions, handouts."""
    time = module.time
    return Size(
        tuple((depth, _words(Edition(course, depth=depth), module)) for depth in DEPTHS),
        (time.core, time.self_paced, time.deep),
        len(module.quiz("X")), len(module.quiz("Y")), len(module.handouts),
    )  # fmt: skip


def _words(edition: Edition, module: Module) -> int:
    return sum(
        len(WORD.findall(passage.text))
        for section in edition.sections(module)
        for passage in block_passages(section.blocks)
        if not passage.facilitator
    )


def reading_of(course: Course, module: Module) -> Readability | None:
    """How long the sentences of a lesson are; None where it is not English."""
    if course.language != "en":
        return None
    return readability(module, course.standards.language.longest_sentence)
