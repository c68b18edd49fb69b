"""Tests of a course: two forms and a key on paper, and a package for those who need a result."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from coursebook.editions import Edition
from coursebook.exporters import exporter
from coursebook.files import Files
from coursebook.model import Target, Tracking
from tests.scorm_packages import learner
from tests.tools.pdf import page_texts, ua1_faults
from tests.tools.scorm import Lms
from tests.tools.servers import STRICT_CSP

Make = Callable[..., Edition]


@pytest.fixture
def papers(edition: Make) -> dict[str, str]:
    """The text of each paper of the test of the desk."""
    files = exporter("tests")(edition(audience="facilitator", medium="print"))
    assert [name for name, pdf in files.items() if ua1_faults(pdf)] == []
    return {name: " ".join(" ".join(page_texts(pdf)).split()) for name, pdf in files.items()}


def test_each_form_asks_its_own_questions_and_gives_no_answer(papers: dict[str, str]) -> None:
    x, y = papers["desk-test/form-x.pdf"], papers["desk-test/form-y.pdf"]
    assert "What did the lamp show on Monday?" in x
    assert "Tuesday" not in x
    assert "PLANTED-FORMY-1A What did the lamp show on Tuesday?" in y
    assert "Monday" not in y
    for form in (x, y):
        assert "Name and date" in form
        assert "6 of 30" not in form  # feedback
        assert "MC01" not in form


def test_the_key_says_what_is_measured_what_is_right_and_when_one_passes(
    papers: dict[str, str],
) -> None:
    key = papers["desk-test/key.pdf"]
    assert "Provisional pass mark: 2 of 2" in key
    assert "1 CO-T1 T01.2 t01-q1" in key
    assert "1 CO-T1 T01.2 t01-y1" in key
    assert "Six late books among 30 flags" in key
    assert "Four late books among 40 flags" in key
    assert "More flags are not better flags." in key  # the number of the fact is left out
    assert re.search(r"Codes of misconceptions MC01 \S", key)


def test_a_form_without_names_asks_for_a_sign_instead(edition: Make) -> None:
    made = edition(audience="facilitator", medium="print")
    tests = tuple(replace(test, anonymous=True) for test in made.course.tests)
    files = exporter("tests")(replace(made, course=replace(made.course, tests=tests)))
    text = " ".join(page_texts(files["desk-test/form-x.pdf"]))
    assert "Please write no name" in " ".join(text.split())
    assert "Name and date" not in text


# --- packages -------------------------------------------------------------------------------


def packages(edition: Make, tracking: Tracking = "full") -> Files:
    target = Target("staff", "Staff", tracking)
    return exporter("scorm12-tests")(replace(edition(audience="facilitator"), target=target))


def html_of(package: bytes) -> str:
    return ZipFile(BytesIO(package)).read("index.html").decode("utf-8")


def test_members_of_whom_nothing_is_told_get_no_test_package(edition: Make) -> None:
    assert packages(edition, "completion") == {}


def test_a_test_package_holds_one_form_and_explains_no_answer(edition: Make) -> None:
    made = packages(edition)
    assert set(made) == {"desk-test-form-x.zip", "desk-test-form-y.zip"}
    x, y = map(html_of, (made["desk-test-form-x.zip"], made["desk-test-form-y.zip"]))
    assert "on Monday" in x
    assert "on Tuesday" not in x
    assert "on Tuesday" in y
    assert "6 of 30" not in x  # feedback
    assert "Look at the second column" not in x  # hint


@pytest.mark.slow
def test_a_learner_answers_each_question_of_a_test_once(
    edition: Make, lms: Callable[..., Lms]
) -> None:
    with lms(packages(edition)["desk-test-form-x.zip"], csp=STRICT_CSP) as system:
        person = learner(system)
        person.read_all()
        assert person.questions() == ["t01-q1", "t01-q2"]
        person.answer("t01-q1")
        person.answer("t01-q2", "wrong")
        person.answer("t01-q2")  # a second try is not offered
        person.finish()
        assert system.stored["cmi.core.score.raw"] == "50"
        assert system.stored["cmi.core.lesson_status"] == "failed"  # two of two are needed
        assert person.visit.record.complaints == []
