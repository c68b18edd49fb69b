"""MyST Markdown to canonical HTML through MyST's own docutils parser, without Sphinx."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import copy
from functools import cache
from typing import Any, ClassVar

from docutils import nodes
from docutils.core import publish_doctree
from docutils.frontend import get_default_settings
from docutils.utils import Reporter, new_document
from markdown_it import MarkdownIt
from myst_parser.mdit_to_docutils import base
from myst_parser.mdit_to_docutils.base import DocutilsRenderer
from myst_parser.parsers.docutils_ import Parser, create_myst_config
from myst_parser.parsers.mdit import create_md_parser

from coursebook.directives import EMBEDS, ROLES, Host, HostError, register
from coursebook.html.nodes import UnknownNodeError, to_html
from coursebook.model import Place
from coursebook.problems import Problem, did_you_mean

MARKED_UP = re.compile(r"""[*_`\[\]{}<>&$\\#|\n^'"]|---?|\.\.\.|^\d+[.)]|^[-+:]""")
UNKNOWN = re.compile(
    r"(?:Unknown (?:directive|interpreted text role)|No (?:directive|role) entry)"
    r"[^\"']*[\"']([^\"']+)"
)
NO_TARGET = re.compile(r"(?:reference target not found|Unknown target name): [\"']([^\"']+)")
FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
BEFORE_FACT = re.compile(r"\s+(?=<a class=\"fact\")")
ALT_LIMIT = 250
WEB = ("http://", "https://", "mailto:", "#", "course:")
EXTENSIONS = ("colon_fence", "deflist", "attrs_inline", "strikethrough", "smartquotes")
BLOCKS = ("part", "facilitator", "reuse")
OWN_WORDS = (*BLOCKS, "figure", "list-table", "admonition", *ROLES, *EMBEDS)
QUIET = re.compile(r"(start at H\d|Non-consecutive header|is not consecutive|Duplicate)")


@cache
def _settings() -> Any:
    """Docutils' settings, made once: that takes longer than a short text."""
    register()
    base.make_document = _spare_document
    settings = get_default_settings(Parser())
    vars(settings).update(
        report_level=Reporter.SEVERE_LEVEL, halt_level=5, warning_stream="",
        myst_enable_extensions=set(EXTENSIONS), myst_footnote_transition=False,
        doctitle_xform=False, file_insertion_enabled=False, raw_enabled=False,
        _disable_config=True, embed_stylesheet=False,
    )  # fmt: skip
    return settings


class _Parser(Parser):
    """MyST's docutils parser that keeps its Markdown parsers.

    Its own makes one anew for every text, a third of the time. A directive renders texts while
    another text is being rendered, so there are as many parsers as texts are nested.
    """

    idle: ClassVar[list[MarkdownIt]] = []

    def parse(self, inputstring: str, document: nodes.document) -> None:
        self.setup_parse(inputstring, document)
        parser = self.idle.pop() if self.idle else _markdown_parser(document)
        parser.options["document"] = document
        try:
            parser.render(inputstring)
        finally:
            self.idle.append(parser)
        for node in list(document.findall(nodes.raw)):
            node.parent.replace(node, document.reporter.warning("Raw content disabled."))
        self.finish_parse()


def _markdown_parser(document: nodes.document) -> MarkdownIt:
    return create_md_parser(create_myst_config(document.settings), DocutilsRenderer)


def _spare_document(source_path: str = "notset", parser_cls: object = None) -> nodes.document:
    """A document that MyST makes for every text, mostly to throw it away.

    Its own way (myst-parser 3.0) reads docutils' settings anew each time: a quarter of our time.
    """
    return new_document(source_path, settings=_settings())


def render(
    source: str, host: Host, words: Mapping[str, str], prefix: str = "", level: int = 3
) -> str:
    """The HTML of a text; problems go to the host with the line of the text (from 1).

    `prefix` begins the ids of footnotes, so that several texts may stand in one document.
    """
    settings = copy(_settings())
    settings.coursebook, settings.id_prefix = host, prefix
    tree = publish_doctree(source, parser=_Parser(), settings=settings)
    _report_messages(tree, host)
    _check_links(tree, host)
    _check_footnotes(tree, host)
    try:
        return BEFORE_FACT.sub("", to_html(tree, dict(words), level))
    except UnknownNodeError as error:
        host.report(1, HostError("L113", f"There is no way to print a '{error}'.",
                                 "Use paragraphs, lists, tables, figures and"
                                 " admonitions."))  # fmt: skip
        return ""


def is_plain(source: str) -> bool:
    """Whether a short text has nothing that Markdown would change."""
    return not MARKED_UP.search(source)


def unwrapped(html: str) -> str:
    """The HTML of a short text; a single paragraph loses its tag."""
    single = re.fullmatch(r"<p>((?:(?!<p>).)*)</p>", html, re.DOTALL)
    return single[1] if single else html


def _report_messages(tree: nodes.document, host: Host) -> None:
    messages = [*tree.findall(nodes.system_message), *tree.parse_messages, *tree.transform_messages]
    seen = set()
    for message in messages:
        text = message.astext()
        if message["level"] < Reporter.WARNING_LEVEL or QUIET.search(text) or text in seen:
            continue
        seen.add(text)
        if error := _as_error(text):
            host.report(int(message.get("line") or 1), error)


def _as_error(text: str) -> HostError | None:
    if unknown := UNKNOWN.search(text):
        if unknown[1] in BLOCKS:
            return None  # the reader has said that it stands in a wrong place (L104)
        hint = did_you_mean(unknown[1], OWN_WORDS)
        known = hint if hint.startswith("Did") else "Use a word of docs/source-format.md."
        return HostError("L107", f"Unknown directive or role '{unknown[1]}'.", known)
    if lost := NO_TARGET.search(text):
        return _dead_link(lost[1])
    first = " ".join(text.split())
    first = re.sub(r"^.*?\((?:ERROR|WARNING|SEVERE)/\d\)\s*", "", first)[:160]
    return HostError("L114", f"Markdown: {first}", "Compare with docs/source-format.md.")


def _dead_link(uri: str) -> HostError:
    return HostError("R110", f"Link '{uri}' leads nowhere in the course.",
                     "Write {ref}`label` for a page, or a full https:// address.")  # fmt: skip


def _check_footnotes(tree: nodes.document, host: Host) -> None:
    for text in tree.findall(nodes.Text):
        if not isinstance(text.parent, (nodes.literal, nodes.literal_block)):
            for name in FOOTNOTE.findall(str(text)):
                host.report(_line(text), HostError(
                    "R111", f"Footnote '{name}' has no text here.",
                    f"Write '[^{name}]: ...' in the same block."))  # fmt: skip


def _check_links(tree: nodes.document, host: Host) -> None:
    for image in tree.findall(nodes.image):
        line = _line(image)
        if not image.get("alt", "").strip():
            host.report(line, HostError("A101", f"Picture '{image['uri']}' has no alt text.",
                                        "Say in ':alt:' what the picture shows."))  # fmt: skip
        if len(image.get("alt", "")) > ALT_LIMIT:
            message = f"The alt text of '{image['uri']}' has more than {ALT_LIMIT} characters."
            host.report(line, HostError("A102", message, "Say the rest in the text."))
        try:
            image["uri"] = host.role("media", image["uri"], "")
        except HostError as error:
            host.report(line, error)
    for link in tree.findall(nodes.reference):
        uri = link.get("refuri") or ""
        if uri and not uri.startswith(WEB):
            host.report(_line(link), _dead_link(uri))


def _line(node: nodes.Node) -> int:
    above: nodes.Node | None = node
    while above is not None:
        if above.line:
            return int(above.line)
        above = above.parent
    return 1


def placed(errors: Iterable[tuple[int, HostError]], place: Place) -> list[Problem]:
    """Errors at lines of a text as problems of the file where the text stands."""
    return [Problem(place.path, place.line + line - 1, e.code, str(e), e.remedy)
            for line, e in errors]  # fmt: skip
