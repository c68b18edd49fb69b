"""The form of a lesson: its sections and their order, its size, a check every twenty minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coursebook.checks.prose import word_count
from coursebook.model import Block, Course, Module, Note, Part, Place, Section, SectionRule, Text
from coursebook.problems import Problem
from coursebook.reader.blocks import timed_parts
from coursebook.slides import headline, slides
from coursebook.uses import uses

WITHOUT_CHECK = 20
"""Minutes in which at least one check stands (brief 7.1)."""
SLIDE_WORDS = 60
"""Words under a headline: six lines of ten (brief 8.3)."""


def checks_often_enough(course: Course) -> Iterator[Problem]:
    """H101: no more than 20 minutes of the workshop pass without a check."""
    for module in _lessons(course):
        passed = 0
        for part in _run(module):
            passed = 0 if part.checks else passed + part.minutes
            if passed > WITHOUT_CHECK:
                yield _at(part.place, "H101", f"By the end of this part {passed} minutes have"
                          " passed without a check.")  # fmt: skip
                passed = 0


def _run(module: Module) -> Iterator[Part]:
    for section in module.sections:
        yield from (part for part in timed_parts(section.blocks) if part.depth != "deep")


def required_sections(course: Course) -> Iterator[Problem]:
    """H102: every section that all lessons have is there."""
    for module in _lessons(course):
        found = {_ending(module, section) for section in module.sections}
        for rule in course.standards.sections:
            if rule.required and not found.intersection(rule.endings):
                labels = " or ".join(f"({module.id}-{ending})=" for ending in rule.endings)
                yield _at(module.place, "H102", f"There is no section '{rule.endings[0]}'.",
                          f"Add one with the label {labels}.")  # fmt: skip


def section_order(course: Course) -> Iterator[Problem]:
    """H103: the sections that all lessons have stand in the order of the standard."""
    places = {e: n for n, rule in enumerate(course.standards.sections) for e in rule.endings}
    for module in _lessons(course):
        last: Section | None = None
        for section in module.sections:
            place = places.get(_ending(module, section), -1)
            if last and 0 <= place < places[_ending(module, last)]:
                yield _at(section.place, "H103", f"Section '{section.id}' stands after"
                          f" '{last.id}'.", "Put it before.")  # fmt: skip
            elif place >= 0:
                last = section


def sizes(course: Course) -> Iterator[Problem]:
    """H104: core, deep part and some sections are neither too long nor too short."""
    limits = course.standards.limits
    for module in _lessons(course) if _is_source(course) else ():
        core = _words(module.sections, lambda part: part.depth == "deep")
        deep = _words(module.sections, lambda part: False) - core
        yield from _size(module.place, "core text", core, limits.core_least, limits.core_most)
        yield from _size(module.place, "deep text", deep, 0, limits.deep_most)
        for section in module.sections:
            rule = _rule(course, module, section)
            if rule:
                words = _words((section,), lambda part: False)
                yield from _size(section.place, f"section '{section.id}'", words, 0, rule.most)


def _size(place: Place, what: str, words: int, least: int, most: int) -> Iterator[Problem]:
    if words < least:
        yield _at(place, "H104", f"The {what} has {words} words, fewer than {least}.",
                  "Complete it.")  # fmt: skip
    if most and words > most:
        yield _at(place, "H104", f"The {what} has {words} words, more than {most}.", "Cut it.")


def slide_sizes(course: Course) -> Iterator[Problem]:
    """H106: a slide has a headline and few words; a lesson has few slides."""
    for module in _lessons(course) if _is_source(course) else ():
        found = list(slides(module))
        if len(found) > module.slides_max:
            yield _at(found[module.slides_max].place, "H106", f"The lesson has {len(found)} slides,"
                      f" more than {module.slides_max}.", "Say less on the wall.")  # fmt: skip
        for slide in found:
            title, rest = headline(slide)
            if not title:
                yield _at(slide.place, "H106", "The slide has no headline.",
                          "Begin it with a line in bold.")  # fmt: skip
            if word_count(rest) > SLIDE_WORDS:
                yield _at(slide.place, "H106", f"The slide has {word_count(rest)} words, more than"
                          f" {SLIDE_WORDS}.", "Say less on the wall.")  # fmt: skip


def new_terms(course: Course) -> Iterator[Problem]:
    """H105: a lesson brings no more new terms than a reader can keep."""
    most, known = course.standards.limits.terms, set[str]()
    for module in _lessons(course) if most else ():
        found = uses(module.sections, notes=False)
        used = {target.casefold() for role, target in found if role == "term"}
        new = used - known
        known |= used
        if len(new) > most:
            yield _at(module.place, "H105", f"The lesson brings {len(new)} new terms, more than"
                      f" {most}: {', '.join(sorted(new))}.")  # fmt: skip


def _words(sections: tuple[Section, ...], leaves_out: Callable[[Part], bool]) -> int:
    return sum(word_count(text.source) for section in sections
               for text in _read(section.blocks, leaves_out))  # fmt: skip


def _read(blocks: tuple[Block, ...], leaves_out: Callable[[Part], bool]) -> Iterator[Text]:
    for block in blocks:
        match block:
            case Text():
                yield block
            case Part() if not (block.audience == "facilitator" or block.reuses
                                or block.media == ("slides",) or leaves_out(block)):  # fmt: skip
                yield from _read(block.blocks, leaves_out)
            case Part() | Note():
                continue


def _rule(course: Course, module: Module, section: Section) -> SectionRule | None:
    ending = _ending(module, section)
    return next((rule for rule in course.standards.sections if ending in rule.endings), None)


def _ending(module: Module, section: Section) -> str:
    return section.id.removeprefix(f"{module.id}-")


def _lessons(course: Course) -> Iterator[Module]:
    """Modules with objectives of their own; a path through others (a00) has another form."""
    return (module for module in course.modules if module.objectives)


def _is_source(course: Course) -> bool:
    """Whether the words are the author's: a translation is measured by its translator."""
    return course.language == course.languages[0]


def _at(place: Place, code: str, message: str, remedy: str = "") -> Problem:
    return Problem(place.path, place.line, code, message, remedy)
