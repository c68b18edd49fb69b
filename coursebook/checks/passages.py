"""A text cut into what a reader meets: paragraphs, items, cells, headings, and their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import Literal

from markdown_it.token import Token

from coursebook.checks.prose import plain
from coursebook.model import Block, Course, Module, Note, Part, Place, Section, Text
from coursebook.reader.blocks import OPTION, markdown
from coursebook.uses import strings

Kind = Literal["paragraph", "item", "head", "cell", "heading", "caption", "alt"]
DIRECTIVE = re.compile(r"^\{([a-z-]+)\}\s*(.*)$")
SILENT = frozenset({"question", "quiz", "explorable", "handout", "lines", "objectives"})
INSIDE: dict[str, Kind] = {
    "list_item_open": "item", "th_open": "head", "td_open": "cell", "heading_open": "heading",
}  # fmt: skip
LEVELS = ("heading", "head")
END = re.compile(r"(?<=[.!?…])[\"'”’)*]*\s+(?=[\"'“‘(*]*[A-Z0-9])|(?<=:)\s+(?=[\"“][A-Z])")
ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|vs|Nos?|[Aa]rt|paras?|cf|Mr|Ms|Dr|St|pp?)\.$")


@dataclass(frozen=True)
class Piece:
    """A run of Markdown without blocks in it; `line` counts from 0 in its text."""

    kind: Kind
    line: int
    source: str
    level: int = 0
    """Of a heading; of a cell of a table's head its column, from 0."""


@dataclass(frozen=True)
class Passage:
    """A piece with its file; `facilitator` where participants do not read it."""

    kind: Kind
    source: str
    place: Place
    facilitator: bool = False
    level: int = 0

    @property
    def text(self) -> str:
        """The words without marks, in one line."""
        return _line(self.source)


@lru_cache(maxsize=16384)
def _line(source: str) -> str:
    """One line of words; a dozen rules read each text."""
    return " ".join(plain(source).split())


def passages(module: Module) -> Iterator[Passage]:
    """What the lesson, its laboratory, its guide and its handouts say, once each."""
    sheets = (section for sheet in module.handouts for section in sheet.sections)
    for section in (*module.sections, *module.lab, *sheets):
        yield from section_passages(section)
    for section in module.guide:
        yield from _passages(section.blocks, facilitator=True)


def section_passages(section: Section) -> Iterator[Passage]:
    """What one section says; a reused part is judged where it is written."""
    return block_passages(section.blocks)


def block_passages(blocks: tuple[Block, ...]) -> Iterator[Passage]:
    """What some blocks of a lesson say."""
    return _passages(blocks, facilitator=False)


def _passages(blocks: tuple[Block, ...], *, facilitator: bool) -> Iterator[Passage]:
    for block in blocks:
        match block:
            case Text():
                for piece in pieces(block.source):
                    place = Place(block.place.path, block.place.line + piece.line)
                    yield Passage(piece.kind, piece.source, place, facilitator, piece.level)
            case Part():
                if not block.reuses:
                    yield from _passages(
                        block.blocks, facilitator=facilitator or block.audience == "facilitator"
                    )
            case Note():
                yield from _passages(block.blocks, facilitator=True)


def _question_passages(module: Module) -> Iterator[Passage]:
    """The texts of all questions, and their vignettes."""
    for question in module.questions:
        for text in strings((question, module.vignettes.get(question.vignette, ""))):
            yield Passage("item", text, question.place)


def every_passage(course: Course) -> Iterator[Passage]:
    """The texts of all modules and their questions, and of the exercises that a course lists."""
    for module in course.modules:
        yield from passages(module)
        yield from _question_passages(module)
    yield from _exercise_passages(course)


def _exercise_passages(course: Course) -> Iterator[Passage]:
    """The texts of the scenarios, tabletops and decks that a course lists."""
    scenarios = (course.scenarios[id_] for id_ in course.kit.scenarios if id_ in course.scenarios)
    for exercise in (*scenarios, *course.kit.tabletops, *course.kit.decks):
        yield from _spoken(exercise, exercise.place)


def _spoken(value: object, place: Place) -> Iterator[Passage]:
    """Every text inside a value, each at the nearest place above it."""
    if isinstance(value, str):
        yield Passage("item", value, place)
    elif isinstance(value, (tuple, Mapping)):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _spoken(item, place)
    elif is_dataclass(value) and not isinstance(value, Place):
        here = getattr(value, "place", place)
        for member in fields(value):
            yield from _spoken(getattr(value, member.name), here)


@lru_cache(maxsize=4096)
def pieces(source: str) -> tuple[Piece, ...]:
    """The pieces of a text in order; each text is parsed once for all rules."""
    return tuple(_pieces(source, 0))


def _pieces(source: str, first: int, default: Kind = "paragraph") -> Iterator[Piece]:
    kinds: list[Kind] = [default]
    level = 0
    for token in markdown().parse(source):
        line = first + token.map[0] if token.map else first
        if token.type in INSIDE:
            kinds.append(INSIDE[token.type])
            level = _level(token, level)
        elif token.type.replace("_close", "_open") in INSIDE:
            kinds.pop()
        elif token.type == "tr_open":
            level = -1
        elif token.type == "inline":
            yield Piece(kinds[-1], line, token.content, level if kinds[-1] in LEVELS else 0)
        elif token.type in ("colon_fence", "fence"):
            yield from _directive(token, line)


def _level(token: Token, before: int) -> int:
    """The level of a heading, or the column of a cell."""
    return int(token.tag[1]) if token.type == "heading_open" else before + 1


def _directive(token: Token, line: int) -> Iterator[Piece]:
    found = DIRECTIVE.match(token.info.strip())
    if not found or found[1] in SILENT:
        return
    picture = found[1] in ("figure", "image")
    if found[2] and not picture:
        yield Piece("caption", line, found[2])
    lines = token.content.split("\n")
    options: dict[str, str] = {}
    while len(options) < len(lines) and (match := OPTION.match(lines[len(options)].strip())):
        options[match[1]] = match[2]
        if match[1] == "alt":
            yield Piece("alt", line + len(options), match[2])
    if found[1] == "list-table" and options.get("header-rows", "0") == "0":
        yield Piece("head", line, "", 1)
    rest = "\n".join(lines[len(options) :])
    yield from _pieces(rest, line + 1 + len(options), "caption" if picture else "paragraph")


def sentences(text: str) -> list[str]:
    """The sentences of a plain text."""
    found: list[str] = []
    for piece in END.split(text):
        if found and ABBREVIATION.search(found[-1]):
            found[-1] += f" {piece}"
        elif piece.strip():
            found.append(piece.strip())
    return found
