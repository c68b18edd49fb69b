"""Looking whether the addresses of sources still answer; the ledger `curriculum/links.yml`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from ruamel.yaml import YAML

from coursebook import __version__
from coursebook.checks.sources import is_address, used_sources
from coursebook.model import Course, Link, Place

LEDGER = "curriculum/links.yml"
HEADER = "# When each address of references.bib last answered. Written by 'check --online'.\n"
AGENT = f"coursebook/{__version__} (link check of an open course; one request at a time)"
HOSTS_AT_ONCE = 4
ANSWERS = range(200, 400)


@dataclass(frozen=True)
class Manners:
    """How politely to ask: seconds to wait for an answer, and between two requests to a host."""

    timeout: float = 15
    pause: float = 1


def refresh(
    root: Path, courses: Iterable[Course], day: str, manners: Manners | None = None,
    progress: Callable[[str], None] = lambda line: None,
) -> None:
    """Look at the address of every source in use, and write the ledger anew."""
    known: dict[str, Link] = {}
    urls: set[str] = set()
    for course in courses:
        known.update(course.links)
        urls.update(source.url for source in used_sources(course) if is_address(source.url))
    write_ledger(root, {**known, **look(urls, day, known, manners, progress)})


def look(
    urls: Iterable[str], day: str, known: Mapping[str, Link], manners: Manners | None = None,
    progress: Callable[[str], None] = lambda line: None,
) -> dict[str, Link]:
    """What each address answers on a day; one that does not answer keeps the day it was seen."""
    manners = manners or Manners()
    hosts: dict[str, list[str]] = {}
    for url in sorted(set(urls)):
        hosts.setdefault(urlsplit(url).netloc, []).append(url)

    def visit(host: str) -> list[tuple[str, int]]:
        found = []
        for number, url in enumerate(hosts[host]):
            time.sleep(manners.pause if number else 0)
            found.append((url, status(url, manners)))
            progress(f"{found[-1][1] or 'no answer'} {url}")
        return found

    with ThreadPoolExecutor(HOSTS_AT_ONCE) as crew:
        answers = [answer for visited in crew.map(visit, hosts) for answer in visited]
    return {url: Link(url, day if code in ANSWERS else _seen(known, url), code, Place(LEDGER, 1))
            for url, code in sorted(answers)}  # fmt: skip


def _seen(known: Mapping[str, Link], url: str) -> str:
    return known[url].seen if url in known else ""


def status(url: str, manners: Manners) -> int:
    """The HTTP status of an address, by HEAD and where that is refused by GET; 0: no answer."""
    code = 0
    for number, method in enumerate(("HEAD", "GET")):
        time.sleep(manners.pause if number else 0)
        code = _ask(url, method, manners.timeout)
        if code in ANSWERS:
            break
    return code


def _ask(url: str, method: str, timeout: float) -> int:
    plain = quote(url, safe=":/?#[]@!$&'()*+,;=%~")
    request = Request(plain, method=method, headers={"User-Agent": AGENT})
    try:
        with urlopen(request, timeout=timeout) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except (OSError, ValueError):  # no such host, no answer, broken address
        return 0


def write_ledger(root: Path, links: Mapping[str, Link]) -> None:
    """Write what was found, in the order of the addresses."""
    entries = [{"url": link.url, "seen": link.seen, "status": link.status}
               for _, link in sorted(links.items())]  # fmt: skip
    yaml = YAML()
    yaml.width = 10_000
    with (root / LEDGER).open("w", encoding="utf-8", newline="\n") as file:
        file.write(HEADER)
        if entries:
            yaml.dump(entries, file)
