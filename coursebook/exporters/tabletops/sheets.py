"""Sheets for evaluators: a page an objective, the rubric, the review and the improvement plan."""

from __future__ import annotations

from coursebook.exporters.tabletops.press import Press
from coursebook.model import Evaluation, Goal
from coursebook.typeset.literals import call, string, value

BREAK = "#pagebreak(weak: true)"
WRITE = "21mm"


def evaluator_sheets(press: Press) -> bytes:
    """`evaluator-sheets.pdf`."""
    tabletop, words = press.tabletop, press.words
    goals = {goal.id: goal for goal in tabletop.objectives}
    parts = [
        press.front("tabletop.evaluation", words["tabletop.evaluation_subtitle"]),
        _names(press),
        *_objectives(press, goals),
    ]
    if tabletop.rubric:
        parts += [BREAK, press.section("tabletop.rubric", _rubric(press))]
    parts += [BREAK, press.section("tabletop.after_action", _review(press)),
              call("landscape", body=press.section("tabletop.plan", _plan(press)))]  # fmt: skip
    return press.paper("tabletop.evaluation", "\n\n".join(parts))


def _names(press: Press) -> str:
    keys = ("tabletop.evaluator", "tabletop.evaluator_group", "tabletop.date")
    return call("fill-lines", *(string(press.words[key]) for key in keys))


def _objectives(press: Press, goals: dict[str, Goal]) -> list[str]:
    """The ticks of each objective; several short ones share a page."""
    return [_ticks(press, goals[entry.objective], entry) for entry in press.tabletop.evaluation
            if entry.objective in goals]  # fmt: skip


def _ticks(press: Press, goal: Goal, entry: Evaluation) -> str:
    words = press.words
    heads = ("expected", "seen", "partly", "not", "note")
    shown = value([words[f"tabletop.{head}"] for head in heads])
    lines = "".join(f"[{press.line(text)}], " for text in entry.lines)
    title = press.heading(f"{goal.id} {goal.text}")
    return call("kept", body=f"{title}\n\n" + call("tick-table", shown, f"({lines})"))


def _rubric(press: Press) -> str:
    heads = ("tabletop.criterion", *(f"tabletop.level_{n}" for n in range(1, 5)))
    rows = [(press.line(f"**{row.name}**"), *(press.line(level) for level in row.levels))
            for row in press.tabletop.rubric]  # fmt: skip
    table = press.table((0, 4, 4, 4, 4), heads, rows)
    return press.line(press.words["tabletop.circle"]) + "\n\n" + table


def _review(press: Press) -> str:
    review = press.tabletop.after_action
    minutes = press.line(press.words["tabletop.minutes"].format(n=review.minutes))
    asked = [press.heading(question, 2) + "\n\n" + call("lines", "4")
             for question in review.questions]  # fmt: skip
    return "\n\n".join([minutes, *asked])


def _plan(press: Press) -> str:
    words = press.words
    heads = [words[f"tabletop.{key}"] for key in ("finding", "action", "action_owner", "by_when")]
    rows = call("empty-rows", value([6, 6, 3, 2]), value(heads),
                str(press.tabletop.after_action.actions), WRITE)  # fmt: skip
    return press.line(words["tabletop.plan_note"]) + "\n\n" + rows
