"""Scenarios as HTML: the paper edition in numbered paragraphs, from which the script plays too."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from coursebook.directives import HostError
from coursebook.model import Scenario
from coursebook.model.scenario_paths import is_loop, longest
from coursebook.model.scenarios import (
    HIGHEST,
    LETTERS,
    LOWEST,
    Condition,
    Ending,
    ScenarioChoice,
    ScenarioNode,
    signed,
)
from coursebook.problems import did_you_mean


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph: a situation, or what follows a choice in it (its letter)."""

    number: int
    node: ScenarioNode
    letter: str = ""


@dataclass(frozen=True)
class _Sheet:
    scenario: Scenario
    until: str
    words: Mapping[str, str]

    @property
    def key(self) -> str:
        """What stands for this form in ids, links and memory."""
        return f"{self.scenario.id}.{self.until}" if self.until else self.scenario.id

    def word(self, name: str, **values: object) -> str:
        return escape(self.words[f"scenario.{name}"].format(**values), quote=False)

    def label(self, meter: str) -> str:
        """The name of a meter."""
        named = {known.id: known.label for known in self.scenario.meters}
        return escape(named.get(meter, meter), quote=False)


def scenario_html(
    scenario: Scenario, words: Mapping[str, str], until: str = "", *, playable: bool
) -> str:
    """The scenario to be played by hand; `playable` adds what the script plays it from."""
    sheet = _Sheet(scenario, until, words)
    mark = f' data-scenario="{escape(sheet.key)}"' if playable else ""
    parts = [f'<section class="scenario"{mark}>', f"<h3>{escape(scenario.title)}</h3>",
             *_opening(sheet), '<div class="scenario-paper">', *_how(sheet), *_tracks(sheet),
             *_story(sheet), *_endings(sheet), "</div>", *_debrief(sheet)]  # fmt: skip
    if playable:
        parts.append(f'<script type="application/json" class="scenario-data">{_data(sheet)}'
                     "</script>")  # fmt: skip
    return "\n".join([*parts, "</section>"])


def embedded_scenario(
    scenarios: Mapping[str, Scenario], id_: str, until: str, words: Mapping[str, str], *,
    playable: bool,
) -> str:  # fmt: skip
    """The scenario of that id in a lesson, up to the node `until`. HostError: no such name."""
    if id_ not in scenarios:
        raise HostError("J112", f"Unknown scenario '{id_}'.", did_you_mean(id_, scenarios))
    scenario = scenarios[id_]
    if until and scenario.node(until) is None:
        raise HostError("J113", f"Scenario '{id_}' has no node '{until}'.",
                        did_you_mean(until, [node.id for node in scenario.nodes]))  # fmt: skip
    if is_loop(scenario):  # a fault of the scenario itself (J111): there is no end to print
        return ""
    return scenario_html(scenario, words, until, playable=playable)


def paragraphs(scenario: Scenario, until: str = "") -> tuple[Paragraph, ...]:
    """Every paragraph by its number: the first situation is 1, all others shuffled for good."""
    entries = [
        (node, letter)
        for node in scenario.played(until)
        for letter in ("", *LETTERS[: len(node.choices)])
    ]

    def order(entry: tuple[ScenarioNode, str]) -> bytes:
        if entry == entries[0]:
            return b""
        return sha256(f"{scenario.id} {entry[0].id} {entry[1]}".encode()).digest()

    return tuple(Paragraph(number, *entry)
                 for number, entry in enumerate(sorted(entries, key=order), 1))  # fmt: skip


