"""Canonical HTML to typst markup by tables of elements and classes; none is skipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coursebook.files import Files
from coursebook.typeset.blocks import BLOCKS
from coursebook.typeset.context import RIGHT_TO_LEFT, Context
from coursebook.typeset.fragments import footnotes, labels, levels, parse
from coursebook.typeset.inline import INLINE
from coursebook.typeset.spaces import collapse

STYLED = {
    "as-of": "as-of", "attribution": "attribution", "deep": "deep",
    "facts": "facts", "fact-source": "fact-source", "lead": "lead",
    "scenario-effects": "scenario-effects", "scenario-number": "scenario-number",
    "scenario-step": "scenario-step", "scenario-story": "scenario-story",
    "scenario-go": "scenario-go",
    "question-instruction": "instruction", "question-number": "rubric",
    "question-vignette": "vignette", "rubric": "rubric", "subtitle": "subtitle",
}  # fmt: skip
"""Classes that have a look of their own: the typst function that gives it."""

UNSTYLED = frozenset({
    # kinds of admonition and of facilitators' notes: `admonition` reads them
    "admonition", "admonition-title", "note", "tip", "important", "warning", "caution", "danger",
    "hint", "attention", "error", "case", "say", "check", "committee", "idea", "facilitator-note",
    "run-sheet", "pushback", "sensitive", "rescue", "answers", "return",
    # read by the rule of their element
    "answer-key", "fact", "lines", "footnote", "footnote-ref", "footnote-reference",
    "footnote-list", "label",
    "question", "question-options", "question-items", "options", "form", "loweralpha", "upperalpha",
    "lowerroman", "upperroman", "arabic",
    # marks for the screen or for scripts
    "part", "express", "core", "table-scroll", "question-stem", "question-answer",
    "question-feedback", "question-hint", "question-key", "question-data", "question-actions",
    "stem", "term", "cite", "letter", "option", "option-text", "item-text", "unit", "pair", "gap",
    "number-field", "choice", "simple", "reference", "internal", "external", "brackets", "pre",
    "literal", "docutils", "compound", "caption", "legend", "head", "stub", "row-odd", "row-even",
    "align-default", "align-left", "align-center", "align-right", "text-left", "text-center",
    "text-right", "coverage", "objectives", "quiz", "handout", "explorable", "twin", "words",
    "levels", "scenario", "scenario-opening", "scenario-paper", "scenario-choice",
    "scenario-choices", "scenario-by", "scenario-text", "scenario-track", "scenario-time",
    "scenario-title", "scenario-path",
    "scenario-debrief", "sources", "glossary", "ref", "number", "fact-id", "lines-hint",
})  # fmt: skip
"""Classes that look like their element."""

CLASSES = {**dict.fromkeys(UNSTYLED, ""), **STYLED}


@dataclass(frozen=True)
class Typeset:
    """Typst markup of each fragment, and the drawings that stood inline in them."""

    parts: tuple[str, ...]
    files: Files

    @property
    def body(self) -> str:
        """All parts one after the other."""
        return "\n\n".join(self.parts)


def typeset(fragments: Sequence[str], *, under: int = 0) -> Typeset:
    """The fragments of one document as typst markup; links lead from each to any other.

    `under` is the number of heading levels above them (1 where the template prints a title).
    ValueError names an element or class for which there is no form.
    """
    pictures: dict[str, bytes] = {}
    roots = [parse(fragment, pictures) for fragment in fragments]
    for root in roots:
        collapse(root, frozenset(INLINE))
    of_element, targets = labels(roots)
    heights = levels(roots, under)
    mixed = any(RIGHT_TO_LEFT.search(fragment) for fragment in fragments)
    parts = (
        Context(
            INLINE, BLOCKS, CLASSES, of_element, own, heights, footnotes(root), mixed
        ).flow(root)
        for root, own in zip(roots, targets, strict=True)
    )  # fmt: skip
    return Typeset(tuple(parts), pictures)
