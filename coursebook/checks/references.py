"""References: everything that a text names is there. Rendering the whole course finds out."""

from __future__ import annotations

from collections.abc import Iterator

from coursebook.editions import Edition
from coursebook.model import Course
from coursebook.problems import Problem


def everything_resolves(course: Course) -> Iterator[Problem]:
    """R101-R110, L107, L113, L114, A101, F101: whatever a host could not give while rendering."""
    edition = Edition(course, audience="facilitator", medium="web", depth="deep")
    for module in course.modules:
        edition.pages(module)
        edition.guide_pages(module)
        for handout in module.handouts:
            edition.handout_html(module, handout)
            edition.handout_html(module, handout, keys=True)
    edition.question_problems()
    yield from edition.problems
