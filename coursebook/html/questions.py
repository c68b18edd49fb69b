"""Questions as HTML: a form on screen, boxes and blanks on paper."""

from __future__ import annotations

import json
from typing import Literal, assert_never

from coursebook.html.question_forms import DrawnForm
from coursebook.html.question_keys import answer_key_html
from coursebook.html.question_paper import paper_html
from coursebook.html.question_parts import (
    Render,
    Sheet,
    Words,
    choices_shown,
    gap_options_shown,
    items_shown,
    options_shown,
    token,
)
from coursebook.model import (
    Choice,
    FillIn,
    Gap,
    Likert,
    LongFillIn,
    Matching,
    Numeric,
    Performance,
    Question,
    Sequencing,
    TrueFalse,
)

__all__ = ["answer_key_html", "question_html"]


def question_html(  # noqa: PLR0913
    question: Question,
    render: Render,
    words: Words,
    *,
    number: int,
    medium: Literal["web", "print"],
    vignette: str = "",
    key: bool = False,
) -> str:
    """The question as asked in a medium; `key` adds the facilitators' answer below it.

    `vignette` is Markdown; number 0 means without a number. The web form carries its key:
    for participants, form X only.
    """
    sheet = Sheet(question, render, words)
    context = f'<div class="question-vignette">{render(vignette)}</div>' if vignette else ""
    answer = answer_key_html(question, render, words, 0, facilitator=True) if key else ""
    if medium == "print":
        heading = f'<p class="question-number"><strong>{sheet.name(number)}</strong></p>'
        return f'<section class="question">{heading}{context}{paper_html(sheet)}{answer}</section>'
    if answer:
        summary = sheet.word("answer-key")
        answer = f'<details class="question-key"><summary>{summary}</summary>{answer}</details>'
    return _on_screen(sheet, number, context, answer)


def _on_screen(sheet: Sheet, number: int, context: str, key: str) -> str:
    q, name = sheet.question, sheet.question.id
    stem = sheet.stem(lambda index, gap: _gap(sheet, index, gap))
    hint = ""
    if q.hint:
        label = sheet.word("hint")
        hint = f'<details class="question-hint"><summary>{label}</summary>{sheet.render(q.hint)}'
        hint += "</details>"
    return (
        f'<div class="question" id="{name}" data-type="{q.answer.type}"'
        f" data-question='{_data(q)}'>"
        f'<p class="question-number">{sheet.name(number)}</p>{context}'
        f'<div class="question-stem">{stem}</div>{_controls(sheet)}{_sure(sheet)}{hint}'
        f"{_feedback(sheet)}{key}</div>"
    )


def _controls(sheet: Sheet) -> str:
    q = sheet.question
    match q.answer:
        case Choice() as answer:
            kind = "checkbox" if answer.multiple else "radio"
            told = _instruction(sheet, "several") if answer.multiple else ""
            order = enumerate(options_shown(q, answer))
            return told + "".join(
                _tick(sheet, kind, token(i), answer.options[source].text, sheet.letter(i))
                for i, source in order
            )
        case TrueFalse():
            texts = {"t": sheet.words["question.true"], "f": sheet.words["question.false"]}
            return "".join(_tick(sheet, "radio", value, texts[value]) for value in texts)
        case Likert() as answer:
            marks = enumerate(answer.scale)
            return "".join(_tick(sheet, "radio", token(i), text) for i, text in marks)
        case Performance() as answer:
            told = "mark-several" if answer.multiple else "mark-one"
            return _instruction(sheet, told) + DrawnForm(sheet, answer).on_screen()
        case Numeric() as answer:
            return _number_field(sheet, answer)
        case Sequencing() as answer:
            return _instruction(sheet, "in-order") + _items(sheet, answer)
        case Matching() as answer:
            return _instruction(sheet, "match") + _pairs(sheet, answer)
        case FillIn():
            return ""
        case LongFillIn():
            return (
                f'<label for="{q.id}-text">{sheet.word("your-answer")}</label>'
                f'<textarea id="{q.id}-text" rows="6" dir="auto" autocomplete="off"'
                f' aria-describedby="{q.id}-note"></textarea>'
                f'<p class="question-instruction" id="{q.id}-note">{sheet.word("stays-here")}</p>'
            )
        case _ as never:
            assert_never(never)


def _instruction(sheet: Sheet, key: str) -> str:
    return f'<p class="question-instruction">{sheet.word(key)}</p>'


def _tick(sheet: Sheet, kind: str, value: str, text: str, letter: str = "") -> str:
    shown = f"<b>{letter}</b> " if letter else ""
    return (
        f'<label class="option"><input type="{kind}" name="{sheet.question.id}" value="{value}" />'
        f"{shown}<span>{sheet.inline(text)}</span></label>"
    )


def _sure(sheet: Sheet) -> str:
    """How sure people are, asked before the check."""
    if not sheet.question.confidence:
        return ""
    name = sheet.question.id
    choices = "".join(
        f'<label><input type="radio" name="{name}-sure" value="{value}" />'
        f" {sheet.word(f'sure-{word}')}</label>"
        for value, word in (("a", "yes"), ("b", "no"))
    )
    return (f'<div class="question-sure" role="radiogroup" aria-labelledby="{name}-sure">'
            f'<span id="{name}-sure">{sheet.word("sure-ask")}</span> {choices}</div>')  # fmt: skip


