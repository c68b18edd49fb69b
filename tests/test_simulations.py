"""Simulations compute the figures that the courses print, and keep their laws everywhere."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from coursebook.drawing import count
from coursebook.html.explorables import explorable_html, picture_html, sentence
from coursebook.locale import words
from coursebook.model import Parameter, Row, Simulation
from coursebook.reader.simulations import load
from coursebook.simulations import simulate

ROOT = Path(__file__).parent.parent
FOUND, PROBLEMS = load(ROOT)
KNOWN = {simulation.id: simulation for simulation in FOUND}
EVERYWHERE = [(s, preset.id) for s in FOUND for preset in s.presets]


def row(id_: str, preset: str, key: float | None = None, **more: float) -> Row:
    rows = simulate(id_, preset, **more)
    return rows[0] if key is None else next(r for r in rows if r[KNOWN[id_].key] == key)


def best(preset: str, **more: float) -> Row:
    return next(r for r in simulate("S2", preset, **more) if r["best"])


def rounded(found: Row, *columns: str) -> tuple[int, ...]:
    return tuple(round(found[column]) for column in columns)


def test_the_simulations_of_the_project_have_no_problem() -> None:
    assert [str(problem) for problem in PROBLEMS] == []
    assert {"S1", "S2", "S3", "S6", "S7", "S8"} <= KNOWN.keys()


# --- the figures of the curriculum ------------------------------------------------------------


@pytest.mark.parametrize(
    ("preset", "true", "flagged"),
    [
        ("million", 99, 10_098),
        ("interview", 8, 1_606),
        ("passengers", 18, 20_018),
        ("passengers-better", 20, 220),
        ("not-rare", 45, 90),
    ],
)
def test_screening_flags_so_many(preset: str, true: int, flagged: int) -> None:
    assert rounded(row("S1", preset), "tp", "flagged") == (true, flagged)


def test_screening_in_words() -> None:
    assert rounded(row("S1", "million"), "one_in", "fp") == (102, 9_999)
    assert row("S1", "interview")["false_per_true"] == pytest.approx(200, rel=0.01)
    assert row("S1", "two-stage")["one_in"] == pytest.approx(102)
    assert round(row("S1", "two-stage")["one_in2"], 1) == 6.6
    assert row("S1", "million")["staff_days"] == pytest.approx(10_098 * 30 / 420)


def test_watch_lists() -> None:
    assert round(row("S1", "list-small")["list_alerts"]) == 25
    # The curriculum cuts 2,438.53 off; rounding gives 2,439.
    assert int(row("S1", "list-large")["list_alerts"]) == 2_438


@pytest.mark.parametrize(
    ("line", "caught", "wrong"), [(1, 792, 15_707), (2, 426, 2_252), (3, 117, 134)]
)
def test_threshold_catches_so_many(line: float, caught: int, wrong: int) -> None:
    assert rounded(row("S2", "default", line), "caught", "false_alarms") == (caught, wrong)


@pytest.mark.parametrize(
    ("preset", "flagged"),
    [("cost-1", 80), ("cost-10", 1_841), ("cost-100", 19_024), ("cost-1000", 64_765)],
)
def test_the_cost_of_a_miss_sets_the_line(preset: str, flagged: int) -> None:
    assert round(best(preset)["flagged"]) == flagged


def test_equal_error_rates_are_not_equal_precision() -> None:
    one, three = best("default", t=2), best("group-3")
    assert [round(r["precision_per_100"], 1) for r in (one, three)] == [15.9, 36.7]
    assert one["caught"] / 1_000 == pytest.approx(three["caught"] / 3_000)


def test_separation_of_auc_090() -> None:
    line = best("cost-10")["t"]
    # t* = d/2 + ln(9.9)/d has only one positive root above 1
    assert line == pytest.approx(1.812 / 2 + 2.2925 / 1.812, abs=0.001)


@pytest.mark.parametrize(
    ("month", "true", "alerts"), [(0, 498, 10_392), (12, 358, 18_649), (24, 235, 32_359)]
)
def test_drift_month_by_month(month: int, true: int, alerts: int) -> None:
    assert rounded(row("S6", "default", month), "tp", "alerts") == (true, alerts)


def test_precision_halves_by_month_9_and_the_alarm_rings_in_month_17() -> None:
    rows = simulate("S6", "default")
    whole = [round(r["precision_per_1000"]) for r in rows]
    assert next(month for month, hits in enumerate(whole) if hits <= whole[0] / 2) == 9
    assert next(r["month"] for r in rows if r["psi"] > 0.1) == 17


# --- laws -----------------------------------------------------------------------------------


def values(id_: str) -> st.SearchStrategy[dict[str, float]]:
    """Any values inside the ranges of a simulation's sliders."""
    return st.fixed_dictionaries({p.id: _any_value(p) for p in KNOWN[id_].params})


