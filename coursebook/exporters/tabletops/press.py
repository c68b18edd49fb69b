"""What all papers of one tabletop share: its texts as typst markup, and the printing itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from html import escape

from coursebook.editions import Edition
from coursebook.html.tabletops import PlainHost, labels
from coursebook.model import Event, Tabletop
from coursebook.typeset import Paper, compile_pdf, typeset
from coursebook.typeset.literals import call, string, value


class Press:
    """Prints one tabletop in one language."""

    def __init__(self, edition: Edition, tabletop: Tabletop) -> None:
        self.edition, self.tabletop = edition, tabletop
        self.words: Mapping[str, str] = edition.words
        self.host = PlainHost(edition.words)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """`I1` ... of each inject."""
        return labels(self.tabletop)

    def event_title(self, event: Event) -> str:
        """Label and title of an event, as text."""
        label = self.labels.get(event.id, "")
        return f"{label} · {event.title}" if label else event.title

    # --- markup -----------------------------------------------------------------------------

    def html(self, fragment: str) -> str:
        """HTML as typst markup, in the direction of the language."""
        mixed = ["\u0627"] if self.edition.direction == "rtl" else []
        return typeset([fragment, *mixed]).parts[0]

    def line(self, source: str) -> str:
        """A short Markdown text."""
        return self.html(self.host.line(source)) if source else ""

    def flow(self, source: str) -> str:
        """A Markdown text of several blocks."""
        return self.html(self.host.flow(source))

    def section(self, key: str, body: str, level: int = 1) -> str:
        """A heading (an interface word) and what stands under it."""
        return f"{self.heading(self.words[key], level)}\n\n{body}"

    def heading(self, title: str, level: int = 1) -> str:
        return call("heading", f"level: {level}", string(title))

    def bullets(self, texts: Sequence[str]) -> str:
        """A list of Markdown texts."""
        items = "".join(f"<li>{self.host.line(text)}</li>" for text in texts)
        return self.html(f"<ul>{items}</ul>")

    def numbered(self, texts: Sequence[str]) -> str:
        items = "".join(f"<li>{self.host.line(text)}</li>" for text in texts)
        return self.html(f"<ol>{items}</ol>")

    def labelled(self, key: str, source: str) -> str:
        """A bold interface word, and a text after it."""
        label = escape(self.words[key])
        return self.html(f"<p><strong>{label}.</strong> {self.host.line(source)}</p>")

    def table(
        self, widths: Sequence[int], heads: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> str:
        """A table of typst cells; a width of 0 is as wide as its text."""
        cells = [f"[{cell}]" for row in rows for cell in row]
        named = (value(list(widths)), value([self.words[head] for head in heads]))
        return call("plain-table", *named, *cells)

    # --- documents --------------------------------------------------------------------------

    def front(self, key: str, subtitle: str) -> str:
        """The head of a paper with the facts of the exercise."""
        tabletop, words, course = self.tabletop, self.words, self.edition.course
        rows = (
            (words["tabletop.code"], f"{tabletop.code} · {course.title}"),
            (words["tabletop.length"], words["tabletop.minutes"].format(n=tabletop.minutes)),
            (words["tabletop.group"], words["tabletop.people"].format(**tabletop.group)),
            (words["print.status"], words[f"lesson.status.{tabletop.status}"]),
        )
        return call("front", string(words[key]), string(tabletop.title), string(subtitle),
                    value(rows))  # fmt: skip

    def paper(self, key: str, body: str) -> bytes:
        """The PDF of a paper whose name is the interface word `key`."""
        title = f"{self.tabletop.title}: {self.words[key]}"
        settings = {"running": title, "foot": self.words["tabletop.fiction"]}
        edition = self.edition
        paper = Paper("tabletop", title, edition.language, edition.direction, settings)
        return compile_pdf(paper, body, {})
