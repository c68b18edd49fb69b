"""Facts and their review, plain language, pictures, colours of the theme, and links."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from coursebook.checks import language
from coursebook.checks.colours import colour, contrast
from coursebook.checks.passages import passages, pieces, sentences
from coursebook.checks.pictures import picture
from coursebook.checks.sources import is_address, unused_sources, used_sources
from coursebook.cli import main
from coursebook.evidence import calendar, due_facts, fact_uses
from coursebook.fact_review import Desk, edited, review
from coursebook.links import Manners, look, refresh
from coursebook.model import Course, Link, Place, PlainLanguage, WordList
from coursebook.reader import Reading, read
from tests.conftest import AS_OF, COURSE

REPOSITORY = COURSE.parents[1]
REGISTER = "curriculum/facts.yml"
BASE = REPOSITORY / "coursebook/theme/css/base.css"
Capture = pytest.CaptureFixture[str]

# --- where facts stand, and when they are due ------------------------------------------------


def test_every_use_of_a_fact_is_listed_with_its_line(course: Course) -> None:
    used = fact_uses(course)
    assert used["TF-02"][:2] == (
        Place("modules/t01-late-returns/index.md", 38),
        Place("modules/t02-short-visit/index.md", 30),
    )
    for id_, places in used.items():
        for place in places:
            lines = (COURSE / place.path).read_text(encoding="utf-8").splitlines()
            if place.path.endswith(".md"):
                assert f"`{id_}`" in lines[place.line - 1]


def test_facts_are_due_in_the_order_of_their_days(course: Course) -> None:
    due = due_facts([course])
    assert [item.fact.id for item in due][:2] == ["TF-02", "TF-04"]
    assert due[0].days == 372
    assert due[0].url == "https://example.org/rules"
    assert [item.fact.id for item in due_facts([course], 371)] == []
    assert [item.fact.id for item in due_facts([course], 372)] == ["TF-02"]


def unfolded(data: bytes) -> list[str]:
    text = data.decode()
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")


def test_the_calendar_has_an_event_of_one_day_for_each_fact(course: Course) -> None:
    lines = unfolded(calendar(due_facts([course]), "Facts to check"))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(due_facts([course]))
    first = lines.index("UID:TF-02@facts.coursebook.invalid")
    assert lines[first + 1 : first + 5] == [
        "DTSTAMP:20261123T000000Z", "DTSTART;VALUE=DATE:20271130", "DTEND;VALUE=DATE:20271201",
        "SUMMARY:Check fact TF-02",
    ]  # fmt: skip


def test_a_calendar_folds_between_letters_and_escapes_what_has_a_meaning(course: Course) -> None:
    fact = replace(course.facts["TF-02"], claim="مكتبة; a, b \\ c — " * 12)
    item = replace(due_facts([course])[0], fact=fact)
    text = "\n".join(unfolded(calendar([item], "x")))
    assert "مكتبة\\; a\\, b \\\\ c — مكتبة" in text


def test_the_calendar_is_written_where_it_is_asked_for(course_root: Path) -> None:
    words = ["facts", "calendar", "--as-of", AS_OF, "--out", "due.ics"]
    assert main(words, root=course_root) == 0
    assert b"UID:TF-02@" in (course_root / "due.ics").read_bytes()


def test_the_list_of_uses_says_claim_source_and_places(course_root: Path, capsys: Capture) -> None:
    assert main(["facts", "uses", "--as-of", AS_OF], root=course_root) == 0
    printed = capsys.readouterr().out
    assert "  claim    A book may be kept for 21 days." in printed
    assert "  link     https://example.org/rules" in printed
    assert "  used at  modules/t02-short-visit/index.md:30" in printed


# --- the walk through what is due ------------------------------------------------------------


def walked(root: Path, course: Course, answers: Sequence[str], day: str = "2027-11-01") -> int:
    given = iter(answers)

    def ask(prompt: str) -> str:
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    return review(Desk(root, day, ask, lambda line: None), due_facts([course]))


def changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    assert len(old) == len(new)
    return [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]


def test_to_keep_a_fact_moves_its_two_dates_and_no_other_byte(
    course_root: Path, course: Course
) -> None:
    path = course_root / REGISTER
    before = path.read_bytes().decode()
    assert walked(course_root, course, ["k", "q"]) == 1
    assert changed_lines(before, path.read_bytes().decode()) == [
        ('  as_of: "2026-11-23"\n', '  as_of: "2027-11-01"\n'),
        ('  review_after: "2027-11-30"\n', '  review_after: "2028-11-07"\n'),
    ]


def test_a_new_claim_and_a_chosen_day_are_written_where_the_old_ones_stood(
    course_root: Path, course: Course
) -> None:
    path = course_root / REGISTER
    before = path.read_bytes().decode()
    answers = ["c", "A book may be kept: 28 days.", "d", "soon", "2026-01-01", "2030-01-31"]
    assert walked(course_root, course, answers) == 2
    assert changed_lines(before, path.read_bytes().decode()) == [
        ("  claim: A book may be kept for 21 days.\n",
         '  claim: "A book may be kept: 28 days."\n'),
        ('  as_of: "2026-11-23"\n', '  as_of: "2027-11-01"\n'),
        ('  review_after: "2027-11-30"\n', '  review_after: "2028-11-07"\n'),
        ('  as_of: "2026-11-23"\n', '  as_of: "2027-11-01"\n'),
        ('  review_after: "2028-11-30"\n', '  review_after: "2030-01-31"\n'),
    ]  # fmt: skip


@pytest.mark.parametrize("answers", [
    ["s", "s", "s", "s"], ["q"], [], ["?", "q"], ["c", " ", "q"], ["c"], ["d", "soon"],
])
def test_to_skip_or_to_quit_writes_nothing(
    answers: list[str], course_root: Path, course: Course
) -> None:
    before = (course_root / REGISTER).read_bytes()
    assert walked(course_root, course, answers) == 0
    assert (course_root / REGISTER).read_bytes() == before


def test_a_recalled_fact_that_was_read_says_so(course_root: Path) -> None:
    path = course_root / REGISTER
    text = path.read_text(encoding="utf-8").replace("checked: read", "checked: recalled", 2)
    path.write_text(text, encoding="utf-8")
    course = read(course_root, "test-library", "en", AS_OF).course
    assert course
    walked(course_root, course, ["k", "y", "q"])
    assert path.read_text(encoding="utf-8").count("checked: recalled") == 1


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_quotes_comments_line_ends_and_a_byte_order_mark_stay(ends: str, mark: str) -> None:
    text = mark + ends.join([
        "# الحقائق: a comment", "- id: A-01   # first", "  claim: 'It''s old'  # why",
        "  as_of: \"2026-01-01\"", "", "- id: A-02", "  claim: A claim that goes on",
        "    in a second line.", "  as_of: '2026-01-01'", "# the end", "",
    ])  # fmt: skip
    one = edited(text, "A-01", {"claim": "It's new", "as_of": "2026-02-02"})
    assert one == text.replace("It''s old", "It''s new").replace('"2026-01-01"', '"2026-02-02"')
    two = edited(text, "A-02", {"claim": "One line.", "as_of": "2026-02-02"})
    assert two == text.replace(f"A claim that goes on{ends}    in a second line.", "One line.") \
        .replace("'2026-01-01'", "'2026-02-02'")  # fmt: skip
    with pytest.raises(KeyError):
        edited(text, "A-03", {"claim": "x"})


def test_every_entry_of_the_real_register_can_be_rewritten_in_place() -> None:
    text = (REPOSITORY / REGISTER).read_bytes().decode()
    ids = re.findall(r"^- id: (\S+)", text, re.MULTILINE)
    for id_ in ids[::40]:
        new = edited(text, id_, {"as_of": "2031-01-31"})
        assert [line for line in new.splitlines() if line not in text.splitlines()] \
            == ['  as_of: "2031-01-31"']  # fmt: skip


def test_the_command_reviews_what_is_due(
    course_root: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda prompt: "k")
    assert main(["facts", "review", "--as-of", AS_OF], root=course_root) == 0
    assert capsys.readouterr().out == "0 due, 0 changed.\n"
    assert main(["facts", "review", "--as-of", "2027-11-15"], root=course_root) == 0
    assert "1 of 1: TF-02 (read, due in 15 days)" in (printed := capsys.readouterr().out)
    assert printed.endswith("1 due, 1 changed.\n")
    capsys.readouterr()
    main(["facts", "review", "--as-of", "2027-11-15"], root=course_root)
    assert capsys.readouterr().out == "0 due, 0 changed.\n"


def test_a_signed_fact_may_be_recalled(course_root: Path, capsys: Capture) -> None:
    path = course_root / REGISTER
    text = path.read_text(encoding="utf-8").replace("checked: read", "checked: recalled")
    path.write_text(text, encoding="utf-8")
    main(["check", "--as-of", AS_OF], root=course_root)
    assert "K303" in capsys.readouterr().out
    signed = '  signed: {role: editor, date: "2026-11-20"}\n'
    path.write_text(text.replace("  locator:", signed + "  locator:"), encoding="utf-8")
    assert main(["check", "--as-of", AS_OF], root=course_root) == 0
    assert capsys.readouterr().out == ""


# --- language --------------------------------------------------------------------------------

NEVER = PlainLanguage(lists={"absolute": (WordList(("never",)),), "pronouns": (
    WordList(("he", "his"), use="they", unless=("Sami",)),)})  # fmt: skip


def with_language(course: Course, words: PlainLanguage, *pairs: tuple[str, str]) -> Course:
    """The course with other rules of language, and other words in the sections of T02."""
    module = course.module("t02-short-visit")
    section = module.sections[0]
    block = replace(section.blocks[0], source=pairs[0][1] if pairs else "")
    module = replace(module, sections=(replace(section, blocks=(block,)), *module.sections[1:]))
    modules = tuple(module if m.slug == module.slug else m for m in course.modules)
    return replace(course, modules=modules,
                   standards=replace(course.standards, language=words))  # fmt: skip


@pytest.mark.parametrize(("text", "told"), [
    ("The scanner never errs.", True),
    ('"It never errs," they say.', False),
    ("Never open the door.", False),
    ("Nevertheless it errs.", False),
])
def test_a_claim_is_absolute_a_rule_or_a_quoted_claim_is_not(
    text: str, told: bool, course: Course
) -> None:
    found = with_language(course, NEVER, ("", text))
    assert [p.code for p in language.absolute_words(found)] == ["L207"] * told


@pytest.mark.parametrize(("text", "told"), [
    ("A visitor shows his card.", True),
    ("Sami shows his card.", False),
    ("This is the history of the library.", False),
])
def test_a_named_person_has_a_gender_and_a_visitor_has_none(
    text: str, told: bool, course: Course
) -> None:
    found = with_language(course, NEVER, ("", text))
    assert [p.code for p in language.gendered_words(found)] == ["L209"] * told


def test_the_words_of_exercises_are_looked_at_and_their_people_may_be_men(
    course: Course,
) -> None:
    rules = replace(NEVER, lists={**NEVER.lists, "gendered": (WordList(("chairman",)),)})
    scenario = course.scenarios[course.kit.scenarios[0]]
    node = replace(scenario.nodes[0], text="He shows his card. The chairman nods.")
    told = replace(course, scenarios={scenario.id: replace(scenario, nodes=(node,))},
                   standards=replace(course.standards, language=rules))  # fmt: skip
    assert [(p.path, p.line, p.message) for p in language.gendered_words(told)] == [
        (node.place.path, node.place.line, "A gendered word: 'chairman'.")
    ]


def test_only_english_lessons_are_measured(
    read_course: Callable[..., Reading], course: Course
) -> None:
    arabic = read_course("ar").course
    assert arabic
    for tongue, count in ((course, 1), (arabic, 0)):
        found = with_language(tongue, NEVER, ("", "The scanner never errs."))
        assert len(list(language.absolute_words(found))) == count


def test_what_is_listed_after_a_colon_is_counted_item_by_item(course: Course) -> None:
    rules = PlainLanguage(longest_sentence=6)
    listed = "Bring these: one red book to read; one blue book to read."
    whole = listed.replace(":", "").replace(";", " and")
    for text, told in ((listed, False), (whole, True)):
        found = language.long_sentences(with_language(course, rules, ("", text)))
        assert any("Bring these" in problem.message for problem in found) is told


def test_reading_ease_is_that_of_the_published_formula() -> None:
    one = ["The cat sat on the mat."]  # 6 words, 6 syllables
    assert language.flesch(one) == pytest.approx(206.835 - 1.015 * 6 - 84.6)
    two = [*one, "A library opens here."]  # 10 words, 6 + 1 + 3 + 2 + 1 syllables
    assert language.flesch(two) == pytest.approx(206.835 - 1.015 * 10 / 2 - 84.6 * 13 / 10)


def test_sentences_end_where_a_reader_stops() -> None:
    text = 'It costs 1.5 million. See art. 5 of the law! "Why?" he asks. Is it (cf. No. 3) so?'
    assert sentences(text) == [
        "It costs 1.5 million.", "See art. 5 of the law!", '"Why?" he asks.',
        "Is it (cf. No. 3) so?",
    ]  # fmt: skip


def test_a_text_is_cut_into_pieces_with_their_lines() -> None:
    source = ("First.\n\n- one\n- two\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n"
              ":::{figure} media/x.svg\n:alt: A door.\nThe caption.\n:::\n\n"
              ":::{admonition} Title\n:class: idea\nInside.\n:::\n")  # fmt: skip
    assert [(p.kind, p.line, p.source) for p in pieces(source)] == [
        ("paragraph", 0, "First."), ("item", 2, "one"), ("item", 3, "two"), ("head", 5, "A"),
        ("head", 5, "B"), ("cell", 7, "1"), ("cell", 7, "2"), ("alt", 10, "A door."),
        ("caption", 11, "The caption."), ("caption", 14, "Title"), ("paragraph", 16, "Inside."),
    ]  # fmt: skip


def test_the_line_of_a_passage_is_that_of_its_file(course: Course) -> None:
    for module in course.modules:
        for passage in passages(module):
            if passage.place.path.endswith("index.md") and passage.source:
                lines = (COURSE / passage.place.path).read_text(encoding="utf-8").splitlines()
                assert passage.source.split("\n")[0] in lines[passage.place.line - 1]


# --- pictures and colours --------------------------------------------------------------------


def drawn(inside: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode()


def test_a_text_is_judged_on_the_shape_below_it_wherever_its_group_was_moved() -> None:
    found = picture(drawn(
        '<g transform="translate(100 50)"><rect width="80" height="30" fill="#0b5563"/>'
        '<text x="10" y="20" fill="white">on</text></g><text x="10" y="20">beside</text>'
    )).words  # fmt: skip
    assert [(words.text, words.below) for words in found] == [
        ("on", (11, 85, 99)), ("beside", (255, 255, 255)),
    ]  # fmt: skip


@pytest.mark.parametrize("inside", [
    '<text fill="url(#p)">x</text>', '<text transform="rotate(9)">x</text>',
    '<g opacity="0.5"><text>x</text></g>', '<defs><text>x</text></defs>', "<text></text>", "<bad",
])  # fmt: skip
def test_what_is_not_sure_is_not_judged(inside: str) -> None:
    assert picture(drawn(inside)).words == []


def test_contrast_is_that_of_the_guideline() -> None:
    def of(one: str, other: str) -> float:
        first, second = colour(one), colour(other)
        assert first and second
        return contrast(first, second)

    assert of("#000", "white") == pytest.approx(21)
    assert of("#777777", "#fff") == pytest.approx(4.48, abs=0.01)
    assert of("#fff", "#777777") == of("rgb(119, 119, 119)", "#ffffff")
    assert colour("none") is None


def tokens() -> Iterator[tuple[str, dict[str, str]]]:
    """Each block of base.css that sets the colours, with what it leaves as it was."""
    light: dict[str, str] = {}
    css = BASE.read_text(encoding="utf-8")
    for name, block in re.findall(r"(:root[^{]*)\{([^}]*--ink:[^}]*)\}", css):
        light = {**light, **dict(re.findall(r"--([\w-]+): (#\w+);", block))}
        yield name.strip(), light


@pytest.mark.parametrize(("name", "given"), list(tokens()))
def test_the_colours_of_the_theme_are_read_by_everybody(name: str, given: dict[str, str]) -> None:
    def of(one: str, other: str) -> float:
        first, second = colour(given[one]), colour(given[other])
        assert first and second
        return contrast(first, second)

    for ground in ("paper", "soft"):
        for ink in ("ink", "muted", "accent", "good", "bad", "warm"):
            assert of(ink, ground) >= 4.5, (name, ink, ground)
    assert of("accent-ink", "accent") >= 4.5
    for edge in ("edge",) if given["ink"] == "#000" else ("edge", "focus"):  # no focus on paper
        assert of(edge, "paper") >= 3, (name, edge)


def test_dark_is_the_same_for_the_system_and_for_the_reader() -> None:
    _, (_, asked_by_system), (_, asked_by_reader), (_, on_paper) = tokens()
    assert asked_by_system == asked_by_reader != on_paper


# --- sources and links -----------------------------------------------------------------------


@pytest.mark.parametrize(("text", "good"), [
    ("https://example.org/a?b=c#d", True), ("http://example.org", True), ("example.org", False),
    ("https://", False), ("ftp://example.org", False), ("https://exa mple.org/a b", False),
    ("https://localhost", False), ("https://[x", False),
])  # fmt: skip
def test_an_address_has_a_scheme_a_host_and_no_space(text: str, good: bool) -> None:
    assert is_address(text) is good


def test_entries_that_no_course_uses_are_data_for_the_desk(course: Course) -> None:
    source = replace(course.sources["testrules2026"], key="unused2020")
    more = replace(course, sources={**course.sources, "unused2020": source})
    assert [s.key for s in unused_sources([more])] == ["unused2020"]
    assert "testrules2026" in {s.key for s in used_sources(more)}


@dataclass
class Site:
    """A server of this machine and everything that it was asked."""

    url: str
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    together: int = 0
    most: int = 0


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            found.together += 1
            found.most = max(found.most, found.together)
            found.asked.append((self.command, self.path, str(self.headers["User-Agent"])))
            code = {"/gone": 404, "/no-head": 405 if self.command == "HEAD" else 200}
            self.send_response(code.get(self.path, 200))
            self.send_header("Content-Length", "0")
            time.sleep(0.02)  # so that a second request would be seen
            found.together -= 1
            self.end_headers()

        do_HEAD = do_GET = answer  # noqa: N815

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Site(f"http://127.0.0.1:{server.server_port}")
    Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


QUICK = Manners(timeout=5, pause=0)


def test_a_page_is_asked_for_its_head_and_only_then_for_itself(site: Site) -> None:
    names = ("there", "gone", "no-head")
    known = {f"{site.url}/gone": Link(f"{site.url}/gone", "2025-01-01", 200, Place("x", 1))}
    found = look([f"{site.url}/{name}" for name in names], "2026-11-23", known, QUICK)
    assert {link.url.split("/")[-1]: (link.status, link.seen) for link in found.values()} == {
        "there": (200, "2026-11-23"), "no-head": (200, "2026-11-23"), "gone": (404, "2025-01-01"),
    }  # fmt: skip
    assert [(method, path) for method, path, _ in site.asked] == [
        ("HEAD", "/gone"), ("GET", "/gone"), ("HEAD", "/no-head"), ("GET", "/no-head"),
        ("HEAD", "/there"),
    ]  # fmt: skip
    assert {agent.split("/")[0] for _, _, agent in site.asked} == {"coursebook"}
    assert site.most == 1


def test_a_host_that_does_not_answer_is_no_answer_and_keeps_its_day(site: Site) -> None:
    dead = "http://127.0.0.1:9/x"
    known = {dead: Link(dead, "2025-01-01", 200, Place("x", 1))}
    found = look([dead], "2026-11-23", known, QUICK)
    assert (found[dead].status, found[dead].seen) == (0, "2025-01-01")


def test_the_ledger_is_read_back_and_keeps_what_was_not_asked(
    course_root: Path, site: Site, capsys: Capture
) -> None:
    path = course_root / "curriculum/references.bib"
    text = path.read_text(encoding="utf-8").replace("https://example.org", site.url)
    path.write_text(text.replace("/rules", "/gone"), encoding="utf-8")
    ledger = course_root / "curriculum/links.yml"
    old = '- {url: "https://example.org/x", seen: "2026-01-02", status: 200}\n'
    ledger.write_text(old, encoding="utf-8")
    course = read(course_root, "test-library", "en", AS_OF).course
    assert course
    only = {key: source for key, source in course.sources.items() if site.url in source.url}
    refresh(course_root, [replace(course, sources=only)], "2026-11-23", QUICK)
    again = read(course_root, "test-library", "en", AS_OF).course
    assert again
    assert {url.split("/")[-1]: (link.seen, link.status) for url, link in again.links.items()} == {
        "x": ("2026-01-02", 200), "gone": ("", 404), "history": ("2026-11-23", 200),
    }  # fmt: skip
    assert main(["check", "--as-of", AS_OF], root=course_root) == 0
    assert "K404 warning: The address of 'testrules2026' answered 404" in capsys.readouterr().out
