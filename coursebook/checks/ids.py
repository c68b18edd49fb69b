"""Ids: unique, and never renamed once published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from coursebook.model import Course, Place
from coursebook.problems import Problem, did_you_mean
from coursebook.reader.blocks import parts


def every_id(course: Course) -> Iterator[tuple[str, Place]]:
    """Every id that an LMS or a bookmark may remember, with its place."""
    for module in course.modules:
        yield module.id, module.place
        yield module.slug, module.place
        for section in (*module.sections, *module.lab):
            yield section.id, section.place
        for question in module.questions:
            yield question.id, question.place
        for handout in module.handouts:
            yield handout.id, handout.place
        for objective in module.objectives:
            yield objective.id, module.place
    for scenario in course.scenarios.values():
        yield scenario.id, scenario.place


def _labels(course: Course) -> Iterator[tuple[str, Place]]:
    for module in course.modules:
        for section in module.sections:
            yield from ((part.label, part.place) for part in parts(section.blocks))


def duplicate_ids(course: Course) -> Iterator[Problem]:
    """D101: an id that stands for two things."""
    seen: dict[str, Place] = {}
    for id_, place in (*every_id(course), *_labels(course)):
        if id_ in seen and id_:
            first = seen[id_]
            yield Problem(place.path, place.line, "D101",
                          f"Id '{id_}' is also at {first.path}:{first.line}.",
                          "Rename the newer one.")  # fmt: skip
        seen.setdefault(id_, place)


def renamed_ids(published: Mapping[str, int], courses: Iterable[Course]) -> Iterator[Problem]:
    """D102: an id of the ledger `curriculum/ids.txt` (id: line) that no course has any more."""
    known = {id_ for course in courses for id_, _ in every_id(course)}
    for id_, line in published.items():
        if id_ not in known:
            hint = did_you_mean(id_, known - published.keys())
            yield Problem("curriculum/ids.txt", line, "D102",
                          f"The published id '{id_}' is gone; an LMS would lose learners' data.",
                          f"Give it back. {hint}".strip())  # fmt: skip
