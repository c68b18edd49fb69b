"""What a course is measured by: verbs, sections, sizes, checklists, competencies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coursebook.model.text import Place


@dataclass(frozen=True)
class BloomLevel:
    """A Bloom code and the verbs that an objective of that code may start with."""

    id: str
    name: str
    verbs: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """How many of 100 objectives of a course should have one of these Bloom codes."""

    levels: tuple[str, ...]
    least: int = 0
    most: int = 100


@dataclass(frozen=True)
class SectionRule:
    """A section of every lesson, known by the end of its label; `most` words (0: any number)."""

    endings: tuple[str, ...]
    required: bool = False
    most: int = 0


@dataclass(frozen=True)
class Limits:
    """Sizes of a lesson; 0 is no limit."""

    core_least: int = 0
    core_most: int = 0
    deep_most: int = 0
    terms: int = 0
    stem: int = 0
    stem_with_vignette: int = 0


@dataclass(frozen=True)
class Checklist:
    """A checklist of a review: yes, no or not applicable to each item."""

    id: str
    name: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Competency:
    """A domain of the competency framework; `levels` by number: name and what a person does."""

    id: str
    name: str
    courses: tuple[str, ...]
    levels: Mapping[str, tuple[str, str]]
    place: Place


@dataclass(frozen=True)
class Standards:
    """All of it; a project without a file of it is not measured by that."""

    bloom: tuple[BloomLevel, ...] = ()
    mix: tuple[Share, ...] = ()
    sections: tuple[SectionRule, ...] = ()
    limits: Limits = Limits()
    checklists: Mapping[str, Checklist] = field(default_factory=dict)
    competencies: Mapping[str, Competency] = field(default_factory=dict)
    reviewed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Digest of each file, by the hash of a review: the ledger `curriculum/reviewed.txt`."""
