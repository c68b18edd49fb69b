"""Letters of all languages: Chinese from its own package, the others from the shipped fonts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from coursebook import fonts
from coursebook.cli import main
from coursebook.html.fonts import web_fonts
from coursebook.locale import words
from coursebook.typeset import Paper, compile_pdf, typeset
from tests.conftest import AS_OF
from tests.outputs import REPOSITORY, Dist, built
from tests.tools.browser import Scheme, overflow, recorded
from tests.tools.html import axe_violations, html_faults
from tests.tools.packages import unpacked, write_to
from tests.tools.pdf import characters, missing_characters, missing_words, page_texts, ua1_faults
from tests.tools.servers import STRICT_CSP, Server

SHIPPED = sorted((REPOSITORY / "coursebook/theme/fonts").glob("*.ttf"))
CHINESE = REPOSITORY / "extras/coursebook-fonts-chinese/coursebook_fonts_chinese/fonts"
BOTH = [CHINESE / name for name in fonts.FILES.values()]
TRANSLATED = REPOSITORY / "tests/chinese"
IN_NO_SUBSET = set("劐坶塥弪憝戤桊毪牿犋猸瘭稆筢耠耢耥胲脶膪艴蒈蓰蟓赇蹯轷铴镩阢骣鲰齄")
ALPHABETS = {
    "fr": "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ«»’€",
    "es": "áéíñóúüÁÉÍÑÓÚÜ¿¡ªº«»€",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ«»„“—№₽",
}
FIELD = re.compile(r"\{\w+\}")
FACES = """() => document.fonts.ready.then(() =>
    [...document.fonts].filter(face => face.status === 'loaded').map(face => face.family))"""


def gb2312() -> set[str]:
    """The 6,763 Chinese characters of GB 2312, by its own order of rows and cells."""
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return {pair.decode("gb2312", "ignore") for pair in pairs} - {""}


def chinese_pdf(text: str, language: str = "zh") -> bytes:
    return compile_pdf(Paper("book", text, language), typeset([f"<p>{text}</p>"]).body, {})


# --- letters --------------------------------------------------------------------------------


@pytest.mark.parametrize("font", BOTH, ids=lambda font: font.name)
def test_the_chinese_fonts_have_gb_2312_but_33_characters(font: Path) -> None:
    assert len(gb2312()) == 6_763
    assert gb2312() - set(map(chr, characters(font))) == IN_NO_SUBSET


@pytest.mark.parametrize("font", BOTH, ids=lambda font: font.name)
def test_the_chinese_fonts_have_every_character_of_the_words_and_the_translation(
    font: Path,
) -> None:
    said = "".join(words("zh").values())
    text = said + "".join(p.read_text("utf-8") for p in sorted(TRANSLATED.rglob("zh.po")))
    assert len(set(fonts.CHINESE.findall(text))) > 500
    assert missing_characters(text, [font, *SHIPPED]) == set()


@pytest.mark.parametrize("language", sorted(ALPHABETS))
def test_french_spanish_and_russian_need_no_font_of_their_own(language: str) -> None:
    printed = [font for font in SHIPPED if font.name.startswith(("NotoSans-", "NotoSerif-"))]
    assert len(printed) == 7
    for font in printed:
        assert missing_characters(ALPHABETS[language], [font]) == set(), font.name
    _, files = web_fonts(ALPHABETS[language])
    assert missing_characters(ALPHABETS[language], [
        REPOSITORY / "coursebook/theme/fonts" / name for name in files]) == set()  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_every_interface_word_is_translated_and_keeps_its_fields(language: str) -> None:
    english, other = words("en"), words(language)
    lost = [key for key, text in english.items()
            if set(FIELD.findall(text)) != set(FIELD.findall(other[key]))]  # fmt: skip
    assert lost == []
    if language == "zh":
        written = {k for k, text in english.items() if re.search("[a-z]{2}", FIELD.sub("", text))}
        same = {key for key in written if other[key] == english[key]}
        assert same <= {"direction"}


def test_a_text_without_chinese_gets_no_chinese_letters() -> None:
    assert fonts.chinese_letters("“Quotes” – and more…") == ""
    css, files = web_fonts("“Quotes” – and more…")
    assert fonts.FAMILY not in css
    assert not any("sc" in name for name in files)


def test_a_site_gets_only_the_letters_that_it_shows(tmp_path: Path) -> None:
    css, files = web_fonts("图书馆的“警示”")
    write_to(tmp_path, files)
    assert css.count(f'"{fonts.FAMILY}"') == 2
    for weight in (400, 700):
        name = f"noto-sans-sc-{weight}-normal.woff2"
        assert characters(tmp_path / name) == set(map(ord, "图书馆的“警示”"))
        assert len(files[name]) < 5_000


# --- without the package --------------------------------------------------------------------


@pytest.fixture
def without_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a computer where the package of Chinese letters is not installed."""
    monkeypatch.setattr(fonts, "find_spec", lambda name: None)


@pytest.mark.usefixtures("without_chinese")
def test_without_its_package_only_chinese_is_refused() -> None:
    with pytest.raises(fonts.ChineseFontsMissingError, match="图书馆"):
        chinese_pdf("图书馆")
    with pytest.raises(fonts.ChineseFontsMissingError):
        chinese_pdf("A reader wrote 好 here.", "en")
    assert "Lending" in page_texts(chinese_pdf("Lending", "en"))[-1]
    css, files = web_fonts("图书馆")
    assert (css, files) == ("", {})


# --- a course in Chinese --------------------------------------------------------------------


def in_chinese(root: Path) -> Path:
    """Says in the course file that the course has Chinese; its translation lies there already."""
    path = root / "curriculum/test-library.yml"
    text = path.read_text("utf-8")
    assert "languages: [en, ar]" in text
    path.write_text(text.replace("languages: [en, ar]", "languages: [en, zh]"), encoding="utf-8")
    return root


