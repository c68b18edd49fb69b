"""The course as values: what it means, and nothing of files, HTML or an LMS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Depth = Literal["express", "core", "deep"]
Audience = Literal["participant", "facilitator"]
Medium = Literal["web", "print", "slides", "audio"]
NoteKind = Literal["run-sheet", "pushback", "sensitive", "rescue", "answers", "return"]
Tracking = Literal["completion", "score", "full"]
Form = Literal["X", "Y"]
Status = Literal["planned", "pre-alpha", "alpha", "beta", "stable"]
Bloom = Literal["R", "U", "P", "N", "E", "C"]
ReviewKind = Literal["internal", "external"]
PageSize = Literal["a4", "a4-landscape", "a5-fold"]

DEPTHS: tuple[Depth, ...] = ("express", "core", "deep")


@dataclass(frozen=True)
class Place:
    """Where a piece of source stands: POSIX path relative to the project, line from 1."""

    path: str
    line: int


# --- blocks of text -------------------------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """A run of MyST Markdown without parts or facilitator notes in it."""

    source: str
    place: Place


@dataclass(frozen=True)
class Part:
    """Blocks under one set of tags (the `part` directive)."""

    blocks: tuple[Block, ...]
    place: Place
    depth: Depth = "core"
    audience: Audience | None = None
    media: tuple[Medium, ...] = ()
    regions: tuple[str, ...] = ()
    minutes: int = 0
    title: str = ""
    activity: bool = False
    checks: tuple[str, ...] = ()
    label: str = ""
    reuses: str = ""
    """Label of the part of another module whose blocks stand here (the `reuse` directive)."""


@dataclass(frozen=True)
class Note:
    """Text for facilitators only (the `facilitator` directive)."""

    kind: NoteKind
    blocks: tuple[Block, ...]
    place: Place
    title: str = ""


Block: TypeAlias = Text | Part | Note


@dataclass(frozen=True)
class Section:
    """One `##` section: one page on screen. `id` is authored and stands in LMS bookmarks."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    place: Place


# --- questions ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Option:
    text: str
    correct: bool = False
    feedback: str = ""
    misconception: str = ""


@dataclass(frozen=True)
class Choice:
    options: tuple[Option, ...]
    multiple: bool = False
    shuffle: bool = True
    type: Literal["choice"] = "choice"


@dataclass(frozen=True)
class TrueFalse:
    answer: bool
    if_true: str = ""
    if_false: str = ""
    type: Literal["true-false"] = "true-false"


@dataclass(frozen=True)
class WrongNumber:
    value: float
    feedback: str
    misconception: str = ""


@dataclass(frozen=True)
class Numeric:
    """`tolerance` is in percent of the answer, inclusive."""

    answer: float
    tolerance: float = 10
    unit: str = ""
    wrong: tuple[WrongNumber, ...] = ()
    type: Literal["numeric"] = "numeric"


@dataclass(frozen=True)
class Sequencing:
    """`items` stand in the right order."""

    items: tuple[str, ...]
    type: Literal["sequencing"] = "sequencing"


@dataclass(frozen=True)
class Matching:
    pairs: tuple[tuple[str, str], ...]
    extra: tuple[str, ...] = ()
    type: Literal["matching"] = "matching"


@dataclass(frozen=True)
class Gap:
    """A gap of a fill-in question: a choice among `options`, or typed when there are none."""

    id: str
    answers: tuple[str, ...]
    options: tuple[str, ...] = ()
    feedback: str = ""


@dataclass(frozen=True)
class FillIn:
    gaps: tuple[Gap, ...]
    type: Literal["fill-in"] = "fill-in"


@dataclass(frozen=True)
class Likert:
    scale: tuple[str, ...]
    type: Literal["likert"] = "likert"


@dataclass(frozen=True)
class LongFillIn:
    """Never scored, never sent; `model` is a model answer for facilitators."""

    model: str = ""
    type: Literal["long-fill-in"] = "long-fill-in"


Answer: TypeAlias = (
    Choice | TrueFalse | Numeric | Sequencing | Matching | FillIn | Likert | LongFillIn
)


