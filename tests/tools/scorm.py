"""A small LMS: plays a SCORM 1.2 package in Chromium as strictly as any real one.

scorm-again carries the data model; `lms/strict12.js` around it refuses what it lets pass.
Only what was committed is kept, as a server would keep it.
"""

from __future__ import annotations

import json
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self, assert_never
from urllib.parse import parse_qsl, quote

from playwright.sync_api import Browser, Error, Frame, Page

from tests.tools.browser import Record, recorded
from tests.tools.packages import Package, unpacked, write_to
from tests.tools.programs import node_package
from tests.tools.scorm_xml import launch_page, mastery_score
from tests.tools.servers import serve

Mode = Literal["normal", "review", "browse"]
Where = Literal["lms", "no-api", "sandbox", "foreign", "file"]
Leaving = Literal["remove", "navigate", "away", "close"]

_HOST = Path(__file__).parent / "lms"
_ENDED = ("passed", "completed", "failed")
_PER_VISIT = ("cmi.core.exit", "cmi.core.session_time")
_SETTLE = 3.0


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the API: what was asked, answered, and why it was refused."""

    name: str
    args: tuple[str, ...]
    result: str
    error: int
    reason: str
    pending: int  # bytes that an unload would still have to send


class Visit:
    """One opening of the package: `page` is the player, `frame` the package in it."""

    def __init__(self, page: Page, record: Record) -> None:
        self.page = page
        self.record = record
        self.calls: list[Call] = []
        self.sent = 0
        self.received = 0
        self.lost: list[int] = []  # sizes of what no beacon would carry

    @property
    def frame(self) -> Frame:
        """The frame in which the package runs."""
        return self.page.frame("sco") or self.page.main_frame

    def made(self, name: str) -> list[Call]:
        """All calls of a function of the API."""
        self._catch_up()
        return [call for call in self.calls if call.name == name]

    @property
    def refused(self) -> list[Call]:
        """Calls that an LMS may answer with an error."""
        self._catch_up()
        return [call for call in self.calls if call.error]

    @property
    def writes(self) -> list[Call]:
        """Every attempt to write a value."""
        return self.made("LMSSetValue")

    @property
    def most_pending(self) -> int:
        """The most bytes that ever waited for a commit."""
        self._catch_up()
        return max((call.pending for call in self.calls), default=0)

    def value(self, element: str) -> str:
        """The present value of an element, also of a write-only one; committed or not."""
        return str(self.page.evaluate("element => window.lmsPeek(element)", element))

    def leave(self, how: Leaving = "remove") -> None:
        """Go away in the middle: frame removed or navigated, player left, or window closed."""
        match how:
            case "remove":
                self.page.evaluate("() => document.querySelector('iframe').remove()")
            case "navigate":
                self.page.evaluate("() => { document.querySelector('iframe').src = 'about:blank' }")
                self.page.wait_for_function("() => frames[0].location.href === 'about:blank'")
            case "away":
                self.page.goto("about:blank")
            case "close":
                self.page.close(run_before_unload=True)
            case _:
                assert_never(how)
        self._settle()

    def _settle(self) -> None:
        """Wait for beacons that are on their way."""
        end = time.monotonic() + _SETTLE
        quiet = time.monotonic() + 0.15
        while time.monotonic() < end:
            if self.received + len(self.lost) >= self.sent and time.monotonic() > quiet:
                return
            time.sleep(0.02)
            self._catch_up()

    def _catch_up(self) -> None:
        """Let reports that are on their way arrive: any question to the browser does."""
        if self.page.is_closed():
            self.page.context.cookies()
            return
        try:
            self.page.evaluate("0")
        except Error:  # closing at this moment
            self.page.context.cookies()

    def _report(self, _source: Any, message: dict[str, Any]) -> None:
        if "sent" in message:
            self.sent += 1
        elif "lost" in message:
            self.lost.append(message["lost"])
        else:
            self.calls.append(Call(**{**message, "args": tuple(message["args"])}))


class Lms:
    """Keeps one learner's attempt at one package: `stored` is what was committed."""

    def __init__(self, browser: Browser, package: Package, *, csp: str | None = None) -> None:
        self.files = unpacked(package)
        self.stored: dict[str, str] = {}
        self.finished = 0
        self._browser = browser
        self._launch = launch_page(self.files["imsmanifest.xml"])
        self._mastery = mastery_score(self.files["imsmanifest.xml"])
        self._visit: Visit | None = None
        self._csp = csp
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._content = {f"package/{name}": content for name, content in self.files.items()}
        self._content |= {f"lms/{file.name}": file.read_bytes() for file in _HOST.iterdir()}
        script = node_package("scorm-again", "dist", "scorm12.min.js")
        self._content["lms/scorm12.min.js"] = script.read_bytes()
        receivers = {"/lms/commit": self._keep, "/lms/finish": self._finish}
        self.server = self._stack.enter_context(
            serve(self._content, csp=self._csp, receivers=receivers)
        )
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def open(
        self,
        mode: Mode | None = None,
        *,
        where: Where = "lms",
        width: int = 714,  # Moodle's frame on a laptop (4f)
        height: int = 666,
    ) -> Visit:
        """Open the package; without a mode, review once the attempt has ended (4f)."""
        if where == "file":
            return self._open_url(self._as_file(), width, height)
        host = self.server.url.replace("127.0.0.1", "localhost") if where == "foreign" else "../"
        config = {
            "given": self._given(mode or self._next_mode()),
            "launch": f"{host}package/{self._launch}",
            "api": where != "no-api",
            "sandbox": "allow-scripts allow-forms" if where == "sandbox" else "",
        }
        self._content["lms/config.js"] = f"window.LMS = {json.dumps(config)};".encode()
        return self._open_url(f"{self.server.url}lms/host.html", width, height)

    def _open_url(self, url: str, width: int, height: int) -> Visit:
        profile = recorded(self._browser, width=width, height=height)
        context, record = self._stack.enter_context(profile)
        page = context.new_page()
        self._visit = visit = Visit(page, record)
        page.expose_binding("lmsReport", visit._report)
        page.goto(url)
        return visit

    def _as_file(self) -> str:
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        write_to(folder, self.files)
        page, _, query = self._launch.partition("?")
        return (folder / page).as_uri() + (f"?{quote(query, safe='=&')}" if query else "")

    def _next_mode(self) -> Mode:
        return "review" if self.stored.get("cmi.core.lesson_status") in _ENDED else "normal"

    def _given(self, mode: Mode) -> dict[str, str]:
        """The data model as the package finds it."""
        kept = {name: value for name, value in self.stored.items() if name not in _PER_VISIT}
        suspended = self.stored.get("cmi.core.exit") == "suspend"
        entry = "ab-initio" if not self.stored else "resume" if suspended else ""
        fixed = {
            "cmi.core.student_id": "learner1",
            "cmi.core.student_name": "Learner, One",
            "cmi.core.credit": "credit" if mode == "normal" else "no-credit",
            "cmi.core.entry": entry,
            "cmi.core.lesson_mode": mode,
        }
        return {**kept, **fixed}

    def _keep(self, body: bytes) -> None:
        self.stored |= dict(parse_qsl(body.decode(), keep_blank_values=True))
        if self._visit:
            self._visit.received += 1

    def _finish(self, body: bytes) -> None:
        self.finished += 1
        status = "cmi.core.lesson_status"
        self._keep(body)
        self.stored.setdefault(status, "completed")  # Moodle, 4c: Finish with nothing set
        raw = self.stored.get("cmi.core.score.raw")
        if self._mastery is not None and raw:
            self.stored[status] = "passed" if float(raw) >= self._mastery else "failed"
        spent = self.stored.get("cmi.core.session_time", "00:00:00")
        before = self.stored.get("cmi.core.total_time", "0000:00:00")
        self.stored["cmi.core.total_time"] = _as_time(_seconds(before) + _seconds(spent))


def _seconds(span: str) -> float:
    hours, minutes, seconds = span.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def _as_time(seconds: float) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{int(hours):04}:{int(minutes):02}:{left:05.2f}"
