"""Simulations with chance: the figures of the curriculum, grids, laws that need several runs."""

from __future__ import annotations

import random
import shutil
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursebook.cli import main
from coursebook.model import Parameter
from coursebook.problems import ProblemsError
from coursebook.reader.simulations import load
from coursebook.simulations import simulate, write_grids

ROOT = Path(__file__).parent.parent
KNOWN = {simulation.id: simulation for simulation in load(ROOT)[0]}
GRIDDED = sorted(id_ for id_, simulation in KNOWN.items() if simulation.grid)
FOLDERS = {"S3": "patrol", "S7": "reidentify", "S8": "triage"}


def _imported(id_: str) -> ModuleType:
    """A simulation's `model.py`."""
    module = ModuleType(FOLDERS[id_])
    code = (ROOT / "exercises/simulations" / FOLDERS[id_] / "model.py").read_text("utf-8")
    exec(compile(code, f"{id_}/model.py", "exec"), module.__dict__)
    return module


PATROL, TOWN, TIPS = (_imported(id_) for id_ in ("S3", "S7", "S8"))


def last(**values: float) -> dict[str, float]:
    """S3 after 1,000 days."""
    return dict(simulate("S3", **values)[-1])


def of_100(k: int, **values: float) -> float:
    """S7: of 100 people of the town, those in a group smaller than k."""
    people = values.get("people", 50_000)
    return next(100 * r["below"] / people for r in simulate("S7", **values) if r["k"] == k)


def found(**values: float) -> float:
    """S8: true tips found in a week."""
    row = simulate("S8", **values)[0]
    return row["by_score"] + row["by_chance"]


# --- S3: 300 runs; the mean of a share is right within 2.5 of 100 (about two standard errors) ---


def test_equal_districts_stay_as_unequal_as_they_started() -> None:
    row = last()
    assert row["records_a"] == pytest.approx(60, abs=2.5)
    assert (row["low"], row["high"]) == pytest.approx((35, 83), abs=4)


def test_a_somewhat_busier_district_gets_far_more_records() -> None:
    """The curriculum says 69; with ten first records the model gives 73, with twenty 69."""
    row = last(rate_a=40, start=5)
    assert row["truth_a"] == 57.1
    assert row["records_a"] == pytest.approx(72.5, abs=2.5)


def test_the_corrected_rule_finds_the_truth() -> None:
    assert last(rate_a=40, start=5, rule=2)["records_a"] == pytest.approx(56.5, abs=1.5)
    assert last(rule=2)["records_a"] == pytest.approx(50.5, abs=1.5)


def test_the_top_district_gets_every_visit_even_if_less_happens_there() -> None:
    year = next(r for r in simulate("S3", rule=1, rate_b=36) if r["day"] == 365)
    assert year["visits_a"] == 100
    assert year["truth_a"] < 50 < year["records_a"]


def test_reports_bring_the_records_back() -> None:
    assert last(reports=1)["records_a"] == pytest.approx(50.5, abs=1.5)


# --- S7: one invented town of 50,000. The curriculum leaves the marginals open ("skewed"): the
# model takes 1/sqrt(rank). The curriculum's own figures stand beside.


@pytest.mark.parametrize(
    ("values", "alone", "few", "curriculum"),
    [
        ({"birth": 0, "job": 0}, 0, 0, "alone 0"),
        ({"job": 0}, 0.01, 0.48, "under five 0.06"),
        ({}, 16.41, 64.48, "alone 16.8, under five 68.7"),
        ({"language": 1}, 50.49, 93.62, "alone 52.6"),
        ({"language": 1, "children": 1}, 82.51, 99.73, "alone 84.1"),
        (
            {"district": 2, "birth": 2, "job": 2, "language": 1, "children": 1},
            0.47, 7.80, "alone 0.5, under five 7.5",
        ),
    ],
)  # fmt: skip
def test_each_column_multiplies(
    values: dict[str, float], alone: float, few: float, curriculum: str
) -> None:
    assert of_100(2, **values) == pytest.approx(alone, abs=0.005), curriculum
    assert of_100(5, **values) == pytest.approx(few, abs=0.005), curriculum


def test_the_rule_of_thumb() -> None:
    assert round(TOWN.alone_if_even(50_000, 100_000), 2) == 0.61
    everything = dict.fromkeys(TOWN.COLUMNS, 1)
    assert TOWN.combinations(everything) == 20 * 60 * 2 * 12 * 4 * 5