@dataclass(frozen=True)
class Question:
    """A question of a bank. `stem`, options and feedback are MyST Markdown."""

    id: str
    form: Form
    objective: str
    stem: str
    answer: Answer
    place: Place
    twin: str = ""
    vignette: str = ""
    scored: bool = True
    weight: int = 1
    attempts: int = 0
    feedback: str = ""
    hint: str = ""


# --- simulations ----------------------------------------------------------------------------

Row: TypeAlias = Mapping[str, float]


@dataclass(frozen=True)
class Parameter:
    id: str
    label: str
    min: float
    max: float
    step: float
    default: float
    scale: Literal["linear", "log"] = "linear"
    unit: str = ""


@dataclass(frozen=True)
class Preset:
    id: str
    label: str
    story: str
    values: Mapping[str, float]


@dataclass(frozen=True)
class Column:
    id: str
    label: str
    round: int = 0


@dataclass(frozen=True)
class Prediction:
    stem: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Simulation:
    """An explorable: data for every medium, and its two pure functions (left out of JSON)."""

    id: str
    name: str
    title: str
    insight: str
    predict: Prediction
    params: tuple[Parameter, ...]
    presets: tuple[Preset, ...]
    key: str
    columns: tuple[Column, ...]
    sentence: str
    views: tuple[str, ...]
    twin_presets: tuple[str, ...]
    twin_note: str
    assumptions: tuple[str, ...]
    sources: tuple[str, ...]
    words: Mapping[str, str]
    rows: Mapping[str, tuple[Row, ...]]
    script: str
    """The browser's twin of `simulate` and its drawing: JavaScript source."""
    place: Place
    simulate: Callable[..., list[dict[str, float]]] = field(
        compare=False, repr=False, metadata={"json": False}
    )
    picture: Callable[..., str] = field(compare=False, repr=False, metadata={"json": False})

    def values(self, preset: str) -> dict[str, float]:
        """Every parameter's value under a preset (defaults where it says nothing)."""
        chosen = next(p for p in self.presets if p.id == preset)
        return {p.id: chosen.values.get(p.id, p.default) for p in self.params}


# --- modules and course ---------------------------------------------------------------------


@dataclass(frozen=True)
class Objective:
    id: str
    text: str
    verb: str
    bloom: Bloom


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
    outcome: str
    hash: str = ""


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
    status: Status
    sections: tuple[Section, ...]
    lab: tuple[Section, ...]
    guide: tuple[Section, ...]
    vignettes: Mapping[str, str]
    questions: tuple[Question, ...]
    handouts: tuple[Handout, ...]
    place: Place

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


@dataclass(frozen=True)
class Outcome:
    id: str
    text: str
    bloom: tuple[str, ...]
    modules: tuple[str, ...]


@dataclass(frozen=True)
class Target:
    """For whom a package is made, and how much of the learner's work leaves the page."""

    id: str
    label: str
    tracking: Tracking = "completion"
    region: str = ""
    mastery: int | None = None


@dataclass(frozen=True)
class Fact:
    id: str
    claim: str
    source: str
    locator: str
    checked: Literal["read", "recalled"]
    as_of: str
    review_after: str
    place: Place


@dataclass(frozen=True)
class Term:
    """A locked glossary term; `name` and `definition` are in the course's language."""

    id: str
    name: str
    english: str
    definition: str
    place: Place


@dataclass(frozen=True)
class Source:
    """A bibliography entry in words: `label` as in "Dressel 2018", `text` in full, and its link."""

    key: str
    label: str
    text: str
    url: str
    place: Place


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
    simulations: Mapping[str, Simulation]
    media: Mapping[str, bytes] = field(repr=False, metadata={"json": False})
    """Pictures by project path (`modules/<slug>/media/x.svg`)."""
    place: Place

    def module(self, slug: str) -> Module:
        """The finished module of that slug; KeyError when there is none."""
        for module in self.modules:
            if module.slug == slug:
                return module
        raise KeyError(slug)
