"""Scenarios in a browser: by keyboard to every ending, resumed, compared, on the projector."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from coursebook.editions import Edition
from coursebook.exporters import exporter
from coursebook.html.scenarios import scenario_html
from coursebook.locale import words
from coursebook.model import Scenario
from coursebook.model.scenario_paths import Step, follow
from coursebook.model.scenarios import LETTERS
from tests.scorm_packages import learner, packages
from tests.test_scenarios import BILL, DESK, VOICE, random_path
from tests.tools.browser import Scheme, overflow, recorded
from tests.tools.html import axe_violations, html_faults
from tests.tools.packages import write_to
from tests.tools.scorm import Lms
from tests.tools.servers import STRICT_CSP

pytestmark = pytest.mark.slow
THEME = Path(__file__).parent.parent / "coursebook" / "theme"
STYLES = ("css/base.css", "css/scenario.css")
SCRIPTS = ("player/core.js", "player/scenario.js")
FORMS = {
    "bill": (BILL, "", "en"), "voice": (VOICE, "", "en"), "short": (VOICE, "v3", "en"),
    "desk": (DESK["en"], "", "en"), "desk-ar": (DESK["ar"], "", "ar"),
}  # fmt: skip
T02 = "t02-short-visit"
Open = Callable[..., Page]


def page_html(name: str) -> str:
    """A page as an exporter would write it: no inline script or style, data apart."""
    scenario, until, language = FORMS[name]
    side = "rtl" if language == "ar" else "ltr"
    styles = "".join(f'<link rel="stylesheet" href="{n}">' for n in STYLES)
    scripts = "".join(f'<script defer src="{n}"></script>' for n in SCRIPTS)
    said = json.dumps(words(language)).replace("<", "\\u003c")
    shown = scenario_html(scenario, words(language), until, playable=True)
    return (
        f'<!DOCTYPE html><html lang="{language}" dir="{side}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>Page</title>{styles}{scripts}'
        f'<script type="application/json" id="coursebook-words">{said}</script></head>'
        f"<body><main><h1>Page</h1><h2>Section</h2>{shown}</main></body></html>"
    )


@pytest.fixture
def shown(browser: Browser, served: Callable[..., Any]) -> Iterator[Open]:
    """`shown("bill")` opens a page under a strict policy; any complaint fails the test."""
    open_now: list[Any] = []

    def start(name: str, **window: Any) -> Page:
        theme = {n: (THEME / n).read_bytes() for n in (*STYLES, *SCRIPTS)}
        files = {**theme, "index.html": page_html(name).encode(), "favicon.ico": b""}
        server = served(files, csp=STRICT_CSP)
        entered = recorded(browser, **window)
        context, record = entered.__enter__()
        open_now.append((entered, record))
        page = context.new_page()
        page.goto(server.url + "index.html")
        return page

    yield start
    for entered, record in open_now:
        entered.__exit__(None, None, None)
        assert record.complaints == []
        assert record.outside == []


def screen(page: Any) -> str:
    return str(page.locator(".scenario").get_attribute("data-screen"))


def said(page: Any) -> str:
    return " ".join(page.locator(".scenario-live").inner_text().split())


def levels(page: Any) -> tuple[int, ...]:
    """Where the meters stand, by their words."""
    texts = page.locator(".scenario-live .scenario-level").all_inner_texts()
    return tuple(int(text.split()[0]) for text in texts)


def choose(page: Any, letter: str) -> None:
    """One choice, from wherever the game stands."""
    if screen(page) != "choice":
        page.locator(".scenario-live > button").first.click()
    page.locator(".scenario-option").nth(LETTERS.index(letter)).click()


def play(page: Any, path: str) -> None:
    """Every choice, and on to the ending."""
    for letter in path:
        choose(page, letter)
    page.locator("button.scenario-main").click()


def path_to(scenario: Scenario, until: str, ending: str) -> str:
    chance = random.Random(7)
    while True:
        path = random_path(scenario, until, chance)
        if scenario.ending(follow(scenario, path, until)[-1].levels).id == ending:
            return path


EVERY_ENDING = [(name, ending.id) for name, (scenario, _, _) in FORMS.items()
                for ending in scenario.endings]  # fmt: skip


@pytest.mark.parametrize(("name", "ending"), EVERY_ENDING)
def test_keyboard_alone_reaches_every_ending(shown: Open, name: str, ending: str) -> None:
    scenario, until, _ = FORMS[name]
    path = path_to(scenario, until, ending)
    page = shown(name)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for step in follow(scenario, path, until):
        assert focused(page) == "scenario-head"
        for _ in range(step.choice + 1):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert focused(page) == "scenario-head"
        check_told(page, scenario, step)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    assert screen(page) == "end"
    assert focused(page) == "scenario-head"
    wanted = next(e for e in scenario.endings if e.id == ending)
    assert wanted.title in page.locator(".scenario-head").inner_text()
    assert wanted.text in said(page)
    assert page.locator(".scenario-debrief").is_visible()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.className"))


def check_told(page: Page, scenario: Scenario, step: Step) -> None:
    """The screen says what paper says: the text, the meters, and each change in words."""
    choice = step.node.choices[step.choice]
    assert choice.consequence in said(page)
    assert choice.text in said(page)
    assert levels(page) == step.levels
    moved = sum(1 for meter in scenario.meters if choice.effects.get(meter.id))
    assert page.locator(".scenario-changes li").count() == max(moved, 1)
    shares = page.evaluate("[...document.querySelectorAll('.scenario-fill')]"
                           ".map(f => Math.round(10 * f.offsetWidth / f.parentNode.clientWidth))")
    assert tuple(shares) == step.levels


def test_changes_are_announced(shown: Open) -> None:
    page = shown("bill")
    choose(page, "c")
    page.wait_for_timeout(120)
    assert page.locator('[role="status"]').inner_text() == (
        "Security capability rises by 1 to 6. Public trust rises by 2 to 7. "
        "Legal durability rises by 2 to 7."
    )


def test_a_meter_at_its_end_stays(shown: Open) -> None:
    page = shown("desk")
    for letter in "bb":
        choose(page, letter)
    assert "Trust of readers stays at 10." in said(page)


@pytest.mark.parametrize("name", FORMS)
def test_random_runs_show_on_screen_what_paper_prints(shown: Open, name: str) -> None:
    scenario, until, _ = FORMS[name]
    page, chance = shown(name), random.Random(3)
    for _ in range(4):
        path = random_path(scenario, until, chance)
        for step in follow(scenario, path, until):
            if screen(page) == "start":
                page.locator("button.scenario-main").click()
            assert step.node.text in said(page)
            options = page.locator(".scenario-option span").all_inner_texts()
            assert options == [choice.text for choice in step.node.choices]
            choose(page, step.letter)
            check_told(page, scenario, step)
            page.locator("button.scenario-main").click()
        ending = scenario.ending(follow(scenario, path, until)[-1].levels)
        assert ending.title in said(page)
        page.get_by_role("button", name=words(FORMS[name][2])["scenario.again"]).click()


def test_two_runs_stand_side_by_side(shown: Open) -> None:
    page = shown("bill")
    play(page, "caabbbcba")
    assert page.locator(".scenario-compare").count() == 0
    page.get_by_role("button", name="Play again").click()
    play(page, "bbcaab")
    rows = [[cell.strip() for cell in row.locator("th, td").all_inner_texts()]
            for row in page.locator(".scenario-compare tbody tr").all()]  # fmt: skip
    table = {head: (one, two) for head, one, two in rows}
    assert table["T−72 h"] == (BILL.nodes[0].choices[2].text, BILL.nodes[0].choices[1].text)
    assert table["T−40 h"][1] == "–"
    for place, meter in enumerate(BILL.meters):
        ends = [follow(BILL, path)[-1].levels[place] for path in ("caabbbcba", "bbcaab")]
        assert table[meter.label] == (f"{ends[0]} of 10", f"{ends[1]} of 10")
    titles = [BILL.ending(follow(BILL, path)[-1].levels).title for path in ("caabbbcba", "bbcaab")]
    assert table["How it ends"] == tuple(titles)
    assert len(page.evaluate("Coursebook.store.get('bs-72-hours')")) <= 40


@pytest.mark.parametrize("hostile", ["zzz", "abc-", "-", "a-b-c", "ccccccccccccccccccccccccc", "é"])
def test_a_spoilt_memory_does_no_harm(shown: Open, hostile: str) -> None:
    page = shown("bill")
    page.evaluate("""async (hostile) => {
      Coursebook.store.set('bs-72-hours', hostile);
      const text = await (await fetch('index.html')).text();
      const fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('.scenario');
      document.querySelector('.scenario').replaceWith(fresh);
      Coursebook.start(document);
    }""", hostile)  # fmt: skip
    choose(page, "a")
    assert "undefined" not in said(page)
    assert "NaN" not in said(page)


# --- without scripts ----------------------------------------------------------------------------


def test_without_scripts_the_paper_edition_is_played_by_its_links(shown: Open) -> None:
    page = shown("desk", scripts=False)
    assert page.locator(".scenario-track").is_visible()
    page.locator(".scenario-step").first.locator("a.scenario-go").nth(1).click()
    assert DESK["en"].nodes[0].choices[1].consequence in page.locator(":target").inner_text()
    page.locator(":target a.scenario-go").click()
    assert DESK["en"].nodes[1].text in page.locator(":target").inner_text()


# --- looks --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["bill", "desk-ar"])
@pytest.mark.parametrize(("scheme", "width"), [
    ("light", 1200), ("dark", 1200), ("light", 320), ("dark", 320)])  # fmt: skip
def test_every_width_theme_and_direction_is_accessible(
    shown: Open, name: str, scheme: Scheme, width: int
) -> None:
    scenario, until, _ = FORMS[name]
    page = shown(name, width=width, scheme=scheme)
    for _ in range(2):
        for letter in random_path(scenario, until, random.Random(1)):
            choose(page, letter)
            assert overflow(page) <= 0
        assert axe_violations(page) == []
        page.locator("button.scenario-main").click()
        assert overflow(page) <= 0
        assert axe_violations(page) == []
        page.locator(".scenario-live > button").click()
        assert axe_violations(page) == []


def test_the_page_is_valid_html() -> None:
    pages = {f"{name}.html": page_html(name).encode() for name in FORMS}
    assert [str(fault) for fault in html_faults(pages)] == []


# --- on the site and in an LMS ------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
def test_on_the_site_a_reload_goes_on_at_every_step(
    language: str, edition: Callable[..., Edition], tmp_path: Path,
    visitor: tuple[Any, Any],
) -> None:  # fmt: skip
    files = exporter("site")(edition(language))
    write_to(tmp_path, {name: data for name, data in files.items() if "/" in name})
    page = visitor[0].new_page()
    page.goto((tmp_path / "site/t02-evening.html").as_uri())
    for letter in "bb":
        choose(page, letter)
        before = said(page)
        page.reload()
        assert said(page) == before
        assert axe_violations(page) == []
    choose(page, "a")
    page.reload()  # after the last choice it goes on with the ending
    page.locator(".scenario-debrief textarea").first.fill("PRIVATE NOTE")
    before = said(page)
    page.reload()
    assert screen(page) == "end"
    assert said(page) == before
    assert "PRIVATE" not in page.evaluate("JSON.stringify(localStorage)")
    assert visitor[1].complaints == []
    assert visitor[1].outside == []


def test_in_an_lms_staff_go_on_at_every_step(lms: Callable[..., Lms]) -> None:
    package = packages("en", "full", None, T02)[f"{T02}.zip"]
    with lms(package, csp=STRICT_CSP) as system:
        seen = ""
        for letter in "bba":
            one = learner(system)
            one.open("t02-evening")
            assert seen in ("", said(one.frame))
            choose(one.frame, letter)
            seen = said(one.frame)
            one.visit.leave()
            assert one.visit.refused == []
            assert one.visit.record.complaints == []
        assert "bs-desk=bba" in system.stored["cmi.suspend_data"]
        last = learner(system)
        assert screen(last.frame) == "end"
        last.frame.locator(".scenario-debrief textarea").first.fill("PRIVATE NOTE")
        last.visit.leave()
        assert "PRIVATE" not in str(last.visit.calls)
        assert "score" not in str(last.visit.writes)


def test_of_a_member_nothing_of_the_play_is_sent(lms: Callable[..., Lms]) -> None:
    package = packages("en", "completion", None, T02)[f"{T02}.zip"]
    with lms(package, csp=STRICT_CSP) as system:
        one = learner(system)
        one.open("t02-evening")
        before = one.visit.value("cmi.suspend_data")
        writes = len(one.visit.writes)
        for letter in "bba":
            choose(one.frame, letter)
        one.visit.page.wait_for_timeout(100)
        assert one.visit.value("cmi.suspend_data") == before
        assert len(one.visit.writes) == writes


# --- on the projector ---------------------------------------------------------------------------


@pytest.fixture
def room(
    browser: Browser, edition: Callable[..., Edition], tmp_path: Path
) -> Iterator[Callable[..., Page]]:
    """`room("en")` opens the page for the projector from a disk."""
    open_now: list[Any] = []

    def start(language: str, **window: Any) -> Page:
        files = exporter("scenarios")(edition(language, audience="facilitator", medium="print"))
        path = tmp_path / f"{language}.html"
        path.write_bytes(files["bs-desk/plenary.html"])
        entered = recorded(browser, **window)
        context, record = entered.__enter__()
        open_now.append((entered, record, path))
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield start
    for entered, record, path in open_now:
        entered.__exit__(None, None, None)
        assert record.complaints == []
        assert [url for url in record.requests if url != path.as_uri()] == []


def hands(page: Page) -> list[int]:
    return [int(text.rsplit(" ", 1)[1]) for text in
            page.locator(".plenary-number").all_inner_texts()]  # fmt: skip


def test_the_room_votes_by_keys_and_buttons_and_the_facilitator_decides(
    room: Callable[..., Page],
) -> None:
    page = room("en")
    page.locator("button.scenario-main").click()
    for key in ("1", "2", "2", "2", "Shift+Digit2", "9"):
        page.keyboard.press(key)
    page.get_by_role("button", name="One hand more for A").click()
    page.get_by_role("button", name="One hand less for A").click()
    assert hands(page) == [1, 2]
    assert page.locator(".plenary-row.leads").count() == 1
    assert page.locator(".plenary-most").nth(1).inner_text() == "most hands"
    page.keyboard.press("Shift+Digit1")
    page.keyboard.press("Shift+Digit1")
    assert hands(page) == [0, 2]
    page.get_by_role("checkbox", name="Number keys").uncheck()
    page.keyboard.press("1")
    assert hands(page) == [0, 2]
    choose(page, "b")
    assert DESK["en"].nodes[0].choices[1].consequence in said(page)
    page.locator("button.scenario-main").click()
    assert hands(page) == [0, 0, 0]
    assert not page.get_by_role("checkbox", name="Number keys").is_checked()
    choose(page, "b")
    choose(page, "a")
    page.locator("button.scenario-main").click()
    assert "A full shelf" in said(page)
    assert DESK["en"].debrief[0] in page.locator(".scenario-debrief").inner_text()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1920), ("light", 320)])
def test_the_projector_page_is_accessible(
    room: Callable[..., Page], language: str, scheme: Scheme, width: int
) -> None:
    page = room(language, scheme=scheme, width=width)
    assert axe_violations(page) == []
    for letter in "bba":
        if screen(page) != "choice":
            page.locator(".scenario-live > button").first.click()
        page.keyboard.press("1")
        assert axe_violations(page) == []
        assert overflow(page) <= 0
        choose(page, letter)
        assert axe_violations(page) == []
    page.locator("button.scenario-main").click()
    assert axe_violations(page) == []
    assert overflow(page) <= 0


def test_the_projector_page_is_valid_and_needs_nothing_else(
    edition: Callable[..., Edition],
) -> None:
    pages = {}
    for language in ("en", "ar"):
        files = exporter("scenarios")(edition(language, audience="facilitator", medium="print"))
        pages |= {f"{language}-{name}": data for name, data in files.items()
                  if name.endswith(".html")}  # fmt: skip
    assert [str(fault) for fault in html_faults(pages)] == []
    assert all(b'"PLANTED' not in data and b"<link" not in data for data in pages.values())
