"""The lean site: a page for each section, in a folder and in a zip, readable from a disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from coursebook.editions import Edition, Page
from coursebook.files import Files, under, zipped
from coursebook.html.fonts import web_fonts
from coursebook.html.links import resolve
from coursebook.html.question_player import PARTS
from coursebook.html.search import Found, search_index
from coursebook.html.shell import (
    document,
    json_text,
    player_script,
    style_sheet,
    words_with,
)
from coursebook.html.site_frame import Frame, Leaf
from coursebook.html.site_fronts import course_front, fact_register, module_front
from coursebook.model import Module

HEADING = re.compile(r"(</?h)([3-6])\b")
TARGET = re.compile(r'\bid="([^"]+)"')
SIMULATION = re.compile(r'data-explorable="([^"]+)" data-preset')

# No default-src here: Chromium takes 'self' on file:// to mean the files beside the page (tried),
# but no standard promises it, and a browser that does not would show a bare page. What needs no
# such source is forbidden; a server can send default-src 'self' and everything still works.
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
    """Files that only the pages which use them link to; each is loaded where `marker` stands."""

    marker: str
    script: str
    words: str
    styled: bool = True


FEATURES = (
    *(Feature(*part) for part in PARTS),
    Feature(' data-preset="', "explorable", "explorable."),
    Feature(' data-scenario="', "scenario", "scenario."),
    Feature('class="lines"', "notes", "site.notes."),
)


def export(edition: Edition) -> Files:
    """`site/...` and `site.zip` with the same files; facilitators get their notes and guide too."""
    media: dict[str, bytes] = {}
    frame, leaves = _leaves(edition, media)
    pages = {leaf.file: _document(edition, frame, leaf) for leaf in leaves}
    texts = pages | _shared(edition, leaves)
    said = words_with(edition.words, ["site."])  # by panels too, whose words no page holds
    css, fonts = web_fonts("".join([*pages.values(), *said.values()]))
    texts["site.css"] = css + style_sheet("base", "tables", "site", "print", *_special(edition),
                                         language=edition.language)  # fmt: skip
    files = {
        **{name: text.encode("utf-8") for name, text in texts.items()},
        **under("fonts", fonts),
        **media,
        "icon.svg": ICON,
    }
    folder = "-".join([edition.course.slug, edition.language, *_special(edition)])
    return {**under("site", files), "site.zip": zipped(under(folder, files))}


def _special(edition: Edition) -> list[str]:
    return ["facilitator"] if edition.audience == "facilitator" else []


# --- pages ----------------------------------------------------------------------------------


def _leaves(edition: Edition, media: dict[str, bytes]) -> tuple[Frame, list[Leaf]]:
    """The frame of the site and every page in it; fills `media` with what they show."""
    found = {m.slug: edition.pages(m) + edition.guide_pages(m) for m in edition.modules}
    course_pages = edition.course_pages()
    links = _Links(edition, found, course_pages, media)
    frame = Frame(
        edition.course, edition.words, edition.modules,
        {m.slug: tuple(links.leaf(page, m) for page in found[m.slug]) for m in edition.modules},
        tuple(links.leaf(page, None) for page in course_pages),
        notice="facilitator" if _special(edition) else "",
    )  # fmt: skip
    own = {"facts": fact_register(frame)}
    look_up = (replace(leaf, html=own.get(leaf.id, leaf.html)) for leaf in frame.look_up)
    frame = replace(frame, look_up=tuple(look_up))
    leaves = [Leaf("index", edition.course.title, course_front(frame), "front")]
    for module in edition.modules:
        leaves.append(Leaf(module.slug, module.title, module_front(frame, module), "front",
                           module=module))  # fmt: skip
        leaves += frame.pages[module.slug]
    return frame, [*leaves, *frame.look_up]


class _Links:
    """Turns symbolic links into those of the site."""

    def __init__(
        self,
        edition: Edition,
        found: Mapping[str, tuple[Page, ...]],
        course_pages: tuple[Page, ...],
        media: dict[str, bytes],
    ) -> None:
        self.pictures, self.media = edition.course.media, media
        every = [page for pages in (*found.values(), course_pages) for page in pages]
        self.labels = {page.id for page in every} | set(found)
        words = {slug: _targets(p for p in pages if p.kind == "words")
                 for slug, pages in found.items()}  # fmt: skip
        course = {name: place for places in reversed(words.values())
                  for name, place in places.items()}  # fmt: skip
        course |= _targets(page for page in course_pages if page.id == "glossary")
        self.words = {"": course, **{slug: course | own for slug, own in words.items()}}

    def leaf(self, page: Page, module: Module | None) -> Leaf:
        """The page with its links resolved and its headings (from h3) under the page's h1."""
        html = resolve(page.html, self._link_of(page.module))
        html = HEADING.sub(lambda m: f"{m[1]}{int(m[2]) - 1}", html)
        html = html.replace(f'href="{page.id}.html#', 'href="#')
        return Leaf(page.id, page.title, html, page.kind, page.minutes, module)

    def _link_of(self, slug: str) -> Callable[[str], str | None]:
        def link(target: str) -> str | None:
            kind, _, name = target.partition("/")
            if kind == "media":
                path = f"media/{PurePosixPath(name).parts[1]}/{PurePosixPath(name).name}"
                self.media[path] = self.pictures[name]
                return path
            if kind == "ref":
                return f"{name}.html" if name in self.labels else None
            return self.words[slug].get(f"{kind}-{name}")

        return link


