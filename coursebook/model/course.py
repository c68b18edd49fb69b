"""Modules and the course that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from coursebook.model.certification import Certificate, Certification
from coursebook.model.decks import PrintSet
from coursebook.model.questions import Form, Question
from coursebook.model.registers import Fact, Link, Source, Term
from coursebook.model.rubrics import Rubric
from coursebook.model.scenarios import Scenario
from coursebook.model.simulations import Simulation
from coursebook.model.standards import Standards
from coursebook.model.text import Place, Section

if TYPE_CHECKING:
    from coursebook.model.assessments import CourseTest
    from coursebook.model.tabletops import Tabletop
    from coursebook.model.workshops import Workshop

Tracking = Literal["completion", "score", "full"]
Status = Literal["planned", "pre-alpha", "alpha", "beta", "stable"]
Bloom = Literal["R", "U", "P", "N", "E", "C"]
ReviewKind = Literal["internal", "external"]
ReviewOutcome = Literal["pass", "fail"]
AssessedBy = Literal["items", "rubric"]
PageSize = Literal["a4", "a4-landscape", "a5-fold"]



@dataclass(frozen=True)
class Objective:
    """What a participant can do after a module; `outcomes` are those of the course it serves."""

    id: str
    text: str
    verb: str
    bloom: Bloom
    outcomes: tuple[str, ...] = ()
    assessed_by: AssessedBy = "items"


@dataclass(frozen=True)
class Minutes:
    """Workshop minutes (`core` = `teaching` + `activity`), self-paced and extra deep minutes."""

    core: int
    self_paced: int
    deep: int
    teaching: int = 0
    activity: int = 0


@dataclass(frozen=True)
class Material:
    item: str
    per: str
    quantity: int
    print: str = ""


@dataclass(frozen=True)
class Case:
    id: str
    place: str
    fictional: bool
    sensitivity: str
    swap_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Review:
    kind: ReviewKind
    checklist: str
    role: str
    date: str
    outcome: ReviewOutcome
    hash: str = ""
    """Hash of the files that were read; see `files` of a module."""
    place: Place = field(default=Place("", 1), metadata={"json": False})


@dataclass(frozen=True)
class Waiver:
    """A rule that a module may break, with the reason."""

    code: str
    reason: str
    date: str
    place: Place


@dataclass(frozen=True)
class Handout:
    """A printed sheet; its `Note` blocks of kind answers go to the separate keys.

    The text before the first `##` is a section without title; an a5-fold has a panel a section.
    """

    id: str
    title: str
    page: PageSize
    sections: tuple[Section, ...]
    place: Place


@dataclass(frozen=True)
class Module:
    """A finished module. `lab` holds the notebook's sections, `guide` those of facilitator.md."""

    id: str
    slug: str
    title: str
    subtitle: str
    version: str
    audiences: tuple[str, ...]
    outcomes: tuple[str, ...]
    objectives: tuple[Objective, ...]
    prerequisites: tuple[str, ...]
    time: Minutes
    group: Mapping[str, int]
    works_at: tuple[str, ...]
    materials: tuple[Material, ...]
    artefacts: tuple[str, ...]
    simulations: tuple[str, ...]
    cases: tuple[Case, ...]
    misconceptions: tuple[str, ...]
    content_notes: tuple[str, ...]
    reviews: tuple[Review, ...]
    licence: str
    authors: tuple[str, ...]
    conflicts: str
    lms_title: str
    max_minutes: int
    slides_max: int
    status: Status
    sections: tuple[Section, ...]
    lab: tuple[Section, ...]
    guide: tuple[Section, ...]
    vignettes: Mapping[str, str]
    questions: tuple[Question, ...]
    handouts: tuple[Handout, ...]
    place: Place
    waivers: tuple[Waiver, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict, metadata={"json": False})
    """Digest of each file that a review reads: lesson, guide, lab, media, bank and handouts."""

    @property
    def source_hash(self) -> str:
        """What a review records: one hash of all `files`."""
        lines = "".join(f"{digest} {path}\n" for path, digest in sorted(self.files.items()))
        return sha256(lines.encode()).hexdigest()[:16]

    def questions_of(self, form: Form) -> tuple[Question, ...]:
        """The questions of a form, in order."""
        return tuple(q for q in self.questions if q.form == form)

    def quiz(self, form: Form = "X") -> tuple[Question, ...]:
        """The scored questions of a form, in order."""
        return tuple(q for q in self.questions_of(form) if q.scored)


@dataclass(frozen=True)
class PlannedModule:
    """A line of the course file; a module without a folder is planned."""

    slug: str
    title: str
    core: int
    self_paced: int
    deep: int
    product: str
    place: Place
    outcomes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The start of the slug: the module's id."""
        return self.slug.split("-")[0]


@dataclass(frozen=True)
class Outcome:
    id: str
    text: str
    bloom: tuple[str, ...]
    modules: tuple[str, ...]
    competencies: tuple[str, ...] = ()
    """Domain and level of the framework, as T2."""
    place: Place = field(default=Place("", 1), metadata={"json": False})


@dataclass(frozen=True)
class Target:
    """For whom a package is made, and how much of the learner's work leaves the page."""

    id: str
    label: str
    tracking: Tracking = "completion"
    region: str = ""
    mastery: int | None = None


@dataclass(frozen=True)
class Kit:
    """What is made for the room beside the modules; scenarios by their id."""

    scenarios: tuple[str, ...] = ()
    tabletops: tuple[Tabletop, ...] = ()
    decks: tuple[PrintSet, ...] = ()

    @property
    def stands_alone(self) -> bool:
        """Whether there is something in it that needs no finished module."""
        return bool(self.scenarios or self.tabletops)


@dataclass(frozen=True)
class Course:
    """A whole course in one language."""

    id: str
    slug: str
    title: str
    subtitle: str
    version: str
    language: str
    languages: tuple[str, ...]
    licence: str
    notice: str
    about: str
    as_of: str
    """The day for which the facts were judged (YYYY-MM-DD); an input, never the clock."""
    outcomes: tuple[Outcome, ...]
    outline: tuple[PlannedModule, ...]
    modules: tuple[Module, ...]
    targets: tuple[Target, ...]
    facts: Mapping[str, Fact]
    terms: Mapping[str, Term]
    misconceptions: Mapping[str, str]
    sources: Mapping[str, Source]
    world: Mapping[str, str]
    """What each name of the story world is; every one of them is invented."""
    simulations: Mapping[str, Simulation]
    scenarios: Mapping[str, Scenario]
    kit: Kit
    workshops: tuple[Workshop, ...]
    tests: tuple[CourseTest, ...]
    certificates: tuple[Certificate, ...]
    media: Mapping[str, bytes] = field(repr=False, metadata={"json": False})
    """Pictures by project path (`modules/<slug>/media/x.svg`)."""
    place: Place
    lent: tuple[Module, ...] = field(default=(), metadata={"json": False})
    """Modules of other courses whose labelled parts stand in this one (the `reuse` directive)."""
    rubrics: Mapping[str, Rubric] = field(default_factory=dict, metadata={"json": False})
    certification: Certification = field(default_factory=Certification, metadata={"json": False})
    standards: Standards = field(default_factory=Standards, metadata={"json": False})
    links: Mapping[str, Link] = field(default_factory=dict, metadata={"json": False})

    @property
    def homes(self) -> tuple[Module, ...]:
        """Every module in which a text of the course is written."""
        return (*self.modules, *self.lent)

    def module(self, slug: str) -> Module:
        """The finished module of that slug; KeyError when there is none."""
        for module in self.modules:
            if module.slug == slug:
                return module
        raise KeyError(slug)
