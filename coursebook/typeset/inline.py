"""Rules for elements inside a line of text."""

from __future__ import annotations

from lxml.html import HtmlElement

from coursebook.typeset.context import Context, Rule, class_names
from coursebook.typeset.literals import call, string, words

OUTSIDE = ("http://", "https://", "mailto:")
BOXES = {"checkbox": "☐", "radio": "○"}
BLANK = "____________"


def wrap(function: str) -> Rule:
    """A rule that hands the content to a typst function."""
    return lambda context, element: call(function, body=context.inline(element))


def plain(context: Context, element: HtmlElement) -> str:
    """The content alone."""
    return context.inline(element)


def nothing(_context: Context, _element: HtmlElement) -> str:
    """Nothing: the element has no meaning on paper."""
    return ""


def code(_context: Context, element: HtmlElement) -> str:
    """Code in its own type, isolated: in Arabic text `PPV = 0.5` would turn round (G)."""
    return call("code", string(str(element.text_content())))


def isolated(context: Context, element: HtmlElement) -> str:
    """Text whose direction is its own."""
    return words("\u2068") + context.inline(element) + words("\u2069")


def anchor_link(context: Context, element: HtmlElement) -> str:
    """A link to a place in the document or outside; without its target only the text."""
    if element in context.notes:
        return _footnote(context, context.notes[element])
    href, text = str(element.get("href", "")), context.inline(element)
    if href.startswith(OUTSIDE):
        return call("outside", string(href), body=text)
    raised = "fact" in class_names(element)
    if href and not href.startswith("#"):
        raise ValueError(f"Link '{href}' leads neither into the document nor to a web address.")
    label = context.targets.get(href.removeprefix("#"))
    if label is not None:
        text = call("link", f"label({string(label)})", body=text)
    return call("fact-number", body=text) if raised else text


def _footnote(context: Context, note: HtmlElement) -> str:
    lines = [context.inline(line) for line in note.iterchildren("p")] or [context.inline(note)]
    return call("footnote", body="#linebreak()".join(lines))


def entry(_context: Context, element: HtmlElement) -> str:
    """A control on paper: a box to tick or a blank to fill."""
    if element.get("type") in ("hidden", "submit", "button"):
        return ""
    return words(BOXES.get(str(element.get("type")), BLANK))


def image(_context: Context, element: HtmlElement) -> str:
    """A picture among `files`; UA-1 refuses one without alt text."""
    alt = str(element.get("alt") or "").strip()
    source = str(element.get("src") or "")
    if not alt:
        raise ValueError(f"Picture '{source}' has no alt text.")
    return call("picture", string(f"/files/{source}"), string(alt))


INLINE: dict[str, Rule] = {
    "a": anchor_link,
    "abbr": plain,
    "b": wrap("strong"),
    "bdi": isolated,
    "br": lambda _context, _element: "#linebreak()",
    "button": nothing,
    "cite": wrap("emph"),
    "code": code,
    "data": plain,
    "del": wrap("strike"),
    "dfn": wrap("emph"),
    "em": wrap("emph"),
    "i": wrap("emph"),
    "img": image,
    "input": entry,
    "kbd": code,
    "label": plain,
    "mark": wrap("strong"),
    "output": nothing,
    "q": lambda context, element: words("“") + context.inline(element) + words("”"),
    "s": wrap("strike"),
    "samp": code,
    "script": nothing,
    "select": lambda _context, _element: words(BLANK),
    "small": plain,
    "span": plain,
    "strong": wrap("strong"),
    "style": nothing,
    "sub": wrap("sub"),
    "sup": wrap("super"),
    "time": plain,
    "u": plain,
    "var": wrap("emph"),
}
