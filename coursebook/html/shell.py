"""The page around a fragment: a whole HTML5 document, its style sheets and its scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path

try:
    import minify
except ImportError:  # no wheel for Macs with an Apple processor: there the files stay as written
    minify = None

THEME = Path(__file__).parent.parent / "theme"
ID = re.compile(r'\bid="([^"]+)"')
HORIZONTAL = {
    "inset-block-start": "top", "inset-block-end": "bottom", "-block-start": "-top",
    "-block-end": "-bottom", "block-size": "height", "inline-size": "width",
}  # fmt: skip
BLOCK_AXIS = re.compile("|".join(HORIZONTAL))
"""Names that mean one thing in all our scripts, which run from side to side: the short ones."""


def document(  # noqa: PLR0913
    title: str,
    body: str,
    *,
    language: str,
    direction: str,
    css: Sequence[str] = (),
    scripts: Sequence[str] = (),
    words: Mapping[str, str] | None = None,
    early: Sequence[str] = (),
    skip: str = "",
    description: str = "",
    head: str = "",
    attributes: Mapping[str, str] | None = None,
    body_class: str = "",
) -> str:
    """A whole page. `title` and `skip` (words of the link to `#main`) are text, `body` is HTML.

    `scripts` run in their order once the page is read, `early` ones before its first line shows.
    `words` become the JSON that scripts take their words from. `attributes` stand on `<html>`.
    """
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(language)}" dir="{direction}"{_attributes(attributes or {})}>',
        '<head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title, quote=False)}</title>",
        f'<meta name="description" content="{escape(description)}">' if description else "",
        *(f'<link rel="stylesheet" href="{escape(name)}">' for name in css),
        *(f'<script src="{escape(name)}"></script>' for name in early),
        *(f'<script src="{escape(name)}" defer></script>' for name in scripts),
        head,
        "</head>",
        f'<body class="{escape(body_class)}">' if body_class else "<body>",
        f'<a class="skip" href="#main">{escape(skip)}</a>' if skip else "",
        body,
        json_script("coursebook-words", words) if words else "",
        "</body></html>",
    ]
    return "\n".join(line for line in lines if line) + "\n"


def _attributes(pairs: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in pairs.items())


def json_script(id_: str, data: object) -> str:
    """Data for scripts as an element that a strict Content-Security-Policy lets pass."""
    return f'<script type="application/json" id="{escape(id_)}">{json_text(data)}</script>'


def json_text(data: object) -> str:
    """Compact JSON that may stand in HTML, in XML and in a script."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.translate({ord(c): f"\\u{ord(c):04x}" for c in "&<>\u2028\u2029"})


@cache
def theme_bytes(name: str) -> bytes:
    """A file of the theme as it is, such as `fonts/amiri-arabic-400-normal.woff2`."""
    return (THEME / name).read_bytes()


def theme_names(folder: str) -> tuple[str, ...]:
    """The names of the files in a folder of the theme, sorted."""
    return tuple(sorted(path.name for path in (THEME / folder).iterdir() if path.is_file()))


@cache
def style_sheet(*names: str, language: str = "") -> str:
    """Style sheets of the theme (`base`, `site`) one after the other, as short as they can be.

    A `language` whose letters need rules of their own brings them.
    """
    own = ("chinese",) if language == "zh" else ()
    text = "".join(_slim("text/css", f"css/{name}.css") for name in (*names, *own))
    return BLOCK_AXIS.sub(lambda found: HORIZONTAL[found[0]], text)


@cache
def player_script(*names: str) -> str:
    """Scripts of the theme (`core`, `site`) one after the other, as short as they can be."""
    # Without its last semicolon a script would call what the next one begins with.
    return "".join(f"{_slim('application/javascript', f'player/{name}.js')};\n" for name in names)


def _slim(kind: str, name: str) -> str:
    text = theme_bytes(name).decode("utf-8")
    return (minify.string(kind, text) if minify else text).strip()


def words_with(words: Mapping[str, str], prefixes: Iterable[str]) -> dict[str, str]:
    """The interface words whose keys begin with one of the prefixes."""
    wanted = tuple(prefixes)
    return {key: text for key, text in words.items() if wanted and key.startswith(wanted)}


def distinct_ids(html: str, seen: set[str]) -> str:
    """The fragment with every id that is in `seen` already renamed; its ids are added to `seen`.

    For documents of many pages, in which the same simulation or part may stand twice.
    """
    ids = set(ID.findall(html))
    for id_ in ids & seen:
        number = next(n for n in range(2, 1000) if f"{id_}-{n}" not in seen | ids)
        pattern = re.compile(
            rf'((?:id|for|name|href|aria-[a-z]+)="(?:[^"]*\s)?#?){re.escape(id_)}(?=["\s])'
        )
        html = pattern.sub(rf"\g<1>{id_}-{number}", html)
        seen.add(f"{id_}-{number}")
    seen |= ids
    return html
