"""From a project to dist/: what is handed over, what is kept, and what a kill leaves."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from coursebook.build import Order, build, prepare
from coursebook.cli import main
from coursebook.dist import FOLDER, current_inputs, recover
from coursebook.problems import ProblemsError
from coursebook.toc import toc_text
from tests.conftest import AS_OF, COURSE
from tests.planted import SECRETS
from tests.tools.packages import unpacked

REPOSITORY = COURSE.parents[1]
JSON = "test-library/en/participant/json/course.json"


def order(root: Path, **choices: Any) -> Order:
    usual = {"formats": ("json",), "languages": ("en",)}
    return Order(root, root / "dist", AS_OF, **{**usual, **choices})


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def manifest(root: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((root / "dist/manifest.json").read_text(encoding="utf-8"))
    return data


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# --- what is handed over ----------------------------------------------------------------------


def test_the_manifest_names_everything_that_is_handed_over(course_root: Path) -> None:
    build(order(course_root, formats=("json", "site"), languages=()))
    data = manifest(course_root)
    assert data["as_of"] == AS_OF
    keys = {"path", "course", "language", "audience", "format", "module", "bytes", "sha256",
            "media_type"}  # fmt: skip
    assert all(keys <= entry.keys() for entry in data["outputs"])
    made = {(e["language"], e["audience"], e["format"]) for e in data["outputs"]}
    readers = ("participant", "facilitator")
    assert made == set(product(("en", "ar"), readers, ("json", "site")))
    listed = files(course_root / "dist").keys() - {"index.html", "manifest.json", "SHA256SUMS"}
    paths = [entry["path"] for entry in data["outputs"]]
    assert all(any(name == p or name.startswith(f"{p}/") for p in paths) for name in listed)


def test_hashes_and_sizes_are_those_of_the_files(course_root: Path) -> None:
    build(order(course_root, formats=("json", "site")))
    dist = course_root / "dist"
    kinds = set()
    for entry in manifest(course_root)["outputs"]:
        path = dist / entry["path"]
        kinds.add(entry["media_type"])
        if entry["media_type"] == FOLDER:
            inside = files(path)
            lines = "".join(f"{sha256(inside[n]).hexdigest()}  {n}\n" for n in sorted(inside))
            assert entry["sha256"] == sha256(lines.encode()).hexdigest()
            assert entry["bytes"] == sum(map(len, inside.values()))
        else:
            assert entry["sha256"] == sha256(path.read_bytes()).hexdigest()
            assert entry["bytes"] == path.stat().st_size
    assert kinds == {FOLDER, "application/json", "application/zip"}


def test_no_planted_secret_is_in_any_file_for_participants(course_root: Path) -> None:
    build(order(course_root, formats=("json", "site", "scorm12"), languages=()))
    for audience, expected in (("participant", set()), ("facilitator", set(SECRETS))):
        found = set()
        for path in (course_root / "dist").glob(f"*/*/{audience}/**/*.*"):
            inside = unpacked(path) if path.suffix == ".zip" else {"": path.read_bytes()}
            found |= {s for data in inside.values() for s in SECRETS if s.encode() in data}
        assert found == expected


def test_sha256sums_lists_every_other_file(course_root: Path) -> None:
    build(order(course_root))
    found = files(course_root / "dist")
    lines = found.pop("SHA256SUMS").decode().splitlines()
    assert lines == [f"{sha256(found[name]).hexdigest()}  {name}" for name in sorted(found)]


def test_packages_belong_to_their_module_and_target(course_root: Path) -> None:
    build(order(course_root, formats=("scorm12",)))
    entries = manifest(course_root)["outputs"]
    assert {(e["module"], e["path"].split("/")[-2], e["target"]) for e in entries} == {
        (module, target, label)
        for module in ("t01-late-returns", "t02-short-visit", None)
        for target, label in (("visitors", "Visitors"), ("staff", "Library staff"))
    }


def test_the_first_page_links_to_every_output(course_root: Path) -> None:
    build(order(course_root, formats=("json", "site")))
    html = (course_root / "dist/index.html").read_text(encoding="utf-8")
    for entry in manifest(course_root)["outputs"]:
        assert entry["path"] in html


# --- same input, same bytes -------------------------------------------------------------------


def test_two_builds_give_the_same_bytes(course_root: Path, tmp_path: Path) -> None:
    formats = ("json", "site", "scorm12")
    build(order(course_root, formats=formats))
    first = files(course_root / "dist")
    twin = tmp_path / "elsewhere" / "twin"
    shutil.copytree(course_root, twin, ignore=shutil.ignore_patterns("dist"))
    for path in twin.rglob("*"):
        os.utime(path, (1, 1))
    build(order(twin, formats=formats))
    assert files(twin / "dist") == first


def test_a_build_without_a_change_does_nothing(course_root: Path) -> None:
    build(order(course_root))
    stamp = (course_root / "dist").stat().st_mtime_ns
    assert build(order(course_root)).unchanged
    assert (course_root / "dist").stat().st_mtime_ns == stamp


@pytest.mark.parametrize("change", ["lesson", "quiz", "model", "day", "format", "gone"])
def test_whatever_an_output_depends_on_makes_a_new_build(course_root: Path, change: str) -> None:
    first = order(course_root)
    build(first)
    if change == "lesson":
        edit(course_root / "modules/t02-short-visit/index.md", "Read the count.", "Count.")
    elif change == "quiz":
        edit(course_root / "exercises/t02-short-visit/quiz.yml", "Which is a question?", "Which?")
    elif change == "model":
        edit(course_root / "exercises/simulations/returns/view.js", "use strict", "use  strict")
    elif change == "gone":
        next((course_root / "dist").rglob("course.json")).unlink()
    again = {"day": replace(first, as_of="2026-11-24"), "format": replace(first, formats=("site",))}
    assert not build(again.get(change, first)).unchanged


# --- what a build keeps -----------------------------------------------------------------------


def test_a_build_of_one_format_keeps_the_others(course_root: Path) -> None:
    build(order(course_root, formats=("json", "scorm12")))
    packages = {n: d for n, d in files(course_root / "dist").items() if n.endswith(".zip")}
    edit(course_root / "modules/t02-short-visit/index.md", "Read the count.", "Count.")
    build(order(course_root))
    kept = files(course_root / "dist")
    assert {n: d for n, d in kept.items() if n.endswith(".zip")} == packages
    assert b"Count. Then" in kept[JSON]
    assert {e["format"] for e in manifest(course_root)["outputs"]} == {"json", "scorm12"}


def test_a_build_of_one_module_keeps_the_packages_of_the_others(course_root: Path) -> None:
    build(order(course_root, formats=("scorm12",)))
    before = {entry["path"] for entry in manifest(course_root)["outputs"]}
    edit(course_root / "modules/t02-short-visit/index.md", "Read the count.", "Count.")
    build(order(course_root, formats=("scorm12",), modules=("t02-short-visit",)))
    assert {entry["path"] for entry in manifest(course_root)["outputs"]} == before


def test_a_new_build_leaves_nothing_of_the_old_files(course_root: Path) -> None:
    build(order(course_root))
    stray = course_root / "dist/test-library/en/participant/json/old.txt"
    stray.write_text("old", encoding="utf-8")
    edit(course_root / "modules/t02-short-visit/index.md", "Read the count.", "Count.")
    build(order(course_root))
    assert not stray.exists()


def test_planned_modules_make_no_noise(course_root: Path) -> None:
    result = build(order(course_root))
    assert result.problems == ()
    data = json.loads((course_root / "dist" / JSON).read_bytes())
    assert [m["slug"] for m in data["modules"]] == ["t01-late-returns", "t02-short-visit"]


def test_an_expired_fact_warns_in_a_build_and_stops_a_strict_one(course_root: Path) -> None:
    late = replace(order(course_root), as_of="2028-01-01")
    assert [p.code for p in build(late).problems] == ["K301"]
    before = files(course_root / "dist")
    with pytest.raises(ProblemsError) as caught:
        build(replace(late, strict=True))
    assert [p.code for p in caught.value.problems] == ["K301"]
    assert files(course_root / "dist") == before


def test_a_failed_build_leaves_dist_as_it_was(course_root: Path) -> None:
    build(order(course_root))
    before = files(course_root / "dist")
    edit(course_root / "modules/t02-short-visit/index.md", "core: 10", "core: 11")
    with pytest.raises(ProblemsError):
        build(order(course_root))
    assert files(course_root / "dist") == before
    assert [p.name for p in course_root.iterdir() if p.name.startswith(".dist")] == []


def test_a_foreign_manifest_is_no_last_build(course_root: Path) -> None:
    dist = course_root / "dist"
    dist.mkdir()
    for text in ("", "{}", "[]", '{"outputs": [], "inputs": 1}', "\xff"):
        (dist / "manifest.json").write_text(text, encoding="latin-1")
        current_inputs(dist)
    build(order(course_root))
    assert len(manifest(course_root)["outputs"]) == 2


# --- a kill -----------------------------------------------------------------------------------


def test_a_swap_that_was_cut_is_mended_at_the_next_start(course_root: Path) -> None:
    build(order(course_root))
    before = files(course_root / "dist")
    (course_root / "dist").rename(course_root / ".dist.old")
    assert build(order(course_root)).unchanged
    assert files(course_root / "dist") == before


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a kill that cannot be caught is POSIX")
def test_a_build_killed_at_ten_random_moments_leaves_the_last_good_one(course_root: Path) -> None:
    program = [sys.executable, str(REPOSITORY / "tests/killed.py"), str(course_root)]
    started = time.monotonic()
    subprocess.run(program, check=True)
    takes = time.monotonic() - started
    dist, lesson = course_root / "dist", course_root / "modules/t02-short-visit/index.md"
    versions = [files(dist)]
    moments = random.Random(20261123)
    text = lesson.read_text(encoding="utf-8")
    for turn in range(10):
        lesson.write_text(text.replace("Read the count.", f"Read {turn}."), encoding="utf-8")
        running = subprocess.Popen(program)
        time.sleep(takes * moments.uniform(0.3, 1.05))
        running.kill()
        running.wait()
        recover(dist)
        left = files(dist)
        if left not in versions:  # it was in time: then it must be whole
            lines = left["SHA256SUMS"].decode().splitlines()
            assert {f"{sha256(d).hexdigest()}  {n}" for n, d in left.items()
                    if n != "SHA256SUMS"} == set(lines)  # fmt: skip
            assert f"Read {turn}.".encode() in left[JSON]
            versions.append(left)
    subprocess.run(program, check=True)
    assert b"Read 9." in files(dist)[JSON]


# --- the table of contents and the ledger -----------------------------------------------------


def test_sync_writes_the_contents_and_adds_new_ids_to_the_ledger(course_root: Path) -> None:
    ledger = course_root / "curriculum/ids.txt"
    ledger.write_text("t01\nan-old-one\n", encoding="utf-8")
    assert main(["sync"], root=course_root) == 0
    toc = (course_root / "_toc.yml").read_text(encoding="utf-8")
    assert toc == toc_text(prepare(order(course_root, languages=())).courses)
    assert [line.strip() for line in toc.splitlines() if "file:" in line] == [
        "- file: modules/t01-late-returns/index", "- file: modules/t02-short-visit/index",
    ]  # fmt: skip
    ids = ledger.read_text(encoding="utf-8").splitlines()
    assert ids[:2] == ["t01", "an-old-one"]
    assert {"t02-why", "t01-q1", "H-01a", "T01.2", "t01-lab-days"} <= set(ids)
    assert len(ids) == len(set(ids))
    assert [p.code for p in prepare(order(course_root, languages=())).problems] == ["D102"]
    ledger.write_text("".join(f"{i}\n" for i in ids if i != "an-old-one"), encoding="utf-8")
    before = files(course_root / "curriculum")
    assert main(["sync"], root=course_root) == 0
    assert files(course_root / "curriculum") == before
    assert prepare(order(course_root, languages=())).problems == []


def test_a_choice_of_formats_or_audiences_does_not_touch_the_contents(course_root: Path) -> None:
    assert main(["sync"], root=course_root) == 0
    chosen = order(course_root, formats=("scorm12",), audiences=("facilitator",),
                   languages=())  # fmt: skip
    assert prepare(chosen).problems == []
