"""What no exporter can make: one line with a remedy, exit 1, the last good output untouched."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursebook.cli import main

SHEET = "exercises/t01-late-returns/handouts"


def build(root: Path, *formats: str) -> int:
    return main(["build", "--format", *formats, "--as-of", "2026-11-23"], root=root)


def change(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def built(course_root: Path) -> Path:
    assert build(course_root, "json") == 0
    return course_root


def folded(root: Path) -> str:
    sheets = sorted((root / SHEET).glob("*.md"))
    return next(s for s in sheets if "page: a5-fold" in s.read_text(encoding="utf-8")).name


def refused(root: Path, capsys: pytest.CaptureFixture[str], *formats: str) -> str:
    before = (root / "dist/manifest.json").read_bytes()
    assert build(root, *formats) == 1
    assert (root / "dist/manifest.json").read_bytes() == before
    return capsys.readouterr().err


def test_a_folded_sheet_needs_four_panels(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = f"{SHEET}/{folded(built)}"
    change(built, name, "\n## ", "\n## One more\n\nText.\n\n## ")
    told = refused(built, capsys, "handouts")
    assert f"{name}:2: X404 The folded sheet has 5 panels." in told


def test_a_handout_is_one_sheet_of_paper(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = next(s for s in sorted((built / SHEET).glob("*.md")) if s.name != folded(built))
    with sheet.open("a", encoding="utf-8") as file:
        file.write("\n:::{lines} 120\n:::\n")
    told = refused(built, capsys, "handouts")
    assert "X402 Handout" in told
    assert "takes more than one sheet of paper. Shorten it" in told


def test_a_card_that_holds_too_much_is_named(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deck = "exercises/decks/shelf-sort.yml"
    change(built, deck, "A map of the reading room.", "A map of the reading room. " * 30)
    told = refused(built, capsys, "decks")
    assert f"{deck}:18: X407 Card 'Card 2' holds more than a card of size a7." in told


def test_a_sign_that_no_font_has_is_named(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson = "modules/t02-short-visit/index.md"
    change(built, lesson, "costs less", "\U0001f680 costs less")
    told = refused(built, capsys, "pdf")
    assert "X403 Format 'pdf' cannot be made" in told
    assert "\U0001f680" in told
