"""A part of a lesson that another course reuses: one text, at home in one module."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from coursebook.editions import Edition
from coursebook.exporters import exporter
from coursebook.model import Course, Target
from coursebook.packages import Sheaf
from coursebook.reader import read
from tests.conftest import AS_OF, SLUG
from tests.tools.pdf import page_texts

WANTED = """
::::{part}
:minutes: 2
:title: The sheet

:::{handout} H-01a
:::

:::{facilitator} run-sheet
Hand it out.
:::
::::
"""


@pytest.fixture
def visit(course_root: Path) -> Course:
    """A course of its own whose one module reuses a part of a module that it does not have."""
    file = course_root / "curriculum" / f"{SLUG}.yml"
    old = yaml.safe_load(file.read_text(encoding="utf-8"))
    visit = old | {"id": "VIS", "slug": "visit", "languages": ["en"], "kit": {}, "tests": [],
                     "modules": old["modules"][1:2], "outcomes": old["outcomes"][1:]}  # fmt: skip
    (course_root / "curriculum" / "visit.yml").write_text(yaml.safe_dump(visit), encoding="utf-8")
    lesson = course_root / "modules" / "t02-short-visit" / "index.md"
    text = lesson.read_text(encoding="utf-8")
    head, mark, rest = text.partition(":::{reuse} t01-express\n:::\n")
    lesson.write_text(head + mark + WANTED + rest, encoding="utf-8")
    found = read(course_root, "visit", "en", AS_OF).course
    assert found
    return found


def test_a_course_borrows_a_part_of_a_module_that_it_does_not_have(visit: Course) -> None:
    assert [module.slug for module in visit.modules] == ["t02-short-visit"]
    assert [module.slug for module in visit.lent] == ["t01-late-returns"]
    edition = Edition(visit)
    html = "".join(page.html for page in edition.pages(visit.modules[0]))
    assert "On a quiet day" in html
    assert "PLANTED" not in html
    assert edition.problems == []


def test_a_borrowed_part_keeps_no_notes_and_no_minutes(visit: Course) -> None:
    edition = Edition(visit, audience="facilitator")
    assert sum(step.minutes for step in edition.run_sheet(visit.modules[0])) == 12


def test_a_sheet_of_another_course_is_printed_with_the_lesson_that_hands_it_out(
    visit: Course,
) -> None:
    files = exporter("handouts")(Edition(visit, medium="print"))
    assert set(files) == {"t02-short-visit/H-01a.pdf", "handouts.pdf"}
    assert "H-01a" in " ".join(page_texts(files["handouts.pdf"]))


def test_a_package_of_the_borrowing_course_holds_the_part(visit: Course) -> None:
    edition = Edition(visit, target=Target("staff", "Staff", "full"))
    files = Sheaf(edition, edition.modules).files()
    assert "On a quiet day" in files["index.html"].decode("utf-8")
