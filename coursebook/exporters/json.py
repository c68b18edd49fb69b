"""The Course written whole: the model's snapshot, and the seam for outside programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from coursebook.editions import Edition
from coursebook.files import Files
from coursebook.model import Kit, Module, Question, Scenario


def export(edition: Edition) -> Files:
    """`course.json`: every value of the edition, each object with its `kind`."""
    modules = tuple(_as_read(edition, module) for module in edition.modules)
    course, facilitator = edition.course, edition.audience == "facilitator"
    scenarios = {id_: one if facilitator else _without_notes(one)
                 for id_, one in course.scenarios.items()}  # fmt: skip
    kit = course.kit if facilitator else Kit(course.kit.scenarios)
    workshops = course.workshops if facilitator else ()
    tests = course.tests if facilitator else ()
    value = plain(replace(course, modules=modules, scenarios=scenarios, kit=kit,
                          workshops=workshops, tests=tests))  # fmt: skip
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=False)
    return {"course.json": (text + "\n").encode("utf-8")}


def _as_read(edition: Edition, module: Module) -> Module:
    """The module with the blocks, questions and sheets that this audience may see."""
    cut = replace(
        module,
        sections=edition.sections(module),
        lab=edition.shown(module.lab),
        guide=edition.shown(module.guide) if edition.audience == "facilitator" else (),
        handouts=tuple(replace(h, sections=edition.shown(h.sections)) for h in module.handouts),
    )
    if edition.audience == "facilitator":
        return cut
    questions = tuple(map(_without_secrets, module.questions_of("X")))
    asked = {question.vignette for question in questions}
    vignettes = {id_: text for id_, text in module.vignettes.items() if id_ in asked}
    return replace(cut, questions=questions, vignettes=vignettes)


def _without_notes(scenario: Scenario) -> Scenario:
    return replace(scenario, notes=())


def _without_secrets(question: Question) -> Question:
    answer = question.answer
    if answer.type == "long-fill-in":
        answer = replace(answer, model="")
    return replace(question, answer=answer, twin="")


def plain(value: Any) -> Any:
    """Dataclasses as dictionaries with their `kind`, tuples as lists; no functions, no bytes."""
    if is_dataclass(value) and not isinstance(value, type):
        found = {"kind": type(value).__name__}
        for field in fields(value):
            if field.metadata.get("json", True):
                found[field.name] = plain(getattr(value, field.name))
        return found
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return value
