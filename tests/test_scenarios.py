"""Scenarios: the measured graphs, the paper edition played by hand, and what facilitators get."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement

from coursebook.editions import Edition
from coursebook.exporters import exporter
from coursebook.html.scenarios import paragraphs, scenario_html
from coursebook.locale import words
from coursebook.model import Scenario, Target
from coursebook.model.scenario_paths import Paths, follow, longest
from coursebook.model.scenarios import LETTERS
from coursebook.packages import Sheaf, state_size
from coursebook.reader.scenarios import read_scenarios
from coursebook.reader.sources import Sources
from tests.tools.pdf import missing_words, page_texts, ua1_faults

ROOT = Path(__file__).parent.parent
REAL = read_scenarios(Sources(ROOT), "en")
BILL, VOICE = REAL["bs-72-hours"], REAL["bs-voice-1840"]
DESK = {lang: read_scenarios(Sources(ROOT / "tests/course"), lang)["bs-desk"]
        for lang in ("en", "ar")}  # fmt: skip
ALL = [(BILL, "", "en"), (VOICE, "", "en"), (VOICE, "v3", "en"), (DESK["en"], "", "en"),
       (DESK["ar"], "", "ar"), (DESK["ar"], "d1", "ar")]  # fmt: skip
KIND = re.compile("(?<![A-Z])SCENARIO(?![A-Z])")  # what is left of the planted word in Arabic
THEME = ROOT / "coursebook/theme"


# --- the graphs, as measured in the brief -----------------------------------------------------


def test_the_72_hour_bill_has_the_measured_paths_and_endings() -> None:
    assert len(BILL.nodes) == 9
    assert sum(len(node.choices) for node in BILL.nodes) == 28
    paths = Paths(BILL)
    assert paths.count == 13_797
    assert paths.endings == {"e1": 2_424, "e2": 3_159, "e3": 2_607, "e4": 5_607}


def test_the_voice_has_the_measured_paths_and_endings() -> None:
    assert len(VOICE.nodes) == 7
    assert sum(len(node.choices) for node in VOICE.nodes) == 21
    paths = Paths(VOICE)
    assert paths.count == 1_701
    assert paths.endings == {"x1": 111, "x2": 621, "x3": 195, "x4": 774}


def test_every_step_of_the_bill_keeps_two_options_to_the_best_ending() -> None:
    ways = Paths(BILL).by_choice()
    for node in BILL.nodes:
        kept = [n for n in range(len(node.choices)) if ways[node.id, n]["e1"]]
        assert len(kept) >= 2, node.id


def test_the_named_options_of_the_voice_never_lead_to_the_best_ending() -> None:
    ways = Paths(VOICE).by_choice()
    never = {place for place, found in ways.items() if not found["x1"]}
    assert never == {("v1", 2), ("v3", 2), ("v5", 0)}
    said = [VOICE.node(id_).choices[n].text for id_, n in sorted(never)]  # type: ignore[union-attr]
    assert "shutdown" in said[0]
    assert "whereabouts" in said[1]


def test_counting_with_memory_gives_what_walking_every_path_gives() -> None:
    for scenario, until, _ in ALL:
        found: dict[str, int] = {}

        def walk(path: str, found: dict[str, int], scenario: Scenario, until: str) -> None:
            steps = follow(scenario, path, until)
            last = steps[-1] if steps else None
            goto = scenario.nodes[0].id if last is None else scenario.after(
                last.node, last.node.choices[last.choice], until)  # fmt: skip
            if node := scenario.node(goto):
                for letter in LETTERS[: len(node.choices)]:
                    walk(path + letter, found, scenario, until)
            elif last:
                ending = scenario.ending(last.levels).id
                found[ending] = found.get(ending, 0) + 1

        if scenario is not BILL:
            walk("", found, scenario, until)
            assert found == Paths(scenario, until).endings


def test_meters_stay_between_0_and_10_and_endings_are_read_from_the_top() -> None:
    steps = follow(BILL, "caabbbcba")
    assert all(0 <= level <= 10 for step in steps for level in step.levels)
    assert BILL.ending((4, 7, 6, 8)).id == "e1"
    assert BILL.ending((3, 7, 6, 8)).id == "e3"
    assert BILL.ending((0, 2, 6, 8)).id == "e2"
    assert BILL.ending((5, 5, 5, 5)).id == "e4"


def test_a_short_form_ends_by_the_meters_so_far() -> None:
    assert longest(VOICE, "v3") == 4
    steps = follow(VOICE, "bbbb", "v3")
    assert VOICE.ending(steps[-1].levels).id == "x1"
    with pytest.raises(ValueError, match="no path"):
        follow(VOICE, "bbbba", "v3")
    assert set(Paths(VOICE, "v3").endings) == {"x1", "x2", "x3", "x4"}


def test_every_consequence_is_short_and_no_text_stands_twice() -> None:
    for scenario in REAL.values():
        texts = [c.consequence for node in scenario.nodes for c in node.choices]
        assert all(10 <= len(text.split()) <= 60 for text in texts)
        assert len(set(texts)) == len(texts)


# --- the paper edition, followed as a player follows it ----------------------------------------


class Player:
    """Somebody with the paper edition and a pencil: knows nothing but what is printed."""

    def __init__(self, page: HtmlElement, said: Mapping[str, str]) -> None:
        self.page, self.said = page, said
        rows = page.xpath('//table[@class="scenario-track"]//tr')
        self.meters = {text_of(row.find("th")): int(text_of(row.find(".//strong")).strip("[]"))
                       for row in rows}  # fmt: skip
        self.texts: list[str] = []
        self.number = "1"

    def paragraph(self) -> HtmlElement:
        """The paragraph where the player is; its text goes into what was read."""
        steps = self.page.xpath('//div[@class="scenario-step"]')
        found = [s for s in steps if text_of(s.find_class("scenario-number")[0].find("strong"))
                 == self.number]  # fmt: skip
        assert len(found) == 1
        self.texts.append(text_of(found[0].find_class("scenario-text")[0]))
        return found[0]

    def choose(self, letter: str) -> None:
        """Read, decide, go on, move the meters, go on."""
        options = self.paragraph().xpath('.//ul[@class="scenario-choices"]/li')
        option = next(li for li in options if text_of(li.find("strong")) == letter.upper())
        self.texts.append(text_of(option.find_class("scenario-choice")[0]))
        self.number = self.goes(option)
        effects = self.paragraph().find_class("scenario-effects")[0]
        for name, by in re.findall(r"([^,،.]+?) ([+\u2212]\d+)", text_of(effects)):
            level = self.meters[name.strip()] + int(by.replace("\u2212", "-"))
            self.meters[name.strip()] = min(10, max(0, level))
        self.number = self.goes(effects)

    def goes(self, place: HtmlElement) -> str:
        links = place.find_class("scenario-go")
        if not links:
            assert self.said["scenario.read_ending"] in text_of(place)
            return ""
        number = re.findall(r"\d+", text_of(links[0]))[0]
        target = self.page.get_element_by_id(links[0].get("href")[1:])
        assert text_of(target.find_class("scenario-number")[0].find("strong")) == number
        return str(number)

    def ending(self) -> str:
        """The first line of the table that fits, by its words alone."""
        for row in self.page.xpath("//tr[@data-ending]"):
            if self.fits(text_of(row[0])):
                return text_of(row.find_class("scenario-title")[0])
        raise AssertionError("no line fits")

    def fits(self, when: str) -> bool:
        if when == self.said["scenario.otherwise"]:
            return True
        some = self.said["scenario.or"] in when
        parts = when.split(self.said["scenario.or" if some else "scenario.and"])
        return (any if some else all)(map(self.holds, parts))

    def holds(self, part: str) -> bool:
        for name, level in self.meters.items():
            for key, fits in (("at_least", int.__ge__), ("at_most", int.__le__)):
                for n in range(11):
                    if part == self.said[f"scenario.{key}"].format(meter=name, n=n):
                        return bool(fits(level, n))
        raise AssertionError(part)


def text_of(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def paper(scenario: Scenario, until: str, language: str) -> Player:
    html = scenario_html(scenario, words(language), until, playable=False)
    return Player(lxml_html.fragment_fromstring(html), words(language))


def random_path(scenario: Scenario, until: str, chance: random.Random) -> str:
    node, path = scenario.nodes[0], ""
    while True:
        place = chance.randrange(len(node.choices))
        path += LETTERS[place]
        following = scenario.node(scenario.after(node, node.choices[place], until))
        if following is None:
            return path
        node = following


@pytest.mark.parametrize(("scenario", "until", "language"), ALL)
def test_paper_followed_by_hand_ends_as_the_model_says(
    scenario: Scenario, until: str, language: str
) -> None:
    chance = random.Random(20261123)
    for path in {random_path(scenario, until, chance) for _ in range(60)}:
        player = paper(scenario, until, language)
        for letter in path:
            player.choose(letter)
        steps = follow(scenario, path, until)
        assert player.number == ""
        assert tuple(player.meters.values()) == steps[-1].levels
        assert player.ending() == scenario.ending(steps[-1].levels).title
        told = [text for step in steps for choice in [step.node.choices[step.choice]]
                for text in (step.node.text, choice.text, choice.consequence)]  # fmt: skip
        assert player.texts == told


@pytest.mark.parametrize(("scenario", "until", "language"), ALL)
def test_numbers_are_shuffled_and_stay(scenario: Scenario, until: str, language: str) -> None:
    found = paragraphs(scenario, until)
    assert [p.number for p in found] == list(range(1, len(found) + 1))
    assert (found[0].node, found[0].letter) == (scenario.nodes[0], "")
    order = [(p.node.id, p.letter) for p in found]
    assert order == [(p.node.id, p.letter) for p in paragraphs(DESK["en"] if scenario in
                     DESK.values() else scenario, until)]  # the same in every language
    assert order != sorted(order)


def test_the_full_and_the_short_form_may_stand_on_one_page() -> None:
    both = "".join(scenario_html(VOICE, words("en"), until, playable=True) for until in ("", "v3"))
    ids = re.findall(r' id="([^"]+)"', both)
    assert len(ids) == len(set(ids))
    assert re.findall(r'data-scenario="([^"]+)"', both) == ["bs-voice-1840", "bs-voice-1840.v3"]


# --- what a package keeps -----------------------------------------------------------------------


def test_a_package_reckons_with_the_path_for_staff_and_keeps_none_for_members(
    edition: Callable[..., Edition],
) -> None:
    staff, members = (edition(target=Target("x", "", tracking)) for tracking in
                      ("full", "completion"))  # fmt: skip
    module = (staff.course.modules[1],)
    assert Sheaf(staff, module).scenarios == ("bs-desk",)
    assert Sheaf(members, module).scenarios == ()
    assert state_size(staff, module) >= 40
    assert '"bs-desk":0' in Sheaf(staff, module)._document()
    assert '"bs-desk":0' not in Sheaf(members, module)._document()


# --- for the room -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kits(read_course: Callable[..., object]) -> dict[tuple[str, str], dict[str, bytes]]:
    """The format `scenarios` of tests/course, by language and audience."""
    made = {}
    for language in ("en", "ar"):
        course = read_course(language).course  # type: ignore[attr-defined]
        for audience in ("participant", "facilitator"):
            edition = Edition(course, audience=audience, medium="print")  # type: ignore[arg-type]
            made[language, audience] = dict(exporter("scenarios")(edition))
    return made


def test_participants_get_paper_and_facilitators_the_rest(
    kits: dict[tuple[str, str], dict[str, bytes]],
) -> None:
    for language in ("en", "ar"):
        assert set(kits[language, "participant"]) == {
            "bs-desk/paper.pdf", "bs-desk/short-paper.pdf"}  # fmt: skip
        assert set(kits[language, "facilitator"]) == {
            "bs-desk/paper.pdf", "bs-desk/short-paper.pdf", "bs-desk/map.pdf",
            "bs-desk/plenary.html", "bs-desk/short-plenary.html"}  # fmt: skip


def test_only_the_map_has_notes_and_statistics(
    kits: dict[tuple[str, str], dict[str, bytes]],
) -> None:
    for (language, _), files in kits.items():
        for name, data in files.items():
            text = " ".join(page_texts(data)) if name.endswith(".pdf") else data.decode()
            found = "PLANTED" in text and KIND.search(text) is not None
            assert found is name.endswith("/map.pdf"), name
        map_ = files.get("bs-desk/map.pdf") if language == "en" else None
        if map_:
            scenario, said = DESK[language], words(language)
            texts = [scenario.title, said["map.statistics"],
                     *(node.text for node in scenario.nodes), *scenario.debrief,
                     *(ending.title for ending in scenario.endings)]  # fmt: skip
            assert missing_words(map_, [w for text in texts for w in text.split()]) == []
            assert len(page_texts(map_)) <= 2


def test_all_printed_matter_is_pdf_ua_1(kits: dict[tuple[str, str], dict[str, bytes]]) -> None:
    for files in kits.values():
        for name, data in files.items():
            if name.endswith(".pdf"):
                assert ua1_faults(data) == [], name


def test_the_real_maps_take_two_pages_and_count_right(
    course_a: Mapping[str, bytes],
) -> None:
    for id_, said in (("bs-72-hours", "13,797"), ("bs-voice-1840", "1,701")):
        pages = page_texts(course_a[f"{id_}/map.pdf"])
        assert len(pages) <= 2
        assert said in pages[0]
        assert ua1_faults(course_a[f"{id_}/map.pdf"]) == []
        assert ua1_faults(course_a[f"{id_}/paper.pdf"]) == []


@pytest.fixture(scope="module")
def course_a() -> Mapping[str, bytes]:
    from coursebook.reader import read

    course = read(ROOT, "ai-parliamentarians", "en", "2026-11-23").course
    assert course
    return exporter("scenarios")(Edition(course, audience="facilitator", medium="print"))


def test_code_stays_small() -> None:
    assert (THEME / "player/scenario.js").stat().st_size <= 10 * 1024
    assert (THEME / "player/plenary.js").stat().st_size <= 4 * 1024
    assert all(len(data) <= 80_000 for data in [scenario_html(
        BILL, words("en"), playable=True).encode()])  # fmt: skip
