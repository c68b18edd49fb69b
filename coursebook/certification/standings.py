"""Which rank each trainer has reached, what the next one needs, and who redoes what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from coursebook.certification.forms import Forms, Score, Trainer
from coursebook.model import Course, Rank, Rubric


@dataclass(frozen=True)
class Standing:
    """Where a trainer stands. `levels` are the means of all assessors in the deciding round."""

    trainer: Trainer
    rank: Rank | None
    next: Rank | None
    missing: tuple[str, ...]
    """What the next rank needs and the roll or the rubric does not show."""
    levels: Mapping[str, float]
    mean: float | None
    redo: tuple[str, ...]
    """Criteria under their least level."""
    apart: tuple[str, ...]
    """Criteria on which two assessors differ by more than one level: to be talked over first."""


def standings(course: Course, forms: Forms) -> tuple[Standing, ...]:
    """A standing for each trainer, in the order of the roll."""
    return tuple(_standing(course, trainer, forms.scores) for trainer in forms.trainers)


def _standing(course: Course, trainer: Trainer, scores: Sequence[Score]) -> Standing:
    rules = course.certification
    rubric = course.rubrics[rules.rubric]
    own = [score for score in scores if score.trainer == trainer.id]
    decisive = max((score.round for score in own if score.round >= rules.round), default=0)
    judged = [score.levels for score in own if decisive and score.round == decisive]
    levels = {c.id: fmean(given[c.id] for given in judged) for c in rubric.criteria if judged}
    mean = fmean(levels.values()) if levels else None
    redo = _under(rubric, levels)
    met = mean is not None and mean >= rubric.mean and not redo
    figures = {**trainer.figures, "rubric": float(met)}
    reached, following, missing = _climb(rules.ranks, figures)
    return Standing(trainer, reached, following, missing, levels, mean, redo,
                    _apart(rubric, judged))  # fmt: skip


def _under(rubric: Rubric, levels: Mapping[str, float]) -> tuple[str, ...]:
    least = {c.id: rubric.least_starred if c.starred else rubric.least for c in rubric.criteria}
    return tuple(id_ for id_, level in levels.items() if level < least[id_])


def _climb(
    ranks: Sequence[Rank], figures: Mapping[str, float]
) -> tuple[Rank | None, Rank | None, tuple[str, ...]]:
    """The highest rank whose needs, and those of all ranks before it, are met."""
    reached: Rank | None = None
    for rank in ranks:
        missing = tuple(n for n, least in rank.needs.items() if figures.get(n, 0) < least)
        if missing:
            return reached, rank, missing
        reached = rank
    return reached, None, ()


def _apart(rubric: Rubric, judged: Sequence[Mapping[str, int]]) -> tuple[str, ...]:
    spans = {c.id: [given[c.id] for given in judged] for c in rubric.criteria}
    return tuple(id_ for id_, given in spans.items() if given and max(given) - min(given) > 1)
