"""Keys to the answers: for the back of the book, and fuller for facilitators."""

from __future__ import annotations

from html import escape
from typing import assert_never

from coursebook.html.question_forms import DrawnForm
from coursebook.html.question_parts import (
    Render,
    Sheet,
    Words,
    choices_shown,
    items_shown,
    options_shown,
)
from coursebook.model import (
    Choice,
    FillIn,
    Likert,
    LongFillIn,
    Matching,
    Numeric,
    Performance,
    Question,
    Sequencing,
    TrueFalse,
)


def answer_key_html(
    question: Question, render: Render, words: Words, number: int, *, facilitator: bool = False
) -> str:
    """The right answer with its feedback; empty when there is nothing to tell.

    Facilitators also get misconception codes and model answers, which no participant may see.
    Number 0: the key stands below its question and needs no number.
    """
    sheet = Sheet(question, render, words)
    answer, notes = _answer(sheet, facilitator), _notes(sheet, facilitator)
    if not answer:
        return ""
    name = f"<strong>{sheet.name(number)}</strong> " if number else ""
    label = "model-answer" if isinstance(question.answer, LongFillIn) else "say.right-answer"
    listed = "".join(f"<li>{note}</li>" for note in notes)
    return (
        f'<section class="answer-key"><p>{name}{sheet.word(label)}</p>{answer}'
        f"{f'<ul>{listed}</ul>' if listed else ''}"
        f"{render(question.feedback) if question.feedback else ''}</section>"
    )


def _answer(sheet: Sheet, facilitator: bool) -> str:
    """The right answer as blocks."""
    q = sheet.question
    match q.answer:
        case Choice() as answer:
            order = enumerate(options_shown(q, answer))
            return "".join(
                f"<p>{_letter(sheet, i)} {sheet.inline(answer.options[source].text)}</p>"
                for i, source in order
                if answer.options[source].correct
            )
        case TrueFalse() as answer:
            return f"<p>{sheet.word('true' if answer.answer else 'false')}</p>"
        case Numeric() as answer:
            return f"<p>{_number(sheet, answer)}</p>"
        case Sequencing() as answer:
            shown = items_shown(q, answer)
            lines = (
                f"<li>{_letter(sheet, shown.index(i))} {sheet.inline(text)}</li>"
                for i, text in enumerate(answer.items)
            )
            return f"<ol>{''.join(lines)}</ol>"
        case Matching() as answer:
            return _pairs(sheet, answer)
        case FillIn() as answer:
            gaps = (" / ".join(map(sheet.inline, gap.answers)) for gap in answer.gaps)
            return "".join(
                f"<p>({n}) <strong>{text}</strong></p>" for n, text in enumerate(gaps, 1)
            )
        case Performance() as answer:
            return _spots(sheet, answer)
        case Likert():
            return ""
        case LongFillIn() as answer:
            return sheet.render(answer.model) if facilitator and answer.model else ""
        case _ as never:
            assert_never(never)


def _spots(sheet: Sheet, answer: Performance) -> str:
    form = DrawnForm(sheet, answer)
    return "".join(f"<p>{_letter(sheet, i)} {form.named(i)}</p>"
                   for i, (_, spot) in enumerate(answer.ordered()) if spot.correct)  # fmt: skip


def _pairs(sheet: Sheet, answer: Matching) -> str:
    _, places = choices_shown(sheet.question, answer)
    pairs = zip(answer.pairs, places, strict=True)
    lines = (
        f"<li>{sheet.inline(left)} – {_letter(sheet, place)} {sheet.inline(right)}</li>"
        for (left, right), place in pairs
    )
    return f"<ol>{''.join(lines)}</ol>"


def _number(sheet: Sheet, answer: Numeric) -> str:
    unit = f" {sheet.inline(answer.unit)}" if answer.unit else ""
    text = f"<strong>{answer.answer:g}</strong>{unit}"
    if answer.answer == int(answer.answer):
        text = f"<strong>{int(answer.answer)}</strong>{unit}"
    if not answer.tolerance:
        return text
    return f"{text} {sheet.word('tolerance', n=f'{answer.tolerance:g}')}"


def _notes(sheet: Sheet, facilitator: bool) -> list[str]:
    """What is said to each answer."""
    q = sheet.question
    match q.answer:
        case Choice() as answer:
            order = enumerate(options_shown(q, answer))
            said = [(_letter(sheet, i), answer.options[source]) for i, source in order]
            notes = [(name, option.feedback, option.misconception) for name, option in said]
        case TrueFalse() as answer:
            notes = [
                (_strong(sheet.word("true")), answer.if_true, ""),
                (_strong(sheet.word("false")), answer.if_false, ""),
            ]
        case Numeric() as answer:
            notes = [
                (_strong(f"{wrong.value:g}:"), wrong.feedback, wrong.misconception)
                for wrong in answer.wrong
            ]
        case FillIn() as answer:
            notes = [(f"({n})", gap.feedback, "") for n, gap in enumerate(answer.gaps, 1)]
        case Performance() as answer:
            spots = enumerate(spot for _, spot in answer.ordered())
            notes = [(_letter(sheet, i), s.feedback, s.misconception) for i, s in spots]
        case Sequencing() | Matching() | Likert() | LongFillIn():
            return []
        case _ as never:
            assert_never(never)
    return [
        f"{name} {sheet.inline(text)}{f' ({escape(code)})' if code and facilitator else ''}"
        for name, text, code in notes
        if text
    ]


def _letter(sheet: Sheet, index: int) -> str:
    return _strong(f"{sheet.letter(index)}.")


def _strong(text: str) -> str:
    return f"<strong>{text}</strong>"
