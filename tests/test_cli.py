"""The words of the command line, and what it answers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from coursebook.cli import main
from coursebook.exporters import EXPORTERS
from tests.conftest import AS_OF, COURSE

Capture = pytest.CaptureFixture[str]


def said(capsys: Capture, words: list[str], root: Path) -> tuple[int, str, str]:
    """Exit code, output and errors of a command."""
    capsys.readouterr()
    try:
        code = main(words, root=root)
    except SystemExit as end:
        code = int(end.code or 0)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_the_program_runs_from_the_checkout_and_explains_itself() -> None:
    program = COURSE.parents[1] / "build_course.py"
    done = subprocess.run([sys.executable, str(program), "--help"], capture_output=True, text=True,
                          encoding="utf-8", check=True)  # fmt: skip
    for word in ("build", "check", "list", "preview", "new", "With no words", "dist/index.html"):
        assert word in done.stdout


def test_every_command_explains_its_words(capsys: Capture, tmp_path: Path) -> None:
    words = {
        "build": ["--format", "--language", "--audience", "--module", "--depth", "--out",
                  "--strict", "default all", *EXPORTERS],
        "check": ["--json", "--as-of", "2026-11-23"], "list": ["--help"], "preview": ["--port"],
        "new module": ["slug", "for example"], "sync": ["--help"],
    }  # fmt: skip
    for command, known in words.items():
        code, out, _ = said(capsys, [*command.split(), "--help"], tmp_path)
        assert code == 0
        out = " ".join(out.split()).replace("- ", "-")  # help is wrapped, also after a hyphen
        assert [word for word in known if word not in out] == [], command


@pytest.mark.parametrize(("words", "answer"), [
    (["build", "test-libary"], "Unknown course 'test-libary'. Did you mean 'test-library'?"),
    (["build", "--format", "jsn"], "Unknown format 'jsn'. Did you mean 'json'?"),
    (["build", "--language", "fr"], "Unknown language 'fr'. Known: ar, en."),
    (["build", "--module", "t02-short-vist"],
     "Unknown module 't02-short-vist'. Did you mean 't02-short-visit'?"),
    (["check", "x"], "Unknown course 'x'. Known: test-library."),
    (["check", "--as-of", "tomorrow"], "'tomorrow' is not a day like 2026-11-23"),
    (["build", "--as-of", "2026-02-30"], "'2026-02-30' is not a day like 2026-11-23"),
    (["biuld"], "biuld"),
    (["build", "--audience", "public"], "participant"),
    (["build", "--depth", "shallow"], "express"),
    (["preview", "x"], "Unknown course 'x'."),
])  # fmt: skip
def test_a_wrong_word_is_answered_in_one_line_with_the_next_move(
    words: list[str], answer: str, capsys: Capture, course_root: Path
) -> None:
    code, out, err = said(capsys, words, course_root)
    assert (code, out) == (2, "")
    assert answer in err
    assert len(err.strip().splitlines()) == 1
    assert not (course_root / "dist").exists()


def test_a_good_build_is_quiet_in_a_pipe(capsys: Capture, course_root: Path) -> None:
    words = ["build", "test-library", "--format", "json", "--language", "en", "--as-of", AS_OF]
    assert said(capsys, words, course_root) == (0, "", "")
    assert (course_root / "dist/test-library/en/participant/json/course.json").is_file()
    assert not (course_root / "dist/test-library/ar").exists()


def test_a_build_goes_where_it_is_told(capsys: Capture, course_root: Path, tmp_path: Path) -> None:
    out = tmp_path / "a b" / "books"
    words = ["build", "--format", "json", "--audience", "facilitator", "--module",
             "t02-short-visit", "--depth", "express", "--out", str(out), "--as-of",
             AS_OF]  # fmt: skip
    assert said(capsys, words, course_root)[0] == 0
    data = json.loads((out / "test-library/en/facilitator/json/course.json").read_bytes())
    assert [m["id"] for m in data["modules"]] == ["t02"]
    assert not (out / "test-library/en/participant").exists()


def test_problems_of_a_build_go_to_the_errors_with_exit_code_1(
    capsys: Capture, course_root: Path
) -> None:
    quiz = course_root / "exercises/t02-short-visit/quiz.yml"
    quiz.write_text("questions: [", encoding="utf-8")
    code, out, err = said(capsys, ["build", "--format", "json", "--as-of", AS_OF], course_root)
    assert (code, out) == (1, "")
    assert err.startswith("exercises/t02-short-visit/quiz.yml:1: Y101 ")


def test_a_choice_that_fits_nothing_is_a_problem_and_not_an_empty_dist(
    capsys: Capture, course_root: Path
) -> None:
    words = ["build", "--format", "scorm12", "--audience", "facilitator", "--as-of", AS_OF]
    code, _, err = said(capsys, words, course_root)
    assert code == 1
    assert err.startswith("curriculum/test-library.yml:1: C105 There is nothing to build.")
    assert not (course_root / "dist").exists()


def test_check_gives_problems_as_json(capsys: Capture, course_root: Path) -> None:
    words = ["check", "--json", "--as-of", "2028-01-01"]
    code, out, _ = said(capsys, words, course_root)
    assert code == 1
    (problem,) = json.loads(out)
    assert problem == {
        "path": "curriculum/facts.yml", "line": 9, "code": "K301", "severity": "error",
        "message": "Fact TF-02 was to be checked again by 2027-11-30.",
        "remedy": "Check it and set new dates.",
    }  # fmt: skip
    assert json.loads(said(capsys, [*words[:2], "--as-of", AS_OF], course_root)[1]) == []


def test_a_strict_build_refuses_a_fact_that_nobody_has_read(
    capsys: Capture, course_root: Path
) -> None:
    facts = course_root / "curriculum/facts.yml"
    text = facts.read_text(encoding="utf-8")
    facts.write_text(text.replace("checked: read", "checked: recalled"), encoding="utf-8")
    words = ["build", "--format", "json", "--as-of", AS_OF]
    code, _, err = said(capsys, [*words, "--strict"], course_root)
    assert code == 1 and err.count("K303 warning") == 4
    assert said(capsys, words, course_root)[0] == 0


def test_list_names_courses_modules_and_formats(capsys: Capture, course_root: Path) -> None:
    code, out, _ = said(capsys, ["list"], course_root)
    assert code == 0
    assert out.splitlines() == [
        "test-library (en, ar)", "  t01-late-returns", "  t02-short-visit",
        f"formats: {', '.join(EXPORTERS)}",
    ]  # fmt: skip


def test_a_new_module_passes_check_as_it_is(capsys: Capture, course_root: Path) -> None:
    assert said(capsys, ["sync"], course_root)[0] == 0
    code, out, err = said(capsys, ["new", "module", "t03-reading-room"], course_root)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "modules/t03-reading-room/index.md", "exercises/t03-reading-room/quiz.yml",
        "exercises/t03-reading-room/handouts/H-t03.md",
    ]  # fmt: skip
    assert said(capsys, ["check", "--as-of", AS_OF], course_root) == (0, "", "")
    assert said(capsys, ["build", "--format", "json", "--as-of", AS_OF], course_root)[0] == 0
    text = (course_root / "dist/test-library/en/participant/json/course.json").read_bytes()
    module = json.loads(text)["modules"][2]
    assert (module["id"], module["title"]) == ("t03", 'Rules & "quiet hours" of the reading room')
    assert [o["id"] for o in module["objectives"]] == ["T03.1", "T03.2"]


@pytest.mark.parametrize(("slug", "code", "answer"), [
    ("t03-readingroom", "C102", "Did you mean 't03-reading-room'?"),
    ("t02-short-visit", "D101", "The module exists already."),
    ("../../elsewhere", "C102", "No course plans a module '../../elsewhere'."),
])  # fmt: skip
def test_a_new_module_stands_in_a_course_file_and_nowhere_yet(
    slug: str, code: str, answer: str, capsys: Capture, course_root: Path
) -> None:
    exit_code, _, err = said(capsys, ["new", "module", slug], course_root)
    assert exit_code == 1
    assert f" {code} " in err and answer in err


def test_a_course_file_that_cannot_be_read_is_a_problem_for_every_command(
    capsys: Capture, course_root: Path
) -> None:
    (course_root / "curriculum/test-library.yml").write_bytes(b"id: \xff\nmodules:\n  - {slug: [\n")
    (course_root / "_toc.yml").write_text("as it was", encoding="utf-8")
    for words in (["list"], ["check"], ["build"], ["new", "module", "t03-reading-room"], ["sync"]):
        code, out, err = said(capsys, words, course_root)
        assert code in (0, 1) and "Traceback" not in out + err
    assert (course_root / "_toc.yml").read_text(encoding="utf-8") == "as it was"
