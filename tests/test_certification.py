"""Certification on observed performance: forms in; ranks, register, agreement and redo list out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from coursebook.certification import certify
from coursebook.certification.agreement import agreement
from coursebook.certification.forms import Forms, Score
from coursebook.certification.templates import templates
from coursebook.cli import main
from coursebook.model import Course
from coursebook.problems import ProblemsError
from tests.tools.pdf import page_texts, ua1_faults

HEADS = (
    "trainer,name,language,attended,sessions,gate,test,deliveries,observed,returned,note,consent"
)
ROLL = f"""{HEADS}
tr1,Ana Desk,en,10,10,yes,2,2,yes,yes,yes,yes
tr2,Bo Shelf,ar,8,10,yes,2,0,no,no,no,yes
tr3,Cy Card,en,10,10,yes,2,0,no,no,no,no
tr4,Di Lamp,en,7,10,yes,2,0,no,no,no,yes
"""
ASSESSORS = "assessor,name\nas1,First\nas2,Second\n"
SCORES = """trainer,assessor,round,aim,care
tr1,as1,1,1,1
tr1,as1,2,3,4
tr1,as2,2,3,3
tr2,as1,2,4,2
tr3,as1,2,2,3
tr3,as2,2,4,4
"""
Lay = Callable[..., Path]


def hand_in(folder: Path, **tables: str) -> Path:
    """A folder of forms; a table that is not named is the usual one."""
    usual = {"trainers": ROLL, "assessors": ASSESSORS, "scores": SCORES}
    folder.mkdir(exist_ok=True)
    for name, text in (usual | tables).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def lines(files: Mapping[str, bytes], name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(files[name].decode("utf-8-sig"))))


def faults(course: Course, folder: Path) -> list[str]:
    """What is told, without the folder."""
    with pytest.raises(ProblemsError) as caught:
        certify(course, [folder])
    return [str(p).replace(f"{folder.as_posix()}/", "") for p in caught.value.problems]


def test_a_rank_needs_all_that_the_ranks_before_it_need(course: Course, tmp_path: Path) -> None:
    results = lines(certify(course, [hand_in(tmp_path)]), "results.csv")
    assert results[1:] == [
        ["tr1", "Ana Desk", "Keeper", "3.25", "", ""],
        ["tr2", "Bo Shelf", "Completed", "3.00", "Helper at the desk", "the observed performance"],
        ["tr3", "Cy Card", "Helper at the desk", "3.25", "Keeper",
         ("two deliveries in 180 days; one delivery observed; learners' data returned;"
         " a reflective note")],
        ["tr4", "Di Lamp", "", "", "Completed", "attendance"],
    ]  # fmt: skip


def test_the_public_register_names_who_agreed_and_holds_a_listed_rank(
    course: Course, tmp_path: Path
) -> None:
    register = lines(certify(course, [hand_in(tmp_path)]), "register.csv")
    assert register == [["Name", "Language", "Rank", "Valid until"],
                        ["Ana Desk", "en", "Keeper", "2028-11-23"]]  # fmt: skip


def test_a_starred_criterion_under_three_is_shown_again_and_a_wide_gap_is_talked_over(
    course: Course, tmp_path: Path
) -> None:
    redo = lines(certify(course, [hand_in(tmp_path)]), "redo.csv")
    assert redo[1:] == [
        ["tr2", "Bo Shelf", "Care for readers", "2.00", "Show again"],
        ["tr3", "Cy Card", "Aim", "3.00", "Assessors talk first"],
    ]


def test_a_redo_in_a_later_round_takes_the_place_of_the_round_before(
    course: Course, tmp_path: Path
) -> None:
    folder = hand_in(tmp_path, scores=SCORES + "tr2,as2,3,4,3\n")
    results = lines(certify(course, [folder]), "results.csv")
    assert results[2][2:4] == ["Helper at the desk", "3.50"]


def test_agreement_equals_an_example_computed_by_hand(course: Course) -> None:
    """Four units, two assessors: (1,1) (2,2) (3,4) (4,4).

    Counts of values: 1 two times, 2 two, 3 one, 4 three; n = 8. The ordinal distance of two values
    is the square of the counts from one to the other, less half of both ends: d(3,4) =
    (1+3-2)^2 = 4, d(1,2) = (2+2-2)^2 = 4, d(1,3) = (2+2+1-1.5)^2 = 12.25,
    d(1,4) = (2+2+1+3-2.5)^2 = 30.25, d(2,3) = (2+1-1.5)^2 = 2.25, d(2,4) = (2+1+3-2.5)^2 = 12.25.
    Observed: one unit differs, 2*4/8 = 1. Expected: 2/(8*7) times the sum over pairs of values of
    n1*n2*d = 4*4 + 2*12.25 + 6*30.25 + 2*2.25 + 6*12.25 + 3*4 = 312, that is 11.142857.
    alpha = 1 - 1/11.142857 = 0.910256 (Krippendorff 2011).
    """
    pairs = [(1, 1), (2, 2), (3, 4), (4, 4)]
    scores = tuple(
        Score(f"tr{unit // 2}", f"as{person}", 2, {"aim": pairs[unit][person],
                                                   "care": pairs[unit + 1][person]})
        for unit in (0, 2) for person in (0, 1)
    )  # fmt: skip
    found = agreement(course, Forms((), scores))
    assert (found.performances, found.pairs, found.exact, found.within_one) == (2, 4, 3, 4)
    assert found.alpha == pytest.approx(0.910256, abs=1e-6)


def test_nothing_is_said_of_agreement_where_nobody_judged_together(course: Course) -> None:
    found = agreement(course, Forms((), (Score("tr1", "as1", 2, {"aim": 3, "care": 3}),)))
    assert (found.pairs, found.alpha) == (0, None)


def test_the_report_is_marked_as_personal_data_and_tells_agreement(
    course: Course, tmp_path: Path
) -> None:
    pdf = certify(course, [hand_in(tmp_path)])["report.pdf"]
    assert ua1_faults(pdf) == []
    text = " ".join(" ".join(page_texts(pdf)).split())
    assert "Personal data: not for publication" in text
    assert "2 performances were judged by two assessors or more, which gives 4 pairs" in text
    assert "1 pairs are equal, 3 of 4 lie within one level" in text
    assert "Krippendorff's alpha for ordinal data" in text


def test_bad_forms_get_one_clear_line_each(course: Course, tmp_path: Path) -> None:
    folder = hand_in(
        tmp_path,
        trainers=ROLL.replace("yes,2,2", "perhaps,2,2").replace("8,10", "12,10"),
        assessors=ASSESSORS + "as1,Third\n",
        scores="trainer,assessor,round,aim,care\ntr1,as1,2,7,4\ntr9,as1,2,3,3\ntr2,as1,2,3,\n"
        "tr1,as1,2,3,3\n",
    )
    assert faults(course, folder) == [
        ("assessors.csv:4: Z103 Two assessors have the id 'as1'; the first stands at line 2."
        " Give each person an id of its own."),
        "scores.csv:2: Z104 'aim' cannot be '7'. Write a level from 1 to 4.",
        "scores.csv:3: Z105 Unknown trainer 'tr9'. Did you mean 'tr4'?",
        ("scores.csv:4: Z106 There is no level for 'care', which is starred. Ask the assessor"
        " for it."),
        ("scores.csv:5: Z107 'as1' scores 'tr1' twice in round 2; the first stands at line 2."
        " Keep one of the two, or correct the assessor."),
        "trainers.csv:2: Z108 'gate' cannot be 'perhaps'. Write yes or no.",
        "trainers.csv:3: Z108 'attended' is more than 'sessions'. Correct one of them.",
    ]


def test_a_missing_starred_column_and_an_unknown_one_are_told(
    course: Course, tmp_path: Path
) -> None:
    folder = hand_in(tmp_path, scores="trainer,assessor,round,aim,car\ntr1,as1,2,3,3\n")
    assert faults(course, folder) == [
        "scores.csv:2: Z102 The table has an unknown column 'car'. Did you mean 'care'?",
        ("scores.csv:2: Z102 The table has no column 'care' (starred). Add it: trainer, assessor,"
        " round, aim, care."),
    ]


@pytest.mark.parametrize("name, text, told", [
    ("marks.csv", "a,b\n1,2\n", "'marks' is no table of a round. Known: assessors, scores,"),
    ("scores-b.csv", b"\xff\xfe\xff", "The file cannot be read as a table."),
    ("scores-b.xlsx", b"no workbook", "The file cannot be read as a table."),
    ("scores-b.yml", "scores: [", "The file cannot be read as YAML."),
])  # fmt: skip
def test_a_file_that_is_no_form_is_one_line(
    name: str, text: str | bytes, told: str, course: Course, tmp_path: Path
) -> None:
    folder = hand_in(tmp_path)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    (line,) = faults(course, folder)
    assert line.startswith(f"{name}:")
    assert f"Z101 {told}" in line


def test_a_workbook_a_yaml_file_and_a_table_of_excel_say_the_same_as_csv(
    course: Course, tmp_path: Path
) -> None:
    expected = certify(course, [hand_in(tmp_path / "csv")])["results.csv"]
    book = Workbook()
    for title, text in (("trainers", ROLL), ("assessors", ASSESSORS), ("scores", SCORES)):
        sheet = book.create_sheet(title)
        for row in csv.reader(io.StringIO(text)):
            sheet.append([int(cell) if cell.isdecimal() else cell for cell in row])
    book.remove(book.worksheets[0])
    book.save(tmp_path / "round.xlsx")
    assert certify(course, [tmp_path / "round.xlsx"])["results.csv"] == expected

    semicolons = {name: text.replace(",", ";") for name, text in
                  (("trainers", ROLL), ("assessors", ASSESSORS), ("scores", SCORES))}  # fmt: skip
    assert certify(course, [hand_in(tmp_path / "de", **semicolons)])["results.csv"] == expected

    rows = csv.DictReader(io.StringIO(SCORES))
    inside = "\n".join("  - {" + ", ".join(f"{k}: {v}" for k, v in row.items()) + "}"
                       for row in rows)  # fmt: skip
    mixed = hand_in(tmp_path / "mixed")
    (mixed / "scores.csv").unlink()
    (mixed / "round.yml").write_text(f"scores:\n{inside}\n", encoding="utf-8")
    assert certify(course, [mixed])["results.csv"] == expected


def test_empty_forms_hold_a_column_for_each_criterion(course: Course) -> None:
    files = templates(course)
    book = load_workbook(io.BytesIO(files["forms.xlsx"]))
    assert book.sheetnames == ["trainers", "assessors", "scores"]
    heads = [cell.value for cell in book["scores"][1]]
    assert heads == ["trainer", "assessor", "round", "segment", "aim", "care", "comment"]
    assert files["scores.csv"].decode("utf-8-sig").strip() == ",".join(map(str, heads))


def test_empty_forms_never_replace_filled_ones(
    course_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["certify"], root=course_root) == 0
    forms = course_root / "certification/forms"
    assert {path.name for path in forms.iterdir()} == {"forms.xlsx", "trainers.csv",
                                                       "assessors.csv", "scores.csv"}  # fmt: skip
    (forms / "trainers.csv").write_text("filled by hand", encoding="utf-8")
    assert main(["certify"], root=course_root) == 2
    assert "may be filled" in capsys.readouterr().err
    assert (forms / "trainers.csv").read_text(encoding="utf-8") == "filled by hand"


def test_an_empty_workbook_beside_filled_tables_does_no_harm(course_root: Path) -> None:
    assert main(["certify"], root=course_root) == 0
    folder = hand_in(course_root / "certification/forms")
    assert main(["certify", str(folder)], root=course_root) == 0
    assert (course_root / "certification/register.csv").is_file()
    assert main(["certify", str(folder)], root=course_root) == 0  # as often as one likes


def test_the_command_writes_papers_and_never_into_what_is_published(
    course_root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = hand_in(tmp_path / "forms")
    assert main(["certify", str(folder), "--as-of", "2026-11-23"], root=course_root) == 0
    out = course_root / "certification"
    assert {path.name for path in out.iterdir()} == {"register.csv", "results.csv", "redo.csv",
                                                     "report.pdf"}  # fmt: skip
    assert main(["certify", str(folder), "--out", "dist/x"], root=course_root) == 2
    assert "never inside dist/" in capsys.readouterr().err
    (folder / "scores.csv").write_text("trainer\ntr1\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in out.iterdir()}
    assert main(["certify", str(folder)], root=course_root) == 1
    assert {path: path.read_bytes() for path in out.iterdir()} == before
