"""Files as values: a mapping of POSIX relative names to bytes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import TypeAlias

Files: TypeAlias = Mapping[str, bytes]

ZIP_DATE = (2020, 1, 1, 0, 0, 0)
"""Every entry bears this date, so that the same files give the same zip."""


def zipped(files: Files) -> bytes:
    """The files as a reproducible zip: deflate (Z1), level 6 (performance.md), sorted names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same bytes on Windows
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def under(folder: str, files: Files) -> dict[str, bytes]:
    """The same files, each name inside `folder`."""
    return {f"{folder}/{name}": data for name, data in files.items()}


def sha256(data: bytes) -> str:
    """Hex digest of the bytes."""
    return hashlib.sha256(data).hexdigest()
