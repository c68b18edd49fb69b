"""Who answers roles and directives while a text of an edition is rendered."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from html import escape
from typing import Literal, TypeAlias

from coursebook.directives import EMBEDS, HostError
from coursebook.html.amounts import day_text, number_text
from coursebook.html.explorables import explorable_html, picture_html
from coursebook.html.lesson import is_plain, render, unwrapped
from coursebook.html.questions import question_html
from coursebook.html.rubrics import rubric_html
from coursebook.html.scenarios import embedded_scenario
from coursebook.html.tabletop_parts import TABLETOP_PARTS, tabletop_html
from coursebook.model import (
    Audience,
    Course,
    Fact,
    Medium,
    Module,
    Question,
    Simulation,
    Term,
)
from coursebook.problems import did_you_mean

Rendered: TypeAlias = tuple[str, tuple[tuple[int, HostError], ...]]
"""HTML, and what was wrong at which line of the text."""
Cache: TypeAlias = dict[object, Rendered]
EMBEDDED = re.compile(rf"\{{(?:{'|'.join(EMBEDS)})\}}")
STATUS_CAN_CHANGE = 400
"""Days between check and review under which a fact prints its date (decisions.md, Source)."""


@dataclass
class EditionHost:
    """Renders roles and directives for one module of an edition; collects what is wrong."""

    course: Course
    module: Module
    medium: Medium
    audience: Audience
    words: dict[str, str]
    direction: Literal["ltr", "rtl"]
    fact_numbers: Mapping[str, int]
    titles: Mapping[str, str]
    cache: Cache = field(default_factory=dict)
    errors: list[tuple[int, HostError]] = field(default_factory=list)

    def report(self, line: int, error: HostError) -> None:
        self.errors.append((line, error))

    def markdown(self, source: str, prefix: str = "") -> str:
        """MyST Markdown as HTML blocks; each text is rendered once for all editions of a course.

        `prefix` begins the ids of footnotes.
        """
        key = (self.module.slug, source, prefix if "[^" in source else "", self._variant(source))
        if key not in self.cache:
            before = len(self.errors)
            html = render(source, self, self.words, prefix)
            self.cache[key] = (html, tuple(self.errors[before:]))
            del self.errors[before:]
        html, errors = self.cache[key]
        self.errors.extend(errors)
        return html

    def _variant(self, source: str) -> tuple[str, ...]:
        """What else decides how a text looks: directives show themselves by medium and audience."""
        return (self.medium, self.audience) if EMBEDDED.search(source) else ()

    def inline(self, source: str) -> str:
        """MyST Markdown as inline HTML."""
        if is_plain(source):
            return escape(source, quote=False)
        return unwrapped(self.markdown(source))

    # --- roles ------------------------------------------------------------------------------

    def role(self, name: str, target: str, text: str) -> str:
        roles: dict[str, Callable[[str, str], str]] = {
            "term": self._term, "cite": self._cite, "ref": self._ref, "fact": self._fact,
            "calc": self._calc, "media": self._media,
        }  # fmt: skip
        return roles[name](target, text)

    def _term(self, target: str, text: str) -> str:
        term = self.term(target)
        return f'<a class="term" href="course:term/{term.id}">{escape(text or term.name)}</a>'

    def term(self, target: str) -> Term:
        """The glossary term of an English name, a translated name or an id."""
        lowered = target.lower()
        for term in self.course.terms.values():
            if lowered in (term.english.lower(), term.id, term.name.lower()):
                return term
        names = [term.english for term in self.course.terms.values()]
        raise HostError("R102", f"Unknown term '{target}'.", did_you_mean(target, names))

    def _cite(self, target: str, text: str) -> str:
        if target not in self.course.sources:
            raise HostError("R104", f"Unknown source '{target}'.",
                            did_you_mean(target, self.course.sources))  # fmt: skip
        label = text or self.course.sources[target].label
        return f'<a class="cite" href="course:cite/{escape(target)}">{escape(label)}</a>'

    def _ref(self, target: str, text: str) -> str:
        if target not in self.titles:
            raise HostError("R101", f"No section has the label '{target}'.",
                            did_you_mean(target, self.titles))  # fmt: skip
        label = escape(text or self.titles[target])
        return f'<a class="ref" href="course:ref/{target}">{label}</a>'

    def _fact(self, target: str, text: str) -> str:
        fact = self.course.facts.get(target)
        if fact is None:
            raise HostError("R103", f"Unknown fact '{target}'.",
                            did_you_mean(target, self.course.facts))  # fmt: skip
        number = self.fact_numbers.get(target, 0)
        link = f'<a class="fact" href="course:fact/{target}">{number}</a>'
        notes = ", ".join(self._notes(fact))
        return link + (f'<span class="as-of"> ({notes})</span>' if notes else "")

    def _notes(self, fact: Fact) -> Iterator[str]:
        """What is printed beside a fact: that its source was not read, and the day of its check
        where its status can change."""
        if fact.checked == "reported":
            yield self.words["lesson.reported"]
        checked, due = date.fromisoformat(fact.as_of), date.fromisoformat(fact.review_after)
        language = self.course.language
        if due < date.fromisoformat(self.course.as_of):
            day = day_text(fact.review_after, language, "lesson.day_short")
            yield self.words["lesson.checked_until"].format(date=day)
        elif (due - checked).days <= STATUS_CAN_CHANGE:
            day = day_text(fact.as_of, language, "lesson.day_short")
            yield self.words["lesson.as_of"].format(date=day)

    def _media(self, target: str, text: str) -> str:
        path = posixpath.normpath(f"modules/{self.module.slug}/{target}")
        if ":" in target or target.startswith("//"):
            raise HostError("F105", f"Picture '{target}' is not a file of the project.",
                            "Put it into the module's media/ folder: nothing is loaded"
                            " from elsewhere.")  # fmt: skip
        if path.startswith("..") or target.startswith("/"):
            raise HostError("F104", f"Path '{target}' leaves the project.",
                            "Copy the file into the project and name it there.")  # fmt: skip
        if path not in self.course.media:
            raise HostError("F101", f"Picture '{target}' does not exist.",
                            f"Put it at {path}.")  # fmt: skip
        return f"course:media/{path}"

    def _calc(self, target: str, text: str) -> str:
        """`S1.million.flagged`, or `S6.default.24.alerts` (a row by its key, or `best`)."""
        id_, *rest = target.split(".")
        simulation = self.simulation(id_)
        if len(rest) not in (2, 3) or rest[0] not in simulation.rows:
            raise HostError("R107", f"'{target}' names no preset of {id_}.",
                            did_you_mean(rest[0] if rest else "", simulation.rows))  # fmt: skip
        rows, column = simulation.rows[rest[0]], rest[-1]
        key = rest[1] if len(rest) == 3 else ""
        row = next((r for r in rows if not key or _is_row(r, simulation.key, key)), None)
        columns = {c.id: c for c in simulation.columns}
        if row is None or column not in row:
            raise HostError("R107", f"'{target}' names no row or column of {id_}.",
                            did_you_mean(column, columns))  # fmt: skip
        decimals = columns[column].round if column in columns else 0
        number = number_text(row[column], decimals, self.course.language)
        return f'<span class="number" dir="ltr">{number}</span>'

    def simulation(self, id_: str) -> Simulation:
        """The simulation of that id. HostError where there is none."""
        if id_ not in self.course.simulations:
            raise HostError("R107", f"Unknown simulation '{id_}'.",
                            did_you_mean(id_, self.course.simulations))  # fmt: skip
        return self.course.simulations[id_]

    # --- directives -------------------------------------------------------------------------

    def embed(self, name: str, argument: str, options: Mapping[str, str]) -> str:
        embeds: dict[str, Callable[[str, Mapping[str, str]], str]] = {
            "objectives": self._objectives, "question": self._question, "quiz": self._quiz,
            "explorable": self._explorable, "handout": self._handout, "lines": self._lines,
            "scenario": self._scenario, "rubric": self._rubric,
            "tabletop": self._tabletop,
        }  # fmt: skip
        return embeds[name](argument, options)

    def _objectives(self, argument: str, options: Mapping[str, str]) -> str:
        items = "".join(f"<li>{self.inline(o.text)}</li>" for o in self.module.objectives)
        return f'<ul class="objectives">{items}</ul>'

    def _question(self, argument: str, options: Mapping[str, str]) -> str:
        for question in self.module.questions:
            if question.id == argument:
                return self._asked(question)
        known = [question.id for question in self.module.questions]
        raise HostError("R106", f"Unknown question '{argument}'.", did_you_mean(argument, known))

    def _quiz(self, argument: str, options: Mapping[str, str]) -> str:
        if not self.module.quiz():
            raise HostError("R106", "The module has no scored question of form X.",
                            f"Write exercises/{self.module.slug}/quiz.yml.")  # fmt: skip
        return f'<div class="quiz">{"".join(map(self._asked, self.module.quiz()))}</div>'

    def _asked(self, question: Question) -> str:
        """A question inside a lesson; what is wrong in it is reported where it is written."""
        return replace(self, errors=[]).question(question)

    def question(self, question: Question, number: int = 0) -> str:
        """One question as this medium shows it; facilitators read the key of a quick check."""
        asked = [q.id for q in self.module.quiz()]
        number = number or (asked.index(question.id) + 1 if question.id in asked else 0)
        if question.vignette and question.vignette not in self.module.vignettes:
            hint = did_you_mean(question.vignette, self.module.vignettes)
            self.report(1, HostError("R106", f"Unknown vignette '{question.vignette}'.", hint))
        vignette = self.module.vignettes.get(question.vignette, "")
        medium: Literal["web", "print"] = "print" if self.medium == "print" else "web"
        beside = self.audience == "facilitator" and not number  # the bank's keys stand together
        return question_html(question, self.markdown, self.words, number=number, medium=medium,
                             vignette=vignette, key=beside)  # fmt: skip

    def _explorable(self, argument: str, options: Mapping[str, str]) -> str:
        simulation = self.simulation(argument)
        known = [preset.id for preset in simulation.presets]
        preset = options.get("preset", known[0])
        if preset not in known:
            raise HostError("R107", f"Unknown preset '{preset}' of {argument}.",
                            did_you_mean(preset, known))  # fmt: skip
        if view := options.get("view"):
            if view not in simulation.views:
                raise HostError("R107", f"Unknown view '{view}' of {argument}.",
                                did_you_mean(view, simulation.views))  # fmt: skip
            return picture_html(simulation, view, preset, self.words, self.direction,
                                self.course.language)  # fmt: skip
        medium: Literal["web", "print"] = "print" if self.medium == "print" else "web"
        return explorable_html(simulation, preset, self.markdown, self.words, self.direction,
                               medium)  # fmt: skip

    def _scenario(self, argument: str, options: Mapping[str, str]) -> str:
        return embedded_scenario(self.course.scenarios, argument, options.get("until", ""),
                                 self.words, playable=self.medium != "print")  # fmt: skip

    def _handout(self, argument: str, options: Mapping[str, str]) -> str:
        others = (sheet for module in self.course.homes for sheet in module.handouts)
        known = (*self.module.handouts, *others)
        for sheet in known:
            if sheet.id == argument:
                text = self.words["lesson.handout_text"].format(id=sheet.id, title=sheet.title)
                return ('<aside class="admonition handout" role="note">'
                        f'<p class="admonition-title">'
                        f'{escape(self.words["lesson.handout"])}</p><p><a href="course:handout/'
                        f'{sheet.id}">{escape(text)}</a></p></aside>')  # fmt: skip
        raise HostError("R108", f"Unknown handout '{argument}'.",
                        did_you_mean(argument, [sheet.id for sheet in known]))  # fmt: skip

    def _rubric(self, argument: str, options: Mapping[str, str]) -> str:
        if argument not in self.course.rubrics:
            raise HostError("R112", f"Unknown rubric '{argument}'.",
                            did_you_mean(argument, self.course.rubrics))  # fmt: skip
        return rubric_html(self.course.rubrics[argument], self.words)

    def _tabletop(self, argument: str, options: Mapping[str, str]) -> str:
        known = {tabletop.id: tabletop for tabletop in self.course.kit.tabletops}
        part = options.get("part", TABLETOP_PARTS[0])
        for name, names in ((argument, known), (part, TABLETOP_PARTS)):
            if name not in names:
                raise HostError("R113", f"Unknown tabletop, or part of one: '{name}'.",
                                did_you_mean(name, names))  # fmt: skip
        return tabletop_html(known[argument], part, self.words, self.course.language)

    def _lines(self, argument: str, options: Mapping[str, str]) -> str:
        count = int(argument) if argument.isdigit() else 4
        return (f'<div class="lines" data-lines="{count}">'
                f'<p class="lines-hint">{escape(self.words["lesson.lines"])}</p>'
                "</div>")  # fmt: skip


def _is_row(row: Mapping[str, float], column: str, key: str) -> bool:
    if key == "best":
        return row.get("best") == 1
    try:
        return bool(column) and abs(row.get(column, float("nan")) - float(key)) < 1e-9
    except ValueError:
        return False
