"""Recording that somebody read a module: the entry in its front matter, and what was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from coursebook.model import Module, ReviewKind, ReviewOutcome
from coursebook.reader.front_matter import FRONT
from coursebook.reader.standards import REVIEWED


@dataclass(frozen=True)
class Reading:
    """Who read, when, and with which result. A role and never a name: nobody is invented."""

    kind: ReviewKind
    role: str
    date: str
    outcome: ReviewOutcome


def record(root: Path, module: Module, checklists: Sequence[str], reading: Reading) -> None:
    """Write a review of each checklist; one of the same kind, list and role is replaced."""
    path = root / module.place.path
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    front = FRONT.match(text)
    assert front  # the module was read
    yaml = _writer()
    data = yaml.load(front[1])
    for checklist in checklists:
        _put(data, _entry(module, checklist, reading))
    written = StringIO()
    yaml.dump(data, written)
    whole = f"---\n{written.getvalue()}---\n{text[front.end():]}"
    path.write_text(whole, encoding="utf-8", newline="\n")
    _keep(root, module)


def _writer() -> YAML:
    """A writer that keeps quotes, lists in a line and long lines as they are."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _entry(module: Module, checklist: str, reading: Reading) -> CommentedMap:
    entry = CommentedMap(
        kind=reading.kind, checklist=checklist, role=reading.role,
        date=DoubleQuotedScalarString(reading.date), outcome=reading.outcome,
        hash=DoubleQuotedScalarString(module.source_hash),
    )  # fmt: skip
    entry.fa.set_flow_style()
    return entry


def _put(data: Any, entry: CommentedMap) -> None:
    reviews = data.setdefault("reviews", [])
    if not reviews:  # `reviews: []` would go on in one line
        data["reviews"] = reviews = []
    for place, old in enumerate(reviews):
        if all(old[key] == entry[key] for key in ("kind", "checklist", "role")):
            reviews[place] = entry
            return
    reviews.append(entry)


def _keep(root: Path, module: Module) -> None:
    """Add the digests of the files to the ledger, so that a later change can be named."""
    path = root / REVIEWED
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    lines = dict.fromkeys([*text.splitlines(), *_lines(module)])
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def _lines(module: Module) -> Iterator[str]:
    for name, digest in sorted(module.files.items()):
        yield f"{module.source_hash} {digest} {name}"
