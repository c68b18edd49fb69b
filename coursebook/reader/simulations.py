"""Simulations: `simulation.yml`, its two Python functions, and the rows of every preset."""

from __future__ import annotations

import importlib.util
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from coursebook.model import Column, Parameter, Prediction, Preset, Row, Simulation
from coursebook.problems import Problem, did_you_mean
from coursebook.reader.decks import computed_deck
from coursebook.reader.fields import Fields, read_mapping
from coursebook.reader.sources import Sources

FOLDER = "exercises/simulations"
PLACEHOLDER = re.compile(r"\{(\w+)(?:@[\d.-]+)?\}")


def load(root: Path) -> tuple[list[Simulation], list[Problem]]:
    """Every simulation of the project that can be used, and what is wrong with the others."""
    sources = Sources(root)
    found = [_simulation(sources, name) for name in sources.folders(FOLDER)
             if sources.exists(f"{FOLDER}/{name}/simulation.yml")]  # fmt: skip
    return [simulation for simulation in found if simulation], sources.problems


def _simulation(sources: Sources, name: str) -> Simulation | None:
    folder, before = f"{FOLDER}/{name}", len(sources.problems)
    fields = read_mapping(sources, f"{folder}/simulation.yml")
    module = _module(sources, f"{folder}/model.py")
    script = sources.text(f"{folder}/view.js")
    if fields is None or module is None or script is None:
        return None
    params = tuple(_parameter(entry) for entry in fields.mappings("params", required=True))
    presets = tuple(_preset(entry, params) for entry in fields.mappings("presets", required=True))
    columns = tuple(_column(entry) for entry in fields.mappings("columns", required=True))
    predict, twin, words = (fields.mapping(key, required=True) for key in
                            ("predict", "twin", "words"))  # fmt: skip
    if predict is None or twin is None or words is None:
        return None
    simulation = Simulation(
        id=fields.text("id"), name=fields.text("name"), title=fields.text("title"),
        insight=fields.text("insight"), params=params, presets=presets, columns=columns,
        predict=Prediction(predict.text("stem"), predict.texts("options", required=True)),
        key=fields.text("key", ""), sentence=fields.text("sentence"),
        views=fields.texts("views", required=True),
        twin_presets=twin.texts("presets", required=True), twin_note=twin.text("note", ""),
        assumptions=fields.texts("assumptions", required=True), sources=fields.texts("sources"),
        words={key: words.text(key) for key in words.values}, rows={}, script=script,
        place=fields.place(), simulate=module.simulate, picture=module.picture,
    )  # fmt: skip
    fields.asked.add("deck")
    for part in (fields, predict, twin):
        part.done()
    _names(fields, simulation)
    if len(sources.problems) > before:
        return None
    deck = computed_deck(fields, simulation.words, getattr(module, "cards", None))
    return _computed(fields, replace(simulation, deck=deck))


def _module(sources: Sources, path: str) -> ModuleType | None:
    """The model under a name of its own; S101 where it cannot be imported or lacks a function."""
    if sources.text(path) is None:
        return None
    name = f"simulation_{path.split('/')[-2].replace('-', '_')}"
    spec = importlib.util.spec_from_file_location(name, sources.root / path)
    assert spec and spec.loader  # true of every file that ends in .py
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        line = getattr(error, "lineno", None) or _line_in(error, path)
        sources.report(path, line, "S101", f"The model cannot be imported: {error}.",
                       "Run the file with Python and mend what it reports.")  # fmt: skip
        return None
    for function in ("simulate", "picture"):
        if not callable(getattr(module, function, None)):
            sources.report(path, 1, "S101", f"The model has no function '{function}'.",
                           f"Write 'def {function}(...)' as in another simulation.")  # fmt: skip
            return None
    return module


def _line_in(error: BaseException, path: str) -> int:
    """The last line of the file that the error passed through."""
    line, step = 1, error.__traceback__
    while step:
        if Path(step.tb_frame.f_code.co_filename).as_posix().endswith(path):
            line = step.tb_lineno
        step = step.tb_next
    return line


