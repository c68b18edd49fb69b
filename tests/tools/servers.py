"""Loopback web servers for a folder or for files in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

STRICT_CSP = "default-src 'self'"

Content = Path | Mapping[str, bytes]
Receiver = Callable[[bytes], None]

# A fixed table: the system's own differs from machine to machine (Windows reads its registry).
_TYPES = {
    ".css": "text/css", ".gif": "image/gif", ".htm": "text/html", ".html": "text/html",
    ".jpg": "image/jpeg", ".js": "text/javascript", ".json": "application/json",
    ".map": "application/json", ".mp4": "video/mp4", ".pdf": "application/pdf",
    ".png": "image/png", ".svg": "image/svg+xml", ".txt": "text/plain", ".vtt": "text/vtt",
    ".woff2": "font/woff2", ".xml": "application/xml", ".zip": "application/zip",
}  # fmt: skip
_WITH_CHARSET = ("text/", "application/json", "application/xml", "image/svg+xml")


class Server:
    """A running server: `url` ends in a slash, `missing` lists what was asked for in vain."""

    def __init__(self, http: ThreadingHTTPServer, missing: list[str]) -> None:
        self.url = f"http://127.0.0.1:{http.server_port}/"
        self.missing = missing


@contextmanager
def serve(
    content: Content,
    *,
    csp: str | None = None,
    receivers: Mapping[str, Receiver] | None = None,
) -> Iterator[Server]:
    """A server on a free port of 127.0.0.1; what is posted to a path goes to its receiver."""
    missing: list[str] = []

    class Handler(_Handler):
        pass

    Handler.content, Handler.csp, Handler.missing = content, csp, missing
    Handler.receivers = receivers or {}
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield Server(http, missing)
        finally:
            http.shutdown()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    content: Content
    csp: str | None
    receivers: Mapping[str, Receiver]
    missing: list[str]

    def do_GET(self) -> None:
        name = unquote(urlsplit(self.path).path).lstrip("/")
        if name == "favicon.ico":  # a browser asks by itself
            return self._answer(HTTPStatus.NO_CONTENT)
        found = _find(self.content, name)
        if found is None:
            self.missing.append(name)
            return self._answer(HTTPStatus.NOT_FOUND, b"not found", "text/plain")
        path, body = found
        kind = _TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")
        return self._answer(HTTPStatus.OK, body, kind)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        receiver = self.receivers.get(urlsplit(self.path).path)
        if receiver is None:
            return self._answer(HTTPStatus.NOT_FOUND)
        receiver(body)
        return self._answer(HTTPStatus.OK, b"{}", "application/json")

    def _answer(self, status: HTTPStatus, body: bytes = b"", kind: str = "text/plain") -> None:
        self.send_response(status)
        charset = "; charset=utf-8" if kind.startswith(_WITH_CHARSET) else ""
        self.send_header("Content-Type", kind + charset)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if self.csp:
            self.send_header("Content-Security-Policy", self.csp)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Silence: the recorder of the browser tells what was asked."""


def _find(content: Content, name: str) -> tuple[str, bytes] | None:
    """The file of that name, or the index page of the folder of that name."""
    for candidate in (name, f"{name.rstrip('/')}/index.html".lstrip("/")):
        if isinstance(content, Path):
            file = (content / candidate).resolve()
            if file.is_relative_to(content.resolve()) and file.is_file():
                return candidate, file.read_bytes()
        elif candidate in content:
            return candidate, content[candidate]
    return None
