"""The one use case: from a parameters file to a run directory."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.analysis.audit import audit
from workbench.analysis.band_change import band_changes
from workbench.analysis.drawn_scores import DrawnScores
from workbench.analysis.logs import logs_of
from workbench.analysis.peers import standing_among_peers
from workbench.analysis.robustness import rank_intervals
from workbench.analysis.weight_draws import draw_weights
from workbench.errors import RunError, fault
from workbench.execution.notebooks import pdf_obstacle, report_notebooks_hash, write_reports
from workbench.fairness.audit import audit_fairness
from workbench.files.calibration_files import write_calibration
from workbench.files.environment import package_versions
from workbench.files.fairness_frames import write_fairness
from workbench.files.people_frames import write_people
from workbench.files.pseudonyms import pseudonym_key
from workbench.files.run_description import (
    describe_fairness,
    describe_framework,
    describe_parameters,
    describe_scenario,
)
from workbench.files.run_directory import (
    FRAMEWORK,
    MANIFEST,
    canonical_json,
    fingerprint_of,
    verify_run,
    written_whole,
)
from workbench.files.run_frames import write_frames
from workbench.files.workbook import write_workbook
from workbench.locale import Language
from workbench.model.fairness import Examination
from workbench.model.framework import Framework
from workbench.model.people import People
from workbench.model.results import Scorecard
from workbench.model.run import Run
from workbench.prepare_cycle import Prepared, prepare
from workbench.progress import Progress, silent

_MOST_EXPLAINED = 10_000


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What `run_cycle` leaves behind.

    Parameters
    ----------
    directory : Path
        The run directory.
    fresh : bool
        False when the same inputs had been run before: that run was verified, not overwritten.
    obstacle_to_pdf : str
        Why no PDF could be made; empty when it could.
    """

    directory: Path
    fresh: bool
    obstacle_to_pdf: str = ""


