"""The papers of a round of certification: register, results, who redoes what, and a report."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape

from coursebook.certification.agreement import STATISTIC, Agreement
from coursebook.certification.forms import Forms
from coursebook.certification.standings import Standing
from coursebook.chapters import on_paper, section
from coursebook.files import Files
from coursebook.html.amounts import day_text, number_text
from coursebook.html.tables import row_html, table_html
from coursebook.locale import direction, words
from coursebook.model import Course
from coursebook.typeset import Paper, compile_pdf, typeset
from coursebook.typeset.literals import Value

Line = Sequence[str]


def papers(
    course: Course, forms: Forms, standings: Sequence[Standing], agreed: Agreement
) -> Files:
    """`register.csv` (public), and `results.csv`, `redo.csv`, `report.pdf` (personal data)."""
    made = _Papers(course, forms, standings, agreed)
    return {
        "register.csv": _csv(made.register()),
        "results.csv": _csv(made.results()),
        "redo.csv": _csv(made.redo()),
        "report.pdf": made.report(),
    }


def _csv(lines: Iterable[Line]) -> bytes:
    """A table that a spreadsheet opens: UTF-8 with its mark, as Excel wants it."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode("utf-8-sig")


class _Papers:
    def __init__(
        self, course: Course, forms: Forms, standings: Sequence[Standing], agreed: Agreement
    ) -> None:
        self.course, self.forms, self.standings, self.agreed = course, forms, standings, agreed
        self.words = words(course.language)
        self.rubric = course.rubrics[course.certification.rubric]
        self.names = {criterion.id: criterion.name for criterion in self.rubric.criteria}

    def _heads(self, *keys: str) -> Line:
        return [self.words[f"certify.{key}"] for key in keys]

    def register(self) -> Iterator[Line]:
        """Who agreed to be named and holds a rank that is listed."""
        yield self._heads("name", "language", "rank", "valid")
        for standing in self.standings:
            trainer, rank = standing.trainer, standing.rank
            if rank and rank.listed and trainer.figures["consent"]:
                yield trainer.name, trainer.language, rank.title, self._valid()

    def _valid(self) -> str:
        """The last day of a certificate of today; 29 February ends on the 28th."""
        day = date.fromisoformat(self.course.as_of)
        last = 28 if (day.month, day.day) == (2, 29) else day.day
        year = day.year + self.course.certification.years
        return day.replace(year=year, day=last).isoformat()

    def results(self) -> Iterator[Line]:
        yield self._heads("trainer", "name", "rank", "mean", "next", "missing")
        for one in self.standings:
            yield (one.trainer.id, one.trainer.name, one.rank.title if one.rank else "",
                   self._level(one.mean), one.next.title if one.next else "",
                   self._missing(one))  # fmt: skip

    def _level(self, level: float | None) -> str:
        return "" if level is None else number_text(level, 2, self.course.language)

    def _missing(self, standing: Standing) -> str:
        return "; ".join(self.words[f"certify.need.{name}"] for name in standing.missing)

    def redo(self) -> Iterator[Line]:
        """A line for each criterion to be shown again, and for each to be talked over first."""
        yield self._heads("trainer", "name", "criterion", "level", "move")
        for one in self.standings:
            for id_ in dict.fromkeys((*one.apart, *one.redo)):
                move = "moderate" if id_ in one.apart else "again"
                yield (one.trainer.id, one.trainer.name, self.names[id_],
                       self._level(one.levels[id_]), self.words[f"certify.{move}"])  # fmt: skip

    # --- report -----------------------------------------------------------------------------

    def report(self) -> bytes:
        course, say = self.course, self.words
        html = "".join((
            f"<p>{escape(say['certify.private'])}</p>",
            section("results", say["certify.results"], _table(self.results()), 1),
            section("redo", say["certify.redo"], self._redo(), 1),
            section("agreement", say["certify.agreement"], self._agreement(), 1),
            section("ranks", say["certify.ranks"], self._ranks(), 1),
        ))  # fmt: skip
        typed = typeset([on_paper(html)], under=0)
        settings: dict[str, Value] = {
            "subtitle": day_text(course.as_of, course.language), "notice": course.notice,
            "series": course.title, "foot": say["certify.foot"], "breaks": False,
        }  # fmt: skip
        paper = Paper("guide", say["certify.title"], course.language, direction(course.language),
                      settings)  # fmt: skip
        return compile_pdf(paper, typed.body, typed.files)

    def _redo(self) -> str:
        lines = list(self.redo())
        told = self.words["certify.redo_rule"] if len(lines) > 1 else self.words["certify.nobody"]
        return f"<p>{escape(told)}</p>" + (_table(lines) if len(lines) > 1 else "")

    def _agreement(self) -> str:
        found, say = self.agreed, self.words
        if not found.pairs:
            return f"<p>{escape(say['certify.alone'])}</p>"
        alpha = "–" if found.alpha is None else number_text(found.alpha, 2, self.course.language)
        told = say["certify.pairs"].format(
            performances=found.performances, pairs=found.pairs, exact=found.exact,
            within=found.within_one,
        )  # fmt: skip
        stated = say["certify.alpha"].format(alpha=alpha, source=STATISTIC)
        return f"<p>{escape(told)}</p><p>{escape(stated)}</p>"

    def _ranks(self) -> str:
        lines: list[Line] = [self._heads("rank", "held", "meaning")]
        for rank in self.course.certification.ranks:
            held = sum(one.rank == rank for one in self.standings)
            lines.append((rank.title, str(held), rank.text))
        return _table(lines)


def _table(lines: Iterable[Line]) -> str:
    head, *rows = lines
    return table_html(head, (row_html(map(escape, row)) for row in rows))
