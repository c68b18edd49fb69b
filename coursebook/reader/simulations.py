"""Simulations: `simulation.yml`, its two Python functions, and the rows of every preset."""

from __future__ import annotations

import importlib.util
import inspect
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from coursebook.model import Column, Parameter, Prediction, Preset, Row, Simulation
from coursebook.problems import Problem, did_you_mean
from coursebook.reader.decks import computed_deck
from coursebook.reader.fields import Fields, read_mapping
from coursebook.reader.grids import read_grid, too_large
from coursebook.reader.sources import Sources

FOLDER = "exercises/simulations"
PLACEHOLDER = re.compile(r"\{(\w+)(?:@[\d.-]+)?\}")


def load(
    root: Path, kept: dict[str, bytes] | None = None
) -> tuple[list[Simulation], list[Problem]]:
    """Every simulation of the project that can be used, and what is wrong with the others."""
    sources = Sources(root, kept={} if kept is None else kept)
    found = [_computed(sources, *declared) for declared in _all_declared(sources)]
    return [simulation for simulation in found if simulation], sources.problems


def gridded(root: Path) -> tuple[list[tuple[Simulation, str]], list[Problem]]:
    """The simulations that need a grid, without rows, each with the text of its model."""
    sources = Sources(root)
    found = [(simulation, sources.text(f"{_folder(simulation)}/model.py") or "")
             for _, simulation in _all_declared(sources) if _needs_grid(simulation)]  # fmt: skip
    return found, sources.problems


def _all_declared(sources: Sources) -> list[tuple[Fields, Simulation]]:
    found = [_declared(sources, name) for name in sources.folders(FOLDER)
             if sources.exists(f"{FOLDER}/{name}/simulation.yml")]  # fmt: skip
    return [declared for declared in found if declared]


def _folder(simulation: Simulation) -> str:
    return simulation.place.path.removesuffix("/simulation.yml")


def _needs_grid(simulation: Simulation) -> bool:
    return any(parameter.values for parameter in simulation.params)


def _declared(sources: Sources, name: str) -> tuple[Fields, Simulation] | None:
    """What the folder says, without rows; None where anything in it is wrong."""
    folder, before = f"{FOLDER}/{name}", len(sources.problems)
    fields = read_mapping(sources, f"{folder}/simulation.yml")
    module = _module(sources, f"{folder}/model.py")
    script = sources.text(f"{folder}/view.js")
    if fields is None or module is None or script is None:
        return None
    grid = fields.mapping("grid")
    params = tuple(_parameter(entry, grid) for entry in fields.mappings("params", required=True))
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
        invariants=getattr(module, "invariants", lambda values, rows: ()),
        pitfall=fields.text("pitfall", ""),
    )  # fmt: skip
    fields.asked.add("deck")
    for part in (fields, predict, twin, *([grid] if grid else [])):
        part.done()
    _names(fields, simulation)
    if grid and "rows" not in inspect.signature(module.picture).parameters:
        sources.report(f"{folder}/model.py", 1, "S101", "picture() does not take the rows.",
                       "Add 'rows=None' as its last argument and draw these rows.")  # fmt: skip
    if len(sources.problems) > before:
        return None
    deck = computed_deck(fields, simulation.words, getattr(module, "cards", None))
    return fields, replace(simulation, deck=deck)


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


def _parameter(entry: Fields, grid: Fields | None) -> Parameter:
    name = entry.text("id")
    values = grid.numbers(name) if grid else ()
    if grid and (len(values) < 2 or list(values) != sorted(set(values))):
        entry.wrong("id", "S102", f"'grid' gives no rising values for parameter '{name}'.",
                    f"Write '{name}: [1, 2, 5]' under 'grid:', smallest first.")  # fmt: skip
    low, high, step = (values[0], values[-1], 1.0) if values else (
        entry.number("min"), entry.number("max"), entry.number("step"))  # fmt: skip
    parameter = Parameter(
        id=name, label=entry.text("label"), min=low, max=high, step=step,
        default=entry.number("default"), unit=entry.text("unit", ""),
        scale="log" if entry.word("scale", ("linear", "log"), "linear") == "log" else "linear",
        values=values, labels=entry.texts("labels"),
    )  # fmt: skip
    entry.done()
    _checked(entry, parameter)
    return parameter


