"""Facts: checked, not expired, and dated; no figure without a fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from coursebook.checks.passages import Passage, block_passages
from coursebook.editions import Edition
from coursebook.model import Block, Course, Fact, PlainLanguage
from coursebook.problems import Problem

SOON = timedelta(days=60)
SAYS_FACT = re.compile(r"\{(?:fact|cite|calc)\}`")
QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|`[^`]*`")
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
AMOUNT = re.compile(
    r"[\d.,]+(?:\s|-)?(?:%|per cent\b|percent\b|million\b|billion\b|euros?\b|US dollars\b)"
)
"""A measured amount: money, shares, millions. Articles, paragraphs and counts of a study stay."""
FIGURE = re.compile(
    r"(?<![\w.,/:-])"
    r"(?:\d{1,3}(?:,\d{3})+|\d+\.\d+|\d{3,}|\d+(?= ?(?:%|per cent|percent|million|billion)))"
    r"(?![\w:/-]|\.\d)"
)
"""Three digits and more, decimals, shares. Small counts, times, ids and list numbers are not."""
ROUND = frozenset({"100", "1,000", "10,000", "1000", "10000"})
"""What counts are out of."""


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
    """K303: a fact that nobody has read at its source or signed; stops `--strict`."""
    for fact in _used(course):
        if fact.checked == "recalled" and not fact.signed:
            yield _at(fact, "K303", f"Fact {fact.id} is recalled, not read.",
                      "Read its source and sign it, or leave the claim out.")  # fmt: skip


def dated_amounts(course: Course) -> Iterator[Problem]:
    """K304: a fact with an amount says of which year it is."""
    for fact in _used(course):
        amount = AMOUNT.search(fact.claim)
        if amount and not YEAR.search(fact.claim):
            yield _at(fact, "K304", f"Fact {fact.id} gives '{amount[0]}' without a year.", "")


def figures_have_facts(course: Course) -> Iterator[Problem]:
    """K305: a figure of the lesson comes from a fact, a calculation or an invented exercise."""
    language = course.standards.language
    if course.language != "en" or not language.invented:
        return
    invented = _any((*language.invented, *course.world))
    for module in course.modules:
        for section in module.sections:
            for block in section.blocks:
                yield from _figures(block, invented, language)


def _figures(
    block: Block, invented: re.Pattern[str], language: PlainLanguage
) -> Iterator[Problem]:
    said = [p for p in block_passages((block,)) if not p.facilitator]
    if any(invented.search(passage.source) for passage in said):
        return
    units = _any(language.units) if language.units else re.compile(r"(?!)")
    for passage in said:
        if passage.kind not in ("paragraph", "item") or SAYS_FACT.search(passage.source):
            continue
        if figures := ", ".join(dict.fromkeys(_unsaid(passage, units))):
            yield Problem(passage.place.path, passage.place.line, "K305",
                          f"No fact and no calculation stands behind {figures}.")  # fmt: skip


def _unsaid(passage: Passage, units: re.Pattern[str]) -> Iterator[str]:
    text = QUOTED.sub('""', passage.text)
    for match in FIGURE.finditer(text):
        if match[0] not in ROUND and not units.match(text[match.end() :].lstrip(" -")):
            yield match[0]


def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    forms = (re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)


def _at(fact: Fact, code: str, message: str, remedy: str) -> Problem:
    return Problem(fact.place.path, fact.place.line, code, message, remedy)
