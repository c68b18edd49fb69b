"""The story world: its names stand in `curriculum/world.yml`, and are spelled as there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

from coursebook.checks.passages import every_passage
from coursebook.model import Course
from coursebook.problems import Problem

CAPITALISED = re.compile(r"\b[A-Z][A-Za-z]{4,}\b")
COINED = re.compile(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
REGISTER = "Add it to curriculum/world.yml, or cite a fact about it."
LIKE = 0.84
"""How much a word must resemble a name to be taken for it, misspelled."""


def spelled_names(course: Course) -> Iterator[Problem]:
    """L212: a name of the story world is written in one way, in every module and exercise."""
    if course.language != "en" or not course.world:
        return
    for passage in every_passage(course):
        for found, name in _misspelled(passage.text, tuple(course.world)):
            yield Problem(passage.place.path, passage.place.line, "L212",
                          f"'{found}' is no name of the story world.",
                          f"Write '{name}'.")  # fmt: skip


def registered_names(course: Course) -> Iterator[Problem]:
    """L213: a coined name such as `GateView` stands in the story world, or in a fact, a source or a
    term: so that a reader can tell what is invented."""
    if course.language != "en" or not course.world:
        return
    real = (*(fact.claim for fact in course.facts.values()),
            *(source.text for source in course.sources.values()),
            *(term.name for term in course.terms.values()))  # fmt: skip
    known = {*COINED.findall(" ".join((*course.world, *real)))}
    for passage in every_passage(course):
        for name in dict.fromkeys(COINED.findall(passage.text)):
            if name not in known:
                yield Problem(passage.place.path, passage.place.line, "L213",
                              f"'{name}' stands in no register.", REGISTER)


@lru_cache(maxsize=16384)
def _misspelled(text: str, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What stands in the text for a name, and the name."""
    apart = [(match[0], name) for name in names for match in _pattern(name).finditer(text)
             if match[0] != name]  # fmt: skip
    single = [name for name in names if " " not in name]
    near = [(word, close[0]) for word in dict.fromkeys(CAPITALISED.findall(text))
            if not word.startswith(tuple(single))  # of Marenda: Marendan
            and (close := get_close_matches(word, single, 1, LIKE))]  # fmt: skip
    return tuple(dict.fromkeys([*apart, *near]))


@lru_cache(maxsize=256)
def _pattern(name: str) -> re.Pattern[str]:
    """The name with its parts written apart, joined or with another case: `Gate view`."""
    parts = CAMEL.sub(" ", name).split(" ")
    joint = r"[\s-]?" if " " not in name else r"\s+"
    return re.compile(rf"(?<![\w-]){joint.join(map(re.escape, parts))}(?![\w-])", re.IGNORECASE)
