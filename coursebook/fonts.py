"""The Chinese letters: where they lie once their package is installed, and what a site gets."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Literal

PACKAGE = "coursebook_fonts_chinese"
INSTALL = (
    "Install them from the project's folder: py -m pip install ./extras/coursebook-fonts-chinese"
)
FAMILY = "Noto Sans SC"
FILES = {400: "NotoSansSC-Regular.ttf", 700: "NotoSansSC-Bold.ttf"}
CHINESE = re.compile("[\u2e80-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
"""Characters that only the Chinese letters have: signs, and punctuation as wide as they are."""
SHARED = "\u00b7\u2013\u2014\u2018\u2019\u201c\u201d\u2025\u2026"
"""Punctuation that has another width in Chinese than in Latin text."""


class ChineseFontsMissingError(ValueError):
    """A text has Chinese characters, and the package with their letters is not installed."""

    def __init__(self, text: str) -> None:
        first = CHINESE.findall(text)[:6]
        super().__init__(f"The text has Chinese characters ('{''.join(first)}'),"
                         " and the fonts for them are not installed.")  # fmt: skip


def chinese_folder() -> Path | None:
    """The folder of the Chinese fonts; None where their package is not installed."""
    if find_spec(PACKAGE) is None:
        return None
    return Path(str(files(PACKAGE))) / "fonts"


def chinese_letters(text: str) -> str:
    """The characters of the text for which the Chinese letters are asked; none without Chinese."""
    if not CHINESE.search(text):
        return ""
    return "".join(sorted(c for c in set(text) if CHINESE.match(c) or c in SHARED))


def chinese_woff2(letters: str, weight: Literal[400, 700]) -> bytes:
    """A web font with these characters only; empty where the package is not installed."""
    folder = chinese_folder()
    return _cut(folder / FILES[weight], letters) if folder else b""


@cache
def _cut(path: Path, letters: str) -> bytes:
    """Cut by need: a page loads 65 KB in place of 571 KB of ready-made pieces (docs/fonts.md)."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True, recalcTimestamp=False) as font:
        cut = Subsetter(Options(hinting=False, notdef_outline=True, layout_features=["halt"]))
        cut.populate(text=letters)
        cut.subset(font)
        font.flavor = "woff2"
        out = BytesIO()
        font.save(out)
    return out.getvalue()
