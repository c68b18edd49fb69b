"""The facilitator's map of a scenario as typst markup: the graph, its numbers, its endings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coursebook.model import Scenario
from coursebook.model.scenario_paths import Paths
from coursebook.model.scenarios import LETTERS, ScenarioNode, signed
from coursebook.typeset.literals import Value, call, value


def scenario_map(scenario: Scenario, paths: Paths, words: Mapping[str, str]) -> str:
    """The steps from top to bottom with their choices; lines in the margin jump over steps."""
    rows = {node.id: row for row, node in enumerate(scenario.nodes)}
    jumps = list(_lanes(sorted({
        (rows[node.id], rows[choice.goto])
        for node in scenario.nodes for choice in node.choices
        if choice.goto and rows[choice.goto] > rows[node.id] + 1
    })))  # fmt: skip
    lanes = max((lane for lane, _, _ in jumps), default=-1) + 1
    ways = paths.by_choice()
    best = scenario.endings[0].id
    boxes: list[Value] = []
    for node in scenario.nodes:
        choices: list[Value] = []
        for place, choice in enumerate(node.choices):
            found = ways[node.id, place]
            share = words["map.paths"].format(n=_grouped(found[best]),
                                                       total=_grouped(found.total()))  # fmt: skip
            goto = choice.goto or words["map.end"]
            choices.append([LETTERS[place].upper(), choice.text, _effects(scenario, node, place),
                            goto, share, found[best] > 0])  # fmt: skip
        ends = node.id == scenario.short_until
        more = f" ({words['map.short_end']})" if ends else ""
        boxes.append([node.id, node.time, node.text + more, choices])
    return call("scenario-map", value(lanes), value(jumps), value(boxes))


def _effects(scenario: Scenario, node: ScenarioNode, place: int) -> list[Value]:
    effects = node.choices[place].effects
    return [f"{meter.id}\u00a0{signed(effects[meter.id])}"
            for meter in scenario.meters if effects.get(meter.id)]  # fmt: skip


def _lanes(jumps: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Each jump with the first lane of the margin that is free along it."""
    taken: list[int] = []
    for first, last in jumps:
        lane = next((n for n, until in enumerate(taken) if until <= first), len(taken))
        taken[lane:lane + 1] = [last]
        yield lane, first, last


def open_choices(scenario: Scenario, paths: Paths) -> tuple[int, tuple[str, ...]]:
    """How many choices each step keeps at least to the best ending; those that never lead there."""
    best, ways = scenario.endings[0].id, paths.by_choice()
    kept = [sum(ways[node.id, place][best] > 0 for place in range(len(node.choices)))
            for node in scenario.nodes]  # fmt: skip
    never = [f"{node}{LETTERS[place].upper()}" for (node, place), found in ways.items()
             if not found[best]]  # fmt: skip
    return min(kept), tuple(never)


def spelled(scenario: Scenario, path: str) -> str:
    """A path as facilitators read it: `n0 C, n1 B`."""
    node, said = scenario.nodes[0], []
    for letter in path:
        said.append(f"{node.id}\u00a0{letter.upper()}")
        node = scenario.node(node.choices[LETTERS.index(letter)].goto) or node
    return " · ".join(said)


def _grouped(count: int) -> str:
    return f"{count:,}"
