"""Decks and sheets: `exercises/decks/<id>.yml`, and the cards that a simulation computes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from coursebook.model import Card, CardSize, CardTone, Deck, PrintSet, Sheet, SheetPaper, Simulation
from coursebook.problems import did_you_mean
from coursebook.reader.fields import Fields, members, read_mapping
from coursebook.reader.sources import Sources
from coursebook.reader.translations import Catalogue, read_catalogue, translatable

FOLDER = "exercises/decks"
MOST = 400
"""Copies of one card: 25 sheets of the smallest size."""


@dataclass(frozen=True)
class _Shelf:
    """What a deck is read with."""

    sources: Sources
    catalogue: Catalogue
    simulations: Mapping[str, Simulation]
    misconceptions: Mapping[str, str]


def read_decks(
    sources: Sources, kit: Fields | None, language: str, simulations: Mapping[str, Simulation],
    misconceptions: Mapping[str, str],
) -> tuple[PrintSet, ...]:  # fmt: skip
    """The decks and sheets that a course file lists under `kit: decks:`, in order."""
    if kit is None:
        return ()
    catalogue = read_catalogue(sources, "decks", language)
    shelf = _Shelf(sources, catalogue, simulations, misconceptions)
    written = [path.split("/")[-1].removesuffix(".yml")
               for path in sources.listing(FOLDER, "*.yml")]  # fmt: skip
    computed = [id_ for id_, simulation in simulations.items() if simulation.deck]
    found: list[PrintSet | None] = []
    for name in kit.texts("decks"):
        if name in written:
            found.append(_read(shelf, name))
        elif name in computed:
            found.append(_translated(simulations[name].deck, catalogue))
        else:
            kit.wrong("decks", "P101", f"Unknown deck '{name}'.",
                      did_you_mean(name, [*written, *computed]))  # fmt: skip
    return tuple(deck for deck in found if deck)


def _read(shelf: _Shelf, name: str) -> PrintSet | None:
    fields = read_mapping(shelf.sources, f"{FOLDER}/{name}.yml")
    if fields is None:
        return None
    if fields.text("id") != name:
        fields.wrong("id", "P102", f"Id '{fields.text('id')}' is not the name of the file.",
                     f"Write 'id: {name}', or rename the file.")  # fmt: skip
    kind = fields.word("kind", ("deck", "sheet"), "deck")
    made = _sheet(shelf, fields) if kind == "sheet" else _deck(shelf, fields)
    fields.done()
    return made


def _sheet(shelf: _Shelf, fields: Fields) -> Sheet:
    id_ = fields.text("id")
    paper = cast(SheetPaper, fields.word("size", members(SheetPaper), "a4"))
    pages = (flow(shelf.catalogue, text, id_) for text in fields.texts("pages", required=True))
    return Sheet(
        id_, shelf.catalogue.text(fields.text("title"), id_), paper,
        max(1, fields.integer("pictures", 1)), tuple(pages),
        fields.texts("modules"), fields.place("id"),
    )  # fmt: skip


def _deck(shelf: _Shelf, fields: Fields) -> Deck:
    id_, catalogue = fields.text("id"), shelf.catalogue
    cards = tuple(_card(shelf, item, id_) for item in fields.mappings("cards"))
    if not cards:
        fields.wrong("cards", "P103", f"Deck '{id_}' has no cards.",
                     "List them as '- {label: .., front: ..}'.")  # fmt: skip
    _same_sides(fields.sources, id_, cards)
    return Deck(
        id_, catalogue.text(fields.text("title"), id_),
        cast(CardSize, fields.word("size", members(CardSize))),
        flow(catalogue, fields.text("instructions"), id_),
        flow(catalogue, fields.text("materials", ""), id_),
        cards, fields.texts("modules"), fields.place("id"),
    )  # fmt: skip


def _card(shelf: _Shelf, item: Fields, deck: str) -> Card:
    front = item.text("front", "" if item.has("misconception") else None)
    if item.has("misconception"):
        front = _misconception(shelf, item, item.text("misconception"))
    card = Card(
        shelf.catalogue.text(item.text("label"), deck), flow(shelf.catalogue, front, deck),
        flow(shelf.catalogue, item.text("back", ""), deck), item.integer("copies", 1),
        cast(CardTone, item.word("tone", members(CardTone), "")), item.place("label"),
    )  # fmt: skip
    item.done()
    _countable(shelf.sources, card)
    return card


def _misconception(shelf: _Shelf, item: Fields, code: str) -> str:
    if code not in shelf.misconceptions:
        item.wrong("misconception", "R109", f"Unknown misconception '{code}'.",
                   did_you_mean(code, shelf.misconceptions))  # fmt: skip
    return shelf.misconceptions.get(code, code)


def _countable(sources: Sources, card: Card) -> None:
    if not 1 <= card.copies <= MOST:
        sources.report(card.place.path, card.place.line, "P104",
                       f"A card cannot have {card.copies} copies.",
                       f"Write a number from 1 to {MOST}.")  # fmt: skip


def _same_sides(sources: Sources, deck: str, cards: tuple[Card, ...]) -> None:
    bare = [card for card in cards if not card.back]
    if bare and len(bare) < len(cards):
        sources.report(bare[0].place.path, bare[0].place.line, "P105",
                       f"{len(bare)} of {len(cards)} cards of '{deck}' have no back.",
                       "Give every card a back, or none.")  # fmt: skip


def flow(catalogue: Catalogue, text: str, context: str) -> str:
    """A text of several blocks, translated as a whole or block by block."""
    whole = catalogue.text(text, context)
    if whole != text or not text.strip():
        return whole
    return "\n\n".join(catalogue.text(block, context) for block in translatable(text))


# --- decks of simulations ---------------------------------------------------------------------


def computed_deck(
    fields: Fields, words: Mapping[str, str], cards: Callable[..., list[dict[str, Any]]] | None
) -> Deck | None:
    """The deck of a simulation: its key `deck`, and the cards that its model computes.

    P106 says what the function gives wrong, at the key.
    """
    about = fields.mapping("deck")
    if about is None:
        return None
    id_, made = fields.text("id"), tuple(_computed(about, words, cards))
    deck = Deck(
        id_, about.text("title"), cast(CardSize, about.word("size", members(CardSize))),
        about.text("instructions"), about.text("materials", ""), made, about.texts("modules"),
        fields.place("deck"),
    )  # fmt: skip
    about.done()
    _same_sides(fields.sources, id_, made)
    return deck


def _computed(
    about: Fields, words: Mapping[str, str], cards: Callable[..., list[dict[str, Any]]] | None
) -> Iterator[Card]:
    remedy = "Let cards(words) in model.py return label, front, back, copies and tone."
    try:
        given = [] if cards is None else [
            Card(str(one["label"]), str(one["front"]), str(one.get("back", "")),
                 int(one.get("copies", 1)), one.get("tone", ""), about.place())
            for one in cards(dict(words))
        ]  # fmt: skip
    except Exception as error:
        about.wrong("", "P106", f"The model gives no cards: {error!r}.", remedy)
        return
    if not given:
        about.wrong("", "P103", "The model gives no cards.", remedy)
    for card in given:
        if card.tone not in members(CardTone):
            about.wrong("", "P106", f"The model gives the tone '{card.tone}'.", remedy)
            continue
        _countable(about.sources, card)
        yield card


def _translated(deck: Deck | None, catalogue: Catalogue) -> Deck | None:
    if deck is None:
        return None

    def say(text: str) -> str:
        return flow(catalogue, text, deck.id)

    cards = tuple(
        replace(card, label=say(card.label), front=say(card.front), back=say(card.back))
        for card in deck.cards
    )
    return replace(deck, title=say(deck.title), instructions=say(deck.instructions),
                   materials=say(deck.materials), cards=cards)  # fmt: skip
