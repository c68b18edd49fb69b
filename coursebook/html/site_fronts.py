"""The pages that a site makes itself: the fronts of course and modules, the register of facts."""

from __future__ import annotations

import re
from html import escape

from coursebook.html.site_frame import Frame
from coursebook.model import Module

FACT = re.compile(r'<dt id="fact-([^"]+)">(\d+)')


def course_front(frame: Frame) -> str:
    """What the course is, where to start, its modules, and what it is good for."""
    course = frame.course
    reached = {id_ for module in frame.modules for id_ in module.outcomes}
    outcomes = "".join(f"<li>{escape(o.text)}</li>" for o in course.outcomes if o.id in reached)
    cards = "".join(_card(frame, module) for module in frame.modules)
    shelf = f'<ol class="cards">{cards}</ol>' if cards else f"<p>{frame.word('empty')}</p>"
    subtitle = f'<p class="lead">{escape(course.subtitle)}</p>' if course.subtitle else ""
    return (
        f'<div class="hero"><h1>{escape(course.title)}</h1>{subtitle}{_start(frame)}</div>'
        f"<p>{escape(course.about)}</p>"
        f"<h2>{frame.word('modules')}</h2>{shelf}"
        + (f"<h2>{frame.word('course_outcomes')}</h2><ul>{outcomes}</ul>" if outcomes else "")
        + f"<h2>{frame.word('how')}</h2><p>{frame.word('how_text')}</p>"
    )


def _start(frame: Frame) -> str:
    if not frame.modules:
        return ""
    return (f'<p class="actions"><a class="button" data-start="yes"'
            f' href="{frame.modules[0].slug}.html">{frame.word("start")}</a></p>')  # fmt: skip


def _card(frame: Frame, module: Module) -> str:
    return (
        f'<li class="card"><p class="card-id">{escape(module.id.upper())}</p>'
        f'<h3><a href="{module.slug}.html">{escape(module.title, quote=False)}</a></h3>'
        f"<p>{escape(module.subtitle, quote=False)}</p>"
        f'<p class="meta">{frame.word("minutes", n=module.time.self_paced)}</p>'
        f"{_progress(frame, module)}</li>"
    )


def _progress(frame: Frame, module: Module) -> str:
    ids = " ".join(leaf.id for leaf in frame.counted(module))
    return f'<p class="progress" data-progress="{ids}" hidden></p>'


def module_front(frame: Frame, module: Module) -> str:
    """Time, outcomes, status and content notes of a module, and its pages."""
    pages = frame.pages[module.slug]
    items = "".join(
        f'<li><a href="{leaf.file}">{escape(leaf.title, quote=False)}</a>'
        + (f' <span class="meta">{meta}</span>' if (meta := frame.meta(leaf)) else "")
        + "</li>"
        for leaf in pages
    )
    start = ""
    if pages:
        word = frame.word("start_module")
        start = f'<p class="actions"><a class="button" href="{pages[0].file}">{word}</a></p>'
    subtitle = f'<p class="lead">{escape(module.subtitle, quote=False)}</p>'
    return (
        f'<p class="eyebrow">{frame.word("module_label", id=module.id.upper())}</p>'
        f"<h1>{escape(module.title, quote=False)}</h1>{subtitle if module.subtitle else ''}"
        f"{_strip(frame, module)}{start}{_progress(frame, module)}"
        f'<h2>{frame.word("pages")}</h2><ol class="pages">{items}</ol>'
    )


def _strip(frame: Frame, module: Module) -> str:
    time = module.time
    minutes = [frame.word("minutes_self", n=time.self_paced),
               frame.word("minutes_workshop", n=time.core)]  # fmt: skip
    if time.deep:
        minutes.append(frame.word("minutes_deep", n=time.deep))
    status = escape(frame.words[f"lesson.status.{module.status}"])
    rows = {
        "time": minutes,
        "outcomes": [escape(o.text) for o in frame.course.outcomes if o.id in module.outcomes],
        "status": [f"{status} ({frame.word('version', version=module.version)})"],
        "content_notes": [escape(note) for note in module.content_notes],
    }
    return '<dl class="strip">' + "".join(
        f"<div><dt>{frame.word(key)}</dt>{''.join(f'<dd>{line}</dd>' for line in lines)}</div>"
        for key, lines in rows.items() if lines
    ) + "</dl>"  # fmt: skip


def fact_register(frame: Frame) -> str:
    """Every fact by its number, under each module that uses it, with a link to its text.

    The texts of a whole course on one page would weigh more than any other page.
    """
    found = ""
    for module in frame.modules:
        links = "".join(
            f'<li><a href="{leaf.file}#fact-{id_}">{number} {id_}</a></li>'
            for leaf in frame.pages[module.slug] if leaf.kind == "words"
            for id_, number in FACT.findall(leaf.html)
        )  # fmt: skip
        if links:
            title = escape(module.title, quote=False)
            found += f'<h2>{title}</h2><ul class="numbers">{links}</ul>'
    return f"<p>{frame.word('register')}</p>{found}" if found else ""
