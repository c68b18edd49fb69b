"""Reviews: known checklists, and a text that is still the one that was read."""

from __future__ import annotations

from collections.abc import Iterator

from coursebook.model import Course, Module, Review
from coursebook.problems import Problem, did_you_mean


def known_checklists(course: Course) -> Iterator[Problem]:
    """V101: a review follows a checklist of the project."""
    known = course.standards.checklists
    for module in course.modules if known else ():
        for review in module.reviews:
            if review.checklist not in known:
                yield _at(review, "V101", f"Unknown checklist '{review.checklist}'.",
                          did_you_mean(review.checklist, known))  # fmt: skip


def unchanged_since(course: Course) -> Iterator[Problem]:
    """V102: a module is as it was reviewed; V103: a review says which text it read."""
    for module in course.modules:
        without = [review for review in module.reviews if not review.hash]
        if without:
            names = ", ".join(dict.fromkeys(review.checklist for review in without))
            yield _at(without[0], "V103", f"No hash of the text that was read: {names}.",
                      f"After reading run 'python build_course.py reviewed {module.slug}"
                      " CHECKLIST'.")  # fmt: skip
        for review in module.reviews:
            if review.hash and review.hash != module.source_hash:
                yield _at(review, "V102", f"Changed since the {review.kind} review"
                          f" '{review.checklist}' of {review.date}:"
                          f" {_changed(course, module, review)}.",
                          "Read it again, then run 'python build_course.py reviewed"
                          f" {module.slug} {review.checklist}'.")  # fmt: skip


def _changed(course: Course, module: Module, review: Review) -> str:
    """The files that differ, where the ledger knows what was read."""
    before = course.standards.reviewed.get(review.hash)
    if before is None:
        return "some file of the module"
    paths = sorted({*before, *module.files})
    return ", ".join(path for path in paths if before.get(path) != module.files.get(path))


def _at(review: Review, code: str, message: str, remedy: str) -> Problem:
    return Problem(review.place.path, review.place.line, code, message, remedy)
