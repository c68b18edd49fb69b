"""Which scripts and words the questions of a page need."""

from __future__ import annotations

from typing import NamedTuple


class Part(NamedTuple):
    """A script of the player, where its marker stands in a page, with the words it reads.

    `styled`: a style sheet of the same name goes with it.
    """

    marker: str
    script: str
    words: str
    styled: bool = False


PARTS = (
    Part('class="question"', "questions", "question.say.", styled=True),
    Part('data-type="numeric"', "questions-numeric", "question.numeric."),
    Part('data-type="fill-in"', "questions-fill-in", "question.fill-in."),
    Part('data-type="matching"', "questions-matching", "question.matching."),
    Part('data-type="sequencing"', "questions-sequencing", "question.sequencing.", styled=True),
    Part('data-type="long-fill-in"', "questions-long-fill-in", "question.long."),
    Part('class="question-sure"', "questions-sure", "question.sure.", styled=True),
)
"""In the order in which they run: the first is the base of the others."""

QUESTION_STYLES = tuple(part.script for part in PARTS if part.styled)
"""The style sheets of all questions, for a medium that has one sheet for all its pages."""


def parts_used(html: str) -> tuple[Part, ...]:
    """What the questions in the HTML need; nothing where there is none."""
    return tuple(part for part in PARTS if part.marker in html)
