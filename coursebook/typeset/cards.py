"""Decks of cards on A4: fronts, their backs on the next page, and how to print and cut them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coursebook.model import CardSize, CardTone
from coursebook.typeset.literals import Value, call, value

TO_A_SHEET: Mapping[CardSize, int] = {"a6": 4, "a7": 8, "a8": 16, "slip": 8}
"""Cards on one side of an A4 sheet; theme/typst/cards.typ has the same table in millimetres."""


@dataclass(frozen=True)
class PrintedCard:
    """A card: `label` is plain text, `front` and `back` are typst markup; a back may be empty."""

    label: str
    front: str
    back: str = ""
    copies: int = 1
    tone: CardTone = ""


@dataclass(frozen=True)
class Printing:
    """A deck apart from its cards: what stands on its first page and in the margins.

    `instructions` and `materials` are typst markup: what the deck is for, and what else is needed.
    """

    id: str
    title: str
    size: CardSize
    instructions: str
    materials: str = ""


def cards_document(deck: Printing, cards: Sequence[PrintedCard], words: Mapping[str, str]) -> str:
    """The body of a `cards` document; `words` are the interface words (`deck...`).

    Its first page says how to print and cut; where cards have backs, the second page lists the
    cards, so that every front begins a sheet. Each front sheet is followed by its backs, mirrored
    by columns: both sides meet when the sheet is turned on its long edge. `compile_pdf` raises
    OverfullError for cards that hold too much.
    """
    rows = "".join(f"{_card(card)}, " for card in cards)
    named = (value(item) for item in (deck.id, deck.title, deck.size))
    contents = (f"[{deck.instructions}]", f"[{deck.materials}]", f"({rows})")
    return call("deck", *named, value(_words(deck, cards, words)), *contents)


def print_sheet(  # noqa: PLR0913
    id_: str, title: str, paper: str, pictures: int, notice: str, pages: Sequence[str]
) -> str:
    """The body of a poster or sheet in a `cards` document; so many `pictures` fill a page."""
    named = (value(item) for item in (id_, title, paper, pictures, notice))
    return call("print-sheet", *named, *(f"[{page}]" for page in pages))


def sheets_needed(size: CardSize, cards: Sequence[PrintedCard]) -> int:
    """Sheets of A4 that are cut for one deck; the page that says how comes on top."""
    return -(-sum(card.copies for card in cards) // TO_A_SHEET[size])


def has_backs(cards: Sequence[PrintedCard]) -> bool:
    """Whether the deck is printed on both sides."""
    return any(card.back for card in cards)


def _words(
    deck: Printing, cards: Sequence[PrintedCard], words: Mapping[str, str]
) -> dict[str, Value]:
    """The interface words that the template prints, numbers filled in."""
    given: dict[str, Value] = {
        key.removeprefix("deck."): text for key, text in words.items() if key.startswith("deck.")
    }
    sheets = sheets_needed(deck.size, cards)
    sides = "print_both" if has_backs(cards) else "print_one"
    cut = "cut_slip" if deck.size == "slip" else "cut"
    given["rows"] = (
        (words["deck.cards"], str(sum(card.copies for card in cards))),
        (words["deck.sheets"], words["deck.sheets_text"].format(n=sheets)),
        (words["deck.ink"], words["deck.ink_text"]),
    )
    given["steps"] = tuple(words[f"deck.{key}"] for key in (sides, "scale", cut))
    return given


def _card(card: PrintedCard) -> str:
    plain = f"label: {value(card.label)}, copies: {card.copies}, tone: {value(card.tone)}"
    return f"({plain}, front: [{card.front}], back: {f'[{card.back}]' if card.back else 'none'})"
