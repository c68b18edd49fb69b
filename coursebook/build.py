"""From a project to `dist/`: read, check, export, and swap the result in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

from coursebook.checks import check_course
from coursebook.dist import Output, current_inputs, save
from coursebook.editions import Edition
from coursebook.exporters import EXPORTERS, Format, exporter
from coursebook.files import Files
from coursebook.fonts import INSTALL, ChineseFontsMissingError, chinese_folder
from coursebook.html.host import Cache
from coursebook.model import Audience, Course, Depth, Target
from coursebook.problems import Problem, ProblemsError
from coursebook.reader import Shelf, course_languages, course_slugs, read
from coursebook.toc import drift

INPUTS = ("curriculum", "modules", "exercises")
ENGINE = Path(__file__).parent
ROOT_INPUTS = ("_config.yml", "_toc.yml")
GENERATED = frozenset({"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"})
UNREAD = frozenset({"E119", "F102", "F103", "J110", "L101", "N101", "N102", "Q202", "Y101", "Y108",
                    "C104", *(f"S{n}" for n in range(101, 112))})  # fmt: skip
FOLLOWS = {
    "R101": "modules/", "R102": "/glossary.yml", "R103": "/facts.yml", "R104": "/references.bib",
    "R106": "/quiz.yml", "R107": "/simulations/", "P101": "/simulations/", "E117": "/numbers.py",
    "J104": "/scenarios/", "J109": "/scenarios/", "J112": "/scenarios/", "C103": "", "D102": "",
    "B108": "/quiz.yml", "Q207": "/quiz.yml", "U101": "exercises/", "U102": "exercises/",
    "N102": "/simulations/", "B201": "", "B202": "",
}  # fmt: skip
"""Names that are missing because a file with this in its path was not read."""
SLOW = frozenset({"web"})
"""Formats that an outside process makes: they run beside the others."""


@dataclass(frozen=True)
class Order:
    """What to build; an empty tuple means everything."""

    root: Path
    out: Path
    as_of: str
    courses: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    audiences: tuple[Audience, ...] = ()
    modules: tuple[str, ...] = ()
    depth: Depth = "deep"
    strict: bool = False

    def key(self) -> str:
        """The order in words: part of what decides whether a build is up to date."""
        return json.dumps({k: str(v) for k, v in asdict(self).items() if k not in ("root", "out")})


@dataclass(frozen=True)
class Job:
    """One format of one edition."""

    format: str
    edition: Edition
    folder: str


@dataclass(frozen=True)
class Result:
    """What a build did. `outputs` is empty and `unchanged` true when nothing had changed."""

    outputs: tuple[Output, ...] = ()
    problems: tuple[Problem, ...] = ()
    unchanged: bool = False


@dataclass
class Plan:
    """The jobs of an order, and every problem met while reading."""

    courses: list[Course] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def build(order: Order, progress: Callable[[str], None] = lambda line: None) -> Result:
    """Build an order into its `out` folder. ProblemsError leaves the folder as it was."""
    inputs = fingerprint(order)
    if current_inputs(order.out) == inputs:
        return Result(unchanged=True)
    plan = prepare(order, progress)
    stopping = [p for p in plan.problems if stops(p, order.strict)]
    if stopping:
        raise ProblemsError(plan.problems)
    if not plan.jobs:
        raise ProblemsError([*plan.problems, _nothing_fits(order)])
    outputs = list(_run(plan.jobs, progress))
    whole = not (order.courses or order.formats or order.languages or order.audiences
                 or order.modules)  # fmt: skip
    save(order.out, outputs, inputs, order.as_of, keep_others=not whole,
         keep_modules=bool(order.modules))  # fmt: skip
    return Result(tuple(outputs), tuple(plan.problems))


def stops(problem: Problem, strict: bool) -> bool:
    """Whether a problem forbids to publish: errors do, and warnings under `--strict`."""
    return problem.severity == "error" or (strict and problem.severity == "warning")


def prepare(order: Order, progress: Callable[[str], None] = lambda line: None) -> Plan:
    """Read and check everything that the order names; what can be built, as jobs."""
    plan, shelf = Plan(), Shelf()
    for slug in order.courses or course_slugs(order.root):
        for language in course_languages(order.root, slug, shelf):
            if order.languages and language not in order.languages:
                continue
            progress(f"reading {slug} ({language})")
            reading = read(order.root, slug, language, order.as_of, shelf)
            plan.problems.extend(p for p in reading.problems if not _only_planned(p, order))
            if reading.course and (reading.course.modules or reading.course.kit.stands_alone):
                plan.courses.append(reading.course)
                cache: Cache = {}
                plan.problems.extend(check_course(reading.course, cache))
                plan.jobs.extend(_jobs(order, reading.course, cache))
    if not order.courses and not order.languages:
        plan.problems.extend(drift(order.root, plan.courses))
    plan.problems = sorted(_causes(set(plan.problems)))
    return plan


def _nothing_fits(order: Order) -> Problem:
    slug = next(iter(order.courses or course_slugs(order.root)))
    return Problem(f"curriculum/{slug}.yml", 1, "C105", "There is nothing to build.",
                   "No finished module, format and audience fit together;"
                   " see 'python build_course.py list'.")  # fmt: skip


def _causes(problems: set[Problem]) -> Iterator[Problem]:
    """The problems without those that only follow: a name that stands in a file not read."""
    unread = [problem.path for problem in problems if problem.code in UNREAD]
    for problem in problems:
        inside = FOLLOWS.get(problem.code)
        if inside is None or not any(inside in path for path in unread):
            yield problem


def _only_planned(problem: Problem, order: Order) -> bool:
    """A course without finished modules is left out without noise unless it is all there is."""
    return problem.code == "C101" and len(course_slugs(order.root)) > 1


def _jobs(order: Order, course: Course, cache: Cache) -> Iterator[Job]:
    editions: dict[tuple[object, ...], Edition] = {}
    for name in order.formats or EXPORTERS:
        form = EXPORTERS[name]
        targets = course.targets if form.per_target else course.targets[:1]
        for audience in form.audiences:
            if order.audiences and audience not in order.audiences:
                continue
            key = (audience, form.medium)
            first = editions.setdefault(key, Edition(
                course, audience, form.medium, order.depth, only=order.modules, cache=cache,
            ))  # fmt: skip
            for target in targets or (Target("members", ""),):
                edition = replace(first, target=target)
                if _has_matter(order, edition, form):
                    folder = f"{course.slug}/{course.language}/{audience}/{name}"
                    yield Job(name, edition, f"{folder}/{target.id}" if form.per_target else folder)


def _has_matter(order: Order, edition: Edition, form: Format) -> bool:
    """Whether the format has anything to make of: modules, or something of the whole course."""
    if form.of_course is None:
        return bool(edition.modules)
    return bool(form.of_course(edition.course)) and not order.modules


def _run(jobs: Sequence[Job], progress: Callable[[str], None]) -> Iterator[Output]:
    """Make every job's files; slow formats beside the others, results in the order of the jobs."""
    with ThreadPoolExecutor(1) as beside:
        started: dict[int, Future[Files]] = {
            index: beside.submit(_made, job)
            for index, job in enumerate(jobs)
            if job.format in SLOW
        }
        made: dict[int, Files] = {}
        for index, job in enumerate(jobs):
            if index not in started:
                progress(f"{job.edition.course.slug}: {job.format} ({job.edition.audience})")
                made[index] = _made(job)
        for index, future in started.items():
            progress(f"{jobs[index].edition.course.slug}: {jobs[index].format}")
            made[index] = future.result()
    for index, job in enumerate(jobs):
        yield from _outputs(job, made[index])


