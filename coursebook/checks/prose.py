"""Markdown as the words that a reader meets, for rules that count them."""

from __future__ import annotations

import re

FENCE = re.compile(r"^\s*(?::{3,}|`{3,}|~{3,}|:[a-z-]+:|\([\w-]+\)=).*$", re.MULTILINE)
ROLE = re.compile(r"\{[\w-]+\}`(?:([^`<]*?)\s*<[^`]*>|([^`]*))`")
SILENT_ROLE = re.compile(r"\{(?:fact|cite)\}`[^`]*`|\[\^[\w-]+\]")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
WORD = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*")


def plain(markdown: str) -> str:
    """The text without directives, roles and marks."""
    text = SILENT_ROLE.sub("", FENCE.sub("", markdown))
    text = ROLE.sub(lambda m: m[1] or m[2] or "", text)
    return LINK.sub(r"\1", text).replace("*", "").replace("`", "")


def word_count(markdown: str) -> int:
    """How many words a reader meets."""
    return len(WORD.findall(plain(markdown)))
