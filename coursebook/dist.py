"""The `dist/` folder: what was handed over, its manifest, and a swap that cannot be half done."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from coursebook.files import sha256
from coursebook.html.landing import Row, landing_html

MEDIA_TYPES = {
    ".html": "text/html", ".json": "application/json", ".pdf": "application/pdf",
    ".zip": "application/zip", ".css": "text/css", ".js": "text/javascript",
    ".svg": "image/svg+xml", ".png": "image/png",
}  # fmt: skip
FOLDER = "inode/directory"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Output:
    """One file or folder that is handed over; `path` is relative to `dist/`."""

    path: str
    course: str
    course_title: str
    language: str
    audience: str
    format: str
    module: str | None
    module_title: str
    target: str
    folder: bool
    files: Mapping[str, bytes] = field(repr=False)

    def entry(self) -> dict[str, Any]:
        """The output's line in the manifest; a folder's hash is that of its `sha256  path` list."""
        if self.folder:
            lines = "".join(f"{sha256(self.files[n])}  {n}\n" for n in sorted(self.files))
            digest, kind = sha256(lines.encode()), FOLDER
        else:
            data = next(iter(self.files.values()))
            suffix = Path(self.path).suffix
            digest, kind = sha256(data), MEDIA_TYPES.get(suffix, "application/octet-stream")
        return {
            "path": self.path, "course": self.course, "course_title": self.course_title,
            "language": self.language, "audience": self.audience, "format": self.format,
            "module": self.module, "module_title": self.module_title, "target": self.target,
            "bytes": sum(map(len, self.files.values())), "sha256": digest, "media_type": kind,
        }  # fmt: skip


def current_inputs(out: Path) -> str | None:
    """The inputs of the last good build, or None when there is none or a file of it is gone."""
    recover(out)
    manifest = _manifest(out)
    if manifest is None:
        return None
    complete = all((out / entry["path"]).exists() for entry in manifest["outputs"])
    return str(manifest.get("inputs")) if complete else None


def recover(out: Path) -> None:
    """Put the last good build back where a swap was cut between its two renames."""
    if not out.exists() and _aside(out).exists():
        _aside(out).replace(out)


def save(  # noqa: PLR0913
    out: Path, outputs: Iterable[Output], inputs: str, as_of: str,
    *, keep_others: bool, keep_modules: bool = False,
) -> None:  # fmt: skip
    """Write the outputs beside `out` and swap them in; `keep_others` keeps what was not rebuilt.

    `keep_modules` also keeps the other modules of what was rebuilt.
    """
    recover(out)
    staging = out.with_name(f".{out.name}.new")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    entries = {}
    for output in outputs:
        entries[output.path] = output.entry()
        _write(staging, output)
    if keep_others:
        entries |= _kept(out, staging, entries, keep_modules=keep_modules)
    _write_index(staging, sorted(entries.values(), key=lambda entry: entry["path"]), inputs, as_of)
    _swap(staging, out)


def _write(staging: Path, output: Output) -> None:
    for name, data in output.files.items():
        path = staging / output.path / name if output.folder else staging / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _kept(
    out: Path, staging: Path, new: Mapping[str, Any], *, keep_modules: bool
) -> dict[str, Any]:
    """Outputs of the last build whose course, language, audience and format were not rebuilt."""
    keys = ("course", "language", "audience", "format", *(["module"] if keep_modules else []))
    rebuilt = {_place(entry, keys) for entry in new.values()}
    manifest = _manifest(out) or {"outputs": []}
    kept = {e["path"]: e for e in manifest["outputs"] if _place(e, keys) not in rebuilt}
    for path, entry in list(kept.items()):
        source, target = out / path, staging / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if entry["media_type"] == FOLDER and source.is_dir():
            shutil.copytree(source, target)
        elif source.is_file():
            shutil.copy2(source, target)
        else:
            del kept[path]
    return kept


def _place(entry: Mapping[str, Any], keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(entry[key]) for key in keys)


def _write_index(staging: Path, entries: list[dict[str, Any]], inputs: str, as_of: str) -> None:
    manifest = {"inputs": inputs, "as_of": as_of, "outputs": entries}
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (staging / MANIFEST).write_bytes(text.encode("utf-8"))
    rows = [row for entry in entries for row in _rows(staging, entry)]
    (staging / "index.html").write_bytes(landing_html(rows).encode("utf-8"))
    files = sorted(p for p in staging.rglob("*") if p.is_file())
    lines = (f"{sha256(p.read_bytes())}  {p.relative_to(staging).as_posix()}\n" for p in files)
    (staging / "SHA256SUMS").write_bytes("".join(lines).encode())


def _rows(staging: Path, entry: Mapping[str, Any]) -> Iterator[Row]:
    """The output as a link; a folder without a front page as one for each of its files."""
    place = staging / entry["path"]
    row = Row(
        course_title=entry["course_title"], language=entry["language"],
        audience=entry["audience"], format=entry["format"], module_title=entry["module_title"],
        href=entry["path"], size_bytes=entry["bytes"], target=entry["target"],
    )  # fmt: skip
    if entry["media_type"] != FOLDER:
        yield row
    elif (place / "index.html").is_file():
        yield replace(row, href=f"{entry['path']}/index.html")
    else:
        for file in sorted(p for p in place.rglob("*") if p.is_file()):
            yield replace(
                row, href=file.relative_to(staging).as_posix(), size_bytes=file.stat().st_size,
                module_title=": ".join(filter(None, (row.module_title, file.stem))),
            )  # fmt: skip


def _aside(out: Path) -> Path:
    return out.with_name(f".{out.name}.old")


def _swap(staging: Path, out: Path) -> None:
    """Two renames; a kill between them is mended by `recover` at the next start."""
    old = _aside(out)
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.replace(old)
    staging.replace(out)
    shutil.rmtree(old, ignore_errors=True)


def _manifest(out: Path) -> dict[str, Any] | None:
    try:
        manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) and "outputs" in manifest else None
