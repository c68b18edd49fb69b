"""The lean site: a page for each section, in a folder and in a zip, readable from a disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from pathlib import PurePosixPath

from coursebook.editions import Edition, Page, resolve
from coursebook.files import Files, under, zipped
from coursebook.html.fonts import web_fonts
from coursebook.html.host import day_text
from coursebook.html.search import Found, search_index
from coursebook.html.shell import (
    document,
    json_text,
    player_script,
    style_sheet,
    theme_bytes,
    words_with,
)
from coursebook.model import Depth, Module

HEADING = re.compile(r"(</?h)([3-6])\b")
TARGET = re.compile(r'\bid="([^"]+)"')
SIMULATION = re.compile(r'data-explorable="([^"]+)" data-preset')
OUTSIDE = re.compile(r'<a (?![^>]*\brel=)(?=[^>]*\bhref="https?:)')

# 'self' means nothing certain on file:// (Chromium obeys it, a standard does not ask for it), so
# the page itself forbids only what needs no such source; a server may send default-src 'self'.
POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"connect-src 'self'; object-src 'none'; "
    "frame-src 'none'; base-uri 'none'; form-action 'none'\">"
)
ICON = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#0b5563" '
    b'd="M4 5c5-2 9-1 12 2 3-3 7-4 12-2v20c-5-2-9-1-12 2-3-3-7-4-12-2z"/><path stroke="#fff" '
    b'stroke-width="2" d="M16 8v17"/></svg>\n'
)


@dataclass(frozen=True)
class Feature:
    """Files that only the pages which use them link to."""

    marker: str
    styles: tuple[str, ...]
    script: str
    words: str


FEATURES = (
    Feature('class="question"', ("questions",), "questions", "question."),
    Feature(' data-preset="', ("explorable",), "explorable", "explorable."),
    Feature('class="lines"', (), "notes", "site.notes."),
)


@dataclass(frozen=True)
class Leaf:
    """A page of the site: where it lies, what it is called, and what stands on it."""

    file: str
    title: str
    html: str
    page: Page | None = None
    module: Module | None = None

    @property
    def counted(self) -> bool:
        """Whether reading it counts as progress."""
        return self.page is not None and self.page.kind in ("section", "lab")


def export(edition: Edition) -> Files:
    """`site/...` and `site.zip` with the same files; for facilitators also their notes and guide."""
    site = Site(edition)
    files = site.files()
    folder = f"{edition.course.slug}-{edition.language}"
    if edition.audience == "facilitator":
        folder += "-facilitator"
    return {**under("site", files), "site.zip": zipped(under(folder, files))}


class Site:
    """An edition as linked pages."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.course, self.words = edition, edition.course, edition.words
        self.pages = {m.slug: edition.pages(m) + edition.guide_pages(m) for m in edition.modules}
        self.course_pages = edition.course_pages()

    def word(self, key: str, **values: object) -> str:
        """An interface word, escaped, with its placeholders filled."""
        return escape(self.words[f"site.{key}"].format(**values), quote=False)

    # --- files ------------------------------------------------------------------------------

    def files(self) -> dict[str, bytes]:
        """Every file of the site."""
        pages = {leaf.file: self._document(leaf) for leaf in self.leaves}
        fonts, names = web_fonts("".join(pages.values()))
        assets = {
            "site.css": fonts + style_sheet("base", "site", "print"),
            "site.js": player_script("core", "site"),
            "search.js": self._panel("find", "search") + search_index(list(self._found())),
            "settings.js": self._panel("set", "settings"),
            **self._features("".join(pages.values())),
        }
        texts = {name: text.encode("utf-8") for name, text in (pages | assets).items()}
        shipped = {f"fonts/{name}": theme_bytes(f"fonts/{name}") for name in names}
        return {**texts, **shipped, **self.media, "icon.svg": ICON}

    def _features(self, html: str) -> Iterator[tuple[str, str]] | dict[str, str]:
        found: dict[str, str] = {}
        for feature in FEATURES:
            if feature.marker in html:
                found[f"{feature.script}.js"] = player_script(feature.script)
                found |= {f"{name}.css": style_sheet(name) for name in feature.styles}
        for id_ in set(SIMULATION.findall(html)):
            found[f"simulation-{id_}.js"] = self.course.simulations[id_].script
        return found

    def _panel(self, room: str, script: str) -> str:
        """A script that is loaded when first used, with its words before it."""
        chosen = words_with(self.words, (f"site.{room}.",))
        return f"Coursebook.site.say({json_text(chosen)});\n{player_script(script)}"

    def _found(self) -> Iterator[Found]:
        for leaf in self.leaves:
            if leaf.page:
                context = leaf.module.title if leaf.module else self.course.title
                yield Found(leaf.file, leaf.title, context, leaf.html)

    # --- pages ------------------------------------------------------------------------------

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every page in reading order; the look-up pages of the course come last."""
        found = [Leaf("index.html", self.course.title, self._front())]
        for module in self.edition.modules:
            found.append(Leaf(f"{module.slug}.html", module.title, self._module_front(module),
                              None, module))  # fmt: skip
            found += [self._leaf(page, module) for page in self.pages[module.slug]]
        found += [self._leaf(page, None) for page in self.course_pages if page.html]
        return tuple(found)

    def _leaf(self, page: Page, module: Module | None) -> Leaf:
        html = resolve(page.html, self._link_of(page))
        html = OUTSIDE.sub('<a rel="noopener" ', HEADING.sub(_promoted, html))
        return Leaf(f"{page.id}.html", page.title, html, page, module)

    @cached_property
    def files_of_labels(self) -> Mapping[str, str]:
        """The file of every label that text may refer to."""
        labels = {module.slug: f"{module.slug}.html" for module in self.edition.modules}
        for page in (*self.course_pages, *(p for pages in self.pages.values() for p in pages)):
            labels[page.id] = f"{page.id}.html"
        return labels

    @cached_property
    def places_of_words(self) -> Mapping[str, Mapping[str, str]]:
        """For each module (and "" for the course): where its terms, facts and sources stand."""
        course = {name: f"{page.id}.html#{name}" for page in self.course_pages
                  for name in TARGET.findall(page.html)}  # fmt: skip
        found: dict[str, Mapping[str, str]] = {"": course}
        for slug, pages in self.pages.items():
            own = {name: f"{page.id}.html#{name}" for page in pages if page.kind == "words"
                   for name in TARGET.findall(page.html)}  # fmt: skip
            found[slug] = course | own
        return found

    @cached_property
    def media(self) -> dict[str, bytes]:
        """The pictures that the pages show, by their name in the site; filled while linking."""
        return {}

    def _link_of(self, page: Page) -> Callable[[str], str | None]:
        def link(target: str) -> str | None:
            kind, _, name = target.partition("/")
            if kind == "media":
                path = f"media/{PurePosixPath(name).parts[1]}/{PurePosixPath(name).name}"
                self.media[path] = self.course.media[name]
                return path
            if kind == "ref":
                return self.files_of_labels.get(name)
            return self.places_of_words[page.module].get(f"{kind}-{name}")

        return link

    # --- one document -----------------------------------------------------------------------

    def _document(self, leaf: Leaf) -> str:
        used = [feature for feature in FEATURES if feature.marker in leaf.html]
        views = [f"simulation-{id_}.js" for id_ in dict.fromkeys(SIMULATION.findall(leaf.html))]
        styles = [f"{name}.css" for feature in used for name in feature.styles]
        course = self.course.title
        title = course if leaf.file == "index.html" else f"{leaf.title} · {course}"
        robots = '<meta name="robots" content="noindex">' if self._notice() else ""
        id_ = self.course.id + ("-facilitator" if self._notice() else "")
        return document(
            title, self._body(leaf), language=self.edition.language,
            direction=self.edition.direction, css=["site.css", *styles], early=["site.js"],
            scripts=[*(f"{feature.script}.js" for feature in used), *views],
            words=words_with(self.words, ["site.ui.", *(feature.words for feature in used)]),
            skip=self.words["site.skip"], head=f'{POLICY}<link rel="icon" href="icon.svg">{robots}',
            description=self.course.subtitle if leaf.page is None else "",
            attributes={"data-course": id_, "data-page": leaf.page.id if leaf.page else ""},
        )  # fmt: skip

    def _notice(self) -> str:
        if self.edition.audience == "participant":
            return ""
        return f'<p class="edition-notice">{self.word("facilitator")}</p>'

    def _body(self, leaf: Leaf) -> str:
        front = ' class="front"' if leaf.page is None else ""
        return (
            f'<header class="site-head">{self._notice()}<div class="bar">'
            f'<a class="brand" href="index.html">{escape(self.course.title)}</a>'
            f'<div class="tools" hidden>{self._tool("contents")}{self._tool("search")}'
            f"{self._tool('settings')}</div></div></header>"
            f'<div class="site-body"><nav class="side" id="contents"'
            f' aria-label="{self.word("contents")}">{self._side(leaf)}</nav>'
            f'<main id="main" tabindex="-1"{front}>{self._main(leaf)}{self._pager(leaf)}</main></div>'
            f"{self._footer()}"
        )

    def _tool(self, name: str) -> str:
        state = ' aria-expanded="false" aria-controls="contents"' if name == "contents" else ""
        return (f'<button type="button" data-tool="{name}"{state}>'
                f"<span>{self.word(name)}</span></button>")  # fmt: skip

    def _main(self, leaf: Leaf) -> str:
        if leaf.page is None:
            return leaf.html
        return (f"{self._breadcrumb(leaf)}<h1>{escape(leaf.title, quote=False)}</h1>"
                f'{self._reading_line(leaf)}<div class="lesson">{leaf.html}</div>')  # fmt: skip

    def _breadcrumb(self, leaf: Leaf) -> str:
        items = f'<li><a href="index.html">{self.word("front")}</a></li>'
        if leaf.module:
            label = escape(leaf.module.title, quote=False)
            items += f'<li><a href="{leaf.module.slug}.html">{label}</a></li>'
        return f'<nav class="crumbs" aria-label="{self.word("breadcrumb")}"><ol>{items}</ol></nav>'

    def _reading_line(self, leaf: Leaf) -> str:
        """Which page this is, how long it takes, and a choice of length where there is one."""
        assert leaf.page
        said = []
        if leaf.module and leaf.counted:
            counted = self._counted(leaf.module)
            place = [page.id for page in counted].index(leaf.page.id) + 1
            said.append(self.word("place", n=place, total=len(counted)))
        if leaf.page.kind in ("lab", "guide"):
            said.append(self.word(leaf.page.kind))
        if leaf.page.minutes:
            said.append(self.word("minutes", n=leaf.page.minutes))
        line = f'<p class="meta">{" · ".join(said)}</p>' if said else ""
        return f'<div class="reading-line">{line}{self._lengths(leaf)}</div>{_folded(self, leaf)}'

    def _lengths(self, leaf: Leaf) -> str:
        if leaf.page is None or _depths(leaf.html) == ("core",):
            return ""
        lengths: tuple[Depth, ...] = ("express", "core", "deep")
        buttons = "".join(
            f'<button type="button" data-length="{depth}" aria-pressed="false">'
            f"{self.word(f'depth_{depth}')}</button>"
            for depth in lengths
        )
        label = self.word("depth")
        return f'<div class="lengths" role="group" aria-label="{label}" hidden>{buttons}</div>'

    # --- navigation -------------------------------------------------------------------------

    def _counted(self, module: Module) -> list[Page]:
        return [page for page in self.pages[module.slug] if page.kind in ("section", "lab")]

    def _side(self, leaf: Leaf) -> str:
        """The module's pages and the list of modules: never the whole tree (performance.md)."""
        html = ""
        if leaf.module:
            links = [(f"{leaf.module.slug}.html", leaf.module.title)]
            links += [(f"{page.id}.html", page.title) for page in self.pages[leaf.module.slug]]
            html += self._list(self.word("this_module"), links, leaf.file)
        modules = [(f"{m.slug}.html", m.title) for m in self.edition.modules]
        html += self._list(self.word("modules"), modules, leaf.file)
        look_up = [(f"{p.id}.html", p.title) for p in self.course_pages if p.html]
        return html + self._list(self.word("reference"), look_up, leaf.file)

    def _list(self, title: str, links: Sequence[tuple[str, str]], here: str) -> str:
        if not links:
            return ""
        items = "".join(
            f'<li><a href="{file}"{" aria-current=\"page\"" if file == here else ""}>'
            f"{escape(label, quote=False)}</a></li>"
            for file, label in links
        )
        return f'<p class="side-title">{title}</p><ul>{items}</ul>'

    @cached_property
    def neighbours(self) -> Mapping[str, tuple[Leaf | None, Leaf | None]]:
        """The page before and the page after each, by file; look-up pages stand apart."""
        line = [leaf for leaf in self.leaves if leaf.page is None or leaf.page.module]
        return {leaf.file: (line[n - 1] if n else None, line[n + 1] if n + 1 < len(line) else None)
                for n, leaf in enumerate(line)}  # fmt: skip

    def _pager(self, leaf: Leaf) -> str:
        if leaf.file == "index.html" or leaf.file not in self.neighbours:
            return ""
        before, after = self.neighbours[leaf.file]
        links = _pager_link(before, "prev", self.word("previous"))
        links += _pager_link(after, "next", self.word("next"))
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

    # --- front pages ------------------------------------------------------------------------

    def _front(self) -> str:
        course = self.course
        reached = {slug for module in self.edition.modules for slug in module.outcomes}
        outcomes = "".join(f"<li>{escape(o.text)}</li>" for o in course.outcomes if o.id in reached)
        start = ""
        if self.edition.modules:
            start = (f'<p class="actions"><a class="button" data-start href="'
                     f'{self.edition.modules[0].slug}.html">{self.word("start")}</a></p>')  # fmt: skip
        cards = "".join(map(self._card, self.edition.modules))
        shelf = f'<ol class="cards">{cards}</ol>' if cards else f"<p>{self.word('empty')}</p>"
        return (
            f'<div class="hero"><h1>{escape(course.title)}</h1>'
            f'<p class="lead">{escape(course.subtitle)}</p>{start}</div>'
            f'<p class="about">{escape(course.about)}</p>'
            f"<h2>{self.word('modules')}</h2>{shelf}"
            + (f"<h2>{self.word('course_outcomes')}</h2><ul>{outcomes}</ul>" if outcomes else "")
            + f"<h2>{self.word('how')}</h2><p>{self.word('how_text')}</p>"
        )

    def _card(self, module: Module) -> str:
        return (
            f'<li class="card"><p class="card-id">{escape(module.id.upper())}</p>'
            f'<h3><a href="{module.slug}.html">{escape(module.title, quote=False)}</a></h3>'
            f"<p>{escape(module.subtitle, quote=False)}</p>"
            f'<p class="meta">{self.word("minutes", n=module.time.self_paced)}</p>'
            f"{self._progress(module)}</li>"
        )

    def _progress(self, module: Module) -> str:
        ids = " ".join(page.id for page in self._counted(module))
        return f'<p class="progress" data-progress="{ids}" hidden></p>'

    def _module_front(self, module: Module) -> str:
        pages = self.pages[module.slug]
        items = "".join(self._page_item(page) for page in pages)
        start = f'<a class="button" href="{pages[0].id}.html">{self.word("start_module")}</a>'
        crumb = f'<li><a href="index.html">{self.word("front")}</a></li>'
        subtitle = f'<p class="lead">{escape(module.subtitle, quote=False)}</p>'
        return (
            f'<nav class="crumbs" aria-label="{self.word("breadcrumb")}"><ol>{crumb}</ol></nav>'
            f'<p class="eyebrow">{self.word("module_label", id=module.id.upper())}</p>'
            f"<h1>{escape(module.title, quote=False)}</h1>{subtitle if module.subtitle else ''}"
            f'{self._strip(module)}<p class="actions">{start if pages else ""}</p>'
            f"{self._progress(module)}"
            f'<h2>{self.word("pages")}</h2><ol class="pages">{items}</ol>'
        )

    def _strip(self, module: Module) -> str:
        """Time, outcomes, status and content notes of a module."""
        time = module.time
        minutes = [self.word("minutes_self", n=time.self_paced),
                   self.word("minutes_workshop", n=time.core)]  # fmt: skip
        if time.deep:
            minutes.append(self.word("minutes_deep", n=time.deep))
        outcomes = [o.text for o in self.course.outcomes if o.id in module.outcomes]
        status = self.words[f"lesson.status.{module.status}"]
        rows = [("time", minutes), ("outcomes", map(escape, outcomes)),
                ("status", [f"{escape(status)} ({self.word('version', version=module.version)})"]),
                ("content_notes", map(escape, module.content_notes))]  # fmt: skip
        filled = [(self.word(key), list(lines)) for key, lines in rows]
        return '<dl class="strip">' + "".join(
            f"<div><dt>{name}</dt>{''.join(f'<dd>{line}</dd>' for line in lines)}</div>"
            for name, lines in filled if lines
        ) + "</dl>"  # fmt: skip

    def _page_item(self, page: Page) -> str:
        minutes = self.word("minutes", n=page.minutes) if page.minutes else ""
        note = self.word(page.kind) if page.kind in ("lab", "guide") else ""
        meta = " · ".join(filter(None, (note, minutes)))
        return (f'<li><a href="{page.id}.html">{escape(page.title, quote=False)}</a>'
                + (f' <span class="meta">{meta}</span>' if meta else "") + "</li>")  # fmt: skip


