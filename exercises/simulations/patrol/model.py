"""The map that proves itself: patrols go where records are, and records come from patrols."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from coursebook.drawing import Pen, Point, count

RUNS = 300
DAYS = (0, 30, 100, 365, 1000)
RECORDS = 10
"""Records of both districts together on day 0."""
PROPORTIONAL, TOP, CORRECTED = 0, 1, 2
TABLE = {"start": 6, "rate_a": 30, "rate_b": 30}
"""What is played at the table: the values of the first preset."""
SHARES = ("records", "visits", "truth")
LEFT, RIGHT = 8.0, 392.0


def simulate(params: Mapping[str, float], seed: int = 20261123) -> list[dict[str, float]]:
    """A row for each day of DAYS: means over RUNS runs, and between which values 9 in 10 lie.

    Shares are counts of 100. The same seed serves every combination of values.
    """
    chance = random.Random(seed)
    runs = [_run(params, chance) for _ in range(RUNS)]
    rates = params["rate_a"] + params["rate_b"]
    truth = round(100 * params["rate_a"] / rates, 1)
    return [{"day": day, "truth_a": truth, **_row([run[i] for run in runs])}
            for i, day in enumerate(DAYS)]  # fmt: skip


def _run(params: Mapping[str, float], chance: random.Random) -> list[tuple[float, float]]:
    """Share of records and share of visits of district A on each day of DAYS."""
    a, b = params["start"], RECORDS - params["start"]
    visits, seen = 0, [(a / RECORDS, a / RECORDS)]
    for first, last in pairwise(DAYS):
        a, b, more = _patrol(params, chance.random, (a, b), last - first)
        visits += more
        seen.append((a / (a + b), visits / last))
    return seen


def _patrol(
    params: Mapping[str, float], draw: Callable[[], float], records: tuple[float, float], days: int
) -> tuple[float, float, int]:
    """The records after so many more days, and the visits to A among them."""
    (a, b), visits, rule, weight = records, 0, params["rule"], params["reports"]
    rate_a, rate_b = params["rate_a"] / 100, params["rate_b"] / 100
    for _ in range(days):
        share = a / (a + b)
        in_a = a >= b if rule == TOP else draw() < share
        visits += in_a
        found = draw() < (rate_a if in_a else rate_b)
        if found and rule == CORRECTED:  # the more often a place is visited, the less a find says
            found = draw() < (1 - share if in_a else share)
        if found and in_a:
            a += 1
        elif found:
            b += 1
        if weight:
            a += weight * (draw() < rate_a)
            b += weight * (draw() < rate_b)
    return a, b, visits


def _row(seen: Sequence[tuple[float, float]]) -> dict[str, float]:
    records = sorted(share for share, _ in seen)
    low, high = records[len(records) // 20], records[-1 - len(records) // 20]
    return {
        "records_a": _of_100(sum(records) / len(seen)), "low": _of_100(low),
        "high": _of_100(high), "visits_a": _of_100(sum(share for _, share in seen) / len(seen)),
    }  # fmt: skip


def _of_100(share: float) -> float:
    return round(100 * share, 1)


def invariants(
    params: Mapping[str, float], rows: Sequence[Mapping[str, float]]
) -> Iterator[str]:
    """A sentence for each law that the rows break."""
    names = ("records_a", "low", "high", "visits_a", "truth_a")
    if any(not 0 <= row[name] <= 100 for row in rows for name in names):
        yield "A share must lie between 0 and 100 of 100."
    if any(not row["low"] <= row["records_a"] <= row["high"] for row in rows):
        yield "The mean must lie inside the range of the runs."
    even = params["rate_a"] == params["rate_b"] and 2 * params["start"] == RECORDS
    if even and params["rule"] != TOP and abs(rows[-1]["records_a"] - 50) > 3:
        yield "Equal districts with equal records must stay equal on average."


# --- the picture: what the records show, then the same with the cover lifted ---


def picture(
    view: str, params: Mapping[str, float], words: Mapping[str, str], direction: str = "ltr",
    rows: Sequence[Mapping[str, float]] | None = None,
) -> str:  # fmt: skip
    """Two districts with a dot for each record of 100; with `truth` also what happens there."""
    rows = rows or simulate(params)
    row, pen, lifted = rows[-1], Pen(direction), view == "truth"
    for index in range(2):
        _district(pen, index, row, words, lifted)
    _path(pen, rows, words, lifted)
    told = [f"{words['day']} {count(r['day'])}: {count(r['records_a'])} {words['of-records']}"
            for r in rows]  # fmt: skip
    truth = f"{count(row['truth_a'])} {words['of-truth']}"
    return pen.svg(words[f"view-{view}"], "; ".join([*told, truth] if lifted else told))


def _district(
    pen: Pen, index: int, row: Mapping[str, float], words: Mapping[str, str], lifted: bool
) -> None:
    left, in_a = 4.0 + 200 * index, [int(row[f"{kind}_a"] + 0.5) for kind in SHARES]
    records, visits, truth = [100 - share for share in in_a] if index else in_a
    pen.box((left, 1), (192, 175), "paper")
    pen.text((left + 96, 22), words["district-b" if index else "district-a"], 15)
    _dots(pen, (left + (8 if lifted else 55), 34), records, "true")
    pen.text((left + (49 if lifted else 96), 142), f"{count(records)} {words['records']}", 14)
    if lifted:
        _dots(pen, (left + 103, 34), truth, "false")
        pen.text((left + 144, 142), f"{count(truth)} {words['truth']}", 14)
    pen.text((left + 96, 165), f"{count(visits)} {words['visits']}", 13, "muted")


def _dots(pen: Pen, corner: Point, share: float, tone: str) -> None:
    """As many dots as there are of 100, in tens; what really happens is drawn hollow."""
    left, top = corner
    dots = [(left + 9 * (i % 10), top + 9 * (i // 10)) for i in range(int(share))]
    rows = [[(x, y), (x + 0.01, y)] for x, y in dots]
    if rows:
        pen.strokes(rows, f"dots-{tone}", stroke_width=7.5)
    if rows and tone == "false":
        pen.strokes(rows, "dots-hole", stroke_width=4)


def _path(
    pen: Pen, rows: Sequence[Mapping[str, float]], words: Mapping[str, str], lifted: bool
) -> None:
    """District A's records of 100 over the days, with the range of 9 in 10 runs."""
    pen.text((LEFT, 200), words["path"], 14, anchor="start")
    for share in (0, 50, 100):
        pen.line([(34, _y(share)), (RIGHT, _y(share))])
        pen.text((LEFT, _y(share) + 5), count(share), 13, "muted", "start")
    points = [(_x(i), _y(row["records_a"])) for i, row in enumerate(rows)]
    spans = [[(_x(i), _y(row["low"])), (_x(i), _y(row["high"]))]
             for i, row in enumerate(rows) if row["high"] > row["low"]]  # fmt: skip
    pen.strokes(spans, "rim")
    pen.strokes([[(x, y - 1.5), (x2, y2 + 1.5)] for (x, y), (x2, y2) in spans], "core")
    if lifted:
        y = _y(rows[-1]["truth_a"])
        pen.line([(34, y), (RIGHT, y)], "strong", stroke_dasharray="3 5")
    pen.line(points, "curve")
    for i, (row, (x, y)) in enumerate(zip(rows, points, strict=True)):
        pen.text((x + 9, y - 5), count(row["records_a"]), 15, "note", "start")
        pen.text((x, 340), f"{words['day']} 0" if i == 0 else count(row["day"]), 13, "muted")
    pen.text((200, 362), words["range"], 13, "muted")
    if lifted:
        pen.text((200, 382), words["line"], 13, "muted")


def _x(index: int) -> float:
    return 52 + 76.0 * index


def _y(share: float) -> float:
    return 320 - share


# --- cards for the table: two bags, a die, a record sheet ---


def cards(words: Mapping[str, str]) -> list[dict[str, object]]:
    """A label for each bag of beads, with its hidden rate on the back."""
    found = []
    for name, tone in (("a", "grey"), ("b", "")):
        front = words["bag-front"].replace("{district}", words[f"district-{name}"])
        back = words["bag-back"].replace("{red}", count(TABLE[f"rate_{name}"] / 10))
        found.append(_card(words[f"district-{name}"], front, back, 1, tone))
    return found


def _card(label: str, front: str, back: str, copies: int, tone: str) -> dict[str, object]:
    return {"label": label, "front": front, "back": back, "copies": copies, "tone": tone}