def _any_value(p: Parameter) -> st.SearchStrategy[float]:
    if p.values:
        return st.sampled_from(p.values)
    whole = st.integers(int(p.min), int(p.max)).map(float)
    return whole if p.step == 1 else st.floats(p.min, p.max)


@settings(max_examples=200)
@given(st.data(), st.sampled_from(sorted(KNOWN)))
def test_no_values_break_a_law_of_the_model(data: st.DataObject, id_: str) -> None:
    params, known = data.draw(values(id_)), KNOWN[id_]
    rows = known.grid.rows(known.params, params) if known.grid else known.simulate(params)
    assert list(known.invariants(params, rows)) == []


@given(values("S1"))
def test_screening_loses_nobody(params: dict[str, float]) -> None:
    found = KNOWN["S1"].simulate(params)[0]
    assert found["tp"] + found["fn"] == pytest.approx(found["cases"])
    assert found["flagged"] <= found["people"] * (1 + 1e-9)
    assert found["flagged2"] <= found["flagged"] * (1 + 1e-9)
    assert 0 <= found["true_per_100"] <= 100 + 1e-9


@given(values("S1"), st.floats(0, 1))
def test_the_rarer_the_more_false_alarms(params: dict[str, float], share: float) -> None:
    more = KNOWN["S1"].simulate(params)[0]
    fewer = KNOWN["S1"].simulate({**params, "n": more["cases"] * share})[0]
    assert fewer["true_per_100"] <= more["true_per_100"] + 1e-9


@given(values("S1"))
def test_without_false_alarms_everybody_flagged_is_a_case(params: dict[str, float]) -> None:
    found = KNOWN["S1"].simulate({**params, "fa": 0})[0]
    assert found["fp"] == 0
    assert found["true_per_100"] == pytest.approx(100 if found["cases"] else 0)


@given(values("S1"))
def test_a_longer_list_never_gives_fewer_alerts(params: dict[str, float]) -> None:
    longer = {**params, "names": params["names"] * 2}
    short, long = (KNOWN["S1"].simulate(p)[0]["list_alerts"] for p in (params, longer))
    assert short <= long <= params["probes"]


@given(values("S2"))
def test_both_rates_fall_as_the_line_rises(params: dict[str, float]) -> None:
    rows = KNOWN["S2"].simulate(params)
    assert [r["t"] for r in rows] == sorted(r["t"] for r in rows)
    assert sum(r["best"] for r in rows) == 1
    for column in ("caught", "false_alarms"):
        found = [r[column] for r in rows]
        assert all(a >= b for a, b in pairwise(found))


@given(values("S2"), st.floats(1, 1000))
def test_the_dearer_a_miss_the_lower_the_line(params: dict[str, float], dearer: float) -> None:
    def line(cost: float) -> float:
        rows = KNOWN["S2"].simulate({**params, "by_cost": 1, "R": cost})
        return next(r["t"] for r in rows if r["best"])

    assert line(max(params["R"], dearer)) <= line(min(params["R"], dearer))


