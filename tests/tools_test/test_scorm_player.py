"""The test LMS refuses what the strictest reader refuses, and keeps what a server would keep."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tools.scorm import Leaving, Lms, Visit, Where
from tests.tools.servers import STRICT_CSP

pytestmark = pytest.mark.slow

SCO = Path(__file__).parent / "sco"
START = ("LMSInitialize", "")
QUESTION = ("LMSSetValue", "cmi.interactions.0.id", "q1")

LmsMaker = Callable[..., Lms]


def call(visit: Visit, name: str, *args: str) -> tuple[str, int]:
    """Call the API from the package's frame: answer and error."""
    script = "([name, args]) => [parent.API[name](...args), Number(parent.API.LMSGetLastError())]"
    answer, error = visit.frame.evaluate(script, [name, list(args)])
    return answer, error


@pytest.fixture
def quiet(lms: LmsMaker) -> Visit:
    """A package whose script does nothing, for calls by hand."""
    return lms({**_files(), "sco.js": b""}).open()


def _files() -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in SCO.iterdir()}


def _typed(kind: str) -> tuple[tuple[str, ...], ...]:
    return (START, QUESTION, ("LMSSetValue", "cmi.interactions.0.type", kind))


VALUES: list[tuple[str, str, int]] = [
    ("cmi.suspend_data", "x" * 4096, 0),
    ("cmi.suspend_data", "x" * 4097, 405),
    ("cmi.core.lesson_location", "x" * 255, 0),
    ("cmi.core.lesson_location", "x" * 256, 405),
    ("cmi.core.lesson_status", "completed", 0),
    ("cmi.core.lesson_status", "not attempted", 405),
    ("cmi.core.lesson_status", "Completed", 405),
    ("cmi.core.lesson_status", "", 405),
    ("cmi.core.exit", "suspend", 0),
    ("cmi.core.exit", "", 0),
    ("cmi.core.exit", "normal", 405),
    ("cmi.core.score.raw", "0", 0),
    ("cmi.core.score.raw", "66.67", 0),
    ("cmi.core.score.raw", "101", 405),
    ("cmi.core.score.raw", "-1", 405),
    ("cmi.core.score.raw", "abc", 405),
    ("cmi.core.session_time", "00:01:30", 0),
    ("cmi.core.session_time", "0000:01:30.25", 0),
    ("cmi.core.session_time", "00:01:30.255", 405),
    ("cmi.core.session_time", "PT1M30S", 405),
    ("cmi.core.session_time", "1:30", 405),
    ("cmi.core.session_time", "00:99:99", 405),
    ("cmi.core.student_name", "Someone", 403),
    ("cmi.core.lesson_mode", "normal", 403),
    ("cmi.core._children", "x", 402),
    ("cmi.interactions.0.id", "a02-q1", 0),
    ("cmi.interactions.0.id", "a02 q1", 405),
    ("cmi.interactions.0.id", "سؤال", 405),
    ("cmi.interactions.2.id", "q2", 201),
    ("cmi.interactions.1.type", "choice", 201),
    ("cmi.nothing", "x", 201),
]

ANSWERS: list[tuple[str, str, str, int]] = [
    ("choice", "result", "wrong", 0),
    ("choice", "result", "incorrect", 405),
    ("choice", "student_response", "a,c", 0),
    ("choice", "student_response", "a,b c", 405),
    ("choice", "correct_responses.0.pattern", "a", 0),
    ("choice", "correct_responses.1.pattern", "a", 201),
    ("choice", "time", "09:30:00", 0),
    ("choice", "time", "09:30:00.123", 405),
    ("choice", "time", "2026-11-23T09:30:00", 405),
    ("choice", "latency", "00:00:12.5", 0),
    ("choice", "latency", "12", 405),
    ("choice", "type", "long-fill-in", 405),
    ("choice", "weighting", "1", 0),
    ("choice", "objectives.0.id", "A02_1", 0),
    ("fill-in", "student_response", "x" * 255, 0),
    ("fill-in", "student_response", "x" * 256, 405),
    ("fill-in", "student_response", "نص عربي", 0),
    ("true-false", "student_response", "t", 0),
    ("true-false", "student_response", "yes", 405),
    ("numeric", "student_response", "9.5", 0),
    ("numeric", "student_response", "nine", 405),
    ("matching", "student_response", "a.1,b.2", 0),
    ("matching", "student_response", "a-1", 405),
]

