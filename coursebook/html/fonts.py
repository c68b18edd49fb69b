"""Web fonts: the faces that a text needs, as CSS and as files."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Literal, NamedTuple

from coursebook.files import Files
from coursebook.fonts import FAMILY, chinese_letters, chinese_woff2
from coursebook.html.shell import theme_bytes, theme_names


class Subset(NamedTuple):
    """A script of a family: start of its file names, and the characters it is asked for."""

    family: str
    file: str
    ranges: str


# The ranges are those of the packages that the files come from (docs/fonts.md).
SUBSETS = (
    Subset("Noto Sans", "noto-sans-latin",
           "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,"
           "U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"),
    Subset("Noto Sans", "noto-sans-latin-ext",
           "U+0100-0130,U+0132-0151,U+0154-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,"
           "U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,"
           "U+A720-A7FF"),
    Subset("Noto Sans", "noto-sans-cyrillic", "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116"),
    Subset("Noto Sans", "noto-sans-cyrillic-ext",
           "U+0460-048F,U+0492-04AF,U+04B2-052F,U+1C80-1C8A,U+20B4,U+2DE0-2DFF,U+A640-A69F"),
    Subset("Amiri", "amiri-arabic",
           "U+0600-06FF,U+0750-077F,U+0870-088E,U+0890-0891,U+0897-08E1,U+08E3-08FF,U+FB50-FDFF,"
           "U+FE70-FE74,U+FE76-FEFC"),
)  # fmt: skip
CHINESE = Subset(FAMILY, "noto-sans-sc",
                 "U+00B7,U+2013-2014,U+2018-2019,U+201C-201D,U+2025-2026,U+2E80-4DBF,U+4E00-9FFF,"
                 "U+F900-FAFF,U+FE30-FE4F,U+FF00-FFEF")  # fmt: skip


def web_fonts(text: str) -> tuple[str, Files]:
    """CSS with a face for every shipped font that the text needs, and the files by name.

    The CSS looks for the files in `fonts/` beside itself.
    """
    present = frozenset(theme_names("fonts"))
    characters = frozenset(map(ord, text))
    faces = [
        (subset, weight, f"{subset.file}-{weight}-normal.woff2")
        for subset in SUBSETS
        if _asked(subset, characters)
        for weight in (400, 700)
    ]
    shipped = [face for face in faces if face[2] in present]
    chinese = dict(_chinese(chinese_letters(text)))
    faces = [*shipped, *chinese]
    families = [(subset.family, weight) for subset, weight, _ in faces]
    css = "".join(
        _face(subset, weight, name,
              "" if families.count((subset.family, weight)) == 1 else _asked(subset, characters))
        for subset, weight, name in faces
    )  # fmt: skip
    ready = {name: theme_bytes(f"fonts/{name}") for _, _, name in shipped}
    return css, ready | {name: data for (_, _, name), data in chinese.items()}


def _chinese(letters: str) -> Iterator[tuple[tuple[Subset, int, str], bytes]]:
    """Both weights of the Chinese letters, where there are any and their package is installed."""
    weights: tuple[Literal[400, 700], ...] = (400, 700)
    for weight in weights if letters else ():
        if data := chinese_woff2(letters, weight):
            yield (CHINESE, weight, f"{CHINESE.file}-{weight}-normal.woff2"), data


def _face(subset: Subset, weight: int, name: str, asked: str) -> str:
    """A range only where the family has several files: a page needs its only one anyhow."""
    ranges = f";unicode-range:{asked}" if asked else ""
    return (
        f'@font-face{{font-family:"{subset.family}";font-weight:{weight};font-display:swap;'
        f'src:url(fonts/{name}) format("woff2"){ranges}}}\n'
    )


def _asked(subset: Subset, characters: Set[int]) -> str:
    """Those ranges of the subset in which the text has a character, as CSS writes them."""
    spans = (span for span in _spans(subset.ranges) if not characters.isdisjoint(span))
    return ",".join(f"U+{span[0]:X}" + (f"-{span[-1]:X}" if len(span) > 1 else "")
                    for span in spans)  # fmt: skip


def _spans(ranges: str) -> Iterator[range]:
    for span in ranges.split(","):
        first, _, last = span.removeprefix("U+").partition("-")
        yield range(int(first, 16), int(last or first, 16) + 1)
