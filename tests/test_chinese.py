"""A course in Chinese: its letters in every output, found, cut to need, and missed in one line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, expect

from coursebook import fonts
from coursebook.cli import main
from coursebook.html.shell import THEME
from tests.conftest import AS_OF, COURSE
from tests.tools.pdf import characters, missing_characters, page_texts, ua1_faults

CHINESE = COURSE.parent / "chinese"
FORMATS = ("site", "pdf", "handouts", "scorm12")
BOOK = "participant/pdf/t01-late-returns.pdf"
SITE = "participant/site/site"
ALPHABETS = {
    "fr": "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ«»\u2019",
    "es": "áéíóúüñÁÉÍÓÚÜÑ¿¡ªº",
    "ru": "".join(map(chr, range(0x410, 0x450))) + "ёЁ№",
}


def translated(root: Path) -> Path:
    """The test course with one module in Chinese."""
    shutil.copytree(CHINESE, root, dirs_exist_ok=True)
    course = root / "curriculum/test-library.yml"
    text = course.read_text(encoding="utf-8")
    assert "languages: [en, ar]" in text
    course.write_text(text.replace("languages: [en, ar]", "languages: [en, zh]"), encoding="utf-8")
    return root


def build(root: Path, *formats: str) -> int:
    return main(["build", "--language", "zh", "--format", *formats, "--as-of", AS_OF], root=root)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("chinese") / "course"
    shutil.copytree(COURSE, root)
    assert build(translated(root), *FORMATS) == 0
    yield root / "dist/test-library/zh"


def test_the_fonts_have_the_letters_of_gb_2312_but_33() -> None:
    folder = fonts.chinese_folder()
    assert folder
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    signs = {text for pair in pairs if (text := pair.decode("gb2312", "ignore"))}
    assert len(signs) == 6763
    for name in fonts.FILES.values():
        drawn = characters(folder / name)
        assert len({sign for sign in signs if ord(sign) not in drawn}) == 33


@pytest.mark.parametrize("language", ALPHABETS)
def test_the_other_languages_need_no_package(language: str) -> None:
    shipped = sorted((THEME / "fonts").glob("Noto*.ttf"))
    assert missing_characters(ALPHABETS[language], shipped) == set()


def test_without_the_package_one_line_says_what_to_install(
    course_root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "PACKAGE", "coursebook_fonts_of_nobody")
    assert build(translated(course_root), "pdf") == 1
    (line,) = (text for text in capsys.readouterr().err.splitlines() if "X405" in text)
    assert "test-library.yml:" in line and "Chinese characters" in line
    assert line.endswith("py -m pip install ./extras/coursebook-fonts-chinese")


@pytest.mark.slow
def test_the_book_is_accessible_and_its_words_can_be_copied(made: Path) -> None:
    book = (made / BOOK).read_bytes()
    assert ua1_faults(book) == []
    text = "".join(page_texts(book))
    for word in ("标记逾期还书的扫描仪", "被标记不等于逾期", "先预测", "目录"):
        assert word in text
    folder = fonts.chinese_folder()
    assert folder
    every = [*(THEME / "fonts").glob("*.ttf"), *folder.glob("*.ttf")]
    assert missing_characters(text.replace("\x02", "-"), every) == set()


@pytest.mark.slow
def test_the_site_brings_the_letters_that_it_needs_and_no_more(
    made: Path, browser: Browser
) -> None:
    sizes = {path.name: path.stat().st_size for path in (made / SITE / "fonts").iterdir()}
    assert 0 < sizes["noto-sans-sc-400-normal.woff2"] < 120_000
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((made / SITE / "t01-why.html").as_uri())
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded')"
                           ".map(f => f.family.replace(/\"/g, ''))")  # fmt: skip
    assert "Noto Sans SC" in loaded
    assert all(url.startswith("file:") for url in asked)
    page.close()


@pytest.mark.slow
def test_the_search_finds_chinese_words(made: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((made / SITE / "t01-why.html").as_uri())
    page.click("[data-tool=search]")
    page.locator("input[type=search]").fill("扫描仪")
    expect(page.locator("dialog mark").first).to_have_text("扫描仪")
    page.close()


@pytest.mark.slow
def test_a_package_speaks_chinese(made: Path) -> None:
    package = next((made / "participant/scorm12/staff").glob("t01*.zip"))
    with ZipFile(package) as files:
        html = files.read("index.html").decode("utf-8")
    assert 'lang="zh"' in html and "被标记不等于逾期" in html and "下一页" in html