ORDERS: list[tuple[str, tuple[tuple[str, ...], ...], tuple[str, ...], int]] = [
    ("get before start", (), ("LMSGetValue", "cmi.core.entry"), 301),
    ("set before start", (), ("LMSSetValue", "cmi.suspend_data", "x"), 301),
    ("finish before start", (), ("LMSFinish", ""), 301),
    ("start twice", (START,), START, 101),
    ("start with a word", (), ("LMSInitialize", "now"), 201),
    ("set after finish", (START, ("LMSFinish", "")), ("LMSSetValue", "cmi.comments", "x"), 301),
    ("get after finish", (START, ("LMSFinish", "")), ("LMSGetValue", "cmi.core.entry"), 301),
    ("commit after finish", (START, ("LMSFinish", "")), ("LMSCommit", ""), 301),
    ("finish twice", (START, ("LMSFinish", "")), ("LMSFinish", ""), 301),
    ("read an answer", (START, QUESTION), ("LMSGetValue", "cmi.interactions.0.id"), 404),
    ("read the exit", (START,), ("LMSGetValue", "cmi.core.exit"), 404),
    ("count answers", (START, QUESTION), ("LMSGetValue", "cmi.interactions._count"), 0),
]


def test_values_are_taken_or_refused(quiet: Visit) -> None:
    """One visit for the whole table: a page costs more than a call."""
    call(quiet, *START)
    found = [(e, v, call(quiet, "LMSSetValue", e, v)) for e, v, _ in VALUES]
    assert found == [(e, v, ("false" if code else "true", code)) for e, v, code in VALUES]


def test_answers_are_taken_or_refused(quiet: Visit) -> None:
    call(quiet, *START)
    found, expected = [], []
    for number, (kind, field, value, code) in enumerate(ANSWERS):
        prefix = f"cmi.interactions.{number}"
        assert call(quiet, "LMSSetValue", f"{prefix}.id", f"q{number}") == ("true", 0)
        assert call(quiet, "LMSSetValue", f"{prefix}.type", kind) == ("true", 0)
        answer = call(quiet, "LMSSetValue", f"{prefix}.{field}", value)
        found.append((kind, field, value, answer))
        expected.append((kind, field, value, ("false" if code else "true", code)))
    assert found == expected


@pytest.mark.parametrize(
    ("before", "last", "code"), [o[1:] for o in ORDERS], ids=[o[0] for o in ORDERS]
)
def test_order_of_calls(
    quiet: Visit, before: tuple[tuple[str, ...], ...], last: tuple[str, ...], code: int
) -> None:
    for step in before:
        assert call(quiet, *step)[1] == 0
    answer, error = call(quiet, *last)
    assert error == code
    assert (answer in ("false", "")) == bool(code)
    assert [c.error for c in quiet.refused] == ([code] if code else [])


def test_reading_answering_and_finishing_leaves_a_complete_record(lms: LmsMaker) -> None:
    learner = lms(SCO)
    visit = learner.open()
    for button in ("next", "answer", "finish"):
        visit.frame.click(f"#{button}")
    visit.leave()
    assert visit.refused == []
    assert visit.record.complaints == []
    assert (learner.stored["cmi.core.lesson_status"], learner.finished) == ("completed", 1)
    assert learner.stored["cmi.interactions.0.result"] == "wrong"
    assert learner.stored["cmi.core.total_time"] == "0000:01:30.00"


