"""Every page that is handed over, visited: no request outside, valid, accessible, narrow.

The site and the packages have their matrix in their own tests (tests/course); here stand the
first page, the guides, and each page of the real courses once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product

import pytest
from playwright.sync_api import Browser

from tests.outputs import Dist
from tests.tools.browser import Direction, Scheme, mirror, overflow, recorded
from tests.tools.html import axe_violations, html_faults
from tests.tools.packages import unpacked
from tests.tools.servers import STRICT_CSP, Server

pytestmark = pytest.mark.slow
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SIDES: tuple[Direction, ...] = ("ltr", "rtl")
WIDTHS = (1280, 320)
Served = Callable[..., Server]


def pages(dist: Dist) -> dict[str, bytes]:
    """Every file but those of `web`, whose theme is not ours; packages are opened."""
    web = tuple(f"{entry['path']}/" for entry in dist.entries(format="web"))
    found = {name: data for name, data in dist.contents().items() if not name.startswith(web)}
    for entry in dist.entries(format="scorm12"):
        folder = entry["path"].removesuffix(".zip")
        found |= {f"{folder}/{n}": d for n, d in unpacked(found[entry["path"]]).items()}
    return found


def html_names(files: Mapping[str, bytes], *, site: bool) -> list[str]:
    """The pages that are visited; of the site only where its own tests do not."""
    names = sorted(name for name in files if name.endswith(".html"))
    return [name for name in names if site or "/site/" not in name]


def test_the_checker_of_html_finds_nothing_in_any_page(small: Dist, real: Dist) -> None:
    files = {f"{which}/{name}": data for which, dist in (("small", small), ("real", real))
             for name, data in pages(dist).items()}  # fmt: skip
    assert len(html_names(files, site=True)) > 100
    assert html_faults(files) == []


SHOW_ALL = "() => document.querySelectorAll('[data-page]').forEach(page => { page.hidden = false })"
"""A package holds all its pages in one document: together they are judged in one go."""


def is_part(name: str, dist: Dist) -> bool:
    """Whether it is a page of a module's package, whose pages the course's package holds too."""
    parts = {entry["module"] for entry in dist.entries(format="scorm12")}
    return "/scorm12/" in name and name.split("/")[-2] in parts


def visit(browser: Browser, server: Server, names: list[str], scheme: Scheme, width: int,
          side: Direction | None = None) -> None:  # fmt: skip
    with recorded(browser, width=width, scheme=scheme) as (context, record):
        page = context.new_page()
        for name in names:
            page.goto(server.url + name)
            if side:
                mirror(page, side)
            page.evaluate(SHOW_ALL)
            where = (name, scheme, width, side)
            assert overflow(page) == 0, where
            assert axe_violations(page) == [], where
        assert record.outside == []
        assert record.complaints == []
    assert server.missing == []


def test_first_page_and_guides_in_every_colour_direction_and_width(
    small: Dist, browser: Browser, served: Served, request: pytest.FixtureRequest
) -> None:
    files = pages(small)
    server = served(files)
    whole = request.config.getoption("--matrix") == "full"
    names = [name for name in html_names(files, site=whole) if "/scorm12/" not in name]
    for scheme, width in product(SCHEMES, WIDTHS):
        for side in SIDES if whole else (None,):
            visit(browser, server, names, scheme, width, side)


@pytest.mark.parametrize("kind", ["guides", "packages"])
def test_every_real_page_once(kind: str, real: Dist, browser: Browser, served: Served) -> None:
    files = pages(real)
    names = html_names(files, site=False)
    whole = [name for name in names if "/scorm12/" in name]
    if kind == "guides":
        visit(browser, served(files), [n for n in names if n not in whole], "light", 1280)
    else:  # the package of a whole course holds the pages of all
        whole = [name for name in whole if not is_part(name, real)]
        assert whole
        visit(browser, served(files, csp=STRICT_CSP), whole[:1], "light", 1280)


def test_real_pages_are_as_narrow_as_a_telephone(
    real: Dist, browser: Browser, served: Served, request: pytest.FixtureRequest
) -> None:
    """Every page in the full run, else every third."""
    step = 1 if request.config.getoption("--matrix") == "full" else 3
    files = pages(real)
    server = served(files)
    with recorded(browser, width=320) as (context, record):
        page = context.new_page()
        names = [name for name in html_names(files, site=True)
                 if "/facilitator/site/" not in name and not is_part(name, real)]  # fmt: skip
        for name in names[::step]:  # what was left out is the same text in the same frame
            page.goto(server.url + name)
            page.evaluate(SHOW_ALL)
            assert overflow(page) == 0, name
        assert record.outside == []


def test_the_site_for_facilitators_asks_for_nothing_outside(
    real: Dist, browser: Browser, request: pytest.FixtureRequest
) -> None:
    """And is accessible: every page in the full run, else every eighth (the notes look alike)."""
    step = 1 if request.config.getoption("--matrix") == "full" else 8
    folders = [real.folder / entry["path"]
               for entry in real.entries(format="site", audience="facilitator")
               if entry["media_type"] == "inode/directory"]  # fmt: skip
    assert folders
    with recorded(browser) as (context, record):
        page = context.new_page()
        for path in sorted(p for one in folders for p in one.glob("*.html"))[::step]:
            page.goto(path.as_uri())
            assert axe_violations(page) == [], path.name
        assert (record.outside, record.complaints) == ([], [])
