"""Judges of PDF: PDF/UA-1, words that can be taken out, characters that a font has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import page as page_validation
import pypdfium2
from fontTools.ttLib import TTCollection, TTFont

Pdf = bytes | Path


def ua1_faults(pdf: Pdf) -> list[str]:
    """What keeps the file from being PDF/UA-1."""
    report = page_validation.validate_pdf_bytes(_bytes(pdf), profile="ua1")
    return [str(failure) for failure in report.failures]


def page_texts(pdf: Pdf) -> list[str]:
    """Text of each page as a reader can copy it out."""
    document = pypdfium2.PdfDocument(_bytes(pdf))
    try:
        return [_page_text(document[number]) for number in range(len(document))]
    finally:
        document.close()


def missing_words(pdf: Pdf, words: Iterable[str]) -> list[str]:
    """Words that cannot be found in the text of the file (compatibility forms are equal)."""
    text = _folded(" ".join(page_texts(pdf)))
    return [word for word in words if _folded(word) not in text]


def missing_characters(text: str, fonts: Iterable[Path]) -> set[str]:
    """Characters of the text that none of the fonts can draw."""
    drawn = set().union(*(characters(font) for font in fonts))
    return {c for c in set(text) if ord(c) not in drawn and unicodedata.category(c)[0] not in "CZ"}


@cache
def characters(font: Path) -> frozenset[int]:
    """Code points of a font file (TTF, OTF, TTC, WOFF, WOFF2)."""
    if font.suffix.lower() == ".ttc":
        return frozenset().union(*(one.getBestCmap() for one in TTCollection(font).fonts))
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())


def _page_text(page: pypdfium2.PdfPage) -> str:
    text = page.get_textpage()
    try:
        return str(text.get_text_bounded())
    finally:
        text.close()
        page.close()


def _folded(text: str) -> str:
    """Text without presentation forms, marks of direction and soft hyphens, spaces made one."""
    plain = unicodedata.normalize("NFKC", text)
    return " ".join("".join(c for c in plain if unicodedata.category(c) != "Cf").split())


def _bytes(pdf: Pdf) -> bytes:
    return pdf.read_bytes() if isinstance(pdf, Path) else pdf
