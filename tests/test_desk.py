"""The editor's desk: its numbers are those of the courses, and it shows what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from coursebook.alignment import coverage
from coursebook.build import Order, build, prepare
from coursebook.checks.language import readability
from coursebook.cli import main
from coursebook.desk.figures import review_state, size_of
from coursebook.evidence import due_facts
from coursebook.model import Course, Review
from coursebook.reporting import made_of
from tests.conftest import AS_OF
from tests.tools.browser import overflow, recorded
from tests.tools.html import axe_violations, html_faults

LATE = "2099-01-01"
WAIVER = 'waivers:\n  - {code: L111, reason: "Planted reason", date: "2026-11-20"}\n'
STALE = ('reviews:\n  - {kind: internal, checklist: facts, role: second reader,'
         ' date: "2026-11-20", outcome: pass, hash: "0123456789abcdef"}\n')  # fmt: skip
LESSON = "modules/t01-late-returns/index.md"


def made(root: Path, *words: str, as_of: str = AS_OF) -> Path:
    assert main(["report", "--as-of", as_of, *words], root) == 0
    return root / "report" / "index.html"


def tree(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_bytes())


def tile(page: html.HtmlElement, key: str) -> int:
    return int(page.xpath(f"//*[@data-tile='{key}']")[0].text)


def words_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def rows(page: html.HtmlElement, section: str) -> list[html.HtmlElement]:
    found: list[html.HtmlElement] = page.xpath(
        f"//section[@id='{section}']//tbody/tr[not(@class)]")  # fmt: skip
    return found


def plant(root: Path, text: str) -> None:
    path = root / LESSON
    before = path.read_text(encoding="utf-8")
    assert "reviews: []\n" in before
    path.write_text(before.replace("reviews: []\n", text), encoding="utf-8")


# --- numbers ----------------------------------------------------------------------------------


def test_the_problems_on_the_page_are_those_of_check(course_root: Path) -> None:
    plant(course_root, STALE)
    plan = prepare(Order(course_root, course_root / "dist", AS_OF))
    page = tree(made(course_root))
    shown = [words_of(e.xpath(".//a")[0]) for e in page.xpath("//*[@data-problem]")]
    assert sorted(shown) == sorted(f"{p.path}:{p.line}" for p in plan.problems)
    assert len(shown) > 0
    weights = ("errors", "warnings", "notes")
    assert sum(tile(page, key) for key in weights) == len(plan.problems)


def test_every_objective_has_its_row_of_coverage(course_root: Path, course: Course) -> None:
    shown = [[words_of(cell) for cell in row] for row in rows(tree(made(course_root)), "coverage")]
    expected = coverage(course)
    assert [row[0].split()[0] for row in shown] == [one.objective for one in expected]
    for row, one in zip(shown, expected, strict=True):
        parts = (one.taught, one.practised, one.checked, one.items_x, one.items_y)
        assert row[1:6] == [str(len(part)) for part in parts]


def test_words_and_sentences_are_those_that_were_counted(course_root: Path, course: Course) -> None:
    page = tree(made(course_root))
    for module, row in zip(course.modules, rows(page, "reading"), strict=True):
        found = readability(module, course.standards.language.longest_sentence)
        assert words_of(row[1]) == f"{found.words:,}"
        assert words_of(row[2]) == f"{found.sentences:,}"
    for module, row in zip(course.modules, rows(page, "sizes"), strict=True):
        size = size_of(course, module)
        assert [words_of(cell) for cell in row[1:4]] == [f"{n:,}" for _, n in size.words]
        express, core, deep = (n for _, n in size.words)
        assert express <= core <= deep
        assert deep > 0


def test_each_fact_in_use_has_a_row_with_all_its_places(course_root: Path) -> None:
    plan = prepare(Order(course_root, course_root / "dist", AS_OF))
    shown = rows(tree(made(course_root)), "facts")
    due = due_facts(plan.courses)
    assert [words_of(row[0]).split()[0] for row in shown] == [item.fact.id for item in due]
    for row, item in zip(shown, due, strict=True):
        places = [words_of(link) for link in row.xpath(".//*[@class='place']/a")]
        assert places == [f"{place.path}:{place.line}" for place in item.uses]


def test_links_to_files_work_from_the_folder_of_the_report(course_root: Path) -> None:
    for name in ("report/index.html", "elsewhere/deep/desk.html"):
        made(course_root, "--out", name)
        path = course_root / name
        links = tree(path).xpath("//*[@class='place']/a/@href")
        assert links
        assert all((path.parent / link).resolve().is_file() for link in links)
        assert (path.parent / "facts-due.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


# --- what is wrong ----------------------------------------------------------------------------


def test_facts_that_are_late_on_the_day_are_shown_as_expired(course_root: Path) -> None:
    assert tile(tree(made(course_root)), "expired") == 0
    page = tree(made(course_root, as_of=LATE))
    assert tile(page, "expired") == len(rows(page, "facts")) > 0
    assert all("expired" in words_of(row[1]) for row in rows(page, "facts"))
    assert page.xpath("//*[@data-problem][@data-severity='error'][@data-kind='K']")


def test_a_review_of_an_older_text_is_shown_as_stale(course_root: Path) -> None:
    assert tile(tree(made(course_root)), "stale") == 0
    plant(course_root, STALE)
    page = tree(made(course_root))
    assert tile(page, "stale") == 1
    row = next(r for r in rows(page, "status") if r.get("data-module") == "t01-late-returns")
    assert "facts, internal, 2026-11-20, passed" in words_of(row[2])
    assert "text changed since" in words_of(row[2])
    assert "pilot" in words_of(row[4])  # nobody from outside has read it


def test_a_waived_rule_is_shown_with_its_reason(course_root: Path) -> None:
    assert rows(tree(made(course_root)), "waivers") == []
    plant(course_root, f"reviews: []\n{WAIVER}")
    (row,) = rows(tree(made(course_root)), "waivers")
    assert words_of(row[0]).startswith("L111 ")
    assert "Planted reason" in words_of(row[2])
    assert words_of(row[4]).startswith(f"{LESSON}:")


def test_the_state_of_a_review_follows_the_hash_of_the_text(course: Course) -> None:
    module = course.modules[0]
    review = Review("internal", "facts", "x", AS_OF, "pass", module.source_hash)
    assert review_state(module, review) == "current"
    assert review_state(module, replace(review, hash="0")) == "stale"
    assert review_state(module, replace(review, hash="")) == "unhashed"


# --- the page ---------------------------------------------------------------------------------


def test_the_same_input_and_day_give_the_same_bytes(course_root: Path) -> None:
    assert made(course_root).read_bytes() == made(course_root).read_bytes()
    for language in ("en", "ar"):
        page = tree(made(course_root, "--language", language))
        assert page.get("dir") == ("rtl" if language == "ar" else "ltr")
        assert not re.search(r"\bdesk\.[a-z]", words_of(page.xpath("//main")[0]))


def test_the_report_is_never_written_into_dist(
    course_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "--out", "dist/desk.html"], course_root) == 2
    assert "never inside dist/" in capsys.readouterr().err
    assert not (course_root / "dist" / "desk.html").exists()


def test_outputs_are_shown_only_of_a_full_build_of_this_text(course_root: Path) -> None:
    order = Order(course_root, course_root / "dist", AS_OF)
    assert made_of(order) is None
    build(Order(course_root, course_root / "dist", AS_OF, formats=("json",)))
    assert made_of(order) is None


@pytest.mark.slow
def test_the_outputs_of_a_full_build_stand_with_their_size_and_heaviest_page(
    course_root: Path,
) -> None:
    assert main(["build", "--as-of", AS_OF], course_root) == 0
    manifest = json.loads((course_root / "dist/manifest.json").read_text(encoding="utf-8"))
    page = tree(made(course_root))
    shown = {row.xpath("string(*[1])"): row for row in rows(page, "made")}
    assert set(shown) == {entry["path"] for entry in manifest["outputs"]}
    site = next(path for path in shown if path.endswith("en/participant/site/site"))
    pages = (course_root / "dist" / site).glob("*.html")
    heaviest = max(pages, key=lambda path: path.stat().st_size)
    assert heaviest.name in words_of(shown[site])


# --- in a browser -----------------------------------------------------------------------------


@pytest.fixture
def opened(course_root: Path, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`opened(language, **window)` opens the page; complaints and outside requests fail."""
    plant(course_root, STALE + WAIVER)  # two kinds of problems
    entered = []

    def start(language: str = "en", **window: object) -> Page:
        path = made(course_root, "--language", language)
        manager = recorded(browser, **window)  # type: ignore[arg-type]
        context, record = manager.__enter__()
        entered.append((manager, record))
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield start
    for manager, record in entered:
        assert (record.complaints, record.outside) == ([], [])
        manager.__exit__(None, None, None)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 320])
