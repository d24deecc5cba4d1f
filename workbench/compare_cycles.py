"""Two cycles, or two scenarios of one, side by side: from parameters files or run directories to why scores changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from workbench.analysis.score_change import ScoreChange, Side, score_change
from workbench.errors import InputError, RunError, Words, fault, message
from workbench.execution.pages import page_of
from workbench.files.parameters_file import read_parameters
from workbench.files.reference_cycle import read_reference
from workbench.files.run_directory import open_run, verify_run
from workbench.files.scenario_file import ScenarioFile
from workbench.locale import Language
from workbench.model.framework import Framework
from workbench.model.labels import Label
from workbench.model.parameters import Parameters
from workbench.model.results import Reference
from workbench.model.run import Run
from workbench.prepare_cycle import prepare
from workbench.progress import Progress, silent
from workbench.registry import load_catalogue, plugin_files_in
from workbench.scoring.evaluation import Evaluation
from workbench.scoring.exemption import only
from workbench.scoring.resolving import resolve
from workbench.views.comparison import compared


def compare_cycles(
    before: Path,
    after: Path,
    *,
    changes: Mapping[str, Any] | None = None,
    plugins_dir: Path | None = None,
    progress: Progress = silent,
) -> ScoreChange:
    """Return how scores and ranks changed from `before` to `after`, and by which effects.

    Parameters
    ----------
    before, after : Path
        Each a parameters file, or a run directory: then its stored values are scored again by its own parameters.
    changes : mapping, optional
        Merged into the parameters file `after`, in its own format: a scenario that needs no file of its own.
    plugins_dir : Path, optional
        Folder with local plugin files.
    progress : callable
        Told, in English, what is being done.

    Raises
    ------
    WorkbenchError
        Whatever is wrong with either, or with putting them side by side.
    """
    old, kind = _side_of(before, plugins_dir, progress)
    new, other = _side_of(after, plugins_dir, progress, changes)
    if kind != other:
        template = message("cannot be compared with '{before}': one scores units, the other employees")
        raise InputError([fault(str(after), template, before=str(before))])
    if old.title == new.title:
        # Two parameters files of one cycle are told apart by their names.
        old, new = (replace(side, title=Label.of(path.name)) for side, path in ((old, before), (new, after)))
    progress("comparing")
    return score_change(old, new)


def write_table(path: Path, change: ScoreChange) -> None:
    """Write what changed to a CSV file, one row a subject scored in both.

    Raises
    ------
    RunError
        When the file cannot be written.
    """
    table = change.table.rename_axis("subject").reset_index()
    _write(path, table.to_csv(index=False, lineterminator="\n", float_format="%.12g").encode("utf-8-sig"))


def write_page(path: Path, change: ScoreChange, language: Language) -> None:
    """Write what changed, and why, to one HTML page that needs nothing else.

    Raises
    ------
    RunError
        When the file cannot be written.
    """
    block = compared(change, language)
    page = page_of(block._repr_html_(), language=language.code, title=block.question)
    _write(path, page.encode())


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        template = message("cannot be written: {reason}")
        raise RunError([fault(str(path), template, reason=Words(error.strerror or error))]) from None


def _side_of(
    path: Path, plugins_dir: Path | None, progress: Progress, changes: Mapping[str, Any] | None = None
) -> tuple[Side, str]:
    """Return one side and the kind of its subjects."""
    if path.is_dir():
        if changes:
            raise RunError([fault(str(path), "a run is sealed; changes go with a parameters file")])
        progress("reading the run directory")
        return _side_of_run(path, plugins_dir)
    prepared = prepare(path, changes=changes, plugins_dir=plugins_dir, progress=progress)
    title = _title(prepared.parameters, prepared.file.scenario)
    side = Side(title=title, evaluation=prepared.evaluation, subjects=prepared.inputs.subjects)
    return side, prepared.parameters.subjects.kind


def _title(parameters: Parameters, scenario: ScenarioFile | None = None) -> Label:
    which = parameters.cycle + (f": {scenario.scenario.name}" if scenario else "")
    return Label(id=f"{parameters.title.id}, {which}", en=f"{parameters.title.en}, {which}")


def _side_of_run(path: Path, plugins_dir: Path | None) -> tuple[Side, str]:
    run = open_run(path)
    RunError.raise_if(verify_run(path))
    file = read_parameters(path / "parameters.yaml")
    catalogue = load_catalogue(plugin_files_in(plugins_dir) if plugins_dir else ())
    with file.locating_faults():
        framework, _ = resolve(file.parameters, catalogue)
    evaluated = run.subjects.drop(index=run.people.exempt.index if run.people is not None else [])
    evaluation = Evaluation(
        framework=framework,
        measurements=only(run.measurements, evaluated.index),
        groups=evaluated.drop(columns="label"),
        missing=file.parameters.missing,
        treatment=file.parameters.treatment,
        ranking=file.parameters.ranking,
        reference=_reference_of(path, run, file.parameters, framework),
    )
    _require_same_scores(path, run, evaluation)
    side = Side(title=_title(file.parameters), evaluation=evaluation, subjects=run.subjects)
    return side, file.parameters.subjects.kind


def _reference_of(path: Path, run: Run, parameters: Parameters, framework: Framework) -> Reference | None:
    """Return the reference cycle of a run, found beside it: its parameters name it from another folder."""
    fingerprint = run.manifest["ingredients"]["reference_cycle"]
    if fingerprint is None:
        return None
    found = next(path.resolve().parent.parent.glob(f"*/{fingerprint}"), None)
    if found is None:
        template = message(
            "its reference cycle, run {fingerprint}, is not in the same folder of runs; compare the parameters files "
            "instead"
        )
        raise RunError([fault(str(path), template, fingerprint=fingerprint)])
    return read_reference(parameters.model_copy(update={"reference_cycle": str(found)}), framework, path)


def _require_same_scores(path: Path, run: Run, evaluation: Evaluation) -> None:
    """Refuse a run that today's methods no longer give, since its change could not be explained by them."""
    rebuilt = evaluation.score(evaluation.fit()).scores[run.root]
    stored = run.scorecard.scores[run.root].reindex(rebuilt.index)
    if not np.allclose(rebuilt.to_numpy(float), stored.to_numpy(float), rtol=0.0, atol=1e-9, equal_nan=True):
        template = (
            "its scores cannot be rebuilt by the methods installed now; compare the parameters files, or install the "
            "versions that its manifest names"
        )
        raise RunError([fault(str(path), template)])
