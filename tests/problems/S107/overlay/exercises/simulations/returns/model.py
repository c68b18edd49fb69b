"""The lamp at the door: how many of the flagged books are late."""

from __future__ import annotations

from collections.abc import Mapping

from coursebook.drawing import Pen, count


def simulate(params: Mapping[str, float], seed: int = 20261123) -> list[dict[str, float]]:
    """One row; there is no chance in it, so `seed` changes nothing."""
    del seed
    books, late = params["books"], min(params["late"], params["books"])
    flagged = late + (books - late) * params["mis"] / 100
    return [{"books": books, "late": late, "flagged": flagged, "hits": late}]


def picture(
    view: str, params: Mapping[str, float], words: Mapping[str, str], direction: str = "ltr"
) -> str:
    """Two bars: the flagged books, and the late ones among them."""
    row, pen = simulate(params)[0], Pen(direction)
    for line, key in enumerate(("flagged", "hits")):
        y = 10 + 60 * line
        pen.box((10, y), (max(4, 300 * row[key] / max(row["flagged"], 1)), 24), "soft")
        pen.text((10, y + 42), f"{count(row[key])} {words[key]}", anchor="start")
    return pen.svg(words[f"view-{view}"], f"{count(row['hits'])} / {count(row['flagged'])}")


def cards(words: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"label": words["card"], "front": words["card-front"]}]
