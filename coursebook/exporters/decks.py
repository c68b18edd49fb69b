"""Decks of cards and sheets to print for the room, and one page that says how many of which."""

from __future__ import annotations

from html import escape

from coursebook.decks import deck_pdf
from coursebook.editions import Edition
from coursebook.files import Files
from coursebook.html.tables import row_html, table_html
from coursebook.model import Deck, PrintSet, Sheet
from coursebook.typeset import Paper, compile_pdf, page_count, typeset
from coursebook.typeset.cards import TO_A_SHEET
from coursebook.typeset.literals import Value


def export(edition: Edition) -> Files:
    """`<deck>.pdf` for each deck and sheet of the kit, and `contents.pdf`."""
    decks = edition.course.kit.decks if edition.modules else ()
    files = {f"{deck.id}.pdf": deck_pdf(edition, deck) for deck in decks}
    if files:
        files["contents.pdf"] = _contents(edition, files)
    return files


def _contents(edition: Edition, files: Files) -> bytes:
    course, words = edition.course, edition.words
    heads = ("deck.card_set", "deck.file", "deck.paper", "deck.sides")
    rows = (_row(edition, deck, files[f"{deck.id}.pdf"]) for deck in course.kit.decks)
    table = table_html((words[key] for key in heads), rows)
    html = (f"<p>{escape(words['deck.contents_use'])}</p>{table}"
            f"<p>{escape(words['deck.ink_text'])}</p>")  # fmt: skip
    settings: dict[str, Value] = {
        "series": course.title, "subtitle": words["deck.contents_subtitle"],
        "notice": course.notice, "foot": course.notice, "breaks": False,
    }  # fmt: skip
    title = words["deck.contents"]
    paper = Paper("guide", title, edition.language, edition.direction, settings)
    return compile_pdf(paper, typeset([html]).body, {})


def _row(edition: Edition, deck: PrintSet, pdf: bytes) -> str:
    words = edition.words
    match deck:
        case Deck():
            cards = sum(card.copies for card in deck.cards)
            sheets = -(-cards // TO_A_SHEET[deck.size])
            told = words["deck.cards_on"].format(cards=cards, sheets=sheets)
            both = any(card.back for card in deck.cards)
            sides = words["deck.both" if both else "deck.one"]
        case Sheet():
            size = "A3" if deck.paper.startswith("a3") else "A4"
            told = words["deck.pages_on"].format(pages=page_count(pdf), size=size)
            sides = words["deck.one"]
    cells = (deck.title, f"{deck.id}.pdf", told, sides)
    return row_html(map(escape, cells))
