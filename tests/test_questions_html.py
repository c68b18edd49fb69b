"""Questions as HTML: what each medium shows, what it keeps back, and the order of parts."""

from __future__ import annotations

import json
import re
from html import escape, unescape
from typing import Any

import pytest

from coursebook.html.question_parts import (
    MOST_PARTS,
    choices_shown,
    items_shown,
    shown_order,
)
from coursebook.html.question_player import PARTS, parts_used
from coursebook.html.questions import answer_key_html, question_html
from coursebook.html.shell import THEME
from coursebook.locale import languages, words
from coursebook.model import (
    Answer,
    Choice,
    FillIn,
    FormField,
    Gap,
    Likert,
    LongFillIn,
    Matching,
    Numeric,
    Option,
    Performance,
    Place,
    Question,
    Sequencing,
    Spot,
    TrueFalse,
    WrongNumber,
)

ENGLISH = words("en")


def render(source: str) -> str:
    """Paragraphs only, which is all that these tests need of Markdown."""
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in source.split("\n\n"))


def ask(answer: Answer, stem: str = "What follows?", **more: Any) -> Question:
    return Question("q1", "X", "A02.1", stem, answer, Place("quiz.yml", 1), **more)


EVERY: dict[str, Question] = {
    "choice": ask(
        Choice((
            Option("Left", feedback="No, left is wrong.", misconception="MC01"),
            Option("Right", correct=True, feedback="Yes, right."),
            Option("Middle", feedback="No, not there."),
        ))
    ),
    "several": ask(Choice((Option("A", True), Option("B", True), Option("C")), multiple=True)),
    "true-false": ask(TrueFalse(True, "So it is.", "It is so.")),
    "numeric": ask(Numeric(9, 10, "people", (WrongNumber(99, "Base rate.", "MC01"),))),
    "sequencing": ask(Sequencing(("first", "second", "third"))),
    "matching": ask(Matching((("cat", "miaow"), ("dog", "bark")), ("moo",))),
    "fill-in": ask(
        FillIn((Gap("verb", ("shall",), ("may", "shall"), "Duty."), Gap("who", ("board",)))),
        "It {{verb}} be heard by the {{who}}.",
    ),
    "performance": ask(
        Performance(
            "Record",
            (
                (FormField("who", "Vendor", "Acme"), FormField("day", "Day", "3 March")),
                (FormField("books", "Books"),),
            ),
            (
                Spot("books", "No count.", True, "Yes, the count."),
                Spot("day", feedback="No, the day is there.", misconception="MC01"),
            ),
        ),
        confidence=True,
    ),
    "likert": ask(Likert(("Never", "Sometimes", "Always")), scored=False),
    "long-fill-in": ask(LongFillIn("The model answer."), scored=False),
}  # fmt: skip


def web(question: Question, **more: Any) -> str:
    return question_html(question, render, ENGLISH, number=3, medium="web", **more)


def paper(question: Question, **more: Any) -> str:
    return question_html(question, render, ENGLISH, number=3, medium="print", **more)


def data(question: Question) -> dict[str, Any]:
    found = re.search(r"data-question='(.*?)'", web(question))
    assert found
    return dict(json.loads(unescape(found[1])))


@pytest.mark.parametrize("name", EVERY)
def test_a_form_writes_no_style_and_every_label_has_its_control(name: str) -> None:
    html = web(EVERY[name])
    assert "style=" not in html
    assert set(re.findall(r'for="([^"]+)"', html)) - {"all"} <= set(
        re.findall(r'\bid="([^"]+)"', html)
    ) | set(re.findall(r'data-for="([^"]+)"', html))


@pytest.mark.parametrize("name", EVERY)
def test_every_control_has_a_label(name: str) -> None:
    html = web(EVERY[name])
    labelled = set(re.findall(r'<label for="([^"]+)"', html))
    loose = re.sub(r"<label(?! for)[^>]*>.*?</label>", "", html)  # what stands in its label
    for control in re.findall(r"<(?:input|select|textarea) [^>]*>", loose):
        named = re.search(r'\bid="([^"]+)"', control)
        assert named and (named[1] in labelled or "aria-label=" in control)


@pytest.mark.parametrize("name", EVERY)
def test_paper_has_no_key_no_feedback_and_no_control(name: str) -> None:
    html = paper(EVERY[name])
    assert not re.search(r"<(input|select|textarea|button|script|template)", html)
    for secret in ("MC01", "No, left is wrong", "Base rate", "So it is", "Duty", "model answer",
                   "the count", "the day is there"):  # fmt: skip
        assert secret not in html


