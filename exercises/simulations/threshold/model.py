"""Where to draw the line: one score, one line, two kinds of error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import erfc, exp, inf, isclose, log, sqrt
from statistics import NormalDist

from coursebook.drawing import Pen, Point, count

NORMAL = NormalDist()
GRID = tuple(step / 2 for step in range(-2, 9))
"""Lines of the table: -1, -0.5, ... 4."""
LEFT, RIGHT = 8.0, 392.0
LOW, HIGH = -3.5, 6.5
"""Scores at the edges of the picture."""


def separation(auc: float) -> float:
    """How far apart the two groups' mean scores are, for an area under the curve (0.5 to 1)."""
    return sqrt(2) * NORMAL.inv_cdf(auc)


def above(score: float, mean: float = 0.0) -> float:
    """Share of a group whose scores lie above a score, exact also where hardly anybody is left."""
    return erfc((score - mean) / sqrt(2)) / 2


def cheapest(params: Mapping[str, float]) -> float:
    """The line with the lowest total cost, if one miss counts as R false alarms."""
    d, p = separation(params["auc"]), params["base"] / 100
    return d / 2 + log((1 - p) / (p * params["R"])) / d


def simulate(params: Mapping[str, float], seed: int = 20261123) -> list[dict[str, float]]:
    """A row for each line of the grid and for the chosen one (`best` = 1), by rising `t`.

    There is no chance in it, so `seed` changes nothing.
    """
    del seed
    chosen = cheapest(params) if params["by_cost"] else params["t"]
    lines = sorted({*GRID, chosen})
    return [_row(params, t) | {"best": float(t == chosen)} for t in lines]


def _row(params: Mapping[str, float], t: float) -> dict[str, float]:
    cases = params["N"] * params["base"] / 100
    caught = cases * above(t, separation(params["auc"]))
    false_alarms = (params["N"] - cases) * above(t)
    flagged = caught + false_alarms
    return {
        "t": t, "caught": caught, "missed": cases - caught, "false_alarms": false_alarms,
        "flagged": flagged, "precision_per_100": 100 * caught / flagged if flagged else 0.0,
    }  # fmt: skip


def invariants(
    params: Mapping[str, float], rows: Sequence[Mapping[str, float]]
) -> Iterator[str]:
    """A sentence for each law that the rows break."""
    cases = params["N"] * params["base"] / 100
    if any(not isclose(row["caught"] + row["missed"], cases) for row in rows):
        yield "True cases caught and missed must add up to all true cases."
    for column, words in (("caught", "Cases caught"), ("false_alarms", "False alarms")):
        if any(after[column] > before[column] for before, after in pairwise(rows)):
            yield f"{words} must fall as the line rises."
    if sum(row["best"] for row in rows) != 1:
        yield "Exactly one line must be the chosen one."


def picture(
    view: str, params: Mapping[str, float], words: Mapping[str, str], direction: str = "ltr"
) -> str:
    """Two humps over one scale, innocent people above and true cases below, and the line."""
    if view == "humps-blank":
        return _strip(params, words, direction)
    row = next(row for row in simulate(params) if row["best"])
    pen, cases = Pen(direction), params["N"] * params["base"] / 100
    innocent, line = params["N"] - cases, row["t"]
    _head(pen, 16, innocent, words["innocent"])
    _hump(pen, 112, 0.0, line, "hatch")
    _sides(pen, 131, (innocent - row["false_alarms"], words["alone"]),
           (row["false_alarms"], words["false"]))  # fmt: skip
    _head(pen, 164, cases, words["cases"])
    _hump(pen, 260, separation(params["auc"]), line, "solid")
    _sides(pen, 279, (row["missed"], words["missed"]), (row["caught"], words["caught"]))
    _scale(pen, 294, line, words)
    pen.text((200, 358), words["shape"], 13, "muted")
    return pen.svg(words[f"view-{view}"], "; ".join(
        f"{count(number)} {words[word]}" for number, word in (
            (row["caught"], "caught"), (row["missed"], "missed"), (row["false_alarms"], "false"),
        )))  # fmt: skip


def _strip(params: Mapping[str, float], words: Mapping[str, str], direction: str) -> str:
    """The same humps without a line, and below them the line alone, on a strip to cut out."""
    pen, cases = Pen(direction), params["N"] * params["base"] / 100
    for top, people, word, mean in ((16, params["N"] - cases, "innocent", 0.0),
                                    (134, cases, "cases", separation(params["auc"]))):  # fmt: skip
        _head(pen, top, people, words[word])
        _hump(pen, top + 96, mean, inf, "hatch")
    _numbers(pen, 240, words)
    pen.line([(150, 282), (250, 282), (250, 522), (150, 522), (150, 282)], stroke_dasharray="5 4")
    pen.line([(200, 290), (200, 494)], "strong")
    pen.text((175, 512), words["left-of-line"], 13, "muted")
    pen.text((225, 512), words["right-of-line"], 13, "muted")
    return pen.svg(words["view-humps-blank"], words["strip-told"])


def _x(score: float) -> float:
    share = (min(max(score, LOW), HIGH) - LOW) / (HIGH - LOW)
    return LEFT + share * (RIGHT - LEFT)


def _head(pen: Pen, y: float, people: float, word: str) -> None:
    pen.text((LEFT, y), f"{count(people)} {word}", 15, anchor="start")


def _sides(pen: Pen, y: float, below: tuple[float, str], over: tuple[float, str]) -> None:
    """What became of a group, below the line and above it."""
    pen.text((LEFT, y), f"{count(below[0])} {below[1]}", 14, anchor="start")
    pen.text((RIGHT, y), f"{count(over[0])} {over[1]}", 15, anchor="end")


def _hump(pen: Pen, base: float, mean: float, line: float, tone: str) -> None:
    """The scores of one group: what lies above the line is solid or hatched."""

    def at(score: float) -> Point:
        return _x(score), base - 80 * exp(-((score - mean) ** 2) / 2)

    scores = [mean + step / 10 for step in range(-32, 33)]
    over = [line, *(s for s in scores if s > line)] if line < scores[-1] else []
    if over and tone == "solid":
        pen.line([(_x(over[0]), base), *map(at, over), (_x(over[-1]), base)], "solid")
    elif over:
        start = max(line, scores[0])
        steps = [start + 0.13 * i for i in range(1, int((scores[-1] - start) / 0.13))]
        pen.strokes([((_x(s), base), at(s)) for s in steps], "hatch")
    pen.line([at(s) for s in scores], "curve")
    pen.line([(LEFT, base), (RIGHT, base)])
    if line < inf:
        pen.line([(_x(line), base - 84), (_x(line), base)], "strong")


def _scale(pen: Pen, y: float, line: float, words: Mapping[str, str]) -> None:
    _numbers(pen, y, words)
    x = _x(line)
    pen.line([(x, y + 23), (x - 6, y + 33), (x + 6, y + 33), (x, y + 23)], "ink")
    pen.text((min(max(x, 60), 340), y + 48), words["line"].replace("{n}", count(line, 2)), 15)


def _numbers(pen: Pen, y: float, words: Mapping[str, str]) -> None:
    pen.line([(LEFT, y), (RIGHT, y)])
    for score in range(-1, 5):
        pen.line([(_x(score), y), (_x(score), y + 5)])
        pen.text((_x(score), y + 19), str(score).replace("-", "\u2212"), 13, "muted")
    pen.text((LEFT, y + 19), words["lower"], 13, "muted", "start")
    pen.text((RIGHT, y + 19), words["higher"], 13, "muted", "end")
