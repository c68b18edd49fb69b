"""Certification on observed performance: filled forms in, standings, register and report out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from coursebook.certification.agreement import agreement
from coursebook.certification.forms import read_forms
from coursebook.certification.papers import papers
from coursebook.certification.standings import standings
from coursebook.certification.tables import read_tables
from coursebook.files import Files
from coursebook.model import Course
from coursebook.problems import Problem, ProblemsError


def certify(course: Course, paths: Sequence[Path]) -> Files:
    """The papers of a round of certification, judged for the course's day.

    ProblemsError (Z101 to Z108) tells every fault of the forms at once, with file and line.
    """
    problems: list[Problem] = []
    tables = read_tables(paths, problems)
    forms = read_forms(tables, course.rubrics[course.certification.rubric], problems)
    if problems:
        raise ProblemsError(problems)
    return papers(course, forms, standings(course, forms), agreement(course, forms))
