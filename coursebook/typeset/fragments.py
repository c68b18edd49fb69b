"""Canonical HTML read as trees, and what only the whole document can tell of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape

from lxml import etree, html
from lxml.html import HtmlElement

SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
NAMESPACE = "http://www.w3.org/2000/svg"


def parse(source: str, pictures: dict[str, bytes]) -> HtmlElement:
    """The fragment as a tree; inline drawings become `<img>` and are added to `pictures`."""

    # lxml's HTML parser writes every name of an SVG in lower case, which breaks viewBox.
    def taken_out(match: re.Match[str]) -> str:
        name, alt = _drawing(match[0], pictures)
        return f'<img src="{name}" alt="{escape(alt)}" />'

    root = html.fragment_fromstring(SVG.sub(taken_out, source), create_parent="div")
    _give_headings_their_section_ids(root)
    return root


def _drawing(source: str, pictures: dict[str, bytes]) -> tuple[str, str]:
    drawing = etree.fromstring(_with_namespace(source).encode())
    titles = drawing.findtext(f"{{{NAMESPACE}}}title", "")
    alt = str(drawing.get("aria-label") or titles).strip()
    if not alt:
        raise ValueError("An inline drawing has neither aria-label nor title.")
    data = etree.tostring(drawing)
    name = f"drawing-{sha256(data).hexdigest()[:16]}.svg"
    pictures[name] = data
    return name, alt


def _with_namespace(source: str) -> str:
    opening = source[: source.index(">")]
    declared = "" if "xmlns=" in opening else f' xmlns="{NAMESPACE}"'
    if "xlink:" in source and "xmlns:xlink" not in opening:
        declared += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    return source.replace("<svg", f"<svg{declared}", 1)


def _give_headings_their_section_ids(root: HtmlElement) -> None:
    """A section's own anchor could be left behind on the page before its heading."""
    for section in root.iter("section", "div"):
        first = next(iter(section), None)
        if first is None or first.tag not in HEADINGS or first.get("id"):
            continue
        if name := section.attrib.pop("id", None):
            first.set("id", name)


def labels(
    roots: Sequence[HtmlElement],
) -> tuple[dict[HtmlElement, str], list[dict[str, str]]]:
    """The label of each element with an id, and for each tree the labels it may link to.

    An id that occurs in one tree only is known in the whole document; one that several use
    (docutils counts footnotes anew in each text) is known inside its own tree.
    """
    found = [_first_with_id(root) for root in roots]
    count = Counter(name for ids in found for name in ids)
    of_element: dict[HtmlElement, str] = {}
    shared: dict[str, str] = {}
    own: list[dict[str, str]] = []
    for number, ids in enumerate(found):
        named = {i: i if count[i] == 1 else f"{number}/{i}" for i in ids}
        of_element.update({element: named[i] for i, element in ids.items()})
        shared.update({i: label for i, label in named.items() if count[i] == 1})
        own.append(named)
    return of_element, [shared | named for named in own]


def _first_with_id(root: HtmlElement) -> dict[str, HtmlElement]:
    ids: dict[str, HtmlElement] = {}
    for element in root.iterdescendants():
        if isinstance(element.tag, str) and element.get("id"):
            ids.setdefault(str(element.get("id")), element)
    return ids


def levels(roots: Iterable[HtmlElement], under: int) -> dict[HtmlElement, int]:
    """The level of each heading: one below the one it stands under, so that none is skipped."""
    found: dict[HtmlElement, int] = {}
    open_levels: list[int] = []
    for root in roots:
        for heading in root.iterdescendants(*HEADINGS):
            own = HEADINGS[heading.tag]
            while open_levels and open_levels[-1] >= own:
                open_levels.pop()
            open_levels.append(own)
            found[heading] = under + len(open_levels)
    return found


def footnotes(root: HtmlElement) -> dict[HtmlElement, HtmlElement]:
    """The note of each reference: the next of that id, for every text counts its notes anew."""
    found: dict[HtmlElement, HtmlElement] = {}
    waiting: list[HtmlElement] = []
    for element in root.iterdescendants("a", "aside"):
        names = str(element.get("class", "")).split()
        if element.tag == "a" and {"footnote-ref", "footnote-reference"} & set(names):
            waiting.append(element)
        elif "footnote" in names:
            name = f"#{element.get('id')}"
            found.update({ref: element for ref in waiting if ref.get("href") == name})
            waiting = [ref for ref in waiting if ref not in found]
    for note in set(found.values()):
        _drop_label(note)
    return found


def _drop_label(note: HtmlElement) -> None:
    for part in list(note):
        if part.get("class") in ("label", "fn-label"):
            note.remove(part)
