"""A course file and everything it names, read into a `Course`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from coursebook.locale import languages
from coursebook.model import (
    Block,
    Course,
    CourseTest,
    Kit,
    Module,
    Note,
    Outcome,
    Part,
    PlannedModule,
    Section,
    Simulation,
    Target,
    Text,
    Tracking,
)
from coursebook.problems import did_you_mean
from coursebook.reader import notebooks
from coursebook.reader.blocks import REGIONS, parts
from coursebook.reader.certification import (
    read_certificates,
    read_certification,
    read_rubrics,
)
from coursebook.reader.decks import read_decks
from coursebook.reader.fields import Fields, members, read_mapping
from coursebook.reader.lessons import read_module
from coursebook.reader.registers import read_registers
from coursebook.reader.reviews import derived_status
from coursebook.reader.scenarios import read_scenarios
from coursebook.reader.sources import Sources
from coursebook.reader.standards import read_standards
from coursebook.reader.tabletops import read_tabletops
from coursebook.reader.workshops import read_workshops

PICTURES = ("svg", "png", "jpg")


def read_course(
    sources: Sources, slug: str, language: str, as_of: str, simulations: Mapping[str, Simulation]
) -> Course | None:
    """The course of `curriculum/<slug>.yml` in one language; None when the file is unreadable."""
    path = f"curriculum/{slug}.yml"
    fields = read_mapping(sources, path)
    if fields is None:
        return None
    if language not in languages():
        fields.wrong("languages", "C104", f"There are no interface words in language '{language}'.",
                     did_you_mean(language, languages()))  # fmt: skip
        return None
    outline = tuple(_outline(fields))
    written = [line.slug for line in outline if sources.exists(f"modules/{line.slug}/index.md")]
    own = _modules(sources, written, language)
    lent = _lent(sources, own, language)
    finished = tuple(_reused(sources, own, lent))
    kit = fields.mapping("kit")
    rubrics = read_rubrics(sources)
    tabletops = read_tabletops(sources, kit, language)
    if not (written or (kit and (kit.has("scenarios") or kit.has("tabletops")))):
        fields.wrong("modules", "C101", "The course has no finished module.",
                     "Write modules/<slug>/index.md for one of its modules.")  # fmt: skip
    registers = read_registers(sources, language)
    outcomes = tuple(_outcomes(fields))
    decks = read_decks(sources, kit, language, simulations, registers.misconceptions)
    course = Course(
        id=fields.text("id"), slug=fields.text("slug"), title=fields.text("title"),
        subtitle=fields.text("subtitle", ""), version=fields.text("version"), language=language,
        languages=fields.texts("languages", required=True), licence=fields.text("licence"),
        notice=fields.text("notice"), about=fields.text("about", ""), as_of=as_of,
        outcomes=outcomes, outline=outline,
        modules=tuple(replace(m, status=derived_status(m)) for m in finished),
        targets=tuple(_targets(fields)), facts=registers.facts, terms=registers.terms,
        misconceptions=registers.misconceptions, sources=registers.sources,
        world=registers.world,
        simulations=simulations, scenarios=read_scenarios(sources, language),
        kit=Kit(kit.texts("scenarios") if kit else (), tabletops, decks),
        workshops=read_workshops(sources, slug), tests=tuple(_tests(fields)),
        certificates=tuple(read_certificates(fields, [outcome.id for outcome in outcomes])),
        media=_media(sources, [*written, *(module.slug for module in lent)]), lent=lent,
        place=fields.place("id"),
        rubrics=rubrics, certification=read_certification(fields, rubrics),
        standards=read_standards(sources), links=registers.links,
    )  # fmt: skip
    if kit:
        kit.done()
    fields.asked.add("audience_segments")
    fields.done()
    return course


def _modules(sources: Sources, written: Sequence[str], language: str) -> list[Module]:
    """The modules that can be read, their notebooks run."""
    labs = (f"modules/{module}/lab.ipynb" for module in written)
    notebooks.execute(sources, [lab for lab in labs if sources.exists(lab)])
    modules = (read_module(sources, module, language) for module in written)
    return [module for module in modules if module]


def _outline(fields: Fields) -> Iterator[PlannedModule]:
    for item in fields.mappings("modules", required=True):
        yield PlannedModule(
            item.text("slug"), item.text("title"), item.integer("core"), item.integer("self"),
            item.integer("deep"), item.text("product", ""), item.place("slug"),
            item.texts("outcomes"),
        )  # fmt: skip
        item.asked.add("objectives")
        item.done()


def _outcomes(fields: Fields) -> Iterator[Outcome]:
    for item in fields.mappings("outcomes", required=True):
        yield Outcome(item.text("id"), item.text("text"), item.texts("bloom"),
                      item.texts("modules"), item.texts("competencies"),
                      item.place("id"))  # fmt: skip
        item.done()


def _targets(fields: Fields) -> Iterator[Target]:
    for item in fields.mappings("targets", required=True):
        mastery = item.integer("mastery") if item.has("mastery") else None
        if mastery is not None and not 0 <= mastery <= 100:
            item.wrong("mastery", "C106", f"Mastery cannot be {mastery}.",
                       "Write per cent, from 0 to 100.")  # fmt: skip
        region = item.word("region", ("", *REGIONS), "")
        tracking = cast(Tracking, item.word("tracking", members(Tracking), "completion"))
        yield Target(item.text("id"), item.text("label"), tracking, region,
                     mastery)  # fmt: skip
        item.done()


def _tests(fields: Fields) -> Iterator[CourseTest]:
    for item in fields.mappings("tests"):
        groups = item.mapping("questions", required=True)
        outcomes = tuple(groups.values) if groups else ()
        yield CourseTest(
            id=item.text("id"), title=item.text("title"), minutes=item.integer("minutes"),
            questions={outcome: groups.texts(outcome) for outcome in outcomes if groups},
            pass_mark=item.integer("pass_mark", 0), anonymous=item.flag("anonymous", False),
            place=item.place("id"),
        )  # fmt: skip
        item.done()


def _media(sources: Sources, modules: list[str]) -> dict[str, bytes]:
    found = {}
    for module in modules:
        for kind in PICTURES:
            for path in sources.listing(f"modules/{module}/media", f"*.{kind}"):
                found[path] = sources.data(path) or b""
    return found


def _lent(sources: Sources, modules: list[Module], language: str) -> tuple[Module, ...]:
    """The modules of other courses that a `reuse` names: a label starts with the module's id."""
    labels = {part.reuses for part in _every_part(modules) if part.reuses}
    ids = {label.split("-")[0] for label in labels} - {module.id for module in modules}
    folders = sources.folders("modules")
    slugs = [folder for id_ in sorted(ids) for folder in folders if folder.startswith(f"{id_}-")]
    return tuple(filter(None, (read_module(sources, slug, language) for slug in slugs)))