def _number_field(sheet: Sheet, answer: Numeric) -> str:
    """A text field, because `type=number` refuses decimal commas and Arabic-Indic digits."""
    name = sheet.question.id
    unit, described = "", ""
    if answer.unit:
        unit = f' <span class="unit" id="{name}-unit">{sheet.inline(answer.unit)}</span>'
        described = f' aria-describedby="{name}-unit"'
    return (
        f'<p class="number-field"><label for="{name}-value">{sheet.word("your-answer")}</label> '
        f'<input type="text" inputmode="decimal" id="{name}-value" dir="ltr" maxlength="40"'
        f' autocomplete="off"{described} />{unit}</p>'
    )


def _items(sheet: Sheet, answer: Sequencing) -> str:
    order = enumerate(items_shown(sheet.question, answer))
    return (
        '<ol class="question-items">'
        + "".join(
            f'<li data-letter="{token(i)}"><span>{sheet.inline(answer.items[source])}</span></li>'
            for i, source in order
        )
        + "</ol>"
    )


def _pairs(sheet: Sheet, answer: Matching) -> str:
    """The choices stand in the first list only; the script copies them into the others."""
    shown, _ = choices_shown(sheet.question, answer)
    texts = [f"{sheet.letter(i)}. {sheet.plain(text)}" for i, text in enumerate(shown)]
    name = sheet.question.id
    return "".join(
        f'<div class="pair"><label for="{name}-{n}"><b>{n}</b> <span>{sheet.inline(left)}</span>'
        f'</label><select id="{name}-{n}">'
        f"{_options(sheet, texts if n == 1 else [])}</select></div>"
        for n, (left, _) in enumerate(answer.pairs, 1)
    )


def _options(sheet: Sheet, texts: list[str]) -> str:
    lines = (f'<option value="{token(i)}">{text}</option>' for i, text in enumerate(texts))
    return f'<option value="">{sheet.word("choose")}</option>{"".join(lines)}'


def _gap(sheet: Sheet, index: int, gap: Gap) -> str:
    assert isinstance(sheet.question.answer, FillIn)
    label = sheet.word("gap", n=index + 1, total=len(sheet.question.answer.gaps))
    common = f'class="gap" id="{sheet.question.id}-{index + 1}" aria-label="{label}"'
    if gap.options:
        texts = [sheet.plain(text) for text in gap_options_shown(sheet.question, gap)]
        return f'<select {common}>{_options(sheet, texts)}</select>'
    return f'<input type="text" {common} dir="auto" maxlength="200" autocomplete="off" />'


def _feedback(sheet: Sheet) -> str:
    """A `<template>` per feedback: HTML that stays HTML, so that its links can be resolved."""
    texts = {**_feedback_texts(sheet.question), "all": sheet.question.feedback}
    return "".join(
        f'<template data-for="{key}">{sheet.inline(text)}</template>'
        for key, text in texts.items()
        if text
    )


def _feedback_texts(q: Question) -> dict[str, str]:
    match q.answer:
        case Choice() as answer:
            order = enumerate(options_shown(q, answer))
            return {token(i): answer.options[source].feedback for i, source in order}
        case TrueFalse() as answer:
            return {"t": answer.if_true, "f": answer.if_false}
        case Numeric() as answer:
            return {f"w{i}": wrong.feedback for i, wrong in enumerate(answer.wrong)}
        case FillIn() as answer:
            return {f"g{i}": gap.feedback for i, gap in enumerate(answer.gaps)}
        case Performance() as answer:
            return {token(i): spot.feedback for i, (_, spot) in enumerate(answer.ordered())}
        case Sequencing() | Matching() | Likert() | LongFillIn():
            return {}
        case _ as never:
            assert_never(never)


def _data(q: Question) -> str:
    """What the script needs and the page does not say, as JSON that may stand in an attribute."""
    data = {"objective": q.objective, **_key(q)}
    rest = {"scored": (q.scored, True), "weight": (q.weight, 1), "attempts": (q.attempts, 0)}
    data |= {name: value for name, (value, usual) in rest.items() if value != usual}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.translate({ord(c): f"\\u{ord(c):04x}" for c in "&<>'"})


def _key(q: Question) -> dict[str, object]:
    match q.answer:
        case Choice() as answer:
            order = enumerate(options_shown(q, answer))
            return {"key": [token(i) for i, source in order if answer.options[source].correct]}
        case TrueFalse() as answer:
            return {"key": ["t" if answer.answer else "f"]}
        case Numeric() as answer:
            wrong = [number.value for number in answer.wrong]
            return {"key": answer.answer, "tolerance": answer.tolerance, "wrong": wrong,
                    "unit": answer.unit}  # fmt: skip
        case Sequencing() as answer:
            shown = items_shown(q, answer)
            return {"key": [token(shown.index(i)) for i in range(len(shown))]}
        case Matching() as answer:
            return {"key": [token(place) for place in choices_shown(q, answer)[1]]}
        case FillIn() as answer:
            return {"key": [_gap_key(q, gap) for gap in answer.gaps]}
        case Performance() as answer:
            spots = enumerate(spot for _, spot in answer.ordered())
            return {"key": [token(i) for i, spot in spots if spot.correct]}
        case Likert() | LongFillIn():
            return {"key": None}
        case _ as never:
            assert_never(never)


def _gap_key(q: Question, gap: Gap) -> list[str]:
    if not gap.options:
        return list(gap.answers)
    shown = enumerate(gap_options_shown(q, gap))
    return [token(i) for i, text in shown if text in gap.answers]
