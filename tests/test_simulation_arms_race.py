"""Detector against generator: the figures, the laws and the cards of decisions."""

from __future__ import annotations

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursebook.html.explorables import sentence
from coursebook.model import Row
from tests.simulated import model, simulation, values

S5, MODEL = simulation("S5"), model("arms-race")
NEAR = 1e-9


def rows(preset: str = "alone", **more: float) -> list[Row]:
    return list(S5.simulate(S5.values(preset) | more))


# --- the figures of the curriculum ------------------------------------------------------------


def test_without_updates_detection_decays() -> None:
    assert round(rows()[24]["auc"], 3) == 0.688
    assert rows()[0]["auc"] == pytest.approx(0.99)


@pytest.mark.parametrize(("every", "mean"), [(12, 0.926), (3, 0.966)])
def test_updates_hold_the_mean(every: int, mean: float) -> None:
    found = rows(update=every)
    assert round(fmean(row["auc"] for row in found), 3) == mean
    assert found[0]["mean_auc"] == pytest.approx(fmean(row["auc"] for row in found))


def test_an_update_does_not_undo_the_progress_of_generators() -> None:
    last = rows("updates")[24]
    assert last["updated"]
    assert round(last["auc"], 3) == 0.948


def test_the_field_is_not_the_laboratory() -> None:
    assert round(rows(phi=0.5)[0]["auc"], 3) == 0.878


@pytest.mark.parametrize(
    ("fakes", "hit", "false", "percent"), [(0.05, 0.75, 0.10, 28), (0.01, 0.95, 0.02, 32)]
)
def test_what_a_flag_means(fakes: float, hit: float, false: float, percent: int) -> None:
    assert round(100 * MODEL["posterior"](fakes, hit, false)) == percent


@pytest.mark.parametrize(("coverage", "percent"), [(0, 5.0), (50, 9.5), (90, 34.5), (100, 100.0)])
def test_labels_help_as_far_as_they_reach(coverage: float, percent: float) -> None:
    assert round(rows(c=coverage)[0]["unsigned_per_100"], 1) == percent


def test_a_row_agrees_with_the_table_of_flags() -> None:
    row = rows()[12]
    assert row["fake_per_100"] == pytest.approx(100 * row["tp"] / (row["tp"] + row["fp"]))


def test_each_budget_buys_another_thing() -> None:
    alone, updates, labels, people = (rows(p)[24] for p in ("alone", "updates", "labels", "people"))
    assert updates["tp"] > 2 * alone["tp"]
    assert labels["unsigned_per_100"] > 6 * alone["unsigned_per_100"]
    assert labels["tp"] == alone["tp"]
    assert people["fake_per_100"] > 4 * alone["fake_per_100"]


def test_the_sentence_counts() -> None:
    said = sentence(S5, "alone")
    assert "of 50 fakes in 1,000 clips the detector catches 14" in said
    assert "13 are fake; in month 0 it was 34" in said


# --- laws -----------------------------------------------------------------------------------


@given(values(S5))
def test_no_law_is_ever_broken(params: dict[str, float]) -> None:
    found = S5.simulate(params)
    assert list(MODEL["invariants"](params, found)) == []
    assert all(0.5 <= row["auc"] <= 1 for row in found)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("auc", 0.49, "In month 6 the detector is worse than a coin"),
        ("auc", 0.995, "A detector without updates gets better."),
        ("missed", 0, "In month 6 fakes are lost or made up."),
        ("tp", 51, "In month 6 more fakes are caught than there are."),
        ("unsigned_per_100", 4, "In month 6 a clip without a label is more often genuine"),
    ],
)
def test_a_broken_law_is_named(column: str, value: float, said: str) -> None:
    spoilt = rows()
    spoilt[6] = {**spoilt[6], column: value}
    assert any(t.startswith(said) for t in MODEL["invariants"](S5.values("alone"), spoilt))


@given(values(S5), st.floats(0.4, 1))
def test_the_more_is_left_in_the_field_the_better(params: dict[str, float], phi: float) -> None:
    low, high = (
        S5.simulate({**params, "phi": each}) for each in sorted((phi, params["phi"]))
    )  # fmt: skip
    for poor, good in zip(low, high, strict=True):
        for column in ("auc", "tp", "fake_per_100"):
            assert poor[column] <= good[column] + NEAR * 1000


@given(values(S5), st.floats(0, 100))
def test_the_more_labels_the_more_suspect_is_a_clip_without(
    params: dict[str, float], coverage: float
) -> None:
    low, high = (
        S5.simulate({**params, "c": each})[0] for each in sorted((coverage, params["c"]))
    )  # fmt: skip
    assert low["unsigned_per_100"] <= high["unsigned_per_100"] + NEAR
    assert low["tp"] == high["tp"]


@given(values(S5))
def test_an_update_never_makes_it_worse(params: dict[str, float]) -> None:
    never, monthly = (S5.simulate({**params, "update": every}) for every in (0, 1))
    for old, new in zip(never, monthly, strict=True):
        assert old["auc"] <= new["auc"] + NEAR


# --- on paper -------------------------------------------------------------------------------


def test_the_cards_start_from_the_stories() -> None:
    assert S5.values("alone") == MODEL["DESK"]
    told = {p.id: p.values for p in S5.presets if p.id in MODEL["DECISIONS"]}
    assert told == MODEL["DECISIONS"]


@pytest.mark.parametrize("preset", ["updates", "labels", "people"])
def test_a_decision_card_says_what_the_screen_says(preset: str) -> None:
    cards = {c["label"]: c for c in MODEL["cards"](S5.words)}
    card, last = cards[f"Decision: {preset}"], rows(preset)[24]
    back = str(card["back"])
    assert f"{last['tp']:.0f} of {last['fakes']:.0f} fakes are caught" in back
    assert f"Of 100 flagged clips, **{last['fake_per_100']:.0f}** are fake" in back
    assert f"without a label, **{last['unsigned_per_100']:.0f}** are fake" in back
    assert card["copies"] == 1 and "{" not in back


def test_the_look_up_table_is_counted_in_whole_clips() -> None:
    table = next(c for c in MODEL["cards"](S5.words) if c["label"] == "What a flag means")
    head, rule, *lines = [line.strip("| ").split(" | ") for line in table["front"].split("\n")]
    assert head[1] == "Catches 75, wrongly flags 10" and len(rule) == len(head) == 4
    assert len(lines) == 6
    for share, *cells in lines:
        fakes = int(share) * 100  # in 10,000 clips
        for text, (hit, false) in zip(cells, ((75, 10), (95, 10), (95, 2)), strict=True):
            caught, wrong = fakes * hit / 100, (10_000 - fakes) * false / 100
            assert int(text) == round(100 * caught / (caught + wrong))
    assert lines[2][:2] == ["5", "28"] and lines[0][3] == "32"
