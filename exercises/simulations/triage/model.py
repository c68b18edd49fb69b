"""Too many tips, too few hours: which true tips are read, and which nobody will ever see."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import sqrt
from statistics import NormalDist

from coursebook.drawing import Pen, count

NORMAL = NormalDist()
RUNS = 1000
WEEKS = 26
READERS = 10
HOURS = 35
"""Hours that one reader has for tips in a week."""
FIRST_COME, AT_RANDOM = 0, 1
ASIDE = {FIRST_COME: 100, AT_RANDOM: 100, 2: 0, 3: 10, 4: 20, 5: 50}
"""Of 100 tips that are read under a rule, how many are taken without looking at the score."""
LEFT, WIDE = 8.0, 384.0


def simulate(params: Mapping[str, float], seed: int = 20261123) -> list[dict[str, float]]:
    """One row: a week of tips, as the mean of RUNS weeks.

    The order in which tips come in has nothing to do with their truth, so that first come, first
    served finds as much as chance. `wait` is in hours; 0 where a backlog grows without end.
    """
    tips, read = int(params["tips"]), int(min(params["capacity"], params["tips"]))
    true = true_tips(params)
    at_random = read * ASIDE[int(params["rule"])] // 100
    by_score = read - at_random
    found = found_in_top(tips, true, params["auc"], seed)[by_score]
    rest = tips - by_score
    luck = (true - found) * at_random / rest if rest else 0.0
    return [{
        "true": true, "read": read, "by_score": round(found, 1), "by_chance": round(luck, 1),
        "missed": round(true - round(found, 1) - round(luck, 1), 1),
        "backlog": backlog(params["tips"], params["capacity"], WEEKS),
        "wait": round(waiting(params["tips"], params["capacity"]), 1),
    }]  # fmt: skip


def true_tips(params: Mapping[str, float]) -> int:
    """How many of the week's tips are true: one at least."""
    return max(int(params["tips"] * params["share"] / 100 + 0.5), 1)


@lru_cache(maxsize=256)
def found_in_top(tips: int, true: int, auc: float, seed: int) -> tuple[float, ...]:
    """Mean number of true tips among the first 0, 1, 2, ... tips by falling score (binormal)."""
    chance = random.Random(seed)
    ends = [0] * (tips + 1)
    for _ in range(RUNS):
        for place in _places(tips, true, auc, chance):
            ends[place] += 1
    found, total = [], 0
    for number in ends:
        total += number
        found.append(total / RUNS)
    return tuple(found)


def _places(tips: int, true: int, auc: float, chance: random.Random) -> list[int]:
    """The places of the true tips when all are ranked, 1 the best.

    A false tip's score is drawn as its share of the false tips below it: the same ranking.
    """
    apart = sqrt(2) * NORMAL.inv_cdf(auc)
    scores = [NORMAL.cdf(NORMAL.inv_cdf(chance.random() or 0.5) + apart) for _ in range(true)]
    false = sorted(chance.random() for _ in range(tips - true))
    return [len(false) - bisect_left(false, score) + place
            for place, score in enumerate(sorted(scores, reverse=True), 1)]  # fmt: skip


def backlog(arrivals: float, capacity: float, weeks: float) -> float:
    """Tips that wait unread after so many weeks."""
    return max(arrivals - capacity, 0) * weeks


def waiting(arrivals: float, capacity: float) -> float:
    """Hours until a tip is taken up, when ten readers share a queue; 0 where it never settles."""
    if arrivals >= capacity:
        return 0.0
    return service_times(READERS, arrivals / capacity) * READERS * HOURS / capacity


def service_times(servers: int, load: float) -> float:
    """Mean wait in a queue with several servers (M/M/c, Erlang C), in service times."""
    work, blocked = servers * load, 1.0
    for server in range(1, servers + 1):
        blocked = work * blocked / (server + work * blocked)
    waits = servers * blocked / (servers - work * (1 - blocked))
    return waits / (servers - work)


def invariants(
    params: Mapping[str, float], rows: Sequence[Mapping[str, float]]
) -> Iterator[str]:
    """A sentence for each law that the rows break."""
    row = rows[0]
    found = row["by_score"] + row["by_chance"]
    if abs(found + row["missed"] - row["true"]) > 1e-6 or row["missed"] < -1e-6:
        yield "True tips found and missed must add up to all true tips."
    if row["read"] == params["tips"] and row["missed"]:
        yield "Where every tip is read, no true tip can be missed."
    even = row["true"] * row["read"] / params["tips"]
    if params["auc"] == 0.5 and abs(found - even) > 0.1 + 0.1 * even:
        yield "A score without value must find what chance finds."
    if row["backlog"] and row["wait"]:
        yield "A backlog that grows has no mean wait."


