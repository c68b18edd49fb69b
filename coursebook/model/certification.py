"""The ranks on which a course certifies the people whom it trains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coursebook.model.text import Place

NEEDS = ("attendance", "gate", "test", "rubric", "deliveries", "observed", "returned", "note",
         "coached", "agreement")  # fmt: skip
"""What a rank may need: a column of the roll, `attendance` of 100, or the rubric (1)."""


@dataclass(frozen=True)
class Rank:
    """A level of certification; what it needs is added to what the ranks before it need.

    `needs` maps one of `NEEDS` to the least number of it; yes counts as 1.
    """

    id: str
    title: str
    text: str
    needs: Mapping[str, float]
    listed: bool
    """Whether people of this rank stand in the public register, if they agree."""
    place: Place


@dataclass(frozen=True)
class Certificate:
    """A paper for people who took part: what it says, which outcomes it names, when it is given."""

    id: str
    title: str
    text: str
    rule: str
    outcomes: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class Certification:
    """How a course certifies on observed performance; empty where it does not."""

    rubric: str = ""
    round: int = 1
    """The round of performances that decides; earlier ones are practice."""
    years: int = 2
    """How long a certificate is valid."""
    ranks: tuple[Rank, ...] = ()
    place: Place = field(default=Place("", 1), metadata={"json": False})
