"""Each judge finds the fault planted for it, and finds nothing in the sample."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
import typst
from fontTools.fontBuilder import FontBuilder
from playwright.sync_api import BrowserContext

from tests.tools.browser import Record, is_local, overflow
from tests.tools.html import axe_violations, html_faults, link_faults
from tests.tools.pdf import missing_characters, missing_words, page_texts, ua1_faults
from tests.tools.scorm_xml import manifest_faults, package_faults
from tests.tools.servers import Server

SCO = Path(__file__).parent / "sco"
MANIFEST = (SCO / "imsmanifest.xml").read_text("utf-8")
PAGE = (SCO / "index.html").read_text("utf-8")

MANIFEST_FAULTS = {
    "spelling of scormtype": ("adlcp:scormtype", "adlcp:scormType"),
    "no type": (' type="webcontent"', ""),
    "no organizations": (
        MANIFEST[MANIFEST.index("  <organizations") : MANIFEST.index("  <resources>")],
        "",
    ),
    "prerequisites without type": (
        "One page</title>",
        "One page</title><adlcp:prerequisites>x</adlcp:prerequisites>",
    ),
    "time limit action": (
        "One page</title>",
        "One page</title><adlcp:timelimitaction>stop</adlcp:timelimitaction>",
    ),
    "mastery score 170": (
        "One page</title>",
        "One page</title><adlcp:masteryscore>170</adlcp:masteryscore>",
    ),
    "mastery score 0.7": (
        "One page</title>",
        "One page</title><adlcp:masteryscore>0.7</adlcp:masteryscore>",
    ),
    "longest time": (
        "One page</title>",
        "One page</title><adlcp:maxtimeallowed>PT1H</adlcp:maxtimeallowed>",
    ),
    "dangling resource": ('identifierref="RES"', 'identifierref="RESX"'),
    "wrong default": ('default="ORG"', 'default="ORGX"'),
    "item without title": ("<title>One page</title>", ""),
    "version 1.3": ("<schemaversion>1.2<", "<schemaversion>1.3<"),
    "version with a blank": ("<schemaversion>1.2<", "<schemaversion>1.2 <"),
    "no metadata": (MANIFEST[MANIFEST.index("  <metadata") : MANIFEST.index("  <organiz")], ""),
    "same identifier twice": ('identifier="RES"', 'identifier="a01"'),
    "long title": ("One page", "x" * 256),
    "another prefix": ("adlcp:", "adl:"),
    "character reference": ("One page", "One&#8212;page"),
    "long identifier": ("SAMPLEEN", "SAMPLE-OF-A-LONG-NAME"),
    "broken": ("</manifest>", ""),
}


def test_the_sample_manifest_is_clean() -> None:
    assert manifest_faults(MANIFEST.encode()) == []


@pytest.mark.parametrize("name", MANIFEST_FAULTS)
def test_a_planted_fault_in_the_manifest_is_found(name: str) -> None:
    old, new = MANIFEST_FAULTS[name]
    faulty = MANIFEST.replace(old, new)
    if name == "another prefix":
        faulty = faulty.replace("xmlns:adlcp", "xmlns:adl")
    assert faulty != MANIFEST
    assert manifest_faults(faulty.encode()) != []


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_faults_of_a_package_are_found() -> None:
    files = {file.name: file.read_bytes() for file in SCO.iterdir()}
    assert package_faults(zipped(files)) == []
    assert package_faults(SCO) == []
    assert "Z1" in str(package_faults(zipped(files, zipfile.ZIP_LZMA)))
    assert "P1" in str(package_faults(zipped({f"a/{n}": c for n, c in files.items()})))
    assert "P8" in str(package_faults({n: c for n, c in files.items() if n != "sco.js"}))
    assert "not listed" in str(package_faults({**files, "extra.txt": b""}))
    assert "Z2" in str(package_faults({**files, "a b.txt": b""}))
    assert "Z5" in str(package_faults({**files, "a.mjs": b""}))
    assert "but for case" in str(package_faults({**files, "SCO.js": b""}))


def test_dead_links_and_outside_loads_are_found() -> None:
    page = b"""<!DOCTYPE html><html><body><h1 id="here">x</h1>
    <a href="#here">1</a> <a href="#gone">2</a> <a href="other.html#there">3</a>
    <a href="no.html">4</a> <a href="https://example.org/">5</a> <a href="/root.html">6</a>
    <img src="https://example.org/x.png" alt=""> <img src="data:image/png;base64,AA" alt="">
    </body></html>"""
    style = b"@import 'https://example.org/a.css'; body { background: url(none.png) }"
    files = {"index.html": page, "other.html": b"<p id='there'>x", "css/a.css": style}
    assert link_faults(files) == [
        "css/a.css: https://example.org/a.css: loads from outside",
        "css/a.css: none.png: no such file",
        "index.html: #gone: no such id",
        "index.html: no.html: no such file",
        "index.html: /root.html: absolute path",
        "index.html: https://example.org/x.png: loads from outside",
    ]


@pytest.mark.slow
def test_vnu_reads_many_pages_at_once_and_finds_the_fault() -> None:
    faulty = PAGE.replace("</main>", '<img src="a.png"><p id="state"></p></main>')
    pages = {"good.html": PAGE.encode(), "deep/bad.html": faulty.encode(), "x.txt": b"<p>"}
    faults = html_faults(pages)
    assert {fault.page for fault in faults} == {"deep/bad.html"}
    assert any("alt" in fault.message for fault in faults)
    assert any("Duplicate ID" in fault.message for fault in faults)


@pytest.mark.slow
def test_axe_finds_the_fault_also_under_a_strict_policy(
    visitor: tuple[BrowserContext, Record], served: Callable[..., Server]
) -> None:
    faulty = PAGE.replace("</main>", '<input type="text"><img src="favicon.ico"></main>')
    pages = {"good.html": PAGE.encode(), "bad.html": faulty.encode()}
    pages |= {name: (SCO / name).read_bytes() for name in ("sco.css", "sco.js")}
    server = served(pages, csp="default-src 'self'")
    page = visitor[0].new_page()
    page.goto(f"{server.url}good.html")
    assert axe_violations(page) == []
    page.goto(f"{server.url}bad.html")
    assert {violation.split(":")[0] for violation in axe_violations(page)} == {"label", "image-alt"}
    assert visitor[1].complaints == []


@pytest.mark.slow
def test_every_request_and_complaint_is_recorded_and_none_leaves(
    visitor: tuple[BrowserContext, Record], served: Callable[..., Server]
) -> None:
    script = """
    fetch('https://example.org/a').catch(() => 0); fetch('http://192.0.2.1/b').catch(() => 0);
    navigator.sendBeacon('https://example.org/c');
    try { new WebSocket('wss://example.org/d'); } catch (e) {}
    console.error('a complaint'); setTimeout(() => { throw new Error('thrown'); });
    """
    page_text = "<!DOCTYPE html><title>x</title><script src='a.js'></script><img src='none.png'>"
    server = served({"index.html": page_text.encode(), "a.js": script.encode()})
    context, record = visitor
    page = context.new_page()
    page.goto(server.url)
    page.wait_for_timeout(300)
    assert set(record.outside) == {
        "https://example.org/a",
        "http://192.0.2.1/b",
        "https://example.org/c",
        "wss://example.org/d",
    }
    assert f"{server.url}a.js" in record.requests
    assert server.missing == ["none.png"]
    assert any("a complaint" in text for text in record.complaints)
    assert any("thrown" in text for text in record.complaints)


@pytest.mark.slow
def test_a_page_too_wide_is_measured(visitor: tuple[BrowserContext, Record]) -> None:
    page = visitor[0].new_page()
    page.set_content("<p>narrow</p>")
    assert overflow(page) == 0
    page.set_content("<p style='width: 2000px'>wide</p>")
    assert overflow(page) > 0


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8000/a", True),
        ("http://localhost/a", True),
        ("file:///a/b.html", True),
        ("data:text/plain,a", True),
        ("https://example.org/", False),
        ("http://127.0.0.1.example.org/", False),
        ("http://10.0.0.1/", False),
    ],
)
def test_local_addresses_are_told_from_others(url: str, local: bool) -> None:
    assert is_local(url) is local


def printed(source: str, *standards: Literal["ua-1"]) -> bytes:
    return typst.compile(source.encode(), pdf_standards=list(standards))


def test_a_pdf_is_judged_and_read() -> None:
    source = '#set document(title: "Sample")\n#set text(lang: "en")\n= Sample\nSome words here.'
    good = printed(source, "ua-1")
    assert ua1_faults(good) == []
    assert ua1_faults(printed(source)) != []
    assert "Some words here." in page_texts(good)[0]
    assert missing_words(good, ["words", "absent"]) == ["absent"]


def test_characters_that_no_font_has_are_named(tmp_path: Path) -> None:
    font = tmp_path / "small.ttf"
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "a", "b"])
    builder.setupCharacterMap({ord("a"): "a", ord("b"): "b"})
    builder.font.save(font)
    assert missing_characters("ab \n", [font]) == set()
    assert missing_characters("abç", [font]) == {"ç"}
