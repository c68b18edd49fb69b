"""What is handed over, looked at as a whole: secrets, bytes, hashes, links and weights."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursebook.exporters import EXPORTERS
from coursebook.files import sha256
from coursebook.model import Block, Choice, Course, Module, Note, Part, Text
from coursebook.reader import course_slugs, read
from tests.conftest import AS_OF
from tests.outputs import REPOSITORY, Dist, readable
from tests.planted import DECKS, FORM_Y, SCENARIO, SECRETS, TABLETOP, WORKSHOP
from tests.tools.html import link_faults

pytestmark = pytest.mark.slow
KIT = (*DECKS, SCENARIO, *TABLETOP, *WORKSHOP)
KEYS = ("PLANTED-HANDOUT-3H", "PLANTED-FOLDKEY-7J")
PLANTED = re.compile(r"PLANTED-[A-Z0-9-]+[A-Z0-9]")
KIND = {word: re.compile(f"(?<![A-Z]){word.split('-')[-2]}(?![A-Z])") for word in SECRETS}
"""What is left of each planted word where a page breaks it or turns it round."""
MODULE_LIMIT = 300_000


# --- secrets ------------------------------------------------------------------------------------


def test_every_planted_word_is_known() -> None:
    course = REPOSITORY / "tests/course"
    sources = (path for path in course.rglob("*") if path.suffix in (".md", ".yml", ".ipynb"))
    found = {word for path in sources for word in PLANTED.findall(path.read_text("utf-8"))}
    assert found == set(SECRETS)


def test_no_participant_finds_a_planted_word_in_any_file(small: Dist) -> None:
    seen = set()
    for name, data in small.files(audience="participant"):
        assert "PLANTED" not in readable(name, data), name
        seen.add(name.split("/")[3])
    assert seen == {name for name, form in EXPORTERS.items() if "participant" in form.audiences}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("format_", "expected"), [
    ("json", set(SECRETS)),
    ("facilitator", set(SECRETS) - {*KEYS, *KIT}),
    ("handout-keys", set(KEYS)),
    ("scenarios", {SCENARIO}),
    ("site", set(SECRETS) - {*KEYS, *FORM_Y, *KIT}),
    ("decks", set(DECKS)),
    ("workshops", set(WORKSHOP)),
])  # fmt: skip
def test_facilitators_find_each_planted_word_where_it_belongs(
    small: Dist, language: str, format_: str, expected: set[str]
) -> None:
    files = small.files(audience="facilitator", format=format_, language=language)
    kinds: dict[str, set[str]] = {}
    for name, data in files:
        kind = name.rsplit(".", 1)[-1]
        if kind in ("pdf", "html", "json") and "plenary" not in name:  # the room reads that
            text = readable(name, data)
            words = (word for word in SECRETS if "PLANTED" in text and KIND[word].search(text))
            kinds.setdefault(kind, set()).update(words)
    assert kinds
    assert all(found == expected for found in kinds.values()), kinds


@pytest.mark.parametrize("slug", course_slugs(REPOSITORY))
def test_no_participant_finds_what_facilitators_read_in_the_real_courses(
    real: Dist, slug: str
) -> None:
    course = read(REPOSITORY, slug, "en", AS_OF).course
    if course is None or not course.modules:
        pytest.skip("every module of the course is planned")
    texts = {sha256(data): (name, squeezed(plain(name, data)))
             for name, data in real.files(course=slug, audience="participant")
             if name.endswith((".html", ".json", ".pdf", ".js", ".txt", ".ipynb"))}  # fmt: skip
    theirs = squeezed(" ".join(shown(course)))
    secrets = {key: where for where, text in secret(course) if (key := squeezed(text)[:40])
               if len(key) >= 25 and key not in theirs}  # fmt: skip
    assert len(secrets) > 30 * len(course.modules)
    found = [(where, name) for name, text in texts.values()
             for key, where in secrets.items() if key in text]  # fmt: skip
    assert found == []
    guide = squeezed(" ".join(plain(name, data) for name, data in
                              real.files(course=slug, audience="facilitator")
                              if name.endswith((".html", ".json"))))  # fmt: skip
    lost = [(where, key) for key, where in secrets.items() if key not in guide]
    assert len(lost) < len(secrets) / 10, lost


def plain(name: str, data: bytes) -> str:
    """The text of a file without markup."""
    text = readable(name, data)
    if name.endswith(".json"):
        return " ".join(strings(json.loads(text)))
    return html.unescape(re.sub(r"<[^>]+>", "", text)) if name.endswith(".html") else text


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def squeezed(text: str) -> str:
    """Letters and digits only: as different formats as Markdown and PDF agree on them."""
    return re.sub(r"[\W_]+", "", text).casefold()


def secret(course: Course) -> Iterator[tuple[str, str]]:
    """Place and beginning of each paragraph that only facilitators read."""
    for module in course.modules:
        sheets = [section for handout in module.handouts for section in handout.sections]
        for section in (*module.sections, *module.lab, *sheets):
            yield from paragraphs(section.blocks, hidden=False)
        for section in module.guide:
            yield from paragraphs(section.blocks, hidden=True)
        for question in module.questions_of("Y"):
            yield f"{module.slug} {question.id}", begun(question.stem)
            if isinstance(question.answer, Choice):
                for option in question.answer.options:
                    yield f"{module.slug} {question.id}", begun(option.text)


def paragraphs(blocks: tuple[Block, ...], *, hidden: bool) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, Text):
            if hidden:
                for text in re.split(r"\n\s*\n|\n(?=\s*(?:[-*|]|\d+\.|:::))", block.source):
                    if not text.startswith("|"):  # the keys of tables repeat words of the lesson
                        yield f"{block.place.path}:{block.place.line}", begun(text)
        else:
            facilitators = isinstance(block, Note) or block.audience == "facilitator"
            yield from paragraphs(block.blocks, hidden=hidden or facilitators)


def begun(text: str) -> str:
    """The paragraph up to its first role, directive or link, without marks of lists."""
    text = re.sub(r"^\s*(?:[-*|]|\d+\.)\s*", "", text)
    return re.split(r"\{[a-z]|\[\^|\]\(|:::|\|", text)[0]


def shown(course: Course) -> Iterator[str]:
    """Everything that participants may read: what a note repeats of it is no secret."""
    for module in course.modules:
        for section in (*module.sections, *module.lab):
            yield from open_texts(section.blocks)
        for handout in module.handouts:
            for section in handout.sections:
                yield from open_texts(section.blocks)
        yield from asked(module)


def open_texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Text):
            yield re.sub(r"\{[a-z]+\}`([^`<]*)[^`]*`", r"\1", block.source)
        elif isinstance(block, Part) and block.audience != "facilitator":
            yield from open_texts(block.blocks)


def asked(module: Module) -> Iterator[str]:
    for question in module.questions_of("X"):
        yield str(question)


# --- same input, same bytes ---------------------------------------------------------------------


def test_two_builds_give_the_same_bytes_in_every_format(small: Dist, twin: Dist) -> None:
    one, other = small.contents(), twin.contents()
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_no_file_tells_where_it_was_made(small: Dist, real: Dist) -> None:
    places = {str(small.folder.parent), str(REPOSITORY), str(Path.home()) + "/"}
    for dist in (small, real):
        for name, data in dist.files():
            told = [place for place in places if len(place) > 6 and place.encode() in data]
            assert told == [], name


# --- what lies in dist/ -------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["small", "real"])
def test_manifest_and_sums_name_every_file_with_its_hash(
    which: str, request: pytest.FixtureRequest
) -> None:
    dist: Dist = request.getfixturevalue(which)
    files = dist.contents()
    sums = files.pop("SHA256SUMS").decode().splitlines()
    assert sorted(sums) == sorted(f"{sha256(data)}  {name}" for name, data in files.items())
    listed = set()
    for entry in dist.entries():
        inside = {n: d for n, d in files.items() if f"{n}/".startswith(entry["path"] + "/")}
        assert inside, entry["path"]
        assert entry["bytes"] == sum(map(len, inside.values()))
        if entry["media_type"] == "inode/directory":
            cut = len(entry["path"]) + 1
            lines = "".join(f"{sha256(d)}  {n[cut:]}\n" for n, d in sorted(inside.items()))
            assert entry["sha256"] == hashlib.sha256(lines.encode()).hexdigest()
        else:
            assert entry["sha256"] == sha256(inside[entry["path"]])
        listed |= inside.keys()
    assert files.keys() - listed == {"index.html", "manifest.json"}
    assert {entry["format"] for entry in dist.entries()} == set(EXPORTERS)


@pytest.mark.parametrize("which", ["small", "real"])
def test_every_link_of_the_first_page_and_of_the_guides_arrives(
    which: str, request: pytest.FixtureRequest
) -> None:
    dist: Dist = request.getfixturevalue(which)
    files = dist.contents()
    web = tuple(f"{entry['path']}/" for entry in dist.entries(format="web"))
    ours = {name: b"" if name.startswith(web) else data for name, data in files.items()}
    assert link_faults(ours) == []
    page = files["index.html"].decode()
    for entry in dist.entries():
        inside = [n for n in files if f"{n}/".startswith(f"{entry['path']}/")]
        front = [f"{entry['path']}/index.html"]
        for name in front if front[0] in inside else inside:
            assert page.count(f'href="{name}"') == 1, name


# --- weight -------------------------------------------------------------------------------------


def test_a_real_package_weighs_at_most_300_kb(real: Dist) -> None:
    heavy = [(entry["path"], entry["bytes"]) for entry in real.entries(format="scorm12")
             if entry["module"] and entry["bytes"] > MODULE_LIMIT]  # fmt: skip
    assert real.entries(format="scorm12")
    assert heavy == []
