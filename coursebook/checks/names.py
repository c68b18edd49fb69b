"""Names in the front matter: they exist, the module uses them, and it uses no others."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from coursebook.model import Choice, Course, Module, Numeric, Question
from coursebook.problems import Problem, did_you_mean
from coursebook.reader.blocks import REGIONS, texts
from coursebook.uses import DIRECTIVE, lesson_sections, questions

CALC = "{calc}`"


def simulations(course: Course) -> Iterator[Problem]:
    """U101-U103: `simulations` are those that the lesson, the lab, a sheet or a question uses."""
    for module in course.modules:
        known = course.simulations.keys()
        own, met = (_simulations(module, own=own) & known for own in (True, False))
        yield from _unknown(module, "simulations", module.simulations, known)
        yield from _unused(module, "simulations", known & module.simulations, met)
        yield from _unnamed(module, "simulations", own, module.simulations)


def _simulations(module: Module, *, own: bool) -> set[str]:
    found = set()
    for source in _sources(module, own=own):
        found |= {name for word, name in DIRECTIVE.findall(source) if word == "explorable"}
        found |= {rest.split(".")[0] for rest in source.split(CALC)[1:]}
    return found


def _sources(module: Module, *, own: bool) -> Iterator[str]:
    """Texts of the module; `own` leaves out what it reuses from others."""
    home = (f"modules/{module.slug}/", f"exercises/{module.slug}/")
    for section in (*lesson_sections(module), *module.guide):
        for text in texts(section.blocks):
            if not own or text.place.path.startswith(home):
                yield text.source
    yield from questions(module, ("X", "Y"))


def artefacts(course: Course) -> Iterator[Problem]:
    """U101-U103: `artefacts` are sheets, each handed out in the lesson; all own sheets are named.

    A sheet of another module may be named: the System Passport is filled in through the course.
    """
    sheets = {handout.id for module in course.homes for handout in module.handouts}
    for module in course.modules:
        own = [handout.id for handout in module.handouts]
        given = {name for source in _sources(module, own=False)
                 for word, name in DIRECTIVE.findall(source) if word == "handout"}  # fmt: skip
        yield from _unknown(module, "artefacts", module.artefacts, sheets)
        yield from _unused(module, "artefacts", sheets.intersection(own, module.artefacts), given)
        yield from _unnamed(module, "artefacts", own, module.artefacts)


def materials(course: Course) -> Iterator[Problem]:
    """U101: what `materials` print is a sheet."""
    sheets = {handout.id for module in course.homes for handout in module.handouts}
    for module in course.modules:
        printed = [material.print for material in module.materials if material.print]
        yield from _unknown(module, "materials", printed, sheets)


def prerequisites(course: Course) -> Iterator[Problem]:
    """U101, U104: prerequisites are modules of the course that come before."""
    order = [name for line in course.outline for name in (line.id, line.slug)]
    for module in course.modules:
        yield from _unknown(module, "prerequisites", module.prerequisites, order)
        here = order.index(module.slug) - 1 if module.slug in order else len(order)
        for name in module.prerequisites:
            if name in order[here:]:
                yield _at(module, "U104", f"Prerequisite '{name}' comes later in the course.")


def cases(course: Course) -> Iterator[Problem]:
    """U101, U102: cases are swapped for regions that exist, and a text tells them."""
    for module in course.modules:
        text = " ".join(_sources(module, own=False)).casefold()
        for case in module.cases:
            yield from _unknown(module, "swap_for", case.swap_for, REGIONS)
            told = all(word in text for word in case.id.casefold().split("-"))
            told = told or (not case.fictional and case.place.casefold() in text)
            if course.language == course.languages[0] and not told:
                yield from _unused(module, "cases", [case.id], ())


def misconceptions(course: Course) -> Iterator[Problem]:
    """U102, B105: a module names the misconceptions that its wrong answers show, and only those."""
    for module in course.modules:
        shown = {code for question in module.questions for code in shown_by(question)}
        named = [code for code in module.misconceptions if code in course.misconceptions]
        yield from _unused(module, "misconceptions", named, shown)
        for question in module.questions:
            codes = course.misconceptions.keys() & shown_by(question)  # R109 names the others
            for code in sorted(codes.difference(module.misconceptions)):
                yield Problem(question.place.path, question.place.line, "B105",
                              f"A wrong answer of '{question.id}' shows {code}, which"
                              f" {module.id} does not name.")  # fmt: skip


def shown_by(question: Question) -> tuple[str, ...]:
    """The misconceptions that wrong answers to a question show, each once."""
    codes: list[str] = []
    match question.answer:
        case Choice(options=options):
            codes = [option.misconception for option in options]
        case Numeric(wrong=wrong):
            codes = [number.misconception for number in wrong]
        case _:
            pass
    return tuple(dict.fromkeys(filter(None, codes)))


def _unknown(
    module: Module, key: str, names: Collection[str], known: Collection[str]
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield _at(module, "U101", f"'{key}' names '{name}', which does not exist.",
                      did_you_mean(name, known))  # fmt: skip


def _unused(
    module: Module, key: str, names: Collection[str], used: Collection[str]
) -> Iterator[Problem]:
    for name in sorted(names):
        if name not in used:
            yield _at(module, "U102", f"'{key}' names '{name}', which the module does not use.")


def _unnamed(
    module: Module, key: str, used: Collection[str], names: Collection[str]
) -> Iterator[Problem]:
    for name in sorted(used):
        if name not in names:
            yield _at(module, "U103", f"The module uses '{name}', which '{key}' does not name.")


def _at(module: Module, code: str, message: str, remedy: str = "") -> Problem:
    return Problem(module.place.path, module.place.line, code, message, remedy)
