"""A problem: what is wrong, where, and the next move."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

from coursebook.codes import Severity, remedy_of, severity_of

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of a source file; `path` is POSIX and inside the project, `line` counts from 1.

    Severity is that of the table of codes, and so is a remedy that nobody says more exactly.
    """

    path: str
    line: int
    code: str
    message: str
    remedy: str = ""
    severity: Severity | Literal[""] = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "severity", self.severity or severity_of(self.code))
        object.__setattr__(self, "remedy", self.remedy or remedy_of(self.code))

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
