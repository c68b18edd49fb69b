"""MyST Markdown to canonical HTML through MyST's own docutils parser, without Sphinx."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Any

from docutils import nodes
from docutils.core import publish_doctree
from docutils.frontend import get_default_settings
from docutils.utils import Reporter
from myst_parser.docutils_ import Parser  # type: ignore[attr-defined]

from coursebook.directives import Host, HostError, register
from coursebook.html.nodes import UnknownNodeError, to_html

MARKED_UP = re.compile(r"""[*_`\[\]{}<>&$\\#|\n^'"]|---?|\.\.\.|^\d+[.)]|^[-+:]""")
UNKNOWN = re.compile(r'(?:Unknown (directive|interpreted text role)|No (directive|role) entry).*?"([^"]+)"')
WEB = ("http://", "https://", "mailto:", "#", "course:")
EXTENSIONS = ("colon_fence", "deflist", "attrs_inline", "strikethrough", "smartquotes")
QUIET = re.compile(r"(start at H\d|Non-consecutive header|is not consecutive|Duplicate)")


@cache
def _settings() -> dict[str, Any]:
    register()
    settings = get_default_settings(Parser())
    return {**vars(settings), "report_level": Reporter.SEVERE_LEVEL, "halt_level": 5,
            "myst_enable_extensions": set(EXTENSIONS), "myst_footnote_transition": False,
            "doctitle_xform": False, "file_insertion_enabled": False, "raw_enabled": False,
            "_disable_config": True, "warning_stream": "", "embed_stylesheet": False}  # fmt: skip


def render(
    source: str, host: Host, words: Mapping[str, str], prefix: str = "", level: int = 3
) -> str:
    """The HTML of a text; problems go to the host with the line of the text (from 1).

    `prefix` begins the ids of footnotes, so that several texts may stand in one document.
    """
    own = {"coursebook": host, "id_prefix": prefix}
    tree = publish_doctree(source, parser=Parser(), settings_overrides=_settings() | own)
    _report_messages(tree, host)
    _check_links(tree, host)
    try:
        return to_html(tree, dict(words), level)
    except UnknownNodeError as error:
        host.report(1, HostError("L113", f"There is no way to print a '{error}'.",
                                 "Use paragraphs, lists, tables, figures and admonitions."))  # fmt: skip
        return ""


def render_inline(source: str, host: Host, words: Mapping[str, str]) -> str:
    """The HTML of a short text; a single paragraph loses its tag."""
    if not MARKED_UP.search(source):
        return escape(source, quote=False)
    html = render(source, host, words)
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
        host.report(int(message.get("line") or 1), _as_error(text))


def _as_error(text: str) -> HostError:
    if unknown := UNKNOWN.search(text):
        return HostError("L107", f"Unknown directive or role '{unknown[3]}'.",
                         "Use a word of docs/source-format.md.")  # fmt: skip
    first = " ".join(text.split())
    first = re.sub(r"^.*?\((?:ERROR|WARNING|SEVERE)/\d\)\s*", "", first)[:160]
    return HostError("L114", f"Markdown: {first}", "Compare with docs/source-format.md.")


def _check_links(tree: nodes.document, host: Host) -> None:
    for image in tree.findall(nodes.image):
        line = _line(image)
        if not image.get("alt", "").strip():
            host.report(line, HostError("A101", f"Picture '{image['uri']}' has no alt text.",
                                        "Say in ':alt:' what the picture shows."))  # fmt: skip
        try:
            image["uri"] = host.role("media", image["uri"], "")
        except HostError as error:
            host.report(line, error)
    for link in tree.findall(nodes.reference):
        uri = link.get("refuri") or ""
        if uri and not uri.startswith(WEB):
            host.report(_line(link), HostError(
                "R110", f"Link '{uri}' leads nowhere in the course.",
                "Write {ref}`label` for a page, or a full https:// address."))  # fmt: skip


def _line(node: nodes.Node) -> int:
    above: nodes.Node | None = node
    while above is not None:
        if above.line:
            return int(above.line)
        above = above.parent
    return 1