@pytest.mark.parametrize("name", EVERY)
def test_the_form_has_no_code_of_a_misconception_and_no_model_answer(name: str) -> None:
    assert "MC01" not in web(EVERY[name])
    assert "model answer" not in web(EVERY[name])


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("true-false", ["t"]),
        ("numeric", 9),
        ("fill-in", [["a"], ["board"]]),
        ("performance", ["b"]),
        ("likert", None),
        ("long-fill-in", None),
    ],
)
def test_the_key_of_a_form(name: str, key: object) -> None:
    assert data(EVERY[name])["key"] == key


def test_letters_of_the_key_point_at_the_parts_as_shown() -> None:
    html, key = web(EVERY["choice"]), data(EVERY["choice"])["key"]
    label = re.search(rf'value="{key[0]}" /><b>\w</b> <span>(.*?)<', html)
    assert label and label[1] == "Right"
    items = dict(re.findall(r'data-letter="(\w)"><span>(\w+)</span>', web(EVERY["sequencing"])))
    assert [items[letter] for letter in data(EVERY["sequencing"])["key"]] == [
        "first", "second", "third",
    ]  # fmt: skip
    choices = dict(re.findall(r'<option value="(\w)">\w\. (\w+)<', web(EVERY["matching"])))
    assert [choices[letter] for letter in data(EVERY["matching"])["key"]] == ["miaow", "bark"]


def test_order_depends_on_the_id_alone() -> None:
    assert shown_order("a02-q1", 5) == shown_order("a02-q1", 5)
    assert len({shown_order(f"q{i}", 5) for i in range(40)}) > 20
    assert sorted(shown_order("a02-q1", 5)) == [0, 1, 2, 3, 4]
    english, arabic = (ask(Matching((("a", x), ("b", y)))) for x, y in (("1", "2"), ("٢", "١")))
    assert choices_shown(english, english.answer)[1] == choices_shown(arabic, arabic.answer)[1]  # type: ignore[arg-type]


def test_things_to_order_never_stand_in_the_right_order() -> None:
    for count in range(2, MOST_PARTS + 1):
        for i in range(30):
            answer = Sequencing(tuple(map(str, range(count))))
            question = Question(f"q{i}", "X", "A02.1", "", answer, Place("quiz.yml", 1))
            assert list(items_shown(question, answer)) != list(range(count))


def test_options_keep_their_order_when_told_so() -> None:
    options = tuple(Option(name) for name in "ABCDEFG")
    html = web(ask(Choice(options, shuffle=False)))
    assert re.findall(r"</b> <span>(\w)<", html) == list("ABCDEFG")


def test_paper_and_screen_give_an_option_the_same_letter() -> None:
    screen = {
        text: letter
        for letter, text in re.findall(
            r"<b>(\w)</b> <span>(\w+)", web(EVERY["choice"])
        )
    }
    printed = {
        text: letter
        for letter, text in re.findall(r"<strong>(\w)\.</strong> (\w+)", paper(EVERY["choice"]))
    }
    assert screen == printed


def test_two_pairs_may_share_a_right_hand_side() -> None:
    question = ask(Matching((("dog", "mammal"), ("cat", "mammal"), ("carp", "fish"))))
    key = data(question)["key"]
    assert key[0] == key[1] != key[2]


def test_hostile_text_stays_text() -> None:
    evil = '</script><script>alert(1)</script> & "quotes" \'single\' \u202e'
    html = web(ask(FillIn((Gap("g", (evil,)),)), f"{evil} {{{{g}}}}", feedback=evil))
    assert "<script>alert" not in html
    found = re.search(r"data-question='(.*?)'", html)
    assert found and json.loads(found[1])["key"] == [[evil]]
    assert not re.search("[<>&]", found[1])


def test_a_gap_in_the_stem_becomes_a_control_or_a_numbered_blank() -> None:
    html = web(EVERY["fill-in"])
    assert "{{" not in html
    assert "\ue000" not in html
    assert html.index("<select") < html.index("be heard") < html.index('<input type="text"')
    sheet = paper(EVERY["fill-in"])
    assert "(1) ____________ be heard by the (2) ____________." in sheet
    assert "Circle one in each line." in sheet
    assert "(1) shall / may" in sheet


