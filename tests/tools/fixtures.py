"""Fixtures: one Chromium per worker, fresh pages, and an LMS to play packages in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.tools.browser import Record, launched, recorded
from tests.tools.scorm import Lms
from tests.tools.servers import Content, Server, serve


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The worker's Chromium, started when the first test asks for it."""
    with launched() as running:
        yield running


@pytest.fixture
def visitor(browser: Browser) -> Iterator[tuple[BrowserContext, Record]]:
    """A fresh browser profile of usual size with its record."""
    with recorded(browser) as context_and_record:
        yield context_and_record


@pytest.fixture
def served() -> Iterator[Callable[..., Server]]:
    """`served(folder_or_mapping, csp=...)` starts a server for the length of the test."""
    with ExitStack() as stack:

        def start(content: Content, **options: Any) -> Server:
            return stack.enter_context(serve(content, **options))

        yield start


@pytest.fixture
def lms(browser: Browser) -> Iterator[Callable[..., Lms]]:
    """`lms(package, csp=...)` gives an LMS that plays the package for the length of the test."""
    with ExitStack() as stack:

        def start(package: Any, **options: Any) -> Lms:
            return stack.enter_context(Lms(browser, package, **options))

        yield start
