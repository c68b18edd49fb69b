"""A package in whatever shape a test has it, as files in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

Package = bytes | Path | Mapping[str, bytes]


def unpacked(package: Package) -> dict[str, bytes]:
    """Files of a zip (bytes or path), a folder or a mapping, by POSIX name."""
    if isinstance(package, Mapping):
        return dict(package)
    if isinstance(package, Path) and package.is_dir():
        files = (file for file in sorted(package.rglob("*")) if file.is_file())
        return {file.relative_to(package).as_posix(): file.read_bytes() for file in files}
    content = package.read_bytes() if isinstance(package, Path) else package
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        return {name: archive.read(name) for name in names}


def write_to(folder: Path, files: Mapping[str, bytes]) -> None:
    """Lay the files down in the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
