"""The run screen of a tabletop: one offline page for the controller's laptop."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from typing import Any

from coursebook.html.shell import document, json_script, player_script, style_sheet, words_with
from coursebook.html.tabletops import PlainHost, clock, labels, names
from coursebook.locale import direction
from coursebook.model import Course, Effect, Event, Tabletop

SPOKEN = ("run.", "tabletop.deliver", "tabletop.receives", "tabletop.expected",
          "tabletop.droppable")  # fmt: skip
FULL = "full"
TAG = re.compile(r"<[^>]+>")


def run_screen(tabletop: Tabletop, course: Course, words: Mapping[str, str]) -> bytes:
    """`run.html`: script and style inside, each allowed by its hash and nothing else."""
    screen = _Screen(tabletop, course, words)
    script = player_script("core", "tabletop")
    style = style_sheet("base", "faces", "tabletop", language=course.language)
    policy = (f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
              "img-src data:; base-uri 'none'; form-action 'none'")  # fmt: skip
    head = (f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
            '<meta name="robots" content="noindex"><link rel="icon" href="data:,">'
            f"<style>{style}</style>")  # fmt: skip
    body = screen.body() + json_script("run-data", screen.data()) + f"<script>{script}</script>"
    title = f"{words['tabletop.run']}: {tabletop.title}"
    page = document(title, body, language=course.language, direction=direction(course.language),
                    words=words_with(words, SPOKEN), head=head)  # fmt: skip
    return page.encode("utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


class _Screen:
    def __init__(self, tabletop: Tabletop, course: Course, words: Mapping[str, str]) -> None:
        self.tabletop, self.course, self.words = tabletop, course, words
        self.host = PlainHost(words)
        self.labels = labels(tabletop)

    # --- data for the script ------------------------------------------------------------------

    def data(self) -> dict[str, Any]:
        """What the script needs; texts without markup."""
        tabletop = self.tabletop
        variants = [self._variant(FULL, self.words["tabletop.full"], tabletop.minutes, "")]
        variants += [self._variant(v.id, v.title, v.minutes, v.id) for v in tabletop.variants]
        return {
            "id": tabletop.id, "code": tabletop.code, "title": tabletop.title,
            "meters": [{"id": m.id, "label": m.label, "start": m.start} for m in tabletop.meters],
            "roles": [{"id": r.id, "name": r.name, "kind": r.kind} for r in tabletop.roles],
            "variants": variants,
            "events": {event.id: self._event(event) for event in tabletop.events},
            "decisions": {decision.id: {"title": self.plain(decision.title), "ways": [
                {"id": way.id, "text": self.plain(way.text), "effects": _changes(way.effects),
                 "consequence": self.plain(way.consequence)} for way in decision.ways
            ]} for decision in tabletop.decisions},
            "objectives": [{"id": goal.id, "text": goal.text} for goal in tabletop.objectives],
            "review": [self.plain(text) for text in tabletop.after_action.questions],
            "rows": tabletop.after_action.actions,
        }  # fmt: skip

    def _variant(self, id_: str, title: str, minutes: int, timetable: str) -> dict[str, Any]:
        events = [{"id": event.id, "at": event.at, "minutes": event.minutes}
                  for event in self.tabletop.timetable(timetable)]  # fmt: skip
        return {"id": id_, "title": title, "minutes": minutes, "events": events}

    def _event(self, event: Event) -> dict[str, Any]:
        tabletop, words = self.tabletop, self.words
        return {
            "kind": event.kind, "label": self.labels.get(event.id, ""),
            "title": self.plain(event.title), "by": names(tabletop, [event.by], words),
            "to": names(tabletop, event.to, words), "expected": self.plain(event.expected),
            "objectives": event.objectives, "decision": event.decision,
            "missed": _changes(event.missed_effects), "droppable": event.droppable,
        }  # fmt: skip

    def plain(self, source: str) -> str:
        """A Markdown text without markup."""
        return unescape(TAG.sub("", self.host.line(source)))

    # --- the page ---------------------------------------------------------------------------

    def body(self) -> str:
        """The frame that the script fills, and the list of events that anyone can read."""
        title = escape(self.tabletop.title)
        code = escape(f"{self.tabletop.code} · {self.course.title}")
        return (
            f'<main id="main"><h1>{title}</h1><p class="kicker">{code}. '
            f"{self.word('tabletop.fiction')}</p>"
            f"<noscript><p>{self.word('run.noscript')}</p></noscript>"
            f'<div class="run" hidden>{self._bar()}<div class="columns">'
            f'<div class="column">{self._clock()}{self._meters()}{self._told()}</div>'
            f'<div class="column wide">{self._next()}{self._watch()}</div>'
            f'<div class="column">{self._speaking()}{self._note()}</div></div>{self._log()}</div>'
            f"{self._events()}</main>{self._overrides()}"
        )

    def word(self, key: str) -> str:
        return escape(self.words[key], quote=False)

    def _button(self, act: str, key: str, name: str = "") -> str:
        shown = f' class="{name}"' if name else ""
        return (f'<button type="button" data-act="{act}" data-key="{act}"{shown}>'
                f"{self.word(key)}</button>")  # fmt: skip

    def _panel(self, name: str, key: str, inside: str, *, more: str = "") -> str:
        return (f'<section class="panel {name}" aria-labelledby="{name}-title"{more}>'
                f'<h2 id="{name}-title" tabindex="-1">{self.word(key)}</h2>'
                f"{inside}</section>")  # fmt: skip

    def _bar(self) -> str:
        chosen = [(FULL, self.words["tabletop.full"], self.tabletop.minutes)]
        chosen += [(v.id, v.title, v.minutes) for v in self.tabletop.variants]
        options = "".join(
            f'<option value="{escape(id_)}">{escape(title)} '
            f"({escape(self.words['tabletop.minutes_short'].format(n=minutes))})</option>"
            for id_, title, minutes in chosen
        )
        return (f'<div class="bar"><label>{self.word("run.variant")} '
                f'<select data-panel="variant">{options}</select></label>'
                f"{self._button('full', 'run.full_screen')}"
                f'<p class="hint">{self.word("run.private")}</p>'
                f'<p class="warning" data-panel="memory" hidden>{self.word("run.memory_off")}</p>'
                "</div>")  # fmt: skip

    def _clock(self) -> str:
        minutes = max([self.tabletop.minutes, *(v.minutes for v in self.tabletop.variants)])
        return self._panel("clock", "run.clock", (
            '<p class="time" dir="ltr" data-panel="time" role="timer">0:00</p>'
            f'<p class="phase"><strong data-panel="phase"></strong> '
            '<span data-panel="left"></span></p>'
            f'<div class="buttons">{self._button("start", "run.start", "main")}'
            f'{self._button("back", "run.back1")}{self._button("on", "run.on1")}</div>'
            f'<form data-jump class="jump"><label>{self.word("run.jump")} <input type="number" '
            f'min="0" max="{minutes}" step="1" inputmode="numeric" required></label>'
            f'<button type="submit">{self.word("run.jump_go")}</button></form>'
        ))  # fmt: skip

    def _meters(self) -> str:
        note = f'<p class="hint">{self.word("tabletop.meters_note")}</p>'
        return self._panel("meters", "run.meters", f'<ul data-panel="meters"></ul>{note}')

    def _told(self) -> str:
        return self._panel("told", "tabletop.consequence", '<div data-panel="consequences"></div>',
                           more=' data-panel="told" hidden')  # fmt: skip

    def _next(self) -> str:
        return self._panel("next", "run.next", '<div data-panel="next" class="card"></div>')

    def _watch(self) -> str:
        return self._panel("watch", "run.watch", '<div data-panel="open"></div>',
                           more=' data-panel="watch" hidden')  # fmt: skip

    def _speaking(self) -> str:
        return self._panel("speaking", "run.speaking",
                           '<div class="speakers" data-panel="speakers"></div>')  # fmt: skip

    def _note(self) -> str:
        return self._panel("notes", "run.notes", (
            f'<label for="note-text">{self.word("run.note_hint")}</label>'
            '<textarea id="note-text" rows="3" dir="auto" data-panel="note"></textarea>'
            f'<div class="buttons">{self._button("note", "run.note_add")}</div>'
            f'<label class="tick"><input type="checkbox" data-panel="keys" checked> '
            f'{self.word("run.shortcuts")}</label>'
            f'<p class="hint">{self.word("run.shortcuts_help")}</p>'
        ))  # fmt: skip

    def _log(self) -> str:
        saves = (("text", "run.save_text"), ("csv", "run.save_csv"), ("report", "run.save_report"),
                 ("print", "run.print"), ("forget", "run.delete"))  # fmt: skip
        buttons = "".join(self._button(act, key) for act, key in saves)
        return self._panel("log", "run.log", (
            f'<div class="buttons">{self._button("undo", "run.undo")}{buttons}</div>'
            f'<p data-panel="empty">{self.word("run.log_empty")}</p>'
            '<ol data-panel="log" reversed></ol>'
        ))  # fmt: skip

    def _events(self) -> str:
        items = "".join(map(self._item, self.tabletop.events))
        return (f'<section class="all" aria-labelledby="all-title"><details><summary>'
                f'<h2 id="all-title">{self.word("run.all_events")}</h2></summary>'
                f'<ol class="events">{items}</ol></details></section>')  # fmt: skip

    def _item(self, event: Event) -> str:
        at = clock(event.at).replace("<bdi", '<bdi class="at"')
        label = self.labels.get(event.id, "")
        title = escape(f"{label} · {event.title}" if label else event.title)
        rows = (("deliver", names(self.tabletop, [event.by], self.words)),
                ("receives", names(self.tabletop, event.to, self.words)))  # fmt: skip
        who = "".join(f"<p>{self.word(f'tabletop.{key}')}: {escape(name)}</p>"
                      for key, name in rows if name)  # fmt: skip
        after = "".join(
            f"<p><strong>{self.word(f'tabletop.{key}')}:</strong> {self.host.line(text)}</p>"
            for key, text in (("expected", event.expected), ("missed", event.missed)) if text
        )  # fmt: skip
        return (f'<li data-event="{escape(event.id)}"><h3>{at} {title}</h3>{who}'
                f'<div id="text-{escape(event.id)}">{self.host.flow(event.text)}</div>'
                f"{after}</li>")  # fmt: skip

    def _overrides(self) -> str:
        """The texts of variants, which stand in no list."""
        return "".join(
            f'<template id="text-{escape(variant.id)}-{escape(slot.event)}">'
            f"{self.host.flow(slot.text)}</template>"
            for variant in self.tabletop.variants for slot in variant.slots if slot.text
        )  # fmt: skip


def _changes(effects: Iterable[Effect]) -> dict[str, int]:
    return {effect.meter: effect.change for effect in effects}
