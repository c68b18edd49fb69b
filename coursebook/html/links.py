"""Symbolic links (`course:KIND/ID`) turned into those of a medium."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

SYMBOLIC = re.compile(r'<a\b([^>]*?)href="course:([^"]+)"([^>]*)>(.*?)</a>', re.DOTALL)
SYMBOLIC_SRC = re.compile(r'src="course:([^"]+)"')


def resolve(html: str, link: Callable[[str], str | None]) -> str:
    """The HTML with every `course:` link given by `link`; an unknown one loses its tag."""

    def anchor(match: re.Match[str]) -> str:
        href = link(unescape(match[2]))
        return match[4] if href is None else \
            f'<a{match[1]}href="{escape(href)}"{match[3]}>{match[4]}</a>'  # fmt: skip

    html = SYMBOLIC.sub(anchor, html)
    return SYMBOLIC_SRC.sub(lambda m: f'src="{escape(link(unescape(m[1])) or "")}"', html)