# --- S8: 1,000 weeks; a mean is right within 0.2 tips ---


@pytest.mark.parametrize(
    ("values", "tips"),
    [({"rule": 1}, 2.0), ({"rule": 0}, 2.0), ({"auc": 0.75}, 7.2), ({}, 13.5), ({"rule": 4}, 12.8)],
)
def test_so_many_true_tips_are_found(values: dict[str, float], tips: float) -> None:
    assert found(**values) == pytest.approx(tips, abs=0.2)


def test_the_price_of_seeing_the_blind_spot() -> None:
    assert found() - found(rule=4) == pytest.approx(0.7, abs=0.1)


def test_the_backlog_grows_every_week() -> None:
    assert simulate("S8", "line")[0]["backlog"] == 520


@pytest.mark.parametrize(("load", "wait"), [(0.8, 0.205), (0.9, 0.669), (0.95, 1.651)])
def test_ten_readers_make_a_tip_wait(load: float, wait: float) -> None:
    """In service times. The curriculum prints 0.21 for a load of 80 %: Erlang C gives 0.2046."""
    assert TIPS.service_times(10, load) == pytest.approx(wait, abs=0.0005)


def test_erlang_c_with_one_server_is_the_textbook_queue() -> None:
    for busy in (0.1, 0.5, 0.9):
        assert TIPS.service_times(1, busy) == pytest.approx(busy / (1 - busy))


# --- laws that need several runs ---

combination = {id_: st.fixed_dictionaries({p.id: st.sampled_from(p.values) for p in s.params})
               for id_, s in KNOWN.items() if s.grid}  # fmt: skip


def rows(id_: str, values: dict[str, float]) -> list[dict[str, float]]:
    grid = KNOWN[id_].grid
    assert grid
    return [dict(row) for row in grid.rows(KNOWN[id_].params, values)]


@given(combination["S3"])
def test_equal_districts_with_equal_records_stay_equal(values: dict[str, float]) -> None:
    even = {**values, "rate_b": values["rate_a"], "start": 5.0}
    if even["rule"] != PATROL.TOP:
        assert rows("S3", even)[-1]["records_a"] == pytest.approx(50, abs=2.5)


@given(combination["S3"])
def test_the_corrected_rule_tends_to_the_truth(values: dict[str, float]) -> None:
    far, near = (rows("S3", {**values, "rule": 2.0})[i] for i in (1, -1))
    assert near["records_a"] == pytest.approx(near["truth_a"], abs=5)
    away = [abs(row["records_a"] - row["truth_a"]) for row in (far, near)]
    assert away[1] <= away[0] + 1.5


@given(combination["S3"])
def test_more_first_records_never_mean_fewer_in_the_end(values: dict[str, float]) -> None:
    ends = [rows("S3", {**values, "start": start})[-1]["records_a"] for start in (5.0, 6.0, 8.0)]
    assert all(after >= before - 2.5 for before, after in pairwise(ends))


@given(combination["S7"], st.sampled_from(sorted(TOWN.COLUMNS)))
def test_one_more_column_never_hides_anybody(values: dict[str, float], name: str) -> None:
    without, with_it = (rows("S7", {**values, name: state}) for state in (0.0, 1.0))
    assert all(b["below"] >= a["below"] for a, b in zip(without, with_it, strict=True))


@given(combination["S7"], st.sampled_from(sorted(TOWN.MERGED)))
def test_a_coarser_column_never_exposes_anybody(values: dict[str, float], name: str) -> None:
    fine, coarse = (rows("S7", {**values, name: state}) for state in (1.0, 2.0))
    assert all(b["below"] <= a["below"] for a, b in zip(fine, coarse, strict=True))


@given(combination["S8"])
def test_a_score_without_value_is_chance(values: dict[str, float]) -> None:
    (blind,), (chance,) = (rows("S8", {**values, "auc": 0.5, "rule": rule}) for rule in (2.0, 1.0))
    assert blind["by_score"] == pytest.approx(chance["by_chance"], abs=0.2, rel=0.06)


@given(combination["S8"])
def test_a_better_score_and_more_hours_never_find_less(values: dict[str, float]) -> None:
    for name in ("auc", "capacity"):
        steps = next(p.values for p in KNOWN["S8"].params if p.id == name)
        ends = [rows("S8", {**values, name: step})[0] for step in steps]
        finds = [row["by_score"] + row["by_chance"] for row in ends]
        assert all(after >= before - 0.15 for before, after in pairwise(finds)), name


