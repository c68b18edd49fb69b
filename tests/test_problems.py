"""What `check` says of each fault: one folder a code, laid over tests/course."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from coursebook.checks import check_course
from coursebook.cli import main
from coursebook.reader import read
from tests.conftest import AS_OF, COURSE, LAB, settle

HERE = Path(__file__).parent / "problems"
ENGINE = COURSE.parents[1] / "coursebook"
CASES = sorted(path.name for path in HERE.iterdir() if path.is_dir())
CODE = re.compile(r'"([A-Z]\d{3})"')
NO_FOLDER = {"C102", "C105", "F103", *(f"Z10{n}" for n in range(1, 9))}
"""`new module` and `build` (test_cli.py), `certify` (test_certification.py), and a file too large
to be kept (below)."""

Lay = Callable[..., Path]


def check(root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit code and output of `check`."""
    capsys.readouterr()
    code = main(["check", "--as-of", AS_OF], root=root)
    printed = capsys.readouterr()
    assert printed.err == ""
    return code, printed.out


def english_only(root: Path) -> None:
    """One language says what is wrong in half the time."""
    path = root / "curriculum" / "test-library.yml"
    path.write_bytes(path.read_bytes().replace(b"languages: [en, ar]", b"languages: [en]"))


@pytest.mark.parametrize("name", CASES)
def test_check_prints_each_problem_on_one_line(
    name: str, tmp_path: Path, lay: Lay, capsys: pytest.CaptureFixture[str],
    golden: Callable[[Path, str], None],
) -> None:  # fmt: skip
    overlay = HERE / name / "overlay"
    root = lay(tmp_path / "course", overlay)
    if not list(overlay.rglob("*.po")):
        english_only(root)
    code, printed = check(root, capsys)
    golden(HERE / name / "expected.txt", printed)
    lines = printed.splitlines()
    assert any(f": {name.split('-')[0]} " in line for line in lines)
    assert all(re.match(r"[\w./-]+:\d+: [A-Z]\d{3} .+[.?]$", line) for line in lines)
    told = [line for line in lines if not re.search(r": [A-Z]\d{3} (note|warning): ", line)]
    assert code == (1 if told else 0)


def test_every_code_of_the_engine_has_a_folder_and_every_folder_a_code() -> None:
    sources = (p.read_text(encoding="utf-8") for p in ENGINE.rglob("*.py"))
    found = {code for text in sources for code in CODE.findall(text)}
    codes = {code for code in found if not code.startswith("X")}  # exporters test their own
    assert {name.split("-")[0] for name in CASES} == codes - NO_FOLDER


def test_the_course_itself_has_no_problem(
    course_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(course_root, capsys) == (0, "")


def test_three_faults_are_printed_at_once_and_dist_stays(
    course_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "--format", "json", "--as-of", AS_OF], root=course_root) == 0
    before = {p: p.read_bytes() for p in (course_root / "dist").rglob("*") if p.is_file()}
    lesson = course_root / "modules/t02-short-visit/index.md"
    text = lesson.read_text(encoding="utf-8").replace("{fact}`TF-02`", "{fact}`TF-20`")
    lesson.write_text(text.replace("core: 10", "core: 12"), encoding="utf-8")
    quiz = course_root / "exercises/t02-short-visit/quiz.yml"
    quiz.write_text("questions: [", encoding="utf-8")
    capsys.readouterr()
    assert main(["build", "--format", "json", "--as-of", AS_OF], root=course_root) == 1
    printed = capsys.readouterr().err
    assert {"R103", "M101", "Y101"} <= set(re.findall(r"\b[A-Z]\d{3}\b", printed))
    assert {p: p.read_bytes() for p in (course_root / "dist").rglob("*") if p.is_file()} == before


# --- what no folder can hold -----------------------------------------------------------------


