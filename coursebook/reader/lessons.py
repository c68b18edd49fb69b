"""A module's folder read into a `Module`."""

from __future__ import annotations

import re
from typing import cast

from coursebook.model import (
    AssessedBy,
    Bloom,
    Case,
    Material,
    Minutes,
    Module,
    Objective,
    Place,
    Section,
)
from coursebook.reader import notebooks
from coursebook.reader.blocks import RawSection, split
from coursebook.reader.fields import Fields, members
from coursebook.reader.front_matter import FRONT, front_matter
from coursebook.reader.handouts import read_handouts
from coursebook.reader.questions import read_bank
from coursebook.reader.reviews import digests, read_reviews, read_waivers
from coursebook.reader.sources import Sources
from coursebook.reader.translations import Catalogue, read_catalogue

SLUG = re.compile(r"^[a-z][a-z0-9-]*$")
GENERATED = ("words",)
"""Ends of section ids that the engine gives to its own pages."""
SLIDES = 12
"""Slides of a lesson unless its front matter says otherwise (brief 8.2)."""


def read_module(sources: Sources, slug: str, language: str) -> Module | None:
    """The module in `modules/<slug>/`, in one language; None when its index.md is unreadable."""
    path = f"modules/{slug}/index.md"
    text = sources.text(path)
    if text is None:
        return None
    fields, body, line = front_matter(sources, path, text)
    if fields is None:
        return None
    catalogue = read_catalogue(sources, slug, language)
    reader = _ModuleReader(sources, fields, slug, catalogue)
    return reader.module(split(sources, path, body, line))


