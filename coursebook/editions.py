"""A course as one audience reads it in one medium: which blocks, and their HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from typing import Literal

from coursebook.html.host import Cache, EditionHost
from coursebook.html.lesson import placed
from coursebook.html.registers import (
    facts_html,
    glossary_html,
    register_html,
    sources_html,
    world_html,
)
from coursebook.locale import direction, words
from coursebook.model import (
    DEPTHS,
    Audience,
    Block,
    Course,
    Depth,
    Handout,
    Medium,
    Module,
    Note,
    Part,
    Section,
    Target,
    Text,
)
from coursebook.problems import Problem
from coursebook.reader.blocks import notes, timed_parts
from coursebook.uses import (
    Use,
    borrowed_sheets,
    course_sections,
    fact_numbers,
    names_met,
    questions,
    section_titles,
    uses,
)

PageKind = Literal["section", "lab", "words", "guide"]


@dataclass(frozen=True)
class Page:
    """One page: an authored section, or one that the engine makes. `html` has symbolic links."""

    id: str
    title: str
    html: str
    module: str
    kind: PageKind
    depth: Depth
    minutes: int


@dataclass(frozen=True)
class RunStep:
    """A row of the run sheet; `start` in minutes from the beginning of the module."""

    start: int
    minutes: int
    title: str
    activity: bool
    checks: tuple[str, ...]
    depth: Depth
    html: str


@dataclass(frozen=True)
class Edition:
    """A Course for one audience, medium, depth and target. Pages are rendered when asked for."""

    course: Course
    audience: Audience = "participant"
    medium: Medium = "web"
    depth: Depth = "deep"
    target: Target = field(default_factory=lambda: Target("members", ""))
    only: tuple[str, ...] = ()
    """Slugs of the modules wanted; empty for all."""
    problems: list[Problem] = field(default_factory=list, compare=False, repr=False)
    cache: Cache = field(default_factory=dict, compare=False, repr=False)

    @property
    def language(self) -> str:
        return self.course.language

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        return direction(self.language)

    @property
    def words(self) -> Mapping[str, str]:
        """Interface words of the language."""
        return words(self.language)

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """The modules of this edition, in the order of the course."""
        return tuple(m for m in self.course.modules if not self.only or m.slug in self.only)

    # --- which blocks -----------------------------------------------------------------------

    def shows(self, block: Block) -> bool:
        """Whether this audience reads the block here."""
        match block:
            case Text():
                return True
            case Note():
                return self.audience == "facilitator"
            case Part():
                return (
                    DEPTHS.index(block.depth) <= DEPTHS.index(self.depth)
                    and block.audience in (None, self.audience)
                    and (not block.media or self.medium in block.media)
                    and (not block.regions or not self.target.region
                         or self.target.region in block.regions)
                )  # fmt: skip

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The blocks that are shown, and inside them likewise."""
        return tuple(
            block if isinstance(block, Text) else replace(block, blocks=self.blocks(block.blocks))
            for block in blocks
            if self.shows(block)
        )

    def sections(self, module: Module) -> tuple[Section, ...]:
        """The sections of the lesson that have anything to show."""
        return self.shown(module.sections)

    def shown(self, sections: tuple[Section, ...]) -> tuple[Section, ...]:
        """Any sections, cut to what is shown; empty ones are left out."""
        cut = (replace(section, blocks=self.blocks(section.blocks)) for section in sections)
        return tuple(section for section in cut if section.blocks)

    # --- pages ------------------------------------------------------------------------------

    def pages(self, module: Module) -> tuple[Page, ...]:
        """The module's pages in reading order: its sections, its laboratory, its words."""
        found = [self._page(module, s, "section") for s in self.sections(module)]
        if self.depth == "deep":
            found += [self._page(module, s, "lab") for s in self.shown(module.lab)]
        if html := register_html(self.host(module), self._used(module)):
            title = self.words["lesson.words_title"]
            found.append(Page(f"{module.id}-words", title, html, module.slug, "words", "core", 0))
        return tuple(found)

    def guide_pages(self, module: Module) -> tuple[Page, ...]:
        """The pages of facilitator.md; none for participants."""
        if self.audience != "facilitator":
            return ()
        return tuple(self._page(module, s, "guide") for s in self.shown(module.guide))

    def course_pages(self, modules: tuple[Module, ...] = ()) -> tuple[Page, ...]:
        """The glossary, the facts and the story world of some modules, as far as there are any.

        Of the whole edition by default.
        """
        chosen = modules or self.modules
        if not chosen:
            return ()
        host = self.host(chosen[0])
        used = list(dict.fromkeys(use for module in chosen for use in self._used(module)))
        glossary = glossary_html(host, used)
        heading = f"<h3>{escape(self.words['lesson.sources'])}</h3>"
        facts = facts_html(host, used) + heading + sources_html(host, used)
        met = frozenset(name for module in chosen for name in names_met(self.course, module))
        pages = (("glossary", "lesson.glossary", glossary),
                 ("facts", "lesson.facts_title", facts),
                 ("world", "lesson.world", world_html(host, met)))  # fmt: skip
        return tuple(Page(id_, self.words[title], html, "", "words", "core", 0)
                     for id_, title, html in pages if html)  # fmt: skip

    def _page(self, module: Module, section: Section, kind: PageKind) -> Page:
        html = "".join(self._html(module, block) for block in section.blocks)
        parts = [b for b in section.blocks if isinstance(b, Part)]
        deep = bool(parts) and all(b.depth == "deep" for b in section.blocks if isinstance(b, Part))
        only_parts = len(parts) == len(section.blocks)
        depth: Depth = "deep" if kind == "lab" or (deep and only_parts) else "core"
        return Page(section.id, section.title, html, module.slug, kind, depth,
                    sum(part.minutes for part in timed_parts(section.blocks)))  # fmt: skip

    def sheets(self, module: Module) -> tuple[tuple[Module, Handout], ...]:
        """The sheets to print with a module, each with the module that it was written for."""
        own = ((module, sheet) for sheet in module.handouts)
        return (*own, *borrowed_sheets(self.course, module))

    def handout_html(self, module: Module, handout: Handout, *, keys: bool = False) -> str:
        """A sheet without its answers, or (`keys`) only its answers."""
        found = []
        for section in self._handout_sections(handout, keys=keys):
            title = f"<h3>{escape(section.title)}</h3>" if section.title and not keys else ""
            found.append(title + "".join(self._html(module, b) for b in section.blocks))
        return "".join(found)

    def _handout_sections(self, handout: Handout, *, keys: bool) -> Iterator[Section]:
        for section in handout.sections:
            chosen = tuple(b for b in section.blocks if isinstance(b, Note) == keys)
            yield replace(section, blocks=self.blocks(chosen))

    def panels(self, module: Module, handout: Handout) -> tuple[tuple[str, str], ...]:
        """Title and HTML of each `##` of a sheet (the panels of a fold-out)."""
        sections = self._handout_sections(handout, keys=False)
        return tuple((s.title, "".join(self._html(module, b) for b in s.blocks)) for s in sections)

    # --- run sheet --------------------------------------------------------------------------

    def run_sheet(self, module: Module) -> tuple[RunStep, ...]:
        """Every part with minutes as a row; deep parts follow after the core ones."""
        steps: list[RunStep] = []
        timed = [(s, p) for s in module.sections for p in timed_parts(self.blocks(s.blocks))]
        start = 0
        for section, part in sorted(timed, key=lambda pair: pair[1].depth == "deep"):
            sheet = [n for n in notes(part.blocks) if n.kind == "run-sheet"]
            html = "".join(self._html(module, b) for note in sheet for b in note.blocks)
            steps.append(RunStep(start, part.minutes, part.title or section.title, part.activity,
                                 part.checks, part.depth, html))  # fmt: skip
            start += part.minutes
        return tuple(steps)

    # --- HTML -------------------------------------------------------------------------------

    def host(self, module: Module) -> EditionHost:
        """Who answers roles and directives for a module's text."""
        return EditionHost(self.course, module, self.medium, self.audience, dict(self.words),
                           self.direction, self.fact_numbers, self.section_titles,
                           self.cache)  # fmt: skip

    def _html(self, module: Module, block: Block) -> str:
        match block:
            case Text():
                return self.text_html(module, block)
            case Part():
                return self._part(module, block)
            case Note():
                inside = "".join(self._html(module, b) for b in block.blocks)
                title = escape(block.title or self.words[f"lesson.{block.kind}"])
                return (f'<aside class="admonition facilitator-note {block.kind}" role="note">'
                        f'<p class="admonition-title">{title}</p>{inside}</aside>')  # fmt: skip

    def _part(self, module: Module, part: Part) -> str:
        inside = "".join(self._html(module, block) for block in part.blocks)
        name = f' id="{escape(part.label)}"' if part.label else ""
        if part.depth != "deep":
            return f'<section class="part {part.depth}"{name}>{inside}</section>'
        title = escape(part.title or self.words["lesson.deep"])
        if self.medium == "web":
            return (f'<details class="deep"{name}><summary>{title}</summary>{inside}</details>')
        return f'<section class="deep"{name}><p class="rubric">{title}</p>{inside}</section>'

    def text_html(self, module: Module, text: Text) -> str:
        """The HTML of a run of text; a reused one finds its pictures and questions at home."""
        module = self._home(text) or module
        host = self.host(module)
        html = host.markdown(text.source, f"{module.id}-{text.place.line}-")
        self.problems.extend(placed(host.errors, text.place))
        return html

    def _home(self, text: Text) -> Module | None:
        return self._by_slug.get(text.place.path.split("/")[1])

    @cached_property
    def _by_slug(self) -> Mapping[str, Module]:
        return {module.slug: module for module in self.course.homes}

    def question_problems(self) -> None:
        """Render every question of every module once, so that its problems are known."""
        for module in self.modules:
            for question in module.questions:
                host = self.host(module)
                host.question(question)
                errors = [(1, error) for _, error in host.errors]
                self.problems.extend(placed(errors, question.place))

    # --- what is used -----------------------------------------------------------------------

    def _used(self, module: Module) -> list[Use]:
        """The facts, terms and citations that this audience meets in a module, by first use."""
        guide = module.guide if self.audience == "facilitator" else ()
        sections = (*course_sections(self.course, module), *guide)
        return uses(self.shown(sections), questions(module, ("X",)))

    @cached_property
    def fact_numbers(self) -> Mapping[str, int]:
        """Number of each fact, the same in all editions."""
        return fact_numbers(self.course)

    @cached_property
    def section_titles(self) -> Mapping[str, str]:
        """Title of every label that `{ref}` may name."""
        return section_titles(self.course)