# --- the picture: the true tips of a week, the reading time, the queue ---


def picture(
    view: str, params: Mapping[str, float], words: Mapping[str, str], direction: str = "ltr",
    rows: Sequence[Mapping[str, float]] | None = None,
) -> str:  # fmt: skip
    """A slip for each true tip: solid if the score found it, striped if chance did, or empty."""
    row = (rows or simulate(params))[0]
    pen = Pen(direction)
    shares = [("by-score", row["by_score"]), ("by-chance", row["by_chance"]),
              ("missed", row["missed"])]  # fmt: skip
    pen.text((200, 18), f"{count(row['true'])} {words['true']}", 17)
    bottom = _slips(pen, 34, row)
    for line, (word, number) in enumerate(shares):
        _slip(pen, [(LEFT, bottom + 12 + 26 * line)], word)
        told = f"{count(number, 1)} {words[word]}"
        pen.text((40, bottom + 25 + 26 * line), told, 14, anchor="start")
    _reading(pen, bottom + 112, row["read"], params, words)
    pen.paragraph((200, bottom + 186), _queue(row, words), 46)
    told = "; ".join(f"{count(number, 1)} {words[word]}" for word, number in shares)
    return pen.svg(words[f"view-{view}"], f"{told}. {_queue(row, words)}")


def _slips(pen: Pen, top: float, row: Mapping[str, float]) -> float:
    """Rows of 20 slips. Returns where they end."""
    true = int(row["true"])
    score = int(row["by_score"] + 0.5)
    found = min(int(row["by_score"] + row["by_chance"] + 0.5), true)
    at = [(LEFT + 19.3 * (i % 20), top + 21 * (i // 20)) for i in range(true)]
    for word, first, last in (("by-score", 0, score), ("by-chance", score, found),
                              ("missed", found, true)):  # fmt: skip
        _slip(pen, at[first:last], word)
    return top + 21 * (-(-true // 20))


def _slip(pen: Pen, at: Sequence[tuple[float, float]], word: str) -> None:
    """Slips of paper as one mark or two."""
    frames = [[(x, y), (x + 15, y), (x + 15, y + 16), (x, y + 16), (x, y)] for x, y in at]
    if frames:
        pen.strokes(frames, {"by-score": "solid", "by-chance": "strong"}.get(word, "line"))
    if frames and word == "by-chance":
        stripes = [[(x, y + d), (x + 15, y + d)] for x, y in at for d in (4, 8, 12)]
        pen.strokes(stripes, "hatch")


def _reading(
    pen: Pen, y: float, read: float, params: Mapping[str, float], words: Mapping[str, str]
) -> None:
    """All tips of the week as one bar: what is read stands first."""
    part = WIDE * read / params["tips"]
    pen.text((LEFT, y), words["week"].replace("{n}", count(params["tips"])), 14, anchor="start")
    pen.box((LEFT, y + 8), (WIDE, 20), "paper")
    pen.box((LEFT, y + 8), (part, 20), "soft")
    told = words["read"].replace("{n}", count(read))
    pen.text((LEFT, y + 45), told, 14, anchor="start")


def _queue(row: Mapping[str, float], words: Mapping[str, str]) -> str:
    if row["backlog"]:
        return words["backlog"].replace("{n}", count(row["backlog"]))
    return words["wait"].replace("{n}", count(row["wait"], 1))


# --- cards for the table: forty tips, of which eight can be read ---

TABLE = {"tips": 40, "true": 4, "auc": 0.75, "read": 8}


def slips(seed: int = 20261123) -> list[tuple[int, bool]]:
    """Score (1 to 99, by rank) and truth of each tip of the deck, in the order of coming in."""
    chance = random.Random(seed)
    places = set(_places(TABLE["tips"], TABLE["true"], TABLE["auc"], chance))
    found = [(99 - round(98 * (place - 1) / (TABLE["tips"] - 1)), place in places)
             for place in range(1, TABLE["tips"] + 1)]  # fmt: skip
    chance.shuffle(found)
    return found


def cards(words: Mapping[str, str]) -> list[dict[str, object]]:
    """A slip a tip, its truth on the back; and a token for each tip that can be read."""
    ways = [way.strip() for way in words["card-ways"].split(";")]
    found = [{
        "label": f"{words['card-tip']} {number}",
        "front": f"{words['card-score'].replace('{n}', str(score))}\n\n{ways[number % len(ways)]}",
        "back": words["card-true" if true else "card-false"], "copies": 1, "tone": "",
    } for number, (score, true) in enumerate(slips(), 1)]  # fmt: skip
    token = {"label": words["card-token"], "front": words["card-token-text"],
             "back": words["card-token"], "copies": TABLE["read"], "tone": "grey"}  # fmt: skip
    return [*found, token]