def _targets(pages: Iterable[Page]) -> dict[str, str]:
    """Where each id of the pages stands."""
    return {name: f"{page.id}.html#{name}" for page in pages for name in TARGET.findall(page.html)}


def _used(html: str) -> list[Feature]:
    return [feature for feature in FEATURES if feature.marker in html]


def _styles(leaf: Leaf) -> list[str]:
    front = ["front"] if leaf.kind == "front" else []
    return front + [feature.script for feature in _used(leaf.html) if feature.styled]


def _simulations(html: str) -> list[str]:
    return list(dict.fromkeys(SIMULATION.findall(html)))


def _document(edition: Edition, frame: Frame, leaf: Leaf) -> str:
    used, course = _used(leaf.html), edition.course
    robots = '<meta name="robots" content="noindex">' if _special(edition) else ""
    scripts = [f"{feature.script}.js" for feature in used]
    scripts += [f"simulation-{id_}.js" for id_ in _simulations(leaf.html)]
    return document(
        course.title if leaf.id == "index" else f"{leaf.title} · {course.title}",
        frame.body(leaf),
        language=edition.language,
        direction=edition.direction,
        css=["site.css", *(f"{name}.css" for name in _styles(leaf))],
        early=["site.js"],
        scripts=scripts,
        words=words_with(edition.words, ["site.ui.", *(feature.words for feature in used)]),
        skip=edition.words["site.skip"],
        description=course.subtitle if leaf.id == "index" else "",
        head=f'{POLICY}<link rel="icon" href="icon.svg">{robots}',
        attributes={
            "data-course": "-".join([course.id, *_special(edition)]),
            "data-page": "" if leaf.kind == "front" else leaf.id,
        },
    )


# --- scripts and style sheets ---------------------------------------------------------------


def _shared(edition: Edition, leaves: list[Leaf]) -> dict[str, str]:
    """The scripts and style sheets that the pages share, `site.css` apart."""
    html = "".join(leaf.html for leaf in leaves)
    found = list(_found(leaves, edition.course.title))
    shared = {
        "site.js": player_script("core", "site"),
        "front.css": style_sheet("front"),
        "panel.css": style_sheet("panel"),
        "search.js": _panel(edition, "find", "search") + search_index(found),
        "settings.js": _panel(edition, "set", "settings"),
    }
    for feature in _used(html):
        shared[f"{feature.script}.js"] = player_script(feature.script)
        if feature.styled:
            shared[f"{feature.script}.css"] = style_sheet(feature.script)
    for id_ in _simulations(html):
        shared[f"simulation-{id_}.js"] = edition.course.simulations[id_].script
    return shared


def _panel(edition: Edition, room: str, script: str) -> str:
    """A script that is loaded when first used, with its words before it."""
    chosen = words_with(edition.words, (f"site.{room}.",))
    return f"Coursebook.site.say({json_text(chosen)});\n{player_script(script)}"


def _found(leaves: list[Leaf], course: str) -> Iterator[Found]:
    for leaf in leaves:
        if leaf.kind != "front":
            context = leaf.module.title if leaf.module else course
            yield Found(leaf.file, leaf.title, context, leaf.html)