def test_a_file_of_100_mb_is_refused_without_being_read(
    course_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    english_only(course_root)
    with (course_root / "modules/t02-short-visit/index.md").open("r+b") as file:
        file.truncate(100_000_000)
    code, printed = check(course_root, capsys)
    assert code == 1
    assert printed == (
        "modules/t02-short-visit/index.md:1: F103 The file has 100 MB."
        " Keep source files under 20 MB.\n"
    )


def test_a_link_out_of_the_project_is_not_followed(
    course_root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    english_only(course_root)
    (tmp_path / "secret.svg").write_text("<svg/>", encoding="utf-8")
    link = course_root / "modules/t01-late-returns/media/secret.svg"
    try:
        link.symlink_to(tmp_path / "secret.svg")
    except OSError:
        pytest.skip("this system makes no symbolic links")
    code, printed = check(course_root, capsys)
    assert code == 1
    assert "F104 Path 'modules/t01-late-returns/media/secret.svg' leaves the project." in printed


def test_a_folder_without_a_course_is_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"], root=tmp_path) == 2
    assert capsys.readouterr().err == "No course here. Run it in the project's folder.\n"


def test_a_course_without_a_finished_module_says_so(
    course_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    english_only(course_root)
    for index in course_root.glob("modules/*/index.md"):
        index.unlink()
    file = course_root / "curriculum/test-library.yml"
    text = file.read_text("utf-8")
    kit = re.search(r"kit:\n(?:  .*\n)+", text)
    assert kit
    file.write_text(text.replace(kit[0], ""), encoding="utf-8")
    code, printed = check(course_root, capsys)
    assert code == 1
    assert printed.startswith("curriculum/test-library.yml:22: C101 ")
    assert len(printed.splitlines()) == 1


DAMAGE = (
    b"", b"\x00", b"---", b"---\n---\n", b"---\n- a\n---\n# x\n", b"\xff\xfe\x00",
    b"---\n[]\n---\n",
    b"---\nid: [\n---\n", b"---\n&a [*a]\n---\n", b"# only a title\n", b"---\nid: t02\n---\n",
    b"---\nid: {a: b}\ntime: 5\nobjectives: [1]\nlms: x\ngroup: [a]\n---\n(x)=\n# T\n",
    b"---\ntime: {core: .nan, self: .inf, deep: 1e400, teaching: 0x10, activity: -1}\n---\n# T\n",
)  # fmt: skip
DAMAGED = (
    "modules/t02-short-visit/index.md", "exercises/t02-short-visit/quiz.yml",
    "exercises/t01-late-returns/handouts/H-01a.md", "curriculum/facts.yml",
    "curriculum/glossary.yml", "curriculum/references.bib", "curriculum/misconceptions.yml",
    "modules/t01-late-returns/facilitator.md", "modules/t01-late-returns/i18n/ar.po",
    "exercises/simulations/returns/simulation.yml", "curriculum/test-library.yml",
    "curriculum/language.yml", "curriculum/links.yml",
    "exercises/scenarios/bs-desk/scenario.yml",
    "exercises/tabletops/tt-quiet-desk/tabletop.yml",
    "exercises/tabletops/tt-quiet-desk/numbers.py",
    "exercises/tabletops/tt-quiet-desk/i18n/ar.po",
)  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_files_are_problems_and_never_tracebacks(
    name: str, course_root: Path, executed_lab: str
) -> None:
    for damage in DAMAGE:
        (course_root / name).write_bytes(damage)
        settle(course_root, executed_lab)
        reading = read(course_root, "test-library", "ar", AS_OF)
        if reading.course and name.endswith("t02-short-visit/index.md"):
            check_course(reading.course)


def test_a_damaged_table_of_contents_or_ledger_is_a_problem(
    course_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("_toc.yml", "curriculum/ids.txt"):
        (course_root / name).write_bytes(b"\xff\xfe\x00")
    code, printed = check(course_root, capsys)
    assert code == 1
    assert re.findall(r"^(.+):1: (\w+) ", printed, re.MULTILINE) == [
        ("_toc.yml", "C103"), ("curriculum/ids.txt", "D102"),
    ]  # fmt: skip


@pytest.mark.parametrize("damage", [b"", b"[]", b"{}", b"not json", b"\xff"])
def test_what_is_not_a_notebook_is_a_problem(
    damage: bytes, course_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    english_only(course_root)
    (course_root / LAB).write_bytes(damage)
    code, printed = check(course_root, capsys)
    assert code == 1
    assert re.search(rf"{LAB}:1: (N101|F102) ", printed)
