"""Simulations as HTML: what stands there before any script runs, and the printed twin."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from html import escape

from coursebook.drawing import count
from coursebook.model import Column, Medium, Preset, Row, Simulation

CAPTION = re.compile(r"<figcaption>.*?</figcaption>", re.DOTALL)
PLACEHOLDER = re.compile(r"\{(\w+)(?:@([\d.-]+))?\}")
ROWS = 13
"""A table on paper has at most so many rows; a longer one shows every third, fourth, ..."""


@dataclass(frozen=True)
class _Sheet:
    simulation: Simulation
    preset: str
    render: Callable[[str], str]
    words: Mapping[str, str]
    direction: str

    def word(self, key: str) -> str:
        return escape(self.words[f"explorable.{key}"])


def explorable_html(  # noqa: PLR0913 (what the host knows, and nothing is optional)
    simulation: Simulation, preset: str, render: Callable[[str], str],
    words: Mapping[str, str], direction: str, medium: Medium,
) -> str:  # fmt: skip
    """The simulation at a preset. On screen the script replaces the still part by the live one."""
    sheet = _Sheet(simulation, preset, render, words, direction)
    return "\n".join(_printed(sheet) if medium == "print" else _screen(sheet))


def picture_html(  # noqa: PLR0913
    simulation: Simulation, view: str, preset: str, words: Mapping[str, str], direction: str,
    lang: str,
) -> str:  # fmt: skip
    """One still picture with the preset's label as caption; its numbers stand in `<desc>`.

    A `-blank` one is to be filled in: the caption would give its story away.
    """
    del words  # every word of a picture is the simulation's own
    figure = _figure(simulation, view, preset, direction)
    if view.endswith("-blank"):
        figure = CAPTION.sub("", figure)
    return figure.replace("<svg ", f'<svg lang="{escape(lang)}" ', 1)


def sentence(simulation: Simulation, preset: str) -> str:
    """The result of a preset in words."""
    values, rows = simulation.values(preset), simulation.rows[preset]
    template = simulation.sentence
    for word, text in simulation.words.items():
        if word.startswith("sentence-") and values.get(word.removeprefix("sentence-")):
            template = text
    decimals = {column.id: column.round for column in simulation.columns}

    def number(found: re.Match[str]) -> str:
        name, at = found[1], found[2]
        row = _chosen(rows) if at is None else _at(simulation.key, rows, float(at))
        value = row[name] if name in row else values[name]
        return count(value, decimals.get(name, 0 if value == int(value) else 2))

    return PLACEHOLDER.sub(number, template)


def _chosen(rows: tuple[Row, ...]) -> Row:
    return next((row for row in rows if row.get("best")), rows[-1])


def _at(key: str, rows: tuple[Row, ...], wanted: float) -> Row:
    return next(row for row in rows if row[key] == wanted)


# --- on screen ------------------------------------------------------------------------------


def _screen(sheet: _Sheet) -> Iterator[str]:
    s = sheet.simulation
    yield (f'<section class="explorable" data-explorable="{escape(s.id)}" '
           f'data-preset="{escape(sheet.preset)}">')  # fmt: skip
    yield f"<h3>{escape(s.title)}</h3>"
    yield '<div class="explorable-still">'
    yield from _prediction(sheet)
    yield _figure(s, s.views[0], sheet.preset, sheet.direction)
    yield f'<p class="explorable-result">{escape(sentence(s, sheet.preset))}</p>'
    yield from _tables(sheet, s.twin_presets)
    yield from _insight(sheet)
    yield "</div>"
    yield f'<div class="explorable-questions">\n<p class="rubric">{sheet.word("work")}</p>\n<ol>'
    yield from (f"<li>{escape(question)}</li>" for question in _questions(s))
    yield "</ol>\n</div>"
    yield f"<details><summary>{sheet.word('assumptions')}</summary>"
    yield from _assumptions(sheet)
    yield "</details>"
    yield f'<script type="application/json" class="explorable-data">{_data(s)}</script>'
    yield "</section>"


def _data(simulation: Simulation) -> str:
    """What the script needs, without a `<` that could end the element."""
    views = [view for view in simulation.views if not view.endswith("-blank")]
    data = {
        "id": simulation.id, "key": simulation.key, "sentence": simulation.sentence,
        "params": [{key: value for key, value in asdict(parameter).items() if value != ()}
                   for parameter in simulation.params],
        "presets": [{**asdict(preset), "values": dict(preset.values)}
                    for preset in simulation.presets],
        "columns": [asdict(column) for column in simulation.columns],
        "views": views, "words": dict(simulation.words),
    }  # fmt: skip
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=dict)
    return text.replace("<", "\\u003c")


def _prediction(sheet: _Sheet, *, paper: bool = False) -> Iterator[str]:
    predict = sheet.simulation.predict
    marks = ("", "") if paper else (' class="explorable-ask"', ' class="explorable-answers"')
    yield f'<p class="rubric">{sheet.word("predict")}</p>'
    yield f"<div{marks[0]}>{sheet.render(predict.stem)}</div>"
    yield f"<ul{marks[1]}>"
    yield from (f"<li>{escape(option)}</li>" for option in predict.options)
    yield "</ul>"


def _insight(sheet: _Sheet, *, paper: bool = False) -> Iterator[str]:
    yield f'<aside class="admonition idea{"" if paper else " explorable-insight"}">'
    yield f'<p class="admonition-title">{sheet.word("point")}</p>'
    yield f"{sheet.render(sheet.simulation.insight)}</aside>"


def _assumptions(sheet: _Sheet) -> Iterator[str]:
    yield "<ul>"
    yield from (f"<li>{escape(line)}</li>" for line in sheet.simulation.assumptions)
    yield "</ul>"
    if cited := ", ".join(f"{{cite}}`{key}`" for key in sheet.simulation.sources):
        yield sheet.render(f"{sheet.words['explorable.sources']}: {cited}")


def _questions(simulation: Simulation) -> list[str]:
    return [text for word, text in simulation.words.items() if word.startswith("question-")]


# --- on paper -------------------------------------------------------------------------------


def _printed(sheet: _Sheet) -> Iterator[str]:
    s, twins = sheet.simulation, sheet.simulation.twin_presets
    yield f'<section class="explorable twin" data-explorable="{escape(s.id)}">'
    yield f"<h3>{escape(s.title)}</h3>"
    yield from _prediction(sheet, paper=True)
    for twin in twins:
        told = f"{_preset(s, twin).label}. {_preset(s, twin).story}"
        yield _figure(s, s.views[0], twin, sheet.direction, told)
    for view in s.views[1:]:
        if not view.endswith("-blank"):
            yield _figure(s, view, twins[0], sheet.direction)
    yield from _tables(sheet, twins)
    if s.twin_note:
        yield sheet.render(s.twin_note)
    yield f'<p class="rubric">{sheet.word("work")}</p>'
    for number, question in enumerate(_questions(s), 1):
        yield f"<p>{number}. {escape(question)}</p>"
        yield f'<div class="lines" data-lines="3" id="{s.id}-{sheet.preset}-{number}"></div>'
    yield from _insight(sheet, paper=True)
    yield f'<p class="rubric">{sheet.word("assumptions")}</p>'
    yield from _assumptions(sheet)
    yield "</section>"


# --- pictures and tables --------------------------------------------------------------------


def _figure(
    simulation: Simulation, view: str, preset: str, direction: str, caption: str = ""
) -> str:
    drawn = simulation.picture(view, simulation.values(preset), simulation.words, direction)
    words = escape(caption or _preset(simulation, preset).label)
    return f"<figure>{drawn}<figcaption>{words}</figcaption></figure>"


def _preset(simulation: Simulation, preset: str) -> Preset:
    return next(known for known in simulation.presets if known.id == preset)


def _tables(sheet: _Sheet, presets: tuple[str, ...]) -> Iterator[str]:
    s = sheet.simulation
    columns = [column for column in s.columns if column.label]
    labels = {preset.id: preset.label for preset in s.presets}
    if not s.key:
        yield _side_by_side(sheet, columns, {p: labels[p] for p in presets})
        return
    for preset in presets:
        rows = s.rows[preset]
        step = 1 if len(rows) <= ROWS else -(-(len(rows) - 1) // 8)
        body = [_row(_key_cell(sheet, columns[0], row), columns[1:], row)
                for row in rows[::step]]  # fmt: skip
        yield _table(labels[preset], [column.label for column in columns], body)
    if any("best" in row for row in s.rows[presets[0]]):
        body = [_row(escape(label), columns, _chosen(s.rows[p]))
                for p, label in labels.items()]  # fmt: skip
        heads = [sheet.words["explorable.stories"], *(column.label for column in columns)]
        yield _table(sheet.words["explorable.by-story"], heads, body)


def _side_by_side(sheet: _Sheet, columns: list[Column], labels: Mapping[str, str]) -> str:
    """One row a quantity, one column a preset."""
    firsts = [sheet.simulation.rows[preset][0] for preset in labels]
    body = [
        f'<tr><th scope="row">{escape(column.label)}</th>'
        + "".join(_cell(row[column.id], column.round) for row in firsts)
        + "</tr>"
        for column in columns
    ]
    return _table(
        sheet.words["explorable.numbers"],
        [sheet.words["explorable.quantity"], *labels.values()],
        body,
    )


def _key_cell(sheet: _Sheet, column: Column, row: Row) -> str:
    chosen = f" ({sheet.word('chosen')})" if row.get("best") else ""
    return f"{_isolated(row[column.id], column.round)}{chosen}"


def _row(head: str, columns: list[Column], row: Row) -> str:
    cells = "".join(_cell(row[column.id], column.round) for column in columns)
    return f'<tr><th scope="row">{head}</th>{cells}</tr>'


def _cell(value: float, decimals: int) -> str:
    return f'<td class="number">{_isolated(value, decimals)}</td>'


def _isolated(value: float, decimals: int) -> str:
    """A number; below zero its sign stays on its left in any direction of writing."""
    shown = count(value, decimals)
    return f'<bdi dir="ltr">{shown}</bdi>' if value < 0 else shown


def _table(caption: str, heads: list[str], body: list[str]) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    return (f'<div class="table-scroll" tabindex="0"><table><caption>{escape(caption)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
            )  # fmt: skip
