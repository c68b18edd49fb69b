"""Source files as text: UTF-8, of a sane size, inside the project."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from coursebook.problems import Problem

LIMIT = 20_000_000
"""Bytes that one source file may have; a lesson is some 20 KB."""


@dataclass
class Sources:
    """The project's files as they are read, and every problem met on the way."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    kept: dict[str, bytes] = field(default_factory=dict)
    """What this run has read already: no file is read twice for two courses or languages."""

    def report(self, path: str, line: int, code: str, message: str, remedy: str) -> None:
        """Add an error."""
        self.problems.append(Problem(path, line, code, message, remedy))

    def exists(self, path: str) -> bool:
        """Whether the project has that file."""
        return (self.root / path).is_file()

    def folders(self, path: str) -> tuple[str, ...]:
        """Names of the folders inside `path`, sorted; none when it does not exist."""
        folder = self.root / path
        if not folder.is_dir():
            return ()
        return tuple(sorted(entry.name for entry in folder.iterdir() if entry.is_dir()))

    def listing(self, path: str, pattern: str) -> tuple[str, ...]:
        """Project paths of the files inside `path` that match a glob pattern, sorted."""
        found = (self.root / path).glob(pattern)
        return tuple(sorted(f.relative_to(self.root).as_posix() for f in found if f.is_file()))

    def data(self, path: str, wanted_by: tuple[str, int] | None = None) -> bytes | None:
        """The bytes of a file, or None and a problem (F101 missing, F103 large, F104 outside)."""
        if path not in self.kept:
            data = self._read(path, wanted_by or (path, 1))
            if data is None:
                return None
            self.kept[path] = data
        return self.kept[path]

    def _read(self, path: str, place: tuple[str, int]) -> bytes | None:
        file = self.root / path
        if not file.resolve().is_relative_to(self.root.resolve()):
            self.report(*place, "F104", f"Path '{path}' leaves the project.",
                        "Copy the file into the project and name it there.")  # fmt: skip
            return None
        if not file.is_file():
            self.report(*place, "F101", f"File '{path}' does not exist.",
                        "Add the file or correct its name.")  # fmt: skip
            return None
        if file.stat().st_size > LIMIT:
            self.report(path, 1, "F103", f"The file has {file.stat().st_size // 1_000_000} MB.",
                        f"Keep source files under {LIMIT // 1_000_000} MB.")  # fmt: skip
            return None
        return file.read_bytes()

    def text(self, path: str, wanted_by: tuple[str, int] | None = None) -> str | None:
        """The text of a UTF-8 file with `\\n` line ends, or None and a problem (F102)."""
        data = self.data(path, wanted_by)
        if data is None:
            return None
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self.report(path, line, "F102", "The file is not UTF-8 text.",
                        "Save it as UTF-8.")  # fmt: skip
            return None
