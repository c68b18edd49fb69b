"""A million posts, four languages: what a good average hides, and what human checks repair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from coursebook.drawing import Pen, count

LANGUAGES = ("alpha", "beta", "gamma", "delta")
REMOVE, LEAVE, LIMIT = 0, 1, 2
"""What happens to a flagged post that nobody checks."""
Row: TypeAlias = dict[str, float]
Card: TypeAlias = dict[str, str | int]


def simulate(values: Mapping[str, float], seed: int = 20261123) -> list[dict[str, float]]:
    """One row of expected counts a day; there is no chance in it, so `seed` changes nothing.

    `machine` only opens more sliders. A plan above the budget is cut in proportion.
    """
    del seed
    plan = sum(values[name] for name in LANGUAGES)
    fits = min(1.0, values["budget"] / plan) if plan else 0.0
    parts = {name: _language(values, name, values[name] * fits) for name in LANGUAGES}
    row = {key: sum(part[key] for part in parts.values()) for key in parts["alpha"]}
    for name, part in parts.items():
        row |= {f"{key}_{name}": value for key, value in part.items()}
        row[f"per_{name}"] = _ratio(1000 * part["wrong"], part["lawful"])
        row[f"limited_per_{name}"] = _ratio(1000 * part["limited"], part["lawful"])
        row[f"true_per_100_{name}"] = _ratio(100 * part["hits"], part["flagged"])
    row |= {
        "plan": plan,
        "right_per_10000": 10_000 * (1 - (row["false"] + row["missed"]) / row["posts"]),
        "per_1000": _ratio(1000 * row["wrong"], row["lawful"]),
        "worst": max(row[f"per_{name}"] for name in LANGUAGES),
        "best_served": min(row[f"per_{name}"] for name in LANGUAGES),
    }
    return [row]


def _language(values: Mapping[str, float], name: str, checks: float) -> Row:
    """What becomes of the posts of one language; reviewers are wrong both ways alike."""
    shares = sum(values[f"share_{each}"] for each in LANGUAGES)
    posts = values["N"] * values[f"share_{name}"] / shares
    harmful = posts * values["harmful"] / 10_000
    hits = harmful * values[f"hit_{name}"] / 100
    false = (posts - harmful) * values[f"ff_{name}"] / 100
    checked = min(checks, hits + false)
    seen = _ratio(checked, hits + false)
    error, policy = values["error"] / 100, values["policy"]
    unseen_hits, unseen_false = hits * (1 - seen), false * (1 - seen)
    wrong = false * seen * error + (unseen_false if policy == REMOVE else 0.0)
    up = hits * seen * error + (unseen_hits if policy == LEAVE else 0.0)
    limited = unseen_false if policy == LIMIT else 0.0
    limited_harmful = unseen_hits if policy == LIMIT else 0.0
    return {
        "posts": posts, "harmful": harmful, "lawful": posts - harmful, "hits": hits,
        "false": false, "flagged": hits + false, "checked": checked, "missed": harmful - hits,
        "wrong": wrong, "limited": limited, "kept": posts - harmful - wrong - limited,
        "up": up, "limited_harmful": limited_harmful, "removed": hits - up - limited_harmful,
    }  # fmt: skip


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def invariants(values: Mapping[str, float], rows: Sequence[Mapping[str, float]]) -> Iterable[str]:
    """A sentence for each law that the rows break."""
    row = rows[0]
    ends = ("kept", "wrong", "limited", "missed", "up", "limited_harmful", "removed")
    near = 1e-9 * values["N"]
    for name in LANGUAGES:
        if abs(sum(row[f"{end}_{name}"] for end in ends) - row[f"posts_{name}"]) > near:
            yield f"Posts of {name} are lost or made up."
        if any(row[f"{end}_{name}"] < -near for end in ends):
            yield f"A count of {name} is below zero."
        if row[f"checked_{name}"] > min(row[f"flagged_{name}"], values[name]) + near:
            yield f"More posts are checked in {name} than are flagged or planned."
    if abs(row["posts"] - values["N"]) > near:
        yield "The languages do not add up to all posts."
    if row["checked"] > values["budget"] + near:
        yield "More checks are made than there are."
    if not row["best_served"] - near <= row["per_1000"] <= row["worst"] + near:
        yield "The average does not lie between the best and the worst served language."


# --- pictures -------------------------------------------------------------------------------

STEP, COLUMNS, PANEL = 3.9, 50, 94
SPECK = 0.01
"""Length of a dot: a PDF viewer lengthens a dash of 0 and so shifts all dots that follow."""
BAR = 396.0


def picture(
    view: str, params: Mapping[str, float], words: Mapping[str, str], direction: str = "ltr"
) -> str:
    """A thousand lawful posts of each language, or its flags and the checks (blank: to plan)."""
    row, pen = simulate(params)[0], Pen(direction)
    if view == "thousand":
        _thousands(pen, row, params, words)
    else:
        _bars(pen, row, params, words, blank=view == "checks-blank")
    told = "" if view == "checks-blank" else "; ".join(
        f"{words[name]}: {_of_1000(row, name, words)} {words['lawful-removed']}"
        for name in LANGUAGES
    )  # fmt: skip
    return pen.svg(words[f"view-{view}"], told)


def _of_1000(row: Mapping[str, float], name: str, words: Mapping[str, str]) -> str:
    return f"{count(row[f'per_{name}'], 1)} {words['of-1000']}"


def _thousands(
    pen: Pen, row: Mapping[str, float], params: Mapping[str, float], words: Mapping[str, str]
) -> None:
    for index, name in enumerate(LANGUAGES):
        top = index * PANEL
        wrong = int(row[f"per_{name}"] + 0.5)
        limited = int(row[f"limited_per_{name}"] + 0.5)
        _dots(pen, top + 4, wrong, wrong + limited)
        posts = f"{count(row[f'posts_{name}'])} {words['posts']}"
        pen.text((210, top + 19), words[name], 17, anchor="start")
        pen.text((210, top + 36), posts, 13, "muted", "start")
        pen.text((210, top + 58), _of_1000(row, name, words), 15, anchor="start")
        pen.text((210, top + 75), words["lawful-removed"], 13, anchor="start")
    y = len(LANGUAGES) * PANEL + 14
    _key(pen, (8, y), "true", words["removed"])
    if params["policy"] == LIMIT:
        _key(pen, (210, y), "ring", words["limited"])
    _key(pen, (8, y + 22), "rest", words["kept"])


def _dots(pen: Pen, top: float, wrong: int, limited: int) -> None:
    """A thousand dots: first the posts removed, then those limited (rings), then the others."""
    _dotted(pen, top, (limited, 1000), "dots-false", 0.4)
    _dotted(pen, top, (wrong, limited), "dots-false", 0.95)
    _dotted(pen, top, (wrong, limited), "dots-hole", 0.5)
    _dotted(pen, top, (0, wrong), "dots-true", 1.0)


def _dotted(pen: Pen, top: float, span: tuple[int, int], tone: str, wide: float) -> None:
    """The dots from the first to before the last: a row of them is one dotted line."""
    lines, (first, last) = [], span
    while first < last:
        column = first % COLUMNS
        here = min(COLUMNS - column, last - first)
        x, y = (column + 0.5) * STEP, top + (first // COLUMNS + 0.5) * STEP
        lines.append([(x, y), (x + (here - 1) * STEP + SPECK, y)])
        first += here
    if lines:
        dash = f"{SPECK:g} {STEP - SPECK:g}"
        pen.strokes(lines, tone, stroke_width=f"{STEP * wide:.3g}", stroke_dasharray=dash)


def _key(pen: Pen, at: tuple[float, float], tone: str, text: str) -> None:
    dot = [at, (at[0] + SPECK, at[1])]
    size = {"true": 9, "ring": 9, "rest": 3}[tone]
    pen.line(dot, "dots-true" if tone == "true" else "dots-false", stroke_width=size)
    if tone == "ring":
        pen.line(dot, "dots-hole", stroke_width=5)
    pen.text((at[0] + 11, at[1] + 5), text, 13, anchor="start")


def _bars(
    pen: Pen, row: Mapping[str, float], params: Mapping[str, float], words: Mapping[str, str],
    blank: bool,
) -> None:  # fmt: skip
    """A bar of flags for each language: checked ones are solid, the others hatched."""
    scale = (BAR - 4) / max(*(row[f"flagged_{name}"] for name in LANGUAGES), 1)
    for index, name in enumerate(LANGUAGES):
        top, flagged = index * 78, row[f"flagged_{name}"]
        checked = "......" if blank else count(row[f"checked_{name}"])
        told = words["checked"].replace("{n}", checked).replace("{m}", count(flagged))
        pen.text((4, top + 16), f"{words[name]}: {told}", 15, anchor="start")
        pen.box((4, top + 25), (max(flagged * scale, 1), 20), "paper")
        if not blank:
            _filled(pen, top + 25, row[f"checked_{name}"] * scale, flagged * scale)
        few = words["true"].replace("{n}", count(row[f"true_per_100_{name}"], 1))
        pen.text((4, top + 62), few, 13, "muted", "start")
    policy = words["unchecked"] if blank else words[f"policy-{int(params['policy'])}"]
    pen.text((4, 326), policy, 14, anchor="start")
    pen.text((4, 347), _spent(row, params, words, blank), 14, anchor="start")


def _spent(
    row: Mapping[str, float], params: Mapping[str, float], words: Mapping[str, str], blank: bool
) -> str:
    budget = count(params["budget"])
    if not blank and row["plan"] > params["budget"]:
        return words["over"].replace("{n}", count(row["plan"])).replace("{m}", budget)
    used = "......" if blank else count(row["checked"])
    return words["used"].replace("{n}", used).replace("{m}", budget)


def _filled(pen: Pen, top: float, checked: float, flagged: float) -> None:
    if checked >= 1:
        pen.box((4, top), (checked, 20), "solid")
    steps = range(int((flagged - checked) / 6))
    start = 4 + checked
    lines = [[(start + 6 * i, top + 19), (start + 6 * i + 6, top + 1)] for i in steps]
    if lines:
        pen.strokes(lines, "hatch")


# --- cards ----------------------------------------------------------------------------------

TABLE: Mapping[str, float] = {
    "N": 1_000_000, "harmful": 10, "error": 5, "policy": REMOVE, "budget": 1_955,
    "alpha": 1_500, "beta": 400, "gamma": 50, "delta": 5,
    "share_alpha": 70, "share_beta": 20, "share_gamma": 8, "share_delta": 2,
    "hit_alpha": 95, "hit_beta": 85, "hit_gamma": 60, "hit_delta": 30,
    "ff_alpha": 0.2, "ff_beta": 0.8, "ff_gamma": 2, "ff_delta": 5,
}  # fmt: skip
"""The values of the first story, for the game at the table."""
TOKENS = 100


def cards(words: Mapping[str, str]) -> list[Card]:
    """Four boards, 100 flagged posts a language and 100 checks: the first story at a table."""
    row = simulate(TABLE)[0]
    made = [_board(name, row, words) for name in LANGUAGES]
    for name in LANGUAGES:
        harmful = int(row[f"true_per_100_{name}"] + 0.5)
        made += _posts(words[name], 100 - harmful, words)
        if harmful:
            made.append(_post(words[name], words["card-harmful"], harmful, words))
    token: Card = {"label": words["card-token"], "front": words["card-token-front"],
                   "back": words["card-token-back"], "copies": TOKENS, "tone": "grey"}  # fmt: skip
    return [*made, token]


def _board(name: str, row: Mapping[str, float], words: Mapping[str, str]) -> Card:
    tokens = int(TOKENS * TABLE[name] / TABLE["budget"] + 0.5)
    front = words["card-board-front"].replace("{posts}", count(row[f"posts_{name}"]))
    back = words["card-board-back"].replace("{each}", count(row[f"flagged_{name}"] / 100))
    return {
        "label": words["card-board"].replace("{name}", words[name]),
        "front": front.replace("{flagged}", count(row[f"flagged_{name}"])),
        "back": back.replace("{tokens}", count(tokens)), "copies": 1, "tone": "accent",
    }  # fmt: skip


def _posts(label: str, lawful: int, words: Mapping[str, str]) -> list[Card]:
    """So many lawful posts, spread evenly over the texts that there are."""
    texts = [text for key, text in words.items() if key.startswith("post-")]
    copies = [lawful // len(texts) + (i < lawful % len(texts)) for i in range(len(texts))]
    backs = [words["card-lawful"].replace("{text}", text) for text in texts]
    return [_post(label, back, n, words) for back, n in zip(backs, copies, strict=True) if n]


def _post(label: str, back: str, copies: int, words: Mapping[str, str]) -> Card:
    return {"label": label, "front": words["card-front"], "back": back, "copies": copies,
            "tone": ""}  # fmt: skip
