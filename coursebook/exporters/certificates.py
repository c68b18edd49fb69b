"""Certificates to print and to fill in by hand: no name passes through the program."""

from __future__ import annotations

from html import escape

from coursebook.chapters import on_paper
from coursebook.editions import Edition
from coursebook.files import Files
from coursebook.model import Certificate
from coursebook.typeset import Paper, compile_pdf, typeset
from coursebook.typeset.literals import call, value


def export(edition: Edition) -> Files:
    """`<id>.pdf` for each certificate of the course, one page of A4 across."""
    return {f"{one.id}.pdf": _pdf(edition, one) for one in edition.course.certificates}


def _pdf(edition: Edition, certificate: Certificate) -> bytes:
    course, words = edition.course, edition.words
    typed = typeset([on_paper(html) for html in _parts(edition, certificate)], under=1)
    before, left, right, after = (f"[{part}]" for part in typed.parts)
    labels = [words[f"certificate.{key}"] for key in ("name", "day", "signed")]
    named = (value(item) for item in (certificate.title, course.title, course.notice))
    body = call("certificate", *named, f"({', '.join(map(value, labels))},)", before,
                f"({left}, {right})", after)  # fmt: skip
    paper = Paper("certificate", f"{certificate.title}: {course.title}", edition.language,
                  edition.direction)  # fmt: skip
    return compile_pdf(paper, body, typed.files)


def _parts(edition: Edition, certificate: Certificate) -> tuple[str, str, str, str]:
    """What was done, the outcomes in two halves, and when the certificate is given."""
    goals = [f"<li>{escape(outcome.text)}</li>" for outcome in edition.course.outcomes
             if outcome.id in certificate.outcomes]  # fmt: skip
    half = -(-len(goals) // 2)
    can = f"<p>{escape(edition.words['certificate.can'])}</p>" if goals else ""
    left, right = (f"<ul>{''.join(part)}</ul>" if part else "" for part in
                   (goals[:half], goals[half:]))  # fmt: skip
    return (f"<p>{escape(certificate.text)}</p>{can}", left, right,
            f"<p>{escape(certificate.rule)}</p>")  # fmt: skip