def run_cycle(
    path: Path,
    *,
    runs: Path,
    language: str = "id",
    plugins_dir: Path | None = None,
    cluster: str | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Evaluate the cycle at `path` and write its run directory below `runs`.

    Parameters
    ----------
    path : Path
        Parameters file, or a scenario based on one.
    runs : Path
        Folder that gathers runs; the result lies in ``<place>/<cycle>/<fingerprint>``.
    language : {'id', 'en'}
        Of the reports.
    plugins_dir : Path, optional
        Folder with local plugin files.
    cluster : str, optional
        Address of a Dask scheduler that renders the reports; the local pool without it.
    progress : callable
        Told, in English, what is being done.

    Raises
    ------
    WorkbenchError
        Whatever is wrong; nothing is written then.
    """
    started = datetime.now(UTC)
    prepared = prepare(path, plugins_dir=plugins_dir, progress=progress)
    obstacle = pdf_obstacle() if "pdf" in prepared.parameters.reports.formats else ""
    formats = [each for each in prepared.parameters.reports.formats if each != "pdf" or not obstacle]
    ingredients = _ingredients(prepared, language, formats)
    target = runs / prepared.parameters.place / prepared.parameters.cycle / fingerprint_of(ingredients)
    if target.exists():
        _require_unchanged(target)
        return Outcome(directory=target, fresh=False, obstacle_to_pdf=obstacle)
    progress("scoring")
    run = _evaluated(prepared, ingredients)
    with written_whole(target) as folder:
        _write(folder, prepared, run, Language(language))
        write_reports(
            folder,
            language=language,
            formats=formats,
            subjects=_reported_subjects(prepared),
            record=bool(prepared.parameters.adjustments or prepared.parameters.objections),
            fairness=bool(run.fairness),
            cluster=cluster,
            progress=progress,
        )
    _log_execution(target, started)
    return Outcome(directory=target, fresh=True, obstacle_to_pdf=obstacle)


def evaluate(prepared: Prepared, *, language: str = "id", checks: Collection[str] | None = None) -> Run:
    """Return the run of a prepared cycle without writing it: for a notebook that only wants to look.

    Parameters
    ----------
    prepared : Prepared
        The cycle.
    language : {'id', 'en'}
        Of the reports that the run would have.
    checks : collection of str, optional
        Codes of the checks of fairness that are asked, for an answer in less time; all of them without it.
    """
    return _evaluated(prepared, _ingredients(prepared, language, ()), checks)


def _evaluated(prepared: Prepared, ingredients: dict[str, object], checks: Collection[str] | None = None) -> Run:
    parameters = prepared.parameters
    explained = _explained_subjects(prepared)
    fitted = prepared.evaluation.fit()
    scorecard = prepared.score_by(fitted)
    weights = draw_weights(fitted.framework, parameters.robustness, rng=np.random.default_rng(parameters.seed))
    intervals = rank_intervals(
        DrawnScores(framework=fitted.framework, weights=weights, normalised=scorecard.normalised),
        decimals=parameters.ranking.decimals,
        top=parameters.robustness.top,
    )
    description = describe_framework(prepared.framework, scorecard, prepared.catalogue)
    people = prepared.people(scorecard)
    fingerprint = fingerprint_of(ingredients)
    return Run(
        fingerprint=fingerprint,
        manifest=_manifest(prepared, fingerprint, ingredients),
        framework=description["tree"],
        weightings=description["weightings"],
        subjects=prepared.inputs.subjects,
        measurements=prepared.measurements,
        scorecard=scorecard,
        rank_intervals=intervals,
        peers=standing_among_peers(
            scorecard,
            prepared.inputs.subjects.get(parameters.peers.group),
            minimum=parameters.peers.minimum,
            decimals=parameters.ranking.decimals,
            subjects=explained,
        ),
        band_changes=band_changes(fitted, scorecard, subjects=explained),
        audit=audit(
            fitted,
            prepared.evaluation.measurements.values,
            scorecard,
            intervals,
            ranking=parameters.ranking,
            top=parameters.robustness.top,
        ).table,
        predicate=description["predicate"],
        people=people,
        fairness=_audited(prepared, fitted.framework, scorecard, people, checks),
        logs=logs_of(parameters, prepared.inputs.tables),
    )


def _audited(
    prepared: Prepared,
    framework: Framework,
    scorecard: Scorecard,
    people: People | None,
    checks: Collection[str] | None,
) -> Mapping[str, Examination]:
    case = prepared.fairness_case(framework, scorecard, people)
    catalogue = prepared.catalogue
    if case is None:
        return {}
    asked = [check for code, check in catalogue.checks.items() if checks is None or code in checks]
    return audit_fairness(asked, case, origin_of=lambda code: catalogue.origins[f"check of fairness:{code}"].place)


def _write(folder: Path, prepared: Prepared, run: Run, language: Language) -> None:
    (folder / "parameters.yaml").write_bytes(prepared.file.content)
    if prepared.file.scenario:
        (folder / "scenario.yaml").write_bytes(prepared.file.scenario.content)
    (folder / MANIFEST).write_text(canonical_json(run.manifest), encoding="utf-8", newline="\n")
    tree = {"tree": run.framework, "weightings": run.weightings, "predicate": run.predicate}
    (folder / FRAMEWORK).write_text(canonical_json(tree), encoding="utf-8", newline="\n")
    write_frames(folder, run)
    if run.people is not None:
        write_people(folder, run.people)
    write_fairness(folder, run)
    write_calibration(folder, run, language, base=prepared.file.path.name)
    write_workbook(folder / "workbook.xlsx", run, language)


def _manifest(prepared: Prepared, fingerprint: str, ingredients: dict[str, object]) -> dict[str, object]:
    return {
        "schema": 1,
        "fingerprint": fingerprint,
        "ingredients": ingredients,
        **describe_parameters(prepared.parameters, prepared.rules),
        "scenario": describe_scenario(prepared.file.scenario.scenario) if prepared.file.scenario else None,
        "fairness": describe_fairness(prepared.parameters, prepared.catalogue),
        "inputs": [vars(source) for source in prepared.inputs.sources],
        "plugins": [vars(origin) for origin in prepared.catalogue.plugins],
        "packages": package_versions(),
        "python": platform.python_version(),
    }


def _ingredients(prepared: Prepared, language: str, formats: Sequence[str]) -> dict[str, object]:
    """Everything that decides the bytes of a run; rule packs are part of the plugins that bring them."""
    key = pseudonym_key(prepared.parameters, prepared.framework, prepared.catalogue.identifiers)
    return {
        "parameters": prepared.file.sha256,
        "parameter_files": [hashlib.sha256(source).hexdigest() for source in prepared.file.sources],
        "inputs": {source.table: source.sha256 for source in prepared.inputs.sources},
        "reference_cycle": prepared.reference.fingerprint if prepared.reference else None,
        "plugins": {origin.name: origin.sha256 for origin in prepared.catalogue.plugins},
        "report_notebooks": report_notebooks_hash(),
        "packages": package_versions(),
        "python": platform.python_version(),
        "language": language,
        "formats": list(formats),
        "pseudonym_key": fingerprint_of({"key": key.hex()}) if key else None,
    }


def _reported_subjects(prepared: Prepared) -> list[str]:
    wanted = prepared.parameters.reports.subjects
    return prepared.inputs.subjects.index.tolist() if wanted == ("all",) else list(dict.fromkeys(wanted))


def _explained_subjects(prepared: Prepared) -> pd.Index:
    """Return whose score is explained in the run: everyone's, or the reported ones' where there are very many."""
    everyone = prepared.inputs.subjects.index
    return everyone if len(everyone) <= _MOST_EXPLAINED else pd.Index(_reported_subjects(prepared))


def _require_unchanged(target: Path) -> None:
    faults = verify_run(target)
    if faults:
        names = ", ".join(str(each.where) for each in faults)
        raise RunError(
            [
                fault(
                    str(target),
                    "these inputs were run before, but the run directory is not as it was sealed: {names}; "
                    "move it away to run again",
                    names=names,
                )
            ]
        )


def _log_execution(target: Path, started: datetime) -> None:
    """Clock times stand beside the run directories, never in them, so that equal runs stay equal byte for byte."""
    ended = datetime.now(UTC)
    line = {
        "run": target.name,
        "started": started.isoformat(timespec="seconds"),
        "seconds": round((ended - started).total_seconds(), 1),
        "system": platform.platform(),
    }
    # the run is complete and sealed by now: a disk that fills up this late must not make it look failed
    with suppress(OSError), (target.parent / "executions.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")
