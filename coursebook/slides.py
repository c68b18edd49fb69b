"""The slides of a lesson: what an author wrote for the wall, and nothing that the lesson lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursebook.model import Block, Module, Part, Text

HEADLINE = re.compile(r"\s*\*\*(?P<words>[^*\n]+)\*\*\s*\n(?P<rest>.*)", re.DOTALL)


def slides(module: Module) -> Iterator[Part]:
    """The parts of a lesson that are for slides alone, in order."""
    for section in module.sections:
        yield from _slides(section.blocks)


def _slides(blocks: tuple[Block, ...]) -> Iterator[Part]:
    for block in blocks:
        if isinstance(block, Part):
            yield from (block,) if block.media == ("slides",) else _slides(block.blocks)


def source(slide: Part) -> str:
    """The Markdown of a slide."""
    return "\n\n".join(block.source for block in slide.blocks if isinstance(block, Text))


def headline(slide: Part) -> tuple[str, str]:
    """The line in bold that begins the slide, empty if there is none, and what follows it."""
    found = HEADLINE.match(source(slide) + "\n")
    return (found["words"], found["rest"].strip()) if found else ("", source(slide))
