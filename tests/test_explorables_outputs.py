"""Every simulation of the project on a real site and in a real package, as learners use it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Frame, Page

from coursebook.editions import Edition
from coursebook.exporters import exporter
from coursebook.exporters.site import export
from coursebook.model import Course, Section, Target, Text
from coursebook.reader.simulations import load
from tests.scorm_packages import A02, course, learner
from tests.tools.browser import Record, overflow
from tests.tools.packages import write_to
from tests.tools.scorm import Lms
from tests.tools.servers import STRICT_CSP

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
KNOWN = {simulation.id: simulation for simulation in load(ROOT)[0]}


@functools.cache
def every_simulation() -> Course:
    """The real course, with one module of which each section shows one simulation."""
    real = course("real")
    module = real.module(A02)
    sections = tuple(
        Section(f"a02-{id_.lower()}", KNOWN[id_].title,
                (Text(f":::{{explorable}} {id_}\n:::\n", module.place),), module.place)
        for id_ in sorted(KNOWN)
    )  # fmt: skip
    return replace(real, modules=(replace(module, sections=sections, lab=(), questions=()),))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_to(folder, dict(export(Edition(every_simulation(), medium="web"))))
    return folder / "site"


@pytest.fixture
def page(visitor: tuple[BrowserContext, Record]) -> Iterator[Page]:
    context, record = visitor
    yield context.new_page()
    assert record.complaints == []
    assert record.outside == []


def play(frame: Page | Frame, id_: str) -> str:
    """Predict, take the last story and move a control; what the page then says."""
    box = frame.locator(f'[data-explorable="{id_}"]')
    box.locator("input[type=radio]").first.check()
    box.locator("button.main").click()
    box.locator(".explorable-row").first.locator("button").last.click()
    control = box.locator(".explorable-panel").locator("select:visible, [type=range]:visible").first
    control.focus()
    control.press("ArrowDown")
    control.press("ArrowDown")
    control.press("ArrowUp")
    frame.wait_for_timeout(600)
    return result(frame, id_)


def result(frame: Page | Frame, id_: str) -> str:
    return frame.locator(f'[data-explorable="{id_}"] .explorable-result').inner_text()


@pytest.mark.parametrize("id_", sorted(KNOWN))
def test_a_site_on_a_disk_finds_the_simulation_as_it_was_left(
    site: Path, page: Page, id_: str
) -> None:
    page.goto((site / f"a02-{id_.lower()}.html").as_uri())
    before = play(page, id_)
    page.reload()
    assert result(page, id_) == before
    assert page.locator("button.main").count() == 0
    page.set_viewport_size({"width": 320, "height": 800})
    assert overflow(page) <= 0


@pytest.mark.parametrize("id_", sorted(KNOWN))
def test_on_screen_paper_a_page_keeps_picture_and_words(site: Path, page: Page, id_: str) -> None:
    page.goto((site / f"a02-{id_.lower()}.html").as_uri())
    play(page, id_)
    page.emulate_media(media="print")
    assert page.locator(".explorable-live svg").is_visible()
    assert page.locator(".explorable-result").is_visible()
    assert not page.locator(".explorable-panel").is_visible()


def test_a_package_plays_every_simulation_and_tells_the_lms_nothing(
    lms: Callable[..., Lms]
) -> None:
    target: Any = Target("anybody", "Anybody", "full")
    packages = exporter("scorm12")(Edition(every_simulation(), target=target))
    system = lms(packages[f"{A02}.zip"], csp=STRICT_CSP)
    one = learner(system)
    said = {}
    for id_ in sorted(KNOWN):
        one.open(f"a02-{id_.lower()}")
        said[id_] = play(one.frame, id_)
    for id_, words in said.items():  # another page and back: nothing is lost
        one.open(f"a02-{id_.lower()}")
        assert result(one.frame, id_) == words
    assert not [id_ for id_ in KNOWN if f"{id_}=" in one.visit.value("cmi.suspend_data")]
    assert one.visit.record.complaints == []
    assert one.visit.refused == []
