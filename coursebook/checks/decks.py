"""Decks: what stands on a card resolves."""

from __future__ import annotations

from collections.abc import Iterator

from coursebook.decks import deck_problems
from coursebook.editions import Edition
from coursebook.html.host import Cache
from coursebook.model import Course
from coursebook.problems import Problem


def texts_resolve(course: Course, cache: Cache) -> Iterator[Problem]:
    """Whatever a host could not give while rendering; that a card fits, its build finds out."""
    yield from deck_problems(Edition(course, "facilitator", "print", cache=cache))
