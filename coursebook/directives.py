"""Our roles and directives for MyST: they ask the host (an edition) for HTML and place it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles

EXPLICIT = re.compile(r"^(.*?)\s*<([^<>]+)>$", re.DOTALL)
ROLES = ("term", "cite", "ref", "fact", "calc")
EMBEDS: dict[str, dict[str, Callable[[str], object]]] = {
    "objectives": {},
    "question": {},
    "quiz": {},
    "explorable": {"preset": directives.unchanged, "view": directives.unchanged},
    "scenario": {"until": directives.unchanged},
    "handout": {},
    "rubric": {},
    "tabletop": {"part": directives.unchanged},
    "lines": {},
}


class Made(nodes.Inline, nodes.FixedTextElement):
    """HTML that a host has made; authors' own raw HTML stays switched off."""


class HostError(Exception):
    """What a host cannot give: a problem's code, message and remedy."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.code, self.message, self.remedy = code, message, remedy or "There is none yet."


class Host(Protocol):
    """Who renders: knows the course, the reader and the medium."""

    def role(self, name: str, target: str, text: str) -> str:
        """Inline HTML of a role; `text` is empty where the author gave none. HostError."""

    def embed(self, name: str, argument: str, options: Mapping[str, str]) -> str:
        """Block HTML of a directive. HostError."""

    def report(self, line: int, error: HostError) -> None:
        """Take note of a problem at a line of the text being rendered."""


def _role(  # noqa: PLR0913 (docutils gives it seven)
    name: str, rawtext: str, text: str, lineno: int, inliner: Any,
    options: Mapping[str, Any] | None = None, content: Sequence[str] = (),
) -> tuple[list[nodes.Node], list[nodes.system_message]]:  # fmt: skip
    host: Host = inliner.document.settings.coursebook
    explicit = EXPLICIT.match(text)
    target, label = (explicit[2], explicit[1]) if explicit else (text, "")
    try:
        html = host.role(name, target.strip(), label)
    except HostError as error:
        host.report(lineno, error)
        html = label or target
    return [Made(html)], []


class Embed(Directive):
    """A directive whose HTML the host makes."""

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        host: Host = self.state.document.settings.coursebook
        argument = self.arguments[0] if self.arguments else ""
        try:
            html = host.embed(self.name, argument, self.options)
        except HostError as error:
            host.report(self.lineno, error)
            html = ""
        return [Made(html)]


def register() -> None:
    """Make docutils know our words; safe to call again."""
    for name in ROLES:
        roles.register_local_role(name, _role)  # type: ignore[arg-type]
    for name, options in EMBEDS.items():
        embed = type(f"Embed_{name}", (Embed,), {"option_spec": options})
        directives.register_directive(name, embed)
