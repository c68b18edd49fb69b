"""Numbers and days as a language writes them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from coursebook.locale import words


def number_text(value: float, decimals: int, language: str) -> str:
    """A number grouped for the language, in Western digits."""
    pattern = "#,##0" + (f".{'0' * decimals}" if decimals > 0 else "")
    return format_decimal(round(value, decimals), pattern, locale=language, numbering_system="latn")


def day_text(day: str, language: str, form: str = "lesson.day") -> str:
    """`2026-11-23` as `23 November 2026` in the language, in Western digits.

    `form` is the interface word with the pattern; `lesson.day_short` gives `23 Nov 2026`.
    """
    text = format_date(date.fromisoformat(day), words(language)[form], locale=language)
    return text.translate({0x660 + n: str(n) for n in range(10)})
