"""What the front matter says of reviews and waivers, and a digest of what a review reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import cast

from coursebook.model import Module, Review, ReviewKind, ReviewOutcome, Status, Waiver
from coursebook.reader.fields import Fields, members
from coursebook.reader.front_matter import FRONT
from coursebook.reader.sources import Sources

DIGITS = 16
NOT_READ = re.compile(r"/(i18n|__pycache__|\.[^/]+)(/|$)")
"""Translations have reviewers of their own; the others are leftovers of programs."""
UNREVIEWED = re.compile(r"^(?:reviews|version):.*\n(?:[ \-#].*\n|\n)*", re.MULTILINE)
"""Keys that change without a change of what was read: the reviews themselves, a release."""
INTERNAL = {"facts", "do-no-harm", "plain-language"}
EXTERNAL = {"subject", "rights", "do-no-harm", "language", "pilot"}


def read_reviews(fields: Fields) -> Iterator[Review]:
    """The reviews of a module."""
    for item in fields.mappings("reviews"):
        yield Review(
            cast(ReviewKind, item.word("kind", members(ReviewKind))), item.text("checklist"),
            item.text("role"), item.day("date"),
            cast(ReviewOutcome, item.word("outcome", members(ReviewOutcome))),
            item.text("hash", ""), item.place("kind"),
        )  # fmt: skip
        item.done()


def read_waivers(fields: Fields) -> Iterator[Waiver]:
    """The waivers of a module."""
    for item in fields.mappings("waivers"):
        yield Waiver(item.text("code"), item.text("reason"), item.day("date"), item.place("code"))
        item.done()


def derived_status(module: Module) -> Status:
    """The life-cycle label of a module."""
    return status_of(module.reviews)


def status_of(reviews: Sequence[Review]) -> Status:
    """The life-cycle label that reviews allow: internal reading gives alpha at most."""
    passed = [review for review in reviews if review.outcome == "pass"]
    external = [review.checklist for review in passed if review.kind == "external"]
    internal = {review.checklist for review in passed if review.kind == "internal"}
    if set(external) >= EXTERNAL:
        stable = external.count("pilot") > 1 and "cut-score" in external
        return "stable" if stable else "beta"
    return "alpha" if internal >= INTERNAL else "pre-alpha"


def digests(sources: Sources, slug: str) -> dict[str, str]:
    """A digest of every file of the module and of its exercises, by path."""
    found: dict[str, str] = {}
    for folder in (f"modules/{slug}", f"exercises/{slug}"):
        for path in sources.listing(folder, "**/*"):
            data = None if NOT_READ.search(path) else sources.data(path)
            if data is not None:
                found[path] = _digest(path, data.replace(b"\r\n", b"\n"))
    return found


def _digest(path: str, data: bytes) -> str:
    if path.endswith("/index.md"):
        text = data.decode("utf-8", errors="replace")
        front = FRONT.match(text)
        if front:
            kept = UNREVIEWED.sub("", front[1])
            data = f"---\n{kept}---\n{text[front.end():]}".encode()
    return sha256(data).hexdigest()[:DIGITS]
