"""Options and shared fixtures of all tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from coursebook.editions import Edition
from coursebook.model import Course
from coursebook.reader import Reading, notebooks, read
from coursebook.reader.sources import Sources

settings.register_profile("course", deadline=None)  # a busy machine is no failure
settings.load_profile("course")

pytest_plugins = ["tests.tools.fixtures", "tests.outputs"]

COURSE = Path(__file__).parent / "course"
SLUG = "test-library"
AS_OF = "2026-11-23"
LAB = "modules/t01-late-returns/lab.ipynb"
LEFT_OUT = shutil.ignore_patterns("dist", "__pycache__", ".coursebook")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--matrix=full`: every page in every theme, direction and width (make test-all)."""
    parser.addoption("--matrix", choices=["usual", "full"], default="usual")
    parser.addoption("--update", action="store_true", help="write golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """`golden(path, text)` compares with a file; `--update` writes the file anew."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        expected = path.read_text(encoding="utf-8") if path.is_file() else ""
        name = path.relative_to(Path(__file__).parents[1]).as_posix()
        assert text == expected, f"{name} differs: read it, and run 'pytest --update' to accept."

    return compare


@pytest.fixture(scope="session")
def executed_lab(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The notebook of tests/course, run once a worker."""
    root = tmp_path_factory.mktemp("lab") / "course"
    shutil.copytree(COURSE, root, ignore=LEFT_OUT)
    sources = Sources(root)
    notebooks.execute(sources, [LAB])
    assert not sources.problems
    return notebooks._result(sources, LAB).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def lay(executed_lab: str) -> Callable[..., Path]:
    """`lay(root, overlay)` copies tests/course to `root` and lays a folder over it.

    The notebook is not run again unless the overlay has one of its own.
    """

    def copy(root: Path, overlay: Path | None = None) -> Path:
        shutil.copytree(COURSE, root, ignore=LEFT_OUT)
        if overlay and overlay.is_dir():
            shutil.copytree(overlay, root, dirs_exist_ok=True)
        if not (overlay and (overlay / LAB).exists()):
            settle(root, executed_lab)
        return root

    return copy


def settle(root: Path, executed: str) -> None:
    """Put the executed notebook where the reader looks for it."""
    result = notebooks._result(Sources(root), LAB)
    result.parent.mkdir(parents=True, exist_ok=True)
    result.write_text(executed, encoding="utf-8")


@pytest.fixture
def course_root(tmp_path: Path, lay: Callable[..., Path]) -> Path:
    """A copy of tests/course that a test may change."""
    return lay(tmp_path / "course")


@pytest.fixture(scope="session")
def read_course(
    executed_lab: str, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Reading]:
    """`read_course(language, as_of=...)` reads tests/course, each kind once."""
    root = tmp_path_factory.mktemp("read") / "course"
    shutil.copytree(COURSE, root, ignore=LEFT_OUT)
    settle(root, executed_lab)
    known: dict[tuple[str, str], Reading] = {}

    def reading(language: str = "en", as_of: str = AS_OF) -> Reading:
        key = (language, as_of)
        if key not in known:
            known[key] = read(root, SLUG, language, as_of)
        return known[key]

    return reading


@pytest.fixture
def course(read_course: Callable[..., Reading]) -> Course:
    """tests/course in English."""
    found = read_course().course
    assert found
    return found


@pytest.fixture
def edition(read_course: Callable[..., Reading]) -> Callable[..., Edition]:
    """`edition(language, audience=..., medium=..., depth=..., target=...)` of tests/course."""

    def make(language: str = "en", **choices: object) -> Edition:
        found = read_course(language).course
        assert found
        return Edition(found, **choices)  # type: ignore[arg-type]

    return make
