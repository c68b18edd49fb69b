"""Numbers of an exercise: computed by the `numbers.py` beside it, never typed a second time."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Mapping

from coursebook.reader.sources import Sources


def read_numbers(sources: Sources, path: str) -> Mapping[str, float]:
    """What `numbers()` of the file gives; empty where there is no file. E119 where it fails."""
    if not sources.exists(path):
        return {}
    spec = importlib.util.spec_from_file_location("exercise_numbers", sources.root / path)
    assert spec and spec.loader  # true of every file that ends in .py
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        found = {str(name): float(value) for name, value in module.numbers().items()}
        if wrong := [name for name, value in found.items() if not math.isfinite(value)]:
            raise ValueError(f"'{wrong[0]}' is no finite number")
    except Exception as error:
        sources.report(path, 1, "E119", f"The numbers cannot be computed: {error}.",
                       "Write 'def numbers()' that returns names with numbers.")  # fmt: skip
        return {}
    return found
