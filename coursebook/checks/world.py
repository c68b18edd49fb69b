"""The story world: its names are spelled as `curriculum/world.yml` has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

from coursebook.checks.passages import every_passage
from coursebook.model import Course
from coursebook.problems import Problem

CAPITALISED = re.compile(r"\b[A-Z][A-Za-z]{4,}\b")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
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
