"""SVG files as what is painted: each text on the shape below it, and the fills of all shapes.

What is not sure (patterns, gradients, turned or half transparent things) is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from coursebook.checks.colours import Colour, colour

MOVE = re.compile(r"translate\(\s*(-?[\d.]+)(?:[\s,]+(-?[\d.]+))?\s*\)")
LARGE, LARGE_BOLD = 24.0, 18.66
"""Pixels from which WCAG 1.4.3 asks for a contrast of 3 only."""


@dataclass(frozen=True)
class Words:
    """A text of a picture, its colour and that of the topmost shape below it."""

    text: str
    ink: Colour
    below: Colour
    large: bool
    line: int


@dataclass(frozen=True)
class Fill:
    """The colour of a shape."""

    name: str
    colour: Colour
    line: int


@dataclass(frozen=True)
class _State:
    """What an element inherits; `sure` is false inside of what is turned or see-through."""

    x: float = 0
    y: float = 0
    fill: str = "#000"
    size: float = 16
    bold: bool = False
    sure: bool = True


@dataclass
class Picture:
    """What an SVG file paints, in order."""

    words: list[Words] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    shapes: list[tuple[float, float, float, float, Colour]] = field(default_factory=list)


def picture(data: bytes) -> Picture:
    """The picture of a file; an empty one where it is not XML."""
    found = Picture()
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return found
    _paint(root, _State(), found)
    return found


def _paint(element: etree._Element, above: _State, found: Picture) -> None:
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if name in ("", "defs", "title", "desc", "clipPath", "mask", "pattern", "style"):
        return
    state = _state(element, above)
    if name in ("text", "tspan"):
        _write(element, state, found)
    elif state.sure and name in ("rect", "circle", "ellipse", "path", "polygon"):
        _fill(element, name, state, found)
    for child in element:
        _paint(child, state, found)


def _state(element: etree._Element, above: _State) -> _State:
    given = {str(key): str(value) for key, value in element.attrib.items()}
    given |= dict(_styles(given.get("style", "")))
    state = replace(
        above, fill=given.get("fill", above.fill),
        size=_number(given.get("font-size"), above.size),
        bold=given["font-weight"] in ("bold", "bolder", "600", "700", "800", "900")
        if "font-weight" in given else above.bold,
        sure=above.sure and not {"opacity", "fill-opacity", "class"} & given.keys(),
    )  # fmt: skip
    if "transform" in given:
        move = MOVE.fullmatch(given["transform"].strip())
        if not move:
            return replace(state, sure=False)
        state = replace(state, x=state.x + float(move[1]), y=state.y + float(move[2] or 0))
    return state


def _styles(text: str) -> Iterator[tuple[str, str]]:
    for rule in text.split(";"):
        name, _, value = rule.partition(":")
        if value:
            yield name.strip(), value.strip()


def _write(element: etree._Element, state: _State, found: Picture) -> None:
    text, ink = (element.text or "").strip(), colour(state.fill)
    if not (text and ink and state.sure):
        return
    x = state.x + _number(element.get("x"), 0)
    y = state.y + _number(element.get("y"), 0) - state.size / 3  # the middle of small letters
    below = next((c for x0, y0, x1, y1, c in reversed(found.shapes)
                  if x0 <= x <= x1 and y0 <= y <= y1), (255, 255, 255))  # fmt: skip
    large = state.size >= (LARGE_BOLD if state.bold else LARGE)
    found.words.append(Words(text, ink, below, large, _line(element)))


def _fill(element: etree._Element, name: str, state: _State, found: Picture) -> None:
    ink = colour(state.fill)
    if ink is None:
        return
    found.fills.append(Fill(state.fill, ink, _line(element)))
    if name in ("path", "polygon"):  # where they are is not as simple as a box
        return
    number = {key: _number(element.get(key), 0)
              for key in ("x", "y", "width", "height", "cx", "cy", "r", "rx", "ry")}  # fmt: skip
    if name == "rect":
        x, y = state.x + number["x"], state.y + number["y"]
        found.shapes.append((x, y, x + number["width"], y + number["height"], ink))
        return
    x, y = state.x + number["cx"], state.y + number["cy"]
    wide, high = (number["r"],) * 2 if name == "circle" else (number["rx"], number["ry"])
    found.shapes.append((x - wide, y - high, x + wide, y + high, ink))


def _line(element: etree._Element) -> int:
    line: object = element.sourceline
    return line if isinstance(line, int) else 1


def _number(text: str | None, default: float) -> float:
    found = re.match(r"-?[\d.]+", text or "")
    return float(found[0]) if found else default
