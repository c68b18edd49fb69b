"""SCORM 1.2: each form of each test of a course, to upload where answers are reported."""

from __future__ import annotations

from dataclasses import replace

from coursebook.assessments import FORMS, as_module
from coursebook.editions import Edition
from coursebook.files import Files, zipped
from coursebook.model import CourseTest, Form
from coursebook.packages import Sheaf


def export(edition: Edition) -> Files:
    """`<id>-form-x.zip` and `<id>-form-y.zip` for each test that is not anonymous.

    None for a target that is told nothing but completion. A score can be passed only where the
    test has a pass mark.
    """
    if edition.target.tracking == "completion":
        return {}
    return {f"{test.id}-form-{form.lower()}.zip": _package(edition, test, form)
            for test in edition.course.tests if not test.anonymous for form in FORMS}  # fmt: skip


def _package(edition: Edition, test: CourseTest, form: Form) -> bytes:
    """What learners open: no answer of an item is explained, and each is asked once."""
    module = as_module(edition.course, test, form, edition.words)
    count = len(list(test.numbered()))
    mastery = round(100 * test.pass_mark / count) if test.pass_mark else None
    made = replace(edition, audience="participant", cache={}, only=(),
                   course=replace(edition.course, modules=(module,)),
                   target=replace(edition.target, mastery=mastery))  # fmt: skip
    return zipped(Sheaf(made, (module,)).files())
