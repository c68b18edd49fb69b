"""Questions in a browser: marking, feedback, memory, keyboard, hostile input, accessibility."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from coursebook.html.question_parts import MOST_PARTS
from coursebook.html.question_player import PARTS
from coursebook.html.shell import player_script
from coursebook.model import Choice, Matching, Numeric, Option, Sequencing
from tests.question_page import (
    ADMONITIONS,
    ARABIC,
    ENGLISH,
    STYLES,
    THEME,
    files,
    page_html,
    question,
)
from tests.tools.browser import Scheme, mirror, overflow, recorded
from tests.tools.html import WCAG, axe_violations, html_faults
from tests.tools.servers import STRICT_CSP

pytestmark = pytest.mark.slow


@pytest.fixture
def page(browser: Browser, served: Callable[..., Any]) -> Iterator[Page]:
    """The English page under a strict policy; the test fails on any complaint of the browser."""
    content = files(("en.html", page_html(ENGLISH, "en")), ("ar.html", page_html(ARABIC, "ar")))
    server = served(content, csp=STRICT_CSP)
    with recorded(browser) as (context, record):
        opened = context.new_page()
        opened.goto(server.url + "en.html")
        yield opened
        assert record.complaints == []
        assert record.outside == []


def said(page: Page, id_: str) -> str:
    return page.locator(f"#{id_} .question-feedback").inner_text()


def check(page: Page, id_: str) -> None:
    page.locator(f"#{id_} button.check").click()


def last(page: Page) -> dict[str, Any]:
    return dict(page.evaluate("answered[answered.length - 1]"))


def key(page: Page, id_: str) -> Any:
    return json.loads(page.locator(f"#{id_}").get_attribute("data-question") or "")["key"]


def pick(page: Page, id_: str, *texts: str) -> None:
    for text in texts:
        page.locator(f"#{id_}").get_by_label(text).check()


def test_a_choice_says_why_and_can_be_tried_again(page: Page) -> None:
    pick(page, "q-one", "The vendor")
    check(page, "q-one")
    assert "Not right yet." in said(page, "q-one")
    assert "The vendor sells" in said(page, "q-one")
    assert "See the section on duties." in said(page, "q-one")
    assert last(page)["correct"] is False
    assert page.evaluate("document.activeElement.className") == "again"
    page.keyboard.press("Enter")
    pick(page, "q-one", "The authority")
    check(page, "q-one")
    assert "Correct." in said(page, "q-one")
    event = last(page)
    assert (event["correct"], event["credit"], event["attempt"]) == (True, 1, 2)
    assert (
        event["response"]
        == event["pattern"]
        == page.evaluate("document.querySelector('#q-one :checked').value")
    )
    assert (event["type"], event["objective"], event["weight"], event["scored"]) == (
        "choice", "A02.1", 1, True,
    )  # fmt: skip
    assert event["latency"] >= 0
    assert page.locator("#q-one .again").is_hidden()


def test_several_answers_give_partial_credit(page: Page) -> None:
    pick(page, "q-several", "How it was tested", "On whom")
    check(page, "q-several")
    assert last(page)["credit"] == pytest.approx(2 / 3)
    assert "Partly right." in said(page, "q-several")
    page.locator("#q-several .again").click()
    pick(page, "q-several", "Who can appeal")
    check(page, "q-several")
    event = last(page)
    assert event["correct"] is True
    assert event["response"] == event["pattern"]
    assert len(event["response"].split(",")) == 3


def test_choosing_everything_earns_less_than_choosing_right(page: Page) -> None:
    pick(page, "q-several", "How it was", "On whom", "colour", "Who can appeal")
    check(page, "q-several")
    assert last(page)["credit"] == pytest.approx(2 / 3)
    assert last(page)["correct"] is False


def test_true_and_false(page: Page) -> None:
    pick(page, "q-true", "False")
    check(page, "q-true")
    event = last(page)
    assert (event["response"], event["pattern"], event["correct"]) == ("f", "f", True)


@pytest.mark.parametrize(
    "typed",
    ["9500", "9,500", "9.500", "9 500", "9\u00a0500,0", "9'500", "٩٥٠٠", "٩٬٥٠٠", "٩٥٠٠٫٠", "۹۵۰۰",
     "9500 people", "\u200f9500", "９５００", "9,500.00", "9.500,00", "9025", "9975", "+9500"],
)  # fmt: skip
def test_a_number_may_be_written_in_many_ways(page: Page, typed: str) -> None:
    page.locator("#q-number input").fill(typed)
    page.keyboard.press("Enter")
    assert "Correct." in said(page, "q-number"), typed
    assert float(last(page)["response"]) == pytest.approx(9500, rel=0.05)


@pytest.mark.parametrize("typed", ["", "many", "9x", "1,2,3", "--5", "Infinity", "0x10", "9" * 39])
def test_what_is_no_number_costs_no_try(page: Page, typed: str) -> None:
    page.locator("#q-number input").fill(typed)
    check(page, "q-number")
    assert "Please" in said(page, "q-number")
    assert page.evaluate("answered.length") == 0
    assert page.evaluate("document.activeElement.id") == "q-number-value"


def test_the_last_try_shows_the_answer(page: Page) -> None:
    page.locator("#q-number input").fill("99")
    check(page, "q-number")
    assert "That is the accuracy" in said(page, "q-number")
    assert "Tries left: 1" in said(page, "q-number")
    page.locator("#q-number .again").click()
    page.locator("#q-number input").fill("1000")
    check(page, "q-number")
    assert "Right answer:" in said(page, "q-number")
    assert "9500 people" in said(page, "q-number")
    assert page.locator("#q-number .again").is_hidden()
    assert page.evaluate("document.activeElement.className").startswith("question-feedback")


def test_the_answer_can_be_shown_and_then_is_final(page: Page) -> None:
    pick(page, "q-one", "The vendor")
    check(page, "q-one")
    page.locator("#q-one .show").click()
    assert "The authority that uses it" in said(page, "q-one")
    assert page.locator("#q-one button:visible").count() == 0
    assert page.evaluate("answered.length") == 1


def test_ordering_works_by_keyboard_and_is_announced(page: Page) -> None:
    wanted = ["Ask for the purpose", "Ask for the test", "Ask for the appeal", "Set a date"]
    for place, text in enumerate(wanted):
        item = page.locator("#q-order li", has_text=text)
        item.locator(".move").first.focus()
        while page.locator("#q-order li").all_inner_texts().index(item.inner_text()) > place:
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.closest('li').innerText") == (
                item.inner_text()
            )
    page.locator("#q-order li").nth(2).locator(".move").nth(1).press("Enter")
    status = page.locator("body > .visually-hidden", has_text="Place")
    status.wait_for(state="attached")
    assert status.text_content() == "Place 4 of 4: Ask for the appeal"
    page.keyboard.press("Enter")  # at the end: nothing moves and the focus stays
    assert page.evaluate("document.activeElement.getAttribute('aria-disabled')") == "true"
    check(page, "q-order")
    event = last(page)
    assert event["credit"] == 0.5
    assert "Partly right: 2 of 4." in said(page, "q-order")
    assert len(event["response"].split(",")) == 4
    assert event["pattern"] == ",".join(key(page, "q-order"))


def test_matching(page: Page) -> None:
    selects, letters = page.locator("#q-match select"), key(page, "q-match")
    check(page, "q-match")
    assert "Please answer every part first." in said(page, "q-match")
    assert page.evaluate("document.activeElement.id") == "q-match-1"
    selects.nth(0).select_option(letters[0])
    selects.nth(1).select_option(letters[0])
    check(page, "q-match")
    assert last(page)["credit"] == 0.5
    assert last(page)["response"] == f"1.{letters[0]},2.{letters[0]}"
    assert last(page)["pattern"] == f"1.{letters[0]},2.{letters[1]}"


def test_gaps_are_compared_kindly(page: Page) -> None:
    page.locator("#q-gaps select").select_option(label="shall")
    page.locator("#q-gaps input").fill("  Independent\u200f  BOARD. ")
    page.keyboard.press("Enter")
    assert last(page)["correct"] is True
    assert last(page)["response"] == "shall,Independent  BOARD."
    assert last(page)["pattern"] == "shall,independent board"


def test_a_scale_is_noted_and_never_scored(page: Page) -> None:
    pick(page, "q-scale", "Fairly sure")
    page.locator("#q-scale .note").click()
    assert "Your answer is noted." in said(page, "q-scale")
    event = last(page)
    assert (event["type"], event["response"], event["scored"]) == ("likert", "b", False)


def test_a_long_answer_leaves_only_as_a_file(page: Page) -> None:
    text = "First line\n<b>second</b> سطر 😀"
    page.locator("#q-text textarea").fill(text)
    with page.expect_download() as download:
        page.locator("#q-text .export").click()
    assert download.value.suggested_filename == "q-text.txt"
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    assert saved == f"What will you ask in your committee?\n\n{text}\n"
    assert page.evaluate("[answered.length, sessionStorage.length]") == [0, 0]
    assert "SECRET" not in page.content()


def answer_all(page: Page) -> None:
    pick(page, "q-one", "The vendor")
    pick(page, "q-several", "How it was tested", "colour")
    pick(page, "q-true", "True")
    page.locator("#q-number input").fill("-1234,5678")
    page.locator("#q-match select").nth(0).select_option("a")
    page.locator("#q-match select").nth(1).select_option("c")
    page.locator("#q-gaps select").select_option(label="may")
    page.locator("#q-gaps input").fill("board")
    pick(page, "q-scale", "Very sure")
    pick(page, "q-form", "Day", "People tested")
    page.locator("#q-form").get_by_label("Sure", exact=True).check()
    for id_ in ("one", "several", "true", "number", "order", "match", "gaps", "form"):
        check(page, f"q-{id_}")
    page.locator("#q-scale .note").click()


def test_everything_comes_back_after_a_visit_elsewhere(page: Page) -> None:
    answer_all(page)
    before = page.locator("main").inner_text()
    stored = page.evaluate("Object.values(sessionStorage)")
    assert len(stored) == 9
    assert all(value.isascii() and "~" not in value and len(value) <= 24 for value in stored)
    best = page.evaluate("Coursebook.questions.credit(sessionStorage.getItem('q-gaps'))")
    assert best == 0.5
    page.reload()
    assert page.locator("main").inner_text() == before
    assert page.evaluate("answered.length") == 0
    assert page.locator("#q-gaps input").input_value() == "board"
    page.locator("#q-one .again").click()
    pick(page, "q-one", "The authority")
    check(page, "q-one")
    assert last(page)["attempt"] == 2


def test_a_reopened_question_is_open_after_a_reload_and_keeps_its_best(page: Page) -> None:
    pick(page, "q-several", "How it was tested")
    check(page, "q-several")
    page.locator("#q-several .again").click()
    page.reload()
    assert page.locator("#q-several .check").is_visible()
    stored = "Coursebook.questions.credit(sessionStorage.getItem('q-several'))"
    assert page.evaluate(stored) == pytest.approx(1 / 3)


@pytest.mark.parametrize("state", ["", "zz", "1cYz", "1c0zzzzzzzzzzzzzzzzzz", "<b>", "9s00", "1c0"])
def test_a_broken_memory_does_no_harm(page: Page, state: str) -> None:
    page.evaluate(
        "state => { for (const q of document.querySelectorAll('.question'))"
        " sessionStorage.setItem(q.id, state); }",
        state,
    )
    page.reload()
    assert page.locator("main").count() == 1
    assert page.locator("#q-one .question-actions").is_visible()
    pick(page, "q-scale", "Very sure")
    page.locator("#q-scale button:visible").click()
    assert len(page.evaluate("answered")) == 1


def test_the_longest_question_fits_the_memory(browser: Browser, served: Any) -> None:
    names = tuple(f"Item {i}" for i in range(MOST_PARTS))
    questions = (
        question("q-order", Sequencing(names), "Order."),
        question("q-several", Choice(tuple(Option(n, True) for n in names), True), "All."),
        question("q-match", Matching(tuple((n, n) for n in names)), "Match."),
        question("q-number", Numeric(-123456.789012), "Number."),
    )
    server = served(files(("en.html", page_html(questions, "en"))))
    with recorded(browser) as (context, record):
        opened = context.new_page()
        opened.goto(server.url + "en.html")
        for box in opened.locator("#q-several input").all():
            box.check()
        for select in opened.locator("#q-match select").all():
            select.select_option(index=3)
        opened.locator("#q-number input").fill("-123456.789012345")
        for q in questions:
            check(opened, q.id)
        assert last(opened)["response"] == "-123456.789012"
        stored = opened.evaluate("Object.values(sessionStorage).map(v => v.length)")
        assert sorted(stored) == [17, 23, 23, 23]
        before = opened.locator("main").inner_text()
        opened.reload()
        assert opened.locator("main").inner_text() == before
        assert record.complaints == []


HOSTILE = (
    "<img src=x onerror=alert(1)><script>alert(2)</script>", "\u202e\u2066\u200f" * 50, "😀" * 300,
    "x" * 10_000, "\x00\x01\n\t ~", "{n} ${1} $& %s", "</textarea></script>", "'\"`&amp;",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_input_is_only_text(page: Page, text: str) -> None:
    for selector in ("#q-number input", "#q-gaps input", "#q-text textarea"):
        page.evaluate(  # past maxlength, as a pasting script would
            "([selector, text]) => { document.querySelector(selector).value = text }",
            [selector, text],
        )
    before = page.evaluate("document.querySelectorAll('*').length")
    page.locator("#q-gaps select").select_option(index=1)
    check(page, "q-number")
    check(page, "q-gaps")
    assert page.locator("img").count() == 0
    assert page.evaluate("document.querySelectorAll('*').length") < before + 20
    for event in page.evaluate("answered"):
        assert len(event["response"]) <= 255  # UTF-16 units may be two a character
        assert not any(c < " " for c in event["response"])
    for value in page.evaluate("Object.values(sessionStorage)"):
        assert len(value) <= 24
        assert value.isascii()
    assert overflow(page) == 0


def test_arabic_is_answered_in_arabic(page: Page) -> None:
    page.goto(page.url.replace("en.html", "ar.html"))
    page.locator("#q-number input").fill("٩٬٥٠٠ شخص")
    page.keyboard.press("Enter")
    assert "إجابة صحيحة." in said(page, "q-number")
    page.locator("#q-gaps select").select_option(label="يجب")
    page.locator("#q-gaps input").fill("هَيْئة مستقلّة")
    page.keyboard.press("Enter")
    assert last(page)["correct"] is True
    assert last(page)["response"].startswith("يجب,")


def test_letters_are_the_same_in_every_language(page: Page) -> None:
    keys = [key(page, q.id) for q in ENGLISH if q.id not in {"q-gaps"}]
    page.goto(page.url.replace("en.html", "ar.html"))
    assert [key(page, q.id) for q in ARABIC if q.id not in {"q-gaps"}] == keys


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing(
    browser: Browser, served: Callable[..., Any], language: str, scheme: Scheme
) -> None:
    questions = ENGLISH if language == "en" else ARABIC
    server = served(files(("page.html", page_html(questions, language, ADMONITIONS))))
    with recorded(browser, scheme=scheme, width=320) as (context, _):
        opened = context.new_page()
        opened.goto(server.url + "page.html")
        assert axe_violations(opened, (*WCAG, "best-practice")) == []
        for form in opened.locator(".question:has(.option input[type=radio])").all():
            form.locator("input").first.check()
            form.locator("button:visible").first.click()
        opened.locator("#q-form .option input").first.check()
        opened.locator("#q-form .question-sure input").first.check()
        check(opened, "q-form")
        check(opened, "q-order")
        assert opened.locator(".sure-count a").is_visible()
        assert overflow(opened) == 0
        assert axe_violations(opened, (*WCAG, "best-practice")) == []


def test_the_w3c_checker_finds_nothing() -> None:
    pages = {
        "en.html": page_html(ENGLISH, "en", ADMONITIONS).encode(),
        "ar.html": page_html(ARABIC, "ar").encode(),
        **{f"{name}.css": (THEME / "css" / f"{name}.css").read_bytes() for name in STYLES},
        "page.css": b"",
    }
    assert html_faults(pages, css=True) == []


def test_without_scripts_the_questions_can_be_read(browser: Browser, served: Any) -> None:
    server = served(files(("en.html", page_html(ENGLISH, "en"))))
    with recorded(browser, scripts=False) as (context, _):
        opened = context.new_page()
        opened.goto(server.url + "en.html")
        assert opened.get_by_role("button").count() == 0
        assert opened.get_by_role("radio").count() == 10
        assert opened.locator("#q-order li").count() == 4


@pytest.mark.parametrize("width", [320, 390, 1200])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_is_wider_than_its_window(page: Page, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    if language == "en":
        answer_all(page)
    else:
        page.goto(page.url.replace("en.html", "ar.html"))
    assert overflow(page) == 0
    mirror(page, "rtl" if language == "en" else "ltr")
    assert overflow(page) == 0


def test_the_code_is_small() -> None:
    sizes = {part.script: len(player_script(part.script).encode()) for part in PARTS}
    assert len(player_script("core").encode()) <= 2_500
    assert sizes.pop("questions") <= 8_000
    assert {name: size for name, size in sizes.items() if size > 2_000} == {}


# --- forms, confidence, keyboard -------------------------------------------------------------


def test_marking_fields_of_a_form(page: Page) -> None:
    pick(page, "q-form", "People tested")
    check(page, "q-form")
    assert said(page, "q-form") == "Please say first how sure you are."
    assert page.evaluate("document.activeElement.name") == "q-form-sure"
    assert page.evaluate("answered.length") == 0
    page.locator("#q-form").get_by_label("Not sure").check()
    check(page, "q-form")
    event = last(page)
    assert (event["type"], event["credit"], event["sure"]) == ("performance", 0.5, "b")
    assert "Nobody can count." in said(page, "q-form")
    assert "Sure and wrong" not in said(page, "q-form")
    page.locator("#q-form .show").click()
    assert "B People tested (empty) The number of people is missing." in said(page, "q-form")
    marked = page.get_by_role("checkbox", name="People tested (empty)")
    assert marked.is_disabled() and marked.is_checked()
    named = page.get_by_role("group", name="Test record (invented)")
    assert named.get_by_role("checkbox").count() == 3


def test_sure_and_wrong_is_said_counted_and_remembered(page: Page) -> None:
    count = page.locator(".sure-count")
    assert count.is_hidden()
    pick(page, "q-form", "Day")
    page.locator("#q-form").get_by_label("Sure", exact=True).check()
    check(page, "q-form")
    assert "Sure and wrong: read this again." in said(page, "q-form")
    assert last(page)["sure"] == "a"
    assert "Sure and wrong: 1 of 1 answered." in count.inner_text()
    assert count.get_by_role("link").get_attribute("href") == "#q-form"
    page.reload()
    assert "Sure and wrong: read this again." in said(page, "q-form")
    page.locator("#q-form .again").click()
    page.locator("#q-form").get_by_label("Day").uncheck()
    pick(page, "q-form", "People tested", "Tested by")
    check(page, "q-form")
    assert last(page)["correct"] is True
    assert "Sure and wrong" not in said(page, "q-form")
    assert "Sure and wrong: 1 of 1 answered." in count.inner_text()  # it was, the first time
    assert len(page.evaluate("sessionStorage.getItem('q-form')")) <= 24


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_question_is_answered_by_keyboard_alone(page: Page, language: str) -> None:
    """From the first control of each on: Tab, arrows, Space, Enter, letters; no pointer."""
    page.goto(page.url.replace("en.html", f"{language}.html"))
    keys = page.keyboard

    def focus(selector: str) -> None:
        page.locator(selector).first.focus()

    for id_ in ("q-one", "q-true", "q-scale"):
        focus(f"#{id_} input")
        keys.press("Space")
        keys.press("ArrowDown")
        assert page.locator(f"#{id_} input").nth(1).is_checked()
    focus("#q-several input")
    for _ in range(2):
        keys.press("Space")
        keys.press("Tab")
    focus("#q-form input")
    keys.press("Space")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    keys.press("Tab")  # over the third field to the confidence
    keys.press("Space")
    assert page.locator("#q-form .question-sure input").first.is_checked()
    focus("#q-number input")
    keys.type("9500")
    for select in page.locator("#q-match select").all():
        select.focus()
        keys.press("ArrowDown")
    focus("#q-gaps select")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.type("board")
    focus("#q-order .move[aria-disabled=false]")
    keys.press("Enter")
    for id_ in ("one", "several", "true", "number", "order", "match", "gaps", "form", "scale"):
        page.locator(f"#q-{id_} button:visible").last.focus()
        keys.press("Enter")
    asked = {q.id for q in ENGLISH} - {"q-text"}
    assert set(page.evaluate("answered.map(a => a.id)")) == asked
    assert page.locator(".question-feedback:not(:empty)").count() == len(asked)


def test_a_question_is_a_group_named_by_its_number_and_stem(page: Page) -> None:
    named = page.get_by_role("group", name="Question 2 What would you ask before a vote?")
    assert named.get_attribute("id") == "q-several"
    assert page.locator(".question[role=group]").count() == len(ENGLISH)
