"""YAML mappings read key by key, with the line of everything that is wrong."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TypeVar, get_args

import yaml

from coursebook.model import Place
from coursebook.problems import did_you_mean
from coursebook.reader.sources import Sources

Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Word = TypeVar("Word", bound=str)
DATE = re.compile(r"^\d{4}-\d\d-\d\d$")


def load(sources: Sources, path: str, text: str, first_line: int = 1) -> yaml.Node | None:
    """The YAML tree of a text, or None and a problem (Y101) where it cannot be parsed."""
    try:
        return _tree(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = str(getattr(error, "problem", None) or "cannot be parsed")
        last = max(len(text.splitlines()), 1)  # the parser may stop one line after the end
        line = first_line + min(mark.line if mark else 0, last - 1)
        sources.report(path, line, "Y101", f"YAML: {what}.",
                       "Check the indentation, the colons and the quotes of this"
                       " line.")  # fmt: skip
        return None


@lru_cache(maxsize=256)
def _tree(text: str) -> yaml.Node | None:
    """The tree of a text, made once for all courses and languages; nobody alters a node."""
    return yaml.compose(text, Loader=Loader)


@dataclass
class Fields:
    """One YAML mapping. Each getter reports what is missing or of a wrong type, and goes on."""

    sources: Sources
    path: str
    node: yaml.MappingNode
    first_line: int = 1
    asked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.values = {str(k.value): v for k, v in self.node.value}
        self.lines = {str(k.value): k.start_mark.line + self.first_line for k, v in self.node.value}

    def place(self, key: str = "") -> Place:
        """Where the key stands, or the mapping itself."""
        here = self.node.start_mark.line + self.first_line
        return Place(self.path, self.lines.get(key, here))

    def wrong(self, key: str, code: str, message: str, remedy: str) -> None:
        """Report a problem at a key."""
        self.sources.report(self.path, self.place(key).line, code, message, remedy)

    def has(self, key: str) -> bool:
        return key in self.values

    def get(self, key: str, *, required: bool) -> yaml.Node | None:
        self.asked.add(key)
        node = self.values.get(key)
        if node is None and required:
            self.wrong(key, "Y103", f"Key '{key}' is missing.", f"Add '{key}:' here.")
        return node

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required where there is no default."""
        node = self.get(key, required=default is None)
        return (default or "") if node is None else self._scalar(node, key)

    def _scalar(self, node: yaml.Node, key: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self.wrong(key, "Y104", f"'{key}' takes one text.", "Write a text after the colon.")
            return ""
        if node.tag.endswith(":timestamp"):
            line = node.start_mark.line + self.first_line
            self.sources.report(self.path, line, "Y105", f"The date {node.value} is not quoted.",
                                f'Write "{node.value}".')  # fmt: skip
        return "" if node.tag.endswith(":null") else str(node.value)

    def day(self, key: str) -> str:
        """A day as YYYY-MM-DD; a far one, and Y107, where it is none."""
        text = self.text(key)
        try:
            if DATE.match(text):
                return date.fromisoformat(text).isoformat()
        except ValueError:
            pass
        self.wrong(key, "Y107", f"'{text}' is not a date.", 'Write "2026-11-23" in quotes.')
        return "9999-12-31"

    def number(self, key: str, default: float | None = None) -> float:
        """A number; required where there is no default."""
        node = self.get(key, required=default is None)
        if node is None:
            return default or 0
        try:
            value = float(str(node.value).replace("_", ""))
        except ValueError:
            value = math.nan
        if math.isfinite(value):
            return value
        self.wrong(key, "Y104", f"'{key}' takes a number.", "Write digits after the colon.")
        return default or 0

    def integer(self, key: str, default: int | None = None) -> int:
        """A whole number; required where there is no default."""
        number = self.number(key, default)
        if number != int(number):
            self.wrong(key, "Y104", f"'{key}' takes a whole number.", "Write digits only.")
            return default or 0
        return int(number)

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false; required where there is no default."""
        node = self.get(key, required=default is None)
        if node is None:
            return bool(default)
        if not (isinstance(node, yaml.ScalarNode) and node.tag.endswith(":bool")):
            self.wrong(key, "Y104", f"'{key}' takes true or false.", "Write true or false.")
            return bool(default)
        return bool(node.value.lower() in ("true", "yes", "on"))

    def word(self, key: str, allowed: tuple[Word, ...], default: Word | None = None) -> Word:
        """One of the allowed words; the first one where it is wrong (Y106)."""
        value = self.text(key, default)
        for word in allowed:
            if word == value:
                return word
        if value:
            self.wrong(key, "Y106", f"'{key}' cannot be '{value}'.", did_you_mean(value, allowed))
        return allowed[0]

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts; empty where the key is absent."""
        return tuple(self._scalar(node, key) for node in self.nodes(key, required=required))

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of numbers; empty where the key is absent."""
        texts = self.texts(key)
        try:
            return tuple(float(text) for text in texts)
        except ValueError:
            self.wrong(key, "Y104", f"'{key}' takes numbers.", "Write [1, 2, 3].")
            return ()

    def nodes(self, key: str, *, required: bool = False) -> list[yaml.Node]:
        """The nodes of a list; a problem (Y104) where the value is not a list."""
        node = self.get(key, required=required)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(key, "Y104", f"'{key}' takes a list.", "Write [a, b] or one '- ' a line.")
            return []
        return list(node.value)

    def mappings(self, key: str, *, required: bool = False) -> list[Fields]:
        """The mappings of a list."""
        return mappings(self.sources, self.path, self.nodes(key, required=required),
                        self.first_line)  # fmt: skip

    def mapping(self, key: str, *, required: bool = False) -> Fields | None:
        """A mapping inside this one."""
        node = self.get(key, required=required)
        if node is None:
            return None
        found = mappings(self.sources, self.path, [node], self.first_line)
        return found[0] if found else None

    def done(self) -> None:
        """Report every key that nobody asked for (Y102)."""
        for key in self.values.keys() - self.asked:
            self.wrong(key, "Y102", f"Unknown key '{key}'.", did_you_mean(key, self.asked))


def mappings(
    sources: Sources, path: str, nodes: list[yaml.Node], first_line: int = 1
) -> list[Fields]:
    """The nodes that are mappings; each other one is a problem (Y104)."""
    found = []
    for node in nodes:
        if isinstance(node, yaml.MappingNode):
            found.append(Fields(sources, path, node, first_line))
        else:
            sources.report(path, node.start_mark.line + first_line, "Y104",
                           "A list of 'key: value' entries is expected here.",
                           "Write 'key: value' after the dash.")  # fmt: skip
    return found


def read_mapping(sources: Sources, path: str) -> Fields | None:
    """The YAML mapping of a file."""
    text = sources.text(path)
    node = load(sources, path, text) if text is not None else None
    found = mappings(sources, path, [node]) if node is not None else []
    return found[0] if found else None


def read_list(sources: Sources, path: str) -> list[Fields]:
    """The mappings of a file that holds a YAML list."""
    text = sources.text(path)
    node = load(sources, path, text) if text is not None else None
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        sources.report(path, 1, "Y104", "The file takes a list.", "Start each entry with '- '.")
        return []
    return mappings(sources, path, list(node.value))


def members(literal: object) -> tuple[str, ...]:
    """The words of a `Literal` type."""
    return get_args(literal)
