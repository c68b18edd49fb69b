"""The sections of the page, each from the figures of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import groupby

from coursebook.alignment import Coverage, MixShare, bloom_mix, coverage
from coursebook.codes import table
from coursebook.desk.figures import (
    Desk,
    due_state,
    missing,
    reading_of,
    review_state,
    size_of,
)
from coursebook.desk.parts import ENGLISH, Row, Shown, english, said
from coursebook.evidence import DueFact
from coursebook.html.landing import size_text
from coursebook.locale import direction
from coursebook.model import Course, Module, Review
from coursebook.problems import Problem

STATES = {"current": "good", "stale": "warm", "unhashed": "mute"}
DUES = {"expired": "bad", "soon": "warm", "later": "good"}
WEIGHTS = {"error": "bad", "warning": "warm", "note": "mute"}


def module_of(path: str) -> str:
    """The module that a file belongs to; empty for those of a whole course."""
    folder, _, rest = path.partition("/")
    return rest.split("/")[0] if folder in ("modules", "exercises") and "/" in rest else ""


def _title(course: Course) -> str:
    return said(course.title, course.language, direction(course.language))


def _name(course: Course, module: Module) -> str:
    title = said(module.title, course.language, direction(course.language))
    return f'<bdi class="code">{escape(module.id)}</bdi> {title}'


def _status(desk: Desk, shown: Shown) -> str:
    heads = ("module", "state", "reviews", "open.internal", "open.external")
    groups = ((_title(course), _statuses(course, shown)) for course in desk.courses)
    return shown.table("status", heads, groups)


def _statuses(course: Course, shown: Shown) -> Iterator[Row]:
    finished = {module.slug: module for module in course.modules}
    for line in course.outline:
        module = finished.get(line.slug)
        if module is None:
            name = said(line.title, course.language, direction(course.language))
            yield Row((f'<bdi class="code">{escape(line.id)}</bdi> {name}',
                       shown.word("status.planned"), "–", "–", "–"), line.slug)  # fmt: skip
        else:
            inside, outside = missing(module)
            tone = "mute" if module.status == "pre-alpha" else "good"
            yield Row((
                _name(course, module), shown.badge(tone, f"status.{module.status}"),
                shown.listed(_review(module, review, shown) for review in module.reviews),
                _names(inside, shown), _names(outside, shown),
            ), module.slug)  # fmt: skip


def _names(names: tuple[str, ...], shown: Shown) -> str:
    return f"<span{ENGLISH}>{escape(', '.join(names))}</span>" if names else shown.none()


def _review(module: Module, review: Review, shown: Shown) -> str:
    state = review_state(module, review)
    return (f"<span{ENGLISH}>{escape(review.checklist)}</span>, "
            f"{shown.word(f'review.{review.kind}')}, <bdi>{escape(review.date)}</bdi>, "
            f"{shown.word(f'review.{review.outcome}')} "
            f"{shown.badge(STATES[state], f'review.{state}')}")  # fmt: skip


def _coverage(desk: Desk, shown: Shown) -> str:
    heads = ("objective", "taught", "practised", "checked.by", "items.x", "items.y", "rubric")
    lead = f"<p>{shown.word('coverage.lead')}</p>"
    return lead + "".join(
        f"<h3>{_title(course)}</h3>"
        + shown.table("coverage", heads, _outcomes(course, shown), "figures")
        for course in desk.courses
    )


def _outcomes(course: Course, shown: Shown) -> Iterator[tuple[str, list[Row]]]:
    rows = coverage(course)
    texts = {o.id: o.text for module in course.modules for o in module.objectives}
    for outcome in course.outcomes:
        title = (f'<bdi class="code">{escape(outcome.id)}</bdi> '
                 f"{said(outcome.text, course.language, direction(course.language))}")  # fmt: skip
        own = [_covered(course, row, texts[row.objective], shown)
               for row in rows if row.outcome == outcome.id]  # fmt: skip
        gap = "" if own else f'<p class="gap">{shown.word("no.module")}</p>'
        yield title + gap, own


def _covered(course: Course, row: Coverage, text: str, shown: Shown) -> Row:
    name = (f'<bdi class="code">{escape(row.objective)}</bdi> '
            f"{said(text, course.language, direction(course.language))}")  # fmt: skip
    numbers = [
        shown.count(len(ids))
        for ids in (row.taught, row.practised, row.checked)
    ]  # fmt: skip
    items = [str(len(ids)) if row.rubric else shown.count(len(ids))
             for ids in (row.items_x, row.items_y)]  # fmt: skip
    return Row((name, *numbers, *items, shown.word("yes") if row.rubric else "–"), row.module)


def _mix(desk: Desk, shown: Shown) -> str:
    heads = ("mix.levels", "mix.found", "mix.share", "mix.aim", "state")
    groups = ((_title(c), [_share(c, mix, shown) for mix in bloom_mix(c)])
              for c in desk.courses if c.modules)  # fmt: skip
    return shown.table("mix", heads, groups, "figures")


def _share(course: Course, mix: MixShare, shown: Shown) -> Row:
    names = {level.id: level.name for level in course.standards.bloom}
    levels = ", ".join(f"{code} {names.get(code, '')}".strip() for code in mix.target.levels)
    share = round(100 * mix.objectives / mix.whole) if mix.whole else 0
    least, most = mix.target.least, mix.target.most
    if least and most < 100:
        aim = shown.word("mix.between", least=least, most=most)
    else:
        aim = shown.word("mix.least", n=least) if least else shown.word("mix.most", n=most)
    state = shown.badge("good", "mix.kept") if mix.kept else shown.badge("warm", "mix.missed")
    return Row((f"<span{ENGLISH}>{escape(levels)}</span>", str(mix.objectives), str(share), aim,
                state))  # fmt: skip


def _facts(desk: Desk, shown: Shown) -> str:
    link = f'<p><a href="facts-due.ics">{shown.word("calendar.link")}</a></p>'
    if not desk.facts:
        return f"<p>{shown.word('facts.none')}</p>"
    months = groupby(desk.facts, lambda item: item.fact.review_after[:7])
    groups = ((f"<bdi>{month}</bdi>", [_fact(item, shown) for item in found])
              for month, found in months)  # fmt: skip
    return link + shown.table("facts", ("fact", "due", "source", "uses"), groups, "facts")


def _fact(item: DueFact, shown: Shown) -> Row:
    fact, state = item.fact, due_state(item)
    source = f"<span{ENGLISH}>{escape(item.source, quote=False)}</span>"
    if item.url.startswith(("https://", "http://")):
        source = f'<a href="{escape(item.url)}" rel="noreferrer">{source}</a>'
    if fact.checked == "recalled" and not fact.signed:
        source += f"<br>{shown.badge('warm', 'recalled')}"
    if fact.checked == "reported":
        source += f"<br>{shown.badge('warm', 'reported')}"
    return Row((
        f'<bdi class="code">{escape(fact.id)}</bdi> {english(fact.claim)}',
        f"<bdi>{fact.review_after}</bdi><br>{shown.badge(DUES[state], f'due.{state}')}",
        f"{source}<br>{english(fact.locator)}",
        shown.listed(shown.place(place.path, place.line) for place in item.uses),
    ), " ".join(dict.fromkeys(module_of(place.path) or "-" for place in item.uses)))  # fmt: skip


def _reading(desk: Desk, shown: Shown) -> str:
    heads = ("module", "words", "sentences", "mean", "long", "ease")
    groups = [(_title(course), list(_readings(course, shown))) for course in desk.courses]
    groups = [group for group in groups if group[1]]
    if not groups:
        return f"<p>{shown.word('reading.none')}</p>"
    return f"<p>{shown.word('reading.lead')}</p>" + shown.table("reading", heads, groups, "figures")


def _readings(course: Course, shown: Shown) -> Iterator[Row]:
    for module in course.modules:
        if found := reading_of(course, module):
            share = round(100 * found.long / found.sentences) if found.sentences else 0
            yield Row((
                _name(course, module), f"{found.words:,}", f"{found.sentences:,}",
                f"{found.mean:.1f}", f"{found.long} ({shown.word('long.of', n=share)})",
                f"{found.ease:.0f}",
            ), module.slug)  # fmt: skip


def _sizes(desk: Desk, shown: Shown) -> str:
    heads = ("module", "depth.express", "depth.core", "depth.deep", "minutes", "items.x",
             "items.y", "handouts")  # fmt: skip
    groups = ((_title(c), [_size(c, m, shown) for m in c.modules])
              for c in desk.courses if c.modules)  # fmt: skip
    lead = f"<p>{shown.word('sizes.lead')}</p>"
    return lead + shown.table("sizes", heads, groups, "figures")


def _size(course: Course, module: Module, shown: Shown) -> Row:
    found = size_of(course, module)
    core, alone, deep = found.minutes
    minutes = shown.word("minutes.parts", core=core, alone=alone, deep=deep)
    return Row((_name(course, module), *(f"{n:,}" for _, n in found.words), minutes,
                str(found.items_x), str(found.items_y), str(found.handouts)),
               module.slug)  # fmt: skip


def _made(desk: Desk, shown: Shown) -> str:
    if desk.made is None:
        return f"<p>{shown.word('made.none')}</p>"
    rows = (
        Row((f'<bdi dir="ltr">{escape(made.path)}</bdi>', _bytes(made.size),
             f'{_bytes(made.heaviest)} <bdi dir="ltr">{escape(made.heaviest_name)}</bdi>'
             if made.heaviest else "–"))
        for made in desk.made
    )  # fmt: skip
    return shown.table("made", ("made.path", "made.size", "made.heaviest"), [("", rows)])


def _waivers(desk: Desk, shown: Shown) -> str:
    heads = ("waivers.rule", "module", "waivers.reason", "waivers.date", "place")
    rows = [
        Row((_rule(waiver.code), _name(course, module), english(waiver.reason),
             f"<bdi>{escape(waiver.date)}</bdi>",
             shown.place(waiver.place.path, waiver.place.line)), module.slug)
        for course in desk.courses for module in course.modules for waiver in module.waivers
    ]  # fmt: skip
    if not rows:
        return f"<p>{shown.word('waivers.none')}</p>"
    return shown.table("waivers", heads, [("", rows)])


def _rule(code: str) -> str:
    known = table().codes.get(code)
    return f'<bdi class="code">{escape(code)}</bdi> {english(known.meaning if known else "")}'


def _problems(desk: Desk, shown: Shown) -> str:
    if not desk.problems:
        return f"<p>{shown.word('problems.none')}</p>"
    order = list(WEIGHTS)
    found = sorted(desk.problems, key=lambda p: (order.index(p.severity), p.code, p))
    groups = "".join(_code(code, list(problems), shown)
                     for code, problems in groupby(found, lambda p: p.code))  # fmt: skip
    return f"<p data-empty hidden>{shown.word('problems.filtered')}</p>{groups}"


def _code(code: str, problems: list[Problem], shown: Shown) -> str:
    known = table().codes.get(code)
    weight = problems[0].severity
    items = "".join(_problem(problem, shown) for problem in problems)
    about = ""
    if known:
        about = (f"<p>{english(known.meaning)}</p><p><strong>{shown.word('remedy')}</strong> "
                 f"{english(known.remedy)}</p>")  # fmt: skip
    return (f'<section class="code-group" data-group><h3><bdi class="code">{escape(code)}</bdi> '
            f"{shown.badge(WEIGHTS[weight], f'severity.{weight}')} "
            f'<span class="quiet">{len(problems)}</span></h3>{about}'
            f'<ul class="found">{items}</ul></section>')  # fmt: skip


def _problem(problem: Problem, shown: Shown) -> str:
    known = table().codes.get(problem.code)
    remedy = "" if known and known.remedy == problem.remedy else problem.remedy
    text = escape(f"{problem.message} {remedy}".strip(), quote=False)
    return (f'<li data-problem data-module="{escape(module_of(problem.path) or "-")}" '
            f'data-severity="{problem.severity}" data-kind="{escape(problem.code[0])}">'
            f"{shown.place(problem.path, problem.line)}<p{ENGLISH}>{text}</p></li>")  # fmt: skip


SECTIONS: Iterable[tuple[str, Callable[[Desk, Shown], str]]] = (
    ("status", _status), ("problems", _problems), ("facts", _facts), ("coverage", _coverage),
    ("mix", _mix), ("reading", _reading), ("sizes", _sizes), ("made", _made),
    ("waivers", _waivers),
)  # fmt: skip
"""In the order in which an editor needs them: the key of the title, and what makes the text."""


def _bytes(count: int) -> str:
    """The size, in one line."""
    return size_text(count).replace(" ", "\u00a0")
