"""Tests of a course: matched questions from the banks of its modules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coursebook.model.text import Place


@dataclass(frozen=True)
class CourseTest:
    """A test in two matched forms, X and Y.

    `questions` are ids of form X under the outcome that they measure; form Y is their twins.
    `pass_mark` is a number of right answers, 0 where nobody passes or fails.
    """

    id: str
    title: str
    minutes: int
    questions: Mapping[str, tuple[str, ...]]
    place: Place
    pass_mark: int = 0
    anonymous: bool = False

    def numbered(self) -> Iterator[tuple[int, str, str]]:
        """Number, outcome and id of each question in order."""
        pairs = ((outcome, id_) for outcome, ids in self.questions.items() for id_ in ids)
        for number, (outcome, id_) in enumerate(pairs, 1):
            yield number, outcome, id_
