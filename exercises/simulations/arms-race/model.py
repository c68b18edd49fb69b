"""Detector against generator: a test that ages, a flag that depends on how common fakes are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import erfc, exp, sqrt
from statistics import NormalDist
from typing import TypeAlias

from coursebook.drawing import Pen, Point, count

Card: TypeAlias = dict[str, str | int]

NORMAL = NormalDist()
MONTHS = 24
CLIPS = 1_000
"""Clips that reach the desk in a month."""


def simulate(values: Mapping[str, float], seed: int = 20261123) -> list[dict[str, float]]:
    """A row a month, 0 to 24; there is no chance in it, so `seed` changes nothing.

    An update every `update` months takes staleness away, but not the progress of the generators.
    """
    del seed
    rows = [_row(values, month) for month in range(MONTHS + 1)]
    mean = sum(row["auc"] for row in rows) / len(rows)
    return [row | {"mean_auc": mean} for row in rows]


def _row(values: Mapping[str, float], month: int) -> dict[str, float]:
    every = int(values["update"])
    stale = month % every if every else month
    start = sqrt(2) * NORMAL.inv_cdf(values["auc"])
    apart = values["phi"] * start * exp(-values["g"] * month) * exp(-values["k"] * stale)
    fakes, false = CLIPS * values["q"] / 100, values["fa"] / 100
    tp = fakes * below(apart + NORMAL.inv_cdf(false))
    fp = (CLIPS - fakes) * false
    auc = below(apart / sqrt(2))
    return {
        "month": month, "updated": float(month > 0 and stale == 0), "auc": auc, "pairs": 100 * auc,
        "fakes": fakes, "tp": tp, "missed": fakes - tp, "fp": fp, "flagged": tp + fp,
        "fake_per_100": 100 * posterior(values["q"] / 100, tp / fakes, false),
        "unsigned_per_100": 100 * unsigned(values["q"] / 100, values["c"] / 100),
    }  # fmt: skip


def below(score: float) -> float:
    """Share of the normal curve below a score."""
    return erfc(-score / sqrt(2)) / 2


def posterior(fakes: float, hit: float, false: float) -> float:
    """Share of flagged clips that are fake (Bayes)."""
    return fakes * hit / (fakes * hit + (1 - fakes) * false)


def unsigned(fakes: float, coverage: float) -> float:
    """Share of clips without a label that are fake, if only genuine clips can bear one."""
    return fakes / (fakes + (1 - fakes) * (1 - coverage))


def invariants(values: Mapping[str, float], rows: Sequence[Mapping[str, float]]) -> Iterable[str]:
    """A sentence for each law that the rows break."""
    for row in rows:
        month, near = f"month {row['month']:g}", 1e-9 * CLIPS
        if not 0.5 - 1e-12 <= row["auc"] <= values["auc"] + 1e-9:
            yield f"In {month} the detector is worse than a coin or better than in the laboratory."
        if abs(row["tp"] + row["missed"] - row["fakes"]) > near:
            yield f"In {month} fakes are lost or made up."
        if not 0 <= row["tp"] <= row["fakes"] + near:
            yield f"In {month} more fakes are caught than there are."
        if row["unsigned_per_100"] < values["q"] - near:
            yield f"In {month} a clip without a label is more often genuine than any clip."
    if not values["update"] and any(a["auc"] < b["auc"] for a, b in pairwise(rows)):
        yield "A detector without updates gets better."


# --- pictures -------------------------------------------------------------------------------

LEFT, RIGHT = 6.0, 394.0
SHOWN = (0, 12, 24)
DOT = 11.6
SPECK = 0.01
"""Length of a dot: a PDF viewer lengthens a dash of 0 and so shifts all dots that follow."""


def picture(
    view: str, params: Mapping[str, float], words: Mapping[str, str], direction: str = "ltr"
) -> str:
    """The decay month by month, or three times a hundred clips."""
    rows, pen = simulate(params), Pen(direction)
    if view == "hundred":
        _hundreds(pen, rows, words)
    else:
        _strip(pen, rows, words)
    return pen.svg(words[f"view-{view}"], "; ".join(
        f"{words['month']} {month}: {words['pairs']} {count(rows[month]['pairs'])}, "
        f"{words['flags']} {count(rows[month]['fake_per_100'])}" for month in SHOWN
    ))  # fmt: skip


def _x(month: float) -> float:
    return LEFT + 8 + (RIGHT - LEFT - 16) * month / MONTHS


def _strip(pen: Pen, rows: Sequence[Mapping[str, float]], words: Mapping[str, str]) -> None:
    _panel(pen, (16, 156), [row["pairs"] for row in rows], (words["pairs"], "bar"), 50)
    pen.text((LEFT, 172), words["coin"], 13, "muted", "start")
    _panel(pen, (202, 322), [row["fake_per_100"] for row in rows], (words["flags"], "rim"), 0)
    pen.text((LEFT, 340), f"{words['month']} 0", 13, "muted", "start")
    for month in range(6, MONTHS + 1, 6):
        pen.text((_x(month), 340), str(month), 13, "muted")
    updates = [row["month"] for row in rows if row["updated"]]
    for x in map(_x, updates):
        pen.line([(x, 347), (x - 4, 356), (x + 4, 356), (x, 347)], "ink")
    told = words["updates"].replace("{n}", str(len(updates))) if updates else words["no-update"]
    pen.text((LEFT, 376), told, 14, anchor="start")


def _panel(
    pen: Pen, span: Point, values: Sequence[float], named: tuple[str, str], least: float
) -> None:
    """A bar a month from `least` to 100; the first, the middle and the last bear their numbers."""
    (title_line, base), (title, tone) = span, named
    scale = (base - title_line - 32) / (100 - least)
    tops = [base - (value - least) * scale for value in values]
    pen.text((LEFT, title_line), title, 15, anchor="start")
    for inset, layer in enumerate((tone, "core") if tone == "rim" else (tone,)):
        pen.strokes([((_x(m), base), (_x(m), min(y + 1.5 * inset, base)))
                     for m, y in enumerate(tops)], layer)  # fmt: skip
    pen.line([(LEFT, base), (RIGHT, base)])
    for month, anchor in zip(SHOWN, ("start", "middle", "end"), strict=True):
        x = {"start": LEFT, "middle": _x(month), "end": RIGHT}[anchor]
        y = min(tops[max(month - 2, 0) : month + 3]) - 6
        pen.text((x, y), count(values[month]), 15, anchor=anchor)


def _hundreds(pen: Pen, rows: Sequence[Mapping[str, float]], words: Mapping[str, str]) -> None:
    first, last = rows[0], rows[-1]
    for index, (word, fakes) in enumerate((
        ("flagged-first", first["fake_per_100"]), ("flagged-last", last["fake_per_100"]),
        ("unsigned", last["unsigned_per_100"]),
    )):  # fmt: skip
        left = 4.0 + 138 * index
        for at, part in enumerate(words[word].split("|")):
            pen.text((left, 16 + 18 * at), part, 14, anchor="start")
        _dots(pen, (left, 46), int(fakes + 0.5))
        pen.text((left, 184), words["fake"].replace("{n}", count(fakes)), 15, anchor="start")
    for x, tone, word in ((12, "true", "key-fake"), (150, "false", "key-genuine")):
        _dot(pen, (x, 212), tone)
        pen.text((x + 13, 217), words[word], 13, anchor="start")


def _dot(pen: Pen, at: Point, tone: str) -> None:
    mark = [at, (at[0] + SPECK, at[1])]
    pen.line(mark, f"dots-{tone}", stroke_width=9.5)
    if tone == "false":
        pen.line(mark, "dots-hole", stroke_width=6)


def _dots(pen: Pen, corner: Point, fakes: int) -> None:
    """Ten rows of ten clips: fakes are solid, genuine clips are rings."""
    spans = [(row, min(max(fakes - 10 * row, 0), 10)) for row in range(10)]

    def lines(part: Sequence[tuple[int, int, int]]) -> list[list[Point]]:
        return [[(corner[0] + (first + 0.5) * DOT, corner[1] + (row + 0.5) * DOT),
                 (corner[0] + (last - 0.5) * DOT + SPECK, corner[1] + (row + 0.5) * DOT)]
                for row, first, last in part if last > first]  # fmt: skip

    genuine = lines([(row, solid, 10) for row, solid in spans])
    solid = lines([(row, 0, solid) for row, solid in spans])
    dash = f"{SPECK:g} {DOT - SPECK:g}"
    for tone, drawn, wide in (("false", genuine, 9.5), ("hole", genuine, 6), ("true", solid, 9.5)):
        if drawn:
            pen.strokes(drawn, f"dots-{tone}", stroke_width=wide, stroke_dasharray=dash)


# --- cards ----------------------------------------------------------------------------------

DESK: Mapping[str, float] = {
    "update": 0, "c": 0, "q": 5, "phi": 1, "g": 0.015, "k": 0.05, "auc": 0.99, "fa": 10,
}  # fmt: skip
"""The values of the first story, from which the three decisions start."""
DECISIONS: Mapping[str, Mapping[str, float]] = {
    "updates": {"update": 3}, "labels": {"c": 90}, "people": {"q": 30},
}  # fmt: skip
DETECTORS = ((75, 10), (95, 10), (95, 2))
SHARES = (1, 2, 5, 10, 30, 50)


def cards(words: Mapping[str, str]) -> list[Card]:
    """Three decisions with what they give after two years, and the look-up table."""
    made = [_decision(name, change, words) for name, change in DECISIONS.items()]
    table: Card = {"label": words["card-table"], "front": _table(words),
                   "back": words["card-table-back"], "copies": 1, "tone": "grey"}  # fmt: skip
    return [*made, table]


def _decision(name: str, change: Mapping[str, float], words: Mapping[str, str]) -> Card:
    last = simulate({**DESK, **change})[-1]
    back = words["card-back"]
    for column in ("tp", "fakes", "fp", "fake_per_100", "unsigned_per_100"):
        back = back.replace(f"{{{column}}}", count(last[column]))
    return {"label": words[f"card-{name}"], "front": words[f"card-{name}-front"], "back": back,
            "copies": 1, "tone": "accent"}  # fmt: skip


def _table(words: Mapping[str, str]) -> str:
    """Fakes among 100 flagged clips, by how common fakes are and by detector."""
    heads = [words["card-table-head"].replace("{hit}", str(hit)).replace("{false}", str(false))
             for hit, false in DETECTORS]  # fmt: skip
    lines = [[words["card-table-share"], *heads], ["---", *["--:"] * len(heads)]]
    for share in SHARES:
        found = [posterior(share / 100, hit / 100, false / 100) for hit, false in DETECTORS]
        lines.append([str(share), *(count(100 * value) for value in found)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
