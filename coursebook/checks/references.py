"""References: everything that a text names is there. Rendering the whole course finds out."""

from __future__ import annotations

from collections.abc import Iterator

from coursebook.editions import Edition
from coursebook.html.host import Cache
from coursebook.model import Course
from coursebook.problems import Problem
from coursebook.reader.blocks import texts


def everything_resolves(course: Course, cache: Cache) -> Iterator[Problem]:
    """R101-R110, L107, L113, L114, A101, F101: whatever a host could not give while rendering."""
    edition = Edition(course, audience="facilitator", cache=cache)
    for module in course.modules:
        sheets = (section for handout in module.handouts for section in handout.sections)
        for section in (*module.sections, *module.lab, *module.guide, *sheets):
            for text in texts(section.blocks):  # whatever its tags: some edition shows it
                edition.text_html(module, text)
    edition.question_problems()
    yield from edition.problems
