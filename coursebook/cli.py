"""The command line: words in, exit code out (0 done, 1 problems, 2 usage)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import NoReturn, TextIO, cast, get_args

from coursebook import __version__
from coursebook.build import Order, Plan, build, prepare, today
from coursebook.evidence import calendar, due_facts
from coursebook.exporters import EXPORTERS
from coursebook.locale import languages
from coursebook.model import DEPTHS, Audience, ReviewKind, ReviewOutcome
from coursebook.problems import Problem, ProblemsError, did_you_mean
from coursebook.reader import course_languages, course_slugs
from coursebook.scaffold import new_module
from coursebook.toc import TOC, write_codes, write_ledger, write_toc

DONE, PROBLEMS, USAGE = 0, 1, 2


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line with the next move."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}. Try '{self.prog} --help'.", file=sys.stderr)
        sys.exit(USAGE)


def main(argv: Sequence[str] | None = None, root: Path | None = None) -> int:
    """Run one command; returns the exit code."""
    root = root or Path.cwd()
    words = list(sys.argv[1:] if argv is None else argv)
    args = _parser().parse_args(words or ["build"])
    try:
        return cast(int, args.run(args, root))
    except ProblemsError as error:
        _print(error.problems)
        return PROBLEMS
    except _UnknownNameError as error:
        print(error, file=sys.stderr)
        return USAGE


def _parser() -> Parser:
    parser = Parser(
        prog="build_course.py",
        description="Builds course books and LMS packages. With no words: builds everything"
        " into dist/; open dist/index.html.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(metavar="command", required=True, parser_class=Parser)
    _build_words(commands.add_parser("build", help="make books, packages, handouts and guides"))
    check = commands.add_parser("check", help="say what is wrong in the courses, build nothing")
    check.add_argument("course", nargs="*", help="which courses; default all")
    check.add_argument("--online", action="store_true",
                       help="look whether the addresses of sources still answer")  # fmt: skip
    check.add_argument("--json", action="store_true", help="problems as JSON, for programs")
    _judged(check)
    check.set_defaults(run=_check)
    listing = commands.add_parser("list", help="show courses, modules, formats and languages")
    listing.set_defaults(run=_list)
    preview = commands.add_parser("preview", help="show a course in the browser while you write")
    preview.add_argument("course", nargs="?", help="which course; default the first")
    preview.add_argument("--port", type=int, default=8000, help="default 8000")
    preview.add_argument("--language", default="en", help="default en")
    preview.add_argument("--audience", choices=("participant", "facilitator"),
                         default="participant")  # fmt: skip
    preview.set_defaults(run=_preview)
    sync = commands.add_parser("sync", help="write _toc.yml, the published ids, the grids of"
                               " simulations and the page of problems")  # fmt: skip
    sync.set_defaults(run=_sync)
    _facts_words(commands.add_parser("facts", help="where facts stand and when they are due"))
    _report_words(commands.add_parser("report", help="the editor's desk as one page to read"
                                      " and to print"))  # fmt: skip
    _reviewed_words(commands.add_parser("reviewed", help="record that a module was read"))
    new = commands.add_parser("new", help="start a new module").add_subparsers(
        metavar="what", required=True, parser_class=Parser
    )
    module = new.add_parser("module", help="a folder with every section in its place")
    module.add_argument("slug", help="for example b01-adult-learning")
    module.set_defaults(run=_new_module)
    return parser


def _build_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("course", nargs="*", help="which courses; default all")
    parser.add_argument("--format", nargs="+", default=[], metavar="F",
                        help=f"which formats: {', '.join(EXPORTERS)}; default all")  # fmt: skip
    parser.add_argument("--language", nargs="+", default=[], metavar="L", help="default all")
    parser.add_argument("--audience", choices=("participant", "facilitator"),
                        help="only what this audience reads")  # fmt: skip
    parser.add_argument("--module", nargs="+", default=[], metavar="M", help="only these modules")
    parser.add_argument("--depth", choices=DEPTHS, default="deep",
                        help="express: 30 minutes; core: the workshop;"
                        " deep: all (default)")  # fmt: skip
    parser.add_argument("--out", type=Path, default=Path("dist"), metavar="DIR",
                        help="where to put it; default dist")  # fmt: skip
    parser.add_argument("--strict", action="store_true",
                        help="refuse to publish with warnings"
                        " (expired or unread facts)")  # fmt: skip
    _judged(parser)
    parser.set_defaults(run=_build, **{name: [] for name in ("format", "language", "module")})


def _judged(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", type=_day, default=today(), metavar="DATE",
                        help="judge facts for this day, as 2026-11-23; default today")  # fmt: skip


def _report_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("course", nargs="*", help="which courses; default all")
    parser.add_argument("--out", type=Path, default=Path("report/index.html"), metavar="FILE",
                        help="default report/index.html; facts-due.ics stands beside")  # fmt: skip
    parser.add_argument("--language", choices=languages(), default="en", help="of the page")
    _judged(parser)
    parser.set_defaults(run=_report)


def _reviewed_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("module", help="for example a02-learn-err-test")
    parser.add_argument("checklist", nargs="*",
                        help="checklists that were gone through; without any: show the hash and"
                        " the reviews")  # fmt: skip
    parser.add_argument("--kind", choices=get_args(ReviewKind), default="internal")
    parser.add_argument("--role", default="second reader", help="default 'second reader'")
    parser.add_argument("--outcome", choices=get_args(ReviewOutcome), default="pass")
    parser.add_argument("--date", type=_day, default=today(), help="day of reading; default today")
    parser.set_defaults(run=_reviewed)


def _facts_words(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(metavar="what", required=True, parser_class=Parser)
    for name, days, about in (
        ("uses", None, "list the facts in use, with every place that names them"),
        ("review", 60, "check what is due, fact by fact, and write facts.yml"),
        ("calendar", None, "write the days on which facts are due as facts-due.ics"),
    ):
        words = what.add_parser(name, help=about)
        words.add_argument("--due", type=int, default=days, metavar="DAYS",
                           help=f"only what is due in DAYS; default {days or 'all'}")  # fmt: skip
        words.add_argument("--as-of", type=_day, default=today(), metavar="DATE",
                           help="the day of the check; default today")  # fmt: skip
        words.set_defaults(run=_facts, what=name)
    words.add_argument("--out", type=Path, default=Path("facts-due.ics"), metavar="FILE",
                       help="default facts-due.ics")  # fmt: skip


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day like 2026-11-23") from None


class _UnknownNameError(Exception):
    """A name on the command line that the project does not have."""


def _known(kind: str, names: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    names, known = tuple(names), tuple(known)
    for name in names:
        if name not in known:
            raise _UnknownNameError(f"Unknown {kind} '{name}'. {did_you_mean(name, known)}")
    return names


def _order(args: argparse.Namespace, root: Path) -> Order:
    slugs = course_slugs(root)
    if not slugs:
        raise _UnknownNameError("No course here. Run it in the project's folder.")
    courses = _known("course", args.course, slugs)
    return Order(root, root / "dist", args.as_of, courses)


def _build(args: argparse.Namespace, root: Path) -> int:
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
    _print(p for p in result.problems if p.severity != "note")
    if sys.stderr.isatty():
        state = "is up to date" if result.unchanged else "is ready"
        print(f"{order.out / 'index.html'} {state}", file=sys.stderr)
    return DONE


def _check(args: argparse.Namespace, root: Path) -> int:
    plan = prepare(_order(args, root), _progress())
    if args.online:
        from coursebook.links import refresh

        refresh(root, plan.courses, today(), progress=_progress())
        plan = prepare(_order(args, root))
    problems = [replace(p, severity="error") if p.code == "K301" else p for p in plan.problems]
    if args.json:
        print(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=1))
    else:
        _print(problems, sys.stdout)
    return PROBLEMS if any(p.severity == "error" for p in problems) else DONE


def _list(args: argparse.Namespace, root: Path) -> int:
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


def _preview(args: argparse.Namespace, root: Path) -> int:
    from coursebook.preview import Preview, serve

    slugs = course_slugs(root)
    course = _known("course", [args.course or (*slugs, "")[0]], slugs)[0]
    return serve(Preview(root, course, args.language, args.audience, today()), args.port)


def _sync(args: argparse.Namespace, root: Path) -> int:
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


def _reviewed(args: argparse.Namespace, root: Path) -> int:
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


def _report(args: argparse.Namespace, root: Path) -> int:
    from coursebook.reporting import report

    path = (root / args.out).resolve()
    if path.is_relative_to((root / "dist").resolve()):
        raise _UnknownNameError("The report is for editors and never inside dist/.")
    print(report(_order(args, root), path, args.language, _progress()))
    return DONE


def _facts(args: argparse.Namespace, root: Path) -> int:
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


def _new_module(args: argparse.Namespace, root: Path) -> int:
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


def _print(problems: Iterable[Problem], stream: TextIO | None = None) -> None:
    for problem in problems:
        print(problem, file=stream or sys.stderr)
