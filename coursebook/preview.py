"""`preview`: the lean site on 127.0.0.1, rebuilt and reloaded at every save."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from coursebook.dist import MEDIA_TYPES
from coursebook.editions import Edition
from coursebook.exporters import exporter
from coursebook.files import Files
from coursebook.html.host import Cache
from coursebook.model import Audience
from coursebook.reader import read

WATCHED = ("curriculum", "modules", "exercises")
EVENTS, RELOAD = "/preview-events", "/preview.js"
SCRIPT = b'new EventSource("/preview-events").onmessage = () => location.reload();\n'


@dataclass
class Preview:
    """The site of one edition in memory, and its version number."""

    root: Path
    course: str
    language: str
    audience: Audience
    as_of: str
    files: Files = field(default_factory=dict)
    version: int = 0
    cache: Cache = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def rebuild(self, shared: bool) -> None:
        """Read and export again; rendered text is kept unless a shared file changed."""
        if shared:
            self.cache.clear()
        reading = read(self.root, self.course, self.language, self.as_of)
        for problem in reading.problems:
            print(problem, file=sys.stderr)
        if reading.course and reading.course.modules:
            edition = Edition(reading.course, self.audience, cache=self.cache)
            self.files = exporter("site")(edition)
            for problem in edition.problems:
                print(problem, file=sys.stderr)
        with self.changed:
            self.version += 1
            self.changed.notify_all()

    def stamps(self) -> dict[Path, int]:
        """Every watched file with the time of its last change."""
        files = (p for name in WATCHED for p in (self.root / name).rglob("*") if p.is_file())
        return {path: path.stat().st_mtime_ns for path in files if "__pycache__" not in path.parts}

    def watch(self, before: dict[Path, int]) -> None:
        """Rebuild at every change since the stamps `before`, for ever."""
        while True:
            time.sleep(0.05)
            now = self.stamps()
            touched = {p for p in before.keys() | now.keys() if before.get(p) != now.get(p)}
            if touched:
                self.rebuild(shared=any("modules" not in path.parts for path in touched))
            before = now


def serve(preview: Preview, port: int) -> int:
    """Serve until interrupted; returns the exit code."""
    before = preview.stamps()  # a save during the first build is a change too
    preview.rebuild(shared=True)
    server = PreviewServer(preview, port)
    threading.Thread(target=preview.watch, args=(before,), daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}/ (Ctrl+C ends it)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
    return 0


class PreviewServer(ThreadingHTTPServer):
    """A server of the preview on 127.0.0.1; port 0 takes any free one."""

    daemon_threads = True

    def __init__(self, preview: Preview, port: int) -> None:
        self.preview = preview
        super().__init__(("127.0.0.1", port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == EVENTS:
            self._events()
        elif path == RELOAD:
            self._send(200, "text/javascript", SCRIPT)
        else:
            self._file(path.lstrip("/") or "index.html")

    def _file(self, name: str) -> None:
        data = self.server.preview.files.get(f"site/{name}")
        kind = MEDIA_TYPES.get(Path(name).suffix, "application/octet-stream")
        if data is None:
            self._send(404, "text/plain", b"Not found")
        elif kind == "text/html":
            tag = f'<script src="{RELOAD}"></script></body>'.encode()
            self._send(200, f"{kind}; charset=utf-8", data.replace(b"</body>", tag))
        else:
            self._send(200, kind, data)

    def _events(self) -> None:
        """Tell the page of every new version, and every 15 seconds that we are still here."""
        self._head(200, "text/event-stream")
        self.end_headers()
        preview = self.server.preview
        seen = preview.version
        while True:
            with preview.changed:
                preview.changed.wait_for(lambda: preview.version != seen, timeout=15)  # noqa: B023
            try:
                self.wfile.write(b": here\n\n" if preview.version == seen else b"data: new\n\n")
                self.wfile.flush()
            except OSError:
                return
            seen = preview.version

    def _send(self, status: int, kind: str, data: bytes) -> None:
        self._head(status, kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _head(self, status: int, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: the terminal is for problems."""
