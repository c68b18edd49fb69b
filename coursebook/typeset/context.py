"""What the rules share while a fragment becomes typst markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from lxml.html import HtmlElement

from coursebook.typeset.literals import call, string, words

LATIN = re.compile("[A-Za-z\u00c0-\u04ff]")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
Rule: TypeAlias = "Callable[[Context, HtmlElement], str]"


@dataclass(frozen=True)
class Context:
    """The rules, and what is known of the whole document."""

    inline_rules: Mapping[str, Rule]
    block_rules: Mapping[str, Rule]
    classes: Mapping[str, str]
    """Each class that may occur: the typst function that styles it, or "" for none."""
    labels: Mapping[HtmlElement, str]
    """Elements that can be linked to."""
    targets: Mapping[str, str]
    """Label of each id that this fragment may link to."""
    levels: Mapping[HtmlElement, int]
    """Level of each heading: one below the heading it stands under (UA-1 refuses a gap)."""
    notes: Mapping[HtmlElement, HtmlElement]
    """The footnote of each reference."""
    mixed: bool = False
    """Whether letters that run from right to left occur in the document."""

    def inline(self, element: HtmlElement) -> str:
        """Text and elements inside, all of them inline."""
        markup = words(element.text or "") + "".join(map(self._with_tail, elements(element)))
        return self._in_direction(str(element.text_content()), markup)

    def flow(self, element: HtmlElement) -> str:
        """What is inside: blocks, with runs of text between them, or text only."""
        pieces = []
        text, markup = element.text or "", words(element.text or "")
        for child in elements(element):
            if child.tag in self.inline_rules:
                text += f"{child.text_content()}{child.tail or ''}"
                markup += self._with_tail(child)
            else:
                pieces += [self._in_direction(text, markup), self.block(child)]
                text, markup = child.tail or "", words(child.tail or "")
        pieces.append(self._in_direction(text, markup))
        return "\n\n".join(filter(None, pieces))

    def _in_direction(self, text: str, markup: str) -> str:
        """A line of Latin letters only, in a document that has others, keeps its direction."""
        if self.mixed and LATIN.search(text) and not RIGHT_TO_LEFT.search(text):
            return call("left-to-right", body=markup)
        return markup

    def block(self, element: HtmlElement) -> str:
        """One block element with its anchor and classes."""
        rule = self.block_rules.get(str(element.tag))
        if rule is None:
            raise ValueError(f"No typst form for {opening(element)}.")
        return self._anchored(element, rule(self, element))

    def item(self, element: HtmlElement) -> str:
        """What is inside a list item, a term or a cell, with its anchor and classes."""
        return self._anchored(element, self.flow(element))

    def _with_tail(self, element: HtmlElement) -> str:
        rule = self.inline_rules.get(str(element.tag))
        if rule is None:
            raise ValueError(f"No typst form for {opening(element)} inside a line of text.")
        return self._anchored(element, rule(self, element)) + words(element.tail or "")

    def _anchored(self, element: HtmlElement, markup: str) -> str:
        label = self.labels.get(element)
        styled = self._in_language(element, self._styled(element, markup))
        if label is None or element in self.levels:
            return styled
        return call("anchor", string(label)) + styled

    def _styled(self, element: HtmlElement, markup: str) -> str:
        for name in reversed(class_names(element)):
            if name not in self.classes:
                raise ValueError(f"No typst form for class '{name}' of {opening(element)}.")
            if function := self.classes[name]:
                markup = call(function, body=markup)
        return markup

    def _in_language(self, element: HtmlElement, markup: str) -> str:
        language, direction = element.get("lang", ""), element.get("dir", "")
        if not (language or direction in ("ltr", "rtl")):
            return markup
        function = "tongue" if element.tag in self.inline_rules else "tongue-block"
        return call(function, string(language), string(direction), body=markup)


def elements(parent: HtmlElement) -> list[HtmlElement]:
    """The child elements, without comments."""
    return [child for child in parent if isinstance(child.tag, str)]


def class_names(element: HtmlElement) -> list[str]:
    """The classes of the element in their order."""
    return str(element.get("class", "")).split()


def opening(element: HtmlElement) -> str:
    """The start tag as people write it, for messages."""
    names = " ".join(class_names(element))
    return f'<{element.tag} class="{names}">' if names else f"<{element.tag}>"
