"""A problem: what is wrong, where, and the next move."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of a source file; `path` is POSIX and inside the project, `line` counts from 1."""

    path: str
    line: int
    code: str
    message: str
    remedy: str
    severity: Severity = "error"

    def __str__(self) -> str:
        kind = "" if self.severity == "error" else f"{self.severity}: "
        text = f"{kind}{self.message} {self.remedy}".rstrip()
        return f"{self.path}:{self.line}: {self.code} {text}"


class ProblemsError(Exception):
    """Raised by a step that cannot go on; carries every problem found so far."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`Did you mean 'x'?` for the closest known word, else the known words, else an empty text."""
    names = sorted(filter(None, known))
    if close := get_close_matches(word, names, n=1, cutoff=0.6):
        return f"Did you mean '{close[0]}'?"
    return f"Known: {', '.join(names[:12])}{', ...' if len(names) > 12 else '.'}" if names else ""
