"""Slides for the wall: what the author wrote for them, as pages of 16 to 9 in a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from coursebook.chapters import on_paper, strip_html
from coursebook.editions import Edition
from coursebook.files import Files
from coursebook.html.registers import facts_html
from coursebook.model import Module
from coursebook.slides import headline, slides, source
from coursebook.typeset import Paper, compile_pdf, typeset
from coursebook.typeset.literals import Value, call
from coursebook.uses import texts_uses


def export(edition: Edition) -> Files:
    """`<slug>.pdf` for each module that has slides: title, objectives, slides, sources."""
    return {f"{module.slug}.pdf": _pdf(edition, module)
            for module in edition.modules if any(slides(module))}  # fmt: skip


def _pdf(edition: Edition, module: Module) -> bytes:
    typed = typeset([on_paper(html) for html in _pages(edition, module)], under=1)
    first, *rest = typed.parts
    body = "\n\n".join([call("front", f"[{first}]"), *(call("slide", f"[{r}]") for r in rest)])
    settings: dict[str, Value] = {"series": edition.course.title, "notice": edition.course.notice}
    paper = Paper("slides", module.title, edition.language, edition.direction, settings)
    return compile_pdf(paper, body, {**edition.course.media, **typed.files})


def _pages(edition: Edition, module: Module) -> Iterator[str]:
    """The HTML of each page; the first is what stands under the title."""
    host, words = edition.host(module), edition.words
    yield strip_html(edition, module)
    if module.objectives:
        goals = "".join(f"<li>{host.inline(goal.text)}</li>" for goal in module.objectives)
        yield f"<h2>{escape(words['lesson.objectives'])}</h2><ul>{goals}</ul>"
    for slide in slides(module):
        title, rest = headline(slide)
        yield f"<h2>{host.inline(title)}</h2>{host.markdown(rest)}"
    used = texts_uses(source(slide) for slide in slides(module))
    if facts := facts_html(host, used):
        yield f"<h2>{escape(words['lesson.facts_title'])}</h2>{facts}"
