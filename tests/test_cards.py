"""Cards on paper: both sides meet, every copy is there, and what is too long is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import pypdfium2
import pytest

from coursebook.locale import words
from coursebook.typeset import (
    OverfullError,
    Paper,
    PrintedCard,
    Printing,
    cards_document,
    compile_pdf,
    typeset,
)
from coursebook.typeset.cards import TO_A_SHEET, CardSize, sheets_needed
from tests.tools.pdf import page_texts, ua1_faults

FRONT, BACK = "71", "72"  # digits read from left to right in every language
A4_WIDTH, A4_HEIGHT = 595.28, 841.89
CELLS: dict[CardSize, tuple[int, int]] = {"a6": (2, 2), "a7": (2, 4), "a8": (4, 4), "slip": (1, 8)}


def text(words_: str) -> str:
    """A paragraph as typst markup."""
    return typeset([f"<p>{words_}</p>"]).body


def pdf(
    cards: Sequence[PrintedCard], size: CardSize = "a7", language: str = "en", title: str = "Deck"
) -> bytes:
    """The deck of these cards."""
    direction: Literal["ltr", "rtl"] = "rtl" if language == "ar" else "ltr"
    printing = Printing("D1", title, size, text("What it is for."), text("One bell."))
    body = cards_document(printing, cards, words(language))
    return compile_pdf(Paper("cards", title, language, direction), body, {})


def numbered(count: int, language: str = "en") -> list[PrintedCard]:
    """Cards whose fronts say 7101, 7102 ... and whose backs say 7201, 7202 ..."""
    label = "Card" if language == "en" else "بطاقة"
    return [PrintedCard(label, text(f"{FRONT}{n:02}"), text(f"{BACK}{n:02}")) for n in range(count)]


def cells(data: bytes, size: CardSize, word: str) -> Iterator[tuple[int, str, int, int]]:
    """Page, last two digits, column and row of each place where a word such as 7107 stands."""
    columns, rows = CELLS[size]
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        found = document[number].get_textpage()
        for index in range(found.count_chars() - 3):
            here = found.get_text_range(index, 4)
            if here[:2] == word and here[2:].isdigit():
                left, bottom, *_ = found.get_charbox(index)
                yield (number, here[2:], int(left / A4_WIDTH * columns),
                       int((A4_HEIGHT - bottom) / A4_HEIGHT * rows))  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", CELLS)
def test_each_back_lies_behind_its_front_when_the_sheet_is_turned(
    size: CardSize, language: str
) -> None:
    count = TO_A_SHEET[size] + 3
    data = pdf(numbered(count, language), size, language)
    fronts = {card: place for card, *place in _sides(data, size, FRONT)}
    backs = {card: place for card, *place in _sides(data, size, BACK)}
    assert len(fronts) == len(backs) == count
    for number, (page, column, row) in fronts.items():
        assert backs[number] == [page + 1, CELLS[size][0] - 1 - column, row], number
        assert page % 2 == 0  # counted from 0: a front begins a sheet of paper


def _sides(data: bytes, size: CardSize, side: str) -> Iterator[tuple[str, int, int, int]]:
    """Card, page, column and row of each face of the sheets; the list before them is left out."""
    listed = 1 if any(cells(data, size, BACK)) else 0
    for page, card, column, row in cells(data, size, side):
        if page > listed:
            yield card, page, column, row


@pytest.mark.parametrize("count", [9, 60, 90, 130])
def test_a_front_begins_a_sheet_of_paper_however_long_the_list(count: int) -> None:
    pages = page_texts(pdf(numbered(count), "a8"))
    first = next(n for n, page in enumerate(pages) if "Sheet 1 of" in page)
    assert first % 2 == 0
    assert [n for n, page in enumerate(pages) if not page.split()] == []
    assert f"Print pages {first + 1} to {len(pages)}." in " ".join(pages[0].split())


@pytest.mark.parametrize(("language", "column"), [("en", 0), ("ar", 1)])
def test_the_first_card_stands_where_reading_starts(language: str, column: int) -> None:
    data = pdf(numbered(3, language), "a7", language)
    placed = [(card, c, r) for card, _page, c, r in _sides(data, "a7", FRONT)]
    assert sorted(placed) == [("00", column, 0), ("01", 1 - column, 0), ("02", column, 1)]


def test_every_copy_is_printed_and_counted() -> None:
    cards = [PrintedCard("Grey", text("7100"), copies=20, tone="grey"),
             PrintedCard("Red", text("7101"), copies=3, tone="accent")]  # fmt: skip
    data = pdf(cards, "a8")
    found = [card for card, *_ in _sides(data, "a8", FRONT)]
    assert (found.count("00"), found.count("01")) == (20, 3)
    first, *sheets = page_texts(data)
    assert sheets_needed("a8", cards) == len(sheets) == 2
    assert "Cards 23" in " ".join(first.split())
    assert "Print pages 2 to 3, on one side only." in " ".join(first.split())


def test_a_deck_with_backs_says_which_pages_to_print_on_both_sides() -> None:
    first = " ".join(page_texts(pdf(numbered(9), "a7"))[0].split())
    assert "Print pages 3 to 6. Choose both sides and turn on the long edge." in first


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_deck_is_accessible(language: str) -> None:
    cards = [*numbered(9, language), PrintedCard("A", text("x"), text("y"), 2, "accent"),
             PrintedCard("B", text("x"), text("y"), 2, "grey")]  # fmt: skip
    assert ua1_faults(pdf(cards, "a8", language)) == []


def test_a_card_is_read_to_its_end_before_the_next() -> None:
    said = page_texts(pdf(numbered(8), "a7"))[2]
    places = [said.index(f"{FRONT}{n:02}") for n in range(8)]
    assert places == sorted(places)


def test_all_cards_that_hold_too_much_are_named_at_once() -> None:
    long = text("word " * 300)
    cards = [PrintedCard("One", long), PrintedCard("Two", text("short")),
             PrintedCard("Three", text("short"), long)]  # fmt: skip
    with pytest.raises(OverfullError) as told:
        pdf(cards, "a8")
    assert told.value.cards == (0, 2)


def test_the_same_deck_gives_the_same_bytes() -> None:
    assert pdf(numbered(5)) == pdf(numbered(5))


def test_a_hostile_label_and_title_come_out_as_they_went_in() -> None:
    hostile = 'A "#panic()" \\ {n} [x] $a$ <b>'
    data = pdf([PrintedCard(hostile, text("x"))], title=hostile)
    assert " ".join(page_texts(data)).count(hostile) >= 3
