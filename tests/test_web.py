"""The Jupyter Book: what a reader sees, what never leaves, and the raw `jupyter-book build .`."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from coursebook.editions import Edition
from coursebook.exporters import web
from coursebook.files import sha256
from coursebook.model import Course
from coursebook.reader import read
from coursebook.toc import toc_text
from tests.tools.browser import Scheme, overflow, recorded
from tests.tools.html import axe_violations, link_faults
from tests.tools.packages import unpacked
from tests.tools.servers import Server

ROOT = Path(__file__).parents[1]
SMALL = ROOT / "tests" / "course"
BASELINE = ROOT / "tests" / "web_axe_baseline.json"
DAY = "2026-11-23"
LESSON = "modules/t01-late-returns/index.html"
SECRET = re.compile(rb"PLANTED-[A-Z0-9-]+")


def course(language: str) -> Course:
    found = read(SMALL, "test-library", language, DAY).course
    assert found
    return found


@pytest.fixture(scope="module")
def book() -> dict[str, bytes]:
    return inside(web.export(Edition(course("en"))))


@pytest.fixture(scope="module")
def arabic() -> dict[str, bytes]:
    return inside(web.export(Edition(course("ar"))))


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of `jupyter-book build .` in a copy of the small course."""
    project = tmp_path_factory.mktemp("raw") / "project"
    shutil.copytree(SMALL, project, ignore=shutil.ignore_patterns("_build", ".coursebook"))
    shutil.copy(ROOT / "_config.yml", project)
    shutil.copy(ROOT / "modules" / "welcome.md", project / "modules")
    (project / "_toc.yml").write_text(toc_text([course("en")]), encoding="utf-8")
    done = jupyter_book(project)
    assert done.returncode == 0, done.stderr[-3000:]
    return project / "_build"


