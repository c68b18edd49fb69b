"""Who sees what: one course as each audience, medium, depth and region reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from coursebook.chapters import guide_html
from coursebook.editions import Edition
from coursebook.exporters import exporter
from coursebook.html.amounts import day_text, number_text
from coursebook.html.links import resolve
from coursebook.model import Course, Part, Target
from tests.planted import DECKS, FORM_Y, SCENARIO, SECRETS, TABLETOP, WORKSHOP

Make = Callable[..., Edition]
SECRET = re.compile(r"PLANTED-[A-Z]+(?:-[A-Z]+)?-\w\w")


def html_of(edition: Edition) -> str:
    pages = [p for m in edition.modules for p in (*edition.pages(m), *edition.guide_pages(m))]
    sheets = [edition.handout_html(m, h) for m in edition.modules for h in m.handouts]
    return "\n".join([*(p.html for p in (*pages, *edition.course_pages())), *sheets])


def text_of(html: str) -> str:
    """What a reader sees."""
    html = re.sub(r"<(script|template|svg)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def page(edition: Edition, id_: str) -> str:
    return next(p.html for m in edition.modules for p in edition.pages(m) if p.id == id_)


# --- secrets ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("medium", ["web", "print"])
def test_no_planted_secret_is_on_a_page_for_participants(
    edition: Make, language: str, medium: str
) -> None:
    assert SECRET.findall(html_of(edition(language, medium=medium))) == []


def test_no_planted_secret_is_in_the_json_for_participants(edition: Make) -> None:
    data = exporter("json")(edition())["course.json"].decode("utf-8")
    assert SECRET.findall(data) == []
    assert '"form": "Y"' not in data


def test_facilitators_see_every_secret(edition: Make) -> None:
    whole = edition(audience="facilitator")
    data = exporter("json")(whole)["course.json"].decode("utf-8")
    assert {secret for secret in SECRETS if secret not in data} == set()
    pages = html_of(whole) + "".join(
        whole.handout_html(m, h, keys=True) for m in whole.modules for h in m.handouts
    )
    missing = {secret for secret in SECRETS if secret not in pages}
    # keys of the bank, cards, papers of the tabletop, the map of a scenario
    assert missing == {*FORM_Y, *DECKS, *TABLETOP, *WORKSHOP, SCENARIO}


def test_a_note_says_its_kind_to_the_facilitator(edition: Make) -> None:
    html = page(edition(audience="facilitator"), "t01-predict")
    assert re.search(r'<aside class="admonition facilitator-note run-sheet"[ >]', html)
    assert '<p class="admonition-title">What to do</p>' in html


# --- tags ------------------------------------------------------------------------------------


def test_depth_is_cumulative(edition: Make) -> None:
    def ids(depth: str) -> list[str]:
        whole = edition(depth=depth)
        return [p.id for p in whole.pages(whole.modules[0])]

    assert "t01-deep" in ids("deep") and "t01-lab-days" in ids("deep")
    assert "t01-deep" not in ids("core") and "t01-lab-days" not in ids("core")
    assert "t01-count" in ids("express") and "t01-predict" not in ids("express")


def test_a_deep_part_is_folded_on_screen_and_open_on_paper(edition: Make) -> None:
    assert "<summary>A second look at each flag</summary>" in page(edition(), "t01-deep")
    assert "<details" not in page(edition(medium="print"), "t01-deep")


@pytest.mark.parametrize(("choice", "seen"), [
    ({}, {"SCREEN", "SOUTH", "NORTH", "PARTICIPANT"}),
    ({"medium": "print"}, {"PAPER", "SOUTH", "NORTH", "PARTICIPANT"}),
    ({"target": Target("a", "", region="mena")}, {"SCREEN", "SOUTH", "PARTICIPANT"}),
    ({"target": Target("e", "", region="europe")}, {"SCREEN", "NORTH", "PARTICIPANT"}),
    ({"audience": "facilitator"}, {"SCREEN", "SOUTH", "NORTH"}),
])  # fmt: skip
def test_medium_region_and_audience_choose_the_parts(
    edition: Make, choice: dict[str, Any], seen: set[str]
) -> None:
    assert set(re.findall(r"(\w+)-ONLY-LINE", page(edition(**choice), "t01-work"))) == seen


def test_only_the_modules_wanted_are_in_an_edition(edition: Make) -> None:
    whole = edition(only=("t02-short-visit",))
    assert [m.id for m in whole.modules] == ["t02"]


# --- minutes ---------------------------------------------------------------------------------


def test_a_page_says_its_workshop_minutes(edition: Make) -> None:
    whole = edition()
    minutes = {p.id: p.minutes for p in whole.pages(whole.modules[0])}
    assert {k: v for k, v in minutes.items() if v} == {
        "t01-predict": 4, "t01-count": 8, "t01-work": 14, "t01-deep": 10, "t01-check": 4,
    }  # fmt: skip


def test_the_run_sheet_counts_from_the_start_with_deep_parts_last(edition: Make) -> None:
    whole = edition(audience="facilitator")
    steps = whole.run_sheet(whole.modules[0])
    assert [(s.start, s.minutes, s.title, s.activity) for s in steps] == [
        (0, 4, "Guess before counting", True),
        (4, 8, "Count the flags", True),
        (12, 14, "A walk to the door", False),
        (26, 4, "The check", True),
        (30, 10, "A second look at each flag", False),
    ]
    assert "PLANTED-RUNSHEET-7Q" in steps[0].html
    assert steps[2].checks == ("T01.1",)


# --- facts, terms, numbers -------------------------------------------------------------------


def test_facts_are_numbered_by_first_use_and_alike_in_every_edition(edition: Make) -> None:
    numbers = {"TF-01": 1, "TF-02": 2, "TF-04": 3, "TF-03": 4}
    assert edition().fact_numbers == numbers
    assert edition(medium="print", audience="facilitator", depth="express").fact_numbers == numbers
    assert edition("ar", target=Target("e", "", region="europe")).fact_numbers == numbers


def test_a_fact_that_can_change_soon_prints_its_day(edition: Make) -> None:
    html = page(edition(), "t01-why")
    assert re.search(r'opened in 1998 ?<a class="fact" href="course:fact/TF-01">1</a>\.', html)
    assert re.search(r'href="course:fact/TF-02">2</a>'
                     r'<span class="as-of"> \(as of 23 Nov 2026\)</span>', html)  # fmt: skip


def test_an_expired_fact_says_until_when_it_was_checked(read_course: Callable[..., Any]) -> None:
    late = Edition(read_course(as_of="2028-01-01").course)
    assert "(checked until 30 Nov 2027)" in page(late, "t01-why")
    assert "(checked until" not in text_of(page(late, "t01-deep"))


def test_a_fact_whose_source_was_not_read_says_who_reports_it(edition: Make) -> None:
    whole = edition()
    fact = replace(whole.course.facts["TF-01"], checked="reported", locator="Harbour News, p. 2")
    course = replace(whole.course, facts={**whole.course.facts, "TF-01": fact})
    told = Edition(course)
    assert 'href="course:fact/TF-01">1</a><span class="as-of"> (reported)</span>' in page(
        told, "t01-why")  # fmt: skip
    words = text_of(page(told, "t01-words"))
    assert "Reported by: Harbour News, p. 2; check before use (as of 23 November 2026)." in words
    assert "reported" not in text_of(page(whole, "t01-why")).lower()


def test_facts_in_the_feedback_of_questions_and_on_sheets_have_numbers_and_entries(
    edition: Make,
) -> None:
    whole = edition()
    assert '">0</a>' not in html_of(whole)
    words = page(whole, "t01-words")
    for id_ in ("TF-01", "TF-02", "TF-03", "TF-04"):
        assert f'<dt id="fact-{id_}">' in words
    assert '<dt id="term-shelf">' in words  # used on the sheet H-01a only


def test_the_page_of_words_has_the_terms_and_the_sources_that_are_used(edition: Make) -> None:
    words = page(edition(), "t01-words")
    assert text_of(words).count("A machine at the door") == 1
    assert '<li id="cite-testrules2026">' in words
    assert "reminder" not in words  # a term of t02


def test_terms_are_printed_in_arabic(edition: Make) -> None:
    arabic = edition("ar")
    assert arabic.direction == "rtl"
    assert '<a class="term" href="course:term/scanner">ماسح</a>' in page(arabic, "t01-why")
    assert "(حتى" in page(arabic, "t01-why") or "2026" in page(arabic, "t01-why")
    words = page(arabic, "t01-words")
    assert "جهاز عند الباب يقرأ بطاقة كل كتاب." in words


def test_a_calculated_number_is_that_of_the_simulation(edition: Make) -> None:
    text = text_of(page(edition(), "t01-count"))
    assert "On a quiet day 1,000 books come back and 10 are late." in text
    assert "flags 39.7 books; 10 of them are late" in text


def test_numbers_and_days_follow_the_language_in_western_digits() -> None:
    assert number_text(1234567.5, 0, "en") == "1,234,568"
    assert number_text(1234.56, 1, "fr").replace("\u202f", " ") == "1 234,6"
    assert re.fullmatch(r"1,234(\.|٫)5", number_text(1234.5, 1, "ar"))
    assert day_text("2026-11-23", "en") == "23 November 2026"
    assert day_text("2026-11-23", "ar") == "23 نوفمبر 2026"


# --- HTML ------------------------------------------------------------------------------------


def test_hostile_text_is_printed_and_never_becomes_markup(edition: Make) -> None:
    html = page(edition(), "t01-why")
    assert "<script>" not in html
    text = text_of(html)
    for piece in ("<script>alert(", "</script>", "<b>&amp;</b>", "#let x = 1", "$x$", "\\, @here",
                  "a & b", "5 < 6 > 4", "شارع"):  # fmt: skip
        assert piece in text


def test_every_admonition_is_known_by_its_class(edition: Make) -> None:
    html = html_of(edition())
    own = ("case", "say", "check", "committee", "idea")
    for kind in ("note", "tip", "important", "warning", *own):
        assert re.search(rf'<aside class="admonition {kind}"[ >]', html), kind


def test_a_table_has_heads_and_a_caption(edition: Make) -> None:
    html = page(edition(), "t01-work")
    assert '<th scope="col">Day</th>' in html
    assert '<th scope="row">Lamp</th>' in html
    assert "<caption>What each part of the door does</caption>" in html


def test_footnotes_figures_and_references_point_somewhere(edition: Make) -> None:
    html = page(edition(), "t01-work")
    for target in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{target}"' in html
    assert 'src="course:media/modules/t01-late-returns/media/door.svg"' in html
    assert '<a class="ref" href="course:ref/t02-short-visit">A short visit</a>' in html


def test_there_is_no_style_attribute_and_no_unknown_link(edition: Make) -> None:
    for audience in ("participant", "facilitator"):
        html = html_of(edition(audience=audience))
        assert not re.search(r"\sstyle=", html)
        kinds = set(re.findall(r'(?:href|src)="course:([a-z]+)/', html))
        assert kinds == {"ref", "term", "fact", "cite", "handout", "media"}


def test_links_are_given_by_the_exporter_and_unknown_ones_lose_their_tag() -> None:
    html = '<p><a class="x" href="course:ref/a">A</a> <a href="course:ref/b">B</a></p>'
    known = {"ref/a": "a.html?x=1&y=2"}
    assert resolve(html, known.get) == (
        '<p><a class="x" href="a.html?x=1&amp;y=2">A</a> B</p>'
    )


def test_a_reused_part_finds_its_pictures_and_questions_at_home(course: Course) -> None:
    first, second = course.modules
    work = next(s for s in first.sections if s.id == "t01-work")
    borrowed = Part(work.blocks, second.place, reuses="x")
    section = replace(second.sections[0], blocks=(borrowed,))
    whole = Edition(replace(course, modules=(first, replace(second, sections=(section,)))))
    html = whole.pages(whole.modules[1])[0].html
    assert 'src="course:media/modules/t01-late-returns/media/door.svg"' in html
    assert whole.problems == []


def test_a_sheet_leaves_its_key_to_a_page_apart(edition: Make) -> None:
    whole = edition(medium="print", audience="facilitator")
    module = whole.modules[0]
    sheet = module.handouts[0]
    assert "PLANTED" not in whole.handout_html(module, sheet)
    assert "PLANTED-HANDOUT-3H" in whole.handout_html(module, sheet, keys=True)


def test_a_guide_has_a_key_for_each_form_that_asks_something(edition: Make) -> None:
    whole = edition(medium="print", audience="facilitator")
    module = whole.modules[0]
    one_form = replace(module, questions=tuple(q for q in module.questions if q.form == "X"))
    inside_the_text = tuple(replace(q, scored=False) for q in module.questions)
    for asked, keys in ((module, ["keys", "form-x", "form-y"]), (one_form, ["keys", "form-x"]),
                        (replace(module, questions=inside_the_text), [])):  # fmt: skip
        assert re.findall(r'id="t01-(keys|form-.)"', guide_html(whole, asked, 2)) == keys


def test_a_fold_out_has_four_panels(edition: Make) -> None:
    whole = edition(medium="print")
    titles = [title for title, _ in whole.panels(whole.modules[0], whole.modules[0].handouts[1])]
    assert titles == ["Before the visit", "At the door", "At the desk", "At home"]


def test_the_json_is_the_course_as_values(edition: Make) -> None:
    made = exporter("json")(edition())
    assert made == exporter("json")(edition())
    data = json.loads(made["course.json"])
    assert data["kind"] == "Course" and data["language"] == "en"
    assert [m["id"] for m in data["modules"]] == ["t01", "t02"]
    assert data["modules"][0]["sections"][0]["blocks"][0]["kind"] == "Text"
    assert data["modules"][0]["vignettes"].keys() == {"t01-v1"}
    assert "media" not in data


def test_the_story_world_is_listed_as_invented_as_far_as_it_is_met(course: Course) -> None:
    world = {"Far Harbour": "A town nobody visits."}
    made = Edition(replace(course, world=world))
    assert "world" not in [page.id for page in made.course_pages()]
    made = Edition(replace(course, world={"scanner": "A machine at the door.", **world}))
    page = next(page for page in made.course_pages() if page.id == "world")
    assert "Everything here is invented." in page.html
    assert "A machine at the door." in page.html
    assert "Far Harbour" not in page.html
