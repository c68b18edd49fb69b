"""SCORM 1.2: one SCO for each module, and one for the whole course (facts P1-P16, Z1-Z6, 4c-4f)."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import PurePosixPath

from lxml import etree

from coursebook.editions import Edition, Page, resolve
from coursebook.files import Files, zipped
from coursebook.html.shell import (
    distinct_ids,
    document,
    json_script,
    player_script,
    style_sheet,
    words_with,
)
from coursebook.model import Module, Question
from coursebook.problems import Problem, ProblemsError

STATE_BUDGET = 4096
"""Characters of suspend_data under the strict standard (4c)."""
ANSWER_STATE, EXPLORABLE_STATE, CREDIT_STATE = 24, 40, 3
CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADLCP = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
SCRIPTS = ("core", "questions", "explorable", "scorm12")
STYLES = ("base", "questions", "explorable", "scorm")
OPTIONAL = ("lab", "words")


def export(edition: Edition) -> Files:
    """A zip for each module, and `<course>.zip` with all of them; ProblemsError over the budget."""
    files = {f"{m.slug}.zip": zipped(_package(edition, (m,))) for m in edition.modules}
    if len(edition.modules) > 1:
        files[f"{edition.course.slug}.zip"] = zipped(_package(edition, edition.modules))
    return files


def _package(edition: Edition, modules: tuple[Module, ...]) -> Files:
    _prove_state(edition, modules)
    media: dict[str, bytes] = {}
    html = _document(edition, modules, media)
    simulations = sorted({id_ for module in modules for id_ in module.simulations})
    views = "".join(edition.course.simulations[id_].script for id_ in simulations
                    if id_ in edition.course.simulations)  # fmt: skip
    files = {
        "index.html": html.encode("utf-8"),
        "player.css": style_sheet(*STYLES).encode("utf-8"),
        "player.js": (player_script(*SCRIPTS[:-1]) + views + player_script(SCRIPTS[-1])).encode(),
        **media,
    }
    return {"imsmanifest.xml": _manifest(edition, modules, files), **files}


# --- the state of the worst-case learner -----------------------------------------------------


def _prove_state(edition: Edition, modules: tuple[Module, ...]) -> None:
    """X401 where the longest possible suspend_data would not fit."""
    needed = state_size(edition, modules)
    if needed > STATE_BUDGET:
        place = modules[0].place
        raise ProblemsError([Problem(
            place.path, place.line, "X401",
            f"The package would need {needed} characters of suspend_data, {STATE_BUDGET} are safe.",
            "Put fewer modules or questions into one package.")])  # fmt: skip


def state_size(edition: Edition, modules: tuple[Module, ...]) -> int:
    """Characters that the longest possible state takes: every answer and control at its longest."""
    prefix = _prefix(modules)
    pages = len(_pages(edition, modules)) + 1
    scored = [q for module in modules for q in module.quiz()]
    total = len("1|||1||") + 3 + -(-pages // 4) + -(-len(scored) // 4)
    for module in modules:
        for question in module.questions_of("X"):
            total += len(question.id.removeprefix(prefix)) + len("=~") + ANSWER_STATE
        for id_ in module.simulations:
            total += len(id_) + len("=~") + EXPLORABLE_STATE
    return total + sum(len(q.id.removeprefix(prefix)) + len("+=~") + CREDIT_STATE for q in scored)


def _prefix(modules: tuple[Module, ...]) -> str:
    return f"{modules[0].id}-" if len(modules) == 1 else ""


# --- the page --------------------------------------------------------------------------------


def _document(edition: Edition, modules: tuple[Module, ...], media: dict[str, bytes]) -> str:
    words = edition.words
    title = _title(edition, modules)
    pages = _pages(edition, modules)
    known = {page.id for page in pages} | {module.slug for module in modules}

    def link(target: str) -> str | None:
        kind, _, name = target.partition("/")
        if kind == "media":
            # Names of the pictures are the authors'; Z2 allows [A-Za-z0-9._-] only.
            path = f"media/{PurePosixPath(name).parts[1]}-{PurePosixPath(name).name}"
            media[path] = edition.course.media[name]
            return path
        if kind == "ref":
            return f"#{name}" if name in known else None
        return f"#{kind}-{name}" if kind in ("term", "fact", "cite") else None

    articles = [_start_page(edition, modules, title)]
    seen: set[str] = set()
    articles += [_article(page, distinct_ids(resolve(page.html, link), seen)) for page in pages]
    body = _frame(edition, modules, title, "".join(articles), pages)
    chosen = words_with(words, ("question.", "explorable.", "scorm.", "core.", "lesson.lines"))
    return document(
        title, body + json_script("coursebook-package", _config(edition, modules, pages)),
        language=edition.language, direction=edition.direction, css=["player.css"],
        scripts=["player.js"], words=chosen,
    )  # fmt: skip


def _pages(edition: Edition, modules: tuple[Module, ...]) -> list[Page]:
    """The pages of a package; one of several modules has one glossary and one list of facts."""
    pages = [page for module in modules for page in edition.pages(module)]
    if len(modules) == 1:
        return pages
    return [page for page in pages if page.kind != "words"] + list(edition.course_pages())


def _article(page: Page, html: str) -> str:
    heading = f'<h2 id="{page.id}-title" tabindex="-1">{escape(page.title, quote=False)}</h2>'
    return (f'<article id="{page.id}" data-page="{page.id}" class="page {page.kind}" '
            f'aria-labelledby="{page.id}-title">{heading}{html}</article>')  # fmt: skip


def _start_page(edition: Edition, modules: tuple[Module, ...], title: str) -> str:
    """The first page: what this is, and what the LMS will know of the reader."""
    course, words = edition.course, edition.words
    status = words["lesson.status"].format(status=words[f"lesson.status.{modules[0].status}"])
    notes = [note for module in modules for note in module.content_notes]
    told = "".join(f"<p>{escape(words['lesson.content_note'])}: {escape(n)}</p>" for n in notes)
    subtitle = f'<p class="lead">{escape(modules[0].subtitle)}</p>' if len(modules) == 1 else ""
    return (
        f'<article id="start" data-page="start" class="page start" aria-labelledby="start-title">'
        f'<h2 id="start-title" tabindex="-1">{escape(title)}</h2>{subtitle}'
        f"<h3>{escape(words['scorm.how'])}</h3><p>{escape(words['scorm.how_text'])}</p>"
        f"<h3>{escape(words['scorm.recorded'])}</h3>"
        f"<p>{escape(words[f'scorm.recorded.{edition.target.tracking}'])}</p>{told}"
        f'<p class="imprint">{escape(course.title)} · {escape(course.version)} · '
        f"{escape(course.licence)}<br>{escape(status)}<br>{escape(course.notice)}</p></article>"
    )


def _frame(
    edition: Edition, modules: tuple[Module, ...], title: str, articles: str, pages: Sequence[Page]
) -> str:
    words = edition.words
    return (
        f'<header class="package-head"><p class="package-title">{escape(title)}</p>'
        f'<progress id="package-progress" max="1" value="0" aria-label="'
        f'{escape(words["scorm.progress"])}"></progress></header>'
        f'<p id="package-alert" class="alert" hidden></p>'
        f'<div class="package-body"><details class="package-menu" open><summary>'
        f'{escape(words["scorm.pages"])}</summary><nav aria-label="{escape(words["scorm.pages"])}">'
        f"{_menu(edition, modules, pages)}</nav></details>"
        f'<main id="main">{articles}</main></div>'
        f'<footer class="package-foot"><p id="package-state" role="status"></p>'
        f'<div class="package-buttons"><button type="button" id="package-previous">'
        f"{escape(words['scorm.previous'])}</button>"
        f'<button type="button" id="package-next">{escape(words["scorm.next"])}</button>'
        f'<button type="button" id="package-finish" hidden>{escape(words["scorm.finish"])}</button>'
        f"</div></footer>"
    )


def _menu(edition: Edition, modules: tuple[Module, ...], pages: Sequence[Page]) -> str:
    def items(chosen: Sequence[Page]) -> str:
        optional = escape(edition.words["scorm.optional"])
        return "".join(
            f'<li><a href="#{p.id}" data-go="{p.id}">{escape(p.title, quote=False)}</a>'
            + (f' <span class="optional">({optional})</span>' if not _required(p) else "")
            + "</li>"
            for p in chosen
        )

    start = f'<li><a href="#start" data-go="start">{escape(edition.words["scorm.start"])}</a></li>'
    if len(modules) == 1:
        return f"<ol>{start}{items(pages)}</ol>"
    groups = "".join(
        f"<details><summary>{escape(module.title)}</summary>"
        f"<ol>{items([p for p in pages if p.module == module.slug])}</ol></details>"
        for module in modules
    )
    rest = items([p for p in pages if not p.module])
    return f"<ol>{start}</ol>{groups}<ol>{rest}</ol>"


def _required(page: Page) -> bool:
    return page.kind not in OPTIONAL and page.depth != "deep"


def _config(
    edition: Edition, modules: tuple[Module, ...], pages: Sequence[Page]
) -> dict[str, object]:
    scored: list[Question] = [q for module in modules for q in module.quiz()]
    listed = [{"id": "start", "required": True}]
    listed += [{"id": page.id, "required": _required(page)} for page in pages]
    return {
        "tracking": edition.target.tracking, "mastery": edition.target.mastery,
        "prefix": _prefix(modules), "pages": listed,
        "scored": {question.id: question.weight for question in scored},
    }  # fmt: skip


# --- the manifest ----------------------------------------------------------------------------


def _title(edition: Edition, modules: tuple[Module, ...]) -> str:
    title = modules[0].lms_title or modules[0].title if len(modules) == 1 else edition.course.title
    return title[:200]  # P5: more than 255 characters end the import


def _manifest(edition: Edition, modules: tuple[Module, ...], files: Files) -> bytes:
    """imsmanifest.xml: no prefix on IMS elements, `adlcp` literal (P3), one SCO, stable ids (P15)."""
    course = edition.course
    one = modules[0].id if len(modules) == 1 else ""
    root = etree.Element(
        f"{{{CP}}}manifest", nsmap={None: CP, "adlcp": ADLCP},
        identifier=f"{course.id}{one[1:].upper()}{edition.language.upper()}", version="1.1",
    )  # fmt: skip
    metadata = etree.SubElement(root, f"{{{CP}}}metadata")
    etree.SubElement(metadata, f"{{{CP}}}schema").text = "ADL SCORM"
    etree.SubElement(metadata, f"{{{CP}}}schemaversion").text = "1.2"  # exact (P2)
    organizations = etree.SubElement(root, f"{{{CP}}}organizations", default="ORG")
    organization = etree.SubElement(organizations, f"{{{CP}}}organization", identifier="ORG")
    etree.SubElement(organization, f"{{{CP}}}title").text = _title(edition, modules)
    item = etree.SubElement(organization, f"{{{CP}}}item", identifier=one or course.id.lower(),
                            identifierref="SCO")  # fmt: skip
    etree.SubElement(item, f"{{{CP}}}title").text = _title(edition, modules)
    if edition.target.mastery is not None:
        etree.SubElement(item, f"{{{ADLCP}}}masteryscore").text = str(edition.target.mastery)
    resources = etree.SubElement(root, f"{{{CP}}}resources")
    resource = etree.SubElement(resources, f"{{{CP}}}resource", identifier="SCO", type="webcontent",
                                href="index.html")  # fmt: skip
    resource.set(f"{{{ADLCP}}}scormtype", "sco")
    for name in sorted(files):
        etree.SubElement(resource, f"{{{CP}}}file", href=name)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