class _ModuleReader:
    def __init__(
        self, sources: Sources, fields: Fields, slug: str, catalogue: Catalogue
    ) -> None:
        self.sources, self.fields, self.slug, self.catalogue = sources, fields, slug, catalogue

    def module(self, raw: list[RawSection]) -> Module:
        fields, say = self.fields, self.catalogue.text
        id_ = fields.text("id")
        if (slug := fields.text("slug")) != self.slug:
            fields.wrong("slug", "D103", f"Slug '{slug}' is not the folder's name '{self.slug}'.",
                         f"Write 'slug: {self.slug}'.")  # fmt: skip
        lms = fields.mapping("lms")
        title = say(fields.text("title"))
        bank = read_bank(self.sources, self.slug, self.catalogue)
        module = Module(
            id=id_, slug=self.slug, title=title, subtitle=say(fields.text("subtitle", "")),
            version=fields.text("version"), audiences=fields.texts("audiences", required=True),
            outcomes=fields.texts("outcomes", required=True), objectives=self._objectives(),
            prerequisites=fields.texts("prerequisites", required=True), time=self._time(),
            group=self._group(), works_at=self._works_at(), materials=self._materials(),
            artefacts=fields.texts("artefacts", required=True),
            simulations=fields.texts("simulations"), cases=self._cases(),
            misconceptions=fields.texts("misconceptions", required=True),
            content_notes=tuple(map(say, fields.texts("content_notes"))),
            reviews=tuple(read_reviews(fields)), licence=fields.text("licence"),
            authors=fields.texts("authors", required=True), conflicts=fields.text("conflicts"),
            lms_title=say(lms.text("title", "")) if lms else title,
            max_minutes=lms.integer("max_minutes", 60) if lms else 60,
            slides_max=fields.integer("slides_max", SLIDES),
            status="pre-alpha", sections=self._sections(raw, id_),
            lab=self._lab(id_), guide=self._guide(), vignettes=bank.vignettes,
            questions=bank.questions,
            handouts=read_handouts(self.sources, self.slug, self.catalogue),
            place=fields.place("id"), waivers=tuple(read_waivers(fields)),
            files=digests(self.sources, self.slug),
        )  # fmt: skip
        for mapping in (fields, lms):
            if mapping:
                mapping.done()
        return module

    def _sections(self, raw: list[RawSection], id_: str) -> tuple[Section, ...]:
        titles = [section for section in raw if section.level == 1]
        if len(titles) != 1:
            place = titles[1].place if titles else Place(f"modules/{self.slug}/index.md", 1)
            self.sources.report(place.path, place.line, "L109",
                                f"The file has {len(titles)} '#' titles.",
                                "Write one '# title'; sections are '##'.")  # fmt: skip
        for title in titles[:1]:
            if title.label != self.slug:
                self._label(title, f"({self.slug})=")
            if title.blocks:
                self.sources.report(title.blocks[0].place.path, title.blocks[0].place.line, "L110",
                                    "This text stands before the first section.",
                                    "Put it under a '##' heading.")  # fmt: skip
        return tuple(self._section(s, id_) for s in raw if s.level == 2)

    def _section(self, raw: RawSection, id_: str) -> Section:
        ending = raw.label.removeprefix(f"{id_}-")
        if not raw.label.startswith(f"{id_}-") or not SLUG.match(ending) or ending in GENERATED:
            self._label(raw, f"({id_}-something)=")
        blocks = self.catalogue.blocks(raw.blocks)
        return Section(raw.label, self.catalogue.text(raw.title), blocks, raw.place)

    def _label(self, raw: RawSection, wanted: str) -> None:
        self.sources.report(raw.place.path, raw.place.line, "L102",
                            f"The heading '{raw.title}' has no fitting label.",
                            f"Write '{wanted}' on the line before it.")  # fmt: skip

    def _lab(self, id_: str) -> tuple[Section, ...]:
        path = f"modules/{self.slug}/lab.ipynb"
        if not self.sources.exists(path):
            return ()
        raw = notebooks.read(self.sources, path)
        return tuple(self._section(s, id_) for s in raw if s.level == 2 or s.blocks)

    def _guide(self) -> tuple[Section, ...]:
        path = f"modules/{self.slug}/facilitator.md"
        text = self.sources.text(path) if self.sources.exists(path) else None
        if text is None:
            return ()
        match = FRONT.match(text)
        body, line = (text[match.end() :], match[0].count("\n") + 1) if match else (text, 1)
        raw = split(self.sources, path, body, line)
        return tuple(
            Section(s.label or f"{self.slug}-guide-{n}", self.catalogue.text(s.title),
                    self.catalogue.blocks(s.blocks), s.place)
            for n, s in enumerate(raw, 1) if s.level == 2 or s.blocks
        )  # fmt: skip

    def _objectives(self) -> tuple[Objective, ...]:
        found = []
        for item in self.fields.mappings("objectives", required=True):
            text, verb = item.text("text"), item.text("verb")
            if text and text.split()[0].lower() != verb:
                item.wrong("verb", "L111", f"The objective starts with '{text.split()[0]}',"
                           f" not with its verb '{verb}'.", "Make the two agree.")  # fmt: skip
            bloom = cast(Bloom, item.word("bloom", members(Bloom)))
            by = cast(AssessedBy, item.word("assessed_by", members(AssessedBy), "items"))
            found.append(Objective(item.text("id"), self.catalogue.text(text), verb, bloom,
                                   item.texts("outcomes"), by))  # fmt: skip
            item.done()
        return tuple(found)

    def _time(self) -> Minutes:
        time = self.fields.mapping("time", required=True)
        if time is None:
            return Minutes(0, 0, 0)
        minutes = Minutes(time.integer("core"), time.integer("self"), time.integer("deep"),
                          time.integer("teaching"), time.integer("activity"))  # fmt: skip
        time.done()
        return minutes

    def _group(self) -> dict[str, int]:
        group = self.fields.mapping("group", required=True)
        return {key: group.integer(key) for key in ("min", "max", "ideal")} if group else {}

    def _works_at(self) -> tuple[str, ...]:
        levels = self.fields.texts("works_at", required=True)
        if "L0" not in levels:
            self.fields.wrong("works_at", "L112", "The module does not work at level L0.",
                              "Make it work on paper alone and add L0.")  # fmt: skip
        return levels

    def _materials(self) -> tuple[Material, ...]:
        found = []
        for item in self.fields.mappings("materials", required=True):
            found.append(Material(self.catalogue.text(item.text("item")), item.text("per"),
                                  item.integer("quantity", 1), item.text("print", "")))  # fmt: skip
            item.done()
        return tuple(found)

    def _cases(self) -> tuple[Case, ...]:
        found = []
        for item in self.fields.mappings("cases"):
            found.append(Case(item.text("id"), self.catalogue.text(item.text("place")),
                              item.flag("fictional"), item.text("sensitivity"),
                              item.texts("swap_for")))  # fmt: skip
            item.done()
        return tuple(found)
