"""Defects in a copy of seven real modules: the right codes tell them, and no others."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from coursebook.build import Order, prepare
from coursebook.toc import write_ledger, write_toc
from tests.conftest import AS_OF

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]
DEFECTS = yaml.safe_load((ROOT / "tests/defects.yml").read_text(encoding="utf-8"))
SOURCES = ("curriculum", "modules", "exercises", ".coursebook")
MODULES = ("a00", "a02", "a06", "a08", "a09", "b02", "b06")
"""Where the defects are, and what those modules lean on. All 25 would cost three times as much."""
TESTS = re.compile(r"^tests:\n.*?^(?=\S)", re.MULTILINE | re.DOTALL)
"""The course tests draw on the banks of all modules."""
AT_ONCE = 8
"""So few that it is plain what a failure is about."""
CHANGED = "V102"  # whatever is changed in a module was changed after its review


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("seeded") / "project"
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name)
    shutil.copy2(ROOT / "_config.yml", root / "_config.yml")
    for module in (ROOT / "modules").iterdir():
        if module.is_dir() and not module.name.startswith(MODULES):
            shutil.rmtree(root / "modules" / module.name)
            shutil.rmtree(root / "exercises" / module.name, ignore_errors=True)
    for course in (root / "curriculum").glob("*.yml"):
        text = course.read_text(encoding="utf-8")
        course.write_text(TESTS.sub("", text, 1), encoding="utf-8")
    (root / "curriculum/ids.txt").unlink()
    courses = prepare(Order(root, root / "dist", AS_OF)).courses
    write_toc(root, courses)
    write_ledger(root, courses)
    return root


def told(root: Path, course: str = "all") -> set[str]:
    """The codes of all errors and warnings, of one course or of all."""
    courses = () if course == "all" else (course,)
    problems = prepare(Order(root, root / "dist", AS_OF, courses)).problems
    return {problem.code for problem in problems if problem.severity != "note"}


def batches() -> list[list[dict[str, Any]]]:
    """The defects, several at once where none hides or brings the code of another.

    Each is a run over real modules; all problems of a run are told together, so few runs do.
    """
    made: list[list[dict[str, Any]]] = []
    for defect in DEFECTS:
        fitting = (batch for batch in made if len(batch) < AT_ONCE and _fits(defect, batch))
        batch = next(fitting, None)
        if batch is None:
            made.append(batch := [])
        batch.append(defect)
    return made


def _fits(defect: dict[str, Any], batch: list[dict[str, Any]]) -> bool:
    codes = {one["code"] for one in batch}
    follow = {code for one in batch for code in one.get("also", ())}
    return (
        not any(one.get("alone") for one in (defect, *batch))
        and course_of(defect) == course_of(batch[0])
        and defect["code"] not in codes | follow
        and codes.isdisjoint(defect.get("also", ()))
        and spot_of(defect) not in map(spot_of, batch)
    )


def spot_of(defect: dict[str, Any]) -> tuple[str, str]:
    return defect["file"], defect.get("find", defect.get("id"))


def course_of(defect: dict[str, Any]) -> str:
    return str(defect.get("course", "ai-parliamentarians"))


@pytest.fixture
def seeded(project: Path, request: pytest.FixtureRequest) -> Iterator[list[dict[str, Any]]]:
    """The defects of a batch, while they are in the project."""
    batch: list[dict[str, Any]] = request.param
    kept = {project / defect["file"]: (project / defect["file"]).read_bytes() for defect in batch}
    for defect in batch:
        file = project / defect["file"]
        text = file.read_text(encoding="utf-8")
        file.write_text(_spoilt(text, defect), encoding="utf-8", newline="\n")
    yield batch
    for file, data in kept.items():
        file.write_bytes(data)


def _spoilt(text: str, defect: dict[str, Any]) -> str:
    if "key" in defect:
        entry = rf"(?m)^(- id: {defect['id']}\n(?:  .*\n)*?  {defect['key']}: ).*"
        spoilt, count = re.subn(entry, lambda found: f"{found[1]}{defect['value']}", text)
        assert count == 1
        return spoilt
    count = text.count(defect["find"])
    assert count == 1 or (count > 1 and defect.get("first")), count
    return text.replace(defect["find"], defect["replace"], 1)


def test_the_modules_as_they_are_have_no_problem(project: Path) -> None:
    assert told(project) == set()


@pytest.mark.parametrize("seeded", batches(), indirect=True, ids=lambda batch: batch[0]["name"])
def test_the_right_codes_tell_the_defects_and_no_others(
    project: Path, seeded: list[dict[str, Any]]
) -> None:
    wanted = {defect["code"] for defect in seeded}
    found = told(project, course_of(seeded[0]))
    assert wanted <= found
    assert found <= wanted | {CHANGED, *(code for one in seeded for code in one.get("also", ()))}


def test_the_readme_says_how_many_defects_are_told() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    codes = len({defect["code"] for defect in DEFECTS})
    assert f"all {len(DEFECTS)} defects ({codes} codes)" in readme
    assert len(DEFECTS) >= 60
