"""The editor's desk as one offline page that can be printed as a report."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from html import escape

from coursebook import __version__
from coursebook.codes import table
from coursebook.desk.figures import Desk, due_state, review_state
from coursebook.desk.parts import Shown, said
from coursebook.desk.sections import SECTIONS, module_of
from coursebook.html.shell import document, player_script, style_sheet, words_with
from coursebook.locale import direction, words

ISOLATED = "\u2066{}\u2069"
"""A day between signs that keep its order in a line of Arabic."""


def desk_html(desk: Desk, language: str) -> bytes:
    """The page; script and style inside, each allowed by its hash and nothing else."""
    shown = Shown(words(language), desk.root)
    script, style = player_script("core", "desk"), style_sheet("base", "faces", "desk",
                                                              language=language)  # fmt: skip
    policy = (f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
              "img-src data:; base-uri 'none'; form-action 'none'")  # fmt: skip
    head = (f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
            '<meta name="robots" content="noindex"><link rel="icon" href="data:,">'
            f"<style>{style}</style>")  # fmt: skip
    sections = [(id_, shown.section(id_, make(desk, shown))) for id_, make in SECTIONS]
    body = (f'<main id="main">{_cover(desk, shown)}{_contents(shown)}{_filters(desk, shown)}'
            f'{"".join(html for _, html in sections)}</main><script>{script}</script>')  # fmt: skip
    page = document(shown.words["desk.title"], body, language=language,
                    direction=direction(language), skip=shown.words["desk.skip"], head=head,
                    words=words_with(shown.words, ("desk.shown", "desk.copied")))  # fmt: skip
    return page.encode("utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _cover(desk: Desk, shown: Shown) -> str:
    tongues = dict(desk.languages)
    courses = "".join(
        f"<li>{said(course.title, course.language, direction(course.language))} "
        f'<bdi class="quiet">{escape(course.version)} ({", ".join(tongues[course.slug])})</bdi>'
        "</li>"
        for course in desk.courses
    )
    lead = shown.word("lead", day=ISOLATED.format(desk.as_of))
    return (
        f'<header class="cover"><p class="private">{shown.word("private")}</p>'
        f"<h1>{shown.word('title')}</h1>"
        f'<p class="lead">{lead}</p>{_tiles(desk, shown)}'
        f'<dl class="facts"><dt>{shown.word("checked")}</dt><dd><ul class="plain">{courses}</ul>'
        f"</dd><dt>{shown.word('judged')}</dt><dd><time>{desk.as_of}</time></dd>"
        f"<dt>{shown.word('engine')}</dt><dd><bdi>{__version__}</bdi></dd></dl>"
        f'<div class="meaning"><h2>{shown.word("meaning")}</h2><p>{shown.word("meaning.yes")}</p>'
        f"<p>{shown.word('meaning.no')}</p></div></header>"
    )


def tiles(desk: Desk) -> dict[str, int]:
    """The numbers at the top, by the key of their word."""
    weights = Counter(problem.severity for problem in desk.problems)
    due = Counter(map(due_state, desk.facts))
    states = Counter(review_state(module, review) for course in desk.courses
                     for module in course.modules for review in module.reviews)  # fmt: skip
    finished = sum(len(course.modules) for course in desk.courses)
    planned = sum(len({line.slug for line in course.outline} - {m.slug for m in course.modules})
                  for course in desk.courses)  # fmt: skip
    return {
        "modules": finished, "planned": planned, "errors": weights["error"],
        "warnings": weights["warning"], "notes": weights["note"], "expired": due["expired"],
        "soon": due["soon"], "current": states["current"], "stale": states["stale"],
        "unhashed": states["unhashed"],
    }  # fmt: skip


LINKS = {"modules": "status", "planned": "status", "errors": "problems", "warnings": "problems",
         "notes": "problems", "expired": "facts", "soon": "facts", "current": "status",
         "stale": "status", "unhashed": "status"}  # fmt: skip
ALARMS = {"errors": "bad", "warnings": "warm", "expired": "bad", "stale": "warm"}


def _tiles(desk: Desk, shown: Shown) -> str:
    items = "".join(
        f'<li class="{ALARMS.get(key, "") if number else ""}"><a href="#{LINKS[key]}">'
        f'<strong data-tile="{key}">{number}</strong> {shown.word(f"tile.{key}")}</a></li>'
        for key, number in tiles(desk).items()
    )
    return f'<ul class="tiles">{items}</ul>'


def _contents(shown: Shown) -> str:
    items = "".join(f'<li><a href="#{id_}">{shown.word(id_)}</a></li>' for id_, _ in SECTIONS)
    return (f'<nav class="contents" aria-labelledby="contents-h"><h2 id="contents-h">'
            f'{shown.word("contents")}</h2><ul>{items}<li><a href="facts-due.ics">'
            f"{shown.word('calendar.link')}</a></li></ul></nav>")  # fmt: skip


def _filters(desk: Desk, shown: Shown) -> str:
    slugs = [(m.slug, m.slug) for course in desk.courses for m in course.modules]
    if any(not module_of(problem.path) for problem in desk.problems):
        slugs.append(("-", shown.words["desk.elsewhere"]))
    families = table().families
    letters = sorted({problem.code[0] for problem in desk.problems})
    weights = [(name, shown.words[f"desk.severity.{name}"])
               for name in ("error", "warning", "note")]  # fmt: skip
    return (
        f'<form class="filters" data-filters hidden aria-labelledby="filters-h">'
        f'<h2 id="filters-h">{shown.word("filters")}</h2>'
        + _select(shown, "module", list(dict.fromkeys(slugs)))
        + _select(shown, "severity", weights)
        + _select(shown, "kind", [(c, f"{c}: {families.get(c, c)}") for c in letters])
        + f'<button type="reset">{shown.word("reset")}</button>'
        '<p class="count" role="status" data-count></p></form>'
    )


def _select(shown: Shown, name: str, choices: list[tuple[str, str]]) -> str:
    options = "".join(f'<option value="{escape(value)}">{escape(text)}</option>'
                      for value, text in choices)  # fmt: skip
    return (f'<label>{shown.word(name)} <select name="{name}"><option value="">'
            f"{shown.word('all')}</option>{options}</select></label>")  # fmt: skip