@pytest.mark.parametrize("how", ["remove", "navigate", "away", "close"])
def test_leaving_in_the_middle_and_coming_back(lms: LmsMaker, how: Leaving) -> None:
    learner = lms(SCO)
    first = learner.open()
    first.frame.click("#next")
    first.frame.click("#answer")
    first.leave(how)
    assert learner.finished == 1
    assert learner.stored["cmi.core.exit"] == "suspend"
    again = learner.open()
    assert again.frame.text_content("#page") == "2"
    assert again.value("cmi.core.entry") == "resume"
    assert again.value("cmi.suspend_data") == "v1:2"
    again.frame.click("#answer")
    again.leave()
    assert again.refused == []
    assert learner.stored["cmi.interactions.1.id"] == "a01-q1"
    assert learner.stored["cmi.core.total_time"] == "0000:03:00.00"


def test_what_is_not_committed_is_not_kept(lms: LmsMaker) -> None:
    learner = lms({**_files(), "sco.js": b""})
    visit = learner.open()
    call(visit, *START)
    call(visit, "LMSSetValue", "cmi.suspend_data", "lost")
    visit.leave("away")
    assert learner.stored == {}


def test_pending_bytes_are_measured_and_too_many_are_lost(lms: LmsMaker) -> None:
    learner = lms(SCO)
    visit = learner.open()
    visit.frame.evaluate("() => { for (let i = 0; i < 600; i += 1) $('answer').click(); }")
    assert len(visit.writes) == 2400
    assert visit.most_pending > 64 * 1024
    visit.leave("away")
    assert visit.lost or learner.finished == 0
    assert learner.stored == {}


def test_a_commit_empties_what_is_pending(lms: LmsMaker) -> None:
    visit = lms(SCO).open()
    visit.frame.click("#next")
    assert visit.made("LMSCommit")[-1].pending == 0
    assert 0 < visit.most_pending < 500


def test_after_the_end_comes_review_and_nothing_is_written(lms: LmsMaker) -> None:
    learner = lms(SCO)
    visit = learner.open()
    visit.frame.click("#finish")
    visit.leave()
    kept = dict(learner.stored)
    again = learner.open()
    assert again.frame.text_content("#state") == "review"
    for button in ("next", "answer", "finish"):
        again.frame.click(f"#{button}")
    again.leave()
    assert again.writes == []
    assert learner.stored == kept


def test_browse_mode_can_be_asked_for(lms: LmsMaker) -> None:
    assert lms(SCO).open("browse").frame.text_content("#state") == "browse"


@pytest.mark.parametrize("where", ["no-api", "sandbox", "foreign", "file"])
def test_without_an_api_the_package_is_plain_reading(lms: LmsMaker, where: Where) -> None:
    visit = lms(SCO).open(where=where)
    visit.frame.click("#next")
    assert visit.frame.text_content("#state") == "none"
    assert visit.frame.text_content("#page") == "2"
    assert visit.calls == []
    assert visit.record.outside == []


def test_finish_with_nothing_set_is_completed_and_mastery_decides(lms: LmsMaker) -> None:
    manifest = _files()["imsmanifest.xml"].replace(
        b"</title>\n      </item>",
        b"</title>\n        <adlcp:masteryscore>90</adlcp:masteryscore>\n      </item>",
    )
    learner = lms({**_files(), "imsmanifest.xml": manifest})
    visit = learner.open()
    visit.frame.click("#finish")
    visit.leave()
    assert learner.stored["cmi.core.lesson_status"] == "failed"


def test_a_strict_policy_shows_an_inline_script(lms: LmsMaker) -> None:
    assert lms(SCO, csp=STRICT_CSP).open().record.complaints == []
    page = _files()["index.html"].replace(b"</main>", b"</main><script>var x = 1;</script>")
    complaints = lms({**_files(), "index.html": page}, csp=STRICT_CSP).open().record.complaints
    assert any("Content Security Policy" in complaint for complaint in complaints)
