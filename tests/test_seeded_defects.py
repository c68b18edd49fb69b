"""One defect at a time in a copy of the real courses: the right code tells it, and no other."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from coursebook.build import Order, prepare
from tests.conftest import AS_OF

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]
DEFECTS = yaml.safe_load((ROOT / "tests/defects.yml").read_text(encoding="utf-8"))
SOURCES = ("curriculum", "modules", "exercises", ".coursebook")
CHANGED = "V102"  # whatever is changed in a module was changed after its review


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("seeded") / "project"
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name)
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy2(ROOT / name, root / name)
    return root


def told(root: Path, course: str = "all") -> set[str]:
    """The codes of all errors and warnings, of one course or of all."""
    courses = () if course == "all" else (course,)
    problems = prepare(Order(root, root / "dist", AS_OF, courses)).problems
    return {problem.code for problem in problems if problem.severity != "note"}


@pytest.fixture
def seeded(project: Path, request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """The defect, while it is in the project."""
    defect: dict[str, Any] = request.param
    file = project / defect["file"]
    text = file.read_text(encoding="utf-8")
    file.write_text(_spoilt(text, defect), encoding="utf-8")
    yield defect
    file.write_text(text, encoding="utf-8")


def _spoilt(text: str, defect: dict[str, Any]) -> str:
    if "key" in defect:
        entry = rf"(?m)^(- id: {defect['id']}\n(?:  .*\n)*?  {defect['key']}: ).*"
        spoilt, count = re.subn(entry, lambda found: f"{found[1]}{defect['value']}", text)
        assert count == 1
        return spoilt
    count = text.count(defect["find"])
    assert count == 1 or (count > 1 and defect.get("first")), count
    return text.replace(defect["find"], defect["replace"], 1)


def test_the_courses_as_they_are_have_no_problem(project: Path) -> None:
    assert told(project) == set()


@pytest.mark.parametrize("seeded", DEFECTS, indirect=True, ids=lambda defect: defect["name"])
def test_the_right_code_tells_a_defect_and_no_other(
    project: Path, seeded: dict[str, Any]
) -> None:
    found = told(project, seeded.get("course", "ai-parliamentarians"))
    assert seeded["code"] in found
    assert found <= {seeded["code"], CHANGED, *seeded.get("also", [])}


def test_the_readme_says_how_many_defects_are_told() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    codes = len({defect["code"] for defect in DEFECTS})
    assert f"all {len(DEFECTS)} defects ({codes} codes)" in readme
    assert len(DEFECTS) >= 60
