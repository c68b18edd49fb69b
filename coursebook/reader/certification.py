"""Rubrics of `curriculum/rubrics.yml`, and how a course certifies."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from coursebook.model import NEEDS, Certificate, Certification, Criterion, Rank, Rubric
from coursebook.problems import did_you_mean
from coursebook.reader.fields import Fields, read_list
from coursebook.reader.sources import Sources

PATH = "curriculum/rubrics.yml"


def read_rubrics(sources: Sources) -> Mapping[str, Rubric]:
    """The rubrics of the project by their id; none without the file."""
    items = read_list(sources, PATH) if sources.exists(PATH) else []
    return {rubric.id: rubric for rubric in map(_rubric, items)}


def _rubric(item: Fields) -> Rubric:
    rubric = Rubric(
        item.text("id"), item.text("title"),
        tuple(map(_criterion, item.mappings("criteria", required=True))),
        item.number("mean", 0), item.integer("least", 1), item.integer("least_starred", 1),
        item.place("id"),
    )  # fmt: skip
    item.done()
    return rubric


def _criterion(item: Fields) -> Criterion:
    criterion = Criterion(item.text("name"), item.texts("levels", required=True), item.text("id"),
                          item.flag("starred", False))  # fmt: skip
    item.done()
    return criterion


def read_certification(fields: Fields, rubrics: Mapping[str, Rubric]) -> Certification:
    """What the course file says under `certification`."""
    item = fields.mapping("certification")
    if item is None:
        return Certification()
    rubric = item.word("rubric", tuple(rubrics) or ("",))
    found = Certification(rubric, item.integer("round", 1), item.integer("years", 2),
                          tuple(_ranks(item)), item.place("rubric"))  # fmt: skip
    item.done()
    return found


def read_certificates(fields: Fields, outcomes: Collection[str]) -> Iterator[Certificate]:
    """The certificates of a course file; they name its outcomes."""
    for item in fields.mappings("certificates"):
        named = item.texts("outcomes")
        for id_ in set(named).difference(outcomes):
            item.wrong("outcomes", "Y106", f"'outcomes' cannot be '{id_}'.",
                       did_you_mean(id_, outcomes))  # fmt: skip
        yield Certificate(item.text("id"), item.text("title"), item.text("text"),
                          item.text("rule"), named, item.place("id"))  # fmt: skip
        item.done()


def _ranks(fields: Fields) -> Iterator[Rank]:
    for item in fields.mappings("ranks", required=True):
        needs = item.mapping("needs", required=True)
        names = tuple(needs.values) if needs else ()
        for name in set(names).difference(NEEDS):
            item.wrong("needs", "Y106", f"'needs' cannot be '{name}'.", did_you_mean(name, NEEDS))
        yield Rank(item.text("id"), item.text("title"), item.text("text", ""),
                   {name: needs.number(name) for name in names if needs},
                   item.flag("listed", False), item.place("id"))  # fmt: skip
        item.done()
