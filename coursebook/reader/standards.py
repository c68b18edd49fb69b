"""What courses are measured by: `bloom`, `anatomy`, `language` and others of curriculum/."""

from __future__ import annotations

from dataclasses import fields as fields_of

from coursebook.model import (
    BloomLevel,
    Checklist,
    Competency,
    Limits,
    PlainLanguage,
    SectionRule,
    Share,
    Standards,
    WordList,
)
from coursebook.reader.fields import Fields, read_list, read_mapping
from coursebook.reader.sources import Sources

REVIEWED = "curriculum/reviewed.txt"
LANGUAGE_LIMITS = ("mean_sentence", "longest_sentence", "longest_paragraph", "reading_ease")


def read_standards(sources: Sources) -> Standards:
    """All standards of the project; what has no file is empty."""
    bloom = _mapping(sources, "bloom")
    anatomy = _mapping(sources, "anatomy")
    language = _mapping(sources, "language")
    checklists = [_checklist(item) for item in _list(sources, "checklists")]
    competencies = [_competency(item) for item in _list(sources, "competencies")]
    standards = Standards(
        tuple(map(_level, bloom.mappings("levels", required=True))) if bloom else (),
        tuple(map(_share, bloom.mappings("mix"))) if bloom else (),
        tuple(map(_section, anatomy.mappings("sections"))) if anatomy else (),
        _limits(anatomy) if anatomy else Limits(),
        {checklist.id: checklist for checklist in checklists},
        {competency.id: competency for competency in competencies},
        _language(language) if language else PlainLanguage(), _reviewed(sources),
    )  # fmt: skip
    for mapping in (bloom, anatomy, language):
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


def _language(fields: Fields) -> PlainLanguage:
    limits, lists = fields.mapping("limits"), fields.mapping("lists")
    names = [name for name in LANGUAGE_LIMITS if limits and limits.has(name)]
    found = PlainLanguage(
        **{name: limits.integer(name) for name in names} if limits else {},
        lists={name: tuple(map(_word_list, lists.mappings(name))) for name in lists.values}
        if lists else {},
        invented=fields.texts("invented"), units=fields.texts("units"),
    )  # fmt: skip
    for mapping in (limits, lists):
        if mapping:
            mapping.done()
    return found


def _word_list(item: Fields) -> WordList:
    words = WordList(item.texts("words", required=True), item.text("use", ""),
                     item.texts("followed_by"), item.texts("unless"))  # fmt: skip
    item.done()
    return words


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
