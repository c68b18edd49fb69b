"""docutils nodes to canonical HTML: one method an element, none is skipped in silence.

No style attribute is ever written (a strict Content-Security-Policy forbids them).
"""

from __future__ import annotations

import re
from html import escape
from typing import cast

from docutils import nodes

from coursebook.html.tables import scrolled

ADMONITIONS = frozenset(
    {"note", "tip", "important", "warning", "caution", "danger", "hint", "attention", "error"}
)
PLAIN = {
    "emphasis": "em", "strong": "strong", "literal": "code", "subscript": "sub",
    "superscript": "sup", "block_quote": "blockquote", "list_item": "li", "term": "dt",
    "definition": "dd", "definition_list": "dl", "tbody": "tbody", "row": "tr",
    "caption": "figcaption", "title_reference": "cite", "paragraph": "p", "attribution": "p",
}  # fmt: skip
TRANSPARENT = frozenset(
    {"document", "tgroup", "definition_list_item", "legend", "line_block", "compound"}
)
PARSERS_OWN = frozenset({"simple", "myst"})
"""Classes that docutils and MyST put on lists; no style sheet of ours knows them."""
WRAP = re.compile("(?<=[\u3000-\u9fff\uff00-\uffef])\\n(?=[\u3000-\u9fff\uff00-\uffef])")
"""The end of a line inside a Chinese paragraph, which browsers would show as a space."""
NOTHING = frozenset({"comment", "colspec", "system_message", "substitution_definition", "meta"})


class UnknownNodeError(ValueError):
    """A docutils node for which there is no HTML."""


def to_html(node: nodes.Node, words: dict[str, str], level: int = 3) -> str:
    """Canonical HTML of a docutils tree; `level` is that of its first headings."""
    return _Writer(words, level).write(node)


