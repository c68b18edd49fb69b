"""The manual for everyone, the evidence pack, and the guide for controllers."""

from __future__ import annotations

from html import escape

from coursebook.exporters.tabletops.press import Press
from coursebook.html.tabletops import clock, effects_html, names
from coursebook.model import Decision, Event, Role, Variant, Way
from coursebook.typeset.literals import call, string

PRINTED = ("manual", "roles", "injects", "evidence", "evaluator", "guide", "screen")


# --- the situation manual: nothing in it that a player must find out ----------------------------


def manual(press: Press) -> bytes:
    """`situation-manual.pdf`: situation, aims, rules, safety, roles in one line, schedule."""
    tabletop = press.tabletop
    body = "\n\n".join([
        press.front("tabletop.manual", tabletop.subtitle),
        press.section("tabletop.situation", press.flow(tabletop.situation)),
        press.section("tabletop.task", press.flow(tabletop.task)),
        press.section("tabletop.aims", press.bullets(tabletop.aims)) if tabletop.aims else "",
        press.section("tabletop.rules", press.numbered(tabletop.rules)),
        call("kept", body=press.section("tabletop.schedule", _schedule(press))),
        _safety(press),
        press.section("tabletop.roles", _roles(press)),
        press.section("tabletop.evidence", _documents(press)),
    ])  # fmt: skip
    return press.paper("tabletop.manual", body)


def _safety(press: Press) -> str:
    safety, words = press.tabletop.safety, press.words
    free = press.tabletop.role(safety.opt_out)
    opt_out = words["tabletop.opt_out_text"].format(role=free.name if free else "")
    pause = escape(words["tabletop.pause_word"].format(word=safety.pause_word))
    lines = [
        press.heading(words["tabletop.safety"]),
        press.labelled("tabletop.content_note", safety.content_note),
        press.html(f"<p><strong>{pause}.</strong> {press.host.line(safety.pause)}</p>"),
        press.labelled("tabletop.opt_out", opt_out),
        press.labelled("tabletop.roles_off", safety.roles_off),
        press.labelled("tabletop.wellbeing", safety.wellbeing),
    ]
    return call("boxed", body="\n\n".join(lines))


def _schedule(press: Press) -> str:
    """Phases only; what happens as an inject keeps its surprise."""
    phases = [e for e in press.tabletop.events if e.kind != "inject"]
    rows = [(press.html(clock(e.at)), press.line(e.title), _minutes(press, e)) for e in phases]
    heads = ("tabletop.when", "tabletop.kind.phase", "tabletop.length")
    note = press.line(press.words["tabletop.schedule_note"])
    return f"{press.table((0, 1, 0), heads, rows)}\n\n{note}"


def _minutes(press: Press, event: Event) -> str:
    short = press.words["tabletop.minutes_short"].format(n=event.minutes)
    return press.html(escape(short)) if event.minutes else ""


def _roles(press: Press) -> str:
    rows = [(press.line(f"**{role.name}**"), press.line(role.side), _line(press, role))
            for role in press.tabletop.roles]  # fmt: skip
    heads = ("tabletop.role", "tabletop.side", "tabletop.role_line")
    return press.table((9, 4, 12), heads, rows)


def _line(press: Press, role: Role) -> str:
    more = f" ({press.words['tabletop.optional']})" if role.optional else ""
    return press.html(press.host.line(role.line) + escape(more))


def _documents(press: Press) -> str:
    rows = [(press.line(f"**{e.id}**"), press.line(e.title),
             press.line(press.words[f"tabletop.evidence.{e.kind}"]))
            for e in press.tabletop.evidence]  # fmt: skip
    heads = ("tabletop.number", "tabletop.document", "tabletop.form")
    return press.table((0, 1, 0), heads, rows)


def evidence_pack(press: Press) -> bytes:
    """`evidence-pack.pdf`: a page for each document, in the look of what it is."""
    words = press.words
    pages = [
        call("evidence", string(e.kind), string(e.id), string(words[f"tabletop.evidence.{e.kind}"]),
             string(e.title), string(words["tabletop.fiction"]), f"[{press.flow(e.text)}]")
        for e in press.tabletop.evidence
    ]  # fmt: skip
    return press.paper("tabletop.evidence", "\n\n".join(pages))


