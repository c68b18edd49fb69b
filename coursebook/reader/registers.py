"""The shared registers of `curriculum/`: facts, sources, glossary, misconceptions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeVar, cast, get_args

from pybtex.database import BibliographyData, Entry, parse_string
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

from coursebook.model import Checked, Fact, Link, Place, Source, Term
from coursebook.reader.fields import Fields, read_list
from coursebook.reader.sources import Sources

BIB_KEY = re.compile(r"^@\w+\{\s*([^,\s]+)\s*,", re.MULTILINE)
Value = TypeVar("Value")
LANGUAGES = ("fr", "es", "ar", "ru", "zh")


@dataclass(frozen=True)
class Registers:
    facts: Mapping[str, Fact]
    terms: Mapping[str, Term]
    misconceptions: Mapping[str, str]
    sources: Mapping[str, Source]
    links: Mapping[str, Link]
    world: Mapping[str, str]


def read_registers(sources: Sources, language: str) -> Registers:
    """All registers, names and definitions in one language."""
    bibliography = _bibliography(sources, "curriculum/references.bib")
    facts = {fact.id: fact for fact in _entries(sources, "facts", _fact)}
    for fact in facts.values():
        if fact.source not in bibliography:
            sources.report(fact.place.path, fact.place.line, "R104",
                           f"Source '{fact.source}' is not in references.bib.",
                           "Add the entry or correct the key.")  # fmt: skip
    terms = _entries(sources, "glossary", lambda item: _term(item, language))
    codes = _entries(sources, "misconceptions", _misconception)
    links = {link.url: link for link in _entries(sources, "links", _link, "url")}
    world = _entries(sources, "world", lambda item: (item.text("name"), item.text("about")), "name")
    return Registers(facts, {t.id: t for t in terms}, dict(codes), bibliography, links, dict(world))


def _entries(
    sources: Sources, name: str, read: Callable[[Fields], Value], key: str = "id"
) -> list[Value]:
    path = f"curriculum/{name}.yml"
    found: list[Value] = []
    seen: set[str] = set()
    for item in read_list(sources, path) if sources.exists(path) else []:
        found.append(read(item))
        id_ = item.text(key)
        if id_ in seen:
            item.wrong(key, "D101", f"Id '{id_}' stands twice in {path}.", "Rename one of them.")
        seen.add(id_)
        item.done()
    return found


def _fact(item: Fields) -> Fact:
    item.text("status_can_change", "")
    return Fact(
        item.text("id"), item.text("claim"), item.text("source"), item.text("locator"),
        cast(Checked, item.word("checked", get_args(Checked))), item.day("as_of"),
        item.day("review_after"), item.place("id"), _signature(item),
    )  # fmt: skip


def _signature(item: Fields) -> str:
    signed = item.mapping("signed")
    if signed is None:
        return ""
    text = f"{signed.text('role')}, {signed.day('date')}"
    signed.done()
    return text


def _link(item: Fields) -> Link:
    return Link(item.text("url"), item.text("seen", ""), item.integer("status", 0),
                item.place("url"))  # fmt: skip


def _term(item: Fields, language: str) -> Term:
    english = item.text("en")
    name = item.text(language, english) if language != "en" else english
    definition = item.text("definition")
    if item.has(f"definition_{language}"):
        definition = item.text(f"definition_{language}")
    item.asked.update(("number", "en_long", *LANGUAGES, "confidence", "unterm_verified", "note"))
    item.asked.update(f"definition_{code}" for code in LANGUAGES)
    return Term(item.text("id"), name, english, definition, item.place("id"))


def _misconception(item: Fields) -> tuple[str, str]:
    item.asked.update(("repaired_in", "simulations"))
    return item.text("id"), item.text("text")


def _bibliography(sources: Sources, path: str) -> dict[str, Source]:
    text = sources.text(path) if sources.exists(path) else ""
    try:
        data = _parse(text or "")
    except PybtexError as error:
        line = int(getattr(error, "lineno", 0) or 1)
        sources.report(path, line, "Y108", f"BibTeX: {error}.", "Check braces and commas.")
        return {}
    found = BIB_KEY.finditer(text or "")
    lines = {m[1]: (text or "")[: m.start()].count("\n") + 1 for m in found}
    return {
        key: _source(key, entry, Place(path, lines.get(key, 1)))
        for key, entry in data.entries.items()
    }


@lru_cache(maxsize=4)
def _parse(text: str) -> BibliographyData:
    return parse_string(text, "bibtex")


def _source(key: str, entry: Entry, place: Place) -> Source:
    names = [_plain(" ".join(p.last_names)) for p in entry.persons.get("author", ())]
    author = names[0] + (" et al." if len(names) > 2 else f" and {names[1]}" if names[1:] else "") \
        if names else _plain(entry.fields.get("institution", key))  # fmt: skip
    year = entry.fields.get("year", "n.d.")
    where = ("number", "journal", "booktitle", "institution", "publisher", "howpublished")
    details = [_plain(entry.fields[name]) for name in where if name in entry.fields]
    details = [detail for detail in dict.fromkeys(details) if detail != author]
    text = f"{author} ({year}). {_plain(entry.fields.get('title', key))}. {', '.join(details)}"
    url = entry.fields.get("url") or (
        f"https://doi.org/{entry.fields['doi']}" if "doi" in entry.fields else ""
    )
    people = {role: "; ".join(map(str, found)) for role, found in entry.persons.items()}
    fields = {"type": str(entry.type), **{k.lower(): v for k, v in entry.fields.items()}, **people}
    return Source(key, f"{author} {year}", text.rstrip(" .") + ".", url, place, fields)


@cache
def _plain(latex: str) -> str:
    return str(Text.from_latex(latex.replace("\n", " ")))
