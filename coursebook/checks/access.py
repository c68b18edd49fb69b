"""Access for everybody: figures without colour, tables with heads, headings in order, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from coursebook.checks.colours import contrast, is_coloured
from coursebook.checks.passages import passages, section_passages
from coursebook.checks.pictures import Fill, picture
from coursebook.model import Course, Module, Place, Section
from coursebook.problems import Problem

ALIKE = 1.25
"""Contrast under which two areas look the same in black and white."""
APART = 60
"""How far two colours differ in one of red, green and blue when a reader is to tell them apart."""
LINK = re.compile(r"(?<!!)\[([^\]\[]+)\]\(([^)\s]+)[^)]*\)")
BARE = re.compile(r"<(https?://[^>\s]+)>|(?<![(<\"=\[])\bhttps?://[^\s)>\]]+")
CODE = re.compile(r"`[^`]*`")
EMPTY_WORDS = frozenset({
    "here", "click here", "this", "this link", "link", "more", "read more", "learn more",
    "this page", "website", "click", "see here",
})  # fmt: skip


def contrast_of_text(course: Course) -> Iterator[Problem]:
    """A103: text in an SVG file has a contrast of 4.5 to what is below it; large text of 3."""
    for path, data in _drawings(course):
        for words in picture(data).words:
            least = 3.0 if words.large else 4.5
            if (found := contrast(words.ink, words.below)) < least:
                yield Problem(path, words.line, "A103", f"The text '{words.text}' has a contrast"
                              f" of {found:.1f}, less than {least}.")  # fmt: skip


def colours_alone(course: Course) -> Iterator[Problem]:
    """A104: two fills of a figure that differ by hue only are one on a black and white print."""
    for path, data in _drawings(course):
        fills = {fill.name: fill for fill in reversed(picture(data).fills)}
        for one, other in combinations(sorted(fills.values(), key=lambda f: f.line), 2):
            if _differ_by_hue(one, other):
                yield Problem(path, other.line, "A104", f"The fills {one.name} and {other.name}"
                              " look the same in black and white.")  # fmt: skip


def _differ_by_hue(one: Fill, other: Fill) -> bool:
    far = max(abs(a - b) for a, b in zip(one.colour, other.colour, strict=True))
    coloured = is_coloured(one.colour) or is_coloured(other.colour)
    return far >= APART and coloured and contrast(one.colour, other.colour) < ALIKE


def table_heads(course: Course) -> Iterator[Problem]:
    """A105: every column of a table but the first has a head."""
    for module in course.modules:
        for passage in passages(module):
            if passage.kind == "head" and passage.level and not passage.source.strip():
                yield _at(passage.place, "A105", "A column of this table has no head.")


def heading_order(course: Course) -> Iterator[Problem]:
    """A106: no level of headings is left out below a section."""
    for module in course.modules:
        for section in _sections(module):
            level = 2
            for passage in section_passages(section):
                if passage.kind == "heading":
                    if passage.level > level + 1:
                        yield _at(passage.place, "A106", f"The heading '{passage.text}' of level"
                                  f" {passage.level} follows one of level {level}.")  # fmt: skip
                    level = passage.level


def link_texts(course: Course) -> Iterator[Problem]:
    """A107: the text of a link says where it leads."""
    for module in course.modules:
        for passage in passages(module):
            text = CODE.sub("", passage.source)
            for label, _ in LINK.findall(text):
                if label.strip(" *.").lower() in EMPTY_WORDS or BARE.match(label):
                    yield _at(passage.place, "A107", f"The link '{label}' does not say where it"
                              " leads.")  # fmt: skip
            for found in BARE.finditer(LINK.sub("", text)):
                yield _at(passage.place, "A107", f"The address '{found[1] or found[0]}' is not a"
                          " text that says where it leads.")  # fmt: skip


def _drawings(course: Course) -> Iterator[tuple[str, bytes]]:
    return ((path, data) for path, data in course.media.items() if path.endswith(".svg"))


def _sections(module: Module) -> Iterator[Section]:
    yield from (*module.sections, *module.lab, *module.guide)


def _at(place: Place, code: str, message: str) -> Problem:
    return Problem(place.path, place.line, code, message)
