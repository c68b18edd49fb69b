"""Questions: known objectives, twins that match, feedback that teaches."""

from __future__ import annotations

from collections.abc import Iterator

from coursebook.model import Choice, Course, Numeric, Performance, Question
from coursebook.problems import Problem, did_you_mean
from coursebook.reader.blocks import parts


def known_objectives(course: Course) -> Iterator[Problem]:
    """R105: a question or a check names an objective of its module; Q207: each is asked for."""
    for module in course.modules:
        known = [objective.id for objective in module.objectives]
        for question in module.questions:
            if question.objective not in known:
                yield _at(question, "R105", f"Unknown objective '{question.objective}'.",
                          did_you_mean(question.objective, known))  # fmt: skip
        for part in (p for section in module.sections for p in parts(section.blocks)):
            for id_ in part.checks:
                if id_ not in known:
                    yield Problem(part.place.path, part.place.line, "R105",
                                  f"Unknown objective '{id_}'.",
                                  did_you_mean(id_, known))  # fmt: skip
        asked = {question.objective for question in module.quiz()}
        for objective in module.objectives:
            id_ = objective.id
            if id_ not in asked and objective.assessed_by == "items":
                yield Problem(module.place.path, module.place.line, "Q207",
                              f"No scored question asks for objective '{id_}'.",
                              "Add one in form X and its twin in form Y.")  # fmt: skip


def twins(course: Course) -> Iterator[Problem]:
    """Q205: a scored question of form X has a twin in form Y, of the same objective and type."""
    for module in course.modules:
        others = {question.id: question for question in module.quiz("Y")}
        for question in module.quiz("X"):
            twin = others.get(question.twin)
            if twin is None:
                hint = did_you_mean(question.twin, others)
                yield _at(question, "Q205", f"Question '{question.id}' has no twin in form Y.",
                          f"Write 'twin:'. {hint}".strip())  # fmt: skip
            elif (twin.objective, twin.answer.type) != (question.objective, question.answer.type):
                yield _at(question, "Q205", f"The twin '{twin.id}' differs in objective or type.",
                          "Make twins of one objective and one type.")  # fmt: skip


def known_misconceptions(course: Course) -> Iterator[Problem]:
    """R109: the misconception of a wrong answer is in the register."""
    for module in course.modules:
        for question in module.questions:
            for code in _misconceptions(question):
                if code and code not in course.misconceptions:
                    yield _at(question, "R109", f"Unknown misconception '{code}'.",
                              did_you_mean(code, course.misconceptions))  # fmt: skip


def _misconceptions(question: Question) -> tuple[str, ...]:
    match question.answer:
        case Choice(options=options):
            return tuple(option.misconception for option in options)
        case Performance(spots=spots):
            return tuple(spot.misconception for spot in spots)
        case Numeric(wrong=wrong):
            return tuple(number.misconception for number in wrong)
        case _:
            return ()


def wrong_options_teach(course: Course) -> Iterator[Problem]:
    """Q206: every wrong option, and every wrong spot of a form, has feedback."""
    for module in course.modules:
        for question in module.questions:
            match question.answer:
                case Choice(options=offered) | Performance(spots=offered) if question.scored:
                    silent = (one for one in offered if not one.correct and not one.feedback)
                    for _ in silent:
                        yield _at(question, "Q206", f"A wrong option of '{question.id}' has no"
                                  " feedback.", "Say why it is wrong in 'feedback:'.")  # fmt: skip


def _at(question: Question, code: str, message: str, remedy: str) -> Problem:
    return Problem(question.place.path, question.place.line, code, message, remedy)
