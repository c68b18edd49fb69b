"""The answer keys of the handouts, for facilitators only."""

from __future__ import annotations

from coursebook.chapters import guide_pdf, section
from coursebook.editions import Edition
from coursebook.files import Files
from coursebook.model import Module


def export(edition: Edition) -> Files:
    """`<module>.pdf` for each module whose sheets have keys."""
    files = {}
    for module in edition.modules:
        if html := _keys(edition, module):
            files[f"{module.slug}.pdf"] = _pdf(edition, module, html)
    return files


def _keys(edition: Edition, module: Module) -> str:
    found = ((h, edition.handout_html(home, h, keys=True)) for home, h in edition.sheets(module))
    return "".join(
        section(f"key-{h.id}", f"{h.id} {h.title}", html, 2) for h, html in found if html
    )


def _pdf(edition: Edition, module: Module, html: str) -> bytes:
    words = edition.words
    series = f"{words['print.keys']}: {edition.course.title}"
    return guide_pdf(edition, module.title, html, words["print.keys_subtitle"], series)
