"""Golden output: the model and what each exporter makes of tests/course, read in review."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from coursebook.editions import Edition
from coursebook.exporters import EXPORTERS, exporter
from coursebook.files import Files
from tests.tools.pdf import page_texts

GOLDEN = Path(__file__).parent / "exporters"
ELSEWHERE = {"web", "scorm12-tests"}  # tests/test_web.py, tests/test_course_tests.py


def text_of(files: Files, name: str) -> str:
    """A file as text that people can read in review; `zip!name` is a file inside a zip."""
    outer, _, inner = name.partition("!")
    data = ZipFile(BytesIO(files[outer])).read(inner) if inner else files[outer]
    if outer.endswith(".pdf"):
        return "\n--- page ---\n".join(page_texts(data)).replace("\r", "")
    return data.decode("utf-8")


SAMPLES = {
    "json": ("facilitator", "web", "course.json"),
    "site": ("participant", "web", "site/t01-predict.html"),
    "scorm12": ("participant", "web", "t02-short-visit.zip!imsmanifest.xml"),
    "pdf": ("participant", "print", "t02-short-visit.pdf"),
    "handouts": ("participant", "print", "handouts.pdf"),
    "handout-keys": ("facilitator", "print", "t01-late-returns.pdf"),
    "slides": ("facilitator", "slides", "t01-late-returns.pdf"),
    "decks": ("facilitator", "print", "shelf-sort.pdf"),
    "tests": ("facilitator", "print", "desk-test/form-x.pdf"),
    "workshops": ("facilitator", "print", "W1/run-sheet.pdf"),
    "certificates": ("facilitator", "print", "visit.pdf"),
    "scenarios": ("facilitator", "print", "bs-desk/map.pdf"),
    "facilitator": ("facilitator", "print", "t02-short-visit.pdf"),
    "tabletops": ("facilitator", "print", "tt-quiet-desk/controller-guide.pdf"),
}


def test_every_format_has_a_golden_sample() -> None:
    assert set(SAMPLES) == set(EXPORTERS) - ELSEWHERE
    assert {folder.name for folder in GOLDEN.iterdir()} == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_format_makes_what_was_accepted(
    name: str,
    language: str,
    edition: Callable[..., Edition],
    golden: Callable[[Path, str], None],
) -> None:
    audience, medium, sample = SAMPLES[name]
    files = exporter(name)(edition(language=language, audience=audience, medium=medium))
    suffix = Path(sample).suffix.replace(".pdf", ".txt")
    golden(GOLDEN / name / f"{language}{suffix}", text_of(files, sample))
