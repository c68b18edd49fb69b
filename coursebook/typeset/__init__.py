"""Paper: canonical HTML to typst markup, and that to accessible PDF."""

from coursebook.typeset.document import Paper, compile_pdf, fold, page_count, sheet
from coursebook.typeset.writer import Typeset, typeset

__all__ = ["Paper", "Typeset", "compile_pdf", "fold", "page_count", "sheet", "typeset"]