def _every_part(modules: Iterable[Module]) -> Iterator[Part]:
    for module in modules:
        for section in module.sections:
            yield from parts(section.blocks)


def _reused(
    sources: Sources, modules: list[Module], lent: tuple[Module, ...]
) -> Iterator[Module]:
    """The modules, each `reuse` replaced by the labelled part that it names."""
    labelled = {part.label: part for part in _every_part((*modules, *lent)) if part.label}

    def expand(block: Block) -> Block:
        match block:
            case Part(reuses=label) if label and label not in labelled:
                sources.report(block.place.path, block.place.line, "R101",
                               f"No part has the label '{label}'.",
                               "Give the part ':label:' or correct the name.")  # fmt: skip
                return block
            case Part(reuses=label) if label:
                return replace(labelled[label], blocks=_without_notes(labelled[label].blocks),
                               minutes=0, label="", checks=(), activity=False,
                               reuses=label)  # fmt: skip
            case Part():
                return replace(block, blocks=tuple(map(expand, block.blocks)))
            case Text() | Note():
                return block

    for module in modules:
        sections: tuple[Section, ...] = tuple(
            replace(section, blocks=tuple(map(expand, section.blocks)))
            for section in module.sections
        )
        yield replace(module, sections=sections)


def _without_notes(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    kept = (block for block in blocks if not isinstance(block, Note))
    return tuple(
        replace(b, blocks=_without_notes(b.blocks), minutes=0) if isinstance(b, Part) else b
        for b in kept
    )
