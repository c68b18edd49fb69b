"""Branching scenarios: `exercises/scenarios/<id>/scenario.yml` and its translations."""

from __future__ import annotations

import re
from collections.abc import Callable

from coursebook.model.scenarios import (
    Condition,
    Ending,
    FacilitatorNote,
    Meter,
    Scenario,
    ScenarioChoice,
    ScenarioNode,
)
from coursebook.reader.fields import Fields, read_mapping
from coursebook.reader.sources import Sources
from coursebook.reader.translations import read_messages

FOLDER = "exercises/scenarios"
CONDITION = re.compile(r"^\s*([A-Za-z]\w*)\s*(>=|<=)\s*(\d+)\s*$")
ID = re.compile(r"^[a-z][a-z0-9-]{0,39}$")
END = "end"
Say = Callable[[str], str]


def read_scenarios(sources: Sources, language: str) -> dict[str, Scenario]:
    """Every scenario of the project by its id, in one language."""
    found = (_scenario(sources, name, language) for name in sources.folders(FOLDER)
             if sources.exists(f"{FOLDER}/{name}/scenario.yml"))  # fmt: skip
    return {scenario.id: scenario for scenario in found if scenario}


def _scenario(sources: Sources, name: str, language: str) -> Scenario | None:
    folder = f"{FOLDER}/{name}"
    fields = read_mapping(sources, f"{folder}/scenario.yml")
    if fields is None:
        return None
    catalogue = read_messages(sources, folder, language)

    def say(text: str) -> str:
        return catalogue.text(" ".join(text.split()), name)

    _same_name(fields, name)
    short = fields.mapping("short")
    scenario = Scenario(
        id=name, code=fields.text("code"), title=say(fields.text("title")),
        you=say(fields.text("you")), opening=say(fields.text("opening")),
        minutes=fields.integer("minutes"),
        short_until=short.text("until") if short else "",
        short_minutes=short.integer("minutes") if short else 0,
        content_note=say(fields.text("content_note", "")),
        meters=tuple(_meter(item, say) for item in fields.mappings("meters", required=True)),
        nodes=tuple(_node(item, say) for item in fields.mappings("nodes", required=True)),
        endings=tuple(_ending(item, say) for item in fields.mappings("endings", required=True)),
        debrief=tuple(map(say, fields.texts("debrief", required=True))),
        notes=tuple(_note(item, say) for item in fields.mappings("facilitator")),
        place=fields.place("id"),
    )  # fmt: skip
    for part in (fields, short):
        if part:
            part.done()
    return scenario if scenario.nodes and scenario.endings and scenario.meters else None


def _same_name(fields: Fields, folder: str) -> None:
    id_ = fields.text("id")
    if id_ != folder:
        fields.wrong("id", "D103", f"Id '{id_}' is not the folder's name '{folder}'.",
                     "Give both the same name.")  # fmt: skip
    elif not ID.match(id_):
        fields.wrong("id", "D104", f"Id '{id_}' has characters an LMS may refuse.",
                     "Use a-z, 0-9 and '-', a letter first, at most 40.")  # fmt: skip


def _meter(item: Fields, say: Say) -> Meter:
    meter = Meter(item.text("id"), say(item.text("label")), item.integer("start", 5))
    item.done()
    return meter


def _node(item: Fields, say: Say) -> ScenarioNode:
    node = ScenarioNode(
        item.text("id"), say(item.text("time")), say(item.text("text")),
        tuple(_choice(choice, say) for choice in item.mappings("choices", required=True)),
        item.place("id"),
    )  # fmt: skip
    item.done()
    return node


def _choice(item: Fields, say: Say) -> ScenarioChoice:
    effects = item.mapping("effects", required=True)
    moves = {key: effects.integer(key) for key in effects.values} if effects else {}
    goto = item.text("goto")
    choice = ScenarioChoice(
        say(item.text("text")), {key: by for key, by in moves.items() if by},
        "" if goto == END else goto, say(item.text("consequence")), item.place("text"),
    )  # fmt: skip
    item.done()
    return choice


def _ending(item: Fields, say: Say) -> Ending:
    ending = Ending(
        item.text("id"), say(item.text("title")), say(item.text("text")),
        _conditions(item, "all"), _conditions(item, "any"), item.place("id"),
    )  # fmt: skip
    item.done()
    return ending


def _conditions(item: Fields, key: str) -> tuple[Condition, ...]:
    found = []
    for text in item.texts(key):
        match = CONDITION.match(text)
        if match is None:
            item.wrong(key, "J110", f"'{text}' is no condition.",
                       "Write a meter, >= or <=, and a number: L >= 8.")  # fmt: skip
            continue
        sign = match[2]
        found.append(Condition(match[1], ">=" if sign == ">=" else "<=", int(match[3])))
    return tuple(found)


def _note(item: Fields, say: Say) -> FacilitatorNote:
    note = FacilitatorNote(say(item.text("title")), say(item.text("text")))
    item.done()
    return note
