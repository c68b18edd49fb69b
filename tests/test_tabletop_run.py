"""The run screen of a tabletop, played in a browser whose clock the test sets."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from coursebook.editions import Edition
from coursebook.exporters import exporter
from coursebook.html.run_screen import run_screen
from coursebook.html.tabletops import with_numbers
from coursebook.locale import words
from coursebook.model import Course, Tabletop
from coursebook.reader import read
from tests.conftest import AS_OF, COURSE
from tests.tools.browser import overflow, recorded
from tests.tools.html import axe_violations, html_faults

pytestmark = pytest.mark.slow
ROOT = COURSE.parents[1]
MORNING = 1_790_000_000  # seconds
MINUTE = 60_000
SIZES = [(1366, 768, "light"), (1366, 768, "dark"), (1000, 700, "light"), (320, 640, "dark")]
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script> \u202eabc\u202c =1+1 \"q\", 'z'"


@pytest.fixture(scope="module")
def hearing(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tabletop, Course]:
    root = tmp_path_factory.mktemp("real")
    for name in ("curriculum", "exercises"):
        shutil.copytree(ROOT / name, root / name)
    course = read(root, "ai-parliamentarians", "en", AS_OF).course
    assert course
    return with_numbers(course.kit.tabletops[0], "en"), course


@pytest.fixture(scope="module")
def hearing_page(
    hearing: tuple[Tabletop, Course], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("screen") / "run.html"
    path.write_bytes(run_screen(*hearing, words("en")))
    return path


@pytest.fixture
def small_page(edition: Callable[..., Edition], tmp_path: Path) -> Callable[[str], Path]:
    """`small_page(language)`: the run screen of tests/course as a file."""

    def made(language: str) -> Path:
        files = exporter("tabletops")(edition(language, audience="facilitator", medium="print"))
        path = tmp_path / f"{language}.html"
        path.write_bytes(files["tt-quiet-desk/run.html"])
        return path

    return made


Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """`opened(path)` opens a screen from the disk; complaints and outside requests fail."""
    entered: list[Any] = []

    def start(path: Path, **window: Any) -> Page:
        manager = recorded(browser, **window)
        context, record = manager.__enter__()
        entered.append((manager, record))
        page = context.new_page()
        page.clock.install(time=MORNING)
        page.goto(path.as_uri())
        return page

    yield start
    for manager, record in entered:
        manager.__exit__(None, None, None)
        assert record.complaints == []
        assert record.outside == []


def text(page: Page, name: str) -> str:
    return page.locator(f'[data-panel="{name}"]').inner_text()


def forward(page: Page, minutes: float) -> None:
    """Let time pass as for a laptop that slept: timers fire once."""
    page.clock.fast_forward(int(minutes * MINUTE))
    page.clock.run_for(300)


def saved(page: Page, act: str) -> str:
    with page.expect_download() as download:
        page.click(f'[data-act="{act}"]')
    return Path(download.value.path()).read_bytes().decode("utf-8")


def run(page: Page) -> None:
    page.click('[data-act="start"]')


# --- the whole hearing ----------------------------------------------------------------------------


def test_the_whole_hearing_is_played_and_the_record_holds_what_was_done(
    hearing: tuple[Tabletop, Course], hearing_page: Path, opened: Open
) -> None:
    tabletop, _ = hearing
    page = opened(hearing_page)
    assert page.locator('[data-panel="phase"]').inner_text() == "Not started"
    run(page)
    now, injects = 0, 0
    for event in tabletop.events:
        if event.at - 1 > now:  # a minute before: not due yet
            forward(page, event.at - 1 - now)
            now = event.at - 1
        if event.kind == "inject":
            injects += 1
            shown = page.locator(".next")
            assert f"I{injects} · {event.title}" in shown.inner_text()
            assert "due now" not in shown.inner_text()
            forward(page, event.at - now)
            now = event.at
            assert "due now" in shown.inner_text()
            page.click('[data-key="deliver"]')
        else:
            forward(page, event.at - now)
            now = event.at
            assert event.title in text(page, "phase")
        result = "not" if event.id == "i4" else "seen"
        page.click(f'[data-key="assess-{event.id}{result}"]')
        if event.decision:
            way = {"d-a": "slot", "d-b": "retest", "d-c": "conditions"}[event.decision]
            page.click(f'[data-key="way-{event.decision}{way}"]')
            assert page.locator('[data-panel="consequences"]').is_visible()
    forward(page, 10)
    assert text(page, "phase") == "The time is over"
    assert "No more events" in text(page, "next")
    # S 5+1; R 5-2+1; T 5+1-2+2; L 5+2+2
    meters = page.locator('[data-panel="meters"] li').all_inner_texts()
    assert [m.split(": ")[1].split(" ")[0] for m in meters] == ["6", "4", "6", "9"]

    log = saved(page, "text")
    for event in tabletop.events:
        if event.kind == "inject":
            assert re.search(rf"T\+{event.at}:\d\d", log)  # the clock runs on while we click
            assert "Delivered: I" in log
    assert log.count("Delivered: ") == injects
    assert "I4 · A note for the chair: Not seen" in log
    report = saved(page, "report")
    assert "A12.4 Draft three recommendations" in report
    assert "- I2 · Mail of the supplier: Seen" in report
    assert "Ten minutes are closed, with minutes" in report
    assert "What do we keep, and what do we change?" in report
    assert report.count("... | ... | ... | ...") == tabletop.after_action.actions


def test_a_closed_lid_loses_nothing_and_does_not_stop_the_clock(
    hearing_page: Path, opened: Open
) -> None:
    page = opened(hearing_page)
    run(page)
    forward(page, 41)
    page.click('[data-key="deliver"]')
    page.click('[data-key="way-d-awhole"]')
    page.locator('[data-role="npa"]').click()
    page.fill("#note-text", "half a sentence")
    forward(page, 9)
    page.reload()
    page.clock.run_for(300)
    assert text(page, "time").startswith("50:")
    assert "I2" in page.locator(".next").inner_text()
    assert "Public trust: 3 of 10" in text(page, "meters")
    assert page.input_value("#note-text") == "half a sentence"
    assert page.locator('[data-role="npa"] .spent').inner_text().startswith("9:")
    assert page.locator('[data-role="npa"]').get_attribute("aria-pressed") == "true"


def test_pause_jump_and_undo_keep_the_clock_right(hearing_page: Path, opened: Open) -> None:
    page = opened(hearing_page)
    run(page)
    forward(page, 5)
    run(page)
    forward(page, 30)  # paused
    assert text(page, "time").startswith("5:")
    page.fill('[data-jump] input', "60")
    page.click("[data-jump] button")
    assert text(page, "time").startswith("60:")
    page.click('[data-act="back"]')
    assert text(page, "time").startswith("59:")
    page.click('[data-act="undo"]')
    page.click('[data-act="undo"]')
    assert text(page, "time").startswith("5:")
    assert page.locator('[data-act="undo"]').is_disabled()
    page.click('[data-key="deliver"]')
    assert "I2" in page.locator(".next").inner_text()
    page.click('[data-act="undo"]')
    assert "I1" in page.locator(".next").inner_text()


def test_speaking_time_runs_with_the_clock_and_not_in_a_pause(
    hearing_page: Path, opened: Open
) -> None:
    page = opened(hearing_page)
    run(page)
    page.locator('[data-role="chair"]').click()
    forward(page, 2)
    run(page)
    forward(page, 7)
    run(page)
    page.locator('[data-role="darrin"]').click()
    forward(page, 3)
    page.locator('[data-key="speak-"]').click()
    forward(page, 4)
    # The clock of the test also runs on while the browser works: a few seconds.
    assert page.locator('[data-role="chair"] .spent').inner_text().startswith("2:0")
    assert page.locator('[data-role="darrin"] .spent').inner_text().startswith("3:0")


def test_the_keyboard_is_enough(hearing_page: Path, opened: Open) -> None:
    page = opened(hearing_page)
    page.keyboard.press("Space")
    forward(page, 41)
    page.keyboard.press("d")
    page.keyboard.press("1")
    page.keyboard.press("n")
    page.keyboard.type("d1 u")  # letters of a note are no commands
    page.keyboard.press("Control+Enter")
    log = text(page, "log")
    assert "Note: d1 u" in log
    assert "Delivered: I1" in log
    assert log.count("Delivered") == 1
    assert "Speaks: Chair of the committee" in log
    # A panel that is drawn anew does not lose the focus.
    page.focus('[data-key="assess-i1partly"]')
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('data-key')") == "assess-i1partly"
    page.uncheck('[data-panel="keys"]')
    page.locator("h1").click()
    page.keyboard.press("u")
    assert "Note: d1 u" in text(page, "log")


def test_a_variant_has_its_own_events_times_and_texts(
    small_page: Callable[[str], Path], opened: Open
) -> None:
    page = opened(small_page("en"))
    page.select_option('[data-panel="variant"]', "short")
    run(page)
    forward(page, 4)
    assert "due now" in page.locator(".next").inner_text()
    assert "There were 24 flags today." in page.locator(".next").inner_text()
    assert "books" not in page.locator(".next").inner_text()
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.select_option('[data-panel="variant"]', "full")
    assert page.input_value('[data-panel="variant"]') == "short"  # the run is not lost by a slip


def test_a_run_is_deleted_only_when_asked(small_page: Callable[[str], Path], opened: Open) -> None:
    page = opened(small_page("en"))
    run(page)
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.click('[data-act="forget"]')
    assert page.locator('[data-panel="log"] li').count() == 1
    page.once("dialog", lambda dialog: dialog.accept())
    page.click('[data-act="forget"]')
    page.reload()
    assert page.locator('[data-panel="log"] li').count() == 0
    assert text(page, "time") == "0:00"


# --- hostile notes --------------------------------------------------------------------------------


@pytest.mark.parametrize("note", [HOSTILE, "x" * 10_000, "\u202e\u2067مرحبا <b>", "=HYPERLINK(1)"])
def test_a_hostile_note_is_shown_and_exported_as_text(
    note: str, small_page: Callable[[str], Path], opened: Open
) -> None:
    page = opened(small_page("en"), width=320, height=640)
    page.fill("#note-text", note)
    page.click('[data-act="note"]')
    assert page.locator('[data-panel="log"] .said').text_content() == f"Note: {note}"
    assert page.locator(".log img, .log script, .log b").count() == 0
    assert overflow(page) == 0
    assert note in saved(page, "text")
    assert note in saved(page, "report")
    rows = list(csv.reader(io.StringIO(saved(page, "csv").removeprefix("\ufeff"))))
    assert rows[1][3] == f"Note: {note}"
    assert not any(cell[:1] in "=+-@" for row in rows for cell in row if cell)
    page.reload()
    assert page.locator('[data-panel="log"] .said').text_content() == f"Note: {note}"


def test_a_damaged_memory_starts_a_fresh_run(
    small_page: Callable[[str], Path], opened: Open
) -> None:
    page = opened(small_page("en"))
    lost = '{"variant": "full", "entries": [{"kind": "deliver", "event": "gone"}]}'
    for broken in ("{", "null", '{"entries": 3}', lost):
        page.evaluate("given => Object.keys(localStorage).forEach(key => localStorage.setItem("
                      "key, given))", broken)  # fmt: skip
        page.reload()
        assert text(page, "time") == "0:00"
        assert page.locator('[data-panel="log"] li').count() == 0


# --- what it looks like ---------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height", "scheme"), SIZES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_screen_is_accessible_at_every_size(
    language: str, width: int, height: int, scheme: str,
    small_page: Callable[[str], Path], opened: Open,
) -> None:  # fmt: skip
    page = opened(small_page(language), width=width, height=height, scheme=scheme)
    for act in (lambda: None, lambda: run(page), lambda: forward(page, 9),
                lambda: page.click('[data-key="deliver"]'),
                lambda: page.click('[data-key="way-d1nothing"]'),
                lambda: page.locator(".all summary").click()):  # fmt: skip
        act()
        assert axe_violations(page) == []
        assert overflow(page) == 0


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_is_valid_and_allows_nothing_but_itself(
    language: str, small_page: Callable[[str], Path]
) -> None:
    data = small_page(language).read_bytes()
    assert html_faults({"run.html": data}) == []
    assert b"default-src 'none'" in data
    assert b"style=" not in data
    assert b"http://" not in data
    assert b"https://" not in data
    assert len(data) < 100_000


def test_without_scripts_the_events_can_be_read(
    small_page: Callable[[str], Path], opened: Open
) -> None:
    page = opened(small_page("en"), scripts=False)
    page.locator(".all summary").click()
    assert "There were 2,400 books" in page.locator("#text-i1").inner_text()
    assert page.locator(".run").is_hidden()