# --- the grid is what the model says, and says when it is not ---


@pytest.mark.parametrize("id_", GRIDDED)
def test_a_sample_of_the_grid_computed_again_is_the_same(id_: str) -> None:
    known = KNOWN[id_]
    cells = list(known.combinations())
    assert known.grid and len(cells) == len(known.grid.cells)
    for values in random.Random(7).sample(cells, 12):
        again = known.simulate(values)
        wanted = [{c.id: row[c.id] for c in known.columns} for row in again]
        assert rows(id_, values) == wanted, values


@pytest.mark.parametrize("id_", GRIDDED)
def test_the_same_seed_gives_the_same_rows_and_another_does_not(id_: str) -> None:
    known = KNOWN[id_]
    values = known.values(known.presets[0].id)
    assert known.simulate(values) == known.simulate(values, seed=20261123)
    others = [known.simulate(values, seed=other) for other in range(1, 7)]
    assert any(rows_ != known.simulate(values) for rows_ in others)


@pytest.fixture
def triage(tmp_path: Path) -> Path:
    """A project with one simulation, S8, whose grid is small."""
    folder = tmp_path / "exercises/simulations/triage"
    shutil.copytree(ROOT / "exercises/simulations/triage", folder)
    edit(folder / "simulation.yml", "tips: [80, 95, 120, 500, 1000]", "tips: [120, 1000]")
    edit(folder / "simulation.yml", "auc: [0.5, 0.6, 0.75, 0.9, 0.99]", "auc: [0.75, 0.9]")
    edit(folder / "simulation.yml", "share: [1, 2, 10]", "share: [1, 2]")
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def told(root: Path) -> list[str]:
    return [f"{p.code} {p.message}" for p in load(root)[1]]


STALE = "S109 The grid of 'S8' does not belong to the model and the values."


@pytest.mark.parametrize("name", ["model.py", "simulation.yml", "grid.json"])
def test_a_grid_is_stale_when_what_it_comes_from_has_changed(triage: Path, name: str) -> None:
    assert told(triage) == [STALE]
    write_grids(triage, lambda line: None)
    assert told(triage) == []
    path = triage / "exercises/simulations/triage" / name
    old, new = {"model.py": ("RUNS = 1000", "RUNS = 999"), "grid.json": ("\n[", "\n[1,"),
                "simulation.yml": ("tips: [120,", "tips: [95, 120,")}[name]  # fmt: skip
    edit(path, old, new)
    assert told(triage) == [STALE]
    said: list[str] = []
    write_grids(triage, said.append)
    assert said == ["computing every combination of S8 (Too many tips, too few hours)"]
    assert told(triage) == []
    write_grids(triage, said.append)
    assert len(said) == 1


def test_words_and_stories_leave_the_grid_as_it_is(triage: Path) -> None:
    write_grids(triage, lambda line: None)
    edit(triage / "exercises/simulations/triage/simulation.yml", "By chance", "By pure chance")
    assert told(triage) == []


def test_a_broken_law_anywhere_in_the_grid_stops_sync(triage: Path) -> None:
    path = triage / "exercises/simulations/triage/model.py"
    edit(path, 'if row["backlog"] and row["wait"]:', 'if params["tips"] == 120:')
    with pytest.raises(ProblemsError) as error:
        write_grids(triage, lambda line: None)
    first = error.value.problems[0]
    assert (first.path, first.line, first.code) == (
        "exercises/simulations/triage/simulation.yml", 1, "S111")  # fmt: skip
    assert "tips 120" in first.message and "no mean wait" in first.message
    assert "S109" in told(triage)[0]


