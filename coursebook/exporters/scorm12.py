"""SCORM 1.2: a package for each module, and one for the whole course."""

from __future__ import annotations

from coursebook.editions import Edition
from coursebook.files import Files, zipped
from coursebook.packages import Sheaf


def export(edition: Edition) -> Files:
    """A zip for each module, and `<course>.zip` with all of them; ProblemsError over the budget."""
    files = {f"{m.slug}.zip": zipped(Sheaf(edition, (m,)).files()) for m in edition.modules}
    if len(edition.modules) > 1:
        files[f"{edition.course.slug}.zip"] = zipped(Sheaf(edition, edition.modules).files())
    return files
