"""The package as it plays in an LMS, in Chromium, on the real module a02."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from coursebook.packages import STATE_BUDGET, state_size
from tests.question_page import ENGLISH
from tests.scorm_packages import Learner, Name, edition, learner, package
from tests.tools.browser import overflow, recorded
from tests.tools.html import axe_violations, html_faults
from tests.tools.packages import unpacked
from tests.tools.scorm import Leaving, Lms, Mode, Where
from tests.tools.servers import STRICT_CSP, serve

pytestmark = pytest.mark.slow

RESPONSES = {
    "choice": r"[a-z](,[a-z])*", "true-false": "[tf]", "numeric": r"-?\d+(\.\d+)?",
    "sequencing": r"[a-z](,[a-z])+", "matching": r"1\.[a-z](,\d\.[a-z])*",
    "fill-in": ".{1,200}", "performance": r"[a-z](,[a-z])*",
}  # fmt: skip
"""How a response of each type looks in SCORM 1.2."""
STATUS = "cmi.core.lesson_status"
RAW = "cmi.core.score.raw"
Play = Callable[..., Learner]


@pytest.fixture
def play(lms: Callable[..., Lms]) -> Iterator[Play]:
    """`play(package)` opens it in a new LMS under a strict CSP; nobody may complain."""
    opened: list[Learner] = []

    def start(content: bytes, csp: str | None = STRICT_CSP, **options: Any) -> Learner:
        made = learner(lms(content, csp=csp), **options)
        opened.append(made)
        return made

    yield start
    for one in opened:
        assert one.visit.record.complaints == []
        assert one.visit.record.outside == []
        assert one.visit.refused == []


def test_a_learner_reads_answers_leaves_comes_back_and_finishes(lms: Callable[..., Lms]) -> None:
    with lms(package("real"), csp=STRICT_CSP) as system:
        first = learner(system)
        pages = first.read_all()
        assert len(pages) == len(set(pages)) > 10
        assert pages[0] == "start"
        assert "questions" in first.state
        questions = first.questions()
        for question in questions:
            first.answer(question, "wrong")
            assert first.visit.made("LMSCommit")[-1].pending == 0
        assert float(system.stored[RAW]) < 60
        assert first.frame.get_attribute("#package-finish", "aria-disabled") == "false"
        first.answer(questions[1])
        half = float(system.stored[RAW])
        assert 0 < half < 100
        first.visit.leave("remove")
        assert system.stored[STATUS] == "incomplete"
        assert system.stored["cmi.core.exit"] == "suspend"
        assert re.fullmatch(r"\d{2,4}:\d\d:\d\d", system.stored["cmi.core.session_time"])
        assert first.visit.lost == []

        second = learner(system)
        assert second.page == first_page_of(second, questions[1])
        assert second.frame.locator(f'[id="{questions[1]}"] .verdict').is_visible()
        second.answer_all()
        assert system.stored[RAW] == "100"
        second.finish()
        assert system.stored[STATUS] == "completed"
        second.visit.leave("remove")
        assert system.finished == 2
        for visit in (first.visit, second.visit):
            assert visit.refused == []
            assert visit.record.complaints == []
            assert visit.record.outside == []


def first_page_of(one: Learner, question: str) -> str:
    """The page on which a question stands."""
    script = "id => document.getElementById(id).closest('[data-page]').dataset.page"
    return str(one.frame.evaluate(script, question))


def test_every_kind_of_question_is_reported_in_the_form_of_its_type(play: Play) -> None:
    one = play(package("every kind"))
    one.read_all()
    for how in ("wrong", "right"):
        for question in one.questions():
            one.answer(question, how)  # type: ignore[arg-type]
    values = {call.args[0]: call.args[1] for call in one.visit.writes}
    asked = [q for q in ENGLISH if q.scored]
    wanted = []
    for q in asked:
        wanted.append((q.id.replace("-", "_"), q.answer.type))
        wanted += [(f"{q.id.replace('-', '_')}_sure", "likert")] if q.confidence else []
    half, names = len(wanted), [f"cmi.interactions.{n}" for n in range(2 * len(wanted))]
    tries = [(values[f"{name}.id"], values[f"{name}.type"]) for name in names]
    assert tries[:half] == tries[half:] == wanted
    assert {values[f"{name}.objectives.0.id"] for name in names} == {"A02_1"}
    for name, (id_, _) in zip(names, tries, strict=True):
        right = names.index(name) >= half
        expected = "neutral" if id_.endswith("_sure") else "correct" if right else "wrong"
        assert values[f"{name}.result"] == expected
        if expected == "neutral":
            assert values[f"{name}.student_response"] == "a"
            assert f"{name}.correct_responses.0.pattern" not in values
            assert values[f"{name}.weighting"] == "0"
        else:
            given = values[f"{name}.student_response"]
            assert (given == values[f"{name}.correct_responses.0.pattern"]) is right
            assert re.fullmatch(RESPONSES[values[f"{name}.type"]], given), given
    raw = [int(call.args[1]) for call in one.visit.writes if call.args[0] == RAW]
    assert raw == sorted(set(raw))
    assert raw[-1] == 100


def test_every_kind_of_question_comes_back_at_each_step(lms: Callable[..., Lms]) -> None:
    with lms(package("every kind", "score"), csp=STRICT_CSP) as system:
        done: list[str] = []
        for q in (q for q in ENGLISH if q.scored):
            one = learner(system)
            for id_ in done:
                assert one.frame.locator(f'[id="{id_}"] .verdict').count() == 1, id_
            one.answer(q.id, "wrong")
            shown = one.frame.locator(f'[id="{q.id}"] .question-feedback').inner_text()
            one.visit.leave()
            done.append(q.id)
            assert len(system.stored["cmi.suspend_data"]) <= STATE_BUDGET
            again = learner(system)
            back = again.frame.locator(f'[id="{q.id}"] .question-feedback').text_content() or ""
            assert "".join(back.split()) == "".join(shown.split()), q.id
            if q.confidence:
                sure = again.frame.locator(f'[id="{q.id}"] .question-sure input').first
                assert sure.is_checked() and sure.is_disabled()
                assert again.frame.locator(".sure-count").count() == 1
            again.visit.leave()
            assert again.visit.refused == [] and again.visit.record.complaints == []
        assert not any("interactions" in key for key in system.stored)  # only `full` reports


def test_the_score_is_the_best_and_never_falls(play: Play) -> None:
    one = play(package("every kind"))
    one.answer("q-several")
    best = one.visit.value(RAW)
    assert best == "13"  # one of eight
    one.answer("q-one", "wrong")
    one.answer("q-true", "wrong")
    assert one.visit.value(RAW) == best


@pytest.mark.parametrize("how", ["remove", "navigate", "away", "close"])
def test_whichever_way_the_learner_leaves_nothing_is_lost(
    lms: Callable[..., Lms], how: Leaving
) -> None:
    with lms(package("real")) as system:
        one = learner(system)
        place = [one.next() for _ in range(3)][-1]
        one.visit.leave(how)
        assert system.finished == 1
        assert one.visit.lost == []
        assert system.stored["cmi.core.lesson_location"] == place
        assert system.stored["cmi.core.session_time"]
        assert learner(system).page == place


def test_once_completed_nothing_is_written_any_more(lms: Callable[..., Lms]) -> None:
    with lms(package("every kind")) as system:
        one = learner(system)
        one.read_all()
        one.answer_all("wrong")
        one.finish()
        writes = len(one.visit.writes)
        assert system.stored[STATUS] == "completed"
        one.answer("q-one")
        one.open("start")
        one.finish()
        assert len(one.visit.writes) == writes
        one.visit.leave()
        kept = dict(system.stored)

        modes: tuple[Mode | None, ...] = (None, "browse", "normal")
        for mode, finished in zip(modes, (1, 1, 2), strict=True):
            again = learner(system, mode=mode)
            assert again.frame.locator('[id="q-match"] .verdict').count() == 1
            again.read_all()
            again.answer("q-true")
            again.visit.leave()
            assert again.visit.writes == []
            assert again.visit.made("LMSCommit") == []
            assert system.finished == finished
            time = {"cmi.core.total_time": ""}
            assert kept | time == system.stored | time


def test_preview_of_an_unread_package_writes_nothing_not_even_the_end(play: Play) -> None:
    one = play(package("every kind"), mode="browse")
    one.read_all()
    one.answer_all()
    assert one.frame.is_hidden("#package-finish")
    one.visit.leave()
    assert {call.name for call in one.visit.calls} == {"LMSInitialize", "LMSGetValue"}


@pytest.mark.parametrize("where", ["no-api", "sandbox", "foreign", "file"])
def test_without_an_lms_it_is_a_book(play: Play, where: Where) -> None:
    # A host page under a strict CSP would not show a frame of another origin at all.
    one = play(package("every kind"), where=where, csp=None if where == "foreign" else STRICT_CSP)
    assert one.read_all() == ["start", "a02-all"]
    one.answer_all()
    assert one.state == "Opened outside a learning platform: nothing is recorded."
    assert one.frame.is_hidden("#package-finish")
    assert one.visit.calls == []


def test_after_two_hundred_answers_nothing_waits(play: Play) -> None:
    one = play(package("every kind"))
    one.read_all()
    box = one.frame.locator('[id="q-several"]')
    one.answer("q-several", "wrong")
    one.frame.evaluate("""() => {
        const root = document.getElementById('q-several');
        for (let i = 0; i < 199; i += 1) {
          root.querySelector('button.again').click();
          root.querySelector('button.check').click();
        }
    }""")
    assert box.locator(".verdict").is_visible()
    assert one.visit.value("cmi.interactions._count") == "200"
    assert one.visit.most_pending < 3_000
    assert one.visit.made("LMSCommit")[-1].pending == 0


def test_what_people_write_and_what_members_answer_stays_on_the_page(play: Play) -> None:
    one = play(package("every kind", "completion"))
    one.read_all()
    one.frame.fill(".lines textarea", "HOSTILE-LEARNER </script> ~|=")
    one.frame.fill('[id="q-text-text"]', "HOSTILE-LEARNER")
    for question in one.questions(scored=False):
        one.answer(question, "wrong")
    one.answer_all("right")
    kept = one.visit.value("cmi.suspend_data")
    answers = kept.split("|")[-1].split("~")
    assert "q-one=1" in answers
    assert {answer.partition("=")[2] for answer in answers} == {"1"}  # tried, and no more
    assert "q-scale" not in kept and "sure" not in kept  # confidence is nobody's business
    one.finish()
    one.visit.leave()
    written = {call.args[0] for call in one.visit.writes}
    assert written == {
        STATUS, "cmi.core.exit", "cmi.core.lesson_location", "cmi.core.session_time",
        "cmi.suspend_data",
    }  # fmt: skip
    assert "HOSTILE" not in str(one.visit.calls)


def test_members_go_on_where_they_stopped_and_their_answers_are_gone(
    lms: Callable[..., Lms],
) -> None:
    with lms(package("every kind", "completion")) as system:
        one = learner(system)
        one.read_all()
        one.answer_all("right")
        one.visit.leave()
        two = learner(system)
        assert two.frame.locator(".question input:checked").count() == 0
        two.finish()
        assert two.visit.value(STATUS) == "completed"


def test_staff_send_the_words_of_a_gap_and_no_other_writing(play: Play) -> None:
    one = play(package("every kind"))
    one.next()
    one.frame.fill(".lines textarea", "SECRET NOTE")
    one.frame.fill('[id="q-text-text"]', "SECRET LONG ANSWER")
    one.answer("q-gaps", "wrong")
    one.answer("q-gaps", "long")
    carried = [call.args[0] for call in one.visit.writes if "HOSTILE" in call.args[1]]
    assert set(carried) <= {f"cmi.interactions.{n}.student_response" for n in (0, 1)}
    assert "SECRET" not in str(one.visit.calls)


HOSTILE = {
    "long": "x" * 10_000,
    "markup": "<img src=x onerror=alert(1)></textarea><script>alert(2)</script>",
    "marks": "\u202e\u2066\u200f" * 60 + "board",
    "emoji": "\U0001f600" * 300,
    "separators": "a|b~c=d\n\x00{n} $& %s",
}


def test_hostile_writing_is_cut_or_kept_back_and_never_run(play: Play) -> None:
    one = play(package("every kind"))
    one.open("a02-all")
    fill = """([id, selector, text]) => {
      document.querySelector(`[id="${id}"] ${selector}`).value = text;  // past maxlength
    }"""
    box = one.frame.locator('[id="q-gaps"]')
    for name, text in HOSTILE.items():
        one.frame.evaluate(fill, ["q-text", "textarea", "SECRET " + text])
        one.frame.evaluate(fill, ["q-gaps", "input", text])
        box.locator("select").select_option(index=1)
        box.locator("button.check").click()
        given = [c.args[1] for c in one.visit.writes if c.args[0].endswith("student_response")]
        assert len(given[-1]) <= 255, name
        assert len(given[-1].encode("utf-16-le")) // 2 <= 255, name
        assert not re.search(r"[\x00-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069]", given[-1]), name
        assert len(one.visit.value("cmi.suspend_data")) <= STATE_BUDGET
        if box.locator("button.again").is_visible():
            box.locator("button.again").click()
    assert one.frame.locator(".question img, .question script").count() == 0
    assert "SECRET" not in str(one.visit.calls)
    with one.visit.page.expect_download() as download:
        one.frame.locator('[id="q-text"] button.export').click()
    saved = download.value.path().read_text("utf-8")
    assert "SECRET a|b~c=d" in saved


def test_notes_leave_the_page_only_as_a_file_of_the_learner(play: Play) -> None:
    one = play(package("real"))
    page = first_page_of_selector(one, ".lines textarea")
    one.open(page)
    field = one.frame.locator(".lines textarea").first
    field.fill("Ask the minister: how many false alarms?")
    assert "neither stored nor sent" in (one.frame.locator(".lines-actions").first.inner_text())
    with one.visit.page.expect_download() as download:
        one.frame.locator(".lines-actions button").first.click()
    assert download.value.path().read_text("utf-8") == f"{field.input_value()}\n"
    assert one.frame.locator(".lines input").count() == 0


def first_page_of_selector(one: Learner, selector: str) -> str:
    script = "s => document.querySelector(s).closest('[data-page]').dataset.page"
    return str(one.frame.evaluate(script, selector))


def test_a_mastery_score_passes_or_fails_at_the_end_only(lms: Callable[..., Lms]) -> None:
    with lms(package("every kind", "full", 60)) as system:
        one = learner(system)
        one.read_all()
        one.answer("q-one", "wrong")
        one.visit.leave()
        assert system.stored[STATUS] == "incomplete"
        assert RAW not in system.stored

        two = learner(system)
        two.answer_all("wrong")
        assert "60 are needed" in two.state
        two.finish()
        assert system.stored[STATUS] == "failed"
        assert "try again" in two.state
        two.answer_all()
        two.finish()
        assert (system.stored[STATUS], system.stored[RAW]) == ("passed", "100")
        two.visit.leave()
        assert system.stored[STATUS] == "passed"
        assert two.visit.refused == []


def test_the_longest_state_is_what_was_reckoned(play: Play) -> None:
    for name in ("real", "every kind"):
        one = play(package(name))  # type: ignore[arg-type]
        one.read_all()
        one.answer_all("right")
        for question in one.questions(scored=False):
            one.answer(question, "long")
        move_all_simulations(one)
        reckoned = state_size(edition(name), edition(name).modules)  # type: ignore[arg-type]
        real = len(one.visit.value("cmi.suspend_data"))
        assert 0.6 * reckoned < real <= reckoned <= STATE_BUDGET


def move_all_simulations(one: Learner) -> None:
    """Predict, then move every slider to its end."""
    one.frame.evaluate("""() => document.querySelectorAll('.explorable').forEach(root => {
        const guess = root.querySelector('input[type=radio]');
        if (!guess) return;
        guess.click();
        root.querySelector('button.main').click();
        root.querySelectorAll('input[type=range]').forEach(slider => {
          slider.value = slider.max;
          slider.dispatchEvent(new Event('input'));
        });
    })""")
    one.visit.page.wait_for_timeout(600)


def test_what_a_learner_predicts_is_not_told(play: Play) -> None:
    one = play(package("real"))
    before = one.visit.value("cmi.suspend_data")
    move_all_simulations(one)
    assert one.visit.value("cmi.suspend_data") == before


def test_an_lms_that_fails_is_told_of_and_reading_goes_on(play: Play) -> None:
    one = play(package("real"))
    one.visit.page.evaluate("() => { window.kept = API.LMSCommit; API.LMSCommit = () => 'false' }")
    one.next()
    assert one.frame.is_visible("#package-alert")
    one.visit.page.evaluate("() => { API.LMSCommit = () => { throw new Error('gone') } }")
    assert one.next()
    one.visit.page.evaluate("() => { API.LMSCommit = window.kept }")
    one.next()
    assert one.frame.is_hidden("#package-alert")
    assert one.visit.made("LMSCommit")[-1].pending == 0


def test_an_lms_that_opens_no_session_is_told_of(play: Play) -> None:
    one = play(package("every kind"))
    page = one.visit.page
    page.evaluate("() => { window.API = { ...API, LMSInitialize: () => 'false' } }")
    page.evaluate("() => { document.querySelector('iframe').contentWindow.location.reload() }")
    one.frame.get_by_text("did not open a session").wait_for()
    calls = len(one.visit.calls)
    one.read_all()
    one.answer_all()
    assert len(one.visit.calls) == calls


def test_the_keyboard_and_the_screen_reader_follow(play: Play) -> None:
    one = play(package("real"))
    focused = "() => document.activeElement.id || document.activeElement.dataset.go"
    one.frame.focus("#package-next")
    one.visit.page.keyboard.press("Enter")
    assert one.frame.evaluate(focused) == f"{one.page}-title"
    one.frame.focus("#package-menu summary")
    one.visit.page.keyboard.press("Enter")
    one.visit.page.keyboard.press("Tab")
    assert one.frame.evaluate(focused) == "start"
    one.visit.page.keyboard.press("Enter")
    assert (one.page, one.frame.evaluate(focused)) == ("start", "start-title")
    assert not one.frame.evaluate("() => document.getElementById('package-menu').open")
    current = one.frame.locator('[data-go="start"]')
    assert current.get_attribute("aria-current") == "page"
    assert "(read)" in (current.text_content() or "")
    described = one.frame.get_attribute("#package-finish", "aria-describedby")
    assert described == "package-state"
    assert "pages" in one.state


def test_a_link_to_a_word_opens_its_page(play: Play) -> None:
    one = play(package("real"))
    one.next()
    href = one.frame.get_attribute("a.term", "href") or ""
    one.open(first_page_of_selector(one, "a.term"))
    one.frame.click(f'[data-page]:not([hidden]) a.term[href="{href}"] >> nth=0')
    assert one.page == "a02-words"
    assert one.frame.evaluate("() => document.activeElement.id") == href[1:]


@pytest.mark.parametrize(
    ("name", "scheme"), [("real", "light"), ("ar", "light"), ("ar", "dark"), ("en", "dark")]
)
def test_every_page_is_accessible_at_every_width(browser: Browser, name: Name, scheme: Any) -> None:
    files = unpacked(package(name))
    with (
        serve(files, csp=STRICT_CSP) as server,
        recorded(browser, width=714, height=666, scheme=scheme, ignore_csp=True) as (
            context,
            record,
        ),
    ):
        page = context.new_page()
        page.goto(f"{server.url}index.html")
        wide: list[str] = []
        while True:
            for width in (320, 388, 714, 1200) if scheme == "light" else (714,):
                page.set_viewport_size({"width": width, "height": 666})
                if overflow(page) > 0:
                    wide.append(f"{page.title()} at {width}: {overflow(page)}")
            assert axe_violations(page) == [], page.title()
            if not page.is_enabled("#package-next"):
                break
            page.click("#package-next")
        assert wide == []
        assert record.outside == []
        assert server.missing == []


def test_without_scripts_every_page_is_there(browser: Browser) -> None:
    files = unpacked(package("real")) | {"host.html": b'<iframe sandbox src="index.html"></iframe>'}
    with serve(files) as server, recorded(browser, width=388) as (context, _record):
        page = context.new_page()
        page.goto(f"{server.url}host.html")
        frame = page.frames[1]
        articles = frame.locator("article")
        assert articles.count() > 10
        assert all(articles.nth(n).is_visible() for n in range(articles.count()))
        assert "Scripts are switched off" in frame.inner_text(".package-alert >> nth=0")
        assert frame.locator("#package-next").is_hidden()


def test_the_pages_are_valid_html() -> None:
    every = {f"{name}/{file}": content for name in ("real", "en", "ar")
             for file, content in unpacked(package(name)).items()}  # type: ignore[arg-type]  # fmt: skip
    assert list(map(str, html_faults(every))) == []


def test_an_arabic_package_is_played_to_the_end(lms: Callable[..., Lms]) -> None:
    with lms(package("ar"), csp=STRICT_CSP) as system:
        one = learner(system, width=388)
        assert one.frame.evaluate("() => document.dir") == "rtl"
        one.read_all()
        one.answer_all("wrong")
        one.answer_all("right")
        one.visit.leave("navigate")
        two = learner(system)
        two.finish()
        assert (system.stored[STATUS], system.stored[RAW]) == ("completed", "100")
        for visit in (one.visit, two.visit):
            assert visit.refused == []
            assert visit.record.complaints == []
