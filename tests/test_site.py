"""The lean site as files: pages, links, weights, what is found, and what must not be there."""

from __future__ import annotations

import gzip
import json
import platform
import re
import sys
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from coursebook.editions import Edition
from coursebook.exporters.site import export
from coursebook.files import Files
from coursebook.html.fonts import SUBSETS, web_fonts
from coursebook.html.landing import Row, landing_html, size_text
from coursebook.html.question_player import PARTS, parts_used
from coursebook.html.search import Found, plain_text, search_index
from coursebook.html.shell import THEME, document, player_script, style_sheet
from coursebook.model import Audience
from coursebook.reader import course_slugs, read
from tests.tools.html import link_faults
from tests.tools.packages import unpacked

ROOT = Path(__file__).parent.parent
SMALL = ROOT / "tests" / "course"
REAL = course_slugs(ROOT)
LIMIT = 50 * 1024
LISTS = ("-words.html", "facts.html", "glossary.html")
"""Ends of the names of pages that list facts and sources: they are as long as the list is."""
SIDE = re.compile(r'<nav class="side".*?</nav>')
LINKED = re.compile(r'(?:href|src)="([^":]+\.(?:css|js))"')


@cache
def edition(
    root: Path = SMALL, slug: str = "test-library", language: str = "en",
    audience: Audience = "participant",
) -> Edition:  # fmt: skip
    course = read(root, slug, language, "2026-11-23").course
    assert course
    return Edition(course, audience=audience, medium="web")


@cache
def site(
    root: Path = SMALL, slug: str = "test-library", language: str = "en",
    audience: Audience = "participant",
) -> Files:  # fmt: skip
    made = export(edition(root, slug, language, audience))
    return {name.removeprefix("site/"): data for name, data in made.items() if "/" in name}


def pages(files: Files) -> dict[str, str]:
    return {n: data.decode("utf-8") for n, data in files.items() if n.endswith(".html")}


def test_every_section_is_a_page_and_every_module_has_a_front() -> None:
    small = edition()
    wanted = {"index.html", "glossary.html", "facts.html"}
    for module in small.modules:
        wanted |= {f"{module.slug}.html", *(f"{page.id}.html" for page in small.pages(module))}
    assert set(pages(site())) == wanted


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("audience", ["participant", "facilitator"])
def test_no_link_leads_nowhere(language: str, audience: Audience) -> None:
    assert link_faults(site(SMALL, "test-library", language, audience)) == []


def test_the_zip_holds_the_same_files_in_one_folder() -> None:
    made = export(edition())
    inside = {f"test-library-en/{name}": data for name, data in site().items()}
    assert unpacked(made["site.zip"]) == inside


def test_two_exports_give_the_same_bytes() -> None:
    course = edition().course
    assert export(Edition(course)) == export(Edition(course))


def test_no_page_needs_an_inline_script_or_style() -> None:
    for name, html in pages(site()).items():
        assert " style=" not in html and "<style" not in html, name
        assert not re.search(r"<script(?![^>]*(?: src=|application/json))", html), name
        assert not re.search(r"<[^>]+ on[a-z]+=", html), name


def test_every_page_says_version_licence_day_and_notice() -> None:
    course = edition().course
    for name, html in pages(site()).items():
        for said in (course.version, course.licence, "23 November 2026", course.notice):
            assert said in html, (name, said)


def test_a_page_lists_its_own_module_and_never_the_whole_tree() -> None:
    html = pages(site())["t02-" + next(
        page.id for page in edition().pages(edition().modules[1])).removeprefix("t02-") + ".html"]
    others = [page.id for page in edition().pages(edition().modules[0])]
    side = re.search(r'<nav class="side".*?</nav>', html, re.DOTALL)
    assert side and not [id_ for id_ in others if f'href="{id_}.html"' in side[0]]


def test_only_the_facilitators_site_has_notes_and_guide_and_says_so_on_every_page() -> None:
    theirs = pages(site(SMALL, "test-library", "en", "facilitator"))
    ours = pages(site())
    warning = edition().words["site.facilitator"]
    guide = edition(SMALL, "test-library", "en", "facilitator").guide_pages
    assert all(warning in html for html in theirs.values())
    assert any("facilitator-note" in html for html in theirs.values())
    assert all(f"{page.id}.html" in theirs for m in edition().modules for page in guide(m))
    assert not [name for name, html in ours.items() if warning in html or "facilitator-" in html]