def test_sync_writes_the_grid_and_then_the_course_is_read(
    course_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = ROOT / "tests/problems/S109/overlay"
    shutil.copytree(case, course_root, dirs_exist_ok=True)
    assert main(["check", "--as-of", "2026-11-23"], root=course_root) == 1
    assert "S109" in capsys.readouterr().out
    assert main(["sync"], root=course_root) == 0
    assert main(["check", "--as-of", "2026-11-23"], root=course_root) == 0


GRID_FAULTS = (
    ("tips: [120, 1000]", "tips: [1000, 120]", "S102 'grid' gives no rising values"),
    ("tips: [120, 1000]", "tipps: [120, 1000]", "S102 'grid' gives no rising values"),
    ("tips: [120, 1000]", "tipps: [120, 1000]", "Y102 Unknown key 'tipps'"),
    ("tips: [120, 1000]", "tips: [120, many]", "Y104 'tips' takes numbers"),
    ("values: {rule: 4}", "values: {rule: 4, tips: 500}", "S103 500 is not in the grid of 'tips'"),
    ('"At random", ', "", "S102 Parameter 'rule' has 6 values and 5 labels"),
    ("default: 0.9}", "default: 0.9, min: 0.5}", "Y102 Unknown key 'min'"),
)


@pytest.mark.parametrize(("old", "new", "expected"), GRID_FAULTS, ids=lambda text: text[:24])
def test_each_fault_of_a_grid_has_its_line(
    triage: Path, old: str, new: str, expected: str
) -> None:
    edit(triage / "exercises/simulations/triage/simulation.yml", old, new)
    problems = load(triage)[1]
    assert [p for p in problems if expected in str(p) and p.line > 1], [*map(str, problems)]


def test_a_picture_that_would_compute_again_is_refused(triage: Path) -> None:
    path = triage / "exercises/simulations/triage/model.py"
    edit(path, "    rows: Sequence[Mapping[str, float]] | None = None,\n) -> str:", ") -> str:")
    assert told(triage) == ["S101 picture() does not take the rows."]


def test_a_value_is_told_by_its_label() -> None:
    policy = Parameter("policy", "Policy", 0, 2, 1, 0, labels=("remove", "leave", "limit"))
    assert [policy.label_of(value) for value in (0, 2, 7)] == ["remove", "limit", ""]
    rule = next(p for p in KNOWN["S8"].params if p.id == "rule")
    assert rule.label_of(1) == "At random"


def test_values_outside_the_grid_are_not_guessed() -> None:
    known = KNOWN["S8"]
    assert known.grid
    with pytest.raises(KeyError, match="tips=7"):
        known.grid.rows(known.params, {**known.values("default"), "tips": 7})


# --- cards carry the numbers of the model ---


def deck(id_: str) -> list[dict[str, object]]:
    module = {"S3": PATROL, "S7": TOWN, "S8": TIPS}[id_]
    return list(module.cards(KNOWN[id_].words))


@pytest.mark.parametrize("id_", ["S3", "S7", "S8"])
def test_cards_have_what_a_printer_needs(id_: str) -> None:
    for card in deck(id_):
        assert list(card) == ["label", "front", "back", "copies", "tone"]
        assert card["label"] and card["front"] and card["tone"] in ("", "grey", "accent")
        assert "{" not in f"{card['front']}{card['back']}"


def test_the_bags_hold_what_the_first_story_says() -> None:
    default = KNOWN["S3"].values("default")
    sheet = (ROOT / "exercises/decks/S3-rounds.yml").read_text(encoding="utf-8")
    assert f"| Start | | | {default['start']:.0f} | {10 - default['start']:.0f} |" in sheet
    for bag, rate in zip(deck("S3"), ("rate_a", "rate_b"), strict=True):
        assert str(bag["back"]).startswith(f"{default[rate] / 10:.0f} red beads in every 10")


def test_sixty_people_stand_in_the_groups_that_the_model_counts() -> None:
    people = deck("S7")
    assert len(people) == 60
    for line, step in enumerate(TOWN.STEPS):
        sizes = [int(str(card["back"]).splitlines()[line].rsplit(": ")[1]) for card in people]
        for row in TOWN.simulate(TOWN.at_the_table(step)):
            assert sum(size < row["k"] for size in sizes) == row["below"]
    assert 1 in sizes


def test_forty_slips_show_a_score_and_hide_the_truth() -> None:
    *slips, token = deck("S8")
    assert (len(slips), token["copies"]) == (40, 8)
    assert [s["back"] for s in slips].count("True") == TIPS.TABLE["true"]
    marks = [int(str(s["front"]).split("**")[1].split()[1]) for s in slips]
    assert sorted(marks) == sorted(score for score, _ in TIPS.slips())
    assert len(set(marks)) == 40
    assert not any("True" in str(s["front"]) for s in slips)
    best = sorted(zip(marks, slips, strict=True), key=lambda pair: -pair[0])[:8]
    true = sum(card["back"] == "True" for _, card in best)
    chance = random.Random(20261123)
    places = TIPS._places(40, 4, 0.75, chance)
    assert true == sum(place <= 8 for place in places)
