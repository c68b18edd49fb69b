"""The last cup: the answers of the question bank, the plans that it compares, and the laws."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from coursebook.html.explorables import sentence
from coursebook.model import Row
from tests.simulated import ROOT, model, simulation, values

S9, MODEL = simulation("S9"), model("dilution")


def rows(preset: str = "two", **more: float) -> list[Row]:
    return list(S9.simulate(S9.values(preset) | more))


def left(preset: str = "two", **more: float) -> list[int]:
    return [round(row["left"]) for row in rows(preset, **more)]


# --- the figures of the curriculum ------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "kept", "levels"), [("b11-q1", 80, 2), ("b11-y1", 90, 3)]
)
def test_the_answers_of_the_bank_are_those_of_the_model(
    question: str, kept: float, levels: float
) -> None:
    bank = yaml.safe_load(
        (ROOT / "exercises/b11-cascade-network/quiz.yml").read_text(encoding="utf-8")
    )["questions"]
    answer = next(known["answer"] for known in bank if known["id"] == question)
    assert left(kept=kept, levels=levels)[-1] == answer


def test_eight_of_ten_and_nine_of_ten_level_by_level() -> None:
    assert left("three") == [100, 80, 64, 51]
    assert left("observer") == [100, 90, 81, 73]
    assert left("three", kept=70) == [100, 70, 49, 34]


def test_twenty_trainers_reach_720_people_and_one_level_as_many_as_three() -> None:
    assert [row["reached"] for row in rows("three")] == [0, 720, 1_440, 2_160]
    assert rows("short")[-1]["reached"] == rows("three")[-1]["reached"]
    assert left("short")[-1] - left("three")[-1] == 29


def test_the_first_task_has_the_two_answers_that_it_promises() -> None:
    for preset in ("short", "observer"):
        assert rows(preset)[-1]["reached"] >= 2_000
        assert rows(preset)[-1]["left"] >= 70


def test_the_result_in_words() -> None:
    assert sentence(S9, "three").startswith("Each level keeps 80 of 100. At level 3, 51 of the 100")


# --- laws -------------------------------------------------------------------------------------


@given(values(S9))
def test_one_level_more_never_leaves_more(params: dict[str, float]) -> None:
    short, long = (S9.simulate({**params, "levels": n}) for n in (params["levels"], 4))
    assert list(short) == list(long)[: len(short)]
    assert long[-1]["left"] <= short[-1]["left"]


@given(values(S9), st.integers(50, 100))
def test_who_keeps_more_has_more_left(params: dict[str, float], kept: float) -> None:
    less, more = sorted((params["kept"], kept))
    few, many = (S9.simulate({**params, "kept": share})[-1]["left"] for share in (less, more))
    assert few <= many <= 100


def test_a_broken_law_is_told() -> None:
    good, params = rows("three"), S9.values("three")
    law = MODEL["invariants"]
    assert list(law(params, good)) == []
    assert len(list(law(params, [*good[:3], {**good[3], "left": 65}]))) == 1
    assert len(list(law(params, [{**good[0], "left": 99}, *good[1:]]))) == 1
    assert len(list(law(params, [*good[:3], {**good[3], "reached": 1}]))) == 1
    assert len(list(law({**params, "kept": 90}, good))) == 1


# --- the picture ------------------------------------------------------------------------------


def test_the_empty_cups_give_no_number_away() -> None:
    drawn = S9.picture("cups-blank", S9.values("three"), S9.words, "ltr")
    shown = [part.split("<")[0] for part in drawn.split(">")]
    assert {"100", "Level 3"} <= set(shown)
    assert not {"80", "64", "51", "720"} & set(shown)
