"""Role cards on one side, inject cards on two."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from coursebook.exporters.tabletops.press import Press
from coursebook.html.tabletops import effects_html, names
from coursebook.model import CardTone, Event, Place, Role
from coursebook.problems import Problem, ProblemsError
from coursebook.typeset import OverfullError, Paper, PrintedCard, Printing, cards_document
from coursebook.typeset.document import compile_pdf

TONES: dict[str, CardTone] = {"player": "", "observer": "grey", "staff": "accent"}


def role_cards(press: Press) -> bytes:
    """`role-cards.pdf`: a card for each role, staff and observers apart by their pattern."""
    roles = press.tabletop.roles
    cards = [_role_card(press, role) for role in roles]
    return _printed(press, "tabletop.cards", cards, [role.place for role in roles])


def _role_card(press: Press, role: Role) -> PrintedCard:
    words = press.words
    kind = words[f"tabletop.kind.{role.kind}"]
    head = " · ".join(dict.fromkeys(filter(None, [kind, role.side])))
    optional = f" ({words['tabletop.optional']})" if role.optional else ""
    parts = [f'<p class="question-instruction">{escape(head + optional)}</p>',
             f"<p>{press.host.line(_begun(role.line))}</p>"]  # fmt: skip
    for key, text in (("aim", role.aim), ("worry", role.worry), ("fact", role.fact),
                      ("own_task", role.task)):  # fmt: skip
        if text:
            label = escape(words[f"tabletop.{key}"])
            parts.append(f'<p class="rubric">{label}</p><p>{press.host.line(text)}</p>')
    return PrintedCard(role.name, press.html("".join(parts)), tone=TONES[role.kind])


def inject_cards(press: Press) -> bytes:
    """`inject-cards.pdf`: what is handed over in front, what is expected on the back."""
    events = [event for event in press.tabletop.events if event.kind != "phase"]
    cards = [_inject_card(press, event) for event in events]
    return _printed(press, "tabletop.injects", cards, [event.place for event in events])


def _inject_card(press: Press, event: Event) -> PrintedCard:
    label = press.labels.get(event.id, press.words["tabletop.kind.decision"])
    title = f"\u2066T+{event.at}\u2069 · {label}"  # a time reads from left to right
    return PrintedCard(title, press.html(_front(press, event)), press.html(_back(press, event)),
                       tone="accent" if event.kind == "decision" else "")  # fmt: skip


def _front(press: Press, event: Event) -> str:
    words = press.words
    rows = (("tabletop.deliver", names(press.tabletop, [event.by], words)),
            ("tabletop.receives", names(press.tabletop, event.to, words)))  # fmt: skip
    who = "<br/>".join(f"{escape(words[key])}: <strong>{escape(name)}</strong>"
                       for key, name in rows if name)  # fmt: skip
    text = press.host.flow(event.text)
    return (f'<p class="question-instruction">{who}</p>'
            f'<p class="rubric">{escape(event.title)}</p>{text}')  # fmt: skip


def _back(press: Press, event: Event) -> str:
    words = press.words
    parts = [f'<p class="question-instruction">{escape(words["tabletop.back"])}</p>',
             _said(press, "expected", press.host.line(event.expected))]  # fmt: skip
    if event.missed or event.missed_effects:
        effects = effects_html(event.missed_effects)
        parts.append(_said(press, "missed", f"{press.host.line(event.missed)} {effects}".strip()))
    if decision := press.tabletop.decision(event.decision):
        ways = "".join(f"<li>{press.host.line(way.text)}: "
                       f"<strong>{effects_html(way.effects) or words['tabletop.no_change']}"
                       "</strong></li>" for way in decision.ways)  # fmt: skip
        parts.append(_said(press, "decision", press.host.line(decision.title)) + f"<ul>{ways}</ul>")
    if event.droppable:
        parts.append(f"<p>({escape(words['tabletop.droppable'])})</p>")
    return "".join(parts)


def _said(press: Press, key: str, html: str) -> str:
    return f"<p><strong>{escape(press.words[f'tabletop.{key}'])}:</strong> {html}</p>"


def _printed(press: Press, key: str, cards: list[PrintedCard], places: Sequence[Place]) -> bytes:
    """The deck as PDF. X406 names each card that holds too much."""
    tabletop, words, edition = press.tabletop, press.words, press.edition
    intro = press.line(words[f"{key}_use"])
    name = f"{tabletop.code} {words[key]}"
    title = f"{tabletop.title}: {words[key]}"
    body = cards_document(Printing(tabletop.title, name, "a6", intro), cards, words)
    paper = Paper("cards", title, edition.language, edition.direction)
    try:
        return compile_pdf(paper, body, {})
    except OverfullError as error:
        raise ProblemsError(
            Problem(places[n].path, places[n].line, "X406",
                    f"The card '{_plain(cards[n].label)}' holds too much for A6.",
                    "Shorten its texts.")
            for n in error.cards
        ) from error  # fmt: skip


def _plain(label: str) -> str:
    """The label without marks of direction."""
    return label.replace("\u2066", "").replace("\u2069", "")


def _begun(line: str) -> str:
    """The line as the beginning of a sentence."""
    return line[:1].upper() + line[1:]
