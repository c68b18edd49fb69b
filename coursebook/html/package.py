"""The page of a package: a first page, every page of its modules, and the frame around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from coursebook.model import Course, Module, Tracking

STATUSES = ("planned", "pre-alpha", "alpha", "beta", "stable")


@dataclass(frozen=True)
class PackagePage:
    """A page with links inside the document. Without `module` it belongs to the whole course."""

    id: str
    title: str
    html: str
    kind: str
    module: str
    required: bool


@dataclass(frozen=True)
class Package:
    """What is read in a package, and how much of that the LMS is told."""

    course: Course
    modules: tuple[Module, ...]
    pages: tuple[PackagePage, ...]
    words: Mapping[str, str]
    tracking: Tracking

    @property
    def title(self) -> str:
        """The title that the LMS and the page show."""
        if len(self.modules) > 1:
            return self.course.title
        return self.modules[0].lms_title or self.modules[0].title

    def word(self, key: str, **values: object) -> str:
        """An interface word, escaped, with its placeholders filled."""
        return escape(self.words[f"scorm.{key}"].format(**values), quote=False)

    def body(self) -> str:
        """Everything between the skip link and the data of the script."""
        articles = "\n".join([self._start(), *map(_article, self.pages)])
        return (
            f"<noscript>{_alert(self.word('no-script'))}</noscript>\n"
            f"{self._head()}"
            f'<p id="package-alert" class="package-alert" hidden></p>\n'
            f'<div class="package-body"><nav class="package-nav" aria-label="{self.word("pages")}">'
            f'<details id="package-menu" open><summary>{self.word("pages")}</summary>'
            f"{self._menu()}</details></nav>\n"
            f'<main id="main" tabindex="-1">{articles}</main></div>\n{self._foot()}'
        )

    # --- frame ------------------------------------------------------------------------------

    def _head(self) -> str:
        return (
            f'<header class="package-head"><h1>{escape(self.title, quote=False)}</h1>'
            f'<p id="package-place"></p><progress id="package-progress" max="1" value="0"'
            f' aria-label="{self.word("progress")}"></progress></header>\n'
        )

    def _foot(self) -> str:
        buttons = "".join(
            f'<button type="button" id="package-{name}"{more}>{self.word(name)}</button>'
            for name, more in (
                ("previous", ""),
                ("next", ""),
                ("finish", ' aria-describedby="package-state" hidden'),
            )
        )
        return (f'<footer class="package-foot"><p id="package-state"></p>'
                f'<div class="package-buttons">{buttons}</div></footer>')  # fmt: skip

    def _menu(self) -> str:
        """All pages; those of each module in a group of their own where there are several."""
        start = f"<ol>{_link('start', self.word('start'))}</ol>"
        if len(self.modules) == 1:
            return start.replace("</ol>", f"{self._links(self.pages)}</ol>")
        for module in self.modules:
            own = self._links(page for page in self.pages if page.module == module.slug)
            start += (f'<details class="package-group"><summary>{escape(module.title, quote=False)}'
                      f"</summary><ol>{own}</ol></details>")  # fmt: skip
        rest = self._links(page for page in self.pages if not page.module)
        return start + (f"<ol>{rest}</ol>" if rest else "")

    def _links(self, pages: Iterable[PackagePage]) -> str:
        optional = f' <span class="optional">({self.word("optional")})</span>'
        return "".join(
            _link(page.id, escape(page.title, quote=False), "" if page.required else optional)
            for page in pages
        )

    # --- first page -------------------------------------------------------------------------

    def _start(self) -> str:
        """What this is, how it works, and what the LMS is told of the reader."""
        course, module = self.course, self.modules[0]
        alone = len(self.modules) == 1
        outlined = module.slug in {line.slug for line in course.outline}  # a test is no module
        named = self.word("module", id=module.id.upper()) if outlined else ""
        name = named if alone else escape(course.subtitle)
        subtitle = escape(module.subtitle, quote=False)
        about = f"<p>{escape(course.about, quote=False)}</p>"
        if alone:
            about = f'<p class="lead">{subtitle}</p>' if subtitle else ""
        minutes = sum(module.time.self_paced for module in self.modules)
        course_name = escape(course.title) + " · " * bool(name) if alone else ""
        return (
            '<article id="start" data-page="start" class="page start"'
            f' aria-labelledby="start-title"><p class="eyebrow">{course_name}{name}</p>'
            f'<h2 id="start-title" tabindex="-1">{escape(self.title, quote=False)}</h2>'
            f'{about}<p class="minutes">{self.word("minutes", n=minutes)}</p>'
            f'{self._notes()}<div class="told"><div><h3>{self.word("how")}</h3>'
            f"<p>{self.word('how_text')}</p></div><div><h3>{self.word('recorded')}</h3>"
            f"<p>{self.word(f'recorded.{self.tracking}')}</p></div></div>{self._imprint()}</article>"
        )

    def _notes(self) -> str:
        """The content notes of the modules."""
        label = escape(self.words["lesson.content_note"])
        notes = dict.fromkeys(note for module in self.modules for note in module.content_notes)
        return "".join(f"<p><strong>{label}:</strong> {escape(note)}</p>" for note in notes)

    def _imprint(self) -> str:
        lowest = min((module.status for module in self.modules), key=STATUSES.index)
        status = self.words["lesson.status"].format(status=self.words[f"lesson.status.{lowest}"])
        course = self.course
        lines = (f"{course.title} · {course.version} · {course.licence}", status, course.notice)
        return f'<p class="imprint">{"<br>".join(escape(line, quote=False) for line in lines)}</p>'


def _alert(text: str) -> str:
    return f'<p class="package-alert">{text}</p>'


def _link(id_: str, label: str, after: str = "") -> str:
    return f'<li><a href="#{id_}" data-go="{id_}">{label}</a>{after}</li>'


def _article(page: PackagePage) -> str:
    title = escape(page.title, quote=False)
    return (
        f'<article id="{page.id}" data-page="{page.id}" class="page {page.kind}"'
        f' aria-labelledby="{page.id}-title"><h2 id="{page.id}-title" tabindex="-1">{title}</h2>'
        f"{page.html}</article>"
    )