@pytest.mark.slow
@pytest.mark.usefixtures("without_chinese")
def test_a_build_without_the_package_says_what_to_install(
    tmp_path: Path, lay: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = in_chinese(lay(tmp_path / "course", TRANSLATED))
    order = ["build", "--as-of", AS_OF, "--language", "zh", "--audience", "participant"]
    assert main([*order, "--format", "pdf", "--out", str(tmp_path / "pdf")], root=root) == 1
    said = [line for line in capsys.readouterr().err.splitlines() if "X405" in line]
    assert len(said) == 1
    assert "py -m pip install ./extras/coursebook-fonts-chinese" in said[0]
    assert not (tmp_path / "pdf").exists()
    assert main([*order, "--format", "site", "--out", str(tmp_path / "site")], root=root) == 0


@pytest.fixture(scope="session")
def dist(shared: Callable[..., Path], lay: Callable[..., Path]) -> Dist:
    """tests/course with its Chinese translation, in every format."""

    def make(folder: Path) -> None:
        built(in_chinese(lay(folder / "course", TRANSLATED)), folder / "dist", "1",
              "--language", "zh")  # fmt: skip

    return Dist(shared("chinese", make) / "dist")


@pytest.mark.slow
def test_every_chinese_pdf_is_accessible_and_gives_its_words_back(dist: Dist) -> None:
    pdfs = dist.pdfs()
    assert {name.split("/")[3] for name in pdfs} == {
        "pdf", "handouts", "handout-keys", "facilitator", "slides", "decks", "scenarios",
        "tabletops", "tests", "certificates", "workshops"}
    assert {name: found for name, pdf in pdfs.items() if (found := ua1_faults(pdf))} == {}
    texts = {name: "".join(page_texts(pdf)) for name, pdf in pdfs.items()}
    assert missing_characters("".join(texts.values()), [*BOTH, *SHIPPED]) == set()
    plain = {Path(name).stem for name, text in texts.items() if not fonts.CHINESE.search(text)}
    assert plain == {"bars"}  # a poster without translation and without words of ours
    book = pdfs["test-library/zh/participant/pdf/t01-late-returns.pdf"]
    said = ["标记逾期还书的扫描仪", "一本书可以借", "“警示”不等于“逾期”", "在相信警示之前"]
    assert missing_words(book, said) == []


@pytest.mark.slow
def test_numbers_stand_in_chinese_text_with_no_mark_between(dist: Dist) -> None:
    book = dist.pdfs()["test-library/zh/participant/pdf/t01-late-returns.pdf"]
    text = re.sub(r"\s", "", "".join(page_texts(book)))
    assert "归还的书有1,000本" in text


def site(dist: Dist) -> Path:
    return dist.folder / "test-library/zh/participant/site/site"


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_chinese_site_uses_its_own_letters_and_asks_for_nothing_outside(
    dist: Dist, browser: Browser, served: Callable[..., Server], scheme: Scheme
) -> None:
    server = served(site(dist), csp=STRICT_CSP)
    for width in (1280, 320):
        with recorded(browser, width=width, scheme=scheme) as (context, record):
            page = context.new_page()
            for name in sorted(path.name for path in site(dist).glob("*.html")):
                page.goto(server.url + name)
                assert overflow(page) == 0, (name, width)
                assert axe_violations(page) == [], (name, width)
                assert fonts.FAMILY in page.evaluate(FACES), name
            assert (record.complaints, record.outside) == ([], [])
    assert server.missing == []
    assert html_faults(site(dist)) == []


@pytest.mark.slow
def test_every_chinese_character_that_the_site_can_show_is_in_its_letters(
    dist: Dist, browser: Browser
) -> None:
    letters = characters(site(dist) / "fonts/noto-sans-sc-400-normal.woff2")
    with recorded(browser) as (context, _):
        page = context.new_page()
        page.goto((site(dist) / "t01-why.html").as_uri())
        for tool in ("search", "settings"):
            page.click(f"[data-tool={tool}]")
            panel = page.locator("dialog[open]")
            expect(panel).to_be_visible()
            assert {c for c in fonts.CHINESE.findall(panel.inner_text())
                    if ord(c) not in letters} == set()  # fmt: skip
            page.keyboard.press("Escape")


@pytest.mark.slow
@pytest.mark.parametrize(("query", "title"), [
    ("逾期归还", "被标记不等于逾期"), ("馆员", "被标记不等于逾期"),
    ("误报", "逾期的书很少时，大多数警示都是误报")])  # fmt: skip
def test_search_finds_chinese_words(dist: Dist, browser: Browser, query: str, title: str) -> None:
    with recorded(browser) as (context, _):
        page = context.new_page()
        page.goto((site(dist) / "index.html").as_uri())
        page.keyboard.press("Control+k")
        page.wait_for_selector("dialog[open] #find")
        page.fill("#find", query)
        page.keyboard.press("Enter")
        assert title in page.locator(".results a").all_inner_texts()
        assert page.locator(".results mark").first.inner_text() in query
        page.fill("#find", "宇宙飞船")
        page.keyboard.press("Enter")
        expect(page.locator(".results a")).to_have_count(0)


@pytest.mark.slow
def test_a_chinese_package_opens_in_chinese(dist: Dist, browser: Browser) -> None:
    entries = dist.entries(format="scorm12", module="t01-late-returns")
    assert len(entries) == 2
    for entry in entries:
        files = unpacked(dist.folder / entry["path"])
        start = files["index.html"].decode("utf-8")
        assert '<html lang="zh"' in start
        assert words("zh")["scorm.how"] in start
        assert ":lang(zh)" in files["player.css"].decode("utf-8")
