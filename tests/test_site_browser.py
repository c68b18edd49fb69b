"""The lean site as people use it: from a disk, under a strict policy, by keyboard, in any width."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from coursebook.editions import Edition
from coursebook.exporters.site import export
from coursebook.html.landing import landing_html
from coursebook.model import Audience
from coursebook.reader import course_slugs, read
from tests.test_site import rows
from tests.tools.browser import Record, Scheme, overflow, recorded
from tests.tools.html import axe_violations, html_faults
from tests.tools.packages import write_to
from tests.tools.servers import STRICT_CSP

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
SMALL = ROOT / "tests" / "course"
WIDTHS = (1280, 320)


def made(folder: Path, slug: str, language: str = "en", audience: Audience = "participant") -> Path:
    root = SMALL if slug == "test-library" else ROOT
    course = read(root, slug, language, "2026-11-23").course
    assert course
    files = export(Edition(course, audience=audience, medium="web"))
    write_to(folder, {name: data for name, data in files.items() if "/" in name})
    return folder / "site"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """The test course's site in a folder, made once for each language and audience."""
    known: dict[tuple[str, Audience], Path] = {}

    def find(language: str = "en", audience: Audience = "participant") -> Path:
        if (language, audience) not in known:
            folder = tmp_path_factory.mktemp(f"{language}-{audience}")
            known[language, audience] = made(folder, "test-library", language, audience)
        return known[language, audience]

    return find


@pytest.fixture
def page(visitor: tuple[BrowserContext, Record]) -> Iterator[Page]:
    """A fresh page; a complaint of the browser or a request to the outside fails the test."""
    context, record = visitor
    yield context.new_page()
    assert record.complaints == []
    assert record.outside == []


def html_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.html"))


# --- every page -----------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "audience"), [
    ("en", "participant"), ("ar", "participant"), ("en", "facilitator")])  # fmt: skip
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_in_every_width_and_colour(
    small: Callable[..., Path], browser: Browser, language: str, audience: Audience, scheme: Scheme
) -> None:
    folder = small(language, audience)
    for width in WIDTHS:
        with recorded(browser, width=width, scheme=scheme) as (context, record):
            sheet = context.new_page()
            for name in html_names(folder):
                sheet.goto((folder / name).as_uri())
                assert overflow(sheet) == 0, (name, width)
                assert axe_violations(sheet) == [], (name, width, scheme)
            assert (record.complaints, record.outside) == ([], [])


@pytest.mark.parametrize("audience", ["participant", "facilitator"])
def test_the_checker_of_html_finds_nothing(small: Callable[..., Path], audience: Audience) -> None:
    read = {
        f"{language}/{name}": (folder / name).read_bytes()
        for language, folder in ((one, small(one, audience)) for one in ("en", "ar"))
        for name in (*html_names(folder), "site.css")
    }
    assert html_faults(read, css=True) == []


@pytest.mark.parametrize("slug", course_slugs(ROOT))
def test_every_real_page(
    slug: str, tmp_path: Path, page: Page, request: pytest.FixtureRequest
) -> None:
    """Axe reads every page in the full run, else every fourth: the pages are of few kinds."""
    step = 1 if request.config.getoption("--matrix") == "full" else 4
    folder = made(tmp_path, slug)
    assert html_faults(folder) == []
    for number, name in enumerate(html_names(folder)):
        page.goto((folder / name).as_uri())
        assert overflow(page) == 0, name
        assert number % step or axe_violations(page) == [], name


def test_everything_works_under_a_strict_policy(
    small: Callable[..., Path], page: Page, served: Callable[..., Any]
) -> None:
    folder = small()
    server = served(folder, csp=STRICT_CSP)
    for name in html_names(folder):
        page.goto(server.url + name)
    page.click("[data-tool=search]")
    page.fill("#find", "scanner")
    expect(page.locator(".results a").first).to_be_visible()
    page.keyboard.press("Escape")
    page.click("[data-tool=settings]")
    expect(page.locator("dialog[open]")).to_be_visible()
    assert server.missing == []


def test_the_landing_page(tmp_path: Path, page: Page, browser: Browser) -> None:
    (tmp_path / "index.html").write_text(landing_html(rows()), encoding="utf-8")
    assert html_faults(tmp_path, css=True) == []
    for scheme in ("light", "dark"):
        with recorded(browser, width=320, scheme=scheme) as (context, _):
            sheet = context.new_page()
            sheet.goto((tmp_path / "index.html").as_uri())
            assert (overflow(sheet), axe_violations(sheet)) == (0, [])


# --- what readers do ------------------------------------------------------------------------


def opened(page: Page, folder: Path, name: str = "index") -> None:
    page.goto((folder / f"{name}.html").as_uri())


