"""What courses are measured by: `bloom`, `anatomy`, `checklists`, `competencies` of curriculum/."""

from __future__ import annotations

from dataclasses import fields as fields_of

from coursebook.model import (
    BloomLevel,
    Checklist,
    Competency,
    Limits,
    SectionRule,
    Share,
    Standards,
)
from coursebook.reader.fields import Fields, read_list, read_mapping
from coursebook.reader.sources import Sources

REVIEWED = "curriculum/reviewed.txt"


def read_standards(sources: Sources) -> Standards:
    """All standards of the project; what has no file is empty."""
    bloom = _mapping(sources, "bloom")
    anatomy = _mapping(sources, "anatomy")
    checklists = [_checklist(item) for item in _list(sources, "checklists")]
    competencies = [_competency(item) for item in _list(sources, "competencies")]
    standards = Standards(
        tuple(map(_level, bloom.mappings("levels", required=True))) if bloom else (),
        tuple(map(_share, bloom.mappings("mix"))) if bloom else (),
        tuple(map(_section, anatomy.mappings("sections"))) if anatomy else (),
        _limits(anatomy) if anatomy else Limits(),
        {checklist.id: checklist for checklist in checklists},
        {competency.id: competency for competency in competencies}, _reviewed(sources),
    )  # fmt: skip
    for mapping in (bloom, anatomy):
        if mapping:
            mapping.done()
    return standards


def _mapping(sources: Sources, name: str) -> Fields | None:
    path = f"curriculum/{name}.yml"
    return read_mapping(sources, path) if sources.exists(path) else None


def _list(sources: Sources, name: str) -> list[Fields]:
    path = f"curriculum/{name}.yml"
    return read_list(sources, path) if sources.exists(path) else []


def _level(item: Fields) -> BloomLevel:
    level = BloomLevel(item.text("id"), item.text("name"), item.texts("verbs", required=True))
    item.done()
    return level


def _share(item: Fields) -> Share:
    share = Share(item.texts("levels", required=True), item.integer("least", 0),
                  item.integer("most", 100))  # fmt: skip
    item.done()
    return share


def _section(item: Fields) -> SectionRule:
    rule = SectionRule(item.texts("endings", required=True), item.flag("required", False),
                       item.integer("most", 0))  # fmt: skip
    item.done()
    return rule


def _limits(anatomy: Fields) -> Limits:
    limits = anatomy.mapping("limits")
    if limits is None:
        return Limits()
    found = Limits(**{field.name: limits.integer(field.name, 0) for field in fields_of(Limits)})
    limits.done()
    return found


def _checklist(item: Fields) -> Checklist:
    checklist = Checklist(item.text("id"), item.text("name"), item.texts("items", required=True))
    item.done()
    return checklist


def _competency(item: Fields) -> Competency:
    levels = {}
    for level in item.mappings("levels", required=True):
        levels[level.text("level")] = (level.text("name"), level.text("text"))
        level.done()
    competency = Competency(item.text("id"), item.text("name"),
                            item.texts("courses", required=True), levels,
                            item.place("id"))  # fmt: skip
    item.done()
    return competency


def _reviewed(sources: Sources) -> dict[str, dict[str, str]]:
    text = sources.text(REVIEWED) if sources.exists(REVIEWED) else None
    found: dict[str, dict[str, str]] = {}
    for line in (text or "").splitlines():
        words = line.split(" ", 2)
        if len(words) == 3:
            found.setdefault(words[0], {})[words[2]] = words[1]
    return found
