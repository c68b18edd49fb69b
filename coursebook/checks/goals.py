"""Goals: the chain from the outcomes of a course to practice and questions, without a gap."""

from __future__ import annotations

from collections.abc import Iterator

from coursebook.alignment import (
    Coverage,
    directives,
    lesson_parts,
    module_coverage,
    served,
)
from coursebook.model import Course, Module, Place
from coursebook.problems import Problem, did_you_mean


def named_on_both_sides(course: Course) -> Iterator[Problem]:
    """G101: a module, or its line in the plan, and the course's outcomes name each other."""
    lines = {line.slug: line for line in course.outline}
    for module in course.modules:
        lines.pop(module.slug, None)
        if module.objectives:  # a path through other modules teaches nothing of its own
            yield from _disagreements(course, module.id, module.outcomes, module.place)
    for line in lines.values():
        if line.outcomes:
            yield from _disagreements(course, line.id, line.outcomes, line.place)


def _disagreements(
    course: Course, module: str, named: tuple[str, ...], place: Place
) -> Iterator[Problem]:
    for outcome in course.outcomes:
        if (module in outcome.modules) != (outcome.id in named):
            one, other = f"Module {module}", f"outcome {outcome.id}"
            if outcome.id not in named:
                one, other = f"Outcome {outcome.id}", f"module {module}"
            yield _at(place, "G101", f"{one} names {other}, which does not name it.")


def planned_modules(course: Course) -> Iterator[Problem]:
    """G102: an outcome names modules that the course plans, one at least."""
    planned = [line.id for line in course.outline]
    for outcome in course.outcomes:
        for id_ in outcome.modules:
            if id_ not in planned:
                yield _at(outcome.place, "G102", f"Outcome {outcome.id} names module '{id_}',"
                          " which the course does not plan.",
                          did_you_mean(id_, planned))  # fmt: skip
        if not outcome.modules:
            yield _at(outcome.place, "G102", f"Outcome {outcome.id} names no module.",
                      "Name the modules that teach it in 'modules:'.")  # fmt: skip


def outcomes_with_objectives(course: Course) -> Iterator[Problem]:
    """G103: each outcome of a module is served by one of its objectives; R105: and known to it."""
    for module in course.modules:
        found = {id_ for objective in module.objectives for id_ in served(module, objective)}
        for id_ in module.outcomes if module.objectives else ():
            if id_ not in found:
                yield _at(module.place, "G103", f"No objective of {module.id} serves {id_}.")
        for id_ in sorted(found.difference(module.outcomes)):
            yield _at(module.place, "R105", f"An objective serves outcome '{id_}', which the module"
                      " does not name.", did_you_mean(id_, module.outcomes))  # fmt: skip


def verbs(course: Course) -> Iterator[Problem]:
    """G104: an objective starts with a verb of its Bloom code."""
    allowed = {level.id: level.verbs for level in course.standards.bloom}
    for module in course.modules if allowed else ():
        for objective in module.objectives:
            words = allowed.get(objective.bloom, ())
            if objective.verb not in words:
                yield _at(module.place, "G104", f"Objective {objective.id}: '{objective.verb}' is"
                          f" no verb of Bloom code {objective.bloom}.",
                          f"Choose one of: {', '.join(words)}.")  # fmt: skip


def checked_and_practised(course: Course) -> Iterator[Problem]:
    """G105: each objective has its place in the lesson; G106: and practice, where the project says
    how a lesson is made."""
    for module in course.modules:
        rows = {row.objective: row for row in module_coverage(module)}
        for id_, row in rows.items():
            if not _met(row):
                yield _at(module.place, "G105", f"No part of the lesson checks {id_}.")
            elif course.standards.sections and not row.practised:
                yield _at(module.place, "G106", f"Participants never practise {id_}.")


def _met(row: Coverage) -> bool:
    return bool(row.taught or row.practised or row.checked)


def activities_have_goals(course: Course) -> Iterator[Problem]:
    """G107: an activity names the objective that it practises."""
    for module in course.modules:
        for _, part in lesson_parts(module) if module.objectives else ():
            if part.activity and not part.checks:
                yield _at(part.place, "G107", "This activity names no objective.")


def bank_in_lesson(course: Course) -> Iterator[Problem]:
    """G108: a lesson whose bank has scored questions holds the self-check."""
    for module in course.modules:
        if module.quiz() and not _has_quiz(module):
            yield _at(module.place, "G108", "The lesson does not hold its self-check.")


def _has_quiz(module: Module) -> bool:
    found = (directives(section.blocks) for section in module.sections)
    return any(name == "quiz" for run in found for name, _ in run)


def competencies(course: Course) -> Iterator[Problem]:
    """G109: outcomes name competencies of the framework; G110: a course that does, names each."""
    known = course.standards.competencies
    named = set()
    for outcome in course.outcomes:
        for word in outcome.competencies:
            id_, level = word[:-1], word[-1:]
            named.add(id_)
            if id_ not in known or level not in known[id_].levels:
                words = [f"{c.id}{n}" for c in known.values() for n in c.levels]
                yield _at(outcome.place, "G109", f"Unknown competency '{word}'.",
                          did_you_mean(word, words))  # fmt: skip
    for competency in known.values() if named else ():
        if course.id in competency.courses and competency.id not in named:
            yield _at(competency.place, "G110", f"No outcome of course {course.id} names"
                      f" {competency.id}, {competency.name}.")  # fmt: skip


def _at(place: Place, code: str, message: str, remedy: str = "") -> Problem:
    return Problem(place.path, place.line, code, message, remedy)
