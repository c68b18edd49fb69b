"""Tabletop exercises: a folder each with cards, evidence, sheets, guides and the run screen."""

from __future__ import annotations

from coursebook.editions import Edition
from coursebook.exporters.tabletops.cards import inject_cards, role_cards
from coursebook.exporters.tabletops.papers import controller_guide, evidence_pack, manual
from coursebook.exporters.tabletops.press import Press
from coursebook.exporters.tabletops.sheets import evaluator_sheets
from coursebook.files import Files, under
from coursebook.html.run_screen import run_screen
from coursebook.html.tabletops import with_numbers


def export(edition: Edition) -> Files:
    """`<id>/...` for each tabletop of the course's kit; ProblemsError (X406) for a full card."""
    files: dict[str, bytes] = {}
    for tabletop in edition.course.kit.tabletops:
        press = Press(edition, with_numbers(tabletop, edition.language))
        files |= under(tabletop.id, _kit(press))
    return files


def _kit(press: Press) -> Files:
    return {
        "situation-manual.pdf": manual(press),
        "role-cards.pdf": role_cards(press),
        "inject-cards.pdf": inject_cards(press),
        "evidence-pack.pdf": evidence_pack(press),
        "evaluator-sheets.pdf": evaluator_sheets(press),
        "controller-guide.pdf": controller_guide(press),
        "run.html": run_screen(press.tabletop, press.edition.course, press.words),
    }
