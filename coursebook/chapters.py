"""A module as a chapter on paper: its text, its run sheet, its answers; canonical HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from coursebook.alignment import module_coverage
from coursebook.coverage import coverage_html
from coursebook.editions import Edition, Page, RunStep
from coursebook.html.links import resolve
from coursebook.html.question_keys import answer_key_html
from coursebook.html.tables import table_html
from coursebook.model import Form, Material, Module
from coursebook.typeset import Paper, compile_pdf, typeset
from coursebook.typeset.literals import Value


def guide_pdf(edition: Edition, title: str, html: str, subtitle: str, series: str) -> bytes:
    """Papers for facilitators as a PDF of their own, under a title with its series above it."""
    course = edition.course
    typed = typeset([on_paper(html)], under=0)
    settings: dict[str, Value] = {"subtitle": subtitle, "notice": course.notice, "series": series,
                                  "foot": course.notice, "breaks": False}  # fmt: skip
    paper = Paper("guide", title, edition.language, edition.direction, settings)
    return compile_pdf(paper, typed.body, {**course.media, **typed.files})


def section(id_: str, title: str, html: str, level: int) -> str:
    """A section with its heading."""
    return f'<section id="{escape(id_)}"><h{level}>{escape(title)}</h{level}>{html}</section>'


def pages_html(pages: Iterable[Page], level: int) -> str:
    """Pages one after the other, each as a section."""
    return "".join(section(page.id, page.title, page.html, level) for page in pages)


def lesson_pages(edition: Edition, module: Module) -> list[Page]:
    """The module's pages without its words page: paper has one glossary for all."""
    return [page for page in edition.pages(module) if page.kind != "words"]


def strip_html(edition: Edition, module: Module) -> str:
    """What stands under a module's title: subtitle, time, status, content notes."""
    words, time = edition.words, module.time
    minutes = words["print.time_text"].format(
        core=time.core, self=time.self_paced, deep=time.deep
    )
    status = words["lesson.status"].format(status=words[f"lesson.status.{module.status}"])
    subtitle = f'<p class="subtitle">{escape(module.subtitle)}</p>' if module.subtitle else ""
    notes = "".join(f"<p>{escape(words['lesson.content_note'])}: {escape(note)}</p>"
                    for note in module.content_notes)  # fmt: skip
    return (f'{subtitle}<p class="question-instruction">{escape(minutes)}<br />{escape(status)}'
            f"</p>{notes}")  # fmt: skip


def answers_html(edition: Edition, module: Module, form: Form, *, facilitator: bool) -> str:
    """The right answers of a form, in the order of the self-check."""
    host = edition.host(module)
    keys = (
        answer_key_html(question, host.markdown, edition.words, number, facilitator=facilitator)
        for number, question in enumerate(module.quiz(form), 1)
    )
    return "".join(keys)


def questions_html(edition: Edition, module: Module, form: Form) -> str:
    """The questions of a form as they are printed."""
    host = edition.host(module)
    return "".join(host.question(question, number)
                   for number, question in enumerate(module.quiz(form), 1))  # fmt: skip


def run_sheet_html(edition: Edition, module: Module) -> str:
    """The run sheet by the minute, as a table."""
    words = edition.words
    heads = ("print.clock", "print.minutes", "print.step", "print.what")
    rows = [_run_row(step, words) for step in edition.run_sheet(module)]
    return table_html((words[key] for key in heads), rows, "run-sheet") if rows else ""


def _run_row(step: RunStep, words: Mapping[str, str]) -> str:
    marks = [words["print.activity"]] if step.activity else []
    marks += [words["print.deep_step"]] if step.depth == "deep" else []
    marks += [words["lesson.checks"].format(ids=", ".join(step.checks))] if step.checks else []
    told = f"<br />{escape(' · '.join(marks))}" if marks else ""
    clock = f"{_clock(step.start)}–{_clock(step.start + step.minutes)}"
    return (
        f'<tr><td><bdi dir="ltr">{clock}</bdi></td><td>{step.minutes}</td>'
        f"<td><strong>{escape(step.title)}</strong>{told}</td><td>{step.html}</td></tr>"
    )


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def guide_html(edition: Edition, module: Module, level: int) -> str:
    """Everything that a facilitator needs for a module; headings from `level` down."""
    words = edition.words
    parts = [
        _facts_of_delivery(edition, module),
        section(f"{module.id}-run-sheet", words["print.run_sheet"],
                run_sheet_html(edition, module), level),
        section(f"{module.id}-text", words["print.lesson"],
                pages_html(lesson_pages(edition, module), level + 1), level),
    ]  # fmt: skip
    if guide := edition.guide_pages(module):
        parts.append(section(f"{module.id}-more", words["print.more"],
                             pages_html(guide, level + 1), level))  # fmt: skip
    forms: tuple[Form, ...] = ("X", "Y")
    asked = (form for form in forms if module.quiz(form))
    if answers := "".join(_form_html(edition, module, form, level + 1) for form in asked):
        parts.append(section(f"{module.id}-keys", words["print.keys"], answers, level))
    inline = edition.host(module).inline
    if covered := coverage_html(module, module_coverage(module), words, inline):
        parts.append(section(f"{module.id}-coverage", words["print.coverage"], covered, level))
    return "".join(parts)


def _form_html(edition: Edition, module: Module, form: Form, level: int) -> str:
    html = answers_html(edition, module, form, facilitator=True)
    if form == "Y":
        html = questions_html(edition, module, form) + html
    title = edition.words["print.form"].format(form=form)
    return section(f"{module.id}-form-{form.lower()}", title, html, level)


def _facts_of_delivery(edition: Edition, module: Module) -> str:
    """Group, materials, levels and outcomes as a list of definitions."""
    words = edition.words
    materials = "".join(f"<li>{escape(material_text(m, words))}</li>" for m in module.materials)
    rows = (
        ("print.group", words["print.group_text"].format(**module.group)),
        ("print.works_at", ", ".join(module.works_at)),
        ("print.outcomes", ", ".join(module.outcomes)),
    )
    pairs = "".join(f"<dt>{escape(words[key])}</dt><dd>{escape(text)}</dd>" for key, text in rows)
    if materials:
        pairs += f"<dt>{escape(words['print.materials'])}</dt><dd><ul>{materials}</ul></dd>"
    return f"{strip_html(edition, module)}<dl>{pairs}</dl>"


def material_text(material: Material, words: Mapping[str, str]) -> str:
    """How many of what, and for whom."""
    per = words.get(f"print.per.{material.per}", material.per)
    sheet = f" ({material.print})" if material.print else ""
    return f"{material.quantity} × {material.item}{sheet}, {per}"


def on_paper(html: str) -> str:
    """The HTML with links inside the document, and pictures by their project path."""

    def link(target: str) -> str | None:
        kind, _, name = target.partition("/")
        if kind == "handout":
            return None
        return name if kind == "media" else f"#{name}" if kind == "ref" else f"#{kind}-{name}"

    return resolve(html, link)
