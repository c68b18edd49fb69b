"""Judges of HTML: the W3C's checker, axe-core, and a checker of links."""

from __future__ import annotations

import functools
import json
import posixpath
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from lxml import etree
from lxml import html as lxml_html
from playwright.sync_api import Frame, Page

from tests.tools.packages import write_to
from tests.tools.programs import java, node_package

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")

_PAGES = (".html", ".htm", ".xhtml")
_LOADING = {"img", "script", "iframe", "audio", "video", "source", "track", "embed", "object",
            "link", "input", "image", "use"}  # fmt: skip
_ADDRESSES = ("href", "src", "poster", "data", "action", "{http://www.w3.org/1999/xlink}href")
_CSS_URL = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""")


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding of a validator."""

    page: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.message}"


def html_faults(pages: Mapping[str, bytes] | Path, *, css: bool = False) -> list[Fault]:
    """Errors that vnu finds in all HTML (and CSS) of a folder or mapping, in one run of Java."""
    if isinstance(pages, Path):
        return _vnu(pages, css)
    wanted = {name: content for name, content in pages.items()
              if name.endswith((*_PAGES, *([".css"] if css else [])))}  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        write_to(Path(folder), wanted)
        return _vnu(Path(folder), css) if wanted else []


def _vnu(folder: Path, css: bool) -> list[Fault]:
    jar = node_package("vnu-jar", "build", "dist", "vnu.jar")
    options = ["--errors-only", "--format", "json", "--stdout", "--exit-zero-always"]
    kinds = ["--also-check-css"] if css else ["--skip-non-html"]
    command = [java(), "-jar", str(jar), *options, *kinds, str(folder)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if run.returncode or not run.stdout.strip():
        raise RuntimeError(f"vnu did not run: {run.stderr.strip()[-500:]}")
    return [_fault(message, folder) for message in json.loads(run.stdout)["messages"]]


def _fault(message: Mapping[str, Any], folder: Path) -> Fault:
    path = Path(url2pathname(urlsplit(message.get("url", "")).path))
    inside = path.is_relative_to(folder.resolve())
    page = path.relative_to(folder.resolve()).as_posix() if inside else str(path)
    return Fault(page, message.get("lastLine", 0), message.get("message", ""))


@functools.cache
def _axe() -> str:
    return node_package("axe-core", "axe.min.js").read_text("utf-8")


def axe_violations(
    page: Page | Frame,
    tags: Sequence[str] = WCAG,
    *,
    skip: Sequence[str] = (),
) -> list[str]:
    """What axe-core finds on a page (also under a strict CSP): `rule: selector (help)`."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(f"() => {{ {_axe()} }}")
    options = {
        "runOnly": {"type": "tag", "values": list(tags)},
        "rules": {rule: {"enabled": False} for rule in skip},
        "resultTypes": ["violations"],
        "iframes": False,  # ask the frame itself
        "preload": False,  # else a broken medium costs ten seconds
    }
    found = page.evaluate("options => window.axe.run(document, options)", options)
    return [
        f"{rule['id']}: {' '.join(str(part) for part in node['target'])} ({rule['help']})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def link_faults(files: Mapping[str, bytes]) -> list[str]:
    """Links and resources of all pages and style sheets that lead nowhere or load from outside."""
    ids = {name: _ids(content) for name, content in files.items() if name.endswith(_PAGES)}
    faults = []
    for name, content in sorted(files.items()):
        for address, loads in _addresses(name, content):
            if fault := _link_fault(name, address, loads, files, ids):
                faults.append(f"{name}: {address}: {fault}")
    return faults


def _link_fault(
    name: str,
    address: str,
    loads: bool,
    files: Mapping[str, bytes],
    ids: Mapping[str, set[str]],
) -> str | None:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return "loads from outside" if loads and parts.scheme not in ("data", "blob") else None
    if parts.path.startswith("/"):
        return "absolute path"
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
    target = name if not parts.path else target
    if target not in files and f"{target}/index.html" in files:
        target = f"{target}/index.html"
    if target not in files:
        return "no such file"
    if parts.fragment and target in ids and unquote(parts.fragment) not in ids[target]:
        return "no such id"
    return None


def _addresses(name: str, content: bytes) -> Iterator[tuple[str, bool]]:
    """Addresses in a file, each with whether the browser loads it by itself."""
    if name.endswith(".css"):
        yield from ((url, True) for url in _CSS_URL.findall(content.decode("utf-8")))
    if not name.endswith(_PAGES):
        return
    for element in _tree(content).iter(etree.Element):
        tag = etree.QName(element).localname
        for attribute in _ADDRESSES:
            if address := element.get(attribute):
                yield address.strip(), tag in _LOADING and not _is_plain_link(element)
        for part in (element.get("srcset") or "").split(","):
            if part.strip():
                yield part.split()[0], True
        css = (element.text or "") if tag == "style" else element.get("style") or ""
        yield from ((url, True) for url in _CSS_URL.findall(css))


def _is_plain_link(element: etree._Element) -> bool:
    """A `link` that only says something (canonical, alternate, license ...)."""
    loading = {"stylesheet", "icon", "preload", "modulepreload", "preconnect", "prefetch",
               "dns-prefetch", "manifest", "apple-touch-icon"}  # fmt: skip
    return element.tag == "link" and not loading & set((element.get("rel") or "").lower().split())


def _ids(content: bytes) -> set[str]:
    tree = _tree(content)
    named = {e.get("name", "") for e in tree.iter("a")}
    return {"top", *(e.get("id", "") for e in tree.iter(etree.Element)), *named} - {""}


def _tree(content: bytes) -> etree._Element:
    parser = lxml_html.HTMLParser(encoding="utf-8")
    return lxml_html.document_fromstring(content or b"<html></html>", parser=parser)
