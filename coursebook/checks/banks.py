"""Banks of questions as a whole: no clue in place or length, twins of one difficulty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import exp, lgamma, log, log1p

from coursebook.assessments import asked
from coursebook.checks.names import shown_by
from coursebook.checks.prose import plain, word_count
from coursebook.html.question_parts import options_shown
from coursebook.model import (
    Choice,
    Course,
    FillIn,
    Form,
    Likert,
    LongFillIn,
    Matching,
    Module,
    Place,
    Question,
    Sequencing,
    TrueFalse,
)
from coursebook.problems import Problem

FORMS: tuple[Form, ...] = ("X", "Y")
ENOUGH = 4
"""Questions with one right answer that a form needs before place and length are judged: of three
with four options, chance alone puts all keys at one place once in 16 forms."""
RARE = 0.05
"""What chance does more seldom than once in 20 forms is taken for a habit of the author."""
LONGER = 1.1
"""Times: how much longer than all others an option is before the eye sees it."""
MOST_MISCONCEPTIONS = 2


def key_places(course: Course) -> Iterator[Problem]:
    """B101: the right options of a form do not stand, as shown, too often at one place."""
    for place, name, keyed in _forms(course):
        places = Counter(_key_place(question, answer) for question, answer in keyed)
        if not places:
            continue
        where, count = min(places.items(), key=lambda pair: (-pair[1], pair[0]))
        options = min(len(answer.options) for _, answer in keyed)
        if len(keyed) >= ENOUGH and options * _chance(count, len(keyed), 1 / options) < RARE:
            yield _at(place, "B101", f"{name}: in {count} of {len(keyed)} questions the right"
                      f" option stands at place {where + 1}.")  # fmt: skip


def longest_answers(course: Course) -> Iterator[Problem]:
    """B102: the right option is not the longest more often than chance makes it."""
    for place, name, keyed in _forms(course):
        count = sum(_longest_is_right(answer) for _, answer in keyed)
        options = min((len(answer.options) for _, answer in keyed), default=1)
        if len(keyed) >= ENOUGH and _chance(count, len(keyed), 1 / options) < RARE:
            yield _at(place, "B102", f"{name}: in {count} of {len(keyed)} questions the right"
                      " option is the longest.")  # fmt: skip


def _forms(course: Course) -> Iterator[tuple[Place, str, list[tuple[Question, Choice]]]]:
    """Each form of each bank, and of the course: its scored questions with one right option."""
    for form in FORMS:
        for module in course.modules:
            if module.questions_of(form):
                place = Place(module.questions_of(form)[0].place.path, 1)
                yield place, f"Form {form}", list(_keyed(module, form))
        every = [pair for module in course.modules for pair in _keyed(module, form)]
        yield course.place, f"Form {form} of the course", every
        for test in course.tests:
            ids = {item.question.id for item in asked(course, test, form)}
            yield test.place, f"Form {form} of '{test.id}'", [p for p in every if p[0].id in ids]


def _keyed(module: Module, form: Form) -> Iterator[tuple[Question, Choice]]:
    for question in module.quiz(form):
        answer = question.answer
        if isinstance(answer, Choice) and not answer.multiple and len(answer.options) > 1:
            yield question, answer


def _key_place(question: Question, answer: Choice) -> int:
    shown = options_shown(question, answer)
    return next((n for n, i in enumerate(shown) if answer.options[i].correct), 0)


def _longest_is_right(answer: Choice) -> bool:
    right = max((len(plain(o.text)) for o in answer.options if o.correct), default=0)
    wrong = max((len(plain(o.text)) for o in answer.options if not o.correct), default=0)
    return right > wrong * LONGER


def _chance(least: int, tries: int, each: float) -> float:
    """The chance of `least` or more hits in so many tries (binomial).

    In logarithms: of 1,100 tries on, the number of ways no longer fits a float.
    """
    if each == 1:
        return 1.0
    return sum(
        exp(lgamma(tries + 1) - lgamma(hits + 1) - lgamma(tries - hits + 1)
            + hits * log(each) + (tries - hits) * log1p(-each))
        for hits in range(least, tries + 1)
    )  # fmt: skip


def duplicate_stems(course: Course) -> Iterator[Problem]:
    """B103: no two questions of a form ask the same of the same case."""
    for form in FORMS:
        seen: dict[tuple[str, str], Question] = {}
        for module in course.modules:
            for question in module.questions_of(form):
                case = module.vignettes.get(question.vignette, "")
                key = (" ".join(plain(question.stem).casefold().split()), case)
                first = seen.setdefault(key, question)
                if first is not question:
                    yield _of(question, "B103",
                              f"'{question.id}' has the stem of '{first.id}'.")  # fmt: skip


def true_false_teaches(course: Course) -> Iterator[Problem]:
    """B104: the wrong side of a scored true-false question has feedback."""
    for question, answer in _scored(course):
        if isinstance(answer, TrueFalse):
            said = answer.if_false if answer.answer else answer.if_true
            if not said and not question.feedback:
                key = "if_false" if answer.answer else "if_true"
                yield _of(question, "B104", f"A wrong answer to '{question.id}' gets no feedback.",
                          f"Write '{key}:'.")  # fmt: skip


def few_misconceptions(course: Course) -> Iterator[Problem]:
    """B106: a question tests two misconceptions at most (brief 2.1)."""
    for question in (q for module in course.modules for q in module.questions):
        codes = shown_by(question)
        if len(codes) > MOST_MISCONCEPTIONS:
            yield _of(question, "B106", f"'{question.id}' names {', '.join(codes)}.")


def twins_of_one_difficulty(course: Course) -> Iterator[Problem]:
    """B107: twins have the same kind of stem and the same number of things to choose from."""
    for module in course.modules:
        others = {question.id: question for question in module.quiz("Y")}
        for question in module.quiz("X"):
            twin = others.get(question.twin)
            if twin is None or twin.answer.type != question.answer.type:
                continue  # Q205 says so
            for (what, one), (_, other) in zip(_load(question), _load(twin), strict=True):
                if one != other:
                    yield _of(question, "B107", f"'{question.id}' and its twin '{twin.id}' differ"
                              f" in {what}: {one} and {other}.")  # fmt: skip


def _load(question: Question) -> tuple[tuple[str, int], ...]:
    """What makes a question harder and can be counted."""
    shared = (("vignettes", int(bool(question.vignette))), ("points", question.weight))
    match question.answer:
        case Choice(options=options, multiple=multiple):
            right = sum(option.correct for option in options) if multiple else 1
            return (*shared, ("options", len(options)), ("right options", right))
        case Sequencing(items=items):
            return (*shared, ("items", len(items)))
        case Matching(pairs=pairs, extra=extra):
            return (*shared, ("pairs", len(pairs)), ("extra choices", len(extra)))
        case FillIn(gaps=gaps):
            return (*shared, ("gaps", len(gaps)), ("choices", sum(len(g.options) for g in gaps)))
        case _:
            return shared


def scored_have_answers(course: Course) -> Iterator[Problem]:
    """B108: what has no right answer is not scored."""
    for question, answer in _scored(course):
        if isinstance(answer, (Likert, LongFillIn)):
            yield _of(question, "B108", f"'{question.id}' is scored, but a {answer.type} question"
                      " has no right answer.")  # fmt: skip


def short_stems(course: Course) -> Iterator[Problem]:
    """B109: stems of a test can be read in its time (brief 7.2)."""
    limits = course.standards.limits
    if course.language != course.languages[0] or not limits.stem:
        return
    for module in course.modules:
        for question in (q for q in module.questions if q.scored):
            case = module.vignettes.get(question.vignette, "")
            most = limits.stem_with_vignette if case else limits.stem
            words = word_count(question.stem) + word_count(case)
            if words > most:
                yield _of(question, "B109", f"The stem of '{question.id}' has {words} words, more"
                          f" than {most}.")  # fmt: skip


def _scored(course: Course) -> Iterator[tuple[Question, object]]:
    for module in course.modules:
        for question in module.questions:
            if question.scored:
                yield question, question.answer


def _of(question: Question, code: str, message: str, remedy: str = "") -> Problem:
    return _at(question.place, code, message, remedy)


def _at(place: Place, code: str, message: str, remedy: str = "") -> Problem:
    return Problem(place.path, place.line, code, message, remedy)
