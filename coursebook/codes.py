"""The table of all problem codes, `codes.toml`: what each means, how to mend it, what it stops."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning", "note"]
TABLE = Path(__file__).with_name("codes.toml")


@dataclass(frozen=True)
class Code:
    """A permanent code. `example` is what a test makes `check` print after it."""

    code: str
    meaning: str
    remedy: str
    example: str
    severity: Severity = "error"
    waivable: bool = False


@dataclass(frozen=True)
class Table:
    """Families by their letter, codes in the order of the table."""

    families: Mapping[str, str]
    codes: Mapping[str, Code]


@cache
def table() -> Table:
    """The whole table."""
    data = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    families = data.pop("families")
    return Table(families, {code: Code(code, **entry) for code, entry in data.items()})


def severity_of(code: str) -> Severity:
    """How much a code weighs; a code without an entry is an error."""
    known = table().codes.get(code)
    return known.severity if known else "error"


def remedy_of(code: str) -> str:
    """The general remedy of a code; empty for a code without an entry."""
    known = table().codes.get(code)
    return known.remedy if known else ""


def codes_page() -> str:
    """The table as the Markdown page `docs/problems.md`."""
    return "\n".join(_page()) + "\n"


INTRODUCTION = """# Problems and their remedies

`python build_course.py check` prints each problem on one line: file, line, code, what is wrong, \
and the next move. A code never changes its meaning. This page is written from \
`coursebook/codes.toml` by `python build_course.py sync`.

An **error** stops a build, a **warning** stops `build --strict`, a **note** stops nothing. \
A *waivable* code can be silenced for one module with a reason: see "Waivers" in \
[source-format.md](source-format.md)."""


def _page() -> Iterator[str]:
    found = table()
    yield INTRODUCTION
    for letter, family in found.families.items():
        yield from ("", f"## {letter}: {family}", "")
        for code in found.codes.values():
            if code.code.startswith(letter):
                yield _entry(code)


def _entry(code: Code) -> str:
    marks = code.severity + (", waivable" if code.waivable else "")
    return f"- **{code.code}** ({marks}). {code.meaning} {code.remedy}  \n  `` {code.example} ``"
