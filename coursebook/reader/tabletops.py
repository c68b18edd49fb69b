"""Tabletop exercises: `exercises/tabletops/<id>/tabletop.yml` and the files beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

from coursebook.model import (
    AfterAction,
    Criterion,
    Decision,
    Effect,
    Evaluation,
    Event,
    EventKind,
    Evidence,
    EvidenceKind,
    Goal,
    Meter,
    Role,
    RoleKind,
    Safety,
    Slot,
    Tabletop,
    Variant,
    Way,
)
from coursebook.problems import did_you_mean
from coursebook.reader.fields import Fields, members, read_mapping
from coursebook.reader.numbers import read_numbers
from coursebook.reader.reviews import read_reviews, status_of
from coursebook.reader.sources import Sources
from coursebook.reader.translations import Catalogue, read_catalogue, translatable

FOLDER = "exercises/tabletops"
METERS = (("S", "Security capability"), ("R", "Rights"), ("T", "Public trust"),
          ("L", "Legal durability"))  # fmt: skip
"""The four of the brief; a tabletop may name its own."""
Say = Callable[[str], str]


def read_tabletops(sources: Sources, kit: Fields | None, language: str) -> tuple[Tabletop, ...]:
    """The tabletops that a course file lists under `kit:`, in order."""
    names = kit.texts("tabletops") if kit else ()
    known = [n for n in sources.folders(FOLDER) if sources.exists(f"{FOLDER}/{n}/tabletop.yml")]
    found = []
    for name in names:
        if kit and name not in known:
            kit.wrong("tabletops", "E101", f"Unknown tabletop '{name}'.",
                      did_you_mean(name, known))  # fmt: skip
        else:
            found.append(_Reader(sources, name, language).tabletop())
    return tuple(tabletop for tabletop in found if tabletop)


@dataclass
class _Reader:
    """Reads one exercise; every text passes through the catalogue of its folder."""

    sources: Sources
    name: str
    language: str

    def __post_init__(self) -> None:
        self.folder = f"{FOLDER}/{self.name}"
        slug = f"tabletops/{self.name}"
        self.catalogue: Catalogue = read_catalogue(self.sources, slug, self.language)

    def tabletop(self) -> Tabletop | None:
        fields = read_mapping(self.sources, f"{self.folder}/tabletop.yml")
        if fields is None:
            return None
        say = self.say_as("")
        group = fields.mapping("group", required=True)
        tabletop = Tabletop(
            id=fields.text("id"), code=fields.text("code"), title=say(fields.text("title")),
            subtitle=say(fields.text("subtitle", "")), minutes=fields.integer("minutes"),
            group={key: group.integer(key) for key in ("min", "max")} if group else {},
            group_note=say(group.text("note", "")) if group else "",
            status=status_of(tuple(read_reviews(fields))),
            objectives=tuple(self._goals(fields)), situation=self.flow(fields.text("situation")),
            task=self.flow(fields.text("task")), aims=self.texts(fields, "aims"),
            rules=self.texts(fields, "rules", required=True), safety=self._safety(fields),
            meters=self._meters(fields), roles=tuple(self._roles(fields)),
            evidence=tuple(self._evidence(fields)), events=tuple(self._events(fields)),
            decisions=tuple(self._decisions(fields)), evaluation=tuple(self._evaluation(fields)),
            rubric=tuple(self._rubric(fields)),
            debrief=self.texts(fields, "debrief", required=True),
            after_action=self._after_action(fields), variants=tuple(self._variants(fields)),
            adaptations=self.texts(fields, "adaptations"),
            preparation=self.texts(fields, "preparation"),
            numbers=read_numbers(self.sources, f"{self.folder}/numbers.py"),
            place=fields.place("id"),
        )  # fmt: skip
        if tabletop.id != self.name:
            fields.wrong("id", "E102", f"Id '{tabletop.id}' is not the folder's name.",
                         f"Write 'id: {self.name}'.")  # fmt: skip
        for part in (fields, group):
            if part:
                part.done()
        return tabletop

    # --- texts ------------------------------------------------------------------------------

    def say_as(self, context: str) -> Say:
        """Translates a text of the entry whose id is `context`."""
        return lambda text: self.catalogue.text(text, context)

    def texts(self, fields: Fields, key: str, *, required: bool = False) -> tuple[str, ...]:
        return tuple(map(self.say_as(""), fields.texts(key, required=required)))

    def flow(self, text: str, context: str = "") -> str:
        """A text of several blocks, each translated on its own."""
        whole = self.catalogue.text(text, context)
        if whole != text or not text.strip():
            return whole
        return "\n\n".join(self.catalogue.text(block, context) for block in translatable(text))

    # --- parts ------------------------------------------------------------------------------

    def _goals(self, fields: Fields) -> Iterator[Goal]:
        for item in fields.mappings("objectives", required=True):
            yield Goal(item.text("id"), self.say_as(item.text("id"))(item.text("text")))
            item.done()

    def _safety(self, fields: Fields) -> Safety:
        item = fields.mapping("safety", required=True)
        if item is None:
            return Safety("", "", "", "", "", "")
        say = self.say_as("")
        safety = Safety(
            say(item.text("content_note")), say(item.text("pause_word")), say(item.text("pause")),
            item.text("opt_out"), say(item.text("roles_off")), say(item.text("wellbeing")),
        )  # fmt: skip
        item.done()
        return safety

    def _meters(self, fields: Fields) -> tuple[Meter, ...]:
        found = []
        for item in fields.mappings("meters"):
            id_ = item.text("id")
            found.append(Meter(id_, self.say_as(id_)(item.text("label")), item.integer("start", 5)))
            item.done()
        if found:
            return tuple(found)
        return tuple(Meter(id_, self.say_as(id_)(label), 5) for id_, label in METERS)

    def _roles(self, fields: Fields) -> Iterator[Role]:
        for item in fields.mappings("roles", required=True):
            say = self.say_as(item.text("id"))
            yield Role(
                id=item.text("id"), name=say(item.text("name")), side=say(item.text("side", "")),
                kind=cast(RoleKind, item.word("kind", members(RoleKind), "player")),
                line=say(item.text("line")), aim=say(item.text("aim", "")),
                worry=say(item.text("worry", "")), fact=say(item.text("fact", "")),
                task=say(item.text("task", "")), optional=item.flag("optional", False),
                place=item.place("id"),
            )  # fmt: skip
            item.done()

    def _evidence(self, fields: Fields) -> Iterator[Evidence]:
        for item in fields.mappings("evidence", required=True):
            id_ = item.text("id")
            text, place = item.text("text", ""), item.place("text")
            if file := item.text("file", ""):
                path = f"{self.folder}/{file}"
                place = item.place("file")
                text = self.sources.text(path, (place.path, place.line)) or ""
                place = type(place)(path, 1)
            elif not text:
                item.wrong("id", "Y103", "Key 'text' is missing.", "Add 'text:' or 'file:' here.")
            yield Evidence(id_, self.say_as(id_)(item.text("title")),
                           cast(EvidenceKind, item.word("kind", members(EvidenceKind))),
                           self.flow(text.strip(), id_), place)  # fmt: skip
            item.done()

    def _events(self, fields: Fields) -> Iterator[Event]:
        for item in fields.mappings("events", required=True):
            id_ = item.text("id")
            say = self.say_as(id_)
            yield Event(
                id=id_, at=item.integer("at"), minutes=item.integer("minutes", 0),
                kind=cast(EventKind, item.word("kind", members(EventKind))),
                title=say(item.text("title")), by=item.text("by", ""), to=item.texts("to"),
                text=self.flow(item.text("text", ""), id_), expected=say(item.text("expected", "")),
                owner=item.text("owner", ""), objectives=item.texts("objectives"),
                evidence=item.texts("evidence"), decision=item.text("decision", ""),
                missed=say(item.text("missed", "")),
                missed_effects=_effects(item, "missed_effects"),
                droppable=item.flag("droppable", False), place=item.place("id"),
            )  # fmt: skip
            item.done()

    def _decisions(self, fields: Fields) -> Iterator[Decision]:
        for item in fields.mappings("decisions", required=True):
            id_ = item.text("id")
            ways = tuple(self._ways(item, id_))
            yield Decision(id_, self.say_as(id_)(item.text("title")), ways, item.place("id"))
            item.done()

    def _ways(self, item: Fields, context: str) -> Iterator[Way]:
        say = self.say_as(context)
        for way in item.mappings("ways", required=True):
            yield Way(way.text("id"), say(way.text("text")), _effects(way, "effects"),
                      say(way.text("consequence", "")))  # fmt: skip
            way.done()

    def _evaluation(self, fields: Fields) -> Iterator[Evaluation]:
        for item in fields.mappings("evaluation", required=True):
            id_ = item.text("objective")
            lines = tuple(map(self.say_as(id_), item.texts("expected", required=True)))
            yield Evaluation(id_, lines, item.place("objective"))
            item.done()

    def _rubric(self, fields: Fields) -> Iterator[Criterion]:
        for item in fields.mappings("rubric"):
            levels = tuple(map(self.say_as(""), item.texts("levels", required=True)))
            yield Criterion(self.say_as("")(item.text("name")), levels)
            item.done()

    def _after_action(self, fields: Fields) -> AfterAction:
        item = fields.mapping("after_action", required=True)
        if item is None:
            return AfterAction(0, (), 0)
        found = AfterAction(item.integer("minutes"), self.texts(item, "questions", required=True),
                            item.integer("rows", 6))  # fmt: skip
        item.done()
        return found

    def _variants(self, fields: Fields) -> Iterator[Variant]:
        for item in fields.mappings("variants"):
            id_ = item.text("id")
            slots = tuple(self._slots(item, id_))
            yield Variant(id_, self.say_as(id_)(item.text("title")), item.integer("minutes"),
                          self.say_as(id_)(item.text("text", "")), slots,
                          item.place("id"))  # fmt: skip
            item.done()

    def _slots(self, variant: Fields, context: str) -> Iterator[Slot]:
        for item in variant.mappings("events", required=True):
            yield Slot(item.text("id"), item.integer("at"), item.integer("minutes", 0),
                       self.flow(item.text("text", ""), context))  # fmt: skip
            item.done()


def _effects(item: Fields, key: str) -> tuple[Effect, ...]:
    given = item.mapping(key)
    return tuple(Effect(name, given.integer(name)) for name in given.values) if given else ()
