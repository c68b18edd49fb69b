"""White space as a browser shows it."""

from __future__ import annotations

import re
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

SPACE = re.compile(r"[ \t\n\r\f]+")
Slot = tuple[HtmlElement, Literal["text", "tail"]]


def collapse(root: HtmlElement, inline: frozenset[str]) -> None:
    """Make runs of white space one space, and none at the edges of blocks; `pre` stays."""
    last: Slot | None = None
    kept_apart = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        breaks = element.tag not in inline or element.tag == "br"
        kept_apart += (element.tag == "pre") * {"start": 1, "end": -1}.get(event, 0)
        if breaks and event != "comment":
            _strip_end(last)
            last = None
        if kept_apart or (event == "end" and element is root):
            continue
        last = _tidy((element, "text" if event == "start" else "tail"), last)


def _tidy(slot: Slot, last: Slot | None) -> Slot | None:
    element, where = slot
    text = SPACE.sub(" ", getattr(element, where) or "")
    if last is None or str(getattr(*last)).endswith(" "):
        text = text.removeprefix(" ")
    setattr(element, where, text)
    return slot if text else last


def _strip_end(slot: Slot | None) -> None:
    if slot is not None:
        setattr(*slot, str(getattr(*slot)).rstrip(" \t\n\r\f"))
