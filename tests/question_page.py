"""A page with a question of every type, in English and in Arabic, as a browser gets it."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from coursebook.html.question_player import PARTS, parts_used
from coursebook.html.questions import question_html
from coursebook.html.shell import json_script, player_script, style_sheet, words_with
from coursebook.locale import words
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

THEME = Path(__file__).parent.parent / "coursebook" / "theme"


def question(id_: str, answer: Answer, stem: str, **more: Any) -> Question:
    return Question(id_, "X", "A02.1", stem, answer, Place("quiz.yml", 1), **more)


ENGLISH: tuple[Question, ...] = (
    question(
        "q-one",
        Choice(
            (
                Option(
                    "The vendor", feedback="The vendor sells; it does not answer to parliament."
                ),
                Option(
                    "The authority that uses it",
                    correct=True,
                    feedback="Yes: whoever decides answers.",
                ),
                Option("Nobody: the machine decided", feedback="A machine bears no duty."),
            )
        ),
        "Who answers for a decision that a system prepared?",
        hint="Who can be called before a committee?",
        feedback="See the section on duties.",
    ),
    question(
        "q-several",
        Choice(
            (
                Option("How it was tested", True, "Yes."),
                Option("On whom it was tested", True, "Yes."),
                Option("The colour of its logo", feedback="Rarely decisive."),
                Option("Who can appeal, and where", True, "Yes."),
            ),
            multiple=True,
        ),
        "What would you ask before a vote?",
    ),
    question(
        "q-true",
        TrueFalse(False, "No: rare things make many false alarms.", "Right."),
        "A test that is 99 per cent accurate is right 99 times of 100 when it gives an alarm.",
    ),
    question(
        "q-number",
        Numeric(9500, 5, "people", (WrongNumber(99, "That is the accuracy, not the count."),)),
        "How many people are flagged?",
        attempts=2,
    ),
    question(
        "q-order",
        Sequencing(
            (
                "Ask for the purpose",
                "Ask for the test",
                "Ask for the appeal",
                "Set a date for review",
            )
        ),
        "Put the questions in order.",
    ),
    question(
        "q-match",
        Matching(
            (("A letter in the wrong tray", "False alarm"), ("A letter overlooked", "Miss")),
            ("Right alarm",),
        ),
        "Which error is which?",
    ),
    question(
        "q-gaps",
        FillIn(
            (
                Gap("verb", ("shall",), ("may", "shall"), "A duty needs **shall**."),
                Gap("who", ("independent board", "board")),
            )
        ),
        "The authority {{verb}} report to an {{who}} once a year.",
    ),
    question(
        "q-form",
        Performance(
            "Test record (invented)",
            (
                (FormField("system", "System", "Gate 2"), FormField("day", "Day", "3 March")),
                (FormField("people", "People tested"), FormField("by", "Tested by", "The vendor")),
            ),
            (
                Spot("day", feedback="The day is there."),
                Spot("people", "The number of people is missing.", True, "Nobody can count."),
                Spot("by", correct=True, feedback="The vendor tested its own system."),
            ),
        ),
        "Which two fields leave the test in doubt?",
        confidence=True,
    ),
    question(
        "q-scale",
        Likert(("Not at all sure", "Fairly sure", "Very sure")),
        "How sure are you of your answers?",
        scored=False,
    ),
    question(
        "q-text", LongFillIn("SECRET MODEL"), "What will you ask in your committee?", scored=False
    ),
)
ARABIC: tuple[Question, ...] = (
    question(
        "q-one",
        Choice(
            (
                Option("المورّد", feedback="المورّد يبيع ولا يُسأل أمام البرلمان."),
                Option("الجهة التي تستخدم النظام", correct=True, feedback="نعم: من يقرّر يُسأل."),
                Option("لا أحد: الآلة قرّرت", feedback="الآلة لا تتحمل واجبًا."),
            )
        ),
        "من يُسأل عن قرار أعدّه نظام آلي؟",
        hint="من يمكن استدعاؤه أمام لجنة؟",
    ),
    question(
        "q-several",
        Choice(
            (
                Option("كيف اختُبر", True),
                Option("على من اختُبر", True),
                Option("لون الشعار", feedback="نادرًا ما يهم."),
                Option("من يستطيع الاعتراض وأين", True),
            ),
            multiple=True,
        ),
        "ماذا تسأل قبل التصويت؟",
    ),
    question("q-true", TrueFalse(False, "لا.", "نعم."), "الاختبار الدقيق لا يخطئ."),
    question(
        "q-number",
        Numeric(9500, 5, "شخص", (WrongNumber(99, "هذه هي الدقة لا العدد."),)),
        "كم شخصًا يُشار إليه؟",
        attempts=2,
    ),
    question(
        "q-order",
        Sequencing(("اسأل عن الغرض", "اسأل عن الاختبار", "اسأل عن الاعتراض", "حدّد موعدًا للمراجعة")),
        "رتّب الأسئلة.",
    ),
    question(
        "q-match",
        Matching(
            (("رسالة في الصندوق الخطأ", "إنذار كاذب"), ("رسالة فاتت", "إغفال")), ("إنذار صحيح",)
        ),
        "أي خطأ هو هذا؟",
    ),
    question(
        "q-gaps",
        FillIn((Gap("verb", ("يجب",), ("يجوز", "يجب")), Gap("who", ("هيئة مستقلة",)))),
        "{{verb}} على السلطة أن تقدم تقريرًا إلى {{who}} كل عام.",
    ),
    question(
        "q-form",
        Performance(
            "سجل اختبار (مختلق)",
            (
                (FormField("system", "النظام", "البوابة 2"), FormField("day", "اليوم", "3 مارس")),
                (FormField("people", "عدد الأشخاص"), FormField("by", "أجراه", "المورّد")),
            ),
            (
                Spot("day", feedback="اليوم مذكور."),
                Spot("people", "عدد الأشخاص غير مذكور.", True, "لا أحد يستطيع العدّ."),
                Spot("by", correct=True, feedback="المورّد اختبر نظامه بنفسه."),
            ),
        ),
        "أي خانتين تجعلان الاختبار موضع شك؟",
        confidence=True,
    ),
    question(
        "q-scale",
        Likert(("غير متأكد", "متأكد إلى حد ما", "متأكد جدًا")),
        "ما مدى ثقتك بإجاباتك؟",
        scored=False,
    ),
    question("q-text", LongFillIn("SECRET MODEL"), "ماذا ستسأل في لجنتك؟", scored=False),
)


def render(source: str) -> str:
    return f"<p>{escape(source, quote=False)}</p>"


def page_html(questions: tuple[Question, ...], language: str, extra: str = "") -> str:
    """A page as the site writes it: styles, words, questions, deferred scripts."""
    interface = words(language)
    forms = "".join(
        question_html(q, render, interface, number=i, medium="web")
        for i, q in enumerate(questions, 1)
    )
    direction = "rtl" if language == "ar" else "ltr"
    used = parts_used(forms)
    given = words_with(interface, [part.words for part in used])
    scripts = ["core", "record", *(part.script for part in used)]
    styles = ["base", "faces", *(part.script for part in used if part.styled), "page"]
    return (
        f'<!DOCTYPE html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>Questions</title>"
        + "".join(f'<link rel="stylesheet" href="{name}.css">' for name in styles)
        + f"</head><body><main><h1>Questions</h1>{extra}{forms}</main>"
        + json_script("coursebook-words", given)
        + "".join(f'<script src="{name}.js" defer></script>' for name in scripts)
        + "</body></html>"
    )


RECORD = """
window.answered = [];
Coursebook.on('answered', function (detail) { answered.push(detail); });
Coursebook.store = {
  get: function (id) { return sessionStorage.getItem(id) || ''; },
  set: function (id, value) { sessionStorage.setItem(id, value); },
};
"""
ADMONITION_KINDS = (
    "note", "tip", "important", "warning", "case", "say", "check", "committee", "idea",
)  # fmt: skip
ADMONITIONS = "".join(
    f'<aside role="note" class="admonition {kind}"><p class="admonition-title">{kind}</p>'
    '<p>Text with <a href="page.html">a link</a>.</p></aside>'
    for kind in ADMONITION_KINDS
)
STYLES = ("base", "faces", *(part.script for part in PARTS if part.styled))
PAGE_CSS = "main { margin: auto; padding: 1rem; max-inline-size: 70ch }"


def files(*pages: tuple[str, str]) -> dict[str, bytes]:
    """The pages with scripts and style sheets as they are shipped."""
    names = ["core", *(part.script for part in PARTS)]
    found = {f"{name}.js": player_script(name) for name in names}
    found |= {f"{name}.css": style_sheet(name) for name in STYLES}
    found |= {"record.js": RECORD, "page.css": PAGE_CSS, **dict(pages)}
    return {name: text.encode() for name, text in found.items()}
