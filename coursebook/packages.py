"""A SCORM 1.2 package of modules: one SCO (P1-P16, Z1-Z6, 4c-4f)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from coursebook.editions import Edition, Page
from coursebook.files import Files, sha256
from coursebook.html.links import resolve
from coursebook.html.manifest import Sco, manifest
from coursebook.html.package import Package, PackagePage
from coursebook.html.question_player import QUESTION_STYLES, parts_used
from coursebook.html.shell import (
    distinct_ids,
    document,
    json_script,
    player_script,
    style_sheet,
    words_with,
)
from coursebook.model import (
    Answer,
    Choice,
    FillIn,
    LongFillIn,
    Matching,
    Module,
    Numeric,
    Performance,
    Question,
    Sequencing,
)
from coursebook.problems import Problem, ProblemsError

STATE_BUDGET = 4096
"""Characters of suspend_data under the strict standard (4c)."""
LONGEST_ANSWER = 24
"""Characters that the browser keeps for a question at most."""
TRIES = 3
"""Characters before the answer itself: try, state, credit."""
NUMBER = 16
"""Characters of the longest number that a learner can answer."""
STYLES = ("base", "faces", "tables", *QUESTION_STYLES, "explorable", "scenario", "scorm")
WORDS = ("question.stays-here", "explorable.", "scenario.", "scorm.say.", "site.notes.")
OPTIONAL = ("lab", "words")
SIMULATION = re.compile(r'data-explorable="([^"]+)" data-preset')
SCENARIO = re.compile(r' data-scenario="([^"]+)"')
PATH = 40
"""Characters that the browser keeps for a scenario at most: its last two runs as letters."""
QUESTION = re.compile(r'<div class="question" id="([^"]+)"')
UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


def state_size(edition: Edition, modules: tuple[Module, ...]) -> int:
    """Characters of the longest suspend_data that a learner of these modules can cause."""
    return Sheaf(edition, modules).state_size()


@dataclass(frozen=True)
class Sheaf:
    """The modules of an edition that make one package."""

    edition: Edition
    modules: tuple[Module, ...]

    def files(self) -> Files:
        """Every file of the package. X401 where the worst learner's state would not fit."""
        self._prove_state()
        files = {
            "index.html": self._document().encode("utf-8"),
            "player.css": style_sheet(*STYLES, language=self.edition.language).encode("utf-8"),
            "player.js": self._script().encode("utf-8"),
            **self._pictures,
        }
        return {"imsmanifest.xml": manifest(self._sco(), files), **files}

    def _sco(self) -> Sco:
        course, alone = self.edition.course, len(self.modules) == 1
        number = self.modules[0].id[1:].upper() if alone else ""
        return Sco(
            package=f"{course.id}{number}{course.language.upper()}",
            item=self.modules[0].id if alone else course.id.lower(),
            title=self.package.title,
            launch="index.html",
            mastery=self._mastery,
        )

    @property
    def _mastery(self) -> int | None:
        """The score that passes; none where no score may leave the page."""
        target = self.edition.target
        return None if target.tracking == "completion" else target.mastery

    # --- pages ------------------------------------------------------------------------------

    @cached_property
    def package(self) -> Package:
        """The pages with links inside the document, every id once."""
        known = {page.id for page in self._pages} | {"start"}
        seen = known | {f"{id_}-title" for id_ in known}
        pages = tuple(
            PackagePage(page.id, page.title, distinct_ids(resolve(page.html, self._link), seen),
                        page.kind, page.module, _required(page))
            for page in self._pages
        )  # fmt: skip
        edition = self.edition
        return Package(edition.course, self.modules, pages, edition.words, edition.target.tracking)

    @cached_property
    def _pages(self) -> tuple[Page, ...]:
        """Several modules share one glossary and one list of facts."""
        pages = tuple(page for module in self.modules for page in self.edition.pages(module))
        if len(self.modules) == 1:
            return pages
        read = tuple(page for page in pages if page.kind != "words")
        return read + self.edition.course_pages()

    @cached_property
    def _targets(self) -> frozenset[str]:
        words = (page.html for page in self._pages if page.kind == "words")
        ids = (id_ for html in words for id_ in re.findall(r'\bid="([^"]+)"', html))
        return frozenset((*ids, *(page.id for page in self._pages)))

    def _link(self, target: str) -> str | None:
        kind, _, name = target.partition("/")
        if kind == "media":
            return self._picture(name)
        if kind == "ref":
            name = next((page.id for page in self._pages if page.module == name), name)
        else:
            name = f"{kind}-{name}"
        return f"#{name}" if name in self._targets else None

    @cached_property
    def _pictures(self) -> dict[str, bytes]:
        """The pictures that the pages show, by their name in the package; filled while linking."""
        return {}

    def _picture(self, path: str) -> str:
        """A name of `[A-Za-z0-9._-]` only: an LMS takes other characters out (Z2)."""
        data = self.edition.course.media[path]
        slug, name = PurePosixPath(path).parts[1], PurePosixPath(path).name
        wanted = f"media/{UNSAFE.sub('-', f'{slug}-{name}')}"
        if self._pictures.get(wanted, data) != data:
            wanted = f"media/{sha256(data)[:8]}-{PurePosixPath(wanted).name}"
        self._pictures[wanted] = data
        return wanted

    # --- questions --------------------------------------------------------------------------

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions whose answers are kept: they stand on a page, and are not free text.

        What is not scored (predictions, quick checks) stays on the page where nothing is judged,
        and in the package of many modules, whose state would be too long with it.
        """
        asked = set(QUESTION.findall(self._html))
        kept = tuple(q for module in self.edition.course.homes for q in module.questions
                     if q.id in asked and not isinstance(q.answer, LongFillIn))  # fmt: skip
        judged = self.edition.target.tracking != "completion"
        fits = len(self.modules) == 1 or self._size(kept) <= STATE_BUDGET
        return kept if judged and fits else tuple(q for q in kept if q.scored)

    @cached_property
    def scenarios(self) -> tuple[str, ...]:
        """The scenarios whose paths are kept; none where only completion is told."""
        if self.edition.target.tracking == "completion":
            return ()
        html = "".join(page.html for page in self._pages)
        return tuple(dict.fromkeys(SCENARIO.findall(html)))

    @property
    def _prefix(self) -> str:
        return f"{self.modules[0].id}-" if len(self.modules) == 1 else ""

    def state_size(self) -> int:
        """The format's own signs, a bit for each page, and each answer at its longest."""
        return self._size(self.questions)

    def _size(self, questions: Iterable[Question]) -> int:
        pages = len(self._pages) + 1
        bare = self.edition.target.tracking == "completion"  # only that it was tried
        answers = (
            len(question.id.removeprefix(self._prefix)) + len("=~")
            + (1 if bare else answer_size(question.answer, sure=question.confidence))
            for question in questions
        )  # fmt: skip
        paths = (len(key) + len("=~") + PATH for key in self.scenarios)
        return len("2|0000||100|") + -(-pages // 4) + sum(answers) + sum(paths)

    def _prove_state(self) -> None:
        needed, place = self.state_size(), self.modules[0].place
        if needed > STATE_BUDGET:
            raise ProblemsError([Problem(
                place.path, place.line, "X401",
                f"The package would need {needed} characters of suspend_data, {STATE_BUDGET} are"
                " safe.", "Put fewer modules or questions into one package.")])  # fmt: skip

    # --- page, data and script --------------------------------------------------------------

    def _document(self) -> str:
        edition, package = self.edition, self.package
        data = json_script("package-config", self._config())
        return document(
            package.title, package.body() + data, language=edition.language,
            direction=edition.direction, css=["player.css"], scripts=["player.js"],
            words=words_with(edition.words, self._words), skip=package.words["scorm.skip"],
            body_class="package",
        )  # fmt: skip

    def _config(self) -> dict[str, object]:
        pages: list[dict[str, object]] = [{"id": "start", "required": True}]
        pages += [{"id": page.id, "required": page.required} for page in self.package.pages]
        weights = {q.id: q.weight if q.scored else 0 for q in self.questions}
        weights |= dict.fromkeys(self.scenarios, 0)  # kept, and never judged
        return {
            "tracking": self.edition.target.tracking, "mastery": self._mastery,
            "prefix": self._prefix, "stamp": _stamp(page.id for page in self._pages),
            "pages": pages, "questions": weights,
        }  # fmt: skip

    @cached_property
    def _html(self) -> str:
        return "".join(page.html for page in self._pages)

    @property
    def _words(self) -> tuple[str, ...]:
        return (*WORDS, *(part.words for part in parts_used(self._html)))

    def _script(self) -> str:
        """One file: an LMS serves many slowly. The player comes last, when all else is there."""
        html = self._html
        simulations = self.edition.course.simulations
        views = [simulations[id_].script for id_ in sorted(set(SIMULATION.findall(html)))]
        common = player_script("core", *(part.script for part in parts_used(html)), "explorable",
                               "scenario", "notes")  # fmt: skip
        return "".join((common, *views, player_script("scorm12")))


def _required(page: Page) -> bool:
    return page.kind not in OPTIONAL and page.depth != "deep"


def _stamp(ids: Iterable[str]) -> str:
    """Four characters that change with the list of pages."""
    return sha256("\n".join(ids).encode())[:4]


def answer_size(answer: Answer, *, sure: bool = False) -> int:
    """Characters that the browser keeps at most for an answer of that kind."""
    parts: Sequence[object] = "-"  # one letter
    match answer:
        case Choice(options=options, multiple=True):
            parts = options
        case Numeric():
            parts = " " * NUMBER
        case Performance(spots=spots, multiple=True):
            parts = spots
        case Sequencing(items=items):
            parts = items
        case Matching(pairs=pairs):
            parts = pairs
        case FillIn(gaps=gaps):
            parts = gaps
    return min(TRIES + sure + len(parts), LONGEST_ANSWER)
