"""Questions of a bank, one class a type of answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from coursebook.model.text import Place

Form = Literal["X", "Y"]



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


@dataclass(frozen=True)
class FormField:
    """A box of a printed form: its label, and what was written into it."""

    id: str
    label: str
    value: str = ""


@dataclass(frozen=True)
class Spot:
    """A field that can be marked; `text` is said where the field alone would not be understood."""

    field: str
    text: str = ""
    correct: bool = False
    feedback: str = ""
    misconception: str = ""


@dataclass(frozen=True)
class Performance:
    """Marking the right fields of a form; `rows` are read one after the other."""

    title: str
    rows: tuple[tuple[FormField, ...], ...]
    spots: tuple[Spot, ...]
    type: Literal["performance"] = "performance"

    @property
    def multiple(self) -> bool:
        """Whether several fields are to be marked."""
        return sum(spot.correct for spot in self.spots) > 1

    def ordered(self) -> tuple[tuple[FormField, Spot], ...]:
        """The fields that can be marked, in the order of the form: their letters go by it."""
        spots = {spot.field: spot for spot in self.spots}
        return tuple((one, spots[one.id]) for row in self.rows for one in row if one.id in spots)


Answer: TypeAlias = (
    Choice | TrueFalse | Numeric | Sequencing | Matching | FillIn | Likert | LongFillIn
    | Performance
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A question of a bank. `stem`, options and feedback are MyST Markdown.

    `confidence`: people first say whether they are sure.
    """

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
    confidence: bool = False