def searched(page: Page, words: str) -> list[str]:
    """Titles found for the words."""
    page.keyboard.press("Control+k")
    page.wait_for_selector("dialog[open] #find")
    page.fill("#find", words)
    page.keyboard.press("Enter")
    return page.locator(".results a").all_inner_texts()


def test_search_from_a_disk_by_keyboard(small: Callable[..., Path], page: Page) -> None:
    opened(page, small(), "t01-why")
    found = searched(page, "FALSE flags")
    assert "Most flags are false when late books are few" in found
    assert page.locator(".results mark").first.inner_text().lower() in ("false", "flags")
    assert axe_violations(page) == []
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == found[0]
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "t01-why" not in url)


def test_search_finds_nothing_and_says_so(small: Callable[..., Path], page: Page) -> None:
    opened(page, small())
    assert searched(page, "zzyzx") == []
    expect(page.locator("dialog [role=status]")).to_contain_text("zzyzx")


TEXTS = [
    ["ar.html", "الرقابة", "c", "تناقش اللجنةُ الرقابةَ البرلمانية والأدلة"],
    ["ru.html", "Ошибки", "c", "Ложные тревоги и пропуски в Ёлкино"],
    ["zh.html", "议会监督", "c", "议会委员会审查人工智能系统的错误报警。"],
    ["fr.html", "Où", "c", "Le député évalue la fiabilité"],
]


@pytest.mark.parametrize(("query", "file"), [
    ("رقابه", "ar.html"), ("اللجنة", "ar.html"), ("ادلة", "ar.html"), ("ТРЕВОГ", "ru.html"),
    ("елкино", "ru.html"), ("委员会", "zh.html"), ("人工智能报警", "zh.html"),
    ("evalue", "fr.html"), ("depute fiab", "fr.html")])  # fmt: skip
