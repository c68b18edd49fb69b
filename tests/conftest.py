"""Options and shared fixtures of all tests."""

from __future__ import annotations

import pytest

pytest_plugins = ["tests.tools.fixtures"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--matrix=full`: every page in every theme, direction and width (make test-all)."""
    parser.addoption("--matrix", choices=["usual", "full"], default="usual")
