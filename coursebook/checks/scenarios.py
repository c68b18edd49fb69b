"""Scenarios: a graph without holes, meters that exist, and endings that somebody reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from coursebook.model import Course, Place, Scenario
from coursebook.model.scenario_paths import Paths, is_loop, longest
from coursebook.model.scenarios import HIGHEST, LOWEST, Condition, Ending, ScenarioNode
from coursebook.problems import Problem, did_you_mean

MOST_STEPS = 19
"""Choices on a path: two runs and a sign between them stay within 40 characters of state."""
MOST_CHOICES = 9
"""Each has a number key in the room."""
WORDS = {"opening": 120, "node": 60, "choice": 30, "consequence": 60, "ending": 60}
"""Words of a text at most; the brief gives 60 to a consequence."""


def names(course: Course) -> Iterator[Problem]:
    """D101: an id that stands twice in a scenario."""
    for scenario in course.scenarios.values():
        yield from _twice((node.id, node.place) for node in scenario.nodes)
        yield from _twice((ending.id, ending.place) for ending in scenario.endings)
        yield from _twice((meter.id, scenario.place) for meter in scenario.meters)


def _twice(ids: Iterable[tuple[str, Place]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for id_, place in ids:
        if id_ in seen:
            yield _at(place, "D101", f"Id '{id_}' stands twice in {place.path}.",
                      "Rename one of them.")  # fmt: skip
        seen.add(id_)


def graph(course: Course) -> Iterator[Problem]:
    """J101 goto, J102 dead end, J103 unreached node, J111 loop, J113 end of the short form."""
    for scenario in course.scenarios.values():
        known = [node.id for node in scenario.nodes]
        for node in scenario.nodes:
            yield from _choices(node, known)
        reached = scenario.played()
        for node in scenario.nodes:
            if node not in reached:
                yield _at(node.place, "J103", f"No path leads to node '{node.id}'.",
                          "Let a choice go there, or take it out.")  # fmt: skip
        yield from _ends(scenario, known)


def _choices(node: ScenarioNode, known: Sequence[str]) -> Iterator[Problem]:
    if not 1 <= len(node.choices) <= MOST_CHOICES:
        yield _at(node.place, "J102", f"Node '{node.id}' has {len(node.choices)} choices.",
                  f"A node that is no dead end has 1 to {MOST_CHOICES}.")  # fmt: skip
    for choice in node.choices:
        if choice.goto and choice.goto not in known:
            yield _at(choice.place, "J101", f"There is no node '{choice.goto}'.",
                      did_you_mean(choice.goto, [*known, "end"]))  # fmt: skip


def _ends(scenario: Scenario, known: Sequence[str]) -> Iterator[Problem]:
    until = scenario.short_until
    if until and until not in known:
        yield _at(scenario.place, "J113", f"The short form ends after '{until}', which is no node.",
                  did_you_mean(until, known))  # fmt: skip
    if is_loop(scenario):
        yield _at(scenario.place, "J111", "A path comes back to a node where it was before.",
                  "Let choices go to later nodes only.")  # fmt: skip
    elif (steps := longest(scenario)) > MOST_STEPS:
        yield _at(scenario.place, "J111", f"The longest path has {steps} choices.",
                  f"Make it {MOST_STEPS} at most: the place is kept in 40 signs.")  # fmt: skip


def meters(course: Course) -> Iterator[Problem]:
    """J105, J106: a meter that is not there; J107: conditions at odds; J114: a start off it."""
    for scenario in course.scenarios.values():
        known = [meter.id for meter in scenario.meters]
        for meter in scenario.meters:
            if not LOWEST <= meter.start <= HIGHEST:
                yield _at(scenario.place, "J114",
                          f"Meter '{meter.id}' starts at {meter.start}.",
                          f"Write a start from {LOWEST} to {HIGHEST}.")  # fmt: skip
        for choice in chain.from_iterable(node.choices for node in scenario.nodes):
            for id_ in choice.effects:
                if id_ not in known:
                    yield _at(choice.place, "J105", f"The effect names meter '{id_}'.",
                              did_you_mean(id_, known))  # fmt: skip
        for ending in scenario.endings:
            yield from _conditions(ending, known)


def _conditions(ending: Ending, known: Sequence[str]) -> Iterator[Problem]:
    for condition in (*ending.all, *ending.any):
        if condition.meter not in known:
            yield _at(ending.place, "J106", f"A condition names meter '{condition.meter}'.",
                      did_you_mean(condition.meter, known))  # fmt: skip
    for id_ in dict.fromkeys(condition.meter for condition in (*ending.all, *ending.any)):
        possible = [level for level in range(LOWEST, HIGHEST + 1)
                    if all(c.holds({id_: level}) for c in _of(ending.all, id_))]  # fmt: skip
        alone = [c for c in _of(ending.any, id_)
                 if not any(c.holds({id_: level}) for level in possible)]  # fmt: skip
        if not possible or alone:
            yield _at(ending.place, "J107", f"The conditions of '{ending.id}' on meter '{id_}'"
                      " cannot hold together.", "Correct one of them.")  # fmt: skip


def _of(conditions: Iterable[Condition], meter: str) -> list[Condition]:
    return [condition for condition in conditions if condition.meter == meter]


def lengths(course: Course) -> Iterator[Problem]:
    """J108: a text that nobody reads aloud in one breath."""
    for scenario in course.scenarios.values():
        for kind, text, place in _texts(scenario):
            if (words := len(text.split())) > WORDS[kind]:
                yield _at(place, "J108", f"The {kind} has {words} words.",
                          f"Make it {WORDS[kind]} at most.")  # fmt: skip


def _texts(scenario: Scenario) -> Iterator[tuple[str, str, Place]]:
    yield "opening", scenario.opening, scenario.place
    for node in scenario.nodes:
        yield "node", node.text, node.place
        for choice in node.choices:
            yield "choice", choice.text, choice.place
            yield "consequence", choice.consequence, choice.place
    for ending in scenario.endings:
        yield "ending", ending.text, ending.place


def endings(course: Course) -> Iterator[Problem]:
    """J104: an ending that no path reaches; J109: paths for which no ending is written."""
    for scenario in course.scenarios.values():
        last = scenario.endings[-1]
        if last.all or last.any:
            yield _at(last.place, "J109", f"The last ending '{last.id}' has conditions.",
                      "Add one without: it is for all other paths.")  # fmt: skip
        elif _is_sound(scenario):
            whole = list(_unreached(scenario, ""))
            yield from whole or _unreached(scenario, scenario.short_until)


def _is_sound(scenario: Scenario) -> bool:
    """Whether its paths can be walked: else endings go amiss for another reason."""
    known = {"", *(node.id for node in scenario.nodes)}
    gotos = {choice.goto for node in scenario.nodes for choice in node.choices}
    meters = [meter.id for meter in scenario.meters]
    impossible = (p for ending in scenario.endings for p in _conditions(ending, meters))
    return (gotos <= known and scenario.short_until in known and not is_loop(scenario)
            and len(scenario.played()) == len(scenario.nodes)
            and next(impossible, None) is None)  # fmt: skip


def _unreached(scenario: Scenario, until: str) -> Iterator[Problem]:
    found = Paths(scenario, until).endings
    form = f" of the short form until '{until}'" if until else ""
    for ending in scenario.endings:
        if not found[ending.id]:
            yield _at(ending.place, "J104", f"No path{form} leads to ending '{ending.id}'.",
                      "Change its conditions, their order or the effects.")  # fmt: skip


def kit(course: Course) -> Iterator[Problem]:
    """J112: the course hands out a scenario that is not there."""
    for id_ in course.kit.scenarios:
        if id_ not in course.scenarios:
            yield _at(course.place, "J112", f"Unknown scenario '{id_}'.",
                      did_you_mean(id_, course.scenarios))  # fmt: skip


def _at(place: Place, code: str, message: str, remedy: str) -> Problem:
    return Problem(place.path, place.line, code, message, remedy)
