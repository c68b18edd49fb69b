"""Every rule of a course, in families; each rule is one function that yields problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coursebook.checks import (
    decks,
    facts,
    ids,
    lessons,
    questions,
    references,
    scenarios,
    tabletops,
)
from coursebook.html.host import Cache
from coursebook.model import Course
from coursebook.problems import Problem

Rule = Callable[[Course], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    ids.duplicate_ids,
    lessons.workshop_minutes,
    lessons.deep_minutes,
    lessons.teaching_and_activity,
    lessons.nested_minutes,
    lessons.run_sheets,
    lessons.known_outcomes,
    lessons.known_misconceptions,
    questions.known_objectives,
    questions.twins,
    questions.wrong_options_teach,
    questions.known_misconceptions,
    decks.cards_fit,
    tabletops.ids_once,
    tabletops.times,
    tabletops.known_names,
    tabletops.evaluated,
    tabletops.cards,
    tabletops.variants,
    tabletops.scales,
    tabletops.texts_show,
    facts.expired,
    facts.due_soon,
    facts.recalled,
    scenarios.names,
    scenarios.graph,
    scenarios.meters,
    scenarios.lengths,
    scenarios.endings,
    scenarios.kit,
)


def check_course(course: Course, cache: Cache | None = None) -> list[Problem]:
    """All problems of a course, in the order of the files; `cache` keeps what was rendered."""
    found = {problem for rule in RULES for problem in rule(course)}
    rendered = {} if cache is None else cache
    return sorted(found.union(references.everything_resolves(course, rendered)))
