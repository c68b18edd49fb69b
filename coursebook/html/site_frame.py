"""The frame of a site's page: header, contents, reading line, previous and next, footer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from coursebook.html.amounts import day_text
from coursebook.model import Course, Depth, Module

LENGTHS: tuple[Depth, ...] = ("express", "core", "deep")


@dataclass(frozen=True)
class Leaf:
    """A page of the site. `kind` is that of its Page, or `front`; course pages have no module."""

    id: str
    title: str
    html: str
    kind: str
    minutes: int = 0
    module: Module | None = None

    @property
    def file(self) -> str:
        return f"{self.id}.html"

    @property
    def counted(self) -> bool:
        """Whether reading it counts as progress."""
        return self.kind in ("section", "lab")


@dataclass(frozen=True)
class Frame:
    """What all pages of a site share. `pages` has the leaves of a module under its slug."""

    course: Course
    words: Mapping[str, str]
    modules: tuple[Module, ...]
    pages: Mapping[str, tuple[Leaf, ...]]
    look_up: tuple[Leaf, ...]
    notice: str = ""
    """Key of the words that every page begins with; empty for participants."""

    def word(self, key: str, **values: object) -> str:
        """An interface word, escaped, with its placeholders filled."""
        return escape(self.words[f"site.{key}"].format(**values), quote=False)

    def counted(self, module: Module) -> list[Leaf]:
        """The pages of a module that make up its progress."""
        return [leaf for leaf in self.pages[module.slug] if leaf.counted]

    def body(self, leaf: Leaf) -> str:
        """Everything between the skip link and the end of the page."""
        front = ' class="front"' if leaf.kind == "front" else ""
        notice = f'<p class="edition-notice">{self.word(self.notice)}</p>' if self.notice else ""
        tools = "".join(map(self._tool, ("contents", "search", "settings")))
        text = leaf.html if front else self._lesson(leaf)
        return (
            f'<header class="site-head">{notice}<div class="bar">'
            f'<a class="brand" href="index.html">{escape(self.course.title)}</a>'
            f'<div class="tools" hidden>{tools}</div></div></header>\n'
            f'<div class="site-body"><nav class="side" id="contents"'
            f' aria-label="{self.word("contents")}">{self._side(leaf)}</nav>\n'
            f'<main id="main" tabindex="-1"{front}>{self.crumbs(leaf)}{text}{self._pager(leaf)}'
            f"</main></div>\n{self._footer()}"
        )

    def _tool(self, name: str) -> str:
        state = ' aria-expanded="false" aria-controls="contents"' if name == "contents" else ""
        return f'<button type="button" data-tool="{name}"{state}>{self.word(name)}</button>'

    def crumbs(self, leaf: Leaf) -> str:
        """The way from the start page; nothing on the start page."""
        if leaf.id == "index":
            return ""
        items = f'<li><a href="index.html">{self.word("front")}</a></li>'
        if leaf.module and leaf.kind != "front":
            title = escape(leaf.module.title, quote=False)
            items += f'<li><a href="{leaf.module.slug}.html">{title}</a></li>'
        return f'<nav class="crumbs" aria-label="{self.word("breadcrumb")}"><ol>{items}</ol></nav>'

    def _lesson(self, leaf: Leaf) -> str:
        return (f"<h1>{escape(leaf.title, quote=False)}</h1>{self._reading_line(leaf)}"
                f'{self._folded(leaf)}<div class="lesson">{leaf.html}</div>')  # fmt: skip

    def _reading_line(self, leaf: Leaf) -> str:
        """Which page this is, how long it takes, and a choice of length where there is one."""
        said = []
        if leaf.module and leaf.counted:
            counted = [page.id for page in self.counted(leaf.module)]
            said.append(self.word("place", n=counted.index(leaf.id) + 1, total=len(counted)))
        if meta := self.meta(leaf):
            said.append(meta)
        line = f'<p class="meta">{" · ".join(said)}</p>' if said else ""
        lengths = self._lengths(leaf)
        return f'<div class="reading-line">{line}{lengths}</div>' if line or lengths else ""

    def meta(self, leaf: Leaf) -> str:
        """Kind and minutes of a page, where there is something to say."""
        said = [self.word(leaf.kind)] if leaf.kind in ("lab", "guide") else []
        if leaf.minutes:
            said.append(self.word("minutes", n=leaf.minutes))
        return " · ".join(said)

    def _lengths(self, leaf: Leaf) -> str:
        if not (_has_short(leaf) or '<details class="deep"' in leaf.html):
            return ""
        buttons = "".join(
            f'<button type="button" data-length="{depth}" aria-pressed="false">'
            f"{self.word(f'depth_{depth}')}</button>"
            for depth in LENGTHS
        )
        return (f'<div class="lengths" role="group" aria-label="{self.word("depth")}" hidden>'
                f"{buttons}</div>")  # fmt: skip

    def _folded(self, leaf: Leaf) -> str:
        """What a reader of the short version is told; a script shows the line that applies."""
        if leaf.kind != "section":
            return ""
        if not _has_short(leaf):
            return f'<p class="folded" data-folded="none" hidden>{self.word("not_short")}</p>'
        return (f'<p class="folded" data-folded="some" hidden>{self.word("folded")} '
                f'<button type="button">{self.word("unfold")}</button></p>')  # fmt: skip

    # --- navigation -------------------------------------------------------------------------

    def _side(self, leaf: Leaf) -> str:
        """The pages of the module, the way to the others, and what one looks up.

        The list of modules stands on the start page only: a page weighs the same in a course of
        any length (performance.md).
        """
        html = ""
        if leaf.module:
            links = [(f"{leaf.module.slug}.html", leaf.module.title)]
            links += [(page.file, page.title) for page in self.pages[leaf.module.slug]]
            html = self._list("this_module", links, leaf.file)
        modules = self._list("modules", [("index.html", self.words["site.all_modules"])], leaf.file)
        look_up = [(page.file, page.title) for page in self.look_up]
        return html + modules + self._list("reference", look_up, leaf.file)

    def _list(self, title: str, links: Sequence[tuple[str, str]], here: str) -> str:
        if not links:
            return ""
        current = {here: ' aria-current="page"'}
        items = "".join(
            f'<li><a href="{file}"{current.get(file, "")}>{escape(label, quote=False)}</a></li>'
            for file, label in links
        )
        return f'<p class="side-title">{self.word(title)}</p><ul>{items}</ul>'

    @cached_property
    def line(self) -> tuple[tuple[str, str], ...]:
        """File and title of the pages in reading order; what one only looks up stands apart."""
        found = [("index.html", self.word("front"))]
        for module in self.modules:
            found.append((f"{module.slug}.html", module.title))
            found += [(leaf.file, leaf.title) for leaf in self.pages[module.slug]
                      if leaf.kind != "words"]  # fmt: skip
        return tuple(found)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each file stands in the line."""
        return {file: place for place, (file, _) in enumerate(self.line)}

    def _pager(self, leaf: Leaf) -> str:
        place = self.places.get(leaf.file, 0)
        if not place:
            return ""
        links = _pager_link(self.line[place - 1], "prev", self.word("previous"))
        if place + 1 < len(self.line):
            links += _pager_link(self.line[place + 1], "next", self.word("next"))
        return f'<nav class="pager" aria-label="{self.word("pager")}">{links}</nav>'

    def _footer(self) -> str:
        course = self.course
        facts = (
            self.word("version", version=course.version),
            self.word("licence", licence=course.licence),
            self.word("as_of", date=day_text(course.as_of, course.language)),
        )
        return (f'<footer class="site-foot"><p>{escape(course.title)} · {" · ".join(facts)}</p>'
                f"<p>{escape(course.notice)}</p></footer>")  # fmt: skip


def _has_short(leaf: Leaf) -> bool:
    return '<section class="part express"' in leaf.html


def _pager_link(target: tuple[str, str], rel: str, word: str) -> str:
    file, title = target
    return (f'<a class="{rel}" rel="{rel}" href="{file}"><span>{word}</span>'
            f"<strong>{escape(title, quote=False)}</strong></a>")  # fmt: skip
