"""Question banks: `exercises/<slug>/quiz.yml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

import yaml

from coursebook.model import (
    Answer,
    Choice,
    FillIn,
    Form,
    FormField,
    Gap,
    Likert,
    LongFillIn,
    Matching,
    Numeric,
    Option,
    Performance,
    Question,
    Sequencing,
    Spot,
    TrueFalse,
    WrongNumber,
)
from coursebook.problems import did_you_mean
from coursebook.reader.fields import Fields, mappings, members, read_mapping
from coursebook.reader.sources import Sources
from coursebook.reader.translations import Catalogue

ID = re.compile(r"^[a-z][a-z0-9-]{0,39}$")
GAP = re.compile(r"\{\{([a-z0-9-]+)\}\}")
Say = Callable[[str], str]


@dataclass(frozen=True)
class Bank:
    vignettes: Mapping[str, str]
    questions: tuple[Question, ...]


def read_bank(sources: Sources, slug: str, catalogue: Catalogue) -> Bank:
    """The bank of a module; empty when it has none (a00, a12 and b12 have none)."""
    path = f"exercises/{slug}/quiz.yml"
    fields = read_mapping(sources, path) if sources.exists(path) else None
    if fields is None:
        return Bank({}, ())
    vignettes = {}
    for item in fields.mappings("vignettes"):
        id_ = item.text("id")
        if id_ in vignettes:
            item.wrong("id", "D101", f"Id '{id_}' stands twice in {path}.", "Rename one of them.")
        vignettes[id_] = catalogue.text(item.text("text"), id_)
        item.done()
    sure = fields.flag("confidence", False)
    questions = tuple(_question(item, catalogue, sure) for item in fields.mappings("questions"))
    fields.done()
    return Bank(vignettes, questions)


def _question(item: Fields, catalogue: Catalogue, sure: bool) -> Question:
    id_ = item.text("id")
    if not ID.match(id_):
        item.wrong("id", "D104", f"Id '{id_}' has characters an LMS may refuse.",
                   "Use a-z, 0-9 and '-', a letter first, at most 40.")  # fmt: skip

    def say(text: str) -> str:
        return catalogue.text(text, id_)

    form = cast(Form, item.word("form", members(Form), "X"))
    answer, scored = _answer(item, say), item.flag("scored", True)
    question = Question(
        id=id_, form=form, objective=item.text("objective"), stem=say(item.text("stem")),
        answer=answer, place=item.place("id"), twin=item.text("twin", ""),
        vignette=item.text("vignette", ""), scored=scored,
        weight=item.integer("weight", 1), attempts=item.integer("attempts", 0),
        feedback=say(item.text("feedback", "")), hint=say(item.text("hint", "")),
        confidence=_confidence(item, answer, sure and scored),
    )  # fmt: skip
    item.done()
    return question


def _confidence(item: Fields, answer: Answer, bank: bool) -> bool:
    """What the question says of itself, else what its bank says of all scored questions."""
    wanted = item.flag("confidence", False)
    if not isinstance(answer, (Likert, LongFillIn)):
        return wanted or (bank and not item.has("confidence"))
    if wanted:
        item.wrong("confidence", "Q209", f"A question of type '{answer.type}' is never wrong:"
                   " nobody can be sure of it.", "Take 'confidence:' away here.")  # fmt: skip
    return False


def _answer(item: Fields, say: Say) -> Answer:
    kind = item.text("type")
    if kind not in ANSWERS:
        item.wrong("type", "Q202", f"Unknown question type '{kind}'.", did_you_mean(kind, ANSWERS))
        item.asked.update(item.values)
        return LongFillIn()
    return ANSWERS[kind](item, say)


def _no_right_answer(item: Fields, remedy: str) -> None:
    item.wrong("id", "Q201", f"Question '{item.text('id')}' has no right answer.", remedy)


def _choice(item: Fields, say: Say) -> Choice:
    options = []
    for option in item.mappings("options", required=True):
        options.append(Option(say(option.text("text")), option.flag("correct", False),
                              say(option.text("feedback", "")),
                              option.text("misconception", "")))  # fmt: skip
        option.done()
    multiple = item.flag("multiple", False)
    right = sum(option.correct for option in options)
    if not right and item.flag("scored", True):
        _no_right_answer(item, "Mark one option 'correct: true'.")
    if right > 1 and not multiple:
        item.wrong("id", "Q203", f"{right} options are correct.",
                   "Mark one only, or write 'multiple: true'.")  # fmt: skip
    return Choice(tuple(options), multiple, item.flag("shuffle", True))


def _true_false(item: Fields, say: Say) -> TrueFalse:
    if not item.has("answer"):
        _no_right_answer(item, "Write 'answer: true' or 'answer: false'.")
    return TrueFalse(item.flag("answer", False), say(item.text("if_true", "")),
                     say(item.text("if_false", "")))  # fmt: skip


def _numeric(item: Fields, say: Say) -> Numeric:
    if not item.has("answer"):
        _no_right_answer(item, "Write 'answer:' and the number.")
    wrong = []
    for one in item.mappings("wrong"):
        wrong.append(WrongNumber(one.number("value"), say(one.text("feedback")),
                                 one.text("misconception", "")))  # fmt: skip
        one.done()
    return Numeric(item.number("answer", 0), item.number("tolerance", 10),
                   say(item.text("unit", "")), tuple(wrong))  # fmt: skip


def _sequencing(item: Fields, say: Say) -> Sequencing:
    items = tuple(map(say, item.texts("items", required=True)))
    if len(items) < 2:
        _no_right_answer(item, "List two items or more in the right order.")
    return Sequencing(items)


def _matching(item: Fields, say: Say) -> Matching:
    pairs = []
    for pair in item.mappings("pairs", required=True):
        pairs.append((say(pair.text("left")), say(pair.text("right"))))
        pair.done()
    if not pairs:
        _no_right_answer(item, "List the pairs as {left: .., right: ..}.")
    return Matching(tuple(pairs), tuple(map(say, item.texts("extra"))))


def _fill_in(item: Fields, say: Say) -> FillIn:
    gaps = []
    node = item.get("gaps", required=True)
    for key, value in node.value if isinstance(node, yaml.MappingNode) else []:
        for gap in mappings(item.sources, item.path, [value], item.first_line):
            gaps.append(_gap(str(key.value), gap, say))
            gap.done()
    named = GAP.findall(item.text("stem"))
    if sorted(named) != sorted(gap.id for gap in gaps) or not gaps:
        item.wrong("gaps", "Q204", "The gaps do not match the {{names}} in the stem.",
                   "Write each gap once in the stem and once under 'gaps'.")  # fmt: skip
    return FillIn(tuple(gaps))


def _gap(id_: str, gap: Fields, say: Say) -> Gap:
    options = tuple(map(say, gap.texts("options")))
    one = say(gap.text("answer", ""))
    answers = (one,) if one else tuple(map(say, gap.texts("answers")))
    if not answers or (options and not set(answers) <= set(options)):
        gap.wrong("answer", "Q201", f"Gap '{id_}' has no right answer.",
                  "Write 'answer:' with one of the options.")  # fmt: skip
    return Gap(id_, answers, options, say(gap.text("feedback", "")))


def _performance(item: Fields, say: Say) -> Performance:
    record = item.mapping("record", required=True)
    title, rows = _record(record, say) if record else ("", ())
    fields = [one.id for row in rows for one in row]
    spots: dict[str, Spot] = {}
    for one in item.mappings("spots", required=True):
        spot = _spot(one, say)
        if fields and spot.field not in fields:
            one.wrong("id", "Q208", f"Spot '{spot.field}' names no field of the record.",
                      did_you_mean(spot.field, fields))  # fmt: skip
        elif spot.field in spots:
            one.wrong("id", "Q208", f"Field '{spot.field}' has two spots.", "Keep one of them.")
        spots[spot.field] = spot
    if not any(spot.correct for spot in spots.values()):
        _no_right_answer(item, "Mark one spot 'correct: true'.")
    return Performance(title, rows, tuple(spots.values()))


def _record(record: Fields, say: Say) -> tuple[str, tuple[tuple[FormField, ...], ...]]:
    """Title and rows of the form that is drawn."""
    title = say(record.text("title"))
    rows = tuple(_row(record, node, say) for node in record.nodes("rows", required=True))
    ids = [one.id for row in rows for one in row]
    for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        record.wrong("rows", "D101", f"Field '{id_}' stands twice in the record.",
                     "Rename one of them.")  # fmt: skip
    record.done()
    return title, rows


def _row(record: Fields, node: yaml.Node, say: Say) -> tuple[FormField, ...]:
    """The fields of a row: a list of them, or one alone."""
    nodes = list(node.value) if isinstance(node, yaml.SequenceNode) else [node]
    found = []
    for one in mappings(record.sources, record.path, nodes, record.first_line):
        found.append(FormField(one.text("id"), say(one.text("label")), say(one.text("value", ""))))
        one.done()
    return tuple(found)


def _spot(one: Fields, say: Say) -> Spot:
    spot = Spot(one.text("id"), say(one.text("text", "")), one.flag("correct", False),
                say(one.text("feedback", "")), one.text("misconception", ""))  # fmt: skip
    one.done()
    return spot


def _likert(item: Fields, say: Say) -> Likert:
    return Likert(tuple(map(say, item.texts("scale", required=True))))


def _long_fill_in(item: Fields, say: Say) -> LongFillIn:
    return LongFillIn(say(item.text("model", "")))


ANSWERS: dict[str, Callable[[Fields, Say], Answer]] = {
    "choice": _choice,
    "true-false": _true_false,
    "numeric": _numeric,
    "sequencing": _sequencing,
    "matching": _matching,
    "fill-in": _fill_in,
    "performance": _performance,
    "likert": _likert,
    "long-fill-in": _long_fill_in,
}
