"""What each command of the command line does: each returns an exit code."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TextIO, cast

from coursebook.build import Order, Plan, build, prepare, today
from coursebook.evidence import calendar, due_facts
from coursebook.exporters import EXPORTERS
from coursebook.model import Audience
from coursebook.problems import Problem, ProblemsError, did_you_mean
from coursebook.reader import course_languages, course_slugs
from coursebook.scaffold import new_module
from coursebook.toc import TOC, write_codes, write_ledger, write_toc

DONE, PROBLEMS, USAGE = 0, 1, 2
CERTIFIED = Path("certification")


class UnknownNameError(Exception):
    """A name on the command line that the project does not have."""


def _known(kind: str, names: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    names, known = tuple(names), tuple(known)
    for name in names:
        if name not in known:
            raise UnknownNameError(f"Unknown {kind} '{name}'. {did_you_mean(name, known)}")
    return names


def _order(args: argparse.Namespace, root: Path) -> Order:
    slugs = course_slugs(root)
    if not slugs:
        raise UnknownNameError("No course here. Run it in the project's folder.")
    courses = _known("course", args.course, slugs)
    return Order(root, root / "dist", args.as_of, courses)


def run_build(args: argparse.Namespace, root: Path) -> int:
    order = _order(args, root)
    spoken = {tongue for slug in course_slugs(root) for tongue in course_languages(root, slug)}
    folders = sorted(p.parent.name for p in root.glob("modules/*/index.md"))
    order = replace(
        order, out=root / args.out, formats=_known("format", args.format, EXPORTERS),
        languages=_known("language", args.language, sorted(spoken)),
        audiences=(cast(Audience, args.audience),) if args.audience else (),
        modules=_known("module", args.module, folders), depth=args.depth, strict=args.strict,
    )  # fmt: skip
    result = build(order, _progress())
    tell(p for p in result.problems if p.severity != "note")
    if sys.stderr.isatty():
        state = "is up to date" if result.unchanged else "is ready"
        print(f"{order.out / 'index.html'} {state}", file=sys.stderr)
    return DONE


def run_check(args: argparse.Namespace, root: Path) -> int:
    plan = prepare(_order(args, root), _progress())
    if args.online:
        from coursebook.links import refresh

        refresh(root, plan.courses, today(), progress=_progress())
        plan = prepare(_order(args, root))
    problems = [replace(p, severity="error") if p.code == "K301" else p for p in plan.problems]
    if args.json:
        print(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=1))
    else:
        tell(problems, sys.stdout)
    return PROBLEMS if any(p.severity == "error" for p in problems) else DONE


def run_list(args: argparse.Namespace, root: Path) -> int:
    for slug in course_slugs(root):
        languages = course_languages(root, slug)
        print(f"{slug} ({', '.join(languages)})")
        for path in sorted(root.glob("modules/*/index.md")):
            if f"slug: {path.parent.name}" in _text(root, slug):
                print(f"  {path.parent.name}")
    print(f"formats: {', '.join(EXPORTERS)}")
    return DONE


def _text(root: Path, slug: str) -> str:
    return (root / "curriculum" / f"{slug}.yml").read_text(encoding="utf-8", errors="replace")


def run_preview(args: argparse.Namespace, root: Path) -> int:
    from coursebook.preview import Preview, serve

    slugs = course_slugs(root)
    course = _known("course", [args.course or (*slugs, "")[0]], slugs)[0]
    return serve(Preview(root, course, args.language, args.audience, today()), args.port)


def run_sync(args: argparse.Namespace, root: Path) -> int:
    from coursebook.simulations import write_grids

    write_grids(root, _progress())
    order = Order(root, root / "dist", today())
    plan = prepare(order)
    if _unfit(plan):
        raise ProblemsError(plan.problems)
    write_toc(root, plan.courses)
    write_ledger(root, plan.courses)
    write_codes(root)
    return DONE


def run_reviewed(args: argparse.Namespace, root: Path) -> int:
    from coursebook.reviewing import Reading, record

    plan = prepare(Order(root, root / "dist", args.date))
    modules = {module.slug: module for course in plan.courses for module in course.modules}
    module = modules[_known("module", [args.module], modules)[0]]
    if args.checklist:
        names = _known("checklist", args.checklist, plan.courses[0].standards.checklists)
        record(root, module, names, Reading(args.kind, args.role, args.date, args.outcome))
    else:
        print(f"{module.slug} {module.status} {module.source_hash}")
        for review in module.reviews:
            state = "current" if review.hash == module.source_hash else review.hash or "no hash"
            print(f"  {review.kind} {review.checklist} {review.date} {review.outcome} ({state})")
    return DONE


def run_report(args: argparse.Namespace, root: Path) -> int:
    from coursebook.reporting import report

    path = (root / args.out).resolve()
    if path.is_relative_to((root / "dist").resolve()):
        raise UnknownNameError("The report is for editors and never inside dist/.")
    print(report(_order(args, root), path, args.language, _progress()))
    return DONE


def run_certify(args: argparse.Namespace, root: Path) -> int:
    from coursebook.certification import certify
    from coursebook.certification.templates import templates

    out = (root / (args.out or (CERTIFIED if args.forms else CERTIFIED / "forms"))).resolve()
    if out.is_relative_to((root / "dist").resolve()):
        raise UnknownNameError("Personal data are never inside dist/.")
    plan = prepare(_order(args, root))
    course = next((c for c in plan.courses if c.certification.ranks), None)
    if course is None:
        raise UnknownNameError("No course here certifies anybody.")
    files = certify(course, args.forms) if args.forms else templates(course)
    if not args.forms and any((out / name).exists() for name in files):
        raise UnknownNameError(f"Forms stand in {out} already, and may be filled. Move them away,"
                               " or name another folder with --out.")  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (out / name).write_bytes(data)
        print(out / name)
    return DONE


def run_facts(args: argparse.Namespace, root: Path) -> int:
    from coursebook.fact_review import Desk, review, shown

    plan = prepare(Order(root, root / "dist", args.as_of))
    due = due_facts(plan.courses, args.due)
    if args.what == "review":
        changed = review(Desk(root, args.as_of, input, print), due)
        print(f"{len(due)} due, {changed} changed.")
    elif args.what == "calendar":
        (root / args.out).write_bytes(calendar(due, "Facts to check"))
        print(root / args.out)
    else:
        for number, item in enumerate(due, 1):
            print("\n".join(shown(item, str(number))))
    return DONE


def run_new_module(args: argparse.Namespace, root: Path) -> int:
    for path in new_module(root, args.slug):
        print(path.relative_to(root).as_posix())
    plan = prepare(Order(root, root / "dist", today()))
    if (root / TOC).is_file() and not _unfit(plan):
        write_toc(root, plan.courses)
    return DONE


def _unfit(plan: Plan) -> bool:
    """Whether something was not read, so that the contents would lose it."""
    return any(p.severity == "error" and p.code not in ("C103", "D102") for p in plan.problems)


def _progress() -> Callable[[str], None]:
    """Lines on a terminal, silence in a pipe."""
    if not sys.stderr.isatty():
        return lambda line: None
    return lambda line: print(line, file=sys.stderr, flush=True)


def tell(problems: Iterable[Problem], stream: TextIO | None = None) -> None:
    for problem in problems:
        print(problem, file=stream or sys.stderr)