def test_everybody_can_read_the_page(
    opened: Callable[..., Page], language: str, scheme: str, width: int
) -> None:
    page = opened(language, width=width, scheme=scheme)
    assert overflow(page) == 0
    assert axe_violations(page) == []


@pytest.mark.slow
def test_the_checker_of_html_finds_nothing_in_the_report(course_root: Path) -> None:
    for language in ("en", "ar"):
        page = made(course_root, "--language", language).read_bytes()
        assert html_faults({"desk.html": page}) == []


@pytest.mark.slow
def test_the_keyboard_filters_problems_and_paper_shows_all(opened: Callable[..., Page]) -> None:
    page = opened()
    found = page.locator("[data-problem]")
    everything = found.count()
    wanted = page.locator("[data-problem][data-kind='V']").count()
    assert 0 < wanted < everything
    page.locator("select[name=kind]").focus()
    page.keyboard.type("V: ")
    expect(page.locator("[data-count]")).to_have_text(
        f"{wanted} of {everything} problems shown")  # fmt: skip
    assert page.locator("[data-problem]:visible").count() == wanted
    page.emulate_media(media="print")
    assert page.locator("[data-problem]:visible").count() == everything
    assert not page.locator("[data-filters]").is_visible()
    page.emulate_media(media="screen")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-problem]:visible")).to_have_count(everything)


@pytest.mark.slow
def test_a_module_narrows_the_tables_as_well(opened: Callable[..., Page]) -> None:
    page = opened()
    page.select_option("select[name=module]", "t01-late-returns")
    kept = page.locator("#sizes tbody tr[data-module]:visible")
    assert [row.get_attribute("data-module") for row in kept.all()] == ["t01-late-returns"]


@pytest.mark.slow
def test_without_scripts_the_page_is_whole(opened: Callable[..., Page]) -> None:
    page = opened(scripts=False)
    assert page.locator("[data-problem]:visible").count() == page.locator("[data-problem]").count()
    assert not page.locator("[data-filters]").is_visible()
    assert page.locator(".copy:visible").count() == 0
