"""The command line: words in, exit code out (0 done, 1 problems, 2 usage)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn, cast, get_args

from coursebook import __version__, commands
from coursebook.build import today
from coursebook.exporters import EXPORTERS
from coursebook.locale import languages
from coursebook.model import DEPTHS, ReviewKind, ReviewOutcome
from coursebook.problems import ProblemsError


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line with the next move."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}. Try '{self.prog} --help'.", file=sys.stderr)
        sys.exit(commands.USAGE)


def main(argv: Sequence[str] | None = None, root: Path | None = None) -> int:
    """Run one command; returns the exit code."""
    root = root or Path.cwd()
    words = list(sys.argv[1:] if argv is None else argv)
    args = _parser().parse_args(words or ["build"])
    try:
        return cast(int, args.run(args, root))
    except ProblemsError as error:
        commands.tell(error.problems)
        return commands.PROBLEMS
    except commands.UnknownNameError as error:
        print(error, file=sys.stderr)
        return commands.USAGE


def _parser() -> Parser:
    parser = Parser(
        prog="build_course.py",
        description="Builds course books and LMS packages. With no words: builds everything"
        " into dist/; open dist/index.html.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    words = parser.add_subparsers(metavar="command", required=True, parser_class=Parser)
    _build_words(words.add_parser("build", help="make books, packages, handouts and guides"))
    check = words.add_parser("check", help="say what is wrong in the courses, build nothing")
    check.add_argument("course", nargs="*", help="which courses; default all")
    check.add_argument("--online", action="store_true",
                       help="look whether the addresses of sources still answer")  # fmt: skip
    check.add_argument("--json", action="store_true", help="problems as JSON, for programs")
    _judged(check)
    check.set_defaults(run=commands.run_check)
    listing = words.add_parser("list", help="show courses, modules, formats and languages")
    listing.set_defaults(run=commands.run_list)
    _preview_words(words.add_parser("preview", help="show a course in the browser while you"
                                    " write"))  # fmt: skip
    sync = words.add_parser("sync", help="write _toc.yml, the published ids, the grids of"
                               " simulations and the page of problems")  # fmt: skip
    sync.set_defaults(run=commands.run_sync)
    _facts_words(words.add_parser("facts", help="where facts stand and when they are due"))
    _report_words(words.add_parser("report", help="the editor's desk as one page to read"
                                      " and to print"))  # fmt: skip
    _reviewed_words(words.add_parser("reviewed", help="record that a module was read"))
    _certify_words(words.add_parser("certify", help="ranks, register and agreement from the"
                                    " filled forms of trainers"))  # fmt: skip
    new = words.add_parser("new", help="start a new module").add_subparsers(
        metavar="what", required=True, parser_class=Parser
    )
    module = new.add_parser("module", help="a folder with every section in its place")
    module.add_argument("slug", help="for example b01-adult-learning")
    module.set_defaults(run=commands.run_new_module)
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
    lists = ("format", "language", "module")
    parser.set_defaults(run=commands.run_build, **{name: [] for name in lists})


def _judged(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", type=_day, default=today(), metavar="DATE",
                        help="judge facts for this day, as 2026-11-23; default today")  # fmt: skip


def _report_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("course", nargs="*", help="which courses; default all")
    parser.add_argument("--out", type=Path, default=Path("report/index.html"), metavar="FILE",
                        help="default report/index.html; facts-due.ics stands beside")  # fmt: skip
    parser.add_argument("--language", choices=languages(), default="en", help="of the page")
    _judged(parser)
    parser.set_defaults(run=commands.run_report)


def _reviewed_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("module", help="for example a02-learn-err-test")
    parser.add_argument("checklist", nargs="*",
                        help="checklists that were gone through; without any: show the hash and"
                        " the reviews")  # fmt: skip
    parser.add_argument("--kind", choices=get_args(ReviewKind), default="internal")
    parser.add_argument("--role", default="second reader", help="default 'second reader'")
    parser.add_argument("--outcome", choices=get_args(ReviewOutcome), default="pass")
    parser.add_argument("--date", type=_day, default=today(), help="day of reading; default today")
    parser.set_defaults(run=commands.run_reviewed)


def _preview_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("course", nargs="?", help="which course; default the first")
    parser.add_argument("--port", type=int, default=8000, help="default 8000")
    parser.add_argument("--language", default="en", help="default en")
    parser.add_argument("--audience", choices=("participant", "facilitator"),
                        default="participant")  # fmt: skip
    parser.set_defaults(run=commands.run_preview)


def _certify_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("forms", nargs="*", type=Path,
                        help="filled forms (CSV, XLSX, YAML) or their folder; without any: write"
                        " empty ones")  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="DIR",
                        help="default certification, and certification/forms for empty forms:"
                        " git ignores them, they are personal data")  # fmt: skip
    _judged(parser)
    parser.set_defaults(run=commands.run_certify, course=[])


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
        words.set_defaults(run=commands.run_facts, what=name)
    words.add_argument("--out", type=Path, default=Path("facts-due.ics"), metavar="FILE",
                       help="default facts-due.ics")  # fmt: skip


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day like 2026-11-23") from None
