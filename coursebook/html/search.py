"""What the search of a site knows: each page as plain text, for a script to look through."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from coursebook.html.shell import json_text

# Feedback and keys of questions wait in these elements: a search must not give them away.
UNSEEN = re.compile(r"<(script|template|svg|select)\b.*?</\1>", re.DOTALL)
INLINE = re.compile(r"</?(?:a|abbr|b|bdi|code|em|i|mark|span|strong|sub|sup)\b[^>]*>")
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Found:
    """A page that can be found."""

    file: str
    title: str
    context: str
    html: str


def plain_text(html: str) -> str:
    """The words of a fragment as a reader sees them, in one line."""
    text = TAG.sub(" ", INLINE.sub("", UNSEEN.sub(" ", html)))
    return re.sub(r"\s+([.,;:!?)])", r"\1", " ".join(unescape(text).split()))


def search_index(pages: list[Found]) -> str:
    """A script that hands the texts to the search; read as a file, so it works from a disk."""
    rows = [[page.file, page.title, page.context, plain_text(page.html)] for page in pages]
    return f"Coursebook.site.search({json_text(rows)});\n"
