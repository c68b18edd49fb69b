"""Tests of a course: every question is there in both forms and measures its outcome."""

from __future__ import annotations

from collections.abc import Iterator

from coursebook.assessments import asked
from coursebook.model import Course, CourseTest
from coursebook.problems import Problem, did_you_mean


def known_questions(course: Course) -> Iterator[Problem]:
    """B201: a test names scored questions of form X with a twin, each once."""
    usable = [question.id for module in course.modules for question in module.quiz("X")
              if question.twin]  # fmt: skip
    for test in course.tests if course.modules else ():
        seen: set[str] = set()
        for _, _, id_ in test.numbered():
            if id_ not in usable:
                yield _of(test, "B201", f"The test '{test.id}' names '{id_}', and no scored"
                          " question of form X with a twin is called so.",
                          did_you_mean(id_, usable))  # fmt: skip
            elif id_ in seen:
                yield _of(test, "B201", f"The test '{test.id}' names '{id_}' twice.",
                          "Name another question.")  # fmt: skip
            seen.add(id_)


def measured_outcomes(course: Course) -> Iterator[Problem]:
    """B202: a question measures an outcome that its objective serves."""
    for test in course.tests:
        for item in asked(course, test, "X"):
            objective = next((o for o in item.module.objectives if o.id == item.question.objective),
                             None)  # fmt: skip
            served = (objective.outcomes if objective else ()) or item.module.outcomes
            if item.outcome not in served:
                yield _of(test, "B202", f"'{item.question.id}' stands under {item.outcome}, and its"
                          f" objective serves {', '.join(served)}.",
                          "Move it, or name another question.")  # fmt: skip


def balanced_outcomes(course: Course) -> Iterator[Problem]:
    """B203: a test asks the same number of questions for every outcome of its course."""
    finished = {module.id for module in course.modules}
    for test in course.tests if course.modules else ():
        counts = {o.id: len(test.questions.get(o.id, ())) for o in course.outcomes
                  if finished.intersection(o.modules)}  # fmt: skip
        if len(set(counts.values())) > 1 or counts.keys() < test.questions.keys():
            told = ", ".join(f"{outcome} {count}" for outcome, count in counts.items())
            yield _of(test, "B203", f"The questions of '{test.id}' by outcome: {told}.",
                      "Ask as many for each.")  # fmt: skip


def _of(test: CourseTest, code: str, message: str, remedy: str) -> Problem:
    return Problem(test.place.path, test.place.line, code, message, remedy)
