"""Questions on paper: boxes to tick, letters to write, blanks to fill."""

from __future__ import annotations

from typing import assert_never

from coursebook.html.question_forms import DrawnForm
from coursebook.html.question_parts import (
    BLANK,
    ONE,
    SEVERAL,
    Sheet,
    choices_shown,
    gap_options_shown,
    items_shown,
    options_shown,
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
    Sequencing,
    TrueFalse,
)

SHORT_BLANK = "____"
EM_SPACE = "\u2003"


def paper_html(sheet: Sheet) -> str:
    """Stem and room for the answer, without any key."""
    stem = sheet.stem(lambda n, _: _gap(n))
    return f'<div class="question-stem">{stem}</div>{_room(sheet)}{_sure(sheet)}'


def _room(sheet: Sheet) -> str:
    q = sheet.question
    match q.answer:
        case Choice() as answer:
            box = SEVERAL if answer.multiple else ONE
            told = _told(sheet, "several") if answer.multiple else ""
            texts = [answer.options[i].text for i in options_shown(q, answer)]
            return told + _list(_lettered(sheet, box, texts))
        case TrueFalse():
            return _list([f"{ONE} {sheet.word('true')}", f"{ONE} {sheet.word('false')}"])
        case Likert() as answer:
            return _list([f"{ONE} {sheet.inline(text)}" for text in answer.scale])
        case Numeric() as answer:
            return f"<p>{sheet.word('your-answer')} {BLANK} {sheet.inline(answer.unit)}</p>"
        case Sequencing() as answer:
            texts = [answer.items[i] for i in items_shown(q, answer)]
            told = _told(sheet, "write-places")
            return told + _list(_lettered(sheet, SHORT_BLANK, texts))
        case Matching() as answer:
            shown, _ = choices_shown(q, answer)
            left = [
                f"{SHORT_BLANK} <strong>{n}.</strong> {sheet.inline(text)}"
                for n, (text, _) in enumerate(answer.pairs, 1)
            ]
            told = _told(sheet, "write-letters")
            return told + _list(left) + _list(_lettered(sheet, "", list(shown)))
        case Performance() as answer:
            told = _told(sheet, "mark-several" if answer.multiple else "mark-one")
            return told + DrawnForm(sheet, answer).on_paper()
        case FillIn() as answer:
            lines = [_gap_choices(sheet, n, gap) for n, gap in enumerate(answer.gaps, 1)]
            return (_told(sheet, "circle-one") if any(lines) else "") + _list(lines)
        case LongFillIn():
            return f'<div class="lines" data-lines="6" id="{q.id}-lines"></div>'
        case _ as never:
            assert_never(never)


def _sure(sheet: Sheet) -> str:
    """Two boxes: whether the reader is sure of the answer."""
    if not sheet.question.confidence:
        return ""
    boxes = (f"{ONE} {sheet.word(f'sure-{word}')}" for word in ("yes", "no"))
    return f"<p>{EM_SPACE.join((sheet.word('sure-ask'), *boxes))}</p>"


def _told(sheet: Sheet, key: str) -> str:
    return f'<p class="question-instruction">{sheet.word(key)}</p>'


def _lettered(sheet: Sheet, box: str, texts: list[str]) -> list[str]:
    return [
        f"{box} <strong>{sheet.letter(i)}.</strong> {sheet.inline(text)}".strip()
        for i, text in enumerate(texts)
    ]


def _list(lines: list[str]) -> str:
    """A list of what has text, or nothing."""
    items = "".join(f"<li>{line}</li>" for line in lines if line)
    return f'<ul class="question-options">{items}</ul>' if items else ""


def _gap(index: int) -> str:
    return f"({index + 1}) {BLANK}"


def _gap_choices(sheet: Sheet, number: int, gap: Gap) -> str:
    """The words to choose from; nothing for a gap without options."""
    if not gap.options:
        return ""
    texts = (sheet.inline(text) for text in gap_options_shown(sheet.question, gap))
    return f"({number}) {' / '.join(texts)}"
