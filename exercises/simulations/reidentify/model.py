"""Nobody is anonymous in a small town: how many people a few harmless columns make unique."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import exp, prod

from coursebook.drawing import Pen, count

COLUMNS = {"district": 20, "birth": 60, "gender": 2, "job": 12, "language": 4, "children": 5}
"""How many values each column has."""
MERGED = {"district": 4, "birth": 10, "job": 3}
"""How many neighbouring values a coarser column puts into one."""
SIZES = (2, 3, 5, 10, 20)
LEFT_OUT, FULL, COARSE = 0, 1, 2


def simulate(params: Mapping[str, float], seed: int = 20261123) -> list[dict[str, float]]:
    """A row for each k of SIZES: the people who share all published columns with fewer than k.

    Those are the rows that must be deleted, so that nobody is in a smaller group.
    """
    people = int(params["people"])
    groups = list(Counter(zip(*published(params, seed), strict=True)).values()) or [people]
    return [{"k": k, "below": sum(size for size in groups if size < k)} for k in SIZES]


def published(params: Mapping[str, float], seed: int) -> list[list[int]]:
    """The columns of the table as it is published: left out, full or coarse."""
    town = population(int(params["people"]), seed)
    return [[value // MERGED[name] for value in town[name]] if params[name] == COARSE
            else town[name] for name in COLUMNS if params[name]]  # fmt: skip


@lru_cache(maxsize=2)
def population(people: int, seed: int) -> dict[str, list[int]]:
    """An invented town. The i-th value of a column is 1/sqrt(i) times as common as the first."""
    chance = random.Random(seed)
    return {
        name: chance.choices(range(size), [i**-0.5 for i in range(1, size + 1)], k=people)
        for name, size in COLUMNS.items()
    }


def combinations(params: Mapping[str, float]) -> int:
    """How many different rows the published columns allow."""
    return prod(
        -(-size // MERGED[name]) if params[name] == COARSE else size
        for name, size in COLUMNS.items()
        if params[name]
    )


def alone_if_even(people: float, groups: float) -> float:
    """Rule of thumb: the share that is alone, if people were spread evenly over the groups."""
    return exp(-(people - 1) / groups)


def invariants(
    params: Mapping[str, float], rows: Sequence[Mapping[str, float]]
) -> Iterator[str]:
    """A sentence for each law that the rows break."""
    if any(after["below"] < before["below"] for before, after in pairwise(rows)):
        yield "More people must be in groups below a larger size."
    if any(not 0 <= row["below"] <= params["people"] for row in rows):
        yield "No more people can stand out than live in the town."
    if not any(params[name] for name in COLUMNS) and rows[0]["below"]:
        yield "Without columns nobody can stand out."


# --- the picture: a wall of 100 people, and the columns that are published ---


def picture(
    view: str, params: Mapping[str, float], words: Mapping[str, str], direction: str = "ltr",
    rows: Sequence[Mapping[str, float]] | None = None,
) -> str:  # fmt: skip
    """100 figures: solid alone, hollow in a group below five, a small dot in the crowd."""
    rows = rows or simulate(params)
    pen = Pen(direction)
    alone, few = (_of_100(next(row["below"] for row in rows if row["k"] == k), params["people"])
                  for k in (2, 5))  # fmt: skip
    for index, name in enumerate(COLUMNS):
        _chip(pen, index, words[f"{name}-{params[name]:g}"], int(params[name]))
    groups = combinations(params)
    even = count(_of_100(alone_if_even(params["people"], groups), 1), 1)
    pen.text((200, 84), words["groups"].replace("{n}", count(groups)), 14)
    pen.text((200, 103), words["even"].replace("{n}", even), 13, "muted")
    _wall(pen, 118, _figures(alone), max(_figures(few), _figures(alone)))
    legend = (("alone", alone), ("few", few - alone), ("crowd", 100 - few))
    for line, (word, share) in enumerate(legend):
        _figure(pen, [(22, 300 + 34 * line)], word)
        told = f"{count(share, 1)} {words['of-100']} {words[word]}"
        pen.text((42, 312 + 34 * line), told, 14, anchor="start")
    return pen.svg(words[f"view-{view}"], "; ".join(
        f"{count(share, 1)} {words['of-100']} {words[word]}" for word, share in legend
    ))  # fmt: skip


def _of_100(people: float, all_people: float) -> float:
    """To a tenth, halves up as in the browser."""
    return int(1000 * people / all_people + 0.5) / 10


def _figures(share: float) -> int:
    """Whole people of 100; one where there is anybody at all."""
    return int(share + 0.5) or int(share > 0)


def _chip(pen: Pen, index: int, text: str, state: int) -> None:
    """What became of a column: solid if published, dashed if coarser, faint if left out."""
    x, y = 4 + 132 * (index % 3), 1 + 33 * (index // 3)
    tone = ("paper", "solid", "dash")[state]
    pen.box((x, y), (128, 27), tone)
    pen.text((x + 64, y + 18), text, 13, "on" if state == FULL else "ink" if state else "muted")


def _wall(pen: Pen, top: float, alone: int, few: int) -> None:
    """Five rows of 20, those who stand out first."""
    at = [(12 + 19.8 * (i % 20), top + 8 + 34 * (i // 20)) for i in range(100)]
    for word, first, last in (("crowd", few, 100), ("few", alone, few), ("alone", 0, alone)):
        _figure(pen, at[first:last], word)


def _figure(pen: Pen, at: Sequence[tuple[float, float]], word: str) -> None:
    """Figures as one mark or two: a head and a body, or a dot for one in the crowd."""
    if not at:
        return
    dots = [[(x, y), (x + 0.01, y)] for x, y in at]
    bodies = [[(x, y + 13), (x, y + 16)] for x, y in at]
    if word == "crowd":
        pen.strokes([[(x, y + 6), (x2, y + 6)] for (x, y), (x2, _) in dots], "dots-false",
                    stroke_width=5)  # fmt: skip
        return
    pen.strokes(dots, "dots-true", stroke_width=10)
    pen.strokes(bodies, "dots-true", stroke_width=13)
    if word == "few":
        pen.strokes(dots, "dots-hole", stroke_width=6)
        pen.strokes(bodies, "dots-hole", stroke_width=9)


# --- cards for the table: sixty invented people ---

PEOPLE = 60
STEPS = (("district", "gender"), ("district", "gender", "job"),
         ("district", "gender", "job", "language"))  # fmt: skip
SMALL = {"district": COARSE, "gender": FULL, "job": COARSE, "language": FULL}
"""Sixty cards are few: on the cards districts and occupations are the coarse ones."""


def at_the_table(names: Sequence[str]) -> dict[str, float]:
    """The parameters for a table of 60 cards on which these columns are called out."""
    return {"people": PEOPLE, **{name: SMALL[name] if name in names else 0 for name in COLUMNS}}


def cards(words: Mapping[str, str]) -> list[dict[str, object]]:
    """A card a person; the back says in how large a group the person is after each call."""
    columns = dict(zip(SMALL, published(at_the_table(tuple(SMALL)), 20261123), strict=True))
    return [{
        "label": f"{words['person']} {person + 1}",
        "front": "\n".join(f"- {words[f'card-{name}']}: {_names(words, name)[values[person]]}"
                           for name, values in columns.items()),
        "back": "\n".join(_group(words, columns, step, person) for step in STEPS),
        "copies": 1, "tone": "",
    } for person in range(PEOPLE)]  # fmt: skip


def _names(words: Mapping[str, str], name: str) -> list[str]:
    return [value.strip() for value in words[f"values-{name}"].split(";")]


def _group(
    words: Mapping[str, str], columns: Mapping[str, list[int]], step: Sequence[str], person: int
) -> str:
    keys = list(zip(*(columns[name] for name in step), strict=True))
    told = ", ".join(words[f"card-{name}"] for name in step)
    return f"- {told}: {keys.count(keys[person])}"