def test_headings_go_down_one_step_at_a_time() -> None:
    for name, html in pages(site()).items():
        levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]
        assert levels.count(1) == 1 and levels[0] == 1, name
        assert all(b - a <= 1 for a, b in pairwise(levels)), (name, levels)


def test_pages_link_only_to_the_scripts_that_they_use() -> None:
    for name, html in pages(site()).items():
        linked = set(LINKED.findall(html))
        assert ("questions.js" in linked) == ('class="question"' in html), name
        assert ("notes.js" in linked) == ('class="lines"' in html), name
        assert ("explorable.js" in linked) == (" data-preset=" in html), name
        assert not linked & {"search.js", "settings.js"}, name


# --- weight ---------------------------------------------------------------------------------


PLAYED = re.compile(r'<section class="(explorable|scenario)".*?</section>', re.DOTALL)
OF_PLAYED = re.compile(r"(explorable|simulation|scenario)\b")


def weights(files: Files) -> dict[str, int]:
    """Bytes of each page with every style sheet and script that it links to.

    A simulation or a story with choices, with its script, data and pictures, counts for itself.
    """
    return {
        name: len(PLAYED.sub("", html).encode())
        + sum(len(files[one]) for one in set(LINKED.findall(html)) if not OF_PLAYED.match(one))
        for name, html in pages(files).items()
    }


@pytest.mark.skipif(
    sys.platform == "darwin" and platform.machine() == "arm64", reason="no minifier for it"
)
@pytest.mark.parametrize(
    ("root", "slug", "language"),
    [*((ROOT, slug, "en") for slug in REAL), (SMALL, "test-library", "en"),
     (SMALL, "test-library", "ar")],
)  # fmt: skip
def test_a_page_weighs_at_most_50_kb(root: Path, slug: str, language: str) -> None:
    files = site(root, slug, language)
    heavy = {name: weight for name, weight in weights(files).items() if weight > LIMIT}
    assert {name: weight for name, weight in heavy.items() if not name.endswith(LISTS)} == {}
    assert all(weight < 2 * LIMIT for weight in heavy.values())


def test_a_page_loads_the_scripts_of_its_own_questions_only() -> None:
    for name, html in pages(site()).items():
        own = {f"{part.script}.js" for part in parts_used(html)}
        assert {one for one in LINKED.findall(html) if one.startswith("questions")} == own | {
            f"{part.script}.css" for part in parts_used(html) if part.styled
        }, name
        said = re.search(r'id="coursebook-words">(.*?)</script>', html)
        keys = set(json.loads(said[1])) if said else set()
        unused = [part for part in PARTS if part not in parts_used(html)]
        assert not [key for key in keys for part in unused if key.startswith(part.words)], name


@pytest.mark.parametrize("slug", REAL)
def test_any_real_page_weighs_at_most_43_kb_on_the_way(slug: str) -> None:
    files = site(ROOT, slug)
    packed = {n: len(gzip.compress(data, 6)) for n, data in files.items()
              if n.endswith((".html", ".css", ".js"))}  # fmt: skip
    heavy = {name: packed[name] + sum(packed[linked] for linked in set(LINKED.findall(html)))
             for name, html in pages(files).items()}  # fmt: skip
    assert {name: weight for name, weight in heavy.items() if weight > 43_000} == {}


def test_a_page_asks_for_at_most_six_files_before_its_questions() -> None:
    for name, html in pages(site()).items():
        linked = LINKED.findall(html)
        fonts, icon, page = 2, 1, 1
        if not {"front.css", "questions.js", "explorable.js", "notes.js"} & set(linked):
            assert len(linked) + fonts + icon + page <= 6, name


def test_the_contents_of_a_page_do_not_grow_with_the_course() -> None:
    first = edition().modules[0]
    alone = export(replace(edition(), only=(first.slug,)))
    whole = pages(site())
    for page in edition().pages(first):
        name = f"{page.id}.html"
        assert SIDE.findall(alone[f"site/{name}"].decode("utf-8")) == SIDE.findall(whole[name])


