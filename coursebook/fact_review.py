"""Walking an editor through the facts that are due; `facts.yml` changes in these lines only."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from coursebook.evidence import DueFact
from coursebook.reader.fields import Loader

REGISTER = "curriculum/facts.yml"
CHOICES = "[k]eep, [d]ate, [c]laim, [s]kip or [q]uit? "
Ask = Callable[[str], str]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Desk:
    """Where an editor sits: the project, the day, and how to ask and tell."""

    root: Path
    day: str
    ask: Ask
    say: Say


def review(desk: Desk, due: Sequence[DueFact]) -> int:
    """Show each fact and write what the editor decides at once; how many were changed."""
    changed = 0
    for number, item in enumerate(due, 1):
        for line in shown(item, f"{number} of {len(due)}"):
            desk.say(line)
        try:
            answer = _choice(desk)
            changes = _changes(desk, item, answer)
        except (EOFError, KeyboardInterrupt):
            break
        if answer == "q":
            break
        if changes:
            _write(desk.root, item.fact.id, changes)
            changed += 1
    return changed


def shown(item: DueFact, number: str) -> Iterator[str]:
    """A fact as an editor reads it: claim, source, locator, link, dates and uses."""
    fact = item.fact
    yield ""
    yield f"{number}: {fact.id} ({fact.checked}, {_when(item.days)})"
    yield f"  claim    {fact.claim}"
    yield f"  source   {item.source}"
    yield f"  locator  {fact.locator}"
    yield f"  link     {item.url or 'none'}"
    yield f"  checked  {fact.as_of}, again by {fact.review_after}"
    for place in item.uses:
        yield f"  used at  {place.path}:{place.line}"


def _when(days: int) -> str:
    return f"due in {days} days" if days >= 0 else f"expired {-days} days ago"


def _choice(desk: Desk) -> str:
    while True:
        answer = desk.ask(CHOICES).strip().lower()[:1]
        if answer and answer in "kdcsq":
            return answer


def _changes(desk: Desk, item: DueFact, answer: str) -> dict[str, str]:
    """The new values of a fact; empty where nothing is to be written."""
    fact = item.fact
    if answer in "sq":
        return {}
    changes: dict[str, str] = {}
    if answer == "c":
        claim = " ".join(desk.ask("New claim: ").split())
        if not claim:
            return {}
        changes["claim"] = claim
    changes["as_of"] = desk.day
    rest = date.fromisoformat(fact.review_after) - date.fromisoformat(fact.as_of)
    changes["review_after"] = (date.fromisoformat(desk.day) + rest).isoformat()
    if answer == "d":
        changes["review_after"] = _day(desk)
    if fact.checked != "read" and desk.ask("Read at its source? [y/n] ").lower()[:1] == "y":
        changes["checked"] = "read"
    return {name: value for name, value in changes.items() if value != getattr(fact, name)}


def _day(desk: Desk) -> str:
    """A day after that of the review."""
    while True:
        try:
            found = date.fromisoformat(desk.ask("Check again by (YYYY-MM-DD): ").strip())
        except ValueError:
            desk.say("  Write a day like 2027-11-30.")
            continue
        if found.isoformat() > desk.day:
            return found.isoformat()
        desk.say(f"  Write a day after {desk.day}.")


def _write(root: Path, id_: str, changes: Mapping[str, str]) -> None:
    path = root / REGISTER
    text = path.read_bytes().decode("utf-8")
    path.write_bytes(edited(text, id_, changes).encode())


def edited(text: str, id_: str, changes: Mapping[str, str]) -> str:
    """The register with new values in one entry; every other byte stays. KeyError: no such id."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix("\ufeff")
    for start, end, value in sorted(_spans(text, id_, changes), reverse=True):
        text = text[:start] + value + text[end:]
    return mark + text


def _spans(text: str, id_: str, changes: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Where each value stands, from its first sign to after its last, and its new text."""
    for entry in getattr(yaml.compose(text, Loader=Loader), "value", ()):
        nodes = {key.value: node for key, node in entry.value}
        if nodes["id"].value == id_:
            for name, value in changes.items():
                node = nodes[name]
                written = _scalar(value, node.style)
                if node.style in ("|", ">"):  # a block ends where the next key begins
                    written += "\n  "
                yield node.start_mark.index, node.end_mark.index, written
            return
    raise KeyError(id_)


def _scalar(value: str, style: str | None) -> str:
    """A value in the quotes of the old one; in double quotes where it could not be read plain."""
    if style == "'":
        return "'" + value.replace("'", "''") + "'"
    if style != '"' and yaml.safe_load(f"- {json.dumps(value)}") == _plain(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _plain(value: str) -> object:
    try:
        return yaml.safe_load(f"- {value}")
    except yaml.YAMLError:
        return None
