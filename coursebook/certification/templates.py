"""Empty forms: the three tables of a round, as one workbook and as CSV."""

from __future__ import annotations

import io

from openpyxl import Workbook

from coursebook.certification.forms import COLUMNS
from coursebook.files import Files
from coursebook.model import Course


def templates(course: Course) -> Files:
    """`forms.xlsx` with a sheet for each table, and each as CSV; only the heads are filled."""
    tables = {kind: list(columns) for kind, columns in COLUMNS.items()}
    rubric = course.rubrics[course.certification.rubric]
    head = tables["scores"]
    tables["scores"] = head[:-1] + [criterion.id for criterion in rubric.criteria] + head[-1:]
    files = {f"{kind}.csv": (",".join(columns) + "\r\n").encode("utf-8-sig")
             for kind, columns in tables.items()}  # fmt: skip
    return {"forms.xlsx": _workbook(tables), **files}


def _workbook(tables: dict[str, list[str]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for kind, columns in tables.items():
        sheet = book.create_sheet(kind)
        sheet.append(columns)
        sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
