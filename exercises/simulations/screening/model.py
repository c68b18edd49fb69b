"""Needles and haystacks: what a screening finds when the thing is rare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, isclose, log10, sqrt
from random import Random

from coursebook.drawing import WIDTH, Pen, count

WORKDAY = 420
"""Minutes that one officer clears alarms in a day."""


def simulate(params: Mapping[str, float], seed: int = 20261123) -> list[dict[str, float]]:
    """One row of expected counts; there is no chance in it, so `seed` changes nothing.

    Without a second check its columns repeat the first. `one_in` is 0 when no true case is flagged.
    """
    del seed
    people = params["N"]
    cases = min(params["n"], people)
    innocent = people - cases
    tp, fp = cases * params["se"] / 100, innocent * params["fa"] / 100
    tp2, fp2 = _second_check(tp, fp, params)
    alerts = params["probes"] * (1 - (1 - params["fmr"] / 1e6) ** params["names"])
    alarms = alerts if params["list"] else tp + fp
    return [{
        "people": people, "cases": cases, "innocent": innocent, "flagged": tp + fp,
        "tp": tp, "fp": fp, "fn": cases - tp,
        "one_in": _ratio(tp + fp, tp), "false_per_true": _ratio(fp, tp),
        "true_per_100": 100 * _ratio(tp, tp + fp),
        "staff_days": alarms * params["minutes"] / WORKDAY,
        "flagged2": tp2 + fp2, "tp2": tp2, "fp2": fp2, "one_in2": _ratio(tp2 + fp2, tp2),
        "list_alerts": alerts,
    }]  # fmt: skip


def _second_check(tp: float, fp: float, params: Mapping[str, float]) -> tuple[float, float]:
    """Who is still flagged. If errors are not independent, an innocent flagged once stays so."""
    if not params["second"]:
        return tp, fp
    again = params["fa2"] / 100 if params["independent"] else 1.0
    return tp * params["se2"] / 100, fp * again


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def invariants(
    params: Mapping[str, float], rows: Sequence[Mapping[str, float]]
) -> Iterator[str]:
    """A sentence for each law that the rows break."""
    row = rows[0]
    if not isclose(row["tp"] + row["fn"], row["cases"], abs_tol=1e-9):
        yield "True cases flagged and missed must add up to all true cases."
    if row["flagged"] > row["people"] * (1 + 1e-9):
        yield "No more people can be flagged than were screened."
    if row["flagged2"] > row["flagged"] * (1 + 1e-9):
        yield "A second check can only take people off the pile."
    if params["fa"] == 0 and row["fp"]:
        yield "Without false alarms everybody flagged must be a true case."
    if not 0 <= row["list_alerts"] <= params["probes"]:
        yield "No more people can be stopped than were checked."


CITY: Mapping[str, float] = {
    "N": 10_000, "n": 10, "se": 90, "fa": 1, "minutes": 30, "second": 0, "list": 0,
    "probes": 0, "names": 0, "fmr": 0,
}  # fmt: skip
"""The city of preset `city`: its numbers are whole, so that a table can deal them as cards."""


def cards(words: Mapping[str, str]) -> list[dict[str, str | int]]:
    """The pile of people flagged in the city, and the true cases missed, one card a person."""
    row = simulate(CITY)[0]
    kinds = (("caught", "accent", "tp"), ("false", "grey", "fp"), ("missed", "accent", "fn"))
    return [
        {"label": words[f"card-{kind}"], "front": words[f"card-{kind}-text"], "back": "",
         "copies": int(row[column] + 0.5), "tone": tone}
        for kind, tone, column in kinds
    ]  # fmt: skip


def picture(
    view: str, params: Mapping[str, float], words: Mapping[str, str], direction: str = "ltr"
) -> str:
    """The tree, the tree with empty boxes, or the pile of people flagged, as SVG."""
    row, pen = simulate(params)[0], Pen(direction)
    if params["list"]:
        text = _list(pen, row, params, words, blank=view == "tree-blank")
    elif view == "poster-blank":
        text = _poster(pen, row, words)
    elif view == "dots":
        text = _pile(pen, row, words)
    else:
        text = _tree(pen, row, params, words, blank=view == "tree-blank")
    return pen.svg(words[f"view-{view}"], text)


BRANCHES = (
    (200, 100, 49), (200, 300, 49),
    (100, 47, 115), (100, 149, 115), (300, 251, 115), (300, 353, 115),
)  # fmt: skip
NODES = (
    (110, 1, 180, "paper", "people"),
    (12, 67, 176, "dash", "cases"), (212, 67, 176, "paper", "innocent"),
    (1, 133, 92, "dash", "missed"), (103, 133, 92, "solid", "caught"),
    (205, 133, 92, "soft", "false"), (307, 133, 92, "paper", "alone"),
    (90, 215, 220, "paper", "flagged"),
)  # fmt: skip


def _tree(
    pen: Pen, row: Mapping[str, float], params: Mapping[str, float], words: Mapping[str, str],
    blank: bool,
) -> str:  # fmt: skip
    numbers = {**row, "missed": row["fn"], "caught": row["tp"], "false": row["fp"],
               "alone": row["innocent"] - row["fp"]}  # fmt: skip
    for start, end, y in BRANCHES:
        pen.line([(start, y), (start, y + 9), (end, y + 9), (end, y + 18)])
    pen.line([(149, 197), (149, 206), (251, 206), (251, 197)])
    pen.line([(200, 206), (200, 215)])
    for x, y, width, tone, word in NODES:
        shown = "" if blank else count(numbers[word])
        pen.node((x, y), width, "paper" if blank else tone, shown, words[word])
    text = _one_in(row["one_in"], 0, words, "one-in", blank)
    if blank:
        return text
    pen.paragraph((200, 284), text, 46)
    if params["second"]:
        pen.line([(200, 292), (200, 308)])
        pen.node((90, 308), 220, "paper", count(row["flagged2"]), words["flagged-again"])
        text = _one_in(row["one_in2"], 1, words, "one-in-again", blank=False)
        pen.paragraph((200, 377), text, 46)
    return text


def _one_in(value: float, decimals: int, words: Mapping[str, str], word: str, blank: bool) -> str:
    if not value and not blank:
        return words["none"]
    return words[word].replace("{n}", "........" if blank else count(value, decimals))


def _pile(pen: Pen, row: Mapping[str, float], words: Mapping[str, str]) -> str:
    """One dot a person flagged, or a round number of persons where they are very many."""
    pen.text((200, 18), f"{count(row['flagged'])} {words['flagged']}", 17)
    each = _persons_a_dot(row["flagged"])
    true = int(row["tp"] / each + 0.5) or int(row["tp"] > 0)
    bottom = _dots(pen, 32, int(row["flagged"] / each + 0.5), true)
    for x, tone, column, word in ((30, "true", "tp", "cases"), (205, "false", "fp", "innocent")):
        dot = [(x, bottom + 17), (x + 0.01, bottom + 17)]
        pen.line(dot, f"dots-{tone}", stroke_width=14)
        if tone == "false":
            pen.line(dot, "dots-hole", stroke_width=8)
        pen.text((x + 13, bottom + 22), f"{count(row[column])} {words[word]}", 14, anchor="start")
    pen.text((200, bottom + 46), words["dot"].replace("{n}", count(each)), 13, "muted")
    return _one_in(row["one_in"], 0, words, "one-in", blank=False)


DOTS = 10_000
"""A poster has so many dots at most."""
SEED = 20261123
"""Where among the dots the marked ones stand."""


def _poster(pen: Pen, row: Mapping[str, float], words: Mapping[str, str]) -> str:
    """Everybody screened as dots, the marked ones scattered among the others."""
    total = int(min(row["people"], DOTS))
    side = max(25, int(sqrt(total)))
    each, step = row["people"] / total, WIDTH / side
    everybody = _rows(0, total, side, step, 0)
    pen.strokes(everybody, "dots-false", stroke_width=f"{step * 0.3:.3g}",
                stroke_dasharray=f"0 {step:g}")  # fmt: skip
    counts = [int(row[column] / each + 0.5) for column in ("tp", "fn", "fp")]
    chance = Random(SEED)
    places = sorted(range(total), key=lambda _: chance.random())[: sum(counts)]
    spots = [((p % side + 0.5) * step, (p // side + 0.5) * step) for p in places]
    caught, missed = counts[0], counts[0] + counts[1]
    _mark(pen, "false", spots[missed:], step)
    _mark(pen, "caught", spots[:caught], step)
    _mark(pen, "missed", spots[caught:missed], step)
    bottom = ceil(total / side) * step
    for line, (tone, column, word) in enumerate((
        ("caught", "tp", "cases-flagged"), ("missed", "fn", "cases-missed"),
        ("false", "fp", "innocent-flagged"),
    )):  # fmt: skip
        y = bottom + 16 + 17 * line
        _mark(pen, tone, [(8, y)], 7)
        pen.text((18, y + 4.5), f"{words[word]}: {count(row[column])}", 13, anchor="start")
    pen.text((WIDTH - 2, bottom + 20.5), f"{count(row['people'])} {words['people']}", 13,
             anchor="end")  # fmt: skip
    pen.text((WIDTH - 2, bottom + 37.5), words["dot-people"].replace("{n}", count(each)), 13,
             "muted", "end")  # fmt: skip
    return _one_in(row["one_in"], 0, words, "one-in", blank=False)


def _mark(pen: Pen, kind: str, spots: Sequence[tuple[float, float]], step: float) -> None:
    """A full dot for a true case flagged, a cross for one missed, a ring for a false alarm."""
    dots = [[(x, y), (x + 0.01, y)] for x, y in spots]
    if not dots:
        return
    if kind == "missed":
        arm = step * 0.42
        pen.strokes([[(x - arm, y - arm), (x + arm, y + arm)] for x, y in spots]
                    + [[(x - arm, y + arm), (x + arm, y - arm)] for x, y in spots],
                    "hatch")  # fmt: skip
        return
    tone = "dots-true" if kind == "caught" else "dots-false"
    pen.strokes(dots, tone, stroke_width=f"{step * 0.95:.3g}")
    if kind == "false":
        pen.strokes(dots, "dots-hole", stroke_width=f"{step * 0.5:.3g}")


def _persons_a_dot(people: float) -> float:
    """1, 2, 5, 10, ... so that there are 10,500 dots at most."""
    least = max(people / 10_500, 1)
    power = 10.0 ** int(log10(least))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least)


def _dots(pen: Pen, top: float, total: int, true: int) -> float:
    """Rows of dots, the true ones first: a row is one dotted line. Returns where they end."""
    columns = min(max(int(sqrt(max(total, 1) * WIDTH / 240)), 20), 100)
    step = WIDTH / columns
    for tone, first, last, wide in (("false", true, total, 0.75), ("true", 0, true, 0.95)):
        rows = _rows(first, last, columns, step, top)
        dash = {"stroke_dasharray": f"0 {step:g}"}
        if rows:
            pen.strokes(rows, f"dots-{tone}", stroke_width=f"{step * wide:.3g}", **dash)
        if rows and tone == "false" and step > 7:
            pen.strokes(rows, "dots-hole", stroke_width=f"{step * 0.42:.3g}", **dash)
    return top + ceil(max(total, 1) / columns) * step


def _rows(
    first: int, last: int, columns: int, step: float, top: float
) -> list[list[tuple[float, float]]]:
    """The lines on which dots `first` to `last` stand."""
    rows = []
    while first < last:
        column = first % columns
        here = min(columns - column, last - first)
        x, y = (column + 0.5) * step, top + (first // columns + 0.5) * step
        rows.append([(x, y), (x + (here - 1) * step + 0.01, y)])
        first += here
    return rows


def _list(
    pen: Pen, row: Mapping[str, float], params: Mapping[str, float], words: Mapping[str, str],
    blank: bool,
) -> str:  # fmt: skip
    """Each person is compared with every name; the false alerts stand below as dots."""
    pen.node((1, 1), 180, "paper", count(params["probes"]), words["probes"])
    pen.node((219, 1), 180, "paper", count(params["names"]), words["names"])
    pen.text((200, 32), "×", 17)
    pen.line([(91, 49), (91, 62), (309, 62), (309, 49)])
    pen.line([(200, 62), (200, 75)])
    shown = "" if blank else count(row["list_alerts"])
    pen.node((90, 75), 220, "paper" if blank else "soft", shown, words["alerts"])
    if not blank:
        each = _persons_a_dot(row["list_alerts"])
        bottom = _dots(pen, 136, int(row["list_alerts"] / each + 0.5), 0)
        pen.text((200, bottom + 22), words["dot-alert"].replace("{n}", count(each)), 13, "muted")
    return f"{count(row['list_alerts'])} {words['alerts']}"
