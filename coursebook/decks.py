"""Decks of cards and sheets of a course's kit as documents to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coursebook.chapters import on_paper
from coursebook.editions import Edition
from coursebook.html.lesson import placed
from coursebook.model import Deck, Module, Place, PrintSet, Sheet
from coursebook.problems import Problem, ProblemsError
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
    """The deck or sheet as PDF. ProblemsError (X407) names each card that holds too much."""
    renderer = _Renderer(edition, _home(edition, deck))
    match deck:
        case Sheet():
            return renderer.sheet(deck)
        case Deck():
            try:
                return renderer.cards(deck)
            except OverfullError as error:
                raise ProblemsError(
                    Problem(card.place.path, card.place.line, "X407",
                            f"Card '{card.label}' holds more than a card of size {deck.size}.",
                            "Shorten it, or take a larger size.")
                    for card in map(deck.cards.__getitem__, error.cards)
                ) from error  # fmt: skip


def deck_problems(edition: Edition) -> Iterator[Problem]:
    """What is wrong in the texts of the kit's decks."""
    for deck in edition.course.kit.decks if edition.modules else ():
        _Renderer(edition, _home(edition, deck)).texts(deck)
    yield from edition.problems


def _home(edition: Edition, deck: PrintSet) -> Module:
    """The first finished module that the deck names: its pictures and questions are at hand."""
    named = [module for module in edition.course.modules if module.slug in deck.modules]
    return next(iter(named), edition.course.modules[0])


@dataclass(frozen=True)
class _Renderer:
    edition: Edition
    home: Module

    def texts(self, deck: PrintSet) -> list[str]:
        """Every text as HTML, of cards the front and the back; faults are kept by the edition."""
        if isinstance(deck, Sheet):
            return [self._html(text, deck.place) for text in deck.pages]
        about = [self._html(text, deck.place) for text in (deck.instructions, deck.materials)]
        sides = [self._html(text, card.place)
                 for card in deck.cards for text in (card.front, card.back)]  # fmt: skip
        return [*about, *sides]

    def cards(self, deck: Deck) -> bytes:
        typed = typeset(self.texts(deck), under=2)
        instructions, materials, *sides = typed.parts
        printed = [
            PrintedCard(card.label, front, back, card.copies, card.tone)
            for card, front, back in zip(deck.cards, sides[::2], sides[1::2], strict=True)
        ]
        about_it = Printing(deck.id, deck.title, deck.size, instructions, materials)
        body = cards_document(about_it, printed, self.edition.words)
        return self._pdf(deck, body, dict(typed.files))

    def sheet(self, sheet: Sheet) -> bytes:
        typed = typeset(self.texts(sheet), under=1)
        notice = self.edition.course.notice
        body = print_sheet(sheet.id, sheet.title, sheet.paper, sheet.pictures, notice,
                           typed.parts)  # fmt: skip
        return self._pdf(sheet, body, dict(typed.files))

    def _html(self, source: str, place: Place) -> str:
        host = self.edition.host(self.home)
        html = host.markdown(source)
        self.edition.problems.extend(placed([(1, error) for _, error in host.errors], place))
        return on_paper(html)

    def _pdf(self, deck: PrintSet, body: str, files: dict[str, bytes]) -> bytes:
        paper = Paper("cards", deck.title, self.edition.language, self.edition.direction)
        return compile_pdf(paper, body, {**self.edition.course.media, **files})
