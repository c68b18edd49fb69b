"""Decks of cards and sheets of a course's kit as documents to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coursebook.chapters import on_paper
from coursebook.editions import Edition
from coursebook.fonts import ChineseFontsMissingError
from coursebook.html.host import placed
from coursebook.model import Card, Deck, Module, Place, PrintSet, Sheet
from coursebook.problems import Problem
from coursebook.typeset import (
    OverfullError,
    Paper,
    PrintedCard,
    Printing,
    cards_document,
    compile_pdf,
    print_sheet,
    typeset,
)


def deck_pdf(edition: Edition, deck: PrintSet) -> bytes:
    """The deck or sheet as PDF. OverfullError where a card holds more than its size allows."""
    renderer = _Renderer(edition, _home(edition, deck))
    match deck:
        case Deck():
            return renderer.cards(deck)
        case Sheet():
            return renderer.sheet(deck)


def deck_problems(edition: Edition) -> Iterator[Problem]:
    """What is wrong in the texts of the kit's decks; P107 for each card that holds too much."""
    for deck in edition.course.kit.decks if edition.modules else ():
        try:
            deck_pdf(edition, deck)
        except ChineseFontsMissingError:
            continue  # not measured: who builds paper is told (X405), a site needs no letters
        except OverfullError as error:
            cards = deck.cards if isinstance(deck, Deck) else ()
            for number in error.cards:
                card = cards[number]
                yield Problem(card.place.path, card.place.line, "P107",
                              f"Card '{card.label}' holds more than a card of size"
                              f" {getattr(deck, 'size', '')}.",
                              "Shorten it, or take a larger size.")  # fmt: skip
    yield from edition.problems


def _home(edition: Edition, deck: PrintSet) -> Module:
    """The first finished module that the deck names: its pictures and questions are at hand."""
    named = [module for module in edition.course.modules if module.slug in deck.modules]
    return next(iter(named), edition.course.modules[0])


@dataclass(frozen=True)
class _Renderer:
    edition: Edition
    home: Module

    def cards(self, deck: Deck) -> bytes:
        faces = [text for card in deck.cards for text in self._faces(card)]
        about = [self._html(text, deck.place) for text in (deck.instructions, deck.materials)]
        typed = typeset([*about, *faces], under=2)
        instructions, materials, *sides = typed.parts
        printed = [
            PrintedCard(card.label, front, back, card.copies, card.tone)
            for card, front, back in zip(deck.cards, sides[::2], sides[1::2], strict=True)
        ]
        about_it = Printing(deck.id, deck.title, deck.size, instructions, materials)
        body = cards_document(about_it, printed, self.edition.words)
        return self._pdf(deck, body, dict(typed.files))

    def sheet(self, sheet: Sheet) -> bytes:
        typed = typeset([self._html(text, sheet.place) for text in sheet.pages], under=1)
        notice = self.edition.course.notice
        body = print_sheet(sheet.id, sheet.title, sheet.paper, sheet.pictures, notice,
                           typed.parts)  # fmt: skip
        return self._pdf(sheet, body, dict(typed.files))

    def _faces(self, card: Card) -> tuple[str, str]:
        return self._html(card.front, card.place), self._html(card.back, card.place)

    def _html(self, source: str, place: Place) -> str:
        host = self.edition.host(self.home)
        html = host.markdown(source)
        self.edition.problems.extend(placed([(1, error) for _, error in host.errors], place))
        return on_paper(html)

    def _pdf(self, deck: PrintSet, body: str, files: dict[str, bytes]) -> bytes:
        paper = Paper("cards", deck.title, self.edition.language, self.edition.direction)
        return compile_pdf(paper, body, {**self.edition.course.media, **files})
