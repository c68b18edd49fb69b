"""Rubrics: what a performance is judged by."""

from __future__ import annotations

from dataclasses import dataclass

from coursebook.model.text import Place


@dataclass(frozen=True)
class Criterion:
    """What is judged, and what each level from 1 upwards looks like; a starred one is decisive."""

    name: str
    levels: tuple[str, ...]
    id: str = ""
    starred: bool = False


@dataclass(frozen=True)
class Rubric:
    """Criteria and when they are met: a mean, no criterion under `least`, none starred under it."""

    id: str
    title: str
    criteria: tuple[Criterion, ...]
    mean: float
    least: int
    least_starred: int
    place: Place

    @property
    def highest(self) -> int:
        """The highest level."""
        return max((len(criterion.levels) for criterion in self.criteria), default=0)
