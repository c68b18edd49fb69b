"""Packages to play, and a learner who answers in them."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Frame

from coursebook.editions import Edition
from coursebook.exporters import exporter
from coursebook.model import Course, Section, Target, Text
from coursebook.reader import read
from tests.question_page import ENGLISH
from tests.tools.scorm import Lms, Visit

ROOT = Path(__file__).parent.parent
AS_OF = "2026-11-23"
A02 = "a02-learn-err-test"
T01 = "t01-late-returns"

Name = Literal["real", "every kind", "en", "ar"]


@functools.cache
def course(name: Name) -> Course:
    """The real course A, the course for tests in a language, or a page of every question."""
    if name == "every kind":
        return _every_kind()
    real = name == "real"
    root = ROOT if real else ROOT / "tests" / "course"
    slug = "ai-parliamentarians" if real else "test-library"
    found = read(root, slug, "en" if real else name, AS_OF).course
    assert found
    return found


def _every_kind() -> Course:
    real = course("real")
    module = real.module(A02)
    asked = "".join(f":::{{question}} {q.id}\n:::\n\n" for q in ENGLISH)
    text = Text(f"{asked}:::{{lines}} 5\n:::\n", module.place)
    page = Section("a02-all", "Questions of every kind", (text,), module.place)
    module = replace(module, sections=(page,), lab=(), simulations=(), questions=ENGLISH)
    return replace(real, modules=(module,))


def edition(
    name: Name, tracking: str = "full", mastery: int | None = None, module: str = A02
) -> Edition:
    """An edition for members (`completion`) or staff (`full`), of one module or (`""`) of all."""
    target: Any = Target("anybody", "Anybody", tracking, mastery=mastery)  # type: ignore[arg-type]
    return Edition(course(name), target=target, only=(module,) if module else ())


@functools.cache
def packages(
    name: Name, tracking: str = "full", mastery: int | None = None, module: str = A02
) -> dict[str, bytes]:
    """The zips of an edition."""
    return dict(exporter("scorm12")(edition(name, tracking, mastery, module)))


def package(name: Name, tracking: str = "full", mastery: int | None = None) -> bytes:
    """The zip of one module: a02, or the first of the course for tests."""
    module = T01 if name in ("en", "ar") else A02
    return packages(name, tracking, mastery, module)[f"{module}.zip"]


class Learner:
    """Somebody who reads and answers in a package that is open."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.frame: Frame = visit.frame
        self.frame.wait_for_selector("html.playing #main")

    @property
    def page(self) -> str:
        """The page that is shown."""
        shown = "() => document.querySelector('[data-page]:not([hidden])').dataset.page"
        return str(self.frame.evaluate(shown))

    @property
    def state(self) -> str:
        """What the foot of the page says."""
        return self.frame.inner_text("#package-state")

    def next(self) -> str:
        """On to the next page; its name."""
        self.frame.click("#package-next")
        return self.page

    def open(self, page: str) -> None:
        """Open a page from the contents."""
        self.frame.evaluate("() => { document.getElementById('package-menu').open = true }")
        self.frame.click(f'[data-go="{page}"]')

    def read_all(self) -> list[str]:
        """Go through all pages in one go; their names."""
        return list(self.frame.evaluate(_READ_ALL))

    def questions(self, scored: bool = True) -> list[str]:
        """Ids of the scored questions, or of all that are answered on the page."""
        script = """scored => [...document.querySelectorAll('.question')]
            .map(q => [q, {scored: true, ...JSON.parse(q.dataset.question)}])
            .filter(([q, data]) => q.dataset.type !== 'long-fill-in' && (data.scored || !scored))
            .map(([q]) => q.id)"""
        return list(self.frame.evaluate(script, scored))

    def answer(self, question: str, how: Literal["right", "wrong", "long"] = "right") -> None:
        """Answer a question, or answer it again; not one that is right already."""
        page = self.frame.evaluate(_PAGE_OF, question)
        if self.page != page:
            self.open(page)
        box = self.frame.locator(f'[id="{question}"]')
        again = box.locator("button.again")
        if again.is_visible():
            again.click()
        elif box.locator(".verdict").count():
            return
        self.frame.evaluate(_FILL, [question, how])
        box.locator("button.check:visible, button.note:visible").click()

    def answer_all(self, how: Literal["right", "wrong", "long"] = "right") -> None:
        for question in self.questions():
            self.answer(question, how)

    def finish(self) -> None:
        self.frame.click("#package-finish", force=True)  # may be aria-disabled


def learner(lms: Lms, **options: Any) -> Learner:
    """Open the package and wait until it plays."""
    return Learner(lms.open(**options))


_PAGE_OF = "id => document.getElementById(id).closest('[data-page]').dataset.page"
_READ_ALL = """() => {
  const button = document.getElementById('package-next');
  const page = () => document.querySelector('[data-page]:not([hidden])').dataset.page;
  const pages = [page()];
  while (!button.disabled) { button.click(); pages.push(page()); }
  return pages;
}"""
# Puts an answer into the controls; that these work is the matter of the tests of questions.
_FILL = """([id, how]) => {
  const root = document.getElementById(id);
  const data = {type: root.dataset.type, ...JSON.parse(root.dataset.question)};
  const sure = root.querySelector('.question-sure input');
  if (sure) sure.checked = true;
  const fields = [...root.querySelectorAll('select, input:not([name$="-sure"])')];
  const right = how === 'right', key = data.key;
  if (fields.length && /radio|checkbox/.test(fields[0].type)) {
    const isKey = field => (key || []).includes(field.value);
    const wrong = fields.find(field => !isKey(field));
    fields.forEach(field => {
      field.checked = how === 'long' || (right && key ? isKey(field) : field === wrong);
    });
  } else if (data.type === 'numeric') {
    fields[0].value = right ? key : how === 'long' ? '-123456789012345' : key * 9 + 1;
  } else if (data.type === 'sequencing') {
    const list = root.querySelector('.question-items');
    const item = letter => list.querySelector(`[data-letter="${letter}"]`);
    (right ? key : [...key].reverse()).forEach(letter => list.append(item(letter)));
  } else if (data.type === 'matching') {
    fields.forEach((field, i) => {
      const values = [...field.options].map(o => o.value).filter(Boolean);
      field.value = right ? key[i] : values.find(v => v !== key[i]);
    });
  } else {
    fields.forEach((field, i) => {
      const wrong = field.tagName !== 'SELECT' ? 'HOSTILE-LEARNER \\ud83d\\ude00'
        : [...field.options].map(o => o.value).find(v => v && !key[i].includes(v));
      field.value = right ? key[i][0] : wrong;
    });
  }
}"""