def _made(job: Job) -> Files:
    """The job's files. X403 where the engine behind a format refuses the text, X405 its letters."""
    try:
        return exporter(job.format)(job.edition)
    except ChineseFontsMissingError as error:
        place = job.edition.course.place
        raise ProblemsError(
            [Problem(place.path, place.line, "X405", str(error), INSTALL)]
        ) from error
    except (ValueError, RuntimeError) as error:
        place = job.edition.course.place
        raise ProblemsError([Problem(
            place.path, place.line, "X403", f"Format '{job.format}' cannot be made: {error}",
            "Mend the text that it names.")]) from error  # fmt: skip


def _outputs(job: Job, files: Files) -> Iterator[Output]:
    """The job's files, one output for each top-level name."""
    tops: dict[str, dict[str, bytes]] = {}
    for name in sorted(files):
        tops.setdefault(name.split("/")[0], {})[name] = files[name]
    course = job.edition.course
    slugs = [module.slug for module in job.edition.modules]
    for top, inside in tops.items():
        module = next((slug for slug in slugs if top == slug or top.startswith(f"{slug}.")), None)
        yield Output(
            path=f"{job.folder}/{top}", course=course.slug, course_title=course.title,
            language=course.language, audience=job.edition.audience, format=job.format,
            module=module, module_title=_title(course, module or top.removesuffix(".pdf")),
            target=job.edition.target.label if EXPORTERS[job.format].per_target else "",
            folder=not (len(inside) == 1 and top in inside),
            files={name.removeprefix(f"{top}/"): data for name, data in inside.items()},
        )  # fmt: skip


def _title(course: Course, name: str) -> str:
    """Title of a module or of what is made for the room; empty for what holds the course."""
    if name in course.kit.scenarios:
        return course.scenarios[name].title
    named = {module.slug: module.title for module in course.modules}
    kit = (*course.kit.tabletops, *course.kit.decks, *course.workshops, *course.tests)
    named |= {one.id: one.title for one in kit}
    return named.get(name, "")


def fingerprint(order: Order) -> str:
    """Hash of every input file's content and of the order."""
    digest = hashlib.sha256(order.key().encode())
    for name, path in sorted(_input_files(order.root).items()):
        digest.update(name.encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _input_files(root: Path) -> dict[str, Path]:
    """Every file that the outputs depend on: the project's by its path, and the engine's."""
    found = {name: root / name for name in ROOT_INPUTS if (root / name).is_file()}
    folders = [*((root, name) for name in INPUTS), (ENGINE.parent, ENGINE.name)]
    if chinese := chinese_folder():
        folders.append((chinese.parent, chinese.name))
    for above, folder in folders:
        for path in (above / folder).rglob("*"):
            if path.is_file() and not GENERATED & set(path.parts):
                found[path.relative_to(above).as_posix()] = path
    return found


def today() -> str:
    """The day of the build as YYYY-MM-DD: the default of `--as-of`."""
    return date.today().isoformat()
