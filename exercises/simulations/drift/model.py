"""The quiet expiry date: the same system and the same line, month after month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import erfc, log, sqrt
from statistics import NormalDist

from coursebook.drawing import Pen, Point, count

NORMAL = NormalDist()
MONTHS = 24
DECILES = (float("-inf"), *(NORMAL.inv_cdf(tenth / 10) for tenth in range(1, 10)), float("inf"))
"""Cuts that hold a tenth of the innocent scores each in month 0."""
ALARM = 0.1
"""Rule of thumb: a population stability index above this calls for a look."""
SHOWN = (0, 12, 24)
LEFT, RIGHT = 6.0, 394.0


def simulate(params: Mapping[str, float], seed: int = 20261123) -> list[dict[str, float]]:
    """A row a month, 0 to 24; there is no chance in it, so `seed` changes nothing.

    A re-test every `retest` months puts the system back to its first state (0: never).
    """
    del seed
    every = int(params["retest"])
    return [_row(params, month, month % every if every else month) for month in range(MONTHS + 1)]


def _row(params: Mapping[str, float], month: int, age: int) -> dict[str, float]:
    normal = params["gamma"] * age
    apart = sqrt(2) * NORMAL.inv_cdf(params["auc"]) - params["delta"] * age
    cases = params["N"] * params["base"] / 100
    tp = cases * above(params["t"], apart + normal)
    fp = (params["N"] - cases) * above(params["t"], normal)
    alerts = tp + fp
    return {
        "month": month, "alerts": alerts, "tp": tp, "fp": fp,
        "precision_per_1000": 1000 * tp / alerts if alerts else 0.0, "psi": stability(normal),
    }  # fmt: skip


def invariants(
    params: Mapping[str, float], rows: Sequence[Mapping[str, float]]
) -> Iterator[str]:
    """A sentence for each law that the rows break."""
    if abs(rows[0]["psi"]) > 1e-9:
        yield "The drift index must be 0 in month 0."
    if any(row["psi"] < -1e-9 for row in rows):
        yield "The drift index must never be negative."
    if any(abs(row["tp"] + row["fp"] - row["alerts"]) > 1e-6 * row["alerts"] for row in rows):
        yield "True hits and false alarms must add up to all alerts."
    still = params["delta"] == params["gamma"] == 0
    if still and len({(row["tp"], row["alerts"]) for row in rows}) > 1:
        yield "Where nothing changes, every month must be like the first."


def above(score: float, mean: float) -> float:
    """Share of a group whose scores lie above a score, exact also where hardly anybody is left."""
    return erfc((score - mean) / sqrt(2)) / 2


def stability(shift: float) -> float:
    """Population stability index over deciles, when every innocent score has moved by `shift`."""
    shares = (NORMAL.cdf(high - shift) - NORMAL.cdf(low - shift) for low, high in pairwise(DECILES))
    return sum((max(share, 1e-12) - 0.1) * log(max(share, 1e-12) / 0.1) for share in shares)


def picture(
    view: str, params: Mapping[str, float], words: Mapping[str, str], direction: str = "ltr"
) -> str:
    """True hits above, alerts below, month by month; and when two warnings come."""
    rows, pen = simulate(params), Pen(direction)
    _panel(pen, (16, 140), [row["tp"] for row in rows], words["hits"], ("bar",))
    _panel(pen, (172, 296), [row["alerts"] for row in rows], words["alerts"], ("rim", "core"))
    pen.text((LEFT, 314), f"{words['month']} 0", 13, "muted", "start")
    for month in range(6, MONTHS + 1, 6):
        pen.text((_x(month), 314), str(month), 13, "muted")
    _warnings(pen, rows, words)
    return pen.svg(words[f"view-{view}"], "; ".join(
        f"{words['month']} {month}: {count(rows[month]['tp'])} {words['hits']}, "
        f"{count(rows[month]['alerts'])} {words['alerts']}" for month in SHOWN
    ))  # fmt: skip


def _x(month: float) -> float:
    return LEFT + 8 + (RIGHT - LEFT - 16) * month / MONTHS


def _panel(pen: Pen, span: Point, values: list[float], title: str, tones: tuple[str, ...]) -> None:
    """A bar a month; the first, the middle and the last bear their numbers."""
    title_line, base = span
    scale = (base - title_line - 28) / max(*values, 1e-9)
    tops = [base - value * scale for value in values]
    pen.text((LEFT, title_line), title, 15, anchor="start")
    for inset, tone in enumerate(tones):
        bars = [((_x(m), base), (_x(m), min(y + 1.5 * inset, base))) for m, y in enumerate(tops)]
        pen.strokes(bars, tone)
    pen.line([(LEFT, base), (RIGHT, base)])
    for month, anchor in zip(SHOWN, ("start", "middle", "end"), strict=True):
        x = {"start": LEFT, "middle": _x(month), "end": RIGHT}[anchor]
        y = min(tops[max(month - 2, 0) : month + 3]) - 6
        pen.text((x, y), count(values[month]), 15, anchor=anchor)


def _whole(value: float) -> int:
    return int(value + 0.5)


def _warnings(pen: Pen, rows: list[dict[str, float]], words: Mapping[str, str]) -> None:
    """The month in which precision is halved (in whole hits), and when the usual alarm rings."""
    half = _whole(rows[0]["precision_per_1000"]) / 2
    found = (
        next((r["month"] for r in rows if _whole(r["precision_per_1000"]) <= half), None),
        next((r["month"] for r in rows if r["psi"] > ALARM), None),
    )
    for index, month in enumerate(found):
        if month is not None:
            x, y = _x(month), 344 + 24 * index
            pen.line([(x, 298), (x, y - 12)])
            pen.line([(x, y - 12), (x - 5, y - 2), (x + 5, y - 2), (x, y - 12)], "ink")
    for index, (month, word) in enumerate(zip(found, ("halved", "rings"), strict=True)):
        late = month is not None and month > MONTHS / 2
        x = LEFT if month is None else _x(month) + (-12 if late else 12)
        text = words[f"{word}-not" if month is None else word].replace("{n}", f"{month or 0:g}")
        pen.text((x, 344 + 24 * index), text, 14, "note", "end" if late else "start")