def test_search_in_other_scripts(
    small: Callable[..., Path], page: Page, query: str, file: str
) -> None:
    opened(page, small())
    page.keyboard.press("Control+k")
    page.wait_for_selector("dialog[open]")
    page.evaluate(f"Coursebook.site.search({json.dumps(TEXTS)})")
    page.fill("#find", query)
    page.keyboard.press("Enter")
    hrefs = page.locator(".results a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert hrefs == [file]


def test_notes_are_kept_only_after_the_reader_says_so(
    small: Callable[..., Path], page: Page
) -> None:
    opened(page, small(), "t01-count")
    notes = page.get_by_label("Your notes").first
    notes.fill("Of 20 flags, 2 are late.")
    page.reload()
    assert notes.input_value() == ""
    assert "note/" not in page.evaluate("JSON.stringify(localStorage)")
    notes.fill("Of 20 flags, 2 are late.")
    page.get_by_label("Keep on this device").first.check()
    page.reload()
    assert notes.input_value() == "Of 20 flags, 2 are late."
    with page.expect_download() as saved:
        page.locator(".lines-actions button").first.click()
    assert saved.value.path().read_text("utf-8") == "Of 20 flags, 2 are late.\n"
    page.get_by_role("button", name="Delete").first.click()
    assert notes.input_value() == ""
    page.reload()
    assert notes.input_value() == ""


def test_unticking_takes_the_kept_notes_away(small: Callable[..., Path], page: Page) -> None:
    opened(page, small(), "t01-count")
    page.get_by_label("Keep on this device").first.check()
    page.get_by_label("Your notes").first.fill("mine")
    page.get_by_label("Keep on this device").first.uncheck()
    assert "mine" not in page.evaluate("JSON.stringify(localStorage)")


def test_the_place_is_found_again(small: Callable[..., Path], page: Page) -> None:
    opened(page, small())
    assert page.inner_text("[data-start]") == "Start"
    opened(page, small(), "t01-why")
    page.locator(".pager").scroll_into_view_if_needed()
    expect(page.locator(".side .is-read")).to_have_count(1)
    page.keyboard.press("Alt+PageDown")
    page.wait_for_url("**/t01-objectives.html")
    page.keyboard.press("Alt+PageUp")
    page.wait_for_url("**/t01-why.html")
    opened(page, small())
    expect(page.locator("[data-start]")).to_have_text("Continue: A flag is not a late book")
    expect(page.locator(".progress").first).to_be_visible()
    page.click("[data-start]")
    page.wait_for_url("**/t01-why.html")


def test_length_folds_and_is_remembered(small: Callable[..., Path], page: Page) -> None:
    opened(page, small(), "t02-count")
    after = page.locator(".lesson > :not(.express)")
    short = page.get_by_role("button", name="Short")
    short.click()
    assert after.count() and not after.first.is_visible()
    page.reload()
    assert short.get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Show the whole page").click()
    assert after.first.is_visible()
    deep = next(name for name in html_names(small())
                if '<details class="deep"' in (small() / name).read_text("utf-8"))  # fmt: skip
    opened(page, small(), deep.removesuffix(".html"))
    page.get_by_role("button", name="In depth").click()
    assert page.locator("details.deep:not([open])").count() == 0
    page.get_by_role("button", name="Standard").click()
    assert page.locator("details.deep[open]").count() == 0


def test_colours_keys_and_deletion(small: Callable[..., Path], page: Page) -> None:
    opened(page, small(), "t01-why")
    page.click("[data-tool=settings]")
    page.get_by_label("Dark").check()
    assert axe_violations(page) == []
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.click("[data-tool=settings]")
    page.get_by_role("button", name="Delete all of it").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Press again to delete").click()
    assert page.evaluate("document.documentElement.dataset.theme") is None
    assert "theme" not in page.evaluate("JSON.stringify(localStorage)")


def test_contents_on_a_telephone(small: Callable[..., Path], browser: Browser) -> None:
    with recorded(browser, width=320) as (context, _):
        sheet = context.new_page()
        opened(sheet, small(), "t01-why")
        button = sheet.get_by_role("button", name="Contents")
        assert not sheet.locator(".side").is_visible()
        button.click()
        assert sheet.locator(".side").is_visible()
        assert sheet.locator(".side").get_by_role("link", name="All modules").is_visible()
        assert (overflow(sheet), axe_violations(sheet)) == (0, [])
        sheet.keyboard.press("Escape")
        assert button.get_attribute("aria-expanded") == "false"
        assert sheet.evaluate("document.activeElement.dataset.tool") == "contents"


@pytest.mark.parametrize(("language", "scheme"), [
    ("en", "light"), ("en", "dark"), ("ar", "light")])  # fmt: skip
def test_a_shade_tells_on_which_sides_a_table_goes_on(
    small: Callable[..., Path], browser: Browser, language: str, scheme: Scheme
) -> None:
    with recorded(browser, width=390, scheme=scheme) as (context, _):
        sheet = context.new_page()
        opened(sheet, small(language), "t01-work")
        sheet.add_style_tag(content="table { visibility: hidden }")
        plain = edges(sheet)
        assert plain[0] == plain[1]
        sheet.add_style_tag(content="table { min-width: 60rem }")
        for left, shaded in ((-9999, (False, True)), (9999, (True, False)), (-200, (True, True))):
            sheet.evaluate("by => document.querySelector('.table-scroll').scrollBy(by, 0)", left)
            found = edges(sheet)
            assert (found[0] != plain[0], found[1] != plain[1]) == shaded, left
        sheet.emulate_media(media="print")
        assert edges(sheet) == plain


def edges(page: Page) -> tuple[bytes, bytes]:
    """How the left and the right end of the first frame of a table look."""
    frame = page.locator(".table-scroll").first
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    assert box
    area = {"y": box["y"] + 1, "width": 4, "height": 9}
    left, right = box["x"], box["x"] + box["width"] - 4
    return (page.screenshot(clip={"x": left, **area}), page.screenshot(clip={"x": right, **area}))


def test_without_scripts_all_text_and_links_are_there(
    small: Callable[..., Path], browser: Browser
) -> None:
    with recorded(browser, scripts=False) as (context, _):
        sheet = context.new_page()
        opened(sheet, small(), "t01-count")
        assert sheet.locator(".lesson").is_visible() and sheet.locator(".side").is_visible()
        assert not sheet.locator(".tools").is_visible()
        sheet.click(".pager .next")
        assert "t01-count" not in sheet.url


def test_without_storage_the_page_still_works(small: Callable[..., Path], page: Page) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', "
                         "{get() { throw new DOMException('no', 'SecurityError'); }})")  # fmt: skip
    opened(page, small(), "t01-count")
    page.get_by_label("Your notes").first.fill("stays here")
    page.get_by_label("Keep on this device").first.check()
    page.get_by_role("button", name="Short").click()
    assert page.get_by_role("button", name="Short").get_attribute("aria-pressed") == "true"


def test_answers_are_found_again(small: Callable[..., Path], page: Page) -> None:
    opened(page, small(), "t01-predict")
    page.evaluate("Coursebook.store.set('t01-p1', 'abc')")
    page.reload()
    assert page.evaluate("Coursebook.store.get('t01-p1')") == "abc"


def test_on_paper_only_the_text_is_left(small: Callable[..., Path], page: Page) -> None:
    opened(page, small(), "t01-count")
    page.emulate_media(media="print")
    for hidden in (".bar", ".side", ".pager", ".lines-actions"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("h1").is_visible() and page.locator(".site-foot").is_visible()