def _parameter(entry: Fields) -> Parameter:
    parameter = Parameter(
        id=entry.text("id"), label=entry.text("label"), min=entry.number("min"),
        max=entry.number("max"), step=entry.number("step"), default=entry.number("default"),
        scale="log" if entry.word("scale", ("linear", "log"), "linear") == "log" else "linear",
        unit=entry.text("unit", ""),
    )  # fmt: skip
    entry.done()
    lowest = 0 if parameter.scale == "log" else -math.inf
    if not lowest <= parameter.min < parameter.max or parameter.step <= 0:
        entry.wrong("min", "S102", f"Parameter '{parameter.id}' has an impossible range.",
                    "min < max, step > 0, and min >= 0 on a log scale.")  # fmt: skip
    _inside(entry, parameter, "default", parameter.default)
    return parameter


def _inside(entry: Fields, parameter: Parameter, key: str, value: float) -> None:
    if not parameter.min <= value <= parameter.max:
        entry.wrong(key, "S103",
                    f"{value:.10g} is outside {parameter.min:.10g} to {parameter.max:.10g}, the "
                    f"range of '{parameter.id}'.", "Change the value or the range.")  # fmt: skip


def _preset(entry: Fields, params: tuple[Parameter, ...]) -> Preset:
    known = {parameter.id: parameter for parameter in params}
    given = entry.mapping("values", required=True)
    preset = Preset(entry.text("id"), entry.text("label"), entry.text("story"),
                    {key: given.number(key) for key in given.values} if given else {})  # fmt: skip
    entry.done()
    for key, value in preset.values.items():
        if given and key not in known:
            given.wrong(key, "S104", f"Preset '{preset.id}' sets '{key}', which is no parameter.",
                        did_you_mean(key, known))  # fmt: skip
        elif given:
            _inside(given, known[key], key, value)
    return preset


def _column(entry: Fields) -> Column:
    column = Column(entry.text("id"), entry.text("label", ""), entry.integer("round", 0))
    entry.done()
    return column


def _names(fields: Fields, simulation: Simulation) -> None:
    """S105: every id stands once; S106: every name that is used exists."""
    presets = [preset.id for preset in simulation.presets]
    columns = [column.id for column in simulation.columns]
    params = [parameter.id for parameter in simulation.params]
    for key, ids in (("presets", presets), ("columns", columns), ("params", params)):
        for twice in sorted({name for name in ids if ids.count(name) > 1}):
            fields.wrong(key, "S105", f"'{twice}' stands twice in '{key}'.", "Rename one.")
    _known(fields, "twin", simulation.twin_presets, presets)
    _known(fields, "key", [simulation.key] if simulation.key else [], columns)
    _known(fields, "sentence", PLACEHOLDER.findall(simulation.sentence), columns + params)
    views = [f"view-{view}" for view in simulation.views]
    _known(fields, "words", [view for view in views if view not in simulation.words], ())
    for word, text in simulation.words.items():
        if word.startswith("sentence-"):
            _known(fields, "words", PLACEHOLDER.findall(text), columns + params)


def _known(fields: Fields, key: str, used: Iterable[str], known: Iterable[str]) -> None:
    names = set(known)
    for name in used:
        if name not in names:
            fields.wrong(key, "S106", f"'{key}' names '{name}', which does not exist here.",
                         did_you_mean(name, names) or f"Add '{name}:'.")  # fmt: skip


def _computed(fields: Fields, simulation: Simulation) -> Simulation | None:
    """The simulation with its rows; S107 where the model fails, S108 where rows are not right."""
    rows: dict[str, tuple[Row, ...]] = {}
    for preset in simulation.presets:
        try:
            rows[preset.id] = _rows(simulation.simulate, simulation.values(preset.id))
        except Exception as error:
            fields.wrong("presets", "S107", f"Preset '{preset.id}' fails in the model: {error!r}.",
                         "Mend simulate() in model.py or the values.")  # fmt: skip
            return None
        wanted = {column.id for column in simulation.columns}
        for row in rows[preset.id]:
            if missing := sorted(wanted - {k for k, v in row.items() if math.isfinite(v)}):
                fields.wrong("columns", "S108", f"Preset '{preset.id}' gives no number for "
                             f"'{missing[0]}'.", did_you_mean(missing[0], row))  # fmt: skip
                return None
    return replace(simulation, rows=rows)


def _rows(simulate: Callable[..., list[dict[str, float]]], values: Row) -> tuple[Row, ...]:
    rows = simulate(values)
    if not rows:
        raise ValueError("no rows")
    return tuple(rows)
