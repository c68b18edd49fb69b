"""The preview: what is saved is what is shown, and pages are told of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from coursebook.preview import Preview, PreviewServer
from coursebook.reader import course_slugs
from tests.conftest import AS_OF

TITLE = "A flag is not a late book"
PAGE = "/t01-why.html"


@pytest.fixture
def running(course_root: Path) -> Iterator[tuple[Preview, HTTPConnection]]:
    (slug,) = course_slugs(course_root)
    preview = Preview(course_root, slug, "en", "participant", AS_OF)
    preview.rebuild(shared=True)
    server = PreviewServer(preview, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield preview, HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    server.shutdown()
    server.server_close()


def body(connection: HTTPConnection, path: str) -> tuple[int, str]:
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def edit(root: Path, old: str, new: str) -> None:
    lesson = next(root.glob("modules/t01*/index.md"))
    text = lesson.read_text(encoding="utf-8")
    assert old in text
    lesson.write_text(text.replace(old, new), encoding="utf-8")


def test_a_page_shows_the_lesson_and_asks_to_be_told_of_changes(
    running: tuple[Preview, HTTPConnection],
) -> None:
    _, connection = running
    status, html = body(connection, "/")
    assert status == 200
    assert '<script src="/preview.js"></script></body>' in html
    assert body(connection, "/nowhere.html")[0] == 404


def test_an_edited_lesson_is_shown_after_the_next_rebuild(
    running: tuple[Preview, HTTPConnection],
) -> None:
    preview, connection = running
    before = preview.version
    edit(preview.root, TITLE, "A heading made new")
    preview.rebuild(shared=False)
    assert preview.version == before + 1
    assert "A heading made new" in body(connection, PAGE)[1]


def test_a_mistake_while_writing_is_told_and_the_preview_lives_on(
    running: tuple[Preview, HTTPConnection], capsys: pytest.CaptureFixture[str]
) -> None:
    preview, connection = running
    edit(preview.root, f"## {TITLE}", f"## {TITLE}\n\nA {{term}}`no such word`.")
    preview.rebuild(shared=False)
    assert "R102 Unknown term 'no such word'" in capsys.readouterr().err
    assert body(connection, "/")[0] == 200


def test_a_save_during_the_first_build_is_not_missed(
    running: tuple[Preview, HTTPConnection],
) -> None:
    preview, connection = running
    before = preview.stamps()
    edit(preview.root, TITLE, "Saved in the meantime")
    threading.Thread(target=preview.watch, args=(before,), daemon=True).start()
    with preview.changed:
        assert preview.changed.wait_for(lambda: preview.version > 1, timeout=10)
    assert "Saved in the meantime" in body(connection, PAGE)[1]


def test_open_pages_hear_of_a_new_version(running: tuple[Preview, HTTPConnection]) -> None:
    preview, connection = running
    connection.request("GET", "/preview-events")
    stream = connection.getresponse()
    threading.Timer(0.2, lambda: preview.rebuild(shared=False)).start()
    assert stream.readline() == b"data: new\n"
