"""Facts: checked, not expired, and dated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from coursebook.editions import Edition
from coursebook.model import Course, Fact
from coursebook.problems import Problem

SOON = timedelta(days=60)


def _used(course: Course) -> Iterator[Fact]:
    edition = Edition(course, audience="facilitator")
    for id_ in edition.fact_numbers:
        if id_ in course.facts:
            yield course.facts[id_]


def expired(course: Course) -> Iterator[Problem]:
    """K301: the check of a fact has run out: an error in `check`, a warning in a plain build."""
    for fact in _used(course):
        if fact.review_after < course.as_of:
            yield _at(fact, "K301", f"Fact {fact.id} was to be checked again by"
                      f" {fact.review_after}.", "Check it and set new dates.")  # fmt: skip


def due_soon(course: Course) -> Iterator[Problem]:
    """K302: a note that a fact is due within 60 days."""
    last = (date.fromisoformat(course.as_of) + SOON).isoformat()
    for fact in _used(course):
        if course.as_of <= fact.review_after <= last:
            yield _at(fact, "K302", f"Fact {fact.id} is due on {fact.review_after}.",
                      "Plan its check.")  # fmt: skip


def recalled(course: Course) -> Iterator[Problem]:
    """K303: a fact that nobody has read at its source; stops `--strict`."""
    for fact in _used(course):
        if fact.checked == "recalled":
            yield _at(fact, "K303", f"Fact {fact.id} is recalled, not read.",
                      "Read its source and sign it, or leave the claim out.")  # fmt: skip


def _at(fact: Fact, code: str, message: str, remedy: str) -> Problem:
    return Problem(fact.place.path, fact.place.line, code, message, remedy)