class _Writer:
    def __init__(self, words: dict[str, str], level: int) -> None:
        self.words, self.level = words, level

    def write(self, node: nodes.Node) -> str:
        name = node.__class__.__name__
        if isinstance(node, nodes.Text):
            return escape(str(node), quote=False)
        if name in NOTHING:
            return ""
        element = cast(nodes.Element, node)
        if name in TRANSPARENT:
            return self.inside(element)
        if name == "paragraph":
            return WRAP.sub("", self.tag("p", element))
        if name in PLAIN:
            return self.tag(PLAIN[name], element)
        if name in ADMONITIONS:
            return self.admonition(element, name)
        method = getattr(self, f"node_{name}", None)
        if method is None:
            raise UnknownNodeError(name)
        return str(method(element))

    def inside(self, node: nodes.Element) -> str:
        return "".join(map(self.write, node.children))

    def tag(self, name: str, node: nodes.Element, **attributes: str) -> str:
        return f"<{name}{self.attributes(node, attributes)}>{self.inside(node)}</{name}>"

    def attributes(self, node: nodes.Element, more: dict[str, str]) -> str:
        found = dict(more)
        classes: list[str] = node.get("classes", [])
        given = [name for name in classes if name not in PARSERS_OWN]
        if joined := " ".join([more.get("class", ""), *given]).strip():
            found["class"] = joined
        ids: list[str] = node.get("ids", [])
        if ids:
            found.setdefault("id", ids[0])
        return "".join(f' {key}="{escape(value)}"' for key, value in found.items())

    def node_section(self, node: nodes.Element) -> str:
        self.level += 1
        html = self.inside(node)
        self.level -= 1
        return html

    def node_title(self, node: nodes.Element) -> str:
        parent = cast(nodes.Element, node.parent)
        if isinstance(parent, nodes.table):
            return self.tag("caption", node)
        if isinstance(parent, (nodes.Admonition, nodes.topic)):
            return f'<p class="admonition-title">{self.inside(node)}</p>'
        level = min(self.level - 1, 6)
        return f"<h{level}>{self.inside(node)}</h{level}>"

    def node_rubric(self, node: nodes.Element) -> str:
        return self.tag("p", node, **{"class": "rubric"})

    def admonition(self, node: nodes.Element, kind: str) -> str:
        title = escape(self.words.get(f"lesson.{kind}", kind.capitalize()))
        return (
            f'<aside{self.attributes(node, {"class": f"admonition {kind}", "role": "note"})}>'
            f'<p class="admonition-title">{title}</p>{self.inside(node)}</aside>'
        )

    def node_admonition(self, node: nodes.Element) -> str:
        kept: list[str] = [name for name in node["classes"] if not name.startswith("admonition-")]
        node["classes"] = kept
        return self.tag("aside", node, **{"class": "admonition", "role": "note"})

    def node_topic(self, node: nodes.Element) -> str:
        return self.tag("aside", node, **{"class": "admonition note", "role": "note"})

    def node_container(self, node: nodes.Element) -> str:
        return self.tag("div", node)

    def node_inline(self, node: nodes.Element) -> str:
        return self.tag("span", node) if node.get("classes") else self.inside(node)

    def node_line(self, node: nodes.Element) -> str:
        return f"{self.inside(node)}<br />"

    def node_transition(self, node: nodes.Element) -> str:
        return "<hr />"

    def node_bullet_list(self, node: nodes.Element) -> str:
        return f"<ul{self.attributes(node, {})}>{self.items(node)}</ul>"

    def node_enumerated_list(self, node: nodes.Element) -> str:
        start = {"start": str(node["start"])} if node.get("start", 1) != 1 else {}
        return f"<ol{self.attributes(node, start)}>{self.items(node)}</ol>"

    def items(self, node: nodes.Element) -> str:
        """List items; a lone paragraph loses its tag."""
        return "".join(
            f"<li>{self.inside(cast(nodes.Element, item.children[0]))}"
            f"{''.join(map(self.write, item.children[1:]))}</li>"
            if item.children and isinstance(item.children[0], nodes.paragraph)
            and not any(isinstance(c, nodes.paragraph) for c in item.children[1:])
            else self.write(item)
            for item in node.children
        )  # fmt: skip

    def node_literal_block(self, node: nodes.Element) -> str:
        return f'<pre tabindex="0"><code>{escape(node.astext(), quote=False)}</code></pre>'

    def node_doctest_block(self, node: nodes.Element) -> str:
        return self.node_literal_block(node)

    def node_table(self, node: nodes.Element) -> str:
        caption = "".join(self.write(c) for c in node.children if isinstance(c, nodes.title))
        body = "".join(self.write(c) for c in node.children if not isinstance(c, nodes.title))
        given: list[str] = node["classes"]
        classes = [name for name in given if not name.startswith("colwidths")]
        extra = f' class="{escape(" ".join(classes))}"' if classes else ""
        return scrolled(f"<table{extra}>{caption}{body}</table>")

    def node_thead(self, node: nodes.Element) -> str:
        return f"<thead>{self.inside(node)}</thead>"

    def node_entry(self, node: nodes.Element) -> str:
        row = cast(nodes.Element, node.parent)
        spans = {
            name: str(node[key] + 1)
            for name, key in (("rowspan", "morerows"), ("colspan", "morecols"))
            if key in node
        }
        stub = isinstance(row.parent, nodes.tbody) and self.is_stub(node, row)
        inside = self.inside(node)
        if len(node.children) == 1 and isinstance(node.children[0], nodes.paragraph):
            inside = self.inside(node.children[0])
        if isinstance(row.parent, nodes.thead) and inside:
            return f"<th{self.attributes(node, spans | {'scope': 'col'})}>{inside}</th>"
        if stub:
            return f"<th{self.attributes(node, spans | {'scope': 'row'})}>{inside}</th>"
        return f"<td{self.attributes(node, spans)}>{inside}</td>"

    def is_stub(self, node: nodes.Element, row: nodes.Element) -> bool:
        columns = [c for c in cast(nodes.Element, row.parent.parent).children
                   if isinstance(c, nodes.colspec)]  # fmt: skip
        index = row.children.index(node)
        return index < len(columns) and bool(columns[index].get("stub"))

    def node_image(self, node: nodes.Element) -> str:
        alt = escape(node.get("alt", ""))
        return f'<img src="{escape(node["uri"])}" alt="{alt}" />'

    def node_figure(self, node: nodes.Element) -> str:
        return self.tag("figure", node)

    def node_reference(self, node: nodes.Element) -> str:
        href = node.get("refuri") or f"#{node.get('refid', '')}"
        return f'<a href="{escape(href)}"{self.attributes(node, {})}>{self.inside(node)}</a>'

    def node_target(self, node: nodes.Element) -> str:
        return f'<span id="{escape(node["ids"][0])}"></span>' if node.get("ids") else ""

    def node_footnote_reference(self, node: nodes.Element) -> str:
        start = f'<a class="footnote-ref" href="#{node["refid"]}"{self.attributes(node, {})}>'
        return f"{start}<sup>{self.inside(node)}</sup></a>"

    def node_footnote(self, node: nodes.Element) -> str:
        return self.tag("aside", node, **{"class": "footnote", "role": "note"})

    def node_label(self, node: nodes.Element) -> str:
        return f'<span class="label">{self.inside(node)}</span> '

    def node_Made(self, node: nodes.Element) -> str:  # noqa: N802 (named after the node)
        return str(node.rawsource)

    def node_problematic(self, node: nodes.Element) -> str:
        return self.inside(node)
