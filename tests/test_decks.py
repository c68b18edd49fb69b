"""Decks and sheets of a course's kit: their numbers, their sides, and who may read them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from io import BytesIO
from itertools import dropwhile
from pathlib import Path

import pikepdf
import pytest
import yaml

from coursebook.cli import main
from coursebook.decks import deck_pdf
from coursebook.editions import Edition
from coursebook.exporters import exporter
from coursebook.files import Files
from coursebook.model import Course, Deck, PrintSet, Sheet
from coursebook.reader import read
from tests.conftest import AS_OF
from tests.planted import DECKS
from tests.tools.pdf import page_texts, ua1_faults

Make = Callable[..., Edition]
ROOT = Path(__file__).parents[1]
BOOK = "ai-parliamentarians"
POSTER_LIMIT = 300_000
MM = 72 / 25.4
A3, A4 = {297, 420}, {210, 297}


@cache
def real() -> Course:
    """The course whose kit has the decks of this project."""
    course = read(ROOT, BOOK, "en", AS_OF).course
    assert course
    return course


@cache
def printed(id_: str) -> bytes:
    """A deck or sheet of the real course as PDF."""
    return deck_pdf(Edition(real(), "facilitator", "print"), known(id_))


def known(id_: str) -> PrintSet:
    return next(deck for deck in real().kit.decks if deck.id == id_)


def deck(id_: str) -> Deck:
    found = known(id_)
    assert isinstance(found, Deck)
    return found


def one_line(pdf: bytes, page: int = 0) -> str:
    return " ".join(page_texts(pdf)[page].split())


# Not through the reader: collecting tests must not run notebooks, in two workers at once.
IDS = yaml.safe_load((ROOT / f"curriculum/{BOOK}.yml").read_text(encoding="utf-8"))["kit"]["decks"]


# --- numbers ----------------------------------------------------------------------------------


def test_the_pile_of_the_city_is_what_the_screening_gives_for_it() -> None:
    row = real().simulations["S1"].rows["city"][0]
    copies = [card.copies for card in deck("S1").cards]
    assert copies == [round(row["tp"]), round(row["fp"]), round(row["fn"])] == [9, 100, 1]
    assert sum(copies) == 110


def test_each_card_of_the_pile_is_printed_as_often_as_counted() -> None:
    sheets = " ".join(" ".join(page_texts(printed("S1"))[1:]).split())
    assert sheets.count("The person is innocent.") == 100
    assert sheets.count("It was right.") == 9
    assert sheets.count("The system did not flag this person.") == 1
    assert "Cards 110 Paper Sheets of A4: 7." in one_line(printed("S1"))


@pytest.mark.parametrize("preset", ["city", "interview", "million", "not-rare"])
def test_a_poster_marks_as_many_dots_as_the_model_gives(preset: str) -> None:
    simulation = real().simulations["S1"]
    row = simulation.rows[preset][0]
    svg = simulation.picture("poster-blank", simulation.values(preset), simulation.words)
    everybody = int(min(row["people"], 10_000))
    each = row["people"] / everybody
    caught, alarms = marks(svg, "dots-true"), marks(svg, "dots-hole")
    crosses = marks(svg, "hatch") / 2
    in_legend = 1  # beside its words
    assert caught - in_legend == round(row["tp"] / each)
    assert alarms - in_legend == round(row["fp"] / each)
    assert crosses - in_legend == round(row["fn"] / each)


def marks(svg: str, tone: str) -> int:
    paths = re.findall(rf'<path class="x-{tone}" d="([^"]*)"', svg)
    return sum(path.count("M") for path in paths)


def test_a_poster_is_drawn_in_lines_and_stays_light() -> None:
    for id_ in ("S1-poster", "S1-poster-a4"):
        assert len(printed(id_)) <= POSTER_LIMIT
        with pikepdf.open(BytesIO(printed(id_))) as pdf:
            kinds = {str(item.get("/Subtype")) for item in pdf.objects
                     if isinstance(item, pikepdf.Stream)}  # fmt: skip
        assert "/Image" not in kinds


def test_the_strip_has_the_numbers_of_the_threshold_simulation() -> None:
    told = one_line(printed("S2-strip"), 1)
    for row in real().simulations["S2"].rows["default"]:
        if row["t"] in (-1, 0, 1, 2, 3, 4):
            assert f"{row['caught']:,.0f} {row['missed']:,.0f} {row['false_alarms']:,.0f}" in told


def test_a_claim_is_the_text_of_the_register() -> None:
    fronts = [card.front for card in deck("misconceptions").cards]
    assert fronts == list(real().misconceptions.values())


# --- paper ------------------------------------------------------------------------------------


@pytest.mark.parametrize("id_", IDS)
def test_every_deck_is_accessible_and_of_the_right_size(id_: str) -> None:
    found = known(id_)
    assert ua1_faults(printed(id_)) == []
    wanted = A3 if isinstance(found, Sheet) and found.paper.startswith("a3") else A4
    with pikepdf.open(BytesIO(printed(id_))) as pdf:
        for page in pdf.pages:
            assert {round(float(side) / MM) for side in page.mediabox[2:]} == wanted


def test_every_deck_with_backs_has_a_back_behind_each_front() -> None:
    two_sided = [one for one in real().kit.decks if isinstance(one, Deck) and one.cards[0].back]
    assert len(two_sided) > 5
    for one in two_sided:
        texts = dropwhile(lambda text: ", front" not in text.splitlines()[0],
                          page_texts(printed(one.id)))  # fmt: skip
        pages = list(texts)
        assert pages and len(pages) % 2 == 0
        labels = {card.label for card in one.cards}
        for front, back in zip(pages[::2], pages[1::2], strict=True):
            assert ", front" in front.splitlines()[0] and ", back" in back.splitlines()[0]
            found = [Counter(line for line in text.splitlines() if line in labels)
                     for text in (front, back)]  # fmt: skip
            assert found[0].keys() == found[1].keys() != set(), one.id


def test_the_contents_name_every_file_and_its_paper() -> None:
    files = exporter("decks")(Edition(real(), "facilitator", "print"))
    told = "".join(one_line(files["contents.pdf"], page) for page in range(2))
    assert set(files) == {*(f"{id_}.pdf" for id_ in IDS), "contents.pdf"}
    for id_ in IDS:
        assert f"{id_}.pdf" in told.replace(" ", "").replace("\x02", "-")
    assert "110 cards, 7 × A4" in told


# --- languages and readers ---------------------------------------------------------------------


def test_a_computed_deck_and_a_written_one_are_translated(edition: Make) -> None:
    arabic = {one.id: one for one in edition(language="ar").course.kit.decks}
    computed, written, sheet = arabic["S9"], arabic["shelf-sort"], arabic["bars"]
    assert isinstance(computed, Deck)
    assert isinstance(written, Deck)
    assert isinstance(sheet, Sheet)
    assert [card.back for card in computed.cards] == ["كان متأخرًا.", "كان في موعده."]
    assert written.title == "أي رف؟"
    assert "عاد متأخرًا." in written.cards[0].front
    assert sheet.pages[0].startswith("قارن")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_small_decks_are_accessible(edition: Make, language: str) -> None:
    files: Files = exporter("decks")(edition(language=language, audience="facilitator",
                                             medium="print"))  # fmt: skip
    assert sorted(files) == ["S9.pdf", "bars.pdf", "contents.pdf",
                             "shelf-sort.pdf"]  # fmt: skip
    assert {name: ua1_faults(pdf) for name, pdf in files.items() if ua1_faults(pdf)} == {}


def test_participants_get_no_deck_in_their_data(edition: Make) -> None:
    data = exporter("json")(edition())["course.json"].decode()
    assert '"decks": []' in data
    assert [word for word in DECKS if word in data] == []
    assert "It was on time." in exporter("json")(edition(audience="facilitator"))[
        "course.json"].decode()  # fmt: skip


def test_a_course_without_a_kit_gets_no_decks(course_root: Path) -> None:
    path = course_root / "curriculum/test-library.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  decks: [shelf-sort, S9, bars]\n", ""), encoding="utf-8")
    assert main(["build", "--format", "decks", "json", "--as-of", AS_OF], root=course_root) == 0
    assert not list((course_root / "dist").glob("*/*/facilitator/decks"))


def test_the_first_page_links_each_deck_by_its_name(course_root: Path) -> None:
    assert main(["build", "--format", "decks", "--as-of", AS_OF], root=course_root) == 0
    page = (course_root / "dist/index.html").read_text(encoding="utf-8")
    assert re.search(r'href="[^"]*/en/facilitator/decks/shelf-sort.pdf">Which shelf\?</a>', page)
