"""Lessons: minutes that add up, run sheets, known outcomes and misconceptions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coursebook.model import Course, Module, Note, Part
from coursebook.problems import Problem, did_you_mean
from coursebook.reader.blocks import parts


def workshop_minutes(course: Course) -> Iterator[Problem]:
    """M101: the minutes of the parts sum to `time.core`."""
    for module in course.modules:
        yield from _sum(module, "core", module.time.core, lambda part: part.depth != "deep")
        yield from _sum(module, "activity", module.time.activity,
                        lambda part: part.depth != "deep" and part.activity)  # fmt: skip


def deep_minutes(course: Course) -> Iterator[Problem]:
    """M101: the minutes of the deep parts sum to `time.deep`."""
    for module in course.modules:
        yield from _sum(module, "deep", module.time.deep, lambda part: part.depth == "deep")


def _sum(
    module: Module, name: str, expected: int, counts: Callable[[Part], bool]
) -> Iterator[Problem]:
    own = [part for part in _lesson_parts(module) if not part.reuses]
    total = sum(part.minutes for part in own if counts(part))
    if total != expected:
        yield Problem(module.place.path, module.place.line, "M101",
                      f"The parts take {total} {name} minutes, time.{name} says {expected}.",
                      "Correct one of them.")  # fmt: skip


def teaching_and_activity(course: Course) -> Iterator[Problem]:
    """M102: teaching and activity make the core time; activity is 40 % of it at least."""
    for module in course.modules:
        time = module.time
        if time.teaching + time.activity != time.core:
            yield _at(module, "M102", f"Teaching {time.teaching} and activity {time.activity} do"
                      f" not make core {time.core}.", "Correct 'time'.")  # fmt: skip
        elif time.activity * 10 < time.core * 4:
            yield _at(module, "M103", f"Participants are active in {time.activity} of {time.core}"
                      " minutes.", "Make it 40 % at least.")  # fmt: skip


def planned_minutes(course: Course) -> Iterator[Problem]:
    """M105: a module takes the minutes that its course plans for it."""
    planned = {line.slug: (line.core, line.self_paced, line.deep) for line in course.outline}
    for module in course.modules:
        time = (module.time.core, module.time.self_paced, module.time.deep)
        plan = planned.get(module.slug, time)
        for name, minutes, wanted in zip(("core", "self", "deep"), time, plan, strict=True):
            if minutes != wanted:
                yield _at(module, "M105", f"The module takes {minutes} {name} minutes, its course"
                          f" plans {wanted}.", "Correct one of them.")  # fmt: skip


def nested_minutes(course: Course) -> Iterator[Problem]:
    """M104: a part with minutes contains no other with minutes."""
    for module in course.modules:
        for part in _lesson_parts(module):
            for inner in parts(part.blocks):
                if part.minutes and inner.minutes:
                    yield Problem(inner.place.path, inner.place.line, "M104",
                                  "This part's minutes are counted twice: the outer part has some.",
                                  "Give minutes to one of the two.")  # fmt: skip


def run_sheets(course: Course) -> Iterator[Problem]:
    """L115: a part with minutes tells the facilitator what to do."""
    for module in course.modules:
        if module.id.endswith("00"):
            continue
        for part in _lesson_parts(module):
            kinds = {note.kind for note in part.blocks if isinstance(note, Note)}
            if part.minutes and not part.reuses and "run-sheet" not in kinds:
                yield Problem(part.place.path, part.place.line, "L115",
                              f"The part of {part.minutes} minutes has no run-sheet.",
                              "Add ':::{facilitator} run-sheet' inside it.")  # fmt: skip


def known_outcomes(course: Course) -> Iterator[Problem]:
    """R105: a module names outcomes of its course."""
    known = [outcome.id for outcome in course.outcomes]
    for module in course.modules:
        for id_ in module.outcomes:
            if id_ not in known:
                yield _at(module, "R105", f"Unknown outcome '{id_}'.", did_you_mean(id_, known))


def known_misconceptions(course: Course) -> Iterator[Problem]:
    """R109: a module names misconceptions of the register."""
    for module in course.modules:
        for code in module.misconceptions:
            if code not in course.misconceptions:
                yield _at(module, "R109", f"Unknown misconception '{code}'.",
                          did_you_mean(code, course.misconceptions))  # fmt: skip


def _at(module: Module, code: str, message: str, remedy: str) -> Problem:
    return Problem(module.place.path, module.place.line, code, message, remedy)


def _lesson_parts(module: Module) -> Iterator[Part]:
    for section in module.sections:
        yield from parts(section.blocks)
