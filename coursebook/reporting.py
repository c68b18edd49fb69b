"""From a project to the editor's desk: read, check, look at the last build, write two files."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from coursebook.build import Order, fingerprint, prepare
from coursebook.desk.figures import Made, desk
from coursebook.desk.page import desk_html
from coursebook.dist import MANIFEST, current_inputs
from coursebook.evidence import calendar
from coursebook.locale import words

CALENDAR = "facts-due.ics"


def report(
    order: Order, path: Path, language: str, progress: Callable[[str], None] = lambda line: None
) -> Path:
    """Write the page and its calendar; the same input and day give the same bytes."""
    plan = prepare(order, progress)
    problems = (replace(p, severity="error") if p.code == "K301" else p for p in plan.problems)
    way = Path(os.path.relpath(order.root.resolve(), path.parent)).as_posix()
    shown = desk(plan.courses, problems, made_of(order), order.as_of, way)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(desk_html(shown, language))
    title = words(language)["desk.calendar"]
    (path.parent / CALENDAR).write_bytes(calendar(shown.facts, title))
    return path


def made_of(order: Order) -> tuple[Made, ...] | None:
    """The outputs of dist/ for these courses; None where it is not a full build of this source."""
    path = order.out / MANIFEST
    if not path.is_file():
        return None
    manifest = json.loads(path.read_text(encoding="utf-8"))
    whole = Order(order.root, order.out, manifest["as_of"])
    if current_inputs(order.out) != fingerprint(whole):
        return None
    return tuple(_made(order.out, entry) for entry in manifest["outputs"]
                 if not order.courses or entry["course"] in order.courses)  # fmt: skip


def _made(out: Path, entry: dict[str, Any]) -> Made:
    weights = ((size, name) for name, size in _inside(out / entry["path"]) if _is_page(name))
    weight, name = max(weights, default=(0, ""))
    return Made(entry["path"], entry["format"], entry["bytes"], weight, name)


def _is_page(name: str) -> bool:
    return name.endswith(".html")


def _inside(path: Path) -> Iterator[tuple[str, int]]:
    """Name and size of each file of an output; those of a package are unpacked."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file():
                yield file.relative_to(path).as_posix(), file.stat().st_size
    elif path.suffix == ".zip":
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
            yield from ((item.filename, item.file_size) for item in package.infolist())
    else:
        yield path.name, path.stat().st_size
