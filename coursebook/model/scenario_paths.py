"""All paths through a scenario, counted; states that meet are walked once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TypeAlias

from coursebook.model.scenarios import LETTERS, Levels, Scenario, ScenarioNode

State: TypeAlias = tuple[str, Levels]


@dataclass(frozen=True)
class Step:
    """One choice on a path: where it was made, and where the meters stand after it."""

    node: ScenarioNode
    choice: int
    levels: Levels

    @property
    def letter(self) -> str:
        """The name of the choice."""
        return LETTERS[self.choice]


def is_loop(scenario: Scenario) -> bool:
    """Whether a path can come back to a node: then there would be no end of paths."""
    done: set[str] = set()
    open_now: set[str] = set()

    def returns(id_: str) -> bool:
        node = scenario.node(id_)
        if node is None or id_ in done:
            return False
        if id_ in open_now:
            return True
        open_now.add(id_)
        found = any(returns(choice.goto) for choice in node.choices)
        open_now.remove(id_)
        done.add(id_)
        return found

    return any(returns(node.id) for node in scenario.nodes)


def longest(scenario: Scenario, until: str = "") -> int:
    """The most choices that a path has."""
    known: dict[str, int] = {"": 0}

    def length(id_: str) -> int:
        node = scenario.node(id_)
        if id_ not in known:
            ways = node.choices if node else ()
            known[id_] = max((1 + length(scenario.after(node, choice, until))
                              for choice in ways if node), default=0)  # fmt: skip
        return known[id_]

    return length(scenario.nodes[0].id) if scenario.nodes else 0


def follow(scenario: Scenario, path: str, until: str = "") -> list[Step]:
    """The steps of a path of letters from the first node; ValueError where it is none."""
    node: ScenarioNode | None = scenario.nodes[0]
    levels, steps = scenario.start, []
    for letter in path:
        chosen = LETTERS.index(letter)
        if node is None or chosen >= len(node.choices):
            raise ValueError(f"'{path}' is no path of {scenario.id}.")
        levels = scenario.moved(levels, node.choices[chosen])
        steps.append(Step(node, chosen, levels))
        node = scenario.node(scenario.after(node, node.choices[chosen], until))
    return steps


@dataclass
class Paths:
    """Counts over every path of a scenario that has no loop."""

    scenario: Scenario
    until: str = ""
    _known: dict[State, Counter[str]] = field(default_factory=dict)

    @property
    def endings(self) -> Counter[str]:
        """How many paths lead to each ending."""
        return self._from(self._first)

    @property
    def count(self) -> int:
        """How many paths there are."""
        return self.endings.total()

    def by_choice(self) -> dict[tuple[str, int], Counter[str]]:
        """For each choice (node and place): how many paths through it lead to each ending."""
        ways: Counter[State] = Counter({self._first: 1})
        found: dict[tuple[str, int], Counter[str]] = {}
        for _ in range(longest(self.scenario, self.until)):
            following: Counter[State] = Counter()
            for state, many in ways.items():
                for place, after in enumerate(self._next(state)):
                    here = found.setdefault((state[0], place), Counter())
                    for ending, paths in self._from(after).items():
                        here[ending] += many * paths
                    following[after] += many
            ways = following
        return found

    def surest(self, ending: str) -> str:
        """The path that takes at each step the choice after which most ways end so."""
        state, path = self._first, ""

        def chance(after: State) -> tuple[float, int]:
            found = self._from(after)
            return found[ending] / found.total(), sum(after[1])  # of equals, the higher meters

        while following := self._next(state):
            state = max(following, key=chance)
            path += LETTERS[following.index(state)]
        return path

    @property
    def _first(self) -> State:
        return self.scenario.nodes[0].id, self.scenario.start

    def _next(self, state: State) -> list[State]:
        node = self.scenario.node(state[0])
        if node is None:
            return []
        return [(self.scenario.after(node, choice, self.until),
                 self.scenario.moved(state[1], choice)) for choice in node.choices]  # fmt: skip

    def _from(self, state: State) -> Counter[str]:
        if state not in self._known:
            following = self._next(state)
            total: Counter[str] = Counter()
            if not following:
                total[self.scenario.ending(state[1]).id] = 1
            for after in following:
                total.update(self._from(after))
            self._known[state] = total
        return self._known[state]
