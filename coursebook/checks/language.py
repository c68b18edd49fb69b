"""Plain language and inclusion: English lessons, measured by `curriculum/language.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from coursebook.checks.passages import (
    Passage,
    every_passage,
    passages,
    section_passages,
    sentences,
)
from coursebook.checks.prose import WORD
from coursebook.model import Course, Module, Place, WordList
from coursebook.problems import Problem

READ = ("paragraph", "item")
"""What is made of sentences."""
LEAST = 30
"""Sentences under which a mean says nothing about a module."""
CLAUSE = re.compile(r"[;:](?=\s)|\s[–—]\s")
QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|‘[^’]*’")
VOWELS = re.compile(r"[aeiouy]+")
TERM = re.compile(r"\{term\}`(?:[^`<]*<)?([^`<>]+)>?`")


@dataclass(frozen=True)
class Readability:
    """Words and sentences of a lesson; `long` sentences have a clause over the limit (L202)."""

    words: int
    sentences: int
    long: int
    ease: float

    @property
    def mean(self) -> float:
        """Words in a sentence on average."""
        return self.words / self.sentences if self.sentences else 0.0


def readability(module: Module, longest: int) -> Readability:
    """The measures of an English lesson; with a limit of 0 no sentence is long."""
    found = [sentence for sentence, _ in _lesson_sentences(module)]
    long = sum(_longest_clause(sentence) > longest for sentence in found) if longest else 0
    return Readability(sum(map(_words, found)), len(found), long, flesch(found))


def mean_sentence(course: Course) -> Iterator[Problem]:
    """L201: the sentences of a lesson are short on average."""
    most = course.standards.language.mean_sentence
    for module in _english(course) if most else ():
        lengths = [_words(sentence) for sentence, _ in _lesson_sentences(module)]
        if len(lengths) >= LEAST and sum(lengths) > most * len(lengths):
            mean = sum(lengths) / len(lengths)
            yield _at(module.place, "L201", f"The sentences of the lesson have {mean:.1f} words"
                      f" on average, more than {most}.")  # fmt: skip


def long_sentences(course: Course) -> Iterator[Problem]:
    """L202: no clause is too long; what is listed after `:` or `;` counts item by item."""
    most = course.standards.language.longest_sentence
    for module in _english(course) if most else ():
        for passage in passages(module):
            for sentence in sentences(passage.text) if passage.kind in READ else ():
                words = _longest_clause(sentence)
                if words > most:
                    yield _at(passage.place, "L202", f"A sentence has {words} words, more than"
                              f" {most}: '{_start(sentence)}'.")  # fmt: skip


def long_paragraphs(course: Course) -> Iterator[Problem]:
    """L203: no paragraph is too long."""
    most = course.standards.language.longest_paragraph
    for module in _english(course) if most else ():
        for passage in passages(module):
            words = _words(passage.text) if passage.kind in READ else 0
            if words > most:
                yield _at(passage.place, "L203", f"A paragraph has {words} words, more than"
                          f" {most}.")  # fmt: skip


def reading_ease(course: Course) -> Iterator[Problem]:
    """L204: the Flesch reading ease of a lesson is that of plain English."""
    least = course.standards.language.reading_ease
    for module in _english(course) if least else ():
        found = [sentence for sentence, _ in _lesson_sentences(module)]
        ease = flesch(found) if len(found) >= LEAST else least
        if ease < least:
            yield _at(module.place, "L204", f"The lesson has a reading ease of {ease:.0f}, under"
                      f" {least}.")  # fmt: skip


def flesch(text: Iterable[str]) -> float:
    """The Flesch reading ease of sentences (R. Flesch, J. Applied Psychology 32, 1948)."""
    text = list(text)
    words = [word for sentence in text for word in WORD.findall(sentence)]
    if not words:
        return 100.0
    syllables = sum(map(_syllables, words))
    return 206.835 - 1.015 * len(words) / len(text) - 84.6 * syllables / len(words)


@lru_cache(maxsize=8192)
def _syllables(word: str) -> int:
    """Groups of vowels without a silent `e`; a number counts as one."""
    word = word.lower()
    silent = (word.endswith("e") and not word.endswith(("le", "ee"))) or word.endswith("ed")
    return max(1, len(VOWELS.findall(word)) - silent)


def terms_marked_first(course: Course) -> Iterator[Problem]:
    """L205: a term that a lesson explains is marked where it is first used."""
    names = {key.lower(): term for term in course.terms.values() for key in (term.id, term.english)}
    for module in _english(course) if course.standards.language.lists else ():
        seen: list[Passage] = []
        marked: set[str] = set()
        for passage in _lesson(module):
            new = {t.strip().lower() for t in TERM.findall(passage.source)} & names.keys()
            for name in sorted(new - marked):
                yield from _earlier(names[name].english, seen)
            marked |= new
            seen.append(passage)


def _earlier(term: str, seen: list[Passage]) -> Iterator[Problem]:
    pattern = re.compile(rf"\b{re.escape(term)}(?:e?s)?\b", re.IGNORECASE)
    first = next((p for p in seen if pattern.search(QUOTED.sub("", p.text))), None)
    if first:
        yield _at(first.place, "L205", f"The term '{term}' is used here before it is marked.")


def locked_terms(course: Course) -> Iterator[Problem]:
    """L206: one word for one thing: the word of the glossary."""
    return _listed(course, "variants", "L206", "A word that is not the locked one")


def absolute_words(course: Course) -> Iterator[Problem]:
    """L207: a claim that allows no exception; a rule ("Never name ...") is no claim."""
    message = "A claim without exception"
    for problem, sentence, found in _matches(course, "absolute", "L207", message, claims=True):
        if not sentence.startswith(found):
            yield problem


def idioms(course: Course) -> Iterator[Problem]:
    """L208: a picture that translators and readers of other languages may not know."""
    return _listed(course, "idioms", "L208", "A picture that does not travel")


def gendered_words(course: Course) -> Iterator[Problem]:
    """L209: a word that makes a man, or a woman, the usual person."""
    yield from _listed(course, "gendered", "L209", "A gendered word")
    for problem, _, _ in _matches(course, "pronouns", "L209", "A gendered word", claims=True):
        yield problem


def coupled_words(course: Course) -> Iterator[Problem]:
    """L210: terrorism is not coupled with a religion, a nationality or a group (brief 2.7)."""
    return _listed(course, "coupling", "L210", "A coupling")


def dual_use_words(course: Course) -> Iterator[Problem]:
    """L211: a word that somebody reads again under the dual-use line (brief 2.6)."""
    return _listed(course, "dual_use", "L211", "For a human look")


def _listed(course: Course, name: str, code: str, message: str) -> Iterator[Problem]:
    return (problem for problem, _, _ in _matches(course, name, code, message))


def _matches(
    course: Course, name: str, code: str, message: str, *, claims: bool = False
) -> Iterator[tuple[Problem, str, str]]:
    """A problem for each word of a list, with its sentence and the word as it stands there.

    What the course claims (`claims`) stands in the lesson; options of questions may be wrong.
    """
    lists = [(words, *_patterns(words)) for words in course.standards.language.lists.get(name, ())]
    for passage in (_claims(course) if claims else _everything(course)) if lists else ():
        text = _unquoted(passage.text)
        for words, pattern, unless in lists:
            for sentence in sentences(text) if pattern.search(text) else ():
                match = pattern.search(sentence)
                if match and not (unless and unless.search(sentence)):
                    remedy = f"Write '{words.use}'." if words.use else ""
                    yield (_at(passage.place, code, f"{message}: '{match[0]}'.", remedy),
                           sentence, match[0])  # fmt: skip


@lru_cache(maxsize=16384)
def _unquoted(text: str) -> str:
    return QUOTED.sub('""', text)


@lru_cache(maxsize=256)
def _patterns(words: WordList) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    after = rf"[\s-]+{_any(words.followed_by)}" if words.followed_by else ""
    found = re.compile(_any(words.words) + after, re.IGNORECASE)
    return found, re.compile(_any(words.unless), re.IGNORECASE) if words.unless else None


def _any(words: tuple[str, ...]) -> str:
    forms = (re.escape(w).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for w in words)
    return rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])"


def _english(course: Course) -> Iterable[Module]:
    return course.modules if course.language == "en" else ()


def _everything(course: Course) -> Iterator[Passage]:
    if _english(course):
        yield from every_passage(course)


def _claims(course: Course) -> Iterator[Passage]:
    return (passage for module in _english(course) for passage in _lesson(module))


def _lesson(module: Module) -> Iterator[Passage]:
    """What participants read in the lesson, in sentences."""
    for section in module.sections:
        for passage in section_passages(section):
            if passage.kind in READ and not passage.facilitator:
                yield passage


def _lesson_sentences(module: Module) -> Iterator[tuple[str, Place]]:
    return ((s, passage.place) for passage in _lesson(module) for s in sentences(passage.text))


def _words(text: str) -> int:
    return len(WORD.findall(text))


def _longest_clause(sentence: str) -> int:
    return max(map(_words, CLAUSE.split(sentence)))


def _start(sentence: str) -> str:
    words = sentence.rstrip(".").split()
    return " ".join(words[:6]) + (" ..." if len(words) > 6 else "")


def _at(place: Place, code: str, message: str, remedy: str = "") -> Problem:
    return Problem(place.path, place.line, code, message, remedy)
