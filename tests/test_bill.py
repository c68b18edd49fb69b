"""The invented bill of module a10 carries the fourteen faults of its brief; its keys name each."""

from __future__ import annotations

import re

import pytest

from tests.outputs import REPOSITORY

SHEET = REPOSITORY / "exercises/a10-drafting-clinic/handouts/H-10a.md"
GUIDE = REPOSITORY / "modules/a10-drafting-clinic/facilitator.md"
PRINTED, ANSWERS = SHEET.read_text(encoding="utf-8").split(":::{facilitator}")
BRIEF = {  # in the order of the brief
    "1(1)": "means GateView, RouteRank, WordWatch and any comparable product",
    "2(1)": "including but not limited to",
    "3(2)": "The Minister may by notice add categories",
    "5(1)": "may carry out an assessment of the effects on rights and may publish",
    "5(2)": "an accuracy of 99 per cent.",
    "4(2)": "In cases of urgency the Agency may proceed without authorisation.",
    "7(1)": "for as long as necessary.",
    "6(1)": "where practicable",
    "7(2)": "for other lawful purposes.",
    "8(1)": "shall not be informed of it.",
    "8(2)": "may write to the Agency, which shall consider the letter.",
    "9(1)": "The Agency shall oversee",
    "9(2)": "from time to time.",
    "9(3)": "Authorisations given and data collected before that day remain valid.",
}
CLAUSE = re.compile(r"^\*\*(\d) [^*]+\*\* (.+)$", re.MULTILINE)
WEAK = re.compile(r"\b(may|practicable|necessary|appropriate|reasonable|from time to time|including"
                  r"|other lawful|comparable|urgency)\b")  # fmt: skip


def bill() -> dict[str, str]:
    """Each provision by its number, as `4(2)`."""
    found = {}
    for clause, text in CLAUSE.findall(PRINTED):
        _, *parts = re.split(r"\((\d)\) ", text)
        for number, words in zip(parts[::2], parts[1::2], strict=True):
            found[f"{clause}({number})"] = words.strip()
    return found


def key(text: str, column: int) -> dict[str, tuple[str, ...]]:
    """The rows of a key by their provision, which stands in the column."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()
            if re.match(r"\| (★ )?\d", line)]  # fmt: skip
    return {row[column].removeprefix("★ "): tuple(row) for row in rows}


KEYS = {
    "sheet": key(ANSWERS, 0),
    "guide": key(GUIDE.read_text(encoding="utf-8").split("(a10-f-answers)")[0], 1),
}


def test_each_fault_of_the_brief_stands_in_its_clause() -> None:
    assert len(BRIEF) == 14
    assert {at: words for at, words in BRIEF.items() if words not in bill()[at]} == {}


@pytest.mark.parametrize("name", KEYS)
def test_a_key_names_the_fourteen_with_the_words_of_the_bill(name: str) -> None:
    rows = KEYS[name]
    assert rows.keys() == BRIEF.keys()
    for at, row in rows.items():
        said = re.findall(r'"([^"]+)"', row[1 if name == "sheet" else 2])
        assert said, at
        for words in (part.strip() for quote in said for part in quote.split("…")):
            assert words in bill()[at], (at, words)


def test_the_guide_counts_them_and_both_keys_star_one_for_each_gate() -> None:
    numbers = [int(row[0].removeprefix("★ ")) for row in KEYS["guide"].values()]
    assert numbers == list(range(1, 15))
    starred = {name: {at: row[3 if name == "sheet" else 4] for at, row in rows.items()
                      if row[0].startswith("★")} for name, rows in KEYS.items()}  # fmt: skip
    assert starred["sheet"] == starred["guide"]
    assert sorted(starred["sheet"].values()) == ["1", "2", "3", "4", "5"]
    assert {at[0] for at in starred["sheet"]} == {"2", "4", "5", "8"}


def test_no_other_provision_is_weak() -> None:
    sound = bill().keys() - BRIEF.keys()
    told = ANSWERS.split("**Sound provisions, placed on purpose:** ")[1]
    assert set(told.split(". ")[0].split(", ")) == sound
    weak = {at: WEAK.findall(bill()[at]) for at in sound}
    # an alert tells of a likeness: "a person may be on the list"
    assert {at: words for at, words in weak.items() if words} == {"1(2)": ["may"]}