# --- pieces ---------------------------------------------------------------------------------


def test_a_document_says_its_language_and_direction() -> None:
    html = document("A < B", "<main id=\"main\"></main>", language="ar", direction="rtl",
                    css=["a.css"], scripts=["b.js"], words={"x": "</script>"}, skip="Skip")
    assert html.startswith('<!DOCTYPE html>\n<html lang="ar" dir="rtl">')
    assert "<title>A &lt; B</title>" in html and '<script src="b.js" defer></script>' in html
    assert html.count("</script>") == 2


def test_style_sheets_and_scripts_lose_only_what_people_read() -> None:
    names = sorted(path.stem for path in (THEME / "css").glob("*.css"))
    for name in names:
        assert style_sheet(name).count("{") == (THEME / "css" / f"{name}.css").read_text(
            "utf-8").count("{")  # fmt: skip
    assert "/*" not in player_script("core")
    assert player_script("core", "site").count('"use strict";') == 2


def test_fonts_follow_the_text() -> None:
    assert list(web_fonts("Plain words")[1]) == [
        "noto-sans-latin-400-normal.woff2", "noto-sans-latin-700-normal.woff2"]  # fmt: skip
    assert any("amiri" in name for name in web_fonts("سلام")[1])
    assert any("cyrillic-400" in name for name in web_fonts("Совет")[1])
    assert web_fonts("")[0] == ""
    faces = web_fonts("Māori")[0].splitlines()
    assert ["unicode-range:U+0-FF}" in face for face in faces] == [True, True, False, False]
    assert ["unicode-range:U+100-130}" in face for face in faces] == [False, False, True, True]


def test_the_ranges_of_the_faces_are_in_their_files() -> None:
    """A character that a face promises and lacks would be drawn in another font."""
    probes = {"noto-sans-latin": "Aé–“”€", "noto-sans-latin-ext": "ŁőşŽ", "amiri-arabic": "سلامةً",
              "noto-sans-cyrillic": "ЖщёЁ", "noto-sans-cyrillic-ext": "ҢҚ"}  # fmt: skip
    for subset in SUBSETS:
        cmap = TTFont(THEME / "fonts" / f"{subset.file}-400-normal.woff2").getBestCmap()
        assert not [c for c in probes[subset.file] if ord(c) not in cmap], subset.file
        assert subset.file in web_fonts(probes[subset.file])[0]


def test_the_search_knows_neither_keys_nor_feedback() -> None:
    html = ('<p>A <em>base</em> rate &amp; more.</p><template data-for="a"><p>secret</p></template>'
            '<script type="application/json">{"key":["secret"]}</script>')  # fmt: skip
    assert plain_text(html) == "A base rate & more."
    assert "secret" not in search_index([Found("a.html", "T", "C", html)])


# --- landing --------------------------------------------------------------------------------


def rows() -> list[Row]:
    made = [("site", "", "a/index.html", 2_400_000),
            ("scorm12", "Late <returns>", "a/t01.zip", 812),
            ("json", "", "a/course.json", 90_000)]  # fmt: skip
    found = [Row("The <library>", "en", "participant", f, m, href, size, f"Made for {f}.")
             for f, m, href, size in made]  # fmt: skip
    more = Row("The <library>", "ar", "facilitator", "pdf", "", "ar/b.pdf", 1, "To print.")
    return [*found, more]


def test_the_landing_page_shows_every_output_once() -> None:
    html = landing_html(rows())
    for row in rows():
        assert html.count(f'href="{row.href}"') == 1
    assert "Late &lt;returns&gt;" in html and "ZIP 1 KB" in html and "Made for site." in html
    assert "Not endorsed by the United Nations" in html
    assert html.index("For participants") < html.index("For facilitators only")


def test_the_landing_page_without_outputs_says_so() -> None:
    assert "Nothing has been made yet." in landing_html([])


def test_sizes_are_words() -> None:
    assert [size_text(n) for n in (1, 84_400, 1_250_000)] == ["1 KB", "84 KB", "1.2 MB"]
