"""The Jupyter Book: a page for each module, made by Sphinx from sources that are already HTML.

Sphinx sees only headings, their labels and finished HTML, so that it makes the frame, the sidebar
and the search, and no text of a lesson is rendered in two ways.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from coursebook.editions import Edition, Page
from coursebook.files import Files, under
from coursebook.html.links import resolve
from coursebook.html.question_player import PARTS, QUESTION_STYLES
from coursebook.html.shell import (
    distinct_ids,
    json_script,
    player_script,
    style_sheet,
    words_with,
)
from coursebook.model import Module

ENGINE = "coursebook.sphinx_host"
ASSETS = "_static/coursebook"
EPOCH = "1577836800"
"""2020-01-01: no date of a build stands in a book."""

# JB1's own list without thebe (a script from a CDN), comments, copy and toggle buttons.
SETTINGS: dict[str, object] = {
    "only_build_toc_files": True,
    "copyright": "",
    "execute": {"execute_notebooks": "off"},
    "parse": {"myst_enable_extensions": ["colon_fence", "deflist"]},
    "latex": {"use_jupyterbook_latex": False},
}
SPHINX: dict[str, object] = {
    "extensions": ["myst_nb", "jupyter_book", "sphinx_comments", "sphinx_external_toc",
                   "sphinx_book_theme", ENGINE],
    "html_copy_source": False,
    "html_show_sourcelink": False,
    "html_show_copyright": False,
    "html_show_sphinx": False,
    "html_use_index": False,
    "html_permalinks": False,
    "html_context": {"default_mode": "auto"},
}  # fmt: skip
THEME: dict[str, object] = {
    "navbar_persistent": [],  # else two search boxes (K6)
    "use_download_button": False,
    "use_fullscreen_button": False,
    "home_page_in_toc": True,
    "show_navbar_depth": 1,
}
# Shipped by the theme and used by no page: source maps, translations for Sphinx, old font formats.
DEAD = re.compile(r"\.(map|ttf|po|mo|pot|doctree|pickle)$|(^|/)(\.buildinfo|objects\.inv)$|"
                  r"webpack-macros\.html$|fontawesome\.js|_static/images/logo_")  # fmt: skip

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
FENCE = re.compile(r"`{3,}")
TARGET = re.compile(r'\bid="([^"]+)"')
SIMULATION = re.compile(r'data-explorable="([^"]+)" data-preset')
COLOURS = re.compile(r'(?m)(?:^|(?<=\}))\n?:root(?:\[data-theme="?dark"?\])?\s*\{[^}]*\}')
LINES = re.compile(r'<div class="lines" data-lines="(\d+)"[^>]*>.*?</div>', re.DOTALL)
# The search of Sphinx deletes tags: without a break the last and the first word become one.
BLOCK_END = re.compile(r"</(?:p|li|t[dhr]|h[3-6]|d[dt]|caption|figcaption|summary|label|legend|"
                       r"button|option|title|text|tspan|div)>")  # fmt: skip
FEATURES = (
    *((part.script, part.marker, part.words) for part in PARTS),
    ("explorable", ' data-preset="', "explorable."),
    ("scenario", ' data-scenario="', "scenario."),
)


class WebBookError(RuntimeError):
    """Sphinx did not accept the book; the message is what it said."""


def export(edition: Edition) -> Files:
    """`web/...`: the book of the edition's modules, for participants, as static pages."""
    book = Book(edition)
    with TemporaryDirectory(prefix="coursebook-web-") as name:
        source, out = Path(name, "source"), Path(name, "out")
        write(source, book.sources())
        run(source, out)
        made = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
        files = {n: path.read_bytes() for n, path in sorted(made.items()) if not DEAD.search(n)}
    return under("web", files | book.assets())


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Lay a project for Jupyter Book down in a folder."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def run(source: Path, out: Path) -> None:
    """Jupyter Book in a process of its own: its memory and its global state stay there."""
    done = subprocess.run(
        [sys.executable, "-m", ENGINE, str(source), str(out)], env=environment(),
        capture_output=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        raise WebBookError(done.stderr.replace(f"{source}{os.sep}", "").strip()[-4000:])


def environment() -> dict[str, str]:
    """Of the process: the engine can be found, and nothing differs from run to run."""
    package = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1",
            "SOURCE_DATE_EPOCH": EPOCH}  # fmt: skip


