"""Markdown split into sections and tagged blocks, by lines, before anything is rendered.

What an edition leaves out is left out here, as source, so it can reach neither page nor `_sources`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin

from coursebook.model import Audience, Block, Depth, Medium, Note, NoteKind, Part, Place, Text
from coursebook.problems import did_you_mean
from coursebook.reader.fields import members
from coursebook.reader.sources import Sources

OWN = re.compile(r"^\{(part|facilitator|reuse)\}\s*(.*)$")
STRAY = re.compile(r"^\s*(?::{3,}|`{3,}|~{3,})\s*\{(part|facilitator|reuse)\}")
OPTION = re.compile(r"^:([a-z-]+):\s*(.*)$")
PART_OPTIONS = (
    "depth", "audience", "medium", "region", "minutes", "title", "activity", "check", "label",
)  # fmt: skip
REGIONS = ("africa", "mena", "asia", "cis", "europe", "americas", "pacific")


@dataclass(frozen=True)
class RawSection:
    """A heading with its label and blocks; level 1 is the title of the file."""

    level: int
    title: str
    label: str
    blocks: tuple[Block, ...]
    place: Place


@cache
def markdown() -> MarkdownIt:
    """A parser that knows just enough of MyST to find blocks and their lines."""
    parser = MarkdownIt("commonmark").enable("table").use(colon_fence_plugin)
    parser.use(myst_block_plugin).core.ruler.disable("inline")  # what stands in a line: later
    return parser


def split(sources: Sources, path: str, text: str, first_line: int = 1) -> list[RawSection]:
    """The sections of a file: what stands under each `#` and `##`, in order."""
    return _Splitter(sources, path, text.split("\n"), first_line).sections()


class _Splitter:
    def __init__(self, sources: Sources, path: str, lines: list[str], first: int) -> None:
        self.sources, self.path, self.lines, self.first = sources, path, lines, first

    def tokens(self) -> Iterator[Token]:
        for token in markdown().parse("\n".join(self.lines)):
            if token.level == 0 and token.map and token.nesting >= 0:
                yield token

    def place(self, index: int) -> Place:
        return Place(self.path, self.first + index)

    def sections(self) -> list[RawSection]:
        """Cut at the headings of level 1 and 2; the label line before a heading belongs to it."""
        tokens = list(self.tokens())
        cuts: list[tuple[int, int, int, str]] = []  # first line, heading line, level, label
        for before, token in zip([None, *tokens], tokens, strict=False):
            if token.type == "heading_open" and token.tag in ("h1", "h2") and token.map:
                label, start = "", token.map[0]
                if before and before.type == "myst_target" and before.map:
                    label, start = before.content.strip(), before.map[0]
                cuts.append((start, token.map[0], int(token.tag[1]), label))
        self._stray_text(cuts[0][0] if cuts else len(self.lines))
        ends = [*(cut[0] for cut in cuts[1:]), len(self.lines)][: len(cuts)]
        return [
            RawSection(level, self.lines[heading].lstrip("# ").strip(), label,
                       self.inside(heading + 1, end), self.place(heading))
            for (_, heading, level, label), end in zip(cuts, ends, strict=True)
        ]  # fmt: skip

    def _stray_text(self, end: int) -> None:
        for index, line in enumerate(self.lines[:end]):
            if line.strip():
                self.sources.report(self.path, self.first + index, "L109",
                                    "There is text before the first heading.",
                                    "Start the file with its '# title'.")  # fmt: skip
                return

    def inside(self, start: int, end: int) -> tuple[Block, ...]:
        """The blocks between two lines."""
        return _Splitter(
            self.sources, self.path, self.lines[start:end], self.first + start
        ).blocks()

    def blocks(self) -> tuple[Block, ...]:
        """Own directives as parts and notes; all between them as runs of text."""
        found: list[Block] = []
        done = 0
        for token in self.tokens():
            assert token.map
            if token.type == "heading_open" and token.tag in ("h1", "h2"):
                self._report(token.map[0], "L103", "A '#' or '##' heading stands inside a block.",
                             "Close the block before the heading, or use '###'.")  # fmt: skip
            own = OWN.match(token.info.strip()) if token.type == "colon_fence" else None
            if own:
                self._text(found, done, token.map[0])
                found.append(self._own(own[1], own[2].strip(), token))
                done = token.map[1]
        self._text(found, done, len(self.lines))
        return tuple(found)

    def _text(self, found: list[Block], start: int, end: int) -> None:
        while start < end and not self.lines[start].strip():
            start += 1
        lines = self.lines[start:end]
        for offset, line in enumerate(lines):
            if stray := STRAY.match(line):
                self._report(start + offset, "L104",
                             f"A '{stray[1]}' block stands inside another kind of block.",
                             "Put it outside, and give the outer fence more colons.")  # fmt: skip
        if source := "\n".join(lines).rstrip():
            found.append(Text(source, self.place(start)))

    def _own(self, name: str, argument: str, token: Token) -> Block:
        assert token.map
        start, end = token.map
        fence = len(token.markup)
        if not re.fullmatch(rf":{{{fence},}}", self.lines[min(end, len(self.lines)) - 1].strip()):
            self._report(start, "L105", f"The '{name}' block is not closed.",
                         "End it, or the block before it, with a line"
                         f" '{':' * fence}'.")  # fmt: skip
            end += 1
        options, body = self._options(start + 1, end - 1)
        blocks = self.inside(body, end - 1)
        place = self.place(start)
        if name == "reuse":
            self._known_options(options, (), start)
            return Part((), place, reuses=argument)
        if name == "part":
            return self._part(options, blocks, place)
        self._known_options(options, ("title",), start)
        kind = self._word("kind", argument, members(NoteKind), start)
        return Note(cast(NoteKind, kind), blocks, place, options.pop("title", ""))

    def _options(self, start: int, end: int) -> tuple[dict[str, str], int]:
        options: dict[str, str] = {}
        while start < end and (match := OPTION.match(self.lines[start].strip())):
            options[match[1]] = match[2].strip()
            start += 1
        return options, start

    def _known_options(self, options: dict[str, str], known: tuple[str, ...], line: int) -> None:
        for name in options:
            if name not in known:
                self._report(line, "L106", f"Unknown option '{name}' of a block.",
                             did_you_mean(name, known) or "Leave it out.")  # fmt: skip

    def _part(self, options: dict[str, str], blocks: tuple[Block, ...], place: Place) -> Part:
        line = place.line - self.first
        self._known_options(options, PART_OPTIONS, line)
        part = Part(blocks, place, title=options.get("title", ""), label=options.get("label", ""))
        if "depth" in options:
            depth = self._word("depth", options["depth"], members(Depth), line)
            part = replace(part, depth=cast(Depth, depth))
        if "audience" in options:
            audience = self._word("audience", options["audience"], members(Audience), line)
            part = replace(part, audience=cast(Audience, audience))
        media = self._words("medium", options, tuple(m for m in members(Medium)), line)
        minutes = options.get("minutes", "0")
        if not minutes.isdigit():
            self._report(line, "L106", f"'minutes' takes a whole number, not '{minutes}'.",
                         "Write ':minutes: 8'.")  # fmt: skip
        return replace(
            part,
            media=cast(tuple[Medium, ...], media),
            regions=self._words("region", options, REGIONS, line),
            checks=tuple(re.split(r"[\s,]+", options["check"])) if options.get("check") else (),
            minutes=int(minutes) if minutes.isdigit() else 0,
            activity="activity" in options,
        )

    def _words(
        self, name: str, options: dict[str, str], allowed: tuple[str, ...], line: int
    ) -> tuple[str, ...]:
        words = [w for w in re.split(r"[\s,]+", options.get(name, "")) if w and w != "all"]
        return tuple(self._word(name, word, allowed, line) for word in words)

    def _word(self, name: str, value: str, allowed: tuple[str, ...], line: int) -> str:
        if value not in allowed:
            self._report(line, "L106", f"'{name}' cannot be '{value}'.",
                         did_you_mean(value, allowed))  # fmt: skip
            return allowed[0]
        return value

    def _report(self, index: int, code: str, message: str, remedy: str) -> None:
        self.sources.report(self.path, self.first + index, code, message, remedy)


def texts(blocks: tuple[Block, ...], *, notes: bool = True) -> Iterator[Text]:
    """Every run of text, in order; `notes=False` leaves facilitator notes out."""
    for block in blocks:
        match block:
            case Text():
                yield block
            case Note() if not notes:
                continue
            case Part() | Note():
                yield from texts(block.blocks, notes=notes)


def parts(blocks: tuple[Block, ...]) -> Iterator[Part]:
    """Every part, outer before inner."""
    for block in blocks:
        if isinstance(block, Part):
            yield block
        if isinstance(block, (Part, Note)):
            yield from parts(block.blocks)


def timed_parts(blocks: tuple[Block, ...]) -> Iterator[Part]:
    """Every part that has minutes; what stands inside it is part of its time."""
    for block in blocks:
        if isinstance(block, Part):
            yield from (block,) if block.minutes else timed_parts(block.blocks)


def notes(blocks: tuple[Block, ...]) -> Iterator[Note]:
    """Every note for facilitators, also inside parts."""
    for block in blocks:
        if isinstance(block, Note):
            yield block
        elif isinstance(block, Part):
            yield from notes(block.blocks)
