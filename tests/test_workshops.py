"""Workshops: the modules of a course by the clock, for everybody and for facilitators."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coursebook.editions import Edition
from coursebook.exporters import exporter
from coursebook.model import Course
from coursebook.reader import course_slugs, read
from tests.conftest import AS_OF
from tests.tools.pdf import page_texts, ua1_faults

Make = Callable[..., Edition]
ROOT = Path(__file__).parents[1]


def text(edition: Edition, name: str) -> str:
    return "\n".join(page_texts(exporter("workshops")(edition)[name]))


def test_participants_get_the_agenda_and_no_run_sheet(edition: Make) -> None:
    made = edition(audience="participant", medium="print")
    assert set(exporter("workshops")(made)) == {"W1/agenda.pdf", "W2/agenda.pdf"}
    agenda = text(made, "W1/agenda.pdf")
    assert "09:00–09:14" in agenda
    assert "A scanner that flags late returns" in agenda  # the title of the module
    assert "09:14–09:24" in agenda
    assert "Tea" in agenda
    assert "PLANTED" not in agenda


def test_the_run_sheet_gives_each_step_its_time_of_day_across_sessions(edition: Make) -> None:
    sheet = text(edition(audience="facilitator", medium="print"), "W1/run-sheet.pdf")
    assert "09:00 Guess before counting" in sheet
    assert "09:04 Count the flags" in sheet
    assert "09:12 A walk to the door" in sheet
    after_tea = sheet[sheet.index("Late returns again"):sheet.index("A short walk")]
    assert "Guess before counting" not in after_tea
    assert "PLANTED-WORKSHOPPLAN-3N" in sheet  # in place of the steps of the short walk
    assert "Counting sheet (H-01a)" in sheet  # the kit


def test_days_of_another_workshop_are_used_and_not_copied(edition: Make) -> None:
    course = edition().course
    first, second = course.workshops
    assert second.days[:-1] == first.days
    agenda = text(edition(audience="participant", medium="print"), "W2/agenda.pdf")
    assert agenda.index("Tea") < agenda.index("The second morning") < agenda.index("09:00–09:20")


def test_agendas_are_accessible(edition: Make) -> None:
    files = exporter("workshops")(edition(language="ar", audience="facilitator", medium="print"))
    assert [name for name, pdf in files.items() if ua1_faults(pdf)] == []


# --- the real courses -----------------------------------------------------------------------


def real(slug: str) -> Course:
    course = read(ROOT, slug, "en", AS_OF).course
    assert course
    return course


@pytest.mark.parametrize("slug", course_slugs(ROOT))
def test_two_days_and_five_days_teach_every_module_with_its_core_minutes(slug: str) -> None:
    course = real(slug)
    whole = {"ai-parliamentarians": "F4", "pcve-train-the-trainer": "F5"}[slug]
    workshop = next(w for w in course.workshops if w.id == whole)
    given: dict[str, int] = {}
    for session in workshop.sessions():
        assert not (session.module and session.plan)
        given[session.module] = given.get(session.module, 0) + session.minutes
    given.pop("")
    assert given == {line.slug: line.core for line in course.outline
                     if not line.slug.startswith("a00")}  # fmt: skip


def test_the_three_days_are_the_two_days_and_one_more() -> None:
    workshops = {w.id: w for w in real("ai-parliamentarians").workshops}
    assert workshops["F7"].days[:2] == workshops["F4"].days
    assert len(workshops["F7"].days) == 3


def test_the_half_day_with_law_enforcement_has_the_minutes_of_the_brief() -> None:
    workshops = {w.id: w for w in real("ai-parliamentarians").workshops}
    minutes = {s.module[:3]: s.minutes for s in workshops["LE"].sessions() if s.module}
    assert minutes == {"a02": 40, "a05": 40, "a06": 60, "a11": 60}
