"""Tabletop exercises: what the brief says, what is printed, and who may read it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from coursebook.build import Order, build
from coursebook.checks import check_course
from coursebook.editions import Edition
from coursebook.exporters import EXPORTERS, exporter
from coursebook.files import Files
from coursebook.html.tabletops import with_numbers
from coursebook.model import Course, Effect, Kit, Tabletop
from coursebook.problems import ProblemsError
from coursebook.reader import read
from tests.conftest import AS_OF, COURSE
from tests.outputs import readable
from tests.planted import TABLETOP
from tests.test_outputs import squeezed
from tests.tools.pdf import missing_words, page_texts, ua1_faults

ROOT = COURSE.parents[1]
HOMES = {"tt-gateview-hearing": "ai-parliamentarians", "tt-careline": "pcve-train-the-trainer"}
PAPERS = ("situation-manual", "role-cards", "inject-cards", "evidence-pack", "evaluator-sheets",
          "controller-guide")  # fmt: skip
Make = Callable[..., Edition]


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Course]:
    """The real courses by the tabletop that they hold, without their modules."""
    root = tmp_path_factory.mktemp("real")
    for name in ("curriculum", "exercises"):
        shutil.copytree(ROOT / name, root / name)
    found = {}
    for name, slug in HOMES.items():
        reading = read(root, slug, "en", AS_OF)
        assert reading.course
        assert not [p for p in reading.problems if p.code.startswith("E")]
        found[name] = reading.course
    return found


@pytest.fixture(scope="module")
def kits(courses: dict[str, Course]) -> dict[str, Files]:
    """What the format makes of each real course."""
    return {name: exporter("tabletops")(Edition(course, "facilitator", "print"))
            for name, course in courses.items()}  # fmt: skip


def exercise(courses: dict[str, Course], name: str) -> Tabletop:
    return with_numbers(next(t for t in courses[name].kit.tabletops if t.id == name), "en")


def effects(tabletop: Tabletop, decision: str, way: str) -> dict[str, int]:
    made = tabletop.decision(decision)
    assert made
    chosen = next(one for one in made.ways if one.id == way)
    return {effect.meter: effect.change for effect in chosen.effects}


# --- what the brief says ------------------------------------------------------------------------


def test_the_figures_of_the_hearing_come_from_the_formula(courses: dict[str, Course]) -> None:
    numbers = next(iter(courses["tt-gateview-hearing"].kit.tabletops)).numbers
    for key, names, told in (("alerts_day", 2000, 120), ("alerts_grown", 40_000, 2353),
                             ("alerts_capped", 300, 18)):  # fmt: skip
        expected = 60_000 * (1 - (1 - 1e-6) ** names)
        assert numbers[key] == pytest.approx(expected)
        assert round(numbers[key]) == told
    assert numbers["alerts_pilot"] == 3596
    assert numbers["fee_per_confirmed"] == pytest.approx(3596 * numbers["fee"] / 7)


def test_no_figure_of_the_formula_is_typed_a_second_time() -> None:
    folder = ROOT / "exercises/tabletops/tt-gateview-hearing"
    typed = "".join(p.read_text("utf-8") for p in folder.iterdir() if p.suffix in (".yml", ".md"))
    for figure in ("2,353", "2353", "3,596", "3596", "about 120", "about 18 ", "60,000"):
        assert figure not in typed, figure


def test_the_texts_print_the_computed_figures(kits: dict[str, Files]) -> None:
    files = kits["tt-gateview-hearing"]
    assert missing_words(files["tt-gateview-hearing/evidence-pack.pdf"],
                         ["60,000", "2,000", "about 120", "3,596", "32,364"]) == []  # fmt: skip
    assert missing_words(files["tt-gateview-hearing/inject-cards.pdf"], ["2,353"]) == []
    assert missing_words(files["tt-gateview-hearing/controller-guide.pdf"], ["about 18"]) == []
    for name, data in files.items():
        assert "{{" not in readable(name, data), name


@pytest.mark.parametrize(("name", "times", "injects"), [
    ("tt-gateview-hearing", [0, 10, 30, 35, 40, 49, 55, 60, 62, 66, 71, 75, 90, 100], 5),
    ("tt-careline", [0, 10, 25, 40, 50, 60, 70, 80], 6),
])  # fmt: skip
def test_events_stand_at_the_minutes_of_the_brief(
    courses: dict[str, Course], name: str, times: list[int], injects: int
) -> None:
    tabletop = exercise(courses, name)
    assert [event.at for event in tabletop.events] == times
    assert sum(event.kind == "inject" for event in tabletop.events) == injects
    last = tabletop.events[-1]
    assert last.at + last.minutes == tabletop.minutes


def test_decisions_move_the_meters_as_the_brief_says(courses: dict[str, Course]) -> None:
    hearing, line = exercise(courses, "tt-gateview-hearing"), exercise(courses, "tt-careline")
    assert effects(hearing, "d-a", "whole") == {"T": -2, "L": -1}
    assert effects(hearing, "d-b", "retest") == {"L": 2, "S": 0}
    assert effects(hearing, "d-c", "support") == {"S": 1, "R": -3, "L": -3}
    assert effects(hearing, "d-c", "conditions") == {"S": 1, "R": 1, "T": 2, "L": 2}
    assert effects(line, "d2", "export") == {"R": -4, "T": -3}
    assert effects(line, "d2", "verify") == {"S": 1, "L": 2}
    assert effects(line, "d3", "hold") == {"L": 2, "R": 1}
    missed = {event.id: event.missed_effects for event in hearing.events}
    assert missed["i4"] == (Effect("R", -2), Effect("T", -2))


def test_variants_have_the_minutes_and_events_of_the_brief(courses: dict[str, Course]) -> None:
    mini = exercise(courses, "tt-gateview-hearing").variants[0]
    drill = exercise(courses, "tt-careline").variants[0]
    assert (mini.minutes, drill.minutes) == (65, 25)
    assert [slot.event for slot in drill.slots if slot.event.startswith("i")] == ["i2", "i3"]
    told = exercise(courses, "tt-careline").timetable("drill")[-1].text
    assert "02:10" not in told  # the night message is not part of the drill


def test_the_person_in_the_night_message_is_reported_safe(courses: dict[str, Course]) -> None:
    line = exercise(courses, "tt-careline")
    assert "is safe" in line.events[-1].text
    assert line.role(line.safety.opt_out)


@pytest.mark.parametrize("name", HOMES)
def test_sentences_are_short_enough_to_be_read_aloud(
    courses: dict[str, Course], name: str
) -> None:
    tabletop = exercise(courses, name)
    texts = [tabletop.situation, tabletop.task, *(d.text for d in tabletop.evidence),
             *(event.text for event in tabletop.events)]  # fmt: skip
    sentences = [s for s in re.split(r"[.!?:|]\s|\n", " \n".join(texts)) if len(s.split()) > 2]
    assert sum(len(s.split()) for s in sentences) / len(sentences) <= 20


# --- paper --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOMES)
@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_of_the_real_exercises_is_pdf_ua(
    kits: dict[str, Files], name: str, paper: str
) -> None:
    assert ua1_faults(kits[name][f"{name}/{paper}.pdf"]) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_paper_is_pdf_ua_in_both_languages(edition: Make, language: str) -> None:
    files = exporter("tabletops")(edition(language, audience="facilitator", medium="print"))
    pdfs = [name for name in files if name.endswith(".pdf")]
    assert len(pdfs) == len(PAPERS)
    for name in pdfs:
        assert ua1_faults(files[name]) == [], name
        with pikepdf.open(BytesIO(files[name])) as pdf:
            assert str(pdf.Root.Lang) == language


@pytest.mark.parametrize("name", HOMES)
def test_the_master_list_stands_on_one_page(kits: dict[str, Files], name: str) -> None:
    with pikepdf.open(BytesIO(kits[name][f"{name}/controller-guide.pdf"])) as pdf:
        wide = [page for page in pdf.pages if page.mediabox[2] > page.mediabox[3]]
        assert len(wide) == 1


@pytest.mark.parametrize("name", HOMES)
def test_each_document_of_the_pack_has_its_own_page(
    kits: dict[str, Files], courses: dict[str, Course], name: str
) -> None:
    texts = page_texts(kits[name][f"{name}/evidence-pack.pdf"])
    documents = exercise(courses, name).evidence
    assert len(texts) == len(documents)
    for text, document in zip(texts, documents, strict=True):
        assert squeezed(document.title) in squeezed(text)
        assert "invented" in text


@pytest.mark.parametrize("name", HOMES)
def test_each_role_has_a_card_with_its_secrets(
    kits: dict[str, Files], courses: dict[str, Course], name: str
) -> None:
    cards = squeezed(" ".join(page_texts(kits[name][f"{name}/role-cards.pdf"])))
    for role in exercise(courses, name).roles:
        for text in (role.name, role.aim, role.worry, role.fact, role.task):
            assert squeezed(text) in cards, text


def test_a_card_that_holds_too_much_is_a_problem_with_its_place(edition: Make) -> None:
    whole = edition(audience="facilitator", medium="print")
    tabletop = whole.course.kit.tabletops[0]
    long = replace(tabletop.roles[1], worry="Far too much to say. " * 60)
    roles = (tabletop.roles[0], long, *tabletop.roles[2:])
    course = replace(whole.course, kit=Kit(tabletops=(replace(tabletop, roles=roles),)))
    with pytest.raises(ProblemsError) as caught:
        exporter("tabletops")(replace(whole, course=course))
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("X406", long.place.line)
    assert "'Reader'" in problem.message


# --- who reads what -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOMES)
def test_the_manual_tells_no_secret(
    kits: dict[str, Files], courses: dict[str, Course], name: str
) -> None:
    manual = squeezed(" ".join(page_texts(kits[name][f"{name}/situation-manual.pdf"])))
    tabletop = exercise(courses, name)
    secrets = [text for role in tabletop.roles for text in (role.aim, role.worry, role.fact)]
    secrets += [event.expected for event in tabletop.events]
    for event in tabletop.events:
        if event.kind == "inject":
            secrets += [event.title, event.text]
    secrets += [way.consequence for decision in tabletop.decisions for way in decision.ways]
    told = [text for text in secrets if len(squeezed(text)) > 8 and squeezed(text)[:40] in manual]
    assert told == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_planted_words_are_in_no_manual_and_in_the_papers_of_facilitators(
    edition: Make, language: str
) -> None:
    files = exporter("tabletops")(edition(language, audience="facilitator", medium="print"))
    assert "PLANTED" not in readable("x.pdf", files["tt-quiet-desk/situation-manual.pdf"])
    assert "PLANTED" not in readable("x.pdf", files["tt-quiet-desk/evidence-pack.pdf"])
    papers = "".join(squeezed(readable(name, data)) for name, data in files.items()
                     if name.endswith(".pdf"))  # fmt: skip
    kinds = [word.split("-")[1].casefold() for word in TABLETOP]  # a line may break a word
    assert [kind for kind in kinds if kind not in papers] == []
    # The screen may stand on a projector: it has no role's secret and no evaluator's line.
    screen = files["tt-quiet-desk/run.html"].decode()
    assert {word for word in TABLETOP if word in screen} == {
        "PLANTED-TTINJECT-4I", "PLANTED-TTEXPECT-5E", "PLANTED-TTAFTER-6A",
    }  # fmt: skip


def test_the_format_is_for_facilitators_only_and_data_of_participants_have_no_tabletop(
    edition: Make,
) -> None:
    assert EXPORTERS["tabletops"].audiences == ("facilitator",)
    data = exporter("json")(edition())["course.json"].decode()
    assert '"tabletops": []' in data
    assert not [word for word in TABLETOP if word in data]


# --- courses without a module ---------------------------------------------------------------------


def test_a_course_that_has_only_a_kit_is_checked_and_built(course_root: Path) -> None:
    for index in course_root.glob("modules/*/index.md"):
        index.unlink()
    reading = read(course_root, "test-library", "en", AS_OF)
    assert reading.course
    assert [p.code for p in (*reading.problems, *check_course(reading.course))] == []
    build(Order(course_root, course_root / "dist", AS_OF))
    made = {path.parts[-3] for path in (course_root / "dist").rglob("situation-manual.pdf")}
    assert made == {"tabletops"}
    front = (course_root / "dist/index.html").read_text("utf-8")
    assert "The quiet desk" in front
    assert "Package for a learning platform" not in front


def test_a_build_of_one_module_leaves_the_kit_alone(course_root: Path) -> None:
    with pytest.raises(ProblemsError, match="C105"):
        build(Order(course_root, course_root / "dist", AS_OF, formats=("tabletops",),
                    modules=("t02-short-visit",)))  # fmt: skip


# --- languages ------------------------------------------------------------------------------------


def test_every_text_of_the_small_tabletop_is_translated(edition: Make) -> None:
    course = edition("ar").course
    (tabletop,) = course.kit.tabletops
    assert tabletop.title == "المكتب الهادئ"
    assert tabletop.evidence[1].text.startswith("**القاعدة 1.**")
    assert "{{flags}}" in tabletop.timetable("short")[1].text
    assert "2,400" in with_numbers(tabletop, "ar").events[2].text
    latin = re.compile(r"[A-Za-z]{4,}")
    for role in tabletop.roles:
        for text in (role.name, role.line, role.aim, role.worry, role.fact, role.task):
            assert not latin.search(re.sub(r"PLANTED-\S+", "", text)), text


def test_a_lesson_shows_what_participants_may_read_of_a_tabletop(course: Course) -> None:
    host = Edition(course).host(course.modules[0])
    tabletop = course.kit.tabletops[0]
    shown = "".join(host.embed("tabletop", tabletop.id, {"part": part})
                    for part in ("situation", "roles", "evidence"))  # fmt: skip
    player = next(role for role in tabletop.roles if role.fact)
    inject = next(event for event in tabletop.events if event.kind == "inject")
    assert player.line in shown
    assert tabletop.evidence[0].title in shown
    assert "Exercise. The country, people, organisations and figures are invented." in shown
    for secret in (player.aim, player.worry, player.fact, inject.text, inject.expected):
        assert secret not in shown
