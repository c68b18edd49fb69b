"""The table of codes, waivers, reviews, and what a course covers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from coursebook.alignment import bloom_mix, coverage, module_coverage
from coursebook.build import Order, prepare
from coursebook.checks import banks, check_course
from coursebook.cli import main
from coursebook.codes import codes_page, table
from coursebook.editions import Edition
from coursebook.exporters import exporter
from coursebook.model import Choice, Course, Module, Objective, Option, Question, Share
from coursebook.reader import read
from tests.conftest import AS_OF, COURSE
from tests.tools.pdf import page_texts

REPOSITORY = COURSE.parents[1]
ENGINE = REPOSITORY / "coursebook"
PROBLEMS = Path(__file__).parent / "problems"
LESSON = "modules/t02-short-visit/index.md"
Capture = pytest.CaptureFixture[str]


def change(root: Path, name: str, *pairs: tuple[str, str]) -> None:
    text = (root / name).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    (root / name).write_text(text, encoding="utf-8")


def checked(root: Path, capsys: Capture) -> list[str]:
    """Codes that `check` prints for the English course, in order."""
    path = root / "curriculum/test-library.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("[en, ar]", "[en]"), encoding="utf-8")
    capsys.readouterr()
    main(["check", "--as-of", AS_OF], root=root)
    return re.findall(r": ([A-Z]\d{3}) ", capsys.readouterr().out)


# --- the table of codes ----------------------------------------------------------------------


def test_every_code_of_the_engine_stands_in_the_table_and_no_other() -> None:
    sources = (path.read_text(encoding="utf-8") for path in ENGINE.rglob("*.py"))
    assert {code for text in sources for code in re.findall(r'"([A-Z]\d{3})"', text)} \
        == table().codes.keys() | {f"S10{n}" for n in range(1, 9)}  # fmt: skip


def test_every_code_belongs_to_a_family_and_says_what_to_do() -> None:
    for code in table().codes.values():
        assert code.code[0] in table().families
        assert code.severity in ("error", "warning", "note")
        assert code.meaning.endswith(".")
        assert code.remedy.endswith((".", "`."))


def test_the_example_of_a_code_is_what_check_really_prints() -> None:
    for code in table().codes.values():
        printed = "".join(path.read_text(encoding="utf-8")
                          for path in PROBLEMS.glob(f"{code.code}*/expected.txt"))  # fmt: skip
        if printed:
            assert f": {code.code} {code.example}\n" in printed


def test_a_problem_weighs_what_the_table_says() -> None:
    for path in sorted(PROBLEMS.glob("*/expected.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            code, kind = re.search(r": ([A-Z]\d{3}) (?:(note|warning): )?", line).groups()
            if code != "K301":  # an error in `check`, a warning in a build
                assert (kind or "error") == table().codes[code].severity


def test_the_page_of_problems_is_that_of_the_table() -> None:
    page = (REPOSITORY / "docs/problems.md").read_text(encoding="utf-8")
    assert page == codes_page(), "Run 'python build_course.py sync'."


def test_no_source_file_is_read_twice_in_a_run(
    course_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_before: list[str] = []
    plain = Path.read_bytes

    def counted(path: Path) -> bytes:
        if path.is_relative_to(course_root) and ".coursebook" not in path.parts:
            read_before.append(path.relative_to(course_root).as_posix())
        return plain(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    prepare(Order(course_root, course_root / "dist", AS_OF))
    assert "curriculum/facts.yml" in read_before
    assert sorted(set(read_before)) == sorted(read_before)


# --- waivers ---------------------------------------------------------------------------------

LESS_ACTIVE = (("teaching: 4, activity: 6", "teaching: 8, activity: 2"),
               (":minutes: 4", ":minutes: 8"), (":minutes: 6", ":minutes: 2"))  # fmt: skip
WAIVER = 'waivers:\n  - {code: M103, reason: It is a walk., date: "2026-11-20"}\nlicence:'


def test_a_waiver_silences_its_rule(course_root: Path, capsys: Capture) -> None:
    change(course_root, LESSON, *LESS_ACTIVE)
    assert checked(course_root, capsys) == ["M103"]
    change(course_root, LESSON, ("licence:", WAIVER))
    assert checked(course_root, capsys) == []


def test_a_waiver_of_another_module_silences_nothing_here(
    course_root: Path, capsys: Capture
) -> None:
    change(course_root, LESSON, *LESS_ACTIVE)
    change(course_root, "modules/t01-late-returns/index.md", ("licence:", WAIVER))
    assert checked(course_root, capsys) == ["W101", "M103"]


# --- reviews ---------------------------------------------------------------------------------


def reviewed(root: Path, *words: str) -> int:
    return main(["reviewed", "t02-short-visit", *words, "--date", "2026-11-22"], root=root)


@pytest.fixture
def listed(course_root: Path) -> Path:
    """A course with the checklists of the project."""
    lists = (REPOSITORY / "curriculum/checklists.yml").read_text(encoding="utf-8")
    (course_root / "curriculum/checklists.yml").write_text(lists, encoding="utf-8")
    return course_root


def test_recording_a_review_changes_only_its_entry(listed: Path, capsys: Capture) -> None:
    before = (listed / LESSON).read_text(encoding="utf-8")
    assert reviewed(listed, "facts", "--role", "second reader") == 0
    after = (listed / LESSON).read_text(encoding="utf-8")
    entry = re.compile(r'reviews:\n  - \{kind: internal, checklist: facts, role: second reader, '
                       r'date: "2026-11-22", outcome: pass, hash: "[0-9a-f]{16}"\}\n')  # fmt: skip
    assert entry.sub("reviews: []\n", after) == before
    assert checked(listed, capsys) == []


def test_recording_it_again_replaces_the_entry(listed: Path) -> None:
    reviewed(listed, "facts")
    reviewed(listed, "facts")
    assert (listed / LESSON).read_text(encoding="utf-8").count("checklist: facts") == 1


def test_internal_reading_gives_alpha_at_most(listed: Path, capsys: Capture) -> None:
    every = table_of_checklists(listed)
    assert "facts" in every
    reviewed(listed, *every)
    capsys.readouterr()
    reviewed(listed)
    assert capsys.readouterr().out.startswith("t02-short-visit alpha ")


def table_of_checklists(root: Path) -> list[str]:
    course = read(root, "test-library", "en", AS_OF).course
    assert course
    return list(course.standards.checklists)


def test_external_reading_gives_beta_and_two_pilots_with_a_cut_score_stable(
    listed: Path, capsys: Capture
) -> None:
    external = ("--kind", "external")
    reviewed(listed, "subject", "rights", "do-no-harm", "language", "pilot", *external)
    capsys.readouterr()
    reviewed(listed)
    assert capsys.readouterr().out.startswith("t02-short-visit beta ")
    reviewed(listed, "pilot", "cut-score", *external, "--role", "another region")
    capsys.readouterr()
    reviewed(listed)
    assert capsys.readouterr().out.startswith("t02-short-visit stable ")


@pytest.mark.parametrize(("name", "stale"), [
    (LESSON, True), ("exercises/t02-short-visit/quiz.yml", True),
    ("modules/t02-short-visit/i18n/ar.po", False), ("curriculum/glossary.yml", False),
])  # fmt: skip
def test_a_change_of_what_was_read_makes_a_review_stale(
    name: str, stale: bool, listed: Path, capsys: Capture
) -> None:
    reviewed(listed, "facts")
    path = listed / name
    path.write_text(path.read_text(encoding="utf-8") + "\n# \n" * name.endswith("yml") + "\n",
                    encoding="utf-8")  # fmt: skip
    assert checked(listed, capsys) == (["V102"] if stale else [])
    built = main(["build", "--strict", "--format", "json", "--as-of", AS_OF], root=listed)
    assert built == (1 if stale else 0)


def test_a_release_number_and_line_ends_make_no_review_stale(
    listed: Path, capsys: Capture
) -> None:
    reviewed(listed, "facts")
    change(listed, LESSON, ("version: 0.1.0", "version: 0.2.0"))
    data = (listed / LESSON).read_bytes().replace(b"\n", b"\r\n")
    (listed / LESSON).write_bytes(data)
    assert checked(listed, capsys) == []


def test_an_unknown_checklist_is_not_recorded(listed: Path, capsys: Capture) -> None:
    before = (listed / LESSON).read_bytes()
    assert reviewed(listed, "fact") == 2
    assert "Did you mean 'facts'?" in capsys.readouterr().err
    assert (listed / LESSON).read_bytes() == before


# --- coverage --------------------------------------------------------------------------------


def test_coverage_names_where_an_objective_is_taught_practised_and_checked(
    course: Course,
) -> None:
    rows = {row.objective: row for row in module_coverage(course.module("t01-late-returns"))}
    row = rows["T01.2"]
    assert row.practised == ("t01-predict", "t01-count")
    assert row.checked == ("t01-predict", "t01-check")
    assert rows["T01.1"].taught == ("t01-work",)
    assert row.items_x == ("t01-q1", "t01-q4")
    assert row.items_y == ("t01-y1", "t01-y4")
    assert not row.rubric


def test_a_planned_module_covers_nothing_and_is_no_fault(course: Course) -> None:
    assert {row.module for row in coverage(course)} == {"t01-late-returns", "t02-short-visit"}
    only = replace(course.outcomes[0], id="CO-T3", modules=("t03",))
    line = replace(course.outline[2], outcomes=("CO-T2", "CO-T3"))
    planned = replace(course, outcomes=(*course.outcomes, only),
                      outline=(*course.outline[:2], line))  # fmt: skip
    assert check_course(planned) == check_course(course) == []


def test_an_objective_that_names_its_outcome_serves_no_other(course: Course) -> None:
    first, *others = course.modules
    named = replace(first.objectives[0], outcomes=("CO-T2",))
    module = replace(first, objectives=(named, *first.objectives[1:]))
    found = coverage(replace(course, modules=(module, *others)))
    assert [r.outcome for r in found if r.objective == "T01.1"] == ["CO-T2"]
    assert [r.outcome for r in found if r.objective == "T01.2"] == ["CO-T1", "CO-T2"]


def test_an_objective_with_a_rubric_needs_no_question(course: Course) -> None:
    def codes(objective: Objective) -> list[str]:
        module = course.modules[1]
        changed = replace(module, objectives=(*module.objectives, objective))
        found = check_course(replace(course, modules=(course.modules[0], changed)))
        return [problem.code for problem in found]

    bare = Objective("T02.2", "Plan one walk", "plan", "C")
    assert codes(bare) == ["G105", "Q207"]
    assert codes(replace(bare, assessed_by="rubric")) == ["G105"]


def test_the_mix_of_bloom_codes_is_counted(course: Course) -> None:
    standards = replace(course.standards, mix=(Share(("U",), most=30), Share(("P",), least=50)))
    shares = bloom_mix(replace(course, standards=standards))
    assert [(share.objectives, share.whole, share.kept) for share in shares] \
        == [(1, 3, False), (2, 3, True)]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_guide_ends_with_a_page_of_coverage(
    language: str, edition: Callable[..., Edition]
) -> None:
    one = edition(language, audience="facilitator", medium="print")
    files = exporter("facilitator")(one)
    html = files["t01-late-returns/index.html"].decode()
    assert f'<a href="#t01-coverage">{one.words["print.coverage"]}</a>' in html
    assert "<td>t01-q1<br />t01-q4</td>" in html
    assert one.words["print.coverage.practised.mark"] in html
    last = page_texts(files["t01-late-returns.pdf"])[-1]
    assert {"t01-y4", "4y01-t"} & set(last.split())  # a PDF may keep an Arabic line in its order


# --- banks: how seldom is seldom -------------------------------------------------------------


def bank(course: Course, rights: list[int], options: int = 4) -> Course:
    """The course with one module: a question for each place of its right option."""

    def questions() -> Iterator[Question]:
        for number, right in enumerate(rights):
            texts = tuple(Option(f"Answer {n}", n == right, "No.") for n in range(options))
            yield replace(course.modules[0].questions_of("X")[0], id=f"t02-n{number}", scored=True,
                          stem=f"Stem {number}", answer=Choice(texts, shuffle=False))  # fmt: skip

    module: Module = replace(course.modules[1], questions=tuple(questions()))
    return replace(course, modules=(module,))


@pytest.mark.parametrize(("rights", "told"), [
    ([0, 0, 0], False),  # of three, chance does it once in 16
    ([0, 0, 0, 1], False),
    ([0, 0, 0, 0], True),
    ([0, 1, 2, 3] * 3, False),
    ([0] * 7 + [1, 2, 3, 1, 2], False),
    ([0] * 8 + [1, 2, 3, 1], True),
])  # fmt: skip
def test_places_are_judged_only_where_chance_would_not_do_it(
    rights: list[int], told: bool, course: Course
) -> None:
    assert bool(list(banks.key_places(bank(course, rights)))) is told


def test_two_options_need_more_questions_than_four(course: Course) -> None:
    assert not list(banks.key_places(bank(course, [0] * 5, options=2)))
    assert list(banks.key_places(bank(course, [0] * 6, options=2)))


# --- the real courses ------------------------------------------------------------------------


def test_the_real_courses_give_notes_at_most() -> None:
    plan = prepare(Order(REPOSITORY, REPOSITORY / "dist", AS_OF))
    assert plan.courses
    assert [str(problem) for problem in plan.problems if problem.severity != "note"] == []


def test_chance_is_that_of_dice_and_stands_large_courses() -> None:
    assert banks._chance(3, 3, 1 / 4) == pytest.approx(1 / 64)
    assert banks._chance(0, 5, 1 / 3) == pytest.approx(1)
    assert 0.4 < banks._chance(600, 2400, 1 / 4) < 0.6
