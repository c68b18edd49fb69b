"""Paper: canonical HTML to typst markup, and that to accessible PDF."""

from coursebook.typeset.cards import PrintedCard, Printing, cards_document, print_sheet
from coursebook.typeset.document import (
    OverfullError,
    Paper,
    compile_pdf,
    fold,
    page_count,
    sheet,
)
from coursebook.typeset.writer import Typeset, typeset

__all__ = [
    "OverfullError",
    "Paper",
    "PrintedCard",
    "Printing",
    "Typeset",
    "cards_document",
    "compile_pdf",
    "fold",
    "page_count",
    "print_sheet",
    "sheet",
    "typeset",
]
