"""Scenarios for the room: a page for the projector, the paper edition, the facilitator's map."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape

from coursebook.chapters import on_paper, section
from coursebook.editions import Edition
from coursebook.files import Files
from coursebook.html.amounts import number_text
from coursebook.html.scenarios import conditions_text, scenario_html
from coursebook.html.shell import document, player_script, style_sheet, words_with
from coursebook.html.tables import table_html
from coursebook.model import Scenario
from coursebook.model.scenario_paths import Paths
from coursebook.typeset import Paper, compile_pdf, sheet, typeset
from coursebook.typeset.scenario_map import open_choices, scenario_map, spelled

STYLES = ("base", "faces", "tables", "scenario", "plenary")
SCRIPTS = ("core", "scenario", "plenary")


def export(edition: Edition) -> Files:
    """`<id>/paper.pdf` for all; for facilitators also `<id>/plenary.html` and `<id>/map.pdf`.

    A short form has a paper edition and a page of its own, `<id>/short-...`.
    """
    files: dict[str, bytes] = {}
    for scenario in _listed(edition):
        forms = {"": "", "short-": scenario.short_until}
        for name, until in forms.items():
            if name and not until:
                continue
            files[f"{scenario.id}/{name}paper.pdf"] = _paper(edition, scenario, until)
            if edition.audience == "facilitator":
                files[f"{scenario.id}/{name}plenary.html"] = _plenary(edition, scenario, until)
        if edition.audience == "facilitator":
            files[f"{scenario.id}/map.pdf"] = _map(edition, scenario)
    return files


def _listed(edition: Edition) -> Iterator[Scenario]:
    for id_ in edition.course.kit.scenarios:
        yield edition.course.scenarios[id_]


# --- paper ----------------------------------------------------------------------------------


def _paper(edition: Edition, scenario: Scenario, until: str) -> bytes:
    html = scenario_html(scenario, edition.words, until, playable=False)
    html = html.replace(f"<h3>{escape(scenario.title)}</h3>", "", 1)  # the sheet prints it
    typed = typeset([on_paper(html)], under=1)
    body = sheet(scenario.code, scenario.title, edition.course.notice, "a4", edition.language,
                 typed.body)  # fmt: skip
    paper = Paper("sheet", scenario.title, edition.language, edition.direction)
    return compile_pdf(paper, body, typed.files)


# --- projector ------------------------------------------------------------------------------


def _plenary(edition: Edition, scenario: Scenario, until: str) -> bytes:
    """One file without a request: script and style stand in it, allowed by their hashes."""
    words = edition.words
    style = style_sheet(*STYLES, language=edition.language)
    script = player_script(*SCRIPTS)
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    story = scenario_html(scenario, words, until, playable=True)
    story = story.replace("<h3>", "<h1>", 1).replace("</h3>", "</h1>", 1)
    head = (f'<meta http-equiv="Content-Security-Policy" content="{policy}; base-uri \'none\'">'
            f"<style>{style}</style>")  # fmt: skip
    body = (f'<header class="plenary-head">{escape(edition.course.title)}</header>'
            f'<main id="main" tabindex="-1">{story}</main>'
            f'<footer class="plenary-foot">{escape(edition.course.notice)}</footer>'
            f"<script>{script}</script>")  # fmt: skip
    page = document(
        f"{scenario.title} · {words['room.title']}", body, language=edition.language,
        direction=edition.direction, words=words_with(words, ["scenario.", "room."]),
        skip=words["room.skip"], head=head, body_class="plenary",
    )  # fmt: skip
    return page.encode("utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}"


# --- map ------------------------------------------------------------------------------------


def _map(edition: Edition, scenario: Scenario) -> bytes:
    words, paths = edition.words, Paths(scenario)
    parts = (_statistics(edition, scenario), _ways(edition, scenario, paths),
             _talk(edition, scenario), _notes(edition, scenario))  # fmt: skip
    typed = typeset(["".join(parts)], under=1)
    counts = words["map.counts"].format(
        nodes=len(scenario.nodes), choices=sum(len(node.choices) for node in scenario.nodes),
        paths=_count(edition, paths.count),
    )  # fmt: skip
    meters = ", ".join(f"{meter.id} = {meter.label}" for meter in scenario.meters)
    settings = {
        "subtitle": f"{words['map.title']} · {words['map.subtitle']}",
        "about": f"{scenario.code} · {counts} · {meters}",
        "how": f"{words['map.how']} {words['scenario.device']}",
        "notice": edition.course.notice,
    }  # fmt: skip
    paper = Paper("map", scenario.title, edition.language, edition.direction, settings)
    return compile_pdf(paper, f"{scenario_map(scenario, paths, words)}\n\n{typed.body}",
                       typed.files)  # fmt: skip


def _count(edition: Edition, number: int) -> str:
    return number_text(number, 0, edition.language)


def _statistics(edition: Edition, scenario: Scenario) -> str:
    """Each ending with its conditions and the number of paths that lead to it."""
    words, labels = edition.words, {meter.id: meter.id for meter in scenario.meters}
    forms = [(words["map.full"], Paths(scenario).endings)]
    if scenario.short_until:
        name = words["map.short"].format(n=scenario.short_minutes)
        forms.append((name, Paths(scenario, scenario.short_until).endings))
    heads = [words["map.ending"], words["map.when"],
             *(name for name, _ in forms)]  # fmt: skip
    rows = (
        f"<tr><td><strong>{escape(ending.title)}</strong><br />{escape(ending.text)}</td>"
        f"<td>{escape(conditions_text(ending, words, labels))}</td>"
        + "".join(f"<td>{_count(edition, found[ending.id])}</td>" for _, found in forms)
        + "</tr>"
        for ending in scenario.endings
    )
    table = table_html(heads, rows)
    return section(f"{scenario.id}-statistics", words["map.statistics"], table, 2)


def _ways(edition: Edition, scenario: Scenario, paths: Paths) -> str:
    words, best = edition.words, scenario.endings[0]
    least, never = open_choices(scenario, paths)
    name = "map.least" if least > 1 else "map.single"
    said = [words[name].format(n=least, title=best.title)]
    if never:
        said.append(words["map.never"].format(title=best.title,
                                                       choices=", ".join(never)))  # fmt: skip
    surest = spelled(scenario, paths.surest(best.id))
    said.append(words["map.surest"].format(title=best.title, path=surest))
    items = "".join(f"<li>{escape(line)}</li>" for line in said)
    return section(f"{scenario.id}-ways", words["map.best"], f"<ul>{items}</ul>", 2)


def _talk(edition: Edition, scenario: Scenario) -> str:
    items = "".join(f"<li>{escape(question)}</li>" for question in scenario.debrief)
    return section(f"{scenario.id}-debrief", edition.words["scenario.debrief"],
                   f"<ol>{items}</ol>", 2)  # fmt: skip


def _notes(edition: Edition, scenario: Scenario) -> str:
    notes = "".join(f"<p><strong>{escape(note.title)}.</strong> {escape(note.text)}</p>"
                    for note in scenario.notes)  # fmt: skip
    return section(f"{scenario.id}-notes", edition.words["map.notes"], notes, 2)
