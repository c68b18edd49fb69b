"""Notebooks: run through jupyter-cache, then read as the sections of a lesson."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from coursebook.reader.blocks import RawSection, split
from coursebook.reader.sources import Sources

CACHE = ".coursebook/notebooks"
KERNELS = ".coursebook/jupyter"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
SHARED = ("coursebook/simulations.py", "coursebook/reader/simulations.py")


def execute(sources: Sources, paths: Iterable[str]) -> None:
    """Run the notebooks that changed, in parallel; N102 names the cell that failed.

    Source code of a notebook is jupyter-cache's key; the data and modules that it may read are
    ours (stack.md, section I: a changed data file is not seen), as the name of the cache folder.
    """
    wanted = [path for path in paths if _notebook(sources, path) is not None]
    missing = [path for path in wanted if not _result(sources, path).is_file()]
    if not missing:
        return
    _use_this_python(sources.root)
    try:
        _run(sources, missing, _folder(sources, missing))
    except KeyError:  # a build beside this one took the record out of the cache that both use
        with TemporaryDirectory() as folder:
            _run(sources, missing, Path(folder))


def _run(sources: Sources, missing: Iterable[str], folder: Path) -> None:
    """Run the notebooks in the cache of a folder, and keep what they gave."""
    from jupyter_cache import get_cache
    from jupyter_cache.executors import load_executor

    cache = get_cache(str(folder))
    for record in cache.list_project_records():
        cache.remove_nb_from_project(record.pk)
    records = {path: cache.add_nb_to_project(str(sources.root / path)) for path in missing}
    load_executor("local-parallel", cache).run_and_cache(timeout=120)
    for path, record in records.items():
        _collect(sources, path, cache, record.pk)


def _use_this_python(root: Path) -> None:
    """Let kernels run in this interpreter, find this package, and keep their log to errors."""
    kernel = root / KERNELS / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True, exist_ok=True)
    words = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}",
             "--log-level=ERROR"]  # fmt: skip
    about = {"argv": words, "display_name": "Python 3", "language": "python"}
    kernel.write_text(json.dumps(about), encoding="utf-8")
    first = {"JUPYTER_PATH": str(root / KERNELS), "PYTHONPATH": str(Path(__file__).parents[2])}
    for name, path in first.items():
        os.environ[name] = os.pathsep.join(filter(None, [path, os.environ.get(name)]))


def _collect(sources: Sources, path: str, cache: Any, pk: int) -> None:
    """Keep the executed notebook beside the cache, or report the cell that failed."""
    import nbformat

    traceback = cache.get_project_record(pk).traceback
    if traceback:
        notebook = _notebook(sources, path) or {}
        cell = _failed_cell(notebook, traceback)
        last = COLOURS.sub("", traceback.strip().splitlines()[-1])
        sources.report(path, _line(sources, path, cell), "N102", f"Cell {cell} fails: {last}.",
                       "Run the notebook in Jupyter and mend the cell.")  # fmt: skip
        return
    _, merged = cache.merge_match_into_file(str(sources.root / path))
    result = _result(sources, path)
    result.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(merged, result)  # type: ignore[no-untyped-call]


def _failed_cell(notebook: dict[str, Any], traceback: str) -> int:
    for number, cell in enumerate(notebook.get("cells", ()), 1):
        if cell["cell_type"] == "code" and _source(cell) and _source(cell) in traceback:
            return number
    return 1


def _line(sources: Sources, path: str, cell: int) -> int:
    """The line of the notebook file where its n-th cell begins."""
    marks = (i for i, line in enumerate((sources.text(path) or "").split("\n"), 1)
             if '"cell_type"' in line)  # fmt: skip
    return next((line for n, line in enumerate(marks, 1) if n == cell), 1)


def _notebook(sources: Sources, path: str) -> dict[str, Any] | None:
    """The notebook as JSON, or None and N101 where it is not one."""
    text = sources.text(path)
    try:
        notebook = json.loads(text or "")
        if isinstance(notebook, dict) and isinstance(notebook.get("cells"), list):
            return notebook
    except json.JSONDecodeError:
        pass
    if text is not None:
        sources.report(path, 1, "N101", "The file is not a notebook.",
                       "Save it from Jupyter as .ipynb.")  # fmt: skip
    return None


def _folder(sources: Sources, paths: Iterable[str]) -> Path:
    return sources.root / CACHE / _inputs(sources, paths)


def _result(sources: Sources, path: str) -> Path:
    return sources.root / CACHE / _inputs(sources, [path]) / (path.replace("/", "+"))


def _inputs(sources: Sources, paths: Iterable[str]) -> str:
    """Hash of everything that these notebooks' outputs may depend on."""
    digest = hashlib.sha256()
    modules = sources.listing("exercises/simulations", "**/*.py")
    for path in (*paths, *SHARED, *modules, *sources.listing("exercises/simulations", "**/*.yml")):
        data = sources.data(path) if sources.exists(path) else None
        digest.update(path.encode() + b"\0" + (data or b""))
    for path in paths:
        folder = Path(path).parent.as_posix()
        for beside in sources.listing(folder, "*.csv") + sources.listing(folder, "*.py"):
            digest.update(beside.encode() + (sources.data(beside) or b""))
    return digest.hexdigest()[:16]


def read(sources: Sources, path: str) -> list[RawSection]:
    """The sections of an executed notebook; empty where it could not run (see `execute`)."""
    result = _result(sources, path)
    if not result.is_file():
        return []
    notebook = json.loads(result.read_text(encoding="utf-8"))
    return split(sources, path, "\n\n".join(_markdown(sources, path, notebook["cells"])))


def _markdown(sources: Sources, path: str, cells: list[dict[str, Any]]) -> Iterator[str]:
    for number, cell in enumerate(cells, 1):
        tags = cell.get("metadata", {}).get("tags", [])
        text = _source(cell) if cell["cell_type"] == "markdown" else "\n\n".join(
            _code(sources, path, number, cell, show="show-input" in tags)
        )  # fmt: skip
        yield f":::::{{facilitator}} answers\n{text}\n:::::" if "facilitator" in tags else text


def _code(
    sources: Sources, path: str, number: int, cell: dict[str, Any], *, show: bool
) -> Iterator[str]:
    if show:
        yield f"```python\n{_source(cell)}\n```"
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        if "text/markdown" in data:
            yield _joined(data["text/markdown"])
        elif text := _joined(output.get("text") or data.get("text/plain") or ""):
            yield f"```text\n{text.rstrip()}\n```"
        if any(kind.startswith("image/") for kind in data):
            sources.report(path, _line(sources, path, number), "N103",
                           f"Cell {number} shows a picture of its own.",
                           "Show a table, or draw with a simulation's picture.")  # fmt: skip


def _source(cell: dict[str, Any]) -> str:
    return _joined(cell.get("source", "")).strip()


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)
