"""Where Sphinx meets the engine: the extension of the book, and the run of one book.

`jupyter-book build .` in the project loads the extension, which puts the prepared source of each
module in the place of the lesson, so that nothing for facilitators reaches Sphinx. The `web` format
writes the prepared sources itself and runs this module as a program.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from docutils import nodes
from jupyter_book.sphinx import build_sphinx
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from coursebook.checks import check_course
from coursebook.editions import Edition
from coursebook.exporters.web import ASSETS, Book
from coursebook.locale import direction
from coursebook.model import Course
from coursebook.problems import Problem
from coursebook.reader import course_languages, course_slugs, read

LESSONS = "modules/"
SEARCH_LABEL = re.compile(r'(<button class="btn search-button-field[^>]*) aria-label="[^"]*"')
ICON_SCRIPT = re.compile(r'<script defer src="[^"]*/fontawesome\.js[^"]*"></script>')


@dataclass
class Prepared:
    """What stands in the place of the lessons, and the files beside the pages."""

    pages: dict[str, str] = field(default_factory=dict)
    assets: dict[str, bytes] = field(default_factory=dict)


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx."""
    app.add_config_value("coursebook_prepared", False, "env", [bool])
    app.add_css_file(f"{ASSETS.removeprefix('_static/')}/book.css")
    app.connect("config-inited", _prepare)
    app.connect("doctree-read", _labels_first, priority=1)  # before the table of contents is taken
    app.connect("build-finished", _finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


# --- the raw book ----------------------------------------------------------------------------


def _prepare(app: Sphinx, config: Config) -> None:
    """Read the courses of the project, unless its pages are prepared already."""
    if config.coursebook_prepared:
        return
    prepared = Prepared()
    for book in _books(Path(app.srcdir)):
        prepared.pages |= book.module_pages()
        prepared.assets |= book.assets()

    def replace(app: Sphinx, name: str, content: list[str]) -> None:
        if name in prepared.pages:
            content[0] = prepared.pages[name]
        elif name.startswith(LESSONS) and name != app.config.root_doc:
            raise ExtensionError(f"{name} is no lesson of a course; correct it in _toc.yml.")

    def finish(app: Sphinx, error: Exception | None) -> None:
        for name, data in {} if error else prepared.assets.items():
            path = Path(app.outdir, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    app.connect("source-read", replace)
    app.connect("build-finished", finish)
    # A page also comes from the question bank, the registers and the simulations.
    app.connect("env-get-outdated",
                lambda app, env, added, *_: sorted(set(prepared.pages) - added))  # fmt: skip


def _books(root: Path) -> Iterator[Book]:
    """Every course of the project that has lessons, in its first language."""
    problems: list[Problem] = []
    found = []
    for slug in course_slugs(root):
        reading = read(root, slug, course_languages(root, slug)[0], _today())
        if reading.course and reading.course.modules:
            problems += [*reading.problems, *check_course(reading.course)]
            found.append(_book(reading.course))
    if errors := sorted({str(p) for p in problems if p.severity == "error"}):
        raise ExtensionError("\n".join(errors))
    yield from found


def _book(course: Course) -> Book:
    return Book(Edition(course))


def _today() -> str:
    """The day for which facts are judged; a build that fixes its time fixes this too."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    return date.today().isoformat()


# --- every book ------------------------------------------------------------------------------


def _labels_first(app: Sphinx, tree: nodes.document) -> None:
    """The authored label as the only id of a section: bookmarks hold in every language (K4)."""
    labels = {tree.nameids[name] for name, explicit in tree.nametypes.items() if explicit}
    for section in tree.findall(nodes.section):
        section["ids"] = [id_ for id_ in section["ids"] if id_ in labels] or section["ids"]


def _finish(app: Sphinx, error: Exception | None) -> None:
    """Mend what the theme writes on every page."""
    language = app.config.language
    written = direction(language)
    for path in [] if error else sorted(Path(app.outdir).rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        path.write_text(_mended(text, language, written), encoding="utf-8", newline="\n")


def _mended(page: str, language: str, written: str) -> str:
    # The style sheet has the icons as a font; the script brings them once more, in 1.5 MB.
    page = ICON_SCRIPT.sub("", page)
    # What stands on the button, the keys too, is its name (WCAG 2.5.3).
    page = SEARCH_LABEL.sub(r"\1", page)
    # No theme says the direction (sphinx-doc/sphinx 10385).
    start = f'<html lang="{language}"'
    return page.replace(f"{start} data-", f'{start} dir="{written}" data-', 1)


def main(source: str, out: str) -> int:
    """Build the prepared book in the folder `source`; warnings are errors. The exit code."""
    done: Any = build_sphinx(
        source, out, path_config=f"{source}/_config.yml", noconfig=True, quiet=True,
        doctreedir=f"{out}.doctrees", warningiserror=True, keep_going=True,
        confoverrides={"latex_individualpages": False, "external_toc_path": "_toc.yml"},
    )  # fmt: skip
    return int(bool(done))  # 0, an exit code, or what was raised


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
