"""Certificates: one page to print, without a name, that says what was done."""

from __future__ import annotations

from collections.abc import Callable

from coursebook.editions import Edition
from coursebook.exporters import exporter
from coursebook.typeset import page_count
from tests.tools.pdf import page_texts, ua1_faults


def test_a_certificate_is_one_page_that_says_what_was_done_and_leaves_the_name_to_a_pen(
    edition: Callable[..., Edition],
) -> None:
    files = exporter("certificates")(edition(audience="facilitator", medium="print"))
    assert set(files) == {"visit.pdf"}
    pdf = files["visit.pdf"]
    assert ua1_faults(pdf) == []
    assert page_count(pdf) == 1
    text = " ".join(" ".join(page_texts(pdf)).split())
    for said in ("Certificate of a visit", "has visited the library and counted its flags.",
                 "judge what an alarm of the scanner is worth", "Name", "Place and date",
                 "Written for the tests of this project."):  # fmt: skip
        assert said in text
    assert "ask the library a useful question" not in text  # an outcome that it does not name
