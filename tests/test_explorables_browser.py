"""Simulations in a browser: the twin, predict first, keyboard, memory, both directions."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page

from coursebook.html.explorables import explorable_html, sentence
from coursebook.locale import words
from coursebook.model import Simulation
from coursebook.reader.simulations import load
from tests.tools.browser import Direction, Scheme, mirror, overflow, recorded
from tests.tools.html import axe_violations, html_faults
from tests.tools.servers import STRICT_CSP

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
THEME = ROOT / "coursebook" / "theme"
KNOWN = {simulation.id: simulation for simulation in load(ROOT)[0]}
TWINS = sorted(KNOWN)
COMPUTED = [id_ for id_ in TWINS if not KNOWN[id_].grid]
LOOKED_UP = [id_ for id_ in TWINS if KNOWN[id_].grid]
STYLES = ("css/base.css", "css/explorable.css")
SCRIPTS = ("player/core.js", "player/explorable.js")


def page_html(simulation: Simulation, language: str, preset: str) -> str:
    """A page as an exporter would write it: no inline script or style, data apart."""
    side = "rtl" if language == "ar" else "ltr"
    shown = explorable_html(
        simulation, preset, lambda text: f"<p>{text}</p>", words(language), side, "web"
    )
    styles = "".join(f'<link rel="stylesheet" href="{name}">' for name in STYLES)
    scripts = "".join(f'<script defer src="{n}"></script>' for n in (*SCRIPTS, "view.js"))
    said = json.dumps(words(language)).replace("<", "\\u003c")
    return (
        f'<!DOCTYPE html><html lang="{language}" dir="{side}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Page</title>'
        f"{styles}{scripts}"
        f'<script type="application/json" id="coursebook-words">{said}</script></head>'
        f"<body><main><h1>Page</h1><h2>Section</h2>{shown}</main></body></html>"
    )


def files(simulation: Simulation, language: str = "en", preset: str = "") -> dict[str, bytes]:
    page = page_html(simulation, language, preset or simulation.presets[0].id)
    theme = {name: (THEME / name).read_bytes() for name in (*STYLES, *SCRIPTS)}
    return {**theme, "index.html": page.encode(), "view.js": simulation.script.encode(),
            "favicon.ico": b""}  # fmt: skip


Open = Callable[..., Page]


@pytest.fixture
def shown(browser: Browser, served: Callable[..., Any]) -> Iterator[Open]:
    """`shown("S1")` opens a page under a strict policy; any complaint fails the test."""
    open_now: list[Any] = []

    def start(id_: str, language: str = "en", preset: str = "", **window: Any) -> Page:
        server = served(files(KNOWN[id_], language, preset), csp=STRICT_CSP)
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


def predict(page: Page, answer: int = 1) -> None:
    page.locator(".explorable-answer").nth(answer).click()
    page.locator("button.main").click()


def result(page: Page) -> str:
    return page.locator(".explorable-result").inner_text()


def random_values(simulation: Simulation, chance: random.Random) -> dict[str, float]:
    """Values anywhere in the ranges; on the logarithmic scales all sizes are equally likely."""
    values = {}
    for p in simulation.params:
        share = chance.random()
        low = p.min or 0.5
        value = (
            low * (p.max / low) ** share if p.scale == "log" else p.min + (p.max - p.min) * share
        )
        values[p.id] = float(round(value)) if p.step == 1 else value
    return values


@pytest.mark.parametrize("id_", LOOKED_UP)
def test_the_browser_looks_up_exactly_the_rows_of_python(shown: Open, id_: str) -> None:
    simulation, grid = KNOWN[id_], KNOWN[id_].grid
    assert grid
    sets = random.Random(20261123).sample(list(simulation.combinations()), 500 if len(
        grid.cells) > 500 else len(grid.cells))  # fmt: skip
    sets += [simulation.values(preset.id) for preset in simulation.presets]
    found = shown(id_).evaluate(LOOK_UP, sets)
    assert found == [list(grid.rows(simulation.params, values)) for values in sets]


LOOK_UP = """(sets) => {
  const data = JSON.parse(document.querySelector('.explorable-data').textContent);
  return sets.map((values) => Coursebook.lookUp(data, values));
}"""


@pytest.mark.parametrize("id_", COMPUTED)
def test_the_javascript_twin_gives_the_rows_of_python(shown: Open, id_: str) -> None:
    simulation, chance = KNOWN[id_], random.Random(20261123)
    sets = [simulation.values(p.id) for p in simulation.presets]
    sets += [random_values(simulation, chance) for _ in range(500)]
    found = shown(id_).evaluate(
        "([id, sets]) => sets.map(Coursebook.simulations[id].simulate)", [id_, sets]
    )
    for values, rows in zip(sets, found, strict=True):
        expected = simulation.simulate(values)
        assert len(rows) == len(expected)
        for ours, theirs in zip(expected, rows, strict=True):
            assert theirs == pytest.approx(ours, rel=1e-7, abs=1e-6), values


@pytest.mark.parametrize("id_", TWINS)
@pytest.mark.parametrize("side", ["ltr", "rtl"])
def test_the_browser_draws_what_python_draws(shown: Open, id_: str, side: str) -> None:
    simulation = KNOWN[id_]
    page = shown(id_)
    for preset in simulation.presets:
        for view in (view for view in simulation.views if not view.endswith("-blank")):
            values = simulation.values(preset.id)
            python = simulation.picture(view, values, simulation.words, side)
            ours, theirs = page.evaluate(COMPARE, [id_, python, values, dict(simulation.words),
                                                   side, view])  # fmt: skip
            assert theirs == ours, (preset.id, view)


COMPARE = """([id, python, values, words, side, view]) => {
  const model = Coursebook.simulations[id];
  const data = JSON.parse(document.querySelector('.explorable-data').textContent);
  const rows = data.grid ? Coursebook.lookUp(data, values) : model.simulate(values);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  model.draw(svg, rows, values, words, side, view);
  const still = new DOMParser().parseFromString(python, 'image/svg+xml').documentElement;
  const marks = (root) => Array.from(root.querySelectorAll('rect, path, text'), (mark) => [
    mark.localName, mark.getAttribute('class'), mark.textContent,
    Math.round(Number(mark.getAttribute('x'))), Math.round(Number(mark.getAttribute('y'))),
    mark.getAttribute('text-anchor'),
    (mark.getAttribute('d') || '').match(/M/g)?.length ?? 0,
  ].join('|'));
  return [[still.getAttribute('viewBox')].concat(marks(still)),
          [svg.getAttribute('viewBox')].concat(marks(svg))];
}"""


@pytest.mark.parametrize("id_", TWINS)
def test_without_scripts_picture_table_and_point_stand_there(shown: Open, id_: str) -> None:
    page = shown(id_, scripts=False)
    assert page.locator(".explorable svg").first.is_visible()
    assert page.locator(".explorable table").first.is_visible()
    assert page.locator(".explorable-insight").is_visible()
    assert sentence(KNOWN[id_], KNOWN[id_].presets[0].id) in result(page)


@pytest.mark.parametrize("id_", TWINS)
def test_nothing_is_shown_before_the_prediction(shown: Open, id_: str) -> None:
    page = shown(id_)
    for hidden in (".explorable svg", ".explorable-insight", ".explorable-result", "table"):
        assert page.locator(hidden).count() == 0
    assert page.locator("button.main").is_disabled()
    predict(page)
    assert page.locator(".explorable-insight").is_visible()
    assert KNOWN[id_].predict.options[1] in page.locator(".explorable-live").inner_text()
    assert page.locator(".explorable-insight").inner_text().endswith(
        KNOWN[id_].pitfall or KNOWN[id_].insight)  # fmt: skip
    assert page.evaluate("document.activeElement.className") == "explorable-result"


@pytest.mark.parametrize("id_", TWINS)
def test_every_story_says_what_paper_says(shown: Open, id_: str) -> None:
    page = shown(id_)
    predict(page)
    stories = page.locator(".explorable-row").first.locator("button")
    for index, preset in enumerate(KNOWN[id_].presets):
        stories.nth(index).click()
        assert result(page) == sentence(KNOWN[id_], preset.id)
        assert stories.nth(index).get_attribute("aria-pressed") == "true"
        assert page.locator('.explorable-row [aria-pressed="true"]').count() <= 2


Cells = dict[tuple[str, str], str]
CELLS = """table => Array.from(table.querySelectorAll('tr'), row =>
  Array.from(row.cells, cell => cell.hidden ? null : cell.textContent))"""


def cells(rows: list[list[str | None]]) -> Cells:
    """Every number of a table by the heads of its row and its column, without signs of writing."""
    bare = [[cell and cell.replace("\u2066", "").replace("\u2069", "") for cell in row]
            for row in rows]  # fmt: skip
    heads = bare[0]
    return {(str(row[0]), str(head)): str(cell) for row in bare[1:]
            for head, cell in zip(heads[1:], row[1:], strict=True) if head and cell}  # fmt: skip


def on_paper(simulation: Simulation, preset: str) -> Cells:
    """The table of a preset on the printed twin."""
    shown = explorable_html(simulation, preset, str, words("en"), "ltr", "print")
    tree = etree.fromstring(shown.encode())
    label = next(known.label for known in simulation.presets if known.id == preset)
    for table in tree.iter("table"):
        rows = [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")]
        if simulation.key and table.findtext("caption") == label:
            return cells(rows)
        if not simulation.key and label in rows[0]:
            return cells([[row[0], row[rows[0].index(label)]] for row in rows])
    raise AssertionError(f"{preset} has no table on paper")


@pytest.mark.parametrize("id_", TWINS)
def test_every_number_on_paper_is_the_number_on_the_screen(shown: Open, id_: str) -> None:
    simulation = KNOWN[id_]
    page = shown(id_)
    predict(page)
    page.locator(".explorable-row").nth(1).locator("button").last.evaluate("node => node.click()")
    page.locator(".explorable-live details").first.evaluate("node => { node.open = true }")
    for preset in simulation.twin_presets:
        label = next(known.label for known in simulation.presets if known.id == preset)
        page.get_by_role("button", name=label, exact=True).click()
        screen = cells(page.locator(".explorable-live table").evaluate(CELLS))
        paper = on_paper(simulation, preset)
        if simulation.key:  # paper shows every third row of a long table
            assert paper.items() <= screen.items()
        else:  # paper also shows what has no effect here
            now = {(row, label): text for (row, head), text in screen.items() if head == "Now"}
            assert len(now) >= 3
            assert now.items() <= paper.items()
        assert len(paper) >= 3


@pytest.mark.parametrize("id_", TWINS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_control_of_every_simulation_obeys_the_keyboard(
    shown: Open, id_: str, language: str
) -> None:
    page = shown(id_, language)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    start = result(page)
    reached = walk(page)
    shown_now = page.locator(".explorable-live").locator(
        "button:visible, input:visible, select:visible").count()  # fmt: skip
    assert reached["controls"] >= shown_now
    assert reached["changed"] >= 2
    page.locator(".explorable-panel button").focus()
    page.keyboard.press("Enter")
    assert result(page) == start
    page.wait_for_timeout(700)
    assert start in page.locator('[role="status"]').inner_text()


def walk(page: Page) -> dict[str, int]:
    """Tab through the live part and move each control; how many there were, how many had effect."""
    page.keyboard.press("Shift+Tab")  # the result has the focus: back to the first story
    while page.evaluate(FOCUSED):
        page.keyboard.press("Shift+Tab")
    seen: list[str] = []
    changed = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        what = page.evaluate(FOCUSED)
        if not what:
            break
        seen.append(what)
        before = page.locator(".explorable-live").inner_text()
        if what in ("range", "number", "select-one"):
            page.keyboard.press("ArrowUp")
            page.keyboard.press("ArrowDown")
            page.keyboard.press("ArrowDown")
            changed += page.locator(".explorable-live").inner_text() != before
        if what == "checkbox":
            page.keyboard.press("Space")
            page.keyboard.press("Space")
    return {"controls": sum(what not in ("summary", "div") for what in seen), "changed": changed}


FOCUSED = """() => {
  const at = document.activeElement;
  return at.closest('.explorable-live') ? at.type || at.localName : '';
}"""


def test_keyboard_alone_does_everything(shown: Open) -> None:
    page = shown("S1")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "About 90" in page.locator(".explorable-live").inner_text()
    page.get_by_role("slider", name="True cases among them").focus()
    before = result(page)
    page.keyboard.press("ArrowRight")
    slider = page.get_by_role("slider", name="True cases among them")
    assert slider.get_attribute("aria-valuetext") == "110 people"
    assert result(page) != before
    page.keyboard.press("End")
    assert slider.get_attribute("aria-valuetext") == "1,000,000 people"
    page.get_by_role("checkbox", name="Add a second check").focus()
    page.keyboard.press("Space")
    assert "After the second check" in result(page)
    page.get_by_role("button", name="Start again").focus()
    page.keyboard.press("Enter")
    assert result(page) == before


def test_a_slider_moves_with_every_key(shown: Open) -> None:
    page = shown("S1")
    predict(page)
    slider = page.get_by_role("slider", name="People screened")
    slider.focus()
    seen = []
    for _ in range(12):
        page.keyboard.press("ArrowRight")
        seen.append(slider.get_attribute("aria-valuetext"))
    assert len(set(seen)) == 12


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("50", "50 people"), ("-3", "0 people"), ("1e12", "1,000,000 people"), ("2.4", "2 people"),
     ("", "100 people")],
)  # fmt: skip
def test_a_typed_number_is_taken_to_its_range(shown: Open, typed: str, expected: str) -> None:
    page = shown("S1")
    predict(page)
    page.get_by_role("spinbutton", name="True cases among them").fill(typed)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    slider = page.get_by_role("slider", name="True cases among them")
    assert slider.get_attribute("aria-valuetext") == expected


def test_the_truth_stays_covered_until_the_commander_lifts_the_cover(shown: Open) -> None:
    page = shown("S3")
    predict(page)
    page.get_by_role("button", name="The market", exact=True).click()
    page.locator(".explorable-live summary").first.click()
    live = page.locator(".explorable-live")
    sliders = page.get_by_role("slider", name="The truth in A")
    assert sliders.count() == 0
    assert "57.1" not in live.inner_text() and "in truth" not in live.inner_text()
    page.get_by_role("button", name="Lift the cover").press("Enter")
    assert sliders.count() == 1
    assert "In truth, 57.1 of every 100 incidents are in District A." in result(page)
    assert "In truth, 57.1" in str(page.locator(".explorable-live svg").get_attribute("aria-label"))
    assert page.get_by_role("columnheader", name="Incidents in A").count() == 1
    page.wait_for_timeout(700)
    assert page.locator('[role="status"]').inner_text().startswith("Lift the cover. After")


def test_a_menu_and_a_slider_over_steps_say_their_values(shown: Open) -> None:
    page = shown("S8")
    predict(page)
    slider = page.get_by_role("slider", name="How well the score ranks")
    assert slider.get_attribute("aria-valuetext") == "0.90"
    slider.press("End")
    assert slider.get_attribute("aria-valuetext") == "0.99"
    menu = page.get_by_role("combobox", name="Which tips are read first")
    menu.select_option("At random")
    assert "0.0 are found by the score, 2.0 without it" in result(page)
    page.wait_for_timeout(700)
    said = page.locator('[role="status"]').inner_text()
    assert said.startswith("Which tips are read first: At random.")


def test_a_change_is_announced_once_the_hand_rests(shown: Open) -> None:
    page = shown("S2")
    predict(page)
    page.get_by_role("slider", name="Where the line stands").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(700)
    said = page.locator('[role="status"]').inner_text()
    assert said.startswith("Where the line stands: 1.10.")
    assert "true cases are caught" in said


def test_the_state_comes_back_in_40_characters(shown: Open) -> None:
    page = shown("S1")
    kept = page.evaluate("""async () => {
      document.querySelectorAll('.explorable-answer')[2].click();
      document.querySelector('button.main').click();
      document.querySelectorAll('.explorable-row button')[1].click();
      const typed = document.querySelectorAll('.explorable-panel [type=number]');
      for (const [i, value] of [[0, '20000'], [2, '77.5'], [3, '0.123'], [4, '99']]) {
        typed[i].value = value;
        typed[i].dispatchEvent(new Event('change'));
      }
      await new Promise((done) => setTimeout(done, 600));
      return Coursebook.store.get('S1');
    }""")
    assert len(kept) <= 40
    assert kept.isascii() and "~" not in kept
    before = result(page)
    again = shown("S1")
    again.evaluate("kept => Coursebook.store.set('S1', kept)", kept)
    again.evaluate("""async () => {
      const text = await (await fetch('index.html')).text();
      const fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('.explorable');
      document.querySelector('.explorable').replaceWith(fresh);
      Coursebook.start(document);
    }""")
    assert result(again) == before
    assert "About 50" in again.locator(".explorable-live").inner_text()


@pytest.mark.parametrize("id_", TWINS)
def test_every_simulation_comes_back_as_it_was_left(shown: Open, id_: str) -> None:
    page = shown(id_)
    predict(page)
    page.locator(".explorable-row").first.locator("button").nth(1).click()
    page.evaluate(MOVE_ONE)
    page.wait_for_timeout(600)
    kept, before = page.evaluate("id => Coursebook.store.get(id)", id_), result(page)
    assert len(kept) <= 40 and kept.isascii() and kept.count(";") == 3
    again = shown(id_)
    again.evaluate(START_WITH, [id_, kept])
    assert result(again) == before
    pressed = again.locator('.explorable-row [aria-pressed="true"]').first.inner_text()
    assert pressed == KNOWN[id_].presets[1].label


# Moves the first control that is a menu or a slider, as a hand would.
MOVE_ONE = """() => {
  const control = document.querySelector('.explorable-panel :is(select, [type=range])');
  if (control.type === 'range') control.value = control.max;
  else control.selectedIndex = control.options.length - 1;
  control.dispatchEvent(new Event(control.type === 'range' ? 'input' : 'change'));
}"""
START_WITH = """async ([id, kept]) => {
  Coursebook.store.set(id, kept);
  const text = await (await fetch('index.html')).text();
  const fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('.explorable');
  document.querySelector('.explorable').replaceWith(fresh);
  Coursebook.start(document);
}"""


@pytest.mark.parametrize("hostile", ["x", ";;;", "0;9;9;", "0;0;0;zz:9,:,0:x", "0;1;1;0:-9e99"])
def test_a_spoilt_memory_does_no_harm(shown: Open, hostile: str) -> None:
    page = shown("S1")
    page.evaluate("""async (hostile) => {
      Coursebook.store.set('S1', hostile);
      const text = await (await fetch('index.html')).text();
      const fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('.explorable');
      document.querySelector('.explorable').replaceWith(fresh);
      Coursebook.start(document);
    }""", hostile)  # fmt: skip
    if page.locator("button.main").count():
        predict(page)
    assert "people flagged" in result(page)
    assert "NaN" not in page.locator(".explorable").inner_text()


@pytest.mark.parametrize("id_", TWINS)
@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "light", 1200), ("en", "dark", 320), ("ar", "light", 390), ("ar", "dark", 320)],
)
def test_every_width_theme_and_direction_is_accessible(
    shown: Open, id_: str, language: str, scheme: Scheme, width: int
) -> None:
    page = shown(id_, language, width=width, scheme=scheme)
    assert axe_violations(page) == []
    predict(page)
    for preset in range(len(KNOWN[id_].presets)):
        page.locator(".explorable-row").first.locator("button").nth(preset).click()
        assert overflow(page) <= 0
    assert axe_violations(page) == []


@pytest.mark.parametrize("side", ["ltr", "rtl"])
def test_the_picture_is_mirrored_and_its_numbers_are_not(shown: Open, side: Direction) -> None:
    page = shown("S1", "ar" if side == "rtl" else "en")
    mirror(page, side)
    predict(page)
    caught = page.locator(".explorable svg .x-on").first.bounding_box()
    middle = page.locator(".explorable svg").bounding_box()
    assert caught and middle
    left = caught["x"] + caught["width"] / 2 < middle["x"] + middle["width"] / 2
    assert left is (side == "ltr")
    assert page.locator(".explorable svg text", has_text="10,098").count() == 1


@pytest.mark.parametrize("id_", TWINS)
def test_the_page_is_valid_html(id_: str) -> None:
    simulation = KNOWN[id_]
    pages = {f"{preset.id}.html": page_html(simulation, "en", preset.id).encode()
             for preset in simulation.presets}  # fmt: skip
    assert [str(fault) for fault in html_faults(pages)] == []


def test_code_and_data_stay_small() -> None:
    assert (THEME / "player" / "explorable.js").stat().st_size <= 16 * 1024
    for simulation in KNOWN.values():
        assert len(simulation.script.encode()) <= 8 * 1024
