"""One Chromium per test run, and a record of everything its pages ask for and complain about."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.tools.programs import chromium

_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    # What is not loopback ends at a closed port: recorded, never sent.
    "--proxy-server=127.0.0.1:9",
    "--proxy-bypass-list=127.0.0.1;localhost;[::1]",
)
_IN_PAGE = ("data", "blob", "about", "file")
_COMPLAINTS = ("error", "warning")

Direction = Literal["ltr", "rtl"]
Scheme = Literal["light", "dark"]


@dataclass(slots=True)
class Record:
    """What the pages of one context asked for (`requests`) and complained about (`complaints`)."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def outside(self) -> list[str]:
        """Requests that would have left the machine."""
        return [url for url in self.requests if not is_local(url)]


def is_local(url: str) -> bool:
    """Whether a request for the URL stays on this machine."""
    parts = urlsplit(url)
    if parts.scheme in _IN_PAGE or parts.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


@contextmanager
def launched() -> Iterator[Browser]:
    """A running headless Chromium."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=list(_FLAGS),
            chromium_sandbox=not as_root,
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def recorded(
    browser: Browser,
    *,
    width: int = 1200,
    height: int = 800,
    scheme: Scheme = "light",
    scripts: bool = True,
    ignore_csp: bool = False,
) -> Iterator[tuple[BrowserContext, Record]]:
    """A fresh browser profile and the record of all its pages."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        reduced_motion="reduce",
        java_script_enabled=scripts,
        bypass_csp=ignore_csp,
        service_workers="block",  # a worker's requests would escape the record
    )
    context.set_default_timeout(10_000)
    record = Record()
    context.on("request", lambda request: record.requests.append(request.url))
    context.on("page", lambda page: _watch_sockets(page, record))
    context.on("console", lambda message: _note(message, record))
    context.on("weberror", lambda error: record.complaints.append(f"error: {error.error}"))
    try:
        yield context, record
    finally:
        context.close()


def _watch_sockets(page: Page, record: Record) -> None:
    page.on("websocket", lambda socket: record.requests.append(socket.url))


def _note(message: ConsoleMessage, record: Record) -> None:
    if message.type in _COMPLAINTS:
        where: dict[str, Any] = dict(message.location)
        record.complaints.append(f"{message.type}: {message.text} ({where.get('url', '')})")


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window (0 is right, also at 320 px)."""
    script = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(script))


def mirror(page: Page, direction: Direction) -> None:
    """Set the direction of the page, to look at a layout the other way round."""
    page.evaluate("direction => { document.documentElement.dir = direction }", direction)
