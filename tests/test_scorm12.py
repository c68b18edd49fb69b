"""The package on paper: manifest, names, sizes, and the reckoning of its state."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from coursebook.editions import Edition
from coursebook.exporters import exporter
from coursebook.html.manifest import Sco, manifest
from coursebook.html.question_player import PARTS
from coursebook.html.shell import player_script, style_sheet
from coursebook.model import (
    Answer,
    Choice,
    FillIn,
    Gap,
    Likert,
    Matching,
    Module,
    Numeric,
    Option,
    Question,
    Sequencing,
    Target,
    Text,
    TrueFalse,
)
from coursebook.packages import STATE_BUDGET, STYLES, Sheaf, answer_size, state_size
from coursebook.problems import ProblemsError
from tests.scorm_packages import A02, course, edition, package, packages
from tests.tools.html import link_faults
from tests.tools.packages import unpacked
from tests.tools.scorm_xml import manifest_faults, package_faults

KILO = 1024


def zips() -> dict[str, bytes]:
    """Every package of the real course for staff, and of the course for tests in both languages."""
    found = {f"real/{name}": data for name, data in packages("real", module="").items()}
    for name in ("en", "ar"):
        more = packages(name, "full", 60, "")  # type: ignore[arg-type]
        found |= {f"{name}/{file}": data for file, data in more.items()}
    return found


def config(data: bytes) -> dict[str, object]:
    """What the script of a package is given."""
    html = unpacked(data)["index.html"].decode()
    found = re.search(r'id="package-config">(.*?)</script>', html)
    assert found
    return dict(json.loads(found[1]))


def test_a_zip_for_each_module_and_one_for_the_course() -> None:
    slugs = [module.slug for module in course("real").modules]
    assert list(packages("real", module="")) == [*(f"{s}.zip" for s in slugs),
                                                 "ai-parliamentarians.zip"]  # fmt: skip
    assert list(packages("real")) == [f"{A02}.zip"]


def test_every_package_stands_before_the_schemas_and_the_measured_facts() -> None:
    assert {name: faults for name, data in zips().items() if (faults := package_faults(data))} == {}


def test_every_link_inside_a_package_leads_somewhere() -> None:
    dead = {name: link_faults(unpacked(data)) for name, data in zips().items()}
    assert {name: faults for name, faults in dead.items() if faults} == {}


def test_every_id_of_a_page_stands_once() -> None:
    for name, data in zips().items():
        html = re.sub(r"<script.*?</script>", "", unpacked(data)["index.html"].decode())
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert sorted(set(ids)) == sorted(ids), name


@pytest.mark.parametrize(
    ("name", "id_", "item", "mastery"),
    [("real/a02-learn-err-test.zip", "CBA02EN", "a02", None),
     ("real/ai-parliamentarians.zip", "CBAEN", "cba", None),
     ("ar/t01-late-returns.zip", "TST01AR", "t01", "60")],
)  # fmt: skip
def test_identifiers_are_those_of_the_source(
    name: str, id_: str, item: str, mastery: str | None
) -> None:
    text = unpacked(zips()[name])["imsmanifest.xml"].decode()
    assert f'identifier="{id_}"' in text
    assert f'<item identifier="{item}" identifierref="SCO">' in text
    found = re.search("<adlcp:masteryscore>(.*)</adlcp:masteryscore>", text)
    assert (found and found[1]) == mastery


def test_members_are_never_judged_by_a_score() -> None:
    data = package("real", "completion", 60)
    assert b"masteryscore" not in unpacked(data)["imsmanifest.xml"]
    assert config(data)["mastery"] is None
    assert config(data)["tracking"] == "completion"


def test_titles_are_cut_and_survive_as_plain_text() -> None:
    title = 'Rules & "quiet\n hours" <b>قواعد</b> ' + "x" * 300
    made = manifest(Sco("TST-03-zh-Hans-and-more", "t03", title, "index.html"), ["index.html"])
    assert manifest_faults(made) == []
    assert "quiet hours" in made.decode()


def test_the_runtime_is_small_and_so_is_a_module() -> None:
    questions = (part.script for part in PARTS)
    scripts = player_script("core", *questions, "explorable", "notes", "scorm12")
    styles = style_sheet(*STYLES)
    assert len(scripts.encode()) + len(styles.encode()) < 100 * KILO
    for name, data in zips().items():
        files = unpacked(data)
        runtime = sum(len(files[file]) for file in ("player.js", "player.css"))
        assert runtime <= 150 * KILO, name
        if not name.endswith(("parliamentarians.zip", "library.zip")):
            assert len(data) <= 300 * KILO, name


def test_the_same_source_gives_the_same_bytes() -> None:
    again = exporter("scorm12")(edition("real"))
    assert again == packages("real")


def test_no_page_holds_what_a_strict_policy_forbids() -> None:
    for name, data in zips().items():
        html = unpacked(data)["index.html"].decode()
        assert not re.search(r"<[^>]*\s(style|on\w+)=", html), name
        assert not re.search(r'<script(?![^>]*(\bsrc=|type="application/json"))', html), name
        assert not re.search(r"""["'(]\s*data:""", re.sub(r"<script.*?</script>", "", html)), name


def test_form_y_and_model_answers_are_not_in_the_package() -> None:
    module = course("real").module(A02)
    text = b"".join(unpacked(package("real")).values()).decode()
    assert all(f'"{q.id}"' not in text for q in module.questions_of("Y"))
    assert "SECRET MODEL" not in b"".join(unpacked(package("every kind")).values()).decode()


