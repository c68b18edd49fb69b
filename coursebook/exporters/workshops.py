"""Workshops by the clock: an agenda for everybody, a run sheet with the kit for facilitators."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TypeAlias

from coursebook.chapters import guide_pdf, material_text, on_paper, section
from coursebook.editions import Edition
from coursebook.files import Files
from coursebook.html.tables import table_html
from coursebook.model import Module, Session, Workshop
from coursebook.typeset import Paper, compile_pdf, sheet, typeset

Row: TypeAlias = Callable[[Edition, Workshop, int, Session], str]


def export(edition: Edition) -> Files:
    """`<id>/agenda.pdf` for all; for facilitators also `<id>/run-sheet.pdf`."""
    files: dict[str, bytes] = {}
    for workshop in edition.course.workshops:
        files[f"{workshop.id}/agenda.pdf"] = _agenda(edition, workshop)
        if edition.audience == "facilitator":
            files[f"{workshop.id}/run-sheet.pdf"] = _run_sheet(edition, workshop)
    return files


def _days(edition: Edition, workshop: Workshop, heads: tuple[str, ...], row: Row) -> str:
    """Each day under its title as a table by the clock."""
    words = edition.words
    html = []
    for number, day in enumerate(workshop.days, 1):
        title = day.title or words["workshop.day"].format(n=number)
        rows = (f"<tr>{row(edition, workshop, start, session)}</tr>"
                for start, session in day.timetable())  # fmt: skip
        table = table_html((words[key] for key in heads), rows)
        shown = table if len(workshop.days) == 1 and not day.title else section(
            f"day-{number}", title, table, 2)  # fmt: skip
        html.append(shown)
    return "".join(html)


def _title(edition: Edition, session: Session) -> str:
    titles = {line.slug: line.title for line in edition.course.outline}
    return session.title or titles.get(session.module, session.module)


def _span(start: int, minutes: int) -> str:
    return f'<bdi dir="ltr">{_clock(start)}–{_clock(start + minutes)}</bdi>'


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


# --- agenda ---------------------------------------------------------------------------------


def _agenda(edition: Edition, workshop: Workshop) -> bytes:
    course = edition.course
    heads = ("print.clock", "workshop.session")
    html = f"<p>{escape(workshop.audience)}</p>{_days(edition, workshop, heads, _plain_row)}"
    typed = typeset([on_paper(html)], under=1)
    body = sheet(workshop.id, workshop.title, course.notice, "a4", edition.language, typed.body)
    paper = Paper("sheet", workshop.title, edition.language, edition.direction)
    return compile_pdf(paper, body, typed.files)


def _plain_row(edition: Edition, workshop: Workshop, start: int, session: Session) -> str:
    title = escape(_title(edition, session))
    told = f"<em>{title}</em>" if session.pause else title
    return f"<td>{_span(start, session.minutes)}</td><td>{told}</td>"


# --- run sheet ------------------------------------------------------------------------------


def _run_sheet(edition: Edition, workshop: Workshop) -> bytes:
    course, words = edition.course, edition.words
    heads = ("print.clock", "print.minutes", "print.what")
    about = f"<p>{escape(workshop.about)}</p>" if workshop.about else ""
    html = about + _days(edition, workshop, heads, _full_row) + _kit(edition, workshop)
    series = f"{words['workshop.run_sheet']} {workshop.id}: {course.title}"
    who = f"{workshop.audience} {workshop.people}"
    return guide_pdf(edition, workshop.title, html, who, series)


def _full_row(edition: Edition, workshop: Workshop, start: int, session: Session) -> str:
    title = f"<strong>{escape(_title(edition, session))}</strong>"
    told = f"<br />{escape(session.plan)}" if session.plan else ""
    told = told or _steps(edition, workshop, start, session)
    return (f"<td>{_span(start, session.minutes)}</td><td>{session.minutes}</td>"
            f"<td>{title}{told}</td>")  # fmt: skip


def _steps(edition: Edition, workshop: Workshop, start: int, session: Session) -> str:
    """The module's own steps at their time of day, those that fall into this session."""
    module = _finished(edition).get(session.module)
    if module is None:
        return ""
    before = _minutes_before(workshop, session)
    return "".join(
        f'<br /><bdi dir="ltr">{_clock(start + step.start - before)}</bdi> {escape(step.title)}'
        for step in edition.run_sheet(module)
        if step.depth != "deep" and before <= step.start < before + session.minutes
    )


def _minutes_before(workshop: Workshop, session: Session) -> int:
    """Minutes that earlier sessions gave to the same module."""
    total = 0
    for other in workshop.sessions():
        if other is session:
            break
        total += other.minutes if other.module == session.module else 0
    return total


def _finished(edition: Edition) -> dict[str, Module]:
    return {module.slug: module for module in edition.course.modules}


def _kit(edition: Edition, workshop: Workshop) -> str:
    """What to bring, module by module."""
    taught = {session.module for session in workshop.sessions()}
    lists = "".join(
        f"<h3>{escape(module.title)}</h3><ul>"
        + "".join(f"<li>{escape(material_text(m, edition.words))}</li>" for m in module.materials)
        + "</ul>"
        for module in edition.course.modules
        if module.slug in taught and module.materials
    )
    return section("kit", edition.words["workshop.kit"], lists, 2) if lists else ""
