"""Rules for elements that stand on their own."""

from __future__ import annotations

from lxml.html import HtmlElement

from coursebook.typeset.context import Context, Rule, class_names, elements
from coursebook.typeset.inline import nothing
from coursebook.typeset.literals import call, string, value, words
from coursebook.typeset.tables import table

BARE_LISTS = {"question-options", "question-items", "options", "scenario-choices"}
BOXES = ("☐", "○")
NUMBERINGS = {"loweralpha": "a.", "upperalpha": "A.", "lowerroman": "i.", "upperroman": "I."}
TYPES = {"a": "a.", "A": "A.", "i": "i.", "I": "I."}
KEPT_WHOLE = 900
"""Characters: a question, or what explains a term, is not broken across pages up to that length."""


def paragraph(context: Context, element: HtmlElement) -> str:
    """A paragraph; one that announces what follows stays on its page."""
    inside = context.inline(element)
    if not inside:
        return ""
    following = element.getnext()
    announces = following is not None and (
        "lines" in class_names(following) or element.text_content().endswith(":")
    )
    if following is not None and _may_float(following):
        inside += "#before-figure"
    return call("announcing" if announces else "par", body=inside)


def heading(context: Context, element: HtmlElement) -> str:
    """A heading with its label, and in `data-kicker` the small line above a module's title."""
    kicker = element.get("data-kicker")
    more = [f"supplement: [{words(kicker)}]"] if kicker else []
    title = call(
        "heading", f"level: {context.levels[element]}", *more, body=context.inline(element)
    )
    label = context.labels.get(element)
    return f"{title}#label({string(label)})" if label else title


def container(context: Context, element: HtmlElement) -> str:
    """The blocks inside; what surrounds them is a matter of the class."""
    names = class_names(element)
    if "lines" in names:
        return call("lines", value(int(element.get("data-lines", 6))))
    inside = context.flow(element)
    if "answer-key" in names:
        return call("answer-key", value(_is_short(element)), body=inside)
    if "question" in names:
        return call("kept-whole", value(_is_short(element)), body=inside)
    return inside


def aside(context: Context, element: HtmlElement) -> str:
    """An admonition by its class; a footnote prints where it is referred to."""
    names = class_names(element)
    if "footnote" in names or "footnote-list" in names:
        return context.flow(element) if "footnote-list" in names else ""
    if "admonition" not in names:
        return context.flow(element)
    kinds = [name for name in names if name != "admonition"]
    titles = [p for p in elements(element) if "admonition-title" in class_names(p)][:1]
    title = context.inline(titles[0]) if titles else ""
    for found in titles:
        element.remove(found)
    return call("admonition", value(kinds), f"[{title}]", body=context.flow(element))


def bullets(context: Context, element: HtmlElement) -> str:
    """A list; items that carry a box as text (options, checklists) get no bullet."""
    items = _items(context, element)
    boxed = all(item.text_content().startswith(BOXES) for item in elements(element))
    bare = boxed or BARE_LISTS & set(class_names(element))
    return call("choices" if bare else "list", *items) if items else ""


def numbered(context: Context, element: HtmlElement) -> str:
    """A numbered list from its start number, in its kind of numbers."""
    if BARE_LISTS & set(class_names(element)):
        return bullets(context, element)
    numbering = TYPES.get(str(element.get("type")), "")
    for name in class_names(element):
        numbering = NUMBERINGS.get(name, numbering)
    start = [f"start: {int(element.get('start'))}"] if element.get("start") else []
    kind = [f"numbering: {string(numbering)}"] if numbering else []
    return call("enum", *start, *kind, *_items(context, element))


def _items(context: Context, element: HtmlElement) -> list[str]:
    for item in elements(element):
        if item.tag != "li":
            raise ValueError(f"No typst form for <{item.tag}> directly in a list.")
    return [f"[{context.item(item)}]" for item in elements(element)]


def definitions(context: Context, element: HtmlElement) -> str:
    """Terms with what they mean; several terms of one meaning stand on one line."""
    entries: list[tuple[list[HtmlElement], list[HtmlElement]]] = []
    for part in elements(element):
        if part.tag not in ("dt", "dd"):
            raise ValueError(f"No typst form for <{part.tag}> in a list of terms.")
        if part.tag == "dt" and (not entries or entries[-1][1]):
            entries.append(([], []))
        entries[-1][part.tag == "dd"].append(part)
    return call("definitions", *(_definition(context, *entry) for entry in entries))


def _definition(context: Context, terms: list[HtmlElement], meanings: list[HtmlElement]) -> str:
    term = words(" / ").join(map(context.item, terms))
    meaning = "#parbreak()".join(map(context.item, meanings))
    return f"([{term}], [{meaning}], {value(all(map(_is_short, meanings)))})"


def _is_short(element: HtmlElement) -> bool:
    return len(element.text_content()) <= KEPT_WHOLE


def preformatted(_context: Context, element: HtmlElement) -> str:
    """Lines of code as they stand."""
    return call("raw", "block: true", string(str(element.text_content()).strip("\n")))


def figure(context: Context, element: HtmlElement) -> str:
    """What is shown, with its caption below; between paragraphs it may begin the next page."""
    function = "shown-in-text" if _may_float(element) else "shown"
    captions = [context.flow(part) for part in element.iterchildren("figcaption")]
    for part in list(element.iterchildren("figcaption")):
        element.remove(part)
    whole = next(element.iter("table", "ul", "ol", "pre"), None) is None
    return call(function, value(whole), f"[{''.join(captions)}]", body=context.flow(element))


def _may_float(element: HtmlElement) -> bool:
    """Whether it is a figure between a paragraph that does not announce it and more text."""
    before, after = element.getprevious(), element.getnext()
    return (
        element.tag == "figure"
        and before is not None
        and before.tag == "p"
        and not before.text_content().endswith(":")
        and after is not None
        and after.tag in ("p", "ol", "ul")
    )


def quotation(context: Context, element: HtmlElement) -> str:
    """A quotation set off from the text."""
    return call("quote", "block: true", body=context.flow(element))


def details(context: Context, element: HtmlElement) -> str:
    """Folded text, open on paper, under its summary."""
    summaries = [context.inline(part) for part in element.iterchildren("summary")]
    for part in list(element.iterchildren("summary")):
        element.remove(part)
    title = call("rubric", body=summaries[0]) if summaries else ""
    return f"{title}\n\n{context.flow(element)}"


BLOCKS: dict[str, Rule] = {
    "article": container,
    "aside": aside,
    "blockquote": quotation,
    "div": container,
    "dl": definitions,
    "details": details,
    "fieldset": container,
    "figure": figure,
    "footer": container,
    "form": container,
    "h1": heading,
    "h2": heading,
    "h3": heading,
    "h4": heading,
    "h5": heading,
    "h6": heading,
    "header": container,
    "hr": lambda _context, _element: "#rule()",
    "legend": paragraph,
    "nav": nothing,
    "ol": numbered,
    "p": paragraph,
    "pre": preformatted,
    "section": container,
    "table": table,
    "template": nothing,
    "textarea": lambda _context, _element: "#lines(6)",
    "ul": bullets,
}
