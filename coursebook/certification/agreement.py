"""How far assessors agree who judged the same performances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import krippendorff

from coursebook.certification.forms import Forms
from coursebook.model import Course

STATISTIC = "Krippendorff 2011"
"""Computing Krippendorff's Alpha-Reliability, University of Pennsylvania; here for ordinal data."""


@dataclass(frozen=True)
class Agreement:
    """Pairs of levels that two assessors gave the same criterion of the same performance."""

    performances: int
    pairs: int
    exact: int
    within_one: int
    alpha: float | None
    """Krippendorff's alpha for ordinal data: 1 is full agreement, 0 is chance. None where all
    levels are the same, or nobody judged together."""


def agreement(course: Course, forms: Forms) -> Agreement:
    """The agreement over all performances with two assessors or more, in every round."""
    rubric = course.rubrics[course.certification.rubric]
    units = list(_units(forms))
    pairs = [pair for _, levels in units for pair in combinations(levels, 2)]
    counts = [[Counter(levels)[level] for level in range(1, rubric.highest + 1)]
              for _, levels in units]  # fmt: skip
    varied = len({level for _, levels in units for level in levels}) > 1
    alpha = krippendorff.alpha(
        value_counts=counts, value_domain=list(range(1, rubric.highest + 1)),
        level_of_measurement="ordinal",
    ) if varied else None  # fmt: skip
    return Agreement(
        len({performance for performance, _ in units}), len(pairs),
        sum(a == b for a, b in pairs), sum(abs(a - b) <= 1 for a, b in pairs),
        None if alpha is None else float(alpha),
    )  # fmt: skip


def _units(forms: Forms) -> Iterator[tuple[tuple[str, int], list[int]]]:
    """Performance and the levels of each of its criteria, where two people or more judged it."""
    together: dict[tuple[str, int], list[dict[str, int]]] = {}
    for score in forms.scores:
        together.setdefault((score.trainer, score.round), []).append(dict(score.levels))
    for performance, judged in together.items():
        if len(judged) > 1:
            for criterion in judged[0]:
                yield performance, [levels[criterion] for levels in judged]
