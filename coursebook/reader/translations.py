"""Translations of a module: gettext catalogues laid over the source text, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise

from babel.messages.pofile import PoFileError, read_po

from coursebook.model import Block, Note, Part, Text
from coursebook.reader.blocks import markdown
from coursebook.reader.sources import Sources

SOURCE_LANGUAGE = "en"


@dataclass(frozen=True)
class Catalogue:
    """Messages of one module in one language: (context, source text) to translation.

    Context is a question's id in the bank and empty in lessons. Text without translation stays
    in the source language.
    """

    messages: Mapping[tuple[str, str], str]

    def text(self, source: str, context: str = "") -> str:
        """The translation of a text, or the text itself."""
        return self.messages.get((context, source)) or source

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The same blocks with every run of text translated."""
        return tuple(map(self._block, blocks)) if self.messages else blocks

    def _block(self, block: Block) -> Block:
        match block:
            case Text(source):
                chunks = (self.text(chunk) for chunk in translatable(source))
                return replace(block, source="\n\n".join(chunks))
            case Part() | Note():
                title = self.text(block.title) if block.title else ""
                return replace(block, blocks=self.blocks(block.blocks), title=title)


def translatable(source: str) -> Iterator[str]:
    """The top-level Markdown blocks of a text, each a message for the translator."""
    lines = source.split("\n")
    tokens = [t for t in markdown().parse(source) if t.level == 0 and t.map and t.nesting >= 0]
    starts = [0, *(token.map[0] for token in tokens[1:] if token.map), len(lines)]
    for start, end in pairwise(starts):
        yield "\n".join(lines[start:end]).rstrip()


def read_catalogue(sources: Sources, slug: str, language: str) -> Catalogue:
    """Both catalogues of a module (lesson and exercises); empty for the source language."""
    messages: dict[tuple[str, str], str] = {}
    if language != SOURCE_LANGUAGE:
        for folder in ("modules", "exercises"):
            path = f"{folder}/{slug}/i18n/{language}.po"
            if sources.exists(path):
                messages |= _read(sources, path)
    return Catalogue(messages)


def read_messages(sources: Sources, folder: str, language: str) -> Catalogue:
    """The catalogue of a folder of exercises; empty for the source language."""
    path = f"{folder}/i18n/{language}.po"
    wanted = language != SOURCE_LANGUAGE and sources.exists(path)
    return Catalogue(_read(sources, path) if wanted else {})


def _read(sources: Sources, path: str) -> dict[tuple[str, str], str]:
    try:
        catalog = read_po(BytesIO(sources.data(path) or b""), abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        line = getattr(error, "lineno", 0) or 1
        sources.report(path, line, "T101", f"The catalogue cannot be read: {error}.",
                       "Save it with a gettext editor as UTF-8.")  # fmt: skip
        return {}
    return {
        (message.context or "", str(message.id)): str(message.string)
        for message in catalog
        if message.id and message.string and not message.fuzzy
    }