def _checked(entry: Fields, parameter: Parameter) -> None:
    """S102: a range or words that cannot be; S103: a default outside."""
    lowest = 0 if parameter.scale == "log" else -math.inf
    if not lowest <= parameter.min < parameter.max or parameter.step <= 0:
        entry.wrong("min", "S102", f"Parameter '{parameter.id}' has an impossible range.",
                    "min < max, step > 0, and min >= 0 on a log scale.")  # fmt: skip
    elif parameter.labels and len(parameter.labels) != (steps := _steps(parameter)):
        entry.wrong("labels", "S102", f"Parameter '{parameter.id}' has {steps} values and "
                    f"{len(parameter.labels)} labels.", "Write one label a value.")  # fmt: skip
    _inside(entry, parameter, "default", parameter.default)


def _steps(parameter: Parameter) -> int:
    return len(parameter.values) or round((parameter.max - parameter.min) / parameter.step) + 1


def _inside(entry: Fields, parameter: Parameter, key: str, value: float) -> None:
    if not parameter.min <= value <= parameter.max:
        entry.wrong(key, "S103",
                    f"{value:.10g} is outside {parameter.min:.10g} to {parameter.max:.10g}, the "
                    f"range of '{parameter.id}'.", "Change the value or the range.")  # fmt: skip
    elif parameter.values and value not in parameter.values:
        told = ", ".join(f"{known:.10g}" for known in parameter.values)
        entry.wrong(key, "S103", f"{value:.10g} is not in the grid of '{parameter.id}'.",
                    f"Use one of {told}, or add it under 'grid:'.")  # fmt: skip


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
        if word.startswith(("sentence-", "say-")):
            _known(fields, "words", PLACEHOLDER.findall(text), columns + params)


def _known(fields: Fields, key: str, used: Iterable[str], known: Iterable[str]) -> None:
    names = set(known)
    for name in used:
        if name not in names:
            fields.wrong(key, "S106", f"'{key}' names '{name}', which does not exist here.",
                         did_you_mean(name, names) or f"Add '{name}:'.")  # fmt: skip


def _computed(sources: Sources, fields: Fields, declared: Simulation) -> Simulation | None:
    """The simulation with its rows; None where the model, the grid or the rows are not right."""
    simulation = _with_grid(sources, declared) if _needs_grid(declared) else declared
    if simulation is None:
        return None
    rows: dict[str, tuple[Row, ...]] = {}
    for preset in simulation.presets:
        found = _rows(fields, simulation, preset)
        if found is None:
            return None
        rows[preset.id] = found
    simulation = replace(simulation, rows=rows)
    for message in too_large(simulation):
        fields.wrong("grid", "S110", message, "Take values out of 'grid:' or columns.")
        return None
    return simulation


def _with_grid(sources: Sources, simulation: Simulation) -> Simulation | None:
    """The simulation whose pictures are drawn from the grid: nothing is computed at build time."""
    folder = _folder(simulation)
    grid = read_grid(sources, folder, simulation, sources.text(f"{folder}/model.py") or "")
    if grid is None:
        return None

    def drawn(view: str, values: Row, words: Mapping[str, str], direction: str = "ltr") -> str:
        rows = grid.rows(simulation.params, values)
        return str(simulation.picture(view, values, words, direction, rows=rows))

    return replace(simulation, grid=grid, picture=drawn)


def _rows(fields: Fields, simulation: Simulation, preset: Preset) -> tuple[Row, ...] | None:
    """A preset's rows; S107: the model fails; S108: a number is missing; S111: a broken law."""
    values = simulation.values(preset.id)
    try:
        grid = simulation.grid
        rows = grid.rows(simulation.params, values) if grid else tuple(simulation.simulate(values))
        if not rows:
            raise ValueError("no rows")
        missing = _no_number(simulation, rows)
        broken = [] if missing else list(simulation.invariants(values, rows))
    except Exception as error:
        fields.wrong("presets", "S107", f"Preset '{preset.id}' fails in the model: {error!r}.",
                     "Mend simulate() in model.py or the values.")  # fmt: skip
        return None
    if missing:
        fields.wrong("columns", "S108", f"Preset '{preset.id}' gives no number for "
                     f"'{missing[0]}'.", did_you_mean(missing[0], rows[0]))  # fmt: skip
        return None
    for law in broken:
        entry = next(e for e in fields.mappings("presets") if e.text("id") == preset.id)
        entry.wrong("id", "S111", f"Preset '{preset.id}' breaks a law of the model: {law}",
                    "Mend simulate() or invariants() in model.py.")  # fmt: skip
    return None if broken else rows


def _no_number(simulation: Simulation, rows: Iterable[Row]) -> list[str]:
    wanted = {column.id for column in simulation.columns}
    return sorted({name for row in rows
                   for name in wanted - {k for k, v in row.items() if math.isfinite(v)}})
