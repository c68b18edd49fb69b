"""Filled forms as rows: from CSV, XLSX and YAML, each cell a text with its place."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from coursebook.model import Place
from coursebook.problems import Problem, did_you_mean

KINDS = ("trainers", "assessors", "scores")
ENDINGS = (".csv", ".xlsx", ".yml", ".yaml")


@dataclass(frozen=True)
class Row:
    """One line of a table: cells by the name of their column, empty ones left out."""

    place: Place
    cells: Mapping[str, str]
    columns: tuple[str, ...]


Tables = Mapping[str, Sequence[Row]]
"""Rows by the kind of their table."""


def read_tables(paths: Sequence[Path], problems: list[Problem]) -> Tables:
    """The rows of all files; of a folder every file in it. Z101 and Z102 are added to problems."""
    found: dict[str, list[Row]] = {kind: [] for kind in KINDS}
    for path in _files(paths, problems):
        for kind, row in _rows(path, problems):
            found[kind].append(row)
    for kind in KINDS:
        if not found[kind] and not problems:
            problems.append(Problem(str(paths[0]), 1, "Z101", f"There is no table '{kind}'.",
                                    f"Add {kind}.csv, or a sheet of that name."))  # fmt: skip
    return found


def _files(paths: Sequence[Path], problems: list[Problem]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(f for f in path.iterdir() if f.suffix.lower() in ENDINGS
                              and not f.name.startswith(("~", ".")))  # fmt: skip
        elif path.is_file() and path.suffix.lower() in ENDINGS:
            yield path
        else:
            problems.append(Problem(str(path), 1, "Z101", "This is no form.",
                                    "Name a folder, or files of CSV, XLSX or YAML."))  # fmt: skip


def _rows(path: Path, problems: list[Problem]) -> Iterator[tuple[str, Row]]:
    try:
        match path.suffix.lower():
            case ".csv":
                found = [(path.stem, path.as_posix(), _csv(path))]
            case ".xlsx":
                found = list(_sheets(path))
            case _:
                yield from _mappings(path, problems)
                return
    except (UnicodeDecodeError, csv.Error, zipfile.BadZipFile, InvalidFileException, KeyError):
        problems.append(Problem(path.as_posix(), 1, "Z101", "The file cannot be read as a table.",
                                "Save it again as CSV (UTF-8) or XLSX."))  # fmt: skip
        return
    for name, where, lines in found:
        if kind := _kind(name, Place(where, 1), problems):
            yield from ((kind, row) for row in _table(where, lines))


def _kind(name: str, place: Place, problems: list[Problem]) -> str:
    """The table that a file or a sheet holds: its name starts with the kind."""
    for kind in KINDS:
        if name.lower().startswith(kind):
            return kind
    problems.append(Problem(place.path, place.line, "Z101", f"'{name}' is no table of a round.",
                            did_you_mean(name.lower(), KINDS)))  # fmt: skip
    return ""


def _csv(path: Path) -> list[list[str]]:
    """Lines of cells; the separator is the one that the first line has more of (Excel writes ;)."""
    text = path.read_bytes().decode("utf-8-sig")
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))


def _sheets(path: Path) -> Iterator[tuple[str, str, list[list[str]]]]:
    book = load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        lines = [[_text(cell) for cell in line] for line in sheet.iter_rows(values_only=True)]
        yield sheet.title, f"{path.as_posix()}({sheet.title})", lines
    book.close()


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _table(path: str, lines: list[list[str]]) -> Iterator[Row]:
    columns = tuple(name.strip().lower() for name in lines[0]) if lines else ()
    for number, line in enumerate(lines[1:], 2):
        cells = {name: cell.strip() for name, cell in zip(columns, line, strict=False)
                 if cell.strip()}  # fmt: skip
        if cells:
            yield Row(Place(path, number), cells, columns)


def _mappings(path: Path, problems: list[Problem]) -> Iterator[tuple[str, Row]]:
    """Rows of a YAML file: a mapping of kinds, each a list of mappings."""
    where = path.as_posix()
    try:
        node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        problems.append(Problem(where, mark.line + 1 if mark else 1, "Z101",
                                "The file cannot be read as YAML.",
                                "Check indentation, colons and quotes."))  # fmt: skip
        return
    for key, items in node.value if isinstance(node, yaml.MappingNode) else ():
        kind = _kind(str(key.value), Place(where, key.start_mark.line + 1), problems)
        for item in items.value if kind and isinstance(items, yaml.SequenceNode) else ():
            pairs = item.value if isinstance(item, yaml.MappingNode) else ()
            cells = {str(k.value).lower(): str(v.value).strip() for k, v in pairs if v.value}
            yield kind, Row(Place(where, item.start_mark.line + 1), cells, tuple(cells))
