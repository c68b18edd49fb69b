"""Typst markup to an accessible PDF (PDF/UA-1), the same bytes for the same input."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Literal

import typst

from coursebook.files import Files
from coursebook.fonts import CHINESE, ChineseFontsMissingError, chinese_folder
from coursebook.typeset.literals import Value, call, value

Template = Literal["book", "sheet", "guide", "cards", "tabletop", "map", "slides", "certificate"]
THEME = Path(__file__).parent.parent / "theme"
PICTURE = re.compile(r'"/files/([^"]+)"')
OVERFULL = re.compile(r"overfull cards: ([\d ]+)")
LARGE = 5_000
"""Characters of markup (some two pages) from which a document's memory is worth a cleaning."""
REMEMBERED = 10
TIMESTAMP = 1_577_836_800
"""2020-01-01, the date of every entry in our zips: without one, two runs differ (D4)."""


class OverfullError(ValueError):
    """Cards hold more text than their size allows; `cards` are their numbers, from 0."""

    def __init__(self, title: str, cards: Iterable[int]) -> None:
        self.cards = tuple(cards)
        super().__init__(f"'{title}' has cards that hold too much: {self.cards}.")


@dataclass(frozen=True)
class Paper:
    """What a document is, apart from its text.

    `settings` of `book` and `guide`: subtitle, notice, contents (the word above the table of
    contents), rows (pairs of label and text on the cover). A `sheet` and `cards` have none: their
    body is made of `sheet(...)` and of `cards_document(...)`.
    """

    template: Template
    title: str
    language: str
    direction: Literal["ltr", "rtl"] = "ltr"
    settings: Mapping[str, Value] = field(default_factory=dict)


def compile_pdf(paper: Paper, body: str, files: Files) -> bytes:
    """The PDF. ValueError says what typst refuses: a missing picture, glyph or alt text.

    ChineseFontsMissingError, one of them, where the package with Chinese letters is needed.
    """
    text, chinese = _main(paper, body), chinese_folder()
    if chinese is None and CHINESE.search(text):
        raise ChineseFontsMissingError(text)
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for template in sorted((THEME / "typst").glob("*.typ")):
            (root / template.name).write_bytes(template.read_bytes())
        for name in set(PICTURE.findall(body)) & files.keys():  # of a whole course's, few
            _write(root / "files", name, files[name])
        main = root / "main.typ"
        main.write_text(text, encoding="utf-8", newline="\n")
        try:
            made = typst.compile(
                main,
                root=root,
                font_paths=_fonts(chinese),
                ignore_system_fonts=True,  # D3: a font of the machine hides broken extraction
                pdf_standards=["ua-1"],
                sys_inputs={"template": paper.template, "direction": paper.direction},
                timestamp=TIMESTAMP,
            )
        except typst.TypstError as error:
            if found := OVERFULL.search(str(error.message)):
                raise OverfullError(paper.title, map(int, found[1].split())) from error
            raise ValueError(f"'{paper.title}' cannot be printed: {error.message}") from error
    if len(body) > LARGE:
        _forget(chinese)
    return made


def _forget(chinese: Path | None) -> None:
    """Let typst drop what it computed: it keeps that for the next ten documents.

    No later document can use it, and the real courses then take 330 MB instead of 720.
    """
    for _ in range(REMEMBERED + 1):
        typst.compile(b"", font_paths=_fonts(chinese), ignore_system_fonts=True)


def fold(panels: Sequence[str]) -> str:
    """The body of an `a5-fold` sheet: four panels, imposed so that the folded sheet reads on."""
    if len(panels) != 4:
        raise ValueError(f"A folded sheet has 4 panels, not {len(panels)}.")
    return call("fold", *(f"[{panel}]" for panel in panels))


def sheet(  # noqa: PLR0913
    id_: str, title: str, notice: str, page: str, language: str, body: str
) -> str:
    """The body of one handout in a `sheet` document; `page` is a4, a4-landscape or a5-fold."""
    named = (value(item) for item in (id_, title, notice, page, language))
    return call("one-sheet", *named, f"[{body}]")


def page_count(pdf: bytes) -> int:
    """The pages of a PDF that `compile_pdf` made."""
    return max(int(count) for count in re.findall(rb"/Count (\d+)", pdf))


@cache
def _fonts(chinese: Path | None) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[THEME / "fonts", *([chinese] if chinese else [])],
    )


def _write(folder: Path, name: str, data: bytes) -> None:
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or parts[0] == "/":
        raise ValueError(f"'{name}' is no name of a file inside a document.")
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def _main(paper: Paper, body: str) -> str:
    settings = {
        "title": paper.title,
        "language": paper.language,
        "direction": paper.direction,
        **paper.settings,
    }
    given = ", ".join(f"{name}: {value(item)}" for name, item in settings.items())
    return (
        f'#import "/course.typ": *\n#import "/{paper.template}.typ": *\n'
        f"#show: document-look.with({given})\n\n{body}\n"
    )
