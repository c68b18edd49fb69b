"""The YAML between two `---` lines at the head of a Markdown file."""

from __future__ import annotations

import re

from coursebook.reader.fields import Fields, load, mappings
from coursebook.reader.sources import Sources

FRONT = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)


def front_matter(sources: Sources, path: str, text: str) -> tuple[Fields | None, str, int]:
    """The front matter, the body after it, and the body's first line (L101 where it is missing)."""
    match = FRONT.match(text)
    if not match or not match[1].strip():
        sources.report(path, 1, "L101", "The file has no front matter.",
                       "Start it with '---', the keys, and '---'.")  # fmt: skip
        return None, text, 1
    node = load(sources, path, match[1], 2)
    fields = mappings(sources, path, [node], 2) if node is not None else []
    return (fields[0] if fields else None), text[match.end() :], match[0].count("\n") + 1
