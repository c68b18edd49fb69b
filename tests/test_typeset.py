"""Paper: what the writer hands to typst, and what a reader finds in the PDF."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Literal

import page
import pikepdf
import pypdfium2
import pytest

from coursebook.typeset import Paper, compile_pdf, fold, page_count, sheet, typeset

HOSTILE = (
    'A #let x = 1 $a^2$ @ref <label> _under_ *star* `tick` // comment /* block */ \\ back "quote" '
    "~ - + = == 'single' https://example.org/x [a] {b} \\u{41} #panic() ---"
)
PICTURE = (
    '<svg viewBox="0 0 100 40" width="100" height="40" role="img" aria-label="Two boxes">'
    '<rect width="40" height="40"/><text x="50" y="20">boxes</text></svg>'
)
A4_WIDTH = 595.3
# Without vowel marks: a mark is copied one letter away from its own (PDFium and poppler alike).
ARABIC = "يقول المورد للجنتك إن النظام دقيق بنسبة في المئة وقد يكون الرقم صحيحا"


def book(*fragments: str, language: str = "en", title: str = "A book") -> bytes:
    """A book of the fragments, without cover rows."""
    direction: Literal["ltr", "rtl"] = "rtl" if language == "ar" else "ltr"
    typed = typeset(fragments)
    paper = Paper("book", title, language, direction, {"contents": "Contents"})
    return compile_pdf(paper, typed.body, typed.files)


def words_of(pdf: bytes) -> str:
    """The text that a reader can copy, on one line."""
    pages = pypdfium2.PdfDocument(pdf)
    texts = [pages[number].get_textpage().get_text_range() for number in range(len(pages))]
    # PDFium returns U+0002 for a hyphen at the end of a line.
    return " ".join(" ".join(texts).replace("\x02", "-").split())


def passes_ua1(pdf: bytes, folder: Path) -> bool:
    """Whether the validator finds nothing against PDF/UA-1."""
    path = folder / "sample.pdf"
    path.write_bytes(pdf)
    return "0 failed, 104 total" in str(page.validate_pdf(str(path), profile="ua1"))


def test_hostile_text_comes_out_as_it_went_in() -> None:
    escaped = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
    assert HOSTILE in words_of(book(f"<h1>One</h1><p>{escaped}</p>"))


def test_hostile_attributes_cannot_leave_their_string() -> None:
    html = (
        '<h1>One</h1><p id="a&quot;)#panic()"><a href="https://example.org/&quot;)#x">here</a></p>'
    )
    assert "here" in words_of(book(html))


@pytest.mark.parametrize(
    ("html", "named"),
    [
        ("<video></video>", "<video>"),
        ("<p><marquee>x</marquee></p>", "<marquee>"),
        ('<p class="shiny">x</p>', "'shiny'"),
        ('<aside class="admonition boxed">x</aside>', "'boxed'"),
        ("<ul><p>x</p></ul>", "<p>"),
        ("<table><tr><p>x</p></tr></table>", "<p>"),
        ('<p><img src="a.png" alt=" "/></p>', "a.png"),
        ('<p><a href="course:ref/a02">x</a></p>', "course:ref/a02"),
        ("<svg viewBox='0 0 1 1'></svg>", "drawing"),
    ],
)
def test_what_has_no_form_on_paper_is_named(html: str, named: str) -> None:
    with pytest.raises(ValueError, match=re.escape(named)):
        typeset([html])


def test_a_book_with_every_element_passes_pdf_ua_1(tmp_path: Path) -> None:
    html = (
        '<section id="a01"><h1 data-kicker="Module 1">One</h1><p class="subtitle">Sub</p>'
        '<section id="a01-x"><h2>Two</h2><p>Text<a class="footnote-ref" href="#f1"><sup>1</sup></a>'
        ' <code>a = b</code> <a class="fact" href="#fact-1">1</a><span class="as-of">(now)</span>'
        '</p><aside class="footnote" id="f1"><span class="label">1</span> <p>The note.</p></aside>'
        f"<figure>{PICTURE}<figcaption>Boxes</figcaption></figure>"
        "<ul><li>a<ul><li>b</li></ul></li></ul><ol start='3'><li>c</li></ol><hr/>"
        "<blockquote><p>q</p></blockquote><pre><code>x\n y</code></pre>"
        "<table><caption>Cap</caption><thead><tr><th>A</th><th>B</th></tr></thead>"
        "<tbody><tr><th scope='row'>1</th><td></td></tr></tbody></table>"
        + "".join(
            f'<aside class="admonition {kind}"><p class="admonition-title">T</p><p>x</p></aside>'
            for kind in ("note", "tip", "important", "warning", "case", "say", "check", "committee",
                         "idea", "facilitator-note rescue")
        )
        + "<section class='question'><div class='question-stem'><p>Who?</p></div>"
        "<ul class='question-options'><li>☐ A</li></ul></section>"
        "<div class='lines' data-lines='2'></div><details class='deep'><summary>More</summary>"
        "<p>deep</p></details></section></section>"
        "<h1>Back</h1><dl><dt id='fact-1'>1</dt><dd><p>The fact.</p></dd></dl>"
    )  # fmt: skip
    assert passes_ua1(book(html), tmp_path)


def test_a_line_that_announces_what_follows_stays_with_it() -> None:
    lines = "<div class='lines' data-lines='4'></div>"
    assert "#announcing[" in typeset([f"<p>Your name</p>{lines}"]).body
    assert "#announcing[" in typeset(["<p>Three parts:</p><ul><li>a</li></ul>"]).body
    assert "#announcing[" not in typeset(["<p>One.</p><p>The end:</p>"]).body
    for fill in range(14, 22):
        html = f"<h1>One</h1>{'<p>text</p>' * fill}<p>Name</p>{lines}"
        document = pypdfium2.PdfDocument(book(html))
        last = bare_text(book(html), -1)
        assert len(document) == 3 or "Name" in last


def test_a_small_table_is_never_broken_and_a_large_one_is() -> None:
    def table(rows: int) -> str:
        cells = "".join(f"<tr><td>r{n}</td><td>some words</td></tr>" for n in range(rows))
        return f"<table><tr><th>A</th><th>B</th></tr>{cells}</table>"

    assert "#grid-table(true" in typeset([table(13)]).body
    assert "#grid-table(false" in typeset([table(14)]).body
    lines = table(3).replace("some words", "<div class='lines' data-lines='4'></div>")
    assert "#grid-table(false" in typeset([lines]).body


def test_a_figure_that_does_not_fit_lets_the_text_go_on() -> None:
    tall = PICTURE.replace('width="100" height="40"', 'width="400" height="400"')
    before = "<p>word</p>" * 18
    html = f"<h1>One</h1>{before}<p>before</p><figure>{tall}</figure><p>after</p>"
    assert "before" in bare_text(book(html), 2)
    assert "after" in bare_text(book(html), 2)


def test_latin_lines_on_an_arabic_page_keep_their_full_stop() -> None:
    fragments = ["<p>Written in English.</p>", "<p>نص عربي</p>"]
    pdf = book("<h1>العنوان</h1>", *fragments, language="ar")
    assert left_edge(pdf, 2, "Written") < left_edge(pdf, 2, "English") < left_edge(pdf, 2, ".")
    assert "left-to-right" in typeset(fragments).parts[0]
    assert "left-to-right" not in typeset(fragments).parts[1]
    assert "left-to-right" not in typeset(fragments[:1]).body


def test_the_same_text_gives_the_same_bytes() -> None:
    html = f"<h1>One</h1><p>Text</p>{PICTURE}"
    assert book(html) == book(html)


def test_a_long_table_repeats_its_head_on_every_page() -> None:
    rows = "".join(f"<tr><td>row {number}</td><td>{'text ' * 30}</td></tr>" for number in range(40))
    head = "<thead><tr><th>Heading of numbers</th><th>B</th></tr></thead>"
    pages = pypdfium2.PdfDocument(book(f"<h1>One</h1><table>{head}<tbody>{rows}</tbody></table>"))
    texts = [pages[number].get_textpage().get_text_range() for number in range(2, len(pages))]
    assert len(texts) > 1
    assert all("Heading of numbers" in " ".join(text.split()) for text in texts)


def test_arabic_words_can_be_copied_from_the_page(tmp_path: Path) -> None:
    html = f"<h1>العنوان</h1><p>{ARABIC}</p><p>يُكتب <code>PPV = 0.5</code> هنا</p>"
    pdf = book(html, language="ar", title="كتاب")
    found = words_of(pdf)
    assert [word for word in ARABIC.split() if word not in found] == []
    assert passes_ua1(pdf, tmp_path)


def test_code_in_arabic_text_keeps_its_own_direction() -> None:
    pdf = book("<h1>العنوان</h1><p>يكتب <code>PPV = 0.5</code> هنا</p>", language="ar")
    assert left_edge(pdf, 2, "PPV") < left_edge(pdf, 2, "0.5")


def test_an_arabic_list_and_table_begin_on_the_right() -> None:
    table = "<table><tr><th>AAA</th><th>BBB</th></tr><tr><td>1</td><td>2</td></tr></table>"
    pdf = book(f"<h1>العنوان</h1><ol><li>Latin</li></ol>{table}", language="ar")
    assert left_edge(pdf, 2, "BBB") < left_edge(pdf, 2, "AAA")
    assert left_edge(pdf, 2, "Latin") > A4_WIDTH / 2


def test_a_word_in_another_language_says_so_to_screen_readers() -> None:
    pdf = book("<h1>One</h1><p>He said <span lang='ar' dir='rtl'>سلام</span></p>")
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert b"/Lang(ar)" in opened.pages[-1].Contents.read_bytes()


def test_links_lead_to_other_fragments_and_lose_nothing_without_a_target() -> None:
    typed = typeset(['<p><a href="#there">go</a> <a href="#nowhere">stay</a></p>',
                     '<p id="there">x</p>'])  # fmt: skip
    assert '#link(label("there"))[#"go"]' in typed.parts[0]
    assert "nowhere" not in typed.parts[0]
    assert '#"stay"' in typed.parts[0]


def test_notes_of_several_texts_on_one_page_keep_their_own_text() -> None:
    one = (
        '<p>{0}<a class="footnote-ref" href="#f"><sup>1</sup></a></p><aside class="footnote" '
        'id="f"><span class="label">1</span><p>note of {0}</p></aside>'
    )
    part = typeset([one.format("first") + one.format("second")]).body
    assert '#"first"#footnote[#"note of first"]' in part
    assert '#"second"#footnote[#"note of second"]' in part


def test_heading_levels_are_never_skipped() -> None:
    body = typeset(["<h1>a</h1><h3>b</h3><h4>c</h4><h3>d</h3>", "<h1>e</h1>"]).body
    assert re.findall(r"level: (\d)", body) == ["1", "2", "3", "2", "1"]


def test_white_space_stands_as_a_browser_shows_it() -> None:
    body = typeset(["<p>\n  one  <em> two</em>\n three </p><pre>a\n  b</pre>"]).body
    assert '#"one "#emph[#"two"]#" three"' in body
    assert '"a\n  b"' in body


def test_a_module_begins_on_a_new_page_and_in_the_bookmarks() -> None:
    with pikepdf.open(BytesIO(book("<h1>First</h1><p>a</p>", "<h1>Second</h1><p>b</p>"))) as pdf:
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root][-2:] == ["First", "Second"]
        assert len(pdf.pages) == 4


def test_a_folded_sheet_has_its_panels_in_the_places_of_a_booklet(tmp_path: Path) -> None:
    panels = typeset([f"<h2>Panel {n}</h2><p>text</p>" for n in (1, 2, 3, 4)], under=1).parts
    body = sheet("H-1", "Fold", "Notice", "a5-fold", "en", fold(panels))
    pdf = compile_pdf(Paper("sheet", "Fold", "en"), body, {})
    assert page_count(pdf) == 2
    assert [_left_to_right(pdf, number) for number in (0, 1)] == [["4", "1"], ["2", "3"]]
    assert passes_ua1(pdf, tmp_path)


def test_a_panel_that_holds_too_much_is_refused() -> None:
    panels = typeset(["<p>" + "word " * 2000 + "</p>", "", "", ""], under=1).parts
    body = sheet("H-1", "Fold", "", "a5-fold", "en", fold(panels))
    with pytest.raises(ValueError, match="panel 1"):
        compile_pdf(Paper("sheet", "Fold", "en"), body, {})


def test_a_sign_that_no_shipped_font_has_is_refused() -> None:
    with pytest.raises(ValueError, match="✅"):
        book("<h1>One</h1><p>done ✅</p>")


def test_signs_of_the_course_are_in_the_shipped_fonts() -> None:
    signs = "→ ≤ ≥ × − … “ ” ‘ ’ – — • ☐ ○ ● ✓ ½ ≈ · § é ñ Ж я"
    assert signs in words_of(book(f"<h1>One</h1><p>{signs}</p>"))


def test_a_file_may_not_lie_outside_the_document() -> None:
    with pytest.raises(ValueError, match=re.escape("../x.png")):
        compile_pdf(
            Paper("book", "T", "en"), '#picture("/files/../x.png", "a")', {"../x.png": b""}
        )


def test_only_the_pictures_that_a_document_shows_are_handed_to_it() -> None:
    shown = typeset(['<h1>One</h1><p>Text</p>']).body
    assert compile_pdf(Paper("book", "T", "en"), shown, {"../never/shown.png": b"no picture"})


def bare_text(pdf: bytes, number: int) -> str:
    """The text of one page; -1 is the last."""
    document = pypdfium2.PdfDocument(pdf)
    return str(document[number % len(document)].get_textpage().get_text_range())


def left_edge(pdf: bytes, number: int, wanted: str) -> float:
    """Where the text begins on a page, in points from the left."""
    text = pypdfium2.PdfDocument(pdf)[number].get_textpage()
    place = text.search(wanted).get_next()
    assert place, f"{wanted} is not on page {number}"
    return float(text.get_charbox(place[0])[0])


def _left_to_right(pdf: bytes, number: int) -> list[str]:
    """Numbers of the panels on a page, by where their titles stand."""
    text = pypdfium2.PdfDocument(pdf)[number].get_textpage()
    shown = [n for n in "1234" if text.search(f"Panel {n}").get_next()]
    return sorted(shown, key=lambda n: left_edge(pdf, number, f"Panel {n}"))