# --- what must be read and answered ----------------------------------------------------------


def test_only_questions_that_stand_on_a_page_are_asked_for() -> None:
    real = course("real")
    module = real.module(A02)
    page = module.sections[0]
    short = replace(module, sections=(page,), lab=())
    given = Edition(replace(real, modules=(short,)), target=Target("staff", "", "full"))
    made = exporter("scorm12")(given)[f"{A02}.zip"]
    assert config(made)["questions"] == {}
    asked = config(package("real"))["questions"]
    assert isinstance(asked, dict)
    assert {q.id for q in module.quiz()} == {id_ for id_, weight in asked.items() if weight}


def test_deep_pages_the_laboratory_and_the_words_are_optional() -> None:
    pages = config(package("real"))["pages"]
    assert isinstance(pages, list)
    optional = [page["id"] for page in pages if not page["required"]]
    assert "a02-words" in optional
    assert "start" not in optional
    assert 0 < len(optional) < len(pages) / 2 + 1


def test_the_stamp_changes_with_the_pages_and_with_nothing_else() -> None:
    real = course("real")
    module = real.module(A02)
    new_title = replace(module.sections[0], title="Another title")
    retitled = replace(module, sections=(new_title, *module.sections[1:]))
    fewer = replace(module, sections=module.sections[1:])

    def stamp(changed: Module) -> object:
        given = Edition(replace(real, modules=(changed,)))
        return config(exporter("scorm12")(given)[f"{A02}.zip"])["stamp"]

    assert stamp(module) == stamp(retitled) != stamp(fewer)


def test_pictures_get_names_that_an_lms_leaves_alone_and_none_is_lost() -> None:
    real = course("real")
    module = real.module(A02)
    names = [f"modules/{A02}/media/{floor}/plan,+1.svg" for floor in ("one", "two")]
    media = {**real.media, names[0]: b"<svg/>", names[1]: b"<svg></svg>"}
    text = "".join(f"![A door]({name.removeprefix(f'modules/{A02}/')})\n\n" for name in names)
    page = replace(module.sections[0], blocks=(Text(text, module.place),))
    changed = replace(real, media=media, modules=(replace(module, sections=(page,), lab=()),))
    data = exporter("scorm12")(Edition(changed))[f"{A02}.zip"]
    assert package_faults(data) == []
    pictures = [content for name, content in unpacked(data).items() if name.startswith("media/")]
    assert sorted(pictures) == [b"<svg/>", b"<svg></svg>"]
    assert link_faults(unpacked(data)) == []


# --- state -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "size"),
    [(Choice((Option("a", True), Option("b"))), 4),
     (Choice((Option("a", True), Option("b"), Option("c", True)), multiple=True), 6),
     (TrueFalse(True), 4),
     (Numeric(3.5), 19),
     (Sequencing(("a", "b", "c", "d")), 7),
     (Matching((("a", "1"), ("b", "2"))), 5),
     (FillIn((Gap("g", ("x",)),)), 4),
     (Likert(("no", "yes")), 4),
     (Sequencing(tuple("abcdefghijklmnopqrstuvwxyz")), 24)],
)  # fmt: skip
def test_the_longest_answer_of_every_kind(answer: Answer, size: int) -> None:
    assert answer_size(answer) == size


def test_every_real_package_fits_into_the_strict_state() -> None:
    for name in ("real", "en", "ar"):
        whole = edition(name, module="")  # type: ignore[arg-type]
        for modules in (whole.modules, *((module,) for module in whole.modules)):
            assert 0 < state_size(whole, modules) <= STATE_BUDGET


def test_a_package_of_many_modules_lets_quick_checks_stay_on_the_page() -> None:
    real = course("real")
    module, other = (real.module(slug) for slug in (A02, "a06-five-gates"))
    checks = tuple(replace(q, id=f"{q.id}-{n}-of-many-quick-checks") for q in module.questions
                   if not q.scored for n in range(40))  # fmt: skip
    asked = "".join(f":::{{question}} {q.id}\n:::\n\n" for q in (*checks, *module.quiz()))
    page = replace(module.sections[0], blocks=(Text(asked, module.place),))
    many = replace(module, sections=(page,), lab=(), questions=(*checks, *module.quiz()))
    edition = Edition(replace(real, modules=(many, other)), target=Target("s", "", "full"))
    kept = Sheaf(edition, edition.modules).questions
    assert [q.id for q in kept if q.id.startswith("a02")] == [q.id for q in module.quiz()]
    assert state_size(edition, edition.modules) <= STATE_BUDGET


def test_a_package_over_the_budget_stops_the_build() -> None:
    real = course("real")
    module = real.module(A02)
    pattern = module.questions_of("X")[0]

    def question(number: int) -> Question:
        return replace(pattern, id=f"a02-long-name-of-a-question-{number}")

    many = tuple(question(n) for n in range(150))
    asked = "".join(f":::{{question}} {q.id}\n:::\n\n" for q in many)
    page = replace(module.sections[0], blocks=(Text(asked, module.place),))
    full = replace(module, sections=(page,), lab=(), questions=many)
    with pytest.raises(ProblemsError) as caught:
        exporter("scorm12")(Edition(replace(real, modules=(full,)), target=Target("s", "", "full")))
    problem = caught.value.problems[0]
    assert (problem.code, problem.path) == ("X401", module.place.path)
    assert "4096" in problem.message
