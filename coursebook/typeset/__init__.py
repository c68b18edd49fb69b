"""Paper: canonical HTML to typst markup, and that to accessible PDF."""

from coursebook.typeset.document import Paper, compile_pdf, fold, page_count
from coursebook.typeset.writer import Typeset, typeset

__all__ = ["Paper", "Typeset", "compile_pdf", "fold", "page_count", "typeset"]
