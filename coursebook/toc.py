"""What is written for others: `_toc.yml`, the ledger of published ids, the page of problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from coursebook.checks.ids import every_id, renamed_ids
from coursebook.codes import codes_page
from coursebook.model import Course
from coursebook.problems import Problem

TOC = "_toc.yml"
LEDGER = "curriculum/ids.txt"
CODES = "docs/problems.md"
ROOT_PAGE = "modules/welcome"


def toc_text(courses: Iterable[Course]) -> str:
    """The table of contents of the raw book: one part a course, finished modules only."""
    lines = ["# Written by `python build_course.py sync`.", "format: jb-book", f"root: {ROOT_PAGE}",
             "parts:"]  # fmt: skip
    for course in {course.slug: course for course in courses if course.modules}.values():
        lines += [f"  - caption: {course.title}", "    chapters:"]
        lines += [f"      - file: modules/{module.slug}/index" for module in course.modules]
    return "\n".join(lines) + "\n"


def write_toc(root: Path, courses: Iterable[Course]) -> None:
    """Write `_toc.yml`."""
    (root / TOC).write_text(toc_text(courses), encoding="utf-8", newline="\n")


def write_ledger(root: Path, courses: Iterable[Course]) -> None:
    """Add new ids to the ledger; none is ever taken out."""
    known = list(ledger(root))
    new = dict.fromkeys(id_ for course in courses for id_, _ in every_id(course))
    lines = dict.fromkeys([*known, *new])
    (root / LEDGER).write_text("".join(f"{id_}\n" for id_ in lines), encoding="utf-8", newline="\n")


def write_codes(root: Path) -> None:
    """Write the page of problems where the project has one: in the engine's own repository."""
    if (root / CODES).is_file():
        (root / CODES).write_text(codes_page(), encoding="utf-8", newline="\n")


def ledger(root: Path) -> dict[str, int]:
    """The published ids, each with its line; empty when there is no ledger yet."""
    path = root / LEDGER
    lines = _text(path).splitlines()
    return {line.strip(): number for number, line in enumerate(lines, 1) if line.strip()}


def drift(root: Path, courses: Sequence[Course]) -> Iterator[Problem]:
    """C103: `_toc.yml` is not what the courses say; D102: a published id is gone."""
    path = root / TOC
    if path.is_file() and _text(path) != toc_text(courses):
        yield Problem(TOC, 1, "C103", "The table of contents is not that of the course files.",
                      "Run 'python build_course.py sync'.")  # fmt: skip
    yield from renamed_ids(ledger(root), courses)


def _text(path: Path) -> str:
    """The file's text, empty where it does not exist; a wrong byte is only a difference."""
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
