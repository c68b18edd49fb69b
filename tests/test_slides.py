"""Slides: what an author wrote for the wall stands there, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Literal

import pikepdf
import pytest

from coursebook.chapters import guide_html
from coursebook.editions import Edition
from coursebook.exporters import exporter
from tests.tools.pdf import page_texts, ua1_faults

Make = Callable[..., Edition]
WALL = "SLIDE-ONLY-LINE"


@pytest.fixture
def pdf(edition: Make) -> bytes:
    return exporter("slides")(edition(audience="facilitator", medium="slides"))[
        "t01-late-returns.pdf"
    ]


def test_a_lesson_without_slides_gets_no_file(edition: Make) -> None:
    files = exporter("slides")(edition(audience="facilitator", medium="slides"))
    assert set(files) == {"t01-late-returns.pdf"}


def test_slides_begin_with_the_title_and_end_with_the_facts_that_they_use(pdf: bytes) -> None:
    pages = page_texts(pdf)
    assert "A scanner that flags late returns" in pages[0]
    assert "By the end you can" in pages[1]
    assert "A flag is not a late book" in pages[2]
    assert WALL in pages[2]
    assert "TF-01" in pages[3]
    assert "TF-02" not in pages[3]  # the lesson uses it, no slide does


def test_slides_are_accessible_pages_of_sixteen_to_nine(pdf: bytes) -> None:
    assert ua1_faults(pdf) == []
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            _, _, width, height = (float(number) for number in page.mediabox)
            assert width / height == pytest.approx(16 / 9, rel=0.01)


@pytest.mark.parametrize("medium", ["web", "print"])
@pytest.mark.parametrize("audience", ["participant", "facilitator"])
def test_a_line_for_slides_stands_in_no_other_medium(
    edition: Make, medium: str, audience: Literal["participant", "facilitator"]
) -> None:
    found = edition(audience=audience, medium=medium)
    for module in found.modules:
        assert all(WALL not in page.html for page in found.pages(module))
        assert WALL not in guide_html(found, module, 2)
