"""What the forms of a question share: order of its parts, letters, words and rendered text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from coursebook.model import Choice, FillIn, Gap, Matching, Question, Sequencing

MOST_PARTS = 20
"""Most options, items, pairs or gaps of one question: its packed state has 24 characters."""
BLANK = "_" * 12
ONE, SEVERAL = "○", "☐"
"""Boxes to tick on paper, for one answer and for several."""
Words = Mapping[str, str]
Render = Callable[[str], str]


def token(index: int) -> str:
    """The letter of the option, item or right-hand side shown at that place: `a`, `b`, ..."""
    return chr(ord("a") + index)


def shown_order(question_id: str, count: int, salt: str = "") -> tuple[int, ...]:
    """Source indices in the order shown: the same in every medium and language."""
    key = {i: sha256(f"{question_id}/{salt}/{i}".encode()).digest() for i in range(count)}
    return tuple(sorted(range(count), key=key.__getitem__))


def options_shown(question: Question, answer: Choice) -> tuple[int, ...]:
    """Indices of the options in the order shown."""
    count = len(answer.options)
    return shown_order(question.id, count) if answer.shuffle else tuple(range(count))


def items_shown(question: Question, answer: Sequencing) -> tuple[int, ...]:
    """Indices of the items in the order shown, which is never the right one."""
    order = shown_order(question.id, len(answer.items))
    return order if order != tuple(sorted(order)) else (*order[1:], *order[:1])


def choices_shown(question: Question, answer: Matching) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The right-hand sides as shown, and for each pair the place of its own among them."""
    texts = tuple(dict.fromkeys((*(right for _, right in answer.pairs), *answer.extra)))
    shown = tuple(texts[i] for i in shown_order(question.id, len(texts)))
    return shown, tuple(shown.index(right) for _, right in answer.pairs)


def gap_options_shown(question: Question, gap: Gap) -> tuple[str, ...]:
    """The options of a gap in the order shown."""
    return tuple(gap.options[i] for i in shown_order(question.id, len(gap.options), gap.id))


@dataclass(frozen=True)
class Sheet:
    """A question with what it takes to write it: the renderer and the words of a language."""

    question: Question
    render: Render
    words: Words

    def word(self, key: str, **values: object) -> str:
        """An interface word, escaped, with its placeholders filled."""
        return escape(self.words[f"question.{key}"].format(**values))

    def name(self, number: int) -> str:
        """`Question 3`, or what a question without a number is called (0)."""
        return self.word("number", n=number) if number else self.word("unnumbered")

    def letter(self, index: int) -> str:
        """The letter that people see at that place: A in English, alif in Arabic."""
        return self.words["question.letters"][index]

    def inline(self, source: str) -> str:
        """Rendered Markdown without its paragraphs, to stand inside a label."""
        html = re.sub(r"</p>\s*<p>", "<br /><br />", self.render(source).strip())
        inner = html.removeprefix("<p>").removesuffix("</p>")
        return html if "</p>" in inner else inner

    def plain(self, source: str) -> str:
        """Rendered Markdown as text without markup (escaped), for `<option>`."""
        return " ".join(re.sub(r"<[^>]+>", " ", self.render(source)).split())

    def stem(self, gap: Callable[[int, Gap], str] | None = None) -> str:
        """The stem; every `{{gap}}` of a fill-in question becomes what `gap` gives for it."""
        answer = self.question.answer
        if not isinstance(answer, FillIn) or gap is None:
            return self.render(self.question.stem)
        # Private-use characters pass through Markdown unchanged; {{ }} may mean substitution.
        html = self.render(re.sub(r"\{\{\s*(.*?)\s*\}\}", "\ue000\\1\ue001", self.question.stem))
        for number, part in enumerate(answer.gaps):
            html = html.replace(f"\ue000{part.id}\ue001", gap(number, part))
        return html
