"""Text and values as typst source in which no character of the text can act as markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = "str | bool | int | Sequence[Value] | Mapping[str, Value]"

# The shipped text fonts have no U+202F: it would print, but be lost when text is copied.
_SAFE = str.maketrans({"\\": "\\\\", '"': '\\"', "\r": "", "\u202f": "\u00a0"})


def string(text: str) -> str:
    """A typst string literal; only the backslash and the quotation mark act inside one."""
    return f'"{text.translate(_SAFE)}"'


def words(text: str) -> str:
    """The text as content: a string literal embedded in markup, printed as it stands."""
    return f"#{string(text)}" if text else ""


def call(function: str, *arguments: str, body: str | None = None) -> str:
    """A function call in markup; `body` becomes its trailing content block."""
    if body is None:
        return f"#{function}({', '.join(arguments)})"
    listed = f"({', '.join(arguments)})" if arguments else ""
    return f"#{function}{listed}[{body}]"


def value(given: Value) -> str:
    """A Python value as a typst expression."""
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, int):
        return str(given)
    if isinstance(given, str):
        return string(given)
    if isinstance(given, Mapping):
        pairs = (f"{string(key)}: {value(item)}" for key, item in given.items())
        return f"({', '.join(pairs) or ':'})"
    return f"({''.join(f'{value(item)}, ' for item in given)})"
