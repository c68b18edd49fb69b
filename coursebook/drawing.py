"""A pen for the still pictures of simulations: SVG that prints in black and white."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from math import ceil
from textwrap import wrap
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]

NEGATIVE = re.compile(r"\u2212[\d.,]+")
WIDTH = 400
"""A sheet stays legible on a telephone: its smallest letters are 13 of these 400 units."""
FONT = "'Noto Sans', 'Amiri', sans-serif"
TONES = {
    "ink": 'fill="#14212b"',
    "note": 'fill="#14212b" stroke="#ffffff" stroke-width="5" paint-order="stroke"',
    "muted": 'fill="#44525a"',
    "on": 'fill="#ffffff"',
    "solid": 'fill="#0b5563" stroke="#0b5563"',
    "soft": 'fill="#dfe8ea" stroke="#44525a" stroke-width="2"',
    "paper": 'fill="#ffffff" stroke="#66747c"',
    "dash": 'fill="#ffffff" stroke="#0b5563" stroke-width="2" stroke-dasharray="5 3"',
    "line": 'fill="none" stroke="#66747c" stroke-width="1.5"',
    "bar": 'fill="none" stroke="#0b5563" stroke-width="11"',
    "rim": 'fill="none" stroke="#44525a" stroke-width="11"',
    "core": 'fill="none" stroke="#dfe8ea" stroke-width="8"',
    "hatch": 'fill="none" stroke="#44525a" stroke-width="1.2"',
    "strong": 'fill="none" stroke="#14212b" stroke-width="2.5"',
    "curve": 'fill="none" stroke="#0b5563" stroke-width="3"',
    "dots-true": 'fill="none" stroke="#0b5563" stroke-linecap="round"',
    "dots-false": 'fill="none" stroke="#7d8a91" stroke-linecap="round"',
    "dots-hole": 'fill="none" stroke="#ffffff" stroke-linecap="round"',
}
"""What a mark looks like on paper; on screen the class `x-TONE` takes the theme's colours."""


def count(value: float, decimals: int = 0) -> str:
    """A number in groups of three, as `10,098`; halves go up, as in the browser."""
    shown = f"{int(value + 0.5) if value >= 0 and not decimals else round(value, decimals):,}"
    return f"{value:,.{decimals}f}".replace("-", "\u2212") if decimals else shown


class Pen:
    """Marks on a sheet 400 wide. A right-to-left sheet is mirrored; what is written is not."""

    def __init__(self, direction: str = "ltr") -> None:
        self.rtl = direction == "rtl"
        self.marks: list[str] = []
        self.height = 0.0

    def box(self, corner: Point, size: Point, tone: str) -> None:
        """A rectangle from its upper left corner."""
        x = WIDTH - corner[0] - size[0] if self.rtl else corner[0]
        self.marks.append(
            f'<rect class="x-{tone}" x="{x:g}" y="{corner[1]:g}" width="{size[0]:g}" '
            f'height="{size[1]:g}" rx="4" {TONES[tone]}/>'
        )
        self.height = max(self.height, corner[1] + size[1])

    def line(self, points: Sequence[Point], tone: str = "line", **more: object) -> None:
        """A line through the points; `stroke_width=3` and the like are further attributes."""
        self.strokes([points], tone, **more)

    def strokes(self, lines: Sequence[Sequence[Point]], tone: str, **more: object) -> None:
        """Several lines as one mark."""
        path = "".join(
            f"{'L' if i else 'M'}{round(WIDTH - x if self.rtl else x, 2):g} {round(y, 2):g}"
            for points in lines
            for i, (x, y) in enumerate(points)
        )
        extra = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())
        self.marks.append(f'<path class="x-{tone}" d="{path}" {TONES[tone]}{extra}/>')
        self.height = max(self.height, *(y for points in lines for _, y in points), 0)

    def text(self, at: Point, text: str, size: float = 13, tone: str = "ink",
             anchor: str = "middle") -> None:  # fmt: skip
        """One line of text; bold from 15 up. `anchor` start is the side where reading starts."""
        if self.rtl:  # the sheet is drawn left to right in every medium, so isolate the words
            signed = NEGATIVE.sub("\u2066\\g<0>\u2069", text)
            text = f"\u2067{signed}\u2069" if any(c.isalpha() for c in text) else text
            anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
        bold = ' font-weight="700"' if size >= 15 else ""
        x = WIDTH - at[0] if self.rtl else at[0]
        self.marks.append(
            f'<text class="x-{tone}" x="{round(x, 2):g}" y="{round(at[1], 2):g}" '
            f'font-size="{size:g}" text-anchor="{anchor}"{bold} {TONES[tone]}>{escape(text)}</text>'
        )
        self.height = max(self.height, at[1] + 6)

    def paragraph(self, at: Point, text: str, letters: int, size: float = 15) -> None:
        """Centred lines of at most so many letters."""
        for index, part in enumerate(wrap(text, letters)):
            self.text((at[0], at[1] + size * 1.35 * index), part, size)

    def node(self, at: Point, width: float, tone: str, number: str, label: str) -> None:
        """A box with a number and its label; an empty number leaves a line to write on."""
        labels = wrap(label, max(11, int(width / 7.2)))[:2]
        self.box(at, (width, 32 + 16 * max(len(labels), 2 if width < 100 else 1)), tone)
        writing, middle = "on" if tone == "solid" else "ink", at[0] + width / 2
        if number:
            size = 17 if len(number) < 8 or width > 100 else 15
            self.text((middle, at[1] + 21), number, size, writing)
        else:
            half = width * 0.35
            self.line([(middle - half, at[1] + 24), (middle + half, at[1] + 24)])
        for index, part in enumerate(labels):
            self.text((middle, at[1] + 39 + 15 * index), part, 13, writing)

    def svg(self, title: str, description: str) -> str:
        """The sheet. It is drawn left to right in every language: `text` sees to the rest."""
        high = ceil(self.height + 2)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {high}" '
            f'width="{WIDTH}" height="{high}" font-family="{FONT}" direction="ltr">'
            f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
            f"{''.join(self.marks)}</svg>"
        )
