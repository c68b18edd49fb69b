"""Words, facts and sources as lists: the page at the end of a module, and those of a course."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from html import escape

from coursebook.directives import HostError
from coursebook.html.amounts import day_text
from coursebook.html.host import EditionHost
from coursebook.model import Source, Term

Uses = Iterable[tuple[str, str]]
"""Pairs of role (`fact`, `term`, `cite`) and target."""


def register_html(host: EditionHost, used: Uses) -> str:
    """The page of one module: the words, facts and sources that it uses."""
    used = list(used)
    lists = (("words", glossary_html(host, used)), ("facts", facts_html(host, used)),
             ("sources", sources_html(host, used)))  # fmt: skip
    return "".join(
        f"<h3>{escape(host.words[f'lesson.{name}'])}</h3>{html}" for name, html in lists if html
    )


def glossary_html(host: EditionHost, used: Uses) -> str:
    """The terms used, in alphabetical order, each with its definition."""
    terms = {term.name: term for term in _terms(host, used)}
    items = "".join(
        f'<dt id="term-{term.id}">{escape(name)}</dt><dd>{host.inline(term.definition)}</dd>'
        for name, term in sorted(terms.items())
    )
    return f'<dl class="glossary">{items}</dl>' if items else ""


def _terms(host: EditionHost, used: Uses) -> Iterable[Term]:
    for role, target in used:
        if role == "term":
            try:
                yield host.term(target)
            except HostError:
                continue  # reported where it is written


def facts_html(host: EditionHost, used: Uses) -> str:
    """The facts used, by their number, each with source, locator and the day of the check."""
    known = {target for role, target in used if role == "fact" and target in host.course.facts}
    ids = sorted(known, key=lambda id_: host.fact_numbers.get(id_, 0))
    return f'<dl class="facts">{"".join(_fact(host, id_) for id_ in ids)}</dl>' if ids else ""


def _fact(host: EditionHost, id_: str) -> str:
    fact = host.course.facts[id_]
    source = host.course.sources.get(fact.source)
    origin = escape(fact.source)
    if source:
        origin = f'<a href="course:cite/{source.key}">{escape(source.label)}</a>'
    checked = host.words["lesson.as_of"].format(date=day_text(fact.as_of, host.course.language))
    where = f": <bdi>{escape(fact.locator)}</bdi>"
    if fact.checked == "reported":
        where = ". " + escape(host.words["lesson.reported_by"]).format(
            locator=f"<bdi>{escape(fact.locator)}</bdi>")  # fmt: skip
    return (
        f'<dt id="fact-{id_}">{host.fact_numbers.get(id_, 0)} {id_}'
        f'</dt><dd><p>{escape(fact.claim)}</p><p class="fact-source">{origin}{where}'
        f" ({escape(checked)}).</p></dd>"
    )


def sources_html(host: EditionHost, used: Uses) -> str:
    """The sources cited in the text or behind its facts, each once."""
    used = list(used)
    keys = {target for role, target in used if role == "cite"}
    keys |= {host.course.facts[t].source for r, t in used if r == "fact" and t in host.course.facts}
    found = (host.course.sources[key] for key in sorted(keys) if key in host.course.sources)
    items = "".join(
        f'<li id="cite-{escape(s.key)}"><bdi>{escape(s.text)}</bdi>{_link(s)}</li>' for s in found
    )
    return f'<ul class="sources">{items}</ul>' if items else ""


def _link(source: Source) -> str:
    if not source.url:
        return ""
    site = source.url.split("://")[-1].removeprefix("www.").split("/")[0]
    return f' <a href="{escape(source.url)}">{escape(site)}</a>'


def world_html(host: EditionHost, met: Collection[str]) -> str:
    """The story world as far as it was met, and that it is invented."""
    items = "".join(f"<dt>{escape(name)}</dt><dd>{escape(about)}</dd>"
                    for name, about in host.course.world.items() if name in met)  # fmt: skip
    invented = escape(host.words["lesson.world_invented"])
    return f'<p>{invented}</p><dl class="glossary">{items}</dl>' if items else ""
