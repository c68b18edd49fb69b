"""Whole builds that all tests share, and everything in them opened to the last file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.conftest import AS_OF, COURSE
from tests.tools.packages import unpacked
from tests.tools.pdf import page_texts

REPOSITORY = COURSE.parents[1]
PROGRAM = """
import sys
from pathlib import Path
from coursebook.cli import main
sys.exit(main(sys.argv[2:], root=Path(sys.argv[1])))
"""
LONGEST_BUILD = 300
"""Seconds that a worker waits for another worker's build."""


@dataclass(frozen=True)
class Dist:
    """A `dist/` folder."""

    folder: Path

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What `manifest.json` says."""
        data: dict[str, Any] = json.loads((self.folder / "manifest.json").read_bytes())
        return data

    def entries(self, **wanted: str) -> list[dict[str, Any]]:
        """The outputs of the manifest with these values."""
        return [entry for entry in self.manifest["outputs"] if wanted.items() <= entry.items()]

    def files(self, **wanted: str) -> Iterator[tuple[str, bytes]]:
        """Name and content of each file of these outputs; a zip is opened as well."""
        for entry in self.entries(**wanted):
            path = self.folder / entry["path"]
            inside = unpacked(path) if path.is_dir() else {"": path.read_bytes()}
            for name, data in inside.items():
                yield from _opened(f"{entry['path']}/{name}".rstrip("/"), data)

    def pdfs(self, **wanted: str) -> dict[str, bytes]:
        """The PDFs by their path."""
        return {name: data for name, data in self.files(**wanted) if name.endswith(".pdf")}

    def contents(self) -> dict[str, bytes]:
        """Every file of the folder."""
        return unpacked(self.folder)


def _opened(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, data
    if name.endswith(".zip"):
        for inner, content in unpacked(data).items():
            yield from _opened(f"{name}!{inner}", content)


def readable(name: str, data: bytes) -> str:
    """All that a curious reader gets out of a file: of a PDF its text and every string in it."""
    if not name.endswith(".pdf"):
        return data.decode("utf-8", "replace")
    with pikepdf.open(BytesIO(data)) as pdf:
        strings = [text for item in pdf.objects for text in _strings(item)]
        metadata = str(pdf.Root.Metadata.read_bytes(), "utf-8", "replace")
    return " ".join([*page_texts(data), *strings, metadata])


def _strings(item: Any) -> Iterator[str]:
    if isinstance(item, pikepdf.String):
        yield str(item)
    elif isinstance(item, pikepdf.Array):
        for inner in item.as_list():
            yield from () if _is_indirect(inner) else _strings(inner)
    elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        for _, inner in item.items():
            yield from () if _is_indirect(inner) else _strings(inner)


def _is_indirect(item: Any) -> bool:
    return isinstance(item, pikepdf.Object) and item.is_indirect


def built(root: Path, out: Path, seed: str, *options: str) -> None:
    """Build a project as a person does, with a given order of sets."""
    words = [str(root), "build", "--as-of", AS_OF, "--out", str(out), *options]
    path = os.pathsep.join(map(str, (REPOSITORY, REPOSITORY / "extras/coursebook-fonts-chinese")))
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words], env=environment, cwd=root,
        capture_output=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """`shared(name, make)`: a folder that the first worker makes, and the others wait for."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def find(name: str, make: Callable[[Path], None]) -> Path:
        folder, done, failed = (base / f"{name}{end}" for end in ("", ".done", ".failed"))
        try:
            (base / f"{name}.made").mkdir()
        except FileExistsError:
            _wait(done, failed)
        else:
            try:
                make(folder)
            except BaseException:
                failed.touch()
                raise
            done.touch()
        return folder

    return find


def _wait(done: Path, failed: Path) -> None:
    until = time.monotonic() + LONGEST_BUILD
    while not done.exists():
        assert not failed.exists(), f"Another worker could not make '{done.stem}'."
        assert time.monotonic() < until, f"Another worker did not finish '{done.stem}'."
        time.sleep(0.2)


def _small(folder: Path, seed: str) -> None:
    shutil.copytree(COURSE, folder / "course", ignore=shutil.ignore_patterns(".coursebook", "dist"))
    built(folder / "course", folder / "dist", seed)


@pytest.fixture(scope="session")
def small(shared: Callable[..., Path]) -> Dist:
    """tests/course in both languages and every format."""
    return Dist(shared("small", lambda folder: _small(folder, "1")) / "dist")


@pytest.fixture(scope="session")
def twin(shared: Callable[..., Path]) -> Dist:
    """The same, built a second time in another place and with another order of sets."""
    return Dist(shared("twin-of-small", lambda folder: _small(folder / "deeper", "2"))
                / "deeper" / "dist")  # fmt: skip


@pytest.fixture(scope="session")
def real(shared: Callable[..., Path]) -> Dist:
    """The courses of this repository in every format."""
    return Dist(shared("real", lambda folder: built(REPOSITORY, folder / "dist", "1")) / "dist")