@given(values("S2"))
def test_no_other_line_costs_less(params: dict[str, float]) -> None:
    rows = KNOWN["S2"].simulate({**params, "by_cost": 1})
    costs = {r["t"]: r["missed"] * params["R"] + r["false_alarms"] for r in rows}
    chosen = next(r["t"] for r in rows if r["best"])
    assert costs[chosen] <= min(costs.values()) * (1 + 1e-6) + 1e-6


@given(values("S6"))
def test_without_change_nothing_drifts(params: dict[str, float]) -> None:
    rows = KNOWN["S6"].simulate({**params, "delta": 0, "gamma": 0})
    assert {(r["tp"], r["alerts"]) for r in rows} == {(rows[0]["tp"], rows[0]["alerts"])}
    assert KNOWN["S6"].simulate(params)[0]["psi"] == pytest.approx(0, abs=1e-12)


@given(values("S6"))
def test_a_repaired_system_is_as_good_as_new(params: dict[str, float]) -> None:
    every = int(params["retest"])
    rows = KNOWN["S6"].simulate(params)
    for r in rows[:: every or 25]:
        assert r["tp"] == rows[0]["tp"]
    assert all(r["psi"] >= -1e-12 for r in rows)


# --- pictures and pages ---------------------------------------------------------------------


@settings(max_examples=25)
@given(st.data(), st.sampled_from(sorted(KNOWN)), st.sampled_from(["ltr", "rtl"]))
def test_every_picture_is_small_clean_svg(data: st.DataObject, id_: str, side: str) -> None:
    known = KNOWN[id_]
    params = data.draw(values(id_))
    for view in known.views:
        drawn = known.picture(view, params, known.words, side)
        tree = etree.fromstring(drawn.encode())
        # A poster with a mark for each of 10,000 people hangs on a wall and stands on no page.
        assert len(drawn.encode()) < (400_000 if view == "poster-blank" else 40_000)
        assert "style=" not in drawn
        assert "nan" not in drawn and "inf" not in drawn
        assert tree.get("role") == "img" and tree[0].tag.endswith("title")
        assert not [e for e in tree.iter() if e.get("id")]


@pytest.mark.parametrize(("known", "preset"), EVERYWHERE, ids=lambda v: getattr(v, "id", v))
def test_pages_say_the_number_of_their_rows(known: Simulation, preset: str) -> None:
    for language, side in (("en", "ltr"), ("ar", "rtl")):
        shown = explorable_html(known, preset, str, words(language), side, "web")
        etree.fromstring(shown.encode())
        assert shown.count('<script type="application/json" class="explorable-data">') == 1
        assert len(shown.encode()) - len(known.page_data().encode()) < 40_000
        assert len(known.page_data().encode()) <= 40_000
        assert "style=" not in shown
        assert sentence(known, preset).replace("'", "&#x27;") in shown
    assert "{" not in sentence(known, preset)


def test_the_sentence_follows_the_switches() -> None:
    s1, s2 = KNOWN["S1"], KNOWN["S2"]
    assert "1 in 6.6" in sentence(s1, "two-stage")
    assert sentence(s1, "list-small").startswith("25 people a day")
    assert "19,024 people are flagged" in sentence(s2, "cost-100")
    assert "498 true hits in 10,392 alerts" in sentence(KNOWN["S6"], "default")


@pytest.mark.parametrize("known", FOUND, ids=lambda s: s.id)
def test_the_printed_twin_asks_first_and_leaves_room(known: Simulation) -> None:
    shown = explorable_html(known, known.presets[0].id, str, words("en"), "ltr", "print")
    tree = etree.fromstring(shown.encode())
    assert shown.index("Predict first") < shown.index("<svg")
    assert len(tree.findall(".//div[@class='lines']")) == 2
    assert tree.find(".//table") is not None
    assert tree.find(".//script") is None
    assert shown.index("The point") > shown.rindex("<svg")


