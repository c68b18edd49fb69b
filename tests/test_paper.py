"""Every PDF that is handed over: accessible, legible to machines, and complete."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from coursebook.chapters import lesson_pages
from coursebook.editions import Edition
from coursebook.html.shell import THEME
from coursebook.model import Audience, Course
from coursebook.reader import read
from tests.conftest import AS_OF, COURSE, SLUG
from tests.outputs import REPOSITORY, Dist
from tests.tools.pdf import missing_characters, page_texts, ua1_faults

pytestmark = pytest.mark.slow
FONTS = sorted((THEME / "fonts").glob("*.ttf"))
BOOK = "ai-parliamentarians"
SIDES = 2
WORD = re.compile(r"[^\W\d_]{3,}")
FOLDED = re.compile(r"<(svg|script|template)\b.*?</\1>", re.DOTALL)


@pytest.fixture(params=["small", "real"])
def dist(request: pytest.FixtureRequest) -> Dist:
    """Each of the two builds."""
    built: Dist = request.getfixturevalue(request.param)
    return built


@cache
def course(root: Path, slug: str, language: str) -> Course:
    found = read(root, slug, language, AS_OF).course
    assert found
    return found


def test_every_pdf_passes_pdf_ua_1(dist: Dist) -> None:
    found = {name: faults for name, data in dist.pdfs().items() if (faults := ua1_faults(data))}
    assert found == {}


def test_every_pdf_says_its_title_and_its_language(dist: Dist) -> None:
    for name, data in dist.pdfs().items():
        with pikepdf.open(BytesIO(data)) as pdf:
            assert str(pdf.Root.Lang) == name.split("/")[1], name
            assert str(pdf.docinfo["/Title"]).strip(), name
            assert pdf.Root.ViewerPreferences.DisplayDocTitle, name


def test_every_letter_is_drawn_by_a_shipped_font(dist: Dist) -> None:
    shipped = {path.stem.replace("-", "").casefold() for path in FONTS}
    for name, data in dist.pdfs().items():
        # U+0002 and U+FFFE are what PDFium makes of a hyphen at the end of a line.
        text = "".join(page_texts(data)).replace("\x02", "-").replace("\ufffe", "-")
        assert missing_characters(text, FONTS) == set(), name
        with pikepdf.open(BytesIO(data)) as pdf:
            used = set(_fonts(pdf))
        assert used, name
        assert {font for font in used if font not in shipped} == set(), name


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            name = str(item.FontName).removeprefix("/").split("+")[-1]
            yield name.split("-Identity")[0].replace("-", "").casefold()


# --- words --------------------------------------------------------------------------------------


def printed_words(language: str, root: Path = COURSE, slug: str = SLUG) -> set[str]:
    """The words of the lessons as they are printed for participants."""
    edition = Edition(course(root, slug, language), medium="print")
    pages = (page.html for module in edition.modules for page in lesson_pages(edition, module))
    text = re.sub(r"<[^>]+>", " ", FOLDED.sub(" ", " ".join(pages)))
    return set(WORD.findall(bare(unescape(text))))


def bare(text: str) -> str:
    """Text in plain letters: without marks of direction, vowel signs and presentation forms."""
    plain = unicodedata.normalize("NFKC", text.replace("\x02", "-"))
    return "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Mn"))


def test_every_word_of_the_lessons_can_be_copied(small: Dist, real: Dist) -> None:
    for built, root, slug in ((small, COURSE, SLUG), (real, REPOSITORY, BOOK)):
        pdf = (built.folder / f"{slug}/en/participant/pdf/{slug}.pdf").read_bytes()
        text = bare(" ".join(page_texts(pdf)))
        lost = {word for word in printed_words("en", root, slug) if word not in text}
        # A word that stands on screens only, and the Arabic word in the line of hostile text.
        assert len(lost) <= 3, lost


def test_arabic_words_can_be_copied(small: Dist) -> None:
    """Letter by letter; PDFium turns words round on some lines (poppler does not)."""
    pdf = (small.folder / f"{SLUG}/ar/participant/pdf/{SLUG}.pdf").read_bytes()
    text = bare(" ".join(page_texts(pdf)))
    words = {word for word in printed_words("ar") if word > "\u0600"}
    turned = {word for word in words if word not in text}
    assert len(words) > 150
    assert len(turned) < len(words) / 4
    assert len({word for word in turned if word[::-1] not in text}) < len(words) / 8


# --- books --------------------------------------------------------------------------------------


def outline(data: bytes) -> list[Any]:
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as opened:
        return [(str(item.title), [str(child.title) for child in item.children])
                for item in opened.root]  # fmt: skip


@pytest.mark.parametrize("audience", ["participant", "facilitator"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_bookmarks_and_contents_list_every_section(
    small: Dist, language: str, audience: Audience
) -> None:
    edition = Edition(course(COURSE, SLUG, language), audience, "print")
    data = (small.folder / f"{SLUG}/{language}/{audience}/pdf/{SLUG}.pdf").read_bytes()
    marks = dict(outline(data))
    pages = page_texts(data)
    for module in edition.modules:
        titles = [page.title for page in lesson_pages(edition, module)]
        assert marks[module.title] == titles
    for page in edition.course_pages():
        assert page.title in marks
    if language == "en":
        contents = " ".join(pages[1].split()).removeprefix("Contents ")
        for title, number in re.findall(r"([A-Z][\w ]+?)[ .·]* (\d+)(?= |$)", contents):
            assert title in " ".join(pages[int(number) - 1].split()), (title, number)


def test_the_real_book_has_contents_with_the_right_numbers(real: Dist) -> None:
    data = (real.folder / f"{BOOK}/en/participant/pdf/{BOOK}.pdf").read_bytes()
    pages = [" ".join(text.split()) for text in page_texts(data)]
    whole = course(REPOSITORY, BOOK, "en")
    for module in whole.modules:
        line = re.search(rf"{re.escape(module.title)}[ .]+(\d+)", " ".join(pages[1:9]))
        assert line, module.title
        assert pages[int(line[1]) - 1].startswith(module.title), (module.title, line[1])


def test_no_page_is_empty(dist: Dist) -> None:
    for name, data in dist.pdfs().items():
        for number, text in enumerate(page_texts(data), 1):
            assert len(text.split()) > 12, (name, number)


# --- sheets -------------------------------------------------------------------------------------


def test_each_handout_is_one_sheet_and_all_stand_in_one_file(dist: Dist) -> None:
    folders = {name.split("/handouts/")[0] for name in dist.pdfs(format="handouts")}
    for folder in folders:
        sheets = {name: data for name, data in dist.pdfs(format="handouts").items()
                  if name.startswith(f"{folder}/")}  # fmt: skip
        together = sheets.pop(f"{folder}/handouts/handouts.pdf")
        pages = [len(pypdfium2.PdfDocument(data)) for data in sheets.values()]
        assert max(pages) <= SIDES
        assert len(pypdfium2.PdfDocument(together)) == sum(pages)
        if "/en/" in folder:  # PDFium turns the names of sheets round on Arabic pages
            text = " ".join(page_texts(together))
            assert [n for n in sheets if Path(n).stem not in text] == []