class Book:
    """An edition as a Jupyter Book: `sources` for Sphinx, `assets` to lie beside its output."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.course, self.words = edition, edition.course, edition.words
        self.pages = {module.slug: edition.pages(module) for module in edition.modules}
        self.media: dict[str, bytes] = {}
        self.used: dict[str, str] = {}

    # --- the tree for Sphinx ----------------------------------------------------------------

    def sources(self) -> dict[str, str]:
        """A whole project for Jupyter Book: settings, table of contents, front page, pages."""
        look_up = {page.id: self._look_up_page(page) for page in self._course_pages}
        pages = {"index": self._front(), **self.module_pages(), **look_up}
        texts = {f"{name}.md": text for name, text in pages.items()}
        return {"_config.yml": self._settings(), "_toc.yml": self._toc(), **texts}

    def module_pages(self) -> dict[str, str]:
        """MyST source of the page of each module, by document name."""
        return {f"modules/{module.slug}/index": self._module_page(module)
                for module in self.edition.modules}  # fmt: skip

    def _settings(self) -> str:
        """`_config.yml` (JSON is YAML); what `_config.yml` of the project says for all courses."""
        theme = THEME | {"extra_footer": f"<p>{escape(self._imprint())}</p>"}
        sphinx = SPHINX | {"language": self.edition.language, "html_theme_options": theme,
                           "coursebook_prepared": True}  # fmt: skip
        settings = {"title": self.course.title, "author": "", **SETTINGS,
                    "sphinx": {"config": sphinx}}  # fmt: skip
        return json.dumps(settings, ensure_ascii=False, indent=1)

    def _imprint(self) -> str:
        version = self.words["site.version"].format(version=self.course.version)
        licence = self.words["site.licence"].format(licence=self.course.licence)
        return f"{version} · {licence} · {self.course.notice}"

    def _toc(self) -> str:
        chapters = [f"modules/{module.slug}/index" for module in self.edition.modules]
        look_up = [page.id for page in self._course_pages]
        parts = [(self.words["site.modules"], chapters), (self.words["site.reference"], look_up)]
        listed = [{"caption": caption, "chapters": [{"file": name} for name in names]}
                  for caption, names in parts if names]  # fmt: skip
        return json.dumps({"format": "jb-book", "root": "index", "parts": listed}, indent=1)

    # --- pages ------------------------------------------------------------------------------

    def _front(self) -> str:
        course = self.course
        items = "".join(
            f'<li><a href="modules/{m.slug}/index.html">{escape(m.title, quote=False)}</a>'
            f"{f'<br>{escape(m.subtitle, quote=False)}' if m.subtitle else ''}</li>"
            for m in self.edition.modules
        )
        html = (f'<p class="lead">{escape(course.subtitle)}</p><p>{escape(course.about)}</p>'
                f'<ul class="modules">{items}</ul>')  # fmt: skip
        return heading(1, course.title) + self._block(html)

    def _look_up_page(self, page: Page) -> str:
        html = resolve(page.html, self._link("", "", TARGET.findall(page.html)))
        return heading(1, page.title, page.id) + self._block(html)

    def _module_page(self, module: Module) -> str:
        pages = self.pages[module.slug]
        seen = {"coursebook-words", *(page.id for page in pages)}
        own = [*seen, *(name for page in pages for name in TARGET.findall(page.html))]
        link = self._link("../../", module.slug, own)
        text = heading(1, module.title, module.slug) + self._block(self._opening(module))
        for page in pages:
            html = distinct_ids(resolve(page.html, link), seen)
            text += heading(2, page.title, page.id) + self._block(self._fields(html))
        return text + self._block(self._scripts(text))

    def _opening(self, module: Module) -> str:
        """Subtitle, time, status and content notes."""
        minutes = self.words["site.minutes_self"].format(n=module.time.self_paced)
        status = self.words["lesson.status"].format(
            status=self.words[f"lesson.status.{module.status}"])  # fmt: skip
        html = f'<p class="lead">{escape(module.subtitle)}</p>' if module.subtitle else ""
        html += f'<p class="meta">{escape(minutes)} · {escape(status)}</p>'
        for note in module.content_notes:
            title = escape(self.words["lesson.content_note"])
            html += (f'<aside class="admonition" role="note"><p class="admonition-title">'
                     f"{title}</p><p>{escape(note)}</p></aside>")  # fmt: skip
        return html

    def _block(self, html: str) -> str:
        """Finished HTML as a block that the Markdown parser hands on untouched."""
        broken = BLOCK_END.sub(lambda match: f"{match[0]}\n", html)
        longest = max((len(run) for run in FENCE.findall(broken)), default=2)
        fence = "`" * (longest + 1)
        return f'{fence}{{raw}} html\n<div class="coursebook">{broken}</div>\n{fence}\n\n'

    def _fields(self, html: str) -> str:
        """Lines to write on as text fields: what is written is gone with the page."""
        numbers = iter(range(1, 1000))

        def field(match: re.Match[str]) -> str:
            label = escape(self.words["lesson.lines"])
            return (f'<div class="lines"><label>{label} {next(numbers)}<textarea rows="{match[1]}" '
                    f'dir="auto" autocomplete="off"></textarea></label></div>')  # fmt: skip

        return LINES.sub(field, html)

    def _scripts(self, text: str) -> str:
        """The words and the scripts that a page of this text needs."""
        used = [(name, words) for name, marker, words in FEATURES if marker in text]
        scripts = ["core", *(name for name, _ in used)]
        for name in scripts:
            self.used[f"{name}.js"] = player_script(name)
        for id_ in dict.fromkeys(SIMULATION.findall(text)):
            scripts.append(f"simulation-{id_}")
            self.used[f"simulation-{id_}.js"] = self.course.simulations[id_].script
        chosen = words_with(self.words, ("core.", *(words for _, words in used)))
        tags = (f'<script src="../../{ASSETS}/{name}.js" defer></script>' for name in scripts)
        return json_script("coursebook-words", chosen) + "".join(tags)

    # --- links ------------------------------------------------------------------------------

    @cached_property
    def _course_pages(self) -> tuple[Page, ...]:
        return self.edition.course_pages()

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        """The address of every label that text may refer to, from the root of the book."""
        found = {m.slug: f"modules/{m.slug}/index.html" for m in self.edition.modules}
        for slug, pages in self.pages.items():
            found |= {page.id: f"{found[slug]}#{page.id}" for page in pages}
        return found

    def _link(self, root: str, slug: str, own: list[str]) -> Callable[[str], str | None]:
        """Where links of a page lead; `own` are the targets on the page itself."""

        def link(target: str) -> str | None:
            kind, _, name = target.partition("/")
            if kind == "media":
                self.media[name] = self.course.media[name]
                return f"{root}{name}"
            if kind == "ref":
                inside = name in own and name != slug
                return f"#{name}" if inside else _from(root, self._labels.get(name))
            return f"#{kind}-{name}" if f"{kind}-{name}" in own else None

        return link

    # --- what lies beside the pages ---------------------------------------------------------

    def assets(self) -> dict[str, bytes]:
        """Styles, scripts and pictures by their place in the book; complete after the pages."""
        return {**self.media, **dict(self._player())}

    def _player(self) -> Iterator[tuple[str, bytes]]:
        yield f"{ASSETS}/book.css", book_css().encode("utf-8")
        for name, text in self.used.items():
            yield f"{ASSETS}/{name}", text.encode("utf-8")


def book_css() -> str:
    """Our colours, questions and simulations; the theme keeps the rest of the page."""
    colours = "".join(COLOURS.findall(style_sheet("base", "faces")))
    return colours + style_sheet("tables", *QUESTION_STYLES, "explorable", "scenario", "web")


def heading(level: int, title: str, label: str = "") -> str:
    """A Markdown heading that says exactly the title, after its label."""
    target = f"({label})=\n" if label else ""
    plain = PUNCTUATION.sub(r"\\\1", title)
    return f"{target}{'#' * level} {plain}\n\n"


def _from(root: str, address: str | None) -> str | None:
    return None if address is None else root + address
