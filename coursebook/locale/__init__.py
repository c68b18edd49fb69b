"""Words of the interface, per language: YAML files beside this module, a folder a language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml

HERE = Path(__file__).parent
Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def words(language: str) -> dict[str, str]:
    """Every interface word by key in a language, in English where it is not translated yet."""
    merged: dict[str, str] = {}
    for folder in dict.fromkeys(("en", language)):
        for path in sorted((HERE / folder).glob("*.yml")):
            merged |= yaml.load(path.read_text(encoding="utf-8"), Loader)
    return merged


def direction(language: str) -> Literal["ltr", "rtl"]:
    """How the language is written: the word `direction` of its folder, left to right without."""
    return "rtl" if words(language)["direction"] == "rtl" else "ltr"


def languages() -> tuple[str, ...]:
    """The languages that have interface words."""
    return tuple(sorted(path.name for path in HERE.iterdir() if any(path.glob("*.yml"))))
