"""Decks: what stands on a card resolves, and fits on it."""

from __future__ import annotations

from collections.abc import Iterator

from coursebook.decks import deck_problems
from coursebook.editions import Edition
from coursebook.model import Course
from coursebook.problems import Problem


def cards_fit(course: Course) -> Iterator[Problem]:
    """P107: a card that holds too much; and whatever a host could not give while rendering.

    Measured on paper (some 50 ms a deck): letters are no measure of Arabic beside English.
    """
    yield from deck_problems(Edition(course, audience="facilitator", medium="print"))
