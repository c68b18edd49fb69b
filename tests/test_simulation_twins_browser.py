"""S4, S5 and S9 in a browser: choices in words, hidden sliders, any drawing."""

from __future__ import annotations

import random

import pytest

from tests.simulated import simulation
from tests.test_explorables_browser import (  # noqa: F401 (a fixture)
    COMPARE,
    Open,
    predict,
    random_values,
    result,
    shown,
)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("id_", ["S4", "S5", "S9"])
@pytest.mark.parametrize("side", ["ltr", "rtl"])
def test_any_values_are_drawn_as_python_draws_them(
    shown: Open, id_: str, side: str  # noqa: F811
) -> None:  # fmt: skip
    known, chance = simulation(id_), random.Random(20261124)
    page = shown(id_)
    for _ in range(40):
        values = random_values(known, chance)
        for view in (view for view in known.views if not view.endswith("-blank")):
            python = known.picture(view, values, known.words, side)
            ours, theirs = page.evaluate(
                COMPARE, [id_, python, values, dict(known.words), side, view]
            )
            assert theirs == ours, (values, view)


def test_a_policy_is_chosen_in_words_and_by_keyboard(shown: Open) -> None:  # noqa: F811
    page = shown("S4")
    predict(page)
    menu = page.get_by_role("combobox", name="A flagged post that nobody has checked")
    assert menu.input_value() == "is removed"
    menu.focus()
    page.keyboard.press("ArrowDown")
    assert menu.input_value() == "stays up"
    page.keyboard.press("ArrowDown")
    assert "4,163 are limited without a check" in result(page)
    page.wait_for_timeout(700)
    said = page.locator('[role="status"]').inner_text()
    assert said.startswith("A flagged post that nobody has checked: is limited: few people see it.")
    page.get_by_role("button", name="Start again").click()
    assert menu.input_value() == "is removed"


def test_the_machine_opens_twelve_sliders(shown: Open) -> None:  # noqa: F811
    page = shown("S4")
    predict(page)
    sliders = page.get_by_role("slider")
    before = sliders.count()
    page.get_by_role("checkbox", name="Show how the machine works").focus()
    page.keyboard.press("Space")
    assert sliders.count() == before + 12


def test_a_choice_in_words_comes_back(shown: Open) -> None:  # noqa: F811
    page = shown("S4")
    predict(page)
    page.get_by_role("combobox").select_option("stays up")
    page.get_by_role("spinbutton", name="Human checks a day in Delta").fill("1005")
    page.keyboard.press("Tab")
    page.wait_for_timeout(700)
    before = result(page)
    page.evaluate("""async () => {
      const text = await (await fetch('index.html')).text();
      const fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('.explorable');
      document.querySelector('.explorable').replaceWith(fresh);
      Coursebook.start(document);
    }""")
    assert result(page) == before
    assert page.get_by_role("combobox").input_value() == "stays up"