def test_the_vignette_stands_before_the_stem() -> None:
    for html in (
        web(EVERY["numeric"], vignette="A town."),
        paper(EVERY["numeric"], vignette="A town."),
    ):
        assert html.index("A town.") < html.index("What follows?")


def test_the_answer_key_tells_the_answer_and_why() -> None:
    html = answer_key_html(EVERY["choice"], render, ENGLISH, 3)
    assert "Question 3" in html
    assert "Right</p>" in html
    assert "No, left is wrong." in html
    assert "MC01" not in html
    assert "<strong>9</strong> people (within 10 per cent)" in answer_key_html(
        EVERY["numeric"], render, ENGLISH, 3
    )


def test_facilitators_also_read_codes_and_model_answers() -> None:
    assert "(MC01)" in answer_key_html(EVERY["choice"], render, ENGLISH, 3, facilitator=True)
    assert answer_key_html(EVERY["long-fill-in"], render, ENGLISH, 3) == ""
    full = answer_key_html(EVERY["long-fill-in"], render, ENGLISH, 3, facilitator=True)
    assert "The model answer." in full
    assert "(MC01)" in paper(EVERY["choice"], key=True)
    assert "(MC01)" in web(EVERY["choice"], key=True)


@pytest.mark.parametrize("language", languages())
def test_every_language_has_letters_enough(language: str) -> None:
    letters = words(language)["question.letters"]
    assert len(set(letters)) == len(letters) >= MOST_PARTS


@pytest.mark.parametrize("name", EVERY)
def test_a_question_is_well_formed_xml(name: str) -> None:
    from lxml import etree

    for html in (web(EVERY[name], key=True), paper(EVERY[name], key=True)):
        etree.fromstring(html)


def test_a_form_has_the_same_letters_in_the_order_of_its_fields_on_screen_and_paper() -> None:
    screen, printed = web(EVERY["performance"]), paper(EVERY["performance"])
    assert re.findall(r"<b>(\w)</b> <span>(\w+)", screen) == [("A", "Day"), ("B", "Books")]
    assert re.findall(r"○ <strong>(\w)\.</strong> (\w+)", printed) == [
        ("A", "Day"), ("B", "Books"),
    ]  # fmt: skip
    assert "(empty)" in screen and "(empty)" in printed
    assert '<td colspan="2">○ <strong>B.' in printed and "<td>Vendor" in printed
    assert "Mark the one field" in screen and "Mark the one field" in printed


def test_what_a_field_cannot_say_by_itself_is_said_to_who_does_not_see_it() -> None:
    label = re.search(r'value="b" />.*?</label>', web(EVERY["performance"]))
    assert label and '<span class="visually-hidden">No count.</span>' in label[0]
    assert "No count." not in paper(EVERY["performance"])


def test_the_key_of_a_form_names_the_field_and_its_feedback() -> None:
    key = answer_key_html(EVERY["performance"], render, ENGLISH, 3)
    assert "<strong>B.</strong> No count." in key
    assert "<strong>A.</strong> No, the day is there." in key and "MC01" not in key
    assert "(MC01)" in answer_key_html(EVERY["performance"], render, ENGLISH, 3, facilitator=True)


def test_confidence_is_asked_where_the_question_wants_it_also_on_paper() -> None:
    for html in (web(EVERY["performance"]), paper(EVERY["performance"])):
        assert html.index("How sure are you?") < html.index("Not sure")
    assert "How sure" not in web(EVERY["choice"]) + paper(EVERY["choice"])


@pytest.mark.parametrize("name", EVERY)
def test_a_page_names_the_scripts_and_words_of_its_questions_and_no_others(name: str) -> None:
    own = {
        "numeric": "questions-numeric", "sequencing": "questions-sequencing",
        "matching": "questions-matching", "fill-in": "questions-fill-in",
        "long-fill-in": "questions-long-fill-in", "performance": "questions-sure",
    }  # fmt: skip
    scripts = [part.script for part in parts_used(web(EVERY[name]))]
    assert scripts == ["questions", *([own[name]] if name in own else [])]
    assert parts_used("<p>Text</p>") == ()


def test_every_word_that_a_script_says_is_among_the_words_of_its_part() -> None:
    for part in PARTS:
        script = (THEME / "player" / f"{part.script}.js").read_text("utf-8")
        said = set(re.findall(r"'(question\.[\w.-]+[\w])'", script))
        assert said <= {key for key in ENGLISH if key.startswith(part.words)}, part.script
        if part.styled:
            assert (THEME / "css" / f"{part.script}.css").is_file()
