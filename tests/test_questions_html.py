"""Questions as HTML: what each medium shows, what it keeps back, and the order of parts."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

import pytest

from coursebook.html.question_parts import (
    MOST_PARTS,
    choices_shown,
    items_shown,
    shown_order,
)
from coursebook.html.questions import answer_key_html, question_html
from coursebook.locale import languages, words
from coursebook.model import (
    Answer,
    Choice,
    FillIn,
    Gap,
    Likert,
    LongFillIn,
    Matching,
    Numeric,
    Option,
    Place,
    Question,
    Sequencing,
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
    "likert": ask(Likert(("Never", "Sometimes", "Always")), scored=False),
    "long-fill-in": ask(LongFillIn("The model answer."), scored=False),
}  # fmt: skip


def web(question: Question, **more: Any) -> str:
    return question_html(question, render, ENGLISH, number=3, medium="web", **more)


def paper(question: Question, **more: Any) -> str:
    return question_html(question, render, ENGLISH, number=3, medium="print", **more)


def data(question: Question) -> dict[str, Any]:
    found = re.search(r'class="question-data">(.*?)</script>', web(question))
    assert found
    return dict(json.loads(found[1]))


@pytest.mark.parametrize("name", EVERY)
def test_a_form_is_named_by_its_stem_and_writes_no_style(name: str) -> None:
    html = web(EVERY[name])
    assert 'role="group" aria-labelledby="q1-number q1-stem"' in html
    assert "style=" not in html
    assert set(re.findall(r'for="([^"]+)"', html)) - {"all"} <= set(
        re.findall(r'\bid="([^"]+)"', html)
    ) | set(re.findall(r'data-for="([^"]+)"', html))


@pytest.mark.parametrize("name", EVERY)
def test_every_control_has_a_label(name: str) -> None:
    html = web(EVERY[name])
    labelled = set(re.findall(r'<label for="([^"]+)"', html))
    for control in re.findall(r"<(?:input|select|textarea) [^>]*>", html):
        named = re.search(r'\bid="([^"]+)"', control)
        assert named and (named[1] in labelled or "aria-label=" in control)


@pytest.mark.parametrize("name", EVERY)
def test_paper_has_no_key_no_feedback_and_no_control(name: str) -> None:
    html = paper(EVERY[name])
    assert not re.search(r"<(input|select|textarea|button|script|template)", html)
    for secret in ("MC01", "No, left is wrong", "Base rate", "So it is", "Duty", "model answer"):
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
        ("likert", None),
        ("long-fill-in", None),
    ],
)
def test_the_key_of_a_form(name: str, key: object) -> None:
    assert data(EVERY[name])["key"] == key


def test_letters_of_the_key_point_at_the_parts_as_shown() -> None:
    html, key = web(EVERY["choice"]), data(EVERY["choice"])["key"]
    label = re.search(rf'for="q1-{key[0]}">.*?"option-text">(.*?)<', html)
    assert label and label[1] == "Right"
    items = dict(re.findall(r'data-letter="(\w)">.*?>(\w+)</span>', web(EVERY["sequencing"])))
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
    assert re.findall(r'class="option-text">(\w)<', html) == list("ABCDEFG")


def test_paper_and_screen_give_an_option_the_same_letter() -> None:
    screen = {
        text: letter
        for letter, text in re.findall(
            r'class="letter">(\w)</span> <span class="option-text">(\w+)', web(EVERY["choice"])
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
    evil = '</script><script>alert(1)</script> & "quotes" \u202e'
    html = web(ask(FillIn((Gap("g", (evil,)),)), f"{evil} {{{{g}}}}", feedback=evil))
    assert "<script>alert" not in html
    found = re.search(r'class="question-data">(.*?)</script>', html)
    assert found and json.loads(found[1])["key"] == [[evil]]
    assert not re.search("[<>&]", found[1])


def test_a_gap_in_the_stem_becomes_a_control_or_a_numbered_blank() -> None:
    html = web(EVERY["fill-in"])
    assert "{{" not in html
    assert "\ue000" not in html
    assert html.index("<select") < html.index("be heard") < html.index('<input type="text"')
    assert "(1) ____________ be heard by the (2) ____________." in paper(EVERY["fill-in"])
    assert "(1) shall / may" in paper(EVERY["fill-in"])


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
