"""What the rows of filled forms say: trainers, assessors and scores, and what is wrong in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coursebook.certification.tables import Row, Tables
from coursebook.model import Rubric
from coursebook.problems import Problem, did_you_mean

NUMBERS = ("attended", "sessions", "test", "deliveries", "coached", "agreement")
"""Columns of the roll that count; `agreement` is a share of 100."""
MARKS = ("gate", "observed", "returned", "note", "consent")
"""Columns of the roll that say yes or no."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "trainers": ("trainer", "name", "language", *NUMBERS, *MARKS),
    "assessors": ("assessor", "name"),
    "scores": ("trainer", "assessor", "round", "segment", "comment"),
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "trainers": ("trainer", "name", "attended", "sessions", "gate", "test", "consent"),
    "assessors": ("assessor",),
    "scores": ("trainer", "assessor", "round"),
}
YES, NO = ("yes", "y", "true", "1", "x"), ("no", "n", "false", "0")


@dataclass(frozen=True)
class Trainer:
    """A person in training; `figures` hold the counts of the roll, yes as 1 and no as 0."""

    id: str
    name: str
    language: str
    figures: Mapping[str, float]


@dataclass(frozen=True)
class Score:
    """What one assessor gave one performance: a level for each criterion."""

    trainer: str
    assessor: str
    round: int
    levels: Mapping[str, int]


@dataclass(frozen=True)
class Forms:
    """All that was handed in for a round of certification."""

    trainers: tuple[Trainer, ...]
    scores: tuple[Score, ...]


def read_forms(tables: Tables, rubric: Rubric, problems: list[Problem]) -> Forms:
    """The forms; Z102 to Z108 are added to problems, a line for each fault."""
    reader = _Reader(rubric, problems)
    for kind, rows in tables.items():
        reader.columns(kind, rows)
    if problems:
        return Forms((), ())
    trainers = reader.known("trainer", tables["trainers"])
    assessors = reader.known("assessor", tables["assessors"])
    roll = tuple(map(reader.trainer, tables["trainers"]))
    return Forms(roll, tuple(reader.scores(tables["scores"], trainers, assessors)))


@dataclass(frozen=True)
class _Reader:
    rubric: Rubric
    problems: list[Problem]

    def wrong(self, row: Row, code: str, message: str, remedy: str = "") -> None:
        self.problems.append(Problem(row.place.path, row.place.line, code, message, remedy))

    def columns(self, kind: str, rows: Sequence[Row]) -> None:
        """Z102: once for each table, at its first row."""
        known = COLUMNS[kind] + (self._criteria if kind == "scores" else ())
        needed = REQUIRED[kind] + (self._criteria if kind == "scores" else ())
        firsts = {row.place.path: row for row in reversed(rows)}
        for row in firsts.values():
            given = {name for r in rows if r.place.path == row.place.path for name in r.columns}
            for name in sorted(given.difference(known, [""])):
                self.wrong(row, "Z102", f"The table has an unknown column '{name}'.",
                           did_you_mean(name, known))  # fmt: skip
            for name in needed:
                if name not in given:
                    star = " (starred)" if name in self._starred else ""
                    self.wrong(row, "Z102", f"The table has no column '{name}'{star}.",
                               f"Add it: {', '.join(needed)}.")  # fmt: skip

    @property
    def _criteria(self) -> tuple[str, ...]:
        return tuple(criterion.id for criterion in self.rubric.criteria)

    @property
    def _starred(self) -> frozenset[str]:
        return frozenset(c.id for c in self.rubric.criteria if c.starred)

    def known(self, key: str, rows: Sequence[Row]) -> frozenset[str]:
        """The ids of a table; Z103 where one stands twice or is missing."""
        seen: dict[str, Row] = {}
        for row in rows:
            id_ = row.cells.get(key, "")
            if not id_:
                self.wrong(row, "Z103", f"The {key} has no id.")
            elif id_ in seen:
                self.wrong(row, "Z103", f"Two {key}s have the id '{id_}'; the first stands at"
                           f" line {seen[id_].place.line}.")  # fmt: skip
            seen.setdefault(id_, row)
        return frozenset(seen)

    def trainer(self, row: Row) -> Trainer:
        figures = {name: self._number(row, name) for name in NUMBERS}
        figures |= {name: float(self._mark(row, name)) for name in MARKS}
        if figures["attended"] > figures["sessions"]:
            self.wrong(row, "Z108", "'attended' is more than 'sessions'.", "Correct one of them.")
        sessions = figures["sessions"] or 1
        figures["attendance"] = 100 * figures["attended"] / sessions
        return Trainer(row.cells.get("trainer", ""), row.cells.get("name", ""),
                       row.cells.get("language", ""), figures)  # fmt: skip

    def _number(self, row: Row, name: str) -> float:
        text = row.cells.get(name, "0")
        if text.isdecimal():
            return float(text)
        self.wrong(row, "Z108", f"'{name}' cannot be '{text}'.", "Write a whole number.")
        return 0

    def _mark(self, row: Row, name: str) -> bool:
        text = row.cells.get(name, "no").lower()
        if text not in YES + NO:
            self.wrong(row, "Z108", f"'{name}' cannot be '{text}'.", "Write yes or no.")
        return text in YES

    def scores(
        self, rows: Sequence[Row], trainers: frozenset[str], assessors: frozenset[str]
    ) -> Iterator[Score]:
        people = {"trainer": trainers, "assessor": assessors}
        seen: dict[tuple[str, str, int], int] = {}
        for row in rows:
            trainer, assessor = (row.cells.get(key, "") for key in people)
            for key, ids in people.items():
                if (id_ := row.cells.get(key, "")) not in ids:
                    self.wrong(row, "Z105", f"Unknown {key} '{id_}'.", did_you_mean(id_, ids))
            score = Score(trainer, assessor, int(self._number(row, "round")), self._levels(row))
            key_of = (trainer, assessor, score.round)
            if key_of in seen:
                self.wrong(row, "Z107", f"'{assessor}' scores '{trainer}' twice in round"
                           f" {score.round}; the first stands at line {seen[key_of]}.",
                           "Keep one of the two, or correct the assessor.")  # fmt: skip
            seen.setdefault(key_of, row.place.line)
            yield score

    def _levels(self, row: Row) -> dict[str, int]:
        levels: dict[str, int] = {}
        for criterion in self.rubric.criteria:
            text = row.cells.get(criterion.id, "")
            star = ", which is starred" if criterion.starred else ""
            if not text:
                self.wrong(row, "Z106", f"There is no level for '{criterion.id}'{star}.",
                           "Ask the assessor for it.")  # fmt: skip
            elif not (text.isdecimal() and 1 <= int(text) <= len(criterion.levels)):
                self.wrong(row, "Z104", f"'{criterion.id}' cannot be '{text}'.",
                           f"Write a level from 1 to {len(criterion.levels)}.")  # fmt: skip
            else:
                levels[criterion.id] = int(text)
        return levels