def conditions_text(ending: Ending, words: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """When an ending fits, in words; "in every other case" where it has no condition."""

    def one(condition: Condition) -> str:
        name = "at_least" if condition.sign == ">=" else "at_most"
        meter = labels.get(condition.meter, condition.meter)
        return words[f"scenario.{name}"].format(meter=meter, n=condition.value)

    found = [words["scenario.and"].join(map(one, ending.all))]
    found.append(words["scenario.or"].join(map(one, ending.any)))
    said = words["scenario.and"].join(text for text in found if text)
    return said or words["scenario.otherwise"]


# --- before the story ------------------------------------------------------------------------


def _opening(sheet: _Sheet) -> Iterator[str]:
    s = sheet.scenario
    minutes = s.short_minutes if sheet.until and sheet.until == s.short_until else s.minutes
    yield '<div class="scenario-opening">'
    yield f'<p class="question-instruction">{sheet.word("about", code=s.code, n=minutes)}</p>'
    if s.content_note:
        yield f"<p>{sheet.word('note', text=s.content_note)}</p>"
    yield f"<p><strong>{sheet.word('you', text=s.you)}</strong></p>"
    yield f"<p>{escape(s.opening, quote=False)}</p>"
    yield "</div>"


def _how(sheet: _Sheet) -> Iterator[str]:
    yield f'<p class="rubric">{sheet.word("by_hand")}</p><ol>'
    yield from (f"<li>{sheet.word(f'by_hand_{step}')}</li>" for step in range(1, 5))
    yield f"</ol><p>{sheet.word('device')}</p>"


def _tracks(sheet: _Sheet) -> Iterator[str]:
    """A row of boxes for each meter, and boxes for the letters of the path."""
    yield '<div class="table-scroll" tabindex="0"><table class="scenario-track">'
    yield f"<caption>{sheet.word('track')}</caption><tbody>"
    for meter in sheet.scenario.meters:
        boxes = "".join(
            f"<td><strong>[{n}]</strong></td>" if n == meter.start else f"<td>{n}</td>"
            for n in range(LOWEST, HIGHEST + 1)
        )
        yield f'<tr><th scope="row">{escape(meter.label, quote=False)}</th>{boxes}</tr>'
    yield "</tbody></table></div>"
    steps = longest(sheet.scenario, sheet.until)
    numbers = "".join(f'<th scope="col">{n}</th>' for n in range(1, steps + 1))
    yield '<div class="table-scroll" tabindex="0"><table class="scenario-path">'
    yield f"<caption>{sheet.word('path_sheet')}</caption><thead><tr>{numbers}</tr></thead>"
    yield f"<tbody><tr>{'<td></td>' * steps}</tr></tbody></table></div>"


# --- the story -------------------------------------------------------------------------------


def _story(sheet: _Sheet) -> Iterator[str]:
    found = paragraphs(sheet.scenario, sheet.until)
    numbers = {(p.node.id, p.letter): p.number for p in found}
    yield f'<div class="scenario-story"><p class="rubric">{sheet.word("story")}</p>'
    for paragraph in found:
        if paragraph.letter:
            yield from _after(sheet, paragraph, numbers)
        else:
            yield from _situation(sheet, paragraph, numbers)
    yield "</div>"


def _step(sheet: _Sheet, paragraph: Paragraph, mark: str, beside: str = "") -> str:
    return (f'<div class="scenario-step" id="{escape(sheet.key)}-{paragraph.number}" {mark}>'
            f'<p class="scenario-number"><strong>{paragraph.number}</strong>{beside}</p>'
            )  # fmt: skip


def _situation(
    sheet: _Sheet, paragraph: Paragraph, numbers: Mapping[tuple[str, str], int]
) -> Iterator[str]:
    node = paragraph.node
    time = f' <bdi class="scenario-time">{escape(node.time, quote=False)}</bdi>'
    yield _step(sheet, paragraph, f'data-node="{escape(node.id)}"', time)
    yield f'<p class="scenario-text">{escape(node.text, quote=False)}</p>'
    yield '<ul class="scenario-choices">'
    for letter, choice in zip(LETTERS, node.choices, strict=False):
        yield (f'<li><strong>{letter.upper()}</strong> <span class="scenario-choice">'
               f"{escape(choice.text, quote=False)}</span> "
               f"{_go(sheet, numbers[node.id, letter])}</li>")  # fmt: skip
    yield "</ul></div>"


def _after(
    sheet: _Sheet, paragraph: Paragraph, numbers: Mapping[tuple[str, str], int]
) -> Iterator[str]:
    node, letter = paragraph.node, paragraph.letter
    choice = node.choices[LETTERS.index(letter)]
    following = numbers.get((sheet.scenario.after(node, choice, sheet.until), ""))
    go = sheet.word("read_ending") if following is None else _go(sheet, following)
    yield _step(sheet, paragraph, f'data-after="{escape(node.id)}.{letter}"')
    yield f'<p class="scenario-text">{escape(choice.consequence, quote=False)}</p>'
    yield f'<p class="scenario-effects">{_effects(sheet, choice)} {go}</p></div>'


def _go(sheet: _Sheet, number: int) -> str:
    return (f'<a class="scenario-go" href="#{escape(sheet.key)}-{number}">'
            f"{sheet.word('go', n=number)}</a>")  # fmt: skip


def _effects(sheet: _Sheet, choice: ScenarioChoice) -> str:
    moved = sheet.words["scenario.comma"].join(
        f'{sheet.label(meter.id)} <strong class="scenario-by" dir="ltr">'
        f"{signed(choice.effects[meter.id])}</strong>"
        for meter in sheet.scenario.meters
        if choice.effects.get(meter.id)
    )
    return f"{moved}." if moved else sheet.word("no_effect")


# --- after it --------------------------------------------------------------------------------


def _endings(sheet: _Sheet) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{sheet.word(name)}</th>' for name in ("when", "how_it_ends"))
    labels = {meter.id: meter.label for meter in sheet.scenario.meters}
    yield f'<div class="table-scroll" tabindex="0" id="{escape(sheet.key)}-endings">'
    yield f"<table><caption>{sheet.word('endings')}</caption>"
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for ending in sheet.scenario.endings:
        when = conditions_text(ending, sheet.words, labels)
        yield (f'<tr data-ending="{escape(ending.id)}"><td>{escape(when, quote=False)}</td><td>'
               f'<strong class="scenario-title">{escape(ending.title, quote=False)}</strong><br />'
               f'<span class="scenario-text">{escape(ending.text, quote=False)}</span></td></tr>'
               )  # fmt: skip
    yield "</tbody></table></div>"


def _debrief(sheet: _Sheet) -> Iterator[str]:
    yield f'<div class="scenario-debrief"><p class="rubric">{sheet.word("debrief")}</p>'
    for number, question in enumerate(sheet.scenario.debrief, 1):
        yield f"<p>{number}. {escape(question, quote=False)}</p>"
        yield '<div class="lines" data-lines="2"></div>'
    yield "</div>"


def _data(sheet: _Sheet) -> str:
    """The graph without its texts: effects by meter, where each choice leads, conditions."""
    s = sheet.scenario

    def conditions(given: tuple[Condition, ...]) -> list[list[object]]:
        places = [meter.id for meter in s.meters]
        return [[places.index(c.meter) if c.meter in places else -1, c.sign, c.value]
                for c in given]  # fmt: skip

    nodes = {
        node.id: [[[choice.effects.get(meter.id, 0) for meter in s.meters],
                   s.after(node, choice, sheet.until)] for choice in node.choices]
        for node in s.played(sheet.until)
    }  # fmt: skip
    endings = [[e.id, conditions(e.all), conditions(e.any)] for e in s.endings]
    data = {"first": s.nodes[0].id, "start": s.start, "nodes": nodes, "endings": endings}
    return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
