"""Sources: entries that are complete, addresses that are well formed and were seen of late."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from coursebook.evidence import fact_uses
from coursebook.model import Course, Source
from coursebook.problems import Problem
from coursebook.uses import lesson_sections, uses

OLD = timedelta(days=365)
GONE = frozenset({404, 410})
DOI = re.compile(r"10\.\d{4,9}/\S+")
NEEDED: dict[str, tuple[str, ...]] = {
    "article": ("journal",), "book": ("publisher",), "inproceedings": ("booktitle",),
    "incollection": ("booktitle", "publisher"), "techreport": ("institution",),
    "misc": ("url|doi|howpublished",), "online": ("url",), "phdthesis": ("school",),
}  # fmt: skip
"""What an entry of each kind says, beyond author, title and year."""
ALWAYS = ("author|editor|institution", "title", "year")


def complete_entries(course: Course) -> Iterator[Problem]:
    """K401: an entry in use names who, what and when, and where it appeared."""
    for source in used_sources(course):
        for names in (*ALWAYS, *NEEDED.get(source.entry.get("type", ""), ())):
            if not any(source.entry.get(name, "").strip() for name in names.split("|")):
                missing = names.replace("|", ", ")
                yield _at(source, "K401", f"Source '{source.key}' has no {missing}.",
                          f"Add '{names.split('|')[0]} = {{...}}' to the entry.")  # fmt: skip


def addresses(course: Course) -> Iterator[Problem]:
    """K402: an address or a DOI has the form of one."""
    for source in course.sources.values():
        doi, url = source.entry.get("doi", ""), source.entry.get("url", "")
        if doi and not DOI.fullmatch(doi):
            yield _at(source, "K402", f"'{doi}' is not a DOI.", "Write it as 10.1234/abc.")
        if url and not is_address(url):
            yield _at(source, "K402", f"'{url}' is not a web address.",
                      "Write it from https:// to its end, without spaces.")  # fmt: skip


def is_address(text: str) -> bool:
    """Whether a text has the form of a web address."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme in ("http", "https") and "." in host and not re.search(r"\s", text)


def seen_of_late(course: Course) -> Iterator[Problem]:
    """K403: one note that tells how many addresses nobody has looked at for a year."""
    first = (date.fromisoformat(course.as_of) - OLD).isoformat()
    old = [s for s in used_sources(course) if s.url and "" < last_seen(course, s) < first]
    if old:
        what = "address was" if len(old) == 1 else "addresses were"
        yield _at(min(old, key=lambda s: last_seen(course, s)), "K403",
                  f"{len(old)} {what} last seen more than a year ago.")  # fmt: skip


def gone(course: Course) -> Iterator[Problem]:
    """K404: an address in use was gone at the last look."""
    for source in used_sources(course):
        link = course.links.get(source.url)
        if link and link.status in GONE:
            yield _at(source, "K404", f"The address of '{source.key}' answered {link.status} at the"
                      " last look.")  # fmt: skip


def last_seen(course: Course, source: Source) -> str:
    """The last day on which an address answered: by the ledger, or by its entry; empty if never."""
    link = course.links.get(source.url)
    return max(source.entry.get("urldate", ""), link.seen if link else "")


def used_sources(course: Course) -> tuple[Source, ...]:
    """The sources that a course cites, and those behind its facts and simulations."""
    keys = {course.facts[id_].source for id_ in fact_uses(course) if id_ in course.facts}
    for module in course.modules:
        found = uses((*lesson_sections(module), *module.guide))
        keys |= {target for role, target in found if role == "cite"}
    keys.update(key for simulation in course.simulations.values() for key in simulation.sources)
    return tuple(source for key, source in course.sources.items() if key in keys)


def unused_sources(courses: Iterable[Course]) -> tuple[Source, ...]:
    """The entries of the bibliography that none of the courses uses: data, never a problem."""
    courses = tuple(courses)
    used = {source.key for course in courses for source in used_sources(course)}
    entries = {key: source for course in courses for key, source in course.sources.items()}
    return tuple(source for key, source in entries.items() if key not in used)


def _at(source: Source, code: str, message: str, remedy: str = "") -> Problem:
    return Problem(source.place.path, source.place.line, code, message, remedy)
