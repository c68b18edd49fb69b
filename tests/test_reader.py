"""What the reader makes of tests/course."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coursebook.model import Course, FillIn, Note, Numeric, Part, Performance, Section, Text
from coursebook.reader import Reading, course_languages, course_slugs, notebooks, read
from coursebook.reader.blocks import parts
from coursebook.reader.sources import Sources
from coursebook.reader.translations import translatable
from tests.conftest import AS_OF, LAB, SLUG, settle


def section(course: Course, id_: str) -> Section:
    found = (s for m in course.modules for s in (*m.sections, *m.lab, *m.guide) if s.id == id_)
    return next(found)


def test_the_course_is_read_without_a_problem(read_course: Callable[..., Reading]) -> None:
    assert read_course("en").problems == ()
    assert read_course("ar").problems == ()


def test_modules_stand_in_the_order_of_the_course_file_and_planned_ones_are_left_out(
    course: Course,
) -> None:
    assert [m.slug for m in course.modules] == ["t01-late-returns", "t02-short-visit"]
    assert [line.slug for line in course.outline][-1] == "t03-reading-room"


def test_a_section_bears_its_label_its_title_and_its_place(course: Course) -> None:
    why = course.modules[0].sections[0]
    assert (why.id, why.title) == ("t01-why", "A flag is not a late book")
    assert (why.place.path, why.place.line) == ("modules/t01-late-returns/index.md", 36)


def test_a_part_bears_its_tags(course: Course) -> None:
    (part,) = (b for b in section(course, "t01-count").blocks if isinstance(b, Part))
    assert (part.depth, part.minutes, part.activity) == ("express", 8, True)
    assert (part.checks, part.label) == (("T01.2",), "t01-express")
    inner = list(parts(section(course, "t01-work").blocks))[1:]
    assert [(p.media, p.regions, p.audience) for p in inner] == [
        (("web",), (), None), (("print",), (), None), ((), ("africa", "mena"), None),
        ((), ("europe",), None), ((), (), "participant"), ((), (), "facilitator"),
    ]  # fmt: skip


def test_all_six_kinds_of_facilitator_notes_are_kept_apart_from_the_text(course: Course) -> None:
    def kinds(blocks: tuple[object, ...]) -> set[str]:
        found = {block.kind for block in blocks if isinstance(block, Note)}
        return found.union(*(kinds(b.blocks) for b in blocks if isinstance(b, Part)))

    lesson = course.modules[0].sections
    assert set().union(*(kinds(s.blocks) for s in lesson)) == {
        "run-sheet", "pushback", "sensitive", "rescue", "answers", "return",
    }  # fmt: skip


def test_a_reused_part_brings_its_text_but_neither_minutes_nor_notes(course: Course) -> None:
    reused = section(course, "t02-count").blocks[0]
    assert isinstance(reused, Part)
    assert (reused.reuses, reused.minutes, reused.checks) == ("t01-express", 0, ())
    assert all(isinstance(block, Text) for block in reused.blocks)
    assert "On a quiet day" in reused.blocks[0].source  # type: ignore[union-attr]


def test_every_type_of_question_is_read(course: Course) -> None:
    bank = {q.id: q for module in course.modules for q in module.questions}
    assert {q.answer.type for q in bank.values()} == {
        "choice", "true-false", "numeric", "sequencing", "matching", "fill-in", "likert",
        "long-fill-in", "performance",
    }  # fmt: skip
    assert bank["t01-q4"].answer == Numeric(
        40, 0, "books", bank["t01-q4"].answer.wrong  # type: ignore[union-attr]
    )
    gaps = bank["t01-q7"].answer
    assert isinstance(gaps, FillIn)
    assert [(g.id, g.answers, g.options) for g in gaps.gaps] == [
        ("verb", ("must",), ("may", "must")), ("days", ("21", "twenty-one"), ()),
    ]  # fmt: skip
    assert (bank["t01-q4"].weight, bank["t01-q2"].attempts) == (2, 2)
    form = bank["t02-q2"].answer
    assert isinstance(form, Performance)
    assert [[field.id for field in row] for row in form.rows] == [
        ["device", "day"], ["books", "late"], ["clerk"],
    ]  # fmt: skip
    assert [field.id for field, spot in form.ordered() if spot.correct] == ["books", "late"]
    assert form.multiple and bank["t02-q2"].confidence and not bank["t01-q7"].confidence


def test_a_bank_may_ask_for_confidence_in_all_its_scored_questions(
    tmp_path: Path, lay: Callable[..., Path]
) -> None:
    root = lay(tmp_path / "course")
    quiz = root / "exercises/t01-late-returns/quiz.yml"
    text = quiz.read_text("utf-8").replace("stem: A flag", "confidence: false\n    stem: A flag")
    quiz.write_text(f"confidence: true\n{text}", "utf-8")
    found = read(root, "test-library", "en", AS_OF)
    assert found.course and not found.problems
    asked = {q.id for q in found.course.modules[0].questions_of("X") if q.confidence}
    assert asked == {f"t01-q{n}" for n in (1, 2, 4, 5, 6, 7)}


def test_the_quiz_is_the_scored_questions_of_a_form(course: Course) -> None:
    module = course.modules[0]
    assert [q.id for q in module.quiz()] == [f"t01-q{n}" for n in range(1, 8)]
    assert [q.id for q in module.quiz("Y")] == [f"t01-y{n}" for n in range(1, 8)]


def test_a_notebook_becomes_sections_with_computed_tables(course: Course) -> None:
    (lab,) = course.modules[0].lab
    assert lab.id == "t01-lab-days"
    text = "\n".join(block.source for block in lab.blocks if isinstance(block, Text))
    assert "| 10 | 40 |" in text
    assert "import" not in text
    assert [b.kind for b in lab.blocks if isinstance(b, Note)] == ["answers"]


def test_a_text_under_the_title_of_a_notebook_is_a_page_of_its_own(
    course_root: Path, executed_lab: str
) -> None:
    assert "# Lab: count the flags" in executed_lab
    changed = executed_lab.replace("# Lab: count the flags", "# Lab: count\\n\\nFor staff.")
    settle(course_root, changed)
    found = read(course_root, SLUG, "en", AS_OF).course
    assert found
    assert [(s.id, s.title) for s in found.modules[0].lab] == [
        ("t01-lab", "Lab: count"), ("t01-lab-days", "Five days at the door"),
    ]  # fmt: skip


def test_a_build_beside_another_runs_its_notebooks_all_the_same(
    course_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = course_root / "exercises/simulations/returns/model.py"
    model.write_text(model.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    run, folders = notebooks._run, list[Path]()

    def disturbed(sources: Sources, missing: list[str], folder: Path) -> None:
        folders.append(folder)
        if len(folders) == 1:
            raise KeyError("Cache record not found")
        run(sources, missing, folder)

    monkeypatch.setattr(notebooks, "_run", disturbed)
    assert not [p for p in read(course_root, SLUG, "en", AS_OF).problems if p.code == "N102"]
    assert len(folders) == 2 and folders[0] != folders[1]


def test_a_notebook_is_run_again_when_what_it_reads_has_changed(course_root: Path) -> None:
    sources = Sources(course_root)
    before = notebooks._result(sources, LAB)
    assert before.is_file()
    model = course_root / "exercises/simulations/returns/model.py"
    model.write_text(model.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert notebooks._result(Sources(sources.root), LAB) != before


def test_a_simulation_has_rows_for_every_preset(course: Course) -> None:
    (row,) = course.simulations["S9"].rows["quiet"]
    assert row == {"books": 1000, "late": 10, "flagged": 39.7, "hits": 10}


def test_registers_are_in_the_language_of_the_course(read_course: Callable[..., Reading]) -> None:
    arabic, english = read_course("ar").course, read_course("en").course
    assert arabic and english
    assert arabic.terms["late-return"].name == "إرجاع متأخر"
    assert arabic.terms["late-return"].definition == "كتاب يعود بعد يومه الأخير."
    assert english.terms["late-return"].name == "late return"
    assert english.sources["testscanner2025"].label == "Late et al. 2025"
    assert english.sources["testlibrary2024"].label == "Reader and Shelf 2024"
    assert english.sources["testscanner2025"].url == "https://doi.org/10.0000/test"


def test_a_catalogue_translates_titles_text_notes_and_questions_and_keeps_ids(
    read_course: Callable[..., Reading],
) -> None:
    arabic, english = read_course("ar").course, read_course("en").course
    assert arabic and english
    first, source = arabic.modules[0], english.modules[0]
    assert first.title == "ماسح يُنبّه إلى الكتب المتأخرة"
    assert [s.id for s in first.sections] == [s.id for s in source.sections]
    assert [q.id for q in first.questions] == [q.id for q in source.questions]
    assert first.questions[0].stem.startswith("من كل عشرة")
    assert first.handouts[0].title == "ورقة العدّ"
    assert first.objectives[1].verb == "calculate"
    latin = [s.title for m in arabic.modules for s in (*m.sections, *m.lab, *m.guide)
             if s.title.isascii()]  # fmt: skip
    assert latin == []


def test_text_without_translation_stays_in_english(course_root: Path) -> None:
    (course_root / "modules/t02-short-visit/i18n/ar.po").unlink()
    found = read(course_root, SLUG, "ar", AS_OF).course
    assert found and found.modules[1].title == "A short visit"


def test_a_fuzzy_message_is_not_used(course_root: Path) -> None:
    path = course_root / "modules/t02-short-visit/i18n/ar.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgid "A short visit"', '#, fuzzy\nmsgid "A short visit"'),
                    encoding="utf-8")  # fmt: skip
    found = read(course_root, SLUG, "ar", AS_OF).course
    assert found and found.modules[1].title == "A short visit"


def test_messages_are_the_blocks_of_a_text_and_nothing_gets_lost() -> None:
    text = "[a]: https://example.org\n\nOne.\nTwo.\n\n- x\n- y\n\n```{note}\nz\n```"
    assert "\n\n".join(translatable(text)) == text
    assert len(list(translatable(text))) == 3


def test_line_ends_of_windows_and_a_byte_order_mark_change_nothing(
    course_root: Path, course: Course
) -> None:
    for path in course_root.rglob("*"):
        if path.suffix in (".md", ".yml"):
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    shutil.rmtree(course_root / ".coursebook")
    (course_root / LAB).unlink()
    reading = read(course_root, SLUG, "en", AS_OF)
    assert reading.problems == ()
    assert reading.course
    assert reading.course.modules[0].sections == course.modules[0].sections
    assert reading.course.modules[0].questions == course.modules[0].questions


def test_courses_are_the_yaml_files_that_list_modules(course_root: Path) -> None:
    assert course_slugs(course_root) == (SLUG,)
    assert course_languages(course_root, SLUG) == ("en", "ar")
    assert course_languages(course_root, "none") == ("en",)