def _folded(site: Site, leaf: Leaf) -> str:
    """What a reader of the short version is told; a script shows the line that applies."""
    if leaf.page is None or leaf.page.kind != "section":
        return ""
    if "express" not in _depths(leaf.html):
        return f'<p class="folded" data-folded="none" hidden>{site.word("not_short")}</p>'
    return (f'<p class="folded" data-folded="some" hidden>{site.word("folded")} '
            f'<button type="button">{site.word("unfold")}</button></p>')  # fmt: skip


def _depths(html: str) -> tuple[Depth, ...]:
    """The depths that have something to fold or to leave out on the page."""
    found: list[Depth] = ["core"]
    if '<section class="part express"' in html:
        found.insert(0, "express")
    if '<details class="deep"' in html:
        found.append("deep")
    return tuple(found)


def _promoted(match: re.Match[str]) -> str:
    """Fragments begin with h3; under the h1 of a page they are h2."""
    return f"{match[1]}{int(match[2]) - 1}"


def _pager_link(leaf: Leaf | None, rel: str, word: str) -> str:
    if leaf is None:
        return ""
    return (f'<a class="{rel}" rel="{rel}" href="{leaf.file}"><span>{word}</span>'
            f"<strong>{escape(leaf.title, quote=False)}</strong></a>")  # fmt: skip
