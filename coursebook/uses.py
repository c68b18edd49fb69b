"""What a course uses of its registers, and in which order: facts, terms, citations, labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TypeAlias

from coursebook.model import Course, Form, Handout, Module, Section
from coursebook.reader.blocks import texts

Use: TypeAlias = tuple[str, str]
"""Role (`fact`, `term` or `cite`) and target."""
DIRECTIVE = re.compile(r"^\s*(?::{3,}|`{3,})\{([a-z]+)\}[ \t]*(\S*)", re.MULTILINE)
"""Name and argument of a directive."""
ROLE = re.compile(r"\{(fact|term|cite)\}`([^`]+)`")


def uses(
    sections: Iterable[Section], more: Iterable[str] = (), *, notes: bool = True
) -> list[Use]:
    """Every use in the sections and then in more texts, each once, in order."""
    blocks = (text.source for s in sections for text in texts(s.blocks, notes=notes))
    return list(dict.fromkeys([*_roles(blocks), *_roles(more)]))


def texts_uses(sources: Iterable[str]) -> list[Use]:
    """Every use in these texts, each once, in order."""
    return list(dict.fromkeys(_roles(sources)))


def lesson_sections(module: Module) -> tuple[Section, ...]:
    """The sections of the lesson, of the laboratory and of the handouts."""
    sheets = (section for sheet in module.handouts for section in sheet.sections)
    return (*module.sections, *module.lab, *sheets)


def course_sections(course: Course, module: Module) -> tuple[Section, ...]:
    """The sections of the lesson with those of the sheets that other courses lend to it."""
    lent = (section for _, sheet in borrowed_sheets(course, module) for section in sheet.sections)
    return (*lesson_sections(module), *lent)


def borrowed_sheets(course: Course, module: Module) -> tuple[tuple[Module, Handout], ...]:
    """Sheets of other courses that a lesson hands out, each with its home."""
    given = {name for section in module.sections for text in texts(section.blocks)
             for word, name in DIRECTIVE.findall(text.source) if word == "handout"}  # fmt: skip
    return tuple((home, sheet) for home in course.lent for sheet in home.handouts
                 if sheet.id in given)  # fmt: skip


def questions(module: Module, forms: tuple[Form, ...]) -> Iterator[str]:
    """Every text of the questions of these forms, and of the vignettes that they share."""
    for form in forms:
        for question in module.questions_of(form):
            yield module.vignettes.get(question.vignette, "")
            yield from strings(question)


def names_met(course: Course, module: Module) -> frozenset[str]:
    """The names of the story world that a lesson, its sheets or its questions tell of."""
    told = [text.source for section in course_sections(course, module)
            for text in texts(section.blocks)]  # fmt: skip
    told += questions(module, ("X",))
    return frozenset(name for name in course.world if any(name in source for source in told))


def fact_numbers(course: Course) -> Mapping[str, int]:
    """Number of each fact by first use; what only facilitators read comes after all else."""
    found: list[Use] = []
    for module in course.modules:
        sections = course_sections(course, module)
        found += uses(sections, questions(module, ("X",)), notes=False)
    for module in course.modules:
        sections = (*course_sections(course, module), *module.guide)
        found += uses(sections, questions(module, ("X", "Y")))
    ids = dict.fromkeys(target for role, target in found if role == "fact")
    return {id_: number for number, id_ in enumerate(ids, 1)}


def section_titles(course: Course) -> Mapping[str, str]:
    """Title of every label that `{ref}` may name."""
    titles = {module.slug: module.title for module in course.homes}
    for module in course.homes:
        titles |= {section.id: section.title for section in (*module.sections, *module.lab)}
    return titles


def _roles(sources: Iterable[str]) -> list[Use]:
    return [
        (role, re.sub(r"^.*<([^<>]+)>$", r"\1", inside, flags=re.DOTALL).strip())
        for source in sources
        for role, inside in ROLE.findall(source)
    ]


def strings(value: object) -> Iterator[str]:
    """Every text inside a value of the model."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for member in fields(value):
            yield from strings(getattr(value, member.name))
