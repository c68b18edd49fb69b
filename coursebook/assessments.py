"""The questions of a test in the banks of its course."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from coursebook.model import (
    Answer,
    Choice,
    Course,
    CourseTest,
    FillIn,
    Form,
    Module,
    Numeric,
    Performance,
    Place,
    Question,
    Section,
    Text,
    TrueFalse,
)

FORMS: tuple[Form, ...] = ("X", "Y")


@dataclass(frozen=True)
class Asked:
    """A question of a test: its number, the outcome that it measures, and its home."""

    number: int
    outcome: str
    module: Module
    question: Question


def asked(course: Course, test: CourseTest, form: Form) -> Iterator[Asked]:
    """The questions of a form of a test; those that no bank has are passed over (B201)."""
    bank = {question.id: (module, question)
            for module in course.modules for question in module.questions}  # fmt: skip
    for number, outcome, id_ in test.numbered():
        found = bank.get(id_)
        if form == "Y" and found:
            found = bank.get(found[1].twin)
        if found:
            yield Asked(number, outcome, *found)


def as_module(
    course: Course, test: CourseTest, form: Form, words: Mapping[str, str]
) -> Module:
    """A form of a test as a module of its own: a page for each outcome, questions without feedback.

    Numbers are kept where a bank lacks a question.
    """
    items = list(asked(course, test, form))
    slug = f"{test.id}-form-{form.lower()}"
    title = f"{test.title}. {words['print.form'].format(form=form)}"
    sections = []
    for number, outcome in enumerate(dict.fromkeys(item.outcome for item in items), 1):
        text = "\n\n".join(f":::{{question}} {item.question.id}\n:::" for item in items
                            if item.outcome == outcome)  # fmt: skip
        place = Place(f"modules/{slug}/index.md", number)
        name = words["test.part"].format(n=number)
        sections.append(Section(f"{slug}-{number}", name, (Text(text, place),), place))
    homes = {item.module.slug: item.module for item in items}
    vignettes = {id_: text for module in homes.values() for id_, text in module.vignettes.items()}
    return replace(
        course.modules[0], id=f"t-{slug}", slug=slug, title=title, lms_title=title, subtitle="",
        objectives=(), sections=tuple(sections), lab=(), guide=(), handouts=(), content_notes=(),
        vignettes=vignettes, questions=tuple(_bare(item.question) for item in items),
        max_minutes=test.minutes,
        time=replace(course.modules[0].time, self_paced=test.minutes), place=test.place,
    )  # fmt: skip


def _bare(question: Question) -> Question:
    """The question as a test asks it: once, and without a word about its answers."""
    return replace(question, form="X", twin="", scored=True, attempts=1, feedback="", hint="",
                   confidence=False, answer=_silent(question.answer))  # fmt: skip


def _silent(answer: Answer) -> Answer:
    match answer:
        case Choice():
            return replace(answer, options=tuple(replace(o, feedback="") for o in answer.options))
        case Performance():
            return replace(answer, spots=tuple(replace(s, feedback="") for s in answer.spots))
        case Numeric():
            return replace(answer, wrong=())
        case TrueFalse():
            return replace(answer, if_true="", if_false="")
        case FillIn():
            return replace(answer, gaps=tuple(replace(g, feedback="") for g in answer.gaps))
        case _:
            return answer
