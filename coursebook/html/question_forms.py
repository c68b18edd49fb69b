"""Forms whose fields are marked: controls on screen, boxes to tick on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import lcm

from coursebook.html.question_parts import ONE, SEVERAL, Sheet, token
from coursebook.model import FormField, Performance, Spot


@dataclass(frozen=True)
class DrawnForm:
    """The form of a question, with the letter of each field that can be marked."""

    sheet: Sheet
    answer: Performance

    @property
    def _places(self) -> Mapping[str, int]:
        return {one.id: place for place, (one, _) in enumerate(self.answer.ordered())}

    def on_screen(self) -> str:
        """Each markable field is a box to tick with the field as its label: no pixels, no drag."""
        name = self.sheet.question.id
        rows = "".join(
            f'<div class="form-row">{"".join(map(self._field, row))}</div>'
            for row in self.answer.rows
        )
        return (f'<div class="form" role="group" aria-labelledby="{name}-form">'
                f'<p class="form-title" id="{name}-form">{self.sheet.inline(self.answer.title)}</p>'
                f"{rows}</div>")  # fmt: skip

    def _field(self, one: FormField) -> str:
        place = self._places.get(one.id)
        shown = f"<span>{self._entry(one)}</span>"
        if place is None:
            return f'<div class="field">{shown}</div>'
        kind = "checkbox" if self.answer.multiple else "radio"
        more = self._spot(place).text
        told = f'<span class="visually-hidden">{self.sheet.inline(more)}</span>' if more else ""
        return (
            f'<label class="option field"><input type="{kind}" name="{self.sheet.question.id}"'
            f' value="{token(place)}" /><b>{self.sheet.letter(place)}</b> {shown}{told}</label>'
        )

    def on_paper(self) -> str:
        """The form as a table of boxes; a short row stretches to the width of the others."""
        width = lcm(*(len(row) for row in self.answer.rows if row))
        rows = "".join(
            f"<tr>{''.join(self._cell(one, width // len(row)) for one in row)}</tr>"
            for row in self.answer.rows
            if row
        )
        title = self.sheet.inline(self.answer.title)
        return f'<table class="form"><caption>{title}</caption><tbody>{rows}</tbody></table>'

    def _cell(self, one: FormField, span: int) -> str:
        wide = f' colspan="{span}"' if span > 1 else ""
        place = self._places.get(one.id)
        box = ""
        if place is not None:
            sign = SEVERAL if self.answer.multiple else ONE
            box = f"{sign} <strong>{self.sheet.letter(place)}.</strong> "
        return f"<td{wide}>{box}{self._entry(one)}</td>"

    def _entry(self, one: FormField) -> str:
        """Label and what was written; an empty field says so."""
        value = self.sheet.inline(one.value) if one.value else self.sheet.word("empty")
        return f"{self.sheet.inline(one.label)} <br /><strong>{value}</strong>"

    def named(self, place: int) -> str:
        """What a marked field is called in a key: its text, else its label and value."""
        one, spot = self.answer.ordered()[place]
        if spot.text:
            return self.sheet.inline(spot.text)
        value = self.sheet.inline(one.value) if one.value else self.sheet.word("empty")
        return f"{self.sheet.inline(one.label)}: {value}"

    def _spot(self, place: int) -> Spot:
        return self.answer.ordered()[place][1]