# --- the controller's guide -----------------------------------------------------------------------


def controller_guide(press: Press) -> bytes:
    """`controller-guide.pdf`: the master list on a page, decisions, debrief, variants."""
    tabletop, words = press.tabletop, press.words
    parts = [
        press.front("tabletop.guide", words["tabletop.guide_subtitle"]),
        press.line(tabletop.group_note),
        press.section("tabletop.prepare", press.bullets(tabletop.preparation)),
        press.section("tabletop.print_list",
                      press.bullets([words[f"tabletop.print.{name}"] for name in PRINTED])),
        _safety(press),
        call("landscape", body=press.section("tabletop.master", _master(press, tabletop.events))),
        press.section("tabletop.decisions", _decisions(press)),
        press.section("tabletop.debrief", press.line(words["tabletop.debrief_note"]) + "\n\n"
                      + press.numbered(tabletop.debrief)),
        *[_variant(press, variant) for variant in tabletop.variants],
        press.section("tabletop.adaptations", press.bullets(tabletop.adaptations)),
    ]  # fmt: skip
    return press.paper("tabletop.guide", "\n\n".join(filter(None, parts)))


def _master(press: Press, events: tuple[Event, ...]) -> str:
    heads = ("tabletop.time", "tabletop.event", "tabletop.who", "tabletop.expected",
             "tabletop.missed")  # fmt: skip
    rows = [_row(press, event) for event in events]
    shown = 5 if any(event.missed or event.missed_effects for event in events) else 4
    return press.table((0, 5, 5, 7, 5)[:shown], heads[:shown], [row[:shown] for row in rows])


def _row(press: Press, event: Event) -> tuple[str, ...]:
    tabletop, words = press.tabletop, press.words
    title = escape(press.event_title(event))
    marks = [words["tabletop.minutes_short"].format(n=event.minutes)] if event.minutes else []
    marks += [words["tabletop.droppable"]] if event.droppable else []
    marks += list(event.objectives)
    shown = f"<strong>{title}</strong>" if event.kind != "phase" else title
    more = f"<br/>{escape(' · '.join(marks))}" if marks else ""
    receivers = names(tabletop, event.to, words)
    who = " → ".join(filter(None, [names(tabletop, [event.by], words), receivers]))
    if press.edition.direction == "rtl":
        who = who.replace("→", "←")
    return (press.html(clock(event.at)), press.html(shown + more), press.line(who),
            press.line(event.expected), _missed(press, event))  # fmt: skip


def _missed(press: Press, event: Event) -> str:
    effects = effects_html(event.missed_effects)
    return press.html(" ".join(filter(None, [press.host.line(event.missed), effects])))


def _decisions(press: Press) -> str:
    words = press.words
    meters = ", ".join(f"{meter.id} {meter.label} ({meter.start})"
                       for meter in press.tabletop.meters)  # fmt: skip
    note = press.line(f"{meters}. {words['tabletop.meters_note']}")
    tables = [_decision(press, decision) for decision in press.tabletop.decisions]
    return "\n\n".join([note, *tables])


def _decision(press: Press, decision: Decision) -> str:
    heads = ("tabletop.way", "tabletop.effect", "tabletop.consequence")
    rows = [_way(press, way) for way in decision.ways]
    title = press.heading(decision.title, 2)
    return call("kept", body=f"{title}\n\n{press.table((5, 0, 6), heads, rows)}")


def _way(press: Press, way: Way) -> tuple[str, ...]:
    effects = effects_html(way.effects) or escape(press.words["tabletop.no_change"])
    return press.line(way.text), press.html(effects), press.line(way.consequence)


def _variant(press: Press, variant: Variant) -> str:
    minutes = press.words["tabletop.minutes"].format(n=variant.minutes)
    rows = [(press.html(clock(e.at)), press.line(press.event_title(e)), _minutes(press, e))
            for e in press.tabletop.timetable(variant.id)]  # fmt: skip
    heads = ("tabletop.time", "tabletop.event", "tabletop.length")
    title = press.heading(f"{variant.title}, {minutes}")
    return f"{title}\n\n{press.line(variant.text)}\n\n{press.table((0, 1, 0), heads, rows)}"
