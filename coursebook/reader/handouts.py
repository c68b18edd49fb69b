"""Handout sheets of a module."""

from __future__ import annotations

from typing import cast

from coursebook.model import Handout, PageSize, Section
from coursebook.reader.blocks import split
from coursebook.reader.fields import members
from coursebook.reader.front_matter import front_matter
from coursebook.reader.sources import Sources
from coursebook.reader.translations import Catalogue


def read_handouts(sources: Sources, slug: str, catalogue: Catalogue) -> tuple[Handout, ...]:
    """Every sheet in `exercises/<slug>/handouts/`, in the order of their names."""
    paths = sources.listing(f"exercises/{slug}/handouts", "*.md")
    sheets = (_read(sources, path, catalogue) for path in paths)
    return tuple(sheet for sheet in sheets if sheet)


def _read(sources: Sources, path: str, catalogue: Catalogue) -> Handout | None:
    text = sources.text(path)
    if text is None:
        return None
    fields, body, line = front_matter(sources, path, text)
    if fields is None:
        return None
    written = split(sources, path, body, line)
    for raw in [raw for raw in written if raw.level == 1][1:]:
        sources.report(path, raw.place.line, "L116", f"'# {raw.title}' is not printed: the sheet"
                       " has its title above.", "Write '##'.")  # fmt: skip
    page = fields.word("page", members(PageSize), "a4")
    fields.text("module", "")
    handout = Handout(
        fields.text("id"), catalogue.text(fields.text("title")), cast(PageSize, page),
        tuple(
            Section(raw.label, catalogue.text(raw.title) if raw.level == 2 else "",
                    catalogue.blocks(raw.blocks), raw.place)
            for raw in written if raw.level == 2 or raw.blocks
        ),
        fields.place("id"),
    )  # fmt: skip
    fields.done()
    return handout
