"""The last cup: what is left of the content when each level of a cascade loses a little."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from coursebook.drawing import WIDTH, Pen, count

CUP = 60.0
"""Width of a cup; its height above `BASE` is 1.2 for each of 100 things."""
BASE, THING = 186.0, 1.2
FULL = 100
GAP = "\u2026\u2026\u2026"
"""Where a number is written by hand."""


def simulate(params: Mapping[str, float], seed: int = 20261123) -> list[dict[str, float]]:
    """A row a level, 0 being the trainers; there is no chance in it, so `seed` changes nothing.

    At each level as many people teach on as there were trainers, so each level reaches as many.
    """
    del seed
    keeps = min(params["kept"] + params["support"], FULL)
    taught = params["trainers"] * params["deliveries"] * params["people"]
    return [{
        "level": level, "left": FULL * (keeps / FULL) ** level,
        "people": taught if level else params["trainers"], "reached": taught * level,
        "keeps": keeps,
    } for level in range(int(params["levels"]) + 1)]  # fmt: skip


def invariants(
    params: Mapping[str, float], rows: Sequence[Mapping[str, float]]
) -> Iterator[str]:
    """A sentence for each law that the rows break."""
    if rows[0]["left"] != FULL:
        yield "The trainers must have all 100 things."
    if any(after["left"] > before["left"] for before, after in pairwise(rows)):
        yield "No level may have more left than the one before it."
    if sum(row["people"] for row in rows[1:]) != rows[-1]["reached"]:
        yield "The people of all levels must add up to the people reached."
    if simulate({**params, "support": 0})[-1]["left"] > rows[-1]["left"]:
        yield "An observer and a kit must never leave less."


def picture(
    view: str, params: Mapping[str, float], words: Mapping[str, str], direction: str = "ltr"
) -> str:
    """A cup a level, dark as high as what is left; in `cups-blank` all but the first are empty."""
    rows, pen = simulate(params), Pen(direction)
    blank = view.endswith("-blank")
    for row in rows:
        x = WIDTH * (row["level"] + 0.5) / len(rows)
        _cup(pen, x, blank and row["level"] > 0, row["left"])
        _people(pen, x, row, words, blank)
    for row in rows[1:]:
        x = WIDTH * row["level"] / len(rows)
        pen.line([(x - 5, 120), (x + 5, 126), (x - 5, 132), (x - 5, 120)], "ink")
    if blank:
        pen.text((WIDTH / 2, 22), words["keeps"].replace("{n}", GAP), 14)
        return pen.svg(words[f"view-{view}"], words["fill"])
    _key(pen, rows[-1], words)
    return pen.svg(words[f"view-{view}"], "; ".join(
        f"{_name(row, words)} ({count(row['people'])}): {count(row['left'])} {words['left']}"
        for row in rows
    ))  # fmt: skip


def _cup(pen: Pen, x: float, empty: bool, left: float) -> None:
    """A cup with a mark at each 20 things and its number above, or a line to write it on."""
    corner, high = (x - CUP / 2, BASE - FULL * THING), FULL * THING
    pen.box(corner, (CUP, high), "paper" if empty else "soft")
    if empty:
        pen.line([(x - 22, corner[1] - 10), (x + 22, corner[1] - 10)])
    else:
        pen.box((corner[0], BASE - left * THING), (CUP, left * THING), "solid")
        pen.text((x, corner[1] - 10), count(left), 17)
    marks = [BASE - things * THING for things in (20, 40, 60, 80)]
    pen.strokes([((corner[0], y), (corner[0] - 5, y)) for y in marks], "line")


def _people(
    pen: Pen, x: float, row: Mapping[str, float], words: Mapping[str, str], blank: bool
) -> None:
    pen.text((x, BASE + 19), _name(row, words), 13)
    if blank:
        pen.line([(x - 26, BASE + 40), (x + 26, BASE + 40)])
    else:
        pen.text((x, BASE + 38), count(row["people"]), 15)
    if row["level"]:
        pen.text((x, BASE + 55), words["people"], 13)


def _name(row: Mapping[str, float], words: Mapping[str, str]) -> str:
    return words["level"].replace("{n}", count(row["level"])) if row["level"] else words["start"]


def _key(pen: Pen, last: Mapping[str, float], words: Mapping[str, str]) -> None:
    """What dark and pale mean above the cups; the share and all people reached below them."""
    for x, tone, word in ((6, "solid", "left"), (226, "soft", "lost")):
        pen.box((x, 6), (16, 16), tone)
        pen.text((x + 24, 19), words[word], 14, anchor="start")
    pen.text((WIDTH / 2, BASE + 85), words["keeps"].replace("{n}", count(last["keeps"])), 14)
    pen.text((WIDTH / 2, BASE + 108), words["reached"].replace("{n}", count(last["reached"])), 15)
