"""A new module with every section in its place, which passes `check` as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from coursebook.problems import Problem, ProblemsError, did_you_mean
from coursebook.reader import course_slugs

TEMPLATES = Path(__file__).parent / "theme" / "scaffold"


def new_module(root: Path, slug: str) -> Iterator[Path]:
    """Write the files of a planned module; yields their paths. ProblemsError for a bad slug."""
    plan = _planned(root, slug)
    if (root / "modules" / slug).exists():
        _stop(f"modules/{slug}", "D101", "The module exists already.", "Choose another slug.")
    words = _words(slug, plan)
    deep = _fill("deep.md", words) if words["deep"] != "0" else ""
    files = {
        f"modules/{slug}/index.md": _fill("index.md", words | {"deep_part": deep}),
        f"exercises/{slug}/quiz.yml": "questions:\n" + "".join(_questions(words, plan)),
        f"exercises/{slug}/handouts/{words['sheet']}.md": _fill("handout.md", words),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        yield path


def _planned(root: Path, slug: str) -> dict[str, Any]:
    """The module's line in a course file."""
    lines: dict[str, dict[str, Any]] = {}
    for course in course_slugs(root):
        path = f"curriculum/{course}.yml"
        try:
            data = yaml.safe_load((root / path).read_text(encoding="utf-8"))
            lines |= {str(line["slug"]): line for line in data["modules"]}
        except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError):
            _stop(path, "C102", "The plan of this course cannot be read.",
                  "Run 'python build_course.py check' and mend what it says.")  # fmt: skip
    if slug not in lines:
        hint = did_you_mean(slug, lines)
        _stop("curriculum", "C102", f"No course plans a module '{slug}'.",
              f"Add it to 'modules:' of a course file. {hint}".strip())  # fmt: skip
    return lines[slug]


def _stop(path: str, code: str, message: str, remedy: str) -> None:
    raise ProblemsError([Problem(path, 1, code, message, remedy)])


def _words(slug: str, plan: Mapping[str, Any]) -> dict[str, str]:
    id_ = slug.split("-")[0]
    core = int(plan["core"])
    activity = -(-core * 4 // 10)
    objectives = plan.get("objectives") or [
        {
            "id": f"{id_.upper()}.1", "text": "Explain the first idea", "verb": "explain",
            "bloom": "U",
        }
    ]  # fmt: skip
    return {
        "id": id_, "slug": slug, "title": json.dumps(plan["title"], ensure_ascii=False),
        "plain_title": str(plan["title"]), "core": str(core), "self": str(plan["self"]),
        "deep": str(plan["deep"]), "teaching": str(core - activity), "activity": str(activity),
        "outcomes": ", ".join(plan.get("outcomes", ())),
        "objectives": "\n".join(f"  - {json.dumps(o, ensure_ascii=False)}" for o in objectives),
        "first_objective": str(objectives[0]["id"]),
        "checks": " ".join(str(objective["id"]) for objective in objectives), "sheet": f"H-{id_}",
    }  # fmt: skip


def _questions(words: Mapping[str, str], plan: Mapping[str, Any]) -> Iterator[str]:
    ids = [str(o["id"]) for o in plan.get("objectives") or ()] or [words["first_objective"]]
    for number, objective in enumerate(ids, 1):
        x, y = f"{words['id']}-q{number}", f"{words['id']}-y{number}"
        shared = {"objective": objective}
        yield _fill("question.yml", {**shared, "qid": x, "form": "X", "twin": f"twin: {y}\n    "})
        yield _fill("question.yml", {**shared, "qid": y, "form": "Y", "twin": ""})


def _fill(template: str, words: Mapping[str, str]) -> str:
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    for name, value in words.items():
        text = text.replace(f"@{name}@", value)
    return text