def test_a_picture_alone() -> None:
    shown = picture_html(KNOWN["S1"], "tree", "million", words("en"), "ltr", "en")
    assert shown.startswith('<figure><svg lang="en"')
    assert "10,098" in shown and "One million" in shown
    assert "10,098" not in picture_html(KNOWN["S1"], "tree-blank", "million", {}, "ltr", "en")


def test_a_mirrored_picture_isolates_its_words() -> None:
    drawn = KNOWN["S1"].picture("tree", KNOWN["S1"].values("million"), KNOWN["S1"].words, "rtl")
    assert "\u2067caught\u2069" in drawn
    assert ">10,098<" in drawn


def test_numbers_are_grouped() -> None:
    assert [count(10_098), count(0.5), count(2.5), count(-0.37, 2)] == [
        "10,098", "1", "3", "\u22120.37",
    ]  # fmt: skip


# --- what authors get wrong -------------------------------------------------------------------

FAULTS = (
    ("key: null", "key: nul", "S106 'key' names 'nul'"),
    ("default: 1000000,", "default: 1,", "S103 1 is outside 100 to 20"),
    ("values: {N: 10000, n: 10,", "values: {M: 10000, n: 10,", "S104 Preset 'interview' sets 'M'"),
    ("step: 1, default: 30", "step: 0, default: 30", "S102 Parameter 'minutes'"),
    ("- id: not-rare", "- id: million", "S105 'million' stands twice in 'presets'"),
    ("presets: [million, interview", "presets: [milion, interview", "S106 'twin' names 'milion'"),
    ("Of {flagged} people", "Of {flaged} people", "S106 'sentence' names 'flaged'"),
    ("{id: staff_days,", "{id: stafdays,", "S106 'sentence' names 'staff_days'"),
    ("{id: one_in, ", "{id: one_inn, ", "S108 Preset 'million' gives no number for 'one_inn'"),
    ("view-dots:", "view-dot:", "S106 'words' names 'view-dots'"),
    ("insight:", "insigth:", "Y102 Unknown key 'insigth'"),
)


@pytest.mark.parametrize(("old", "new", "expected"), FAULTS, ids=lambda text: text[:18])
def test_each_fault_has_its_line(tmp_path: Path, old: str, new: str, expected: str) -> None:
    folder = tmp_path / "exercises" / "simulations" / "screening"
    shutil.copytree(ROOT / "exercises" / "simulations" / "screening", folder)
    text = (folder / "simulation.yml").read_text(encoding="utf-8")
    assert old in text
    (folder / "simulation.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    found, problems = load(tmp_path)
    assert found == []
    assert any(f": {expected}" in str(problem) for problem in problems), [*map(str, problems)]
    assert all(problem.line >= 1 for problem in problems)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def simulate(:", "model.py:1: S101"),
        ("x = 1\ny = 1 / 0\n", "model.py:2: S101"),
        ("def simulate(params, seed=1):\n    return []\n", "has no function 'picture'"),
        ("simulate = picture = lambda *a: []", "S107 Preset 'million' fails in the model"),
    ],
)
def test_a_broken_model_is_a_problem_not_a_traceback(
    tmp_path: Path, text: str, expected: str
) -> None:
    folder = tmp_path / "exercises" / "simulations" / "screening"
    shutil.copytree(ROOT / "exercises" / "simulations" / "screening", folder)
    (folder / "model.py").write_text(text, encoding="utf-8")
    found, problems = load(tmp_path)
    assert found == []
    assert expected in "\n".join(map(str, problems))


def test_notebooks_simulate_from_any_folder_of_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "exercises" / "simulations")
    assert simulate("S1", n=50)[0]["tp"] == pytest.approx(49.5)
    with pytest.raises(KeyError, match="Did you mean 'million'"):
        simulate("S1", "milion")
    with pytest.raises(KeyError, match="no parameter 'nn'"):
        simulate("S1", nn=3)
    with pytest.raises(KeyError, match="no simulation 'S99'"):
        simulate("S99")
