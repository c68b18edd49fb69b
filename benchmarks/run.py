"""Measures what the engine promises: `python benchmarks/run.py`. Ratios, not seconds, are kept.

Every case is a whole process tree (user + system seconds of the child and its children).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from coursebook.exporters import EXPORTERS  # noqa: E402

LEAN = tuple(name for name in EXPORTERS if name != "web")
KIT = ("decks", "scenarios", "tabletops")
MODEL = "a02-learn-err-test"


@dataclass(frozen=True)
class Cost:
    """CPU and wall seconds, and the peak memory in MB of the largest process."""

    cpu: float
    wall: float
    peak: float


def measured(*words: str, root: Path = ROOT) -> Cost:
    """The cost of `build_course.py WORDS` in a project."""
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, str(root / "build_course.py"), *words], cwd=root)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"build_course.py {' '.join(words)} failed")
    wall = time.perf_counter() - started
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


@contextmanager
def project(lessons: int = 0) -> Iterator[Path]:
    """A copy of the project; with `lessons`, one course of that many copies of the model module."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("curriculum", "modules", "exercises"):
            shutil.copytree(ROOT / name, root / name)
        for name in ("_config.yml", "_toc.yml"):
            shutil.copy2(ROOT / name, root / name)
        (root / "build_course.py").write_text(
            f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
            "from pathlib import Path\nfrom coursebook.cli import main\n"
            "if __name__ == '__main__':\n"
            "    sys.exit(main(root=Path(__file__).resolve().parent))\n",
            encoding="utf-8",
        )
        if lessons:
            _multiply(root, lessons)
        yield root


def _multiply(root: Path, lessons: int) -> None:
    """Only copies of the model module, each under an id of its own; no notebook, no ledger."""
    slugs = [f"m{number:03d}-lesson" for number in range(lessons)]
    for slug in slugs:
        for folder in ("modules", "exercises"):
            _copy_renamed(root / folder / MODEL, root / folder / slug, slug)
    for path in (*root.glob("modules/*"), *root.glob("exercises/*")):
        if path.is_dir() and path.name not in (*slugs, "simulations"):
            shutil.rmtree(path)
    for path in ("curriculum/pcve-train-the-trainer.yml", "curriculum/ids.txt", "_toc.yml"):
        (root / path).unlink(missing_ok=True)
    course = root / "curriculum/ai-parliamentarians.yml"
    text = course.read_text(encoding="utf-8")
    start, end = text.index("\noutcomes:"), text.index("\ntargets:")
    ids = ", ".join(slug.split("-")[0] for slug in slugs)
    outcome = f"  - {{id: CO-A2, text: interpret a claim, bloom: [N], modules: [{ids}]}}\n"
    lines = "".join(f"  - {{slug: {s}, title: {s}, core: 60, self: 60, deep: 45}}\n" for s in slugs)
    course.write_text(f"{text[:start]}\noutcomes:\n{outcome}modules:\n{lines}{text[end:]}",
                      encoding="utf-8")  # fmt: skip


def _copy_renamed(source: Path, target: Path, slug: str) -> None:
    id_ = slug.split("-")[0]
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("lab.ipynb", "i18n"))
    for path in [*target.rglob("*.md"), *target.rglob("*.yml")]:
        text = path.read_text(encoding="utf-8").replace(MODEL, slug)
        text = re.sub(r"\ba02-lab-\w+", f"{id_}-why", text)
        text = re.sub(r"\ba06-[a-z-]+|\ba09-[a-z-]+", f"{id_}-why", text)
        text = re.sub(r"\bstem: (>-\s+)?", rf"\g<0>({id_}) ", text)
        text = text.replace("a02", id_).replace("A02", id_.upper()).replace("H-02", f"H-{id_}")
        path.write_text(text, encoding="utf-8")
        if path.name.startswith("H-02"):
            path.rename(path.with_name(path.name.replace("H-02", f"H-{id_}")))


def all_but_web() -> dict[str, float]:
    """CPU of all formats but `web` against `web` alone, clean; then a build with no change."""
    with project() as root:
        measured("check", root=root)  # notebooks run once, for both sides
        web = measured("build", "--format", "web", "--out", "w", root=root)
        text = measured("build", "--format", *(name for name in LEAN if name not in KIT),
                        "--out", "t", root=root)  # fmt: skip
        lean = measured("build", "--format", *LEAN, "--out", "d", root=root)
        again = measured("build", "--format", *LEAN, "--out", "d", root=root)
    return {
        "cpu, all formats but web and the kit / web": text.cpu / web.cpu,
        "cpu, all formats but web / web": lean.cpu / web.cpu,
        "seconds, no change": again.wall,
        "peak MB, real courses": max(lean.peak, web.peak),
    }


def growth() -> dict[str, float]:
    """Cost of a lesson in a course of 400 against one of 40."""
    cost = {}
    for lessons in (40, 400):
        with project(lessons) as root:
            words = ("build", "--format", "site", "pdf", "--audience", "participant")
            cost[lessons] = measured(*words, root=root)
    per_lesson = (cost[400].cpu / 400) / (cost[40].cpu / 40)
    return {"cpu per lesson, 400 / 40": per_lesson, "peak MB, 400": cost[400].peak}


def preview() -> dict[str, float]:
    """Seconds from saving a lesson to the page that shows it."""
    with project() as root:
        words = [sys.executable, "build_course.py", "preview", "--port", "8765"]
        with subprocess.Popen(words, cwd=root, stdout=subprocess.PIPE) as process:
            try:
                assert process.stdout
                process.stdout.readline()
                return {"seconds, save to preview": _seen(root)}
            finally:
                process.terminate()


def _seen(root: Path) -> float:
    lesson = root / "modules" / MODEL / "index.md"
    text = lesson.read_text(encoding="utf-8")
    label = "(a02-why)=\n## "
    lesson.write_text(text.replace(label, f"{label}XYZZY "), encoding="utf-8")
    started = time.perf_counter()
    while time.perf_counter() - started < 30:
        with urllib.request.urlopen("http://127.0.0.1:8765/a02-why.html") as page:
            if b"XYZZY" in page.read():
                return time.perf_counter() - started
        time.sleep(0.05)
    raise SystemExit("the preview did not show the change")


CASES: dict[str, Callable[[], dict[str, float]]] = {
    "formats": all_but_web,
    "preview": preview,
    "growth": growth,
}


def main() -> None:
    """Run the named cases, or all, and print their figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", nargs="*", choices=[*CASES, []], help="default all")
    found: dict[str, float] = {}
    for name in parser.parse_args().case or CASES:
        found |= CASES[name]()
        print(json.dumps({key: round(value, 2) for key, value in found.items()}), flush=True)


if __name__ == "__main__":
    main()