def jupyter_book(project: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; from jupyter_book.cli.main import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", program, "build", ".", "-W", "--keep-going", "--quiet"],
        cwd=project, env={**web.environment(), "SOURCE_DATE_EPOCH": "1795392000"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def inside(files: Mapping[str, bytes]) -> dict[str, bytes]:
    assert {name.split("/")[0] for name in files} == {"web"}
    return {name.removeprefix("web/"): data for name, data in files.items()}


# --- without Sphinx --------------------------------------------------------------------------


def test_the_settings_of_the_raw_book_are_those_of_the_format() -> None:
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    config = settings["sphinx"]["config"]
    theme = {key: value for key, value in config.pop("html_theme_options").items()
             if key != "extra_footer"}  # fmt: skip
    assert config == web.SPHINX
    assert theme == web.THEME
    assert {key: settings[key] for key in web.SETTINGS} == web.SETTINGS
    assert settings["sphinx"]["local_extensions"] == {web.ENGINE: "."}


def test_a_title_is_said_as_it_is_written() -> None:
    assert web.heading(2, 'Rules & "50%" {x} [y]', "t01-x") == (
        '(t01-x)=\n## Rules \\& \\"50\\%\\" \\{x\\} \\[y\\]\n\n'
    )


def test_colours_are_taken_in_light_and_dark() -> None:
    css = web.book_css()
    assert css.startswith(":root{")
    assert ":root[data-theme=dark]{" in css
    assert "prefers-color-scheme" not in css, "the theme chooses, also when it follows the device"
    assert "body{" not in css


# --- the book --------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_same_course_gives_the_same_bytes(book: dict[str, bytes]) -> None:
    again = inside(web.export(Edition(course("en"))))
    assert {n: sha256(d) for n, d in book.items()} == {n: sha256(d) for n, d in again.items()}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_secret_and_no_path_of_this_machine(
    language: str, request: pytest.FixtureRequest
) -> None:
    files = request.getfixturevalue("book" if language == "en" else "arabic")
    for name, data in files.items():
        assert not SECRET.search(data), name
        assert str(ROOT).encode() not in data, name
        assert b"coursebook-web-" not in data, name
        assert not name.startswith(("_sources", ".")), name


@pytest.mark.slow
def test_every_section_is_an_anchor_and_every_link_arrives(
    book: dict[str, bytes], arabic: dict[str, bytes]
) -> None:
    for language, files in (("en", book), ("ar", arabic)):
        for module in course(language).modules:
            page = files[f"modules/{module.slug}/index.html"].decode()
            for section in Edition(course(language)).pages(module):
                assert f'<section id="{section.id}">' in page
        # The theme names each icon font twice; browsers take the first, woff2.
        assert [fault for fault in link_faults(files) if ".ttf: " not in fault] == []


@pytest.mark.slow
def test_pages_say_language_and_direction(
    book: dict[str, bytes], arabic: dict[str, bytes]
) -> None:
    for files, said in ((book, 'lang="en" dir="ltr"'), (arabic, 'lang="ar" dir="rtl"')):
        start = f"<html {said}"
        pages = [data.decode() for name, data in files.items() if name.endswith(".html")]
        assert pages
        assert all(start in page for page in pages)


@pytest.mark.slow
def test_what_sphinx_complains_about_stops_the_format(tmp_path: Path) -> None:
    files = web.Book(Edition(course("en"))).sources()
    files["glossary.md"] = "# One\n\n{ref}`nowhere`\n"
    web.write(tmp_path / "source", files)
    with pytest.raises(web.WebBookError, match=r"glossary\.md:\d+: WARNING: undefined label"):
        web.run(tmp_path / "source", tmp_path / "out")


# --- the raw book ----------------------------------------------------------------------------


@pytest.mark.slow
def test_the_raw_book_has_the_same_lessons_and_no_secret(
    raw: Path, book: dict[str, bytes]
) -> None:
    for name, data in unpacked(raw).items():
        assert not SECRET.search(data), name
        assert "_sources/" not in name, name
    for module in course("en").modules:
        page = f"modules/{module.slug}/index.html"
        assert blocks((raw / "html" / page).read_bytes()) == blocks(book[page])


def blocks(page: bytes) -> list[str]:
    """Our part of a page; links to the glossary of the course exist in its own book only."""
    return re.findall(r'<div class="coursebook">.*?</section>', page.decode(), re.DOTALL)


@pytest.mark.slow
def test_a_page_that_is_no_lesson_never_slips_in(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(SMALL, project, ignore=shutil.ignore_patterns("_build", ".coursebook"))
    settings = (ROOT / "_config.yml").read_text(encoding="utf-8")
    (project / "_config.yml").write_text(settings.replace("**/facilitator*.md", "x"), "utf-8")
    shutil.copy(ROOT / "modules" / "welcome.md", project / "modules")
    toc = toc_text([course("en")]) + "      - file: modules/t01-late-returns/facilitator\n"
    (project / "_toc.yml").write_text(toc, encoding="utf-8")
    done = jupyter_book(project)
    assert done.returncode != 0
    assert "modules/t01-late-returns/facilitator is no lesson of a course" in done.stderr


# --- in the browser --------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["book", "arabic", "raw"])
def test_no_page_asks_for_anything_outside(
    kind: str, browser: Browser, served: Callable[..., Server], request: pytest.FixtureRequest
) -> None:
    content = request.getfixturevalue(kind)
    files = content if kind != "raw" else unpacked(content / "html")
    server = served(files)
    with recorded(browser, width=320) as (context, record):
        page = context.new_page()
        for name in sorted(n for n in files if n.endswith(".html") and "macros" not in n):
            page.goto(server.url + name)
            page.wait_for_load_state("networkidle")
            assert overflow(page) <= 0, name
        assert record.outside == []
        assert record.complaints == []
        assert server.missing == []


@pytest.mark.slow
def test_questions_sliders_and_search_work(
    book: dict[str, bytes], browser: Browser, served: Callable[..., Server]
) -> None:
    server = served(book)
    with recorded(browser) as (context, record):
        page = context.new_page()
        page.goto(server.url + LESSON)
        question = page.locator('.question[data-type="choice"]:has(input[type="radio"])').first
        question.locator("input").first.check()
        question.locator("button.check").click()
        assert question.locator(".question-feedback").inner_text().strip()
        simulation = page.locator(".explorable").first
        simulation.locator('input[type="radio"]').first.check()
        simulation.locator("button.main").click()
        before = simulation.locator(".explorable-result").inner_text()
        simulation.locator('input[type="range"]').first.focus()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        page.wait_for_timeout(700)
        assert simulation.locator(".explorable-result").inner_text() != before
        page.goto(server.url + "search.html?q=scanner")
        page.locator("#search-results li a").first.wait_for()
        links = page.locator("#search-results li a").evaluate_all("as => as.map(a => a.href)")
        assert any("t01-late-returns" in link for link in links)
        assert record.outside == []
        assert record.complaints == []


@pytest.mark.slow
def test_there_is_one_search_box(
    book: dict[str, bytes], browser: Browser, served: Callable[..., Server]
) -> None:
    with recorded(browser) as (context, _):
        page = context.new_page()
        page.goto(served(book).url + LESSON)
        found = page.locator('.search-button__button:visible, input[type="search"]:visible')
        assert found.count() == 1


@pytest.mark.slow
def test_axe_finds_no_more_than_the_recorded_baseline(
    book: dict[str, bytes], arabic: dict[str, bytes], browser: Browser,
    served: Callable[..., Server],
) -> None:  # fmt: skip
    """The theme is not ours: the list may shrink, never grow."""
    baseline = json.loads(BASELINE.read_text(encoding="utf-8"))
    schemes: tuple[Scheme, ...] = ("light", "dark")
    found: dict[str, list[str]] = {}
    for language, files in (("en", book), ("ar", arabic)):
        server = served(files)
        for scheme in schemes:
            with recorded(browser, scheme=scheme) as (context, _):
                page = context.new_page()
                for name in sorted(n for n in files if n.endswith(".html")):
                    page.goto(server.url + name)
                    for violation in axe_violations(page):
                        rule = violation.partition(":")[0]
                        found.setdefault(rule, []).append(f"{language} {scheme} {name} {violation}")
    worse = {rule: where for rule, where in found.items() if len(where) > baseline.get(rule, 0)}
    assert worse == {}
