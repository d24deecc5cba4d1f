"""The one use case: from a parameters file to a run directory."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.analysis.band_change import band_changes
from workbench.analysis.drawn_scores import DrawnScores
from workbench.analysis.logs import logs_of
from workbench.analysis.peers import standing_among_peers
from workbench.analysis.people import exempt_subjects, people_of
from workbench.analysis.people_rules import resolve_people
from workbench.analysis.robustness import rank_intervals
from workbench.analysis.weight_draws import draw_weights
from workbench.errors import InputError, ParametersError, RunError, fault
from workbench.execution.notebooks import pdf_obstacle, report_notebooks_hash, write_reports
from workbench.files.environment import package_versions
from workbench.files.free_text import without_personal_numbers_in, without_personal_numbers_in_logs
from workbench.files.input_tables import InputTables, read_tables
from workbench.files.parameters_file import ParametersFile, read_parameters
from workbench.files.people_frames import write_people
from workbench.files.pseudonyms import pseudonym_key
from workbench.files.reference_cycle import read_reference
from workbench.files.run_description import describe_framework, describe_parameters
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
from workbench.model.catalogue import Catalogue
from workbench.model.framework import Framework, Leaf
from workbench.model.indicator import Context
from workbench.model.parameters import Parameters
from workbench.model.people import People, PeopleRules
from workbench.model.people_tables import Records, records_of
from workbench.model.results import Measurements, Reference, Scorecard
from workbench.model.rules import Rules
from workbench.model.run import Run
from workbench.progress import Progress, silent
from workbench.registry import load_catalogue, plugin_files_in
from workbench.scoring.composite import FittedComposite, only_scores
from workbench.scoring.evaluation import Evaluation
from workbench.scoring.exemption import only, with_exempt, without_exempt
from workbench.scoring.measurement import measure_all
from workbench.scoring.ranking import ranks_of
from workbench.scoring.resolving import resolve

_MOST_EXPLAINED = 10_000


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A cycle that is ready to be scored: names resolved, data checked, indicators measured."""

    file: ParametersFile
    catalogue: Catalogue
    framework: Framework
    rules: Rules
    inputs: InputTables
    measurements: Measurements
    people_rules: PeopleRules
    records: Mapping[str, Records]
    exempt: pd.DataFrame
    reference: Reference | None = None

    @property
    def parameters(self) -> Parameters:
        """What the parameters file says."""
        return self.file.parameters

    @property
    def evaluation(self) -> Evaluation:
        """Who is evaluated, what was measured of them, and everything that makes a score of it."""
        subjects = self.inputs.subjects.drop(index=self.exempt.index)
        return Evaluation(
            framework=self.framework,
            measurements=only(self.measurements, subjects.index),
            groups=subjects.drop(columns="label"),
            missing=self.parameters.missing,
            treatment=self.parameters.treatment,
            ranking=self.parameters.ranking,
            reference=self.reference,
        )

    def score(self, framework: Framework | None = None) -> Scorecard:
        """Return the scorecard under the framework of the parameters file, or another with the same indicators."""
        return self.score_by(replace(self.evaluation, framework=framework or self.framework).fit())

    def score_by(self, fitted: FittedComposite) -> Scorecard:
        """Return the scorecard by methods that are fitted already; who is exempt has a row without numbers."""
        return with_exempt(self.evaluation.score(fitted), self.inputs.subjects.index)

    def measured_from(self, tables: Mapping[str, pd.DataFrame]) -> Prepared:
        """Return the same cycle measured from other tables, such as these without the rows of one rater."""
        contexts = _contexts(self.parameters, self.inputs, self.rules)
        measurements = measure_all(self.framework, tables, contexts, _origins(self.catalogue, self.file))
        return replace(self, measurements=without_exempt(measurements, self.exempt.index))

    def ranking(self, weights: Mapping[str, float]) -> pd.DataFrame:
        """Return label, score and rank of every subject, as `score` gives them, with other `weights` for some nodes.

        Nothing is fitted or explained again, so that a panel can answer at once.
        """
        fitted, treated = self._fitted
        framework = fitted.framework.with_weights(weights)
        scores = only_scores(replace(fitted, framework=framework), treated, root_only=True)[framework.root.code]
        ranks = pd.Series(ranks_of(scores, self.parameters.ranking.decimals), index=treated.index, dtype="Int64")
        score = pd.Series(scores, index=treated.index)
        return self.inputs.subjects.filter(["label"]).assign(score=score, rank=ranks.mask(ranks == 0))

    @cached_property
    def _fitted(self) -> tuple[FittedComposite, pd.DataFrame]:
        """The fitted policy, and the values that it normalises."""
        fitted, measured = self.evaluation.fit(), self.evaluation.measurements
        return fitted, fitted.treat(measured.values, groups=self.evaluation.groups, missing=measured.missing)

    def people(self, scorecard: Scorecard) -> People | None:
        """Return what the cycle knows about people's units, decisions and objections, beside `scorecard`."""
        with self.file.locating_faults():
            return people_of(
                self.parameters,
                self.framework,
                self.people_rules,
                self.records,
                subjects=self.inputs.subjects,
                exempt=self.exempt,
                values=self.measurements.values,
                scorecard=scorecard,
            )


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


def prepare(path: Path, *, plugins_dir: Path | None = None, progress: Progress = silent) -> Prepared:
    """Return the cycle of the parameters file at `path`, ready to be scored.

    Raises
    ------
    WorkbenchError
        A child of it for each stage, with all faults of that stage.
    """
    file = read_parameters(path)
    folder = path.resolve().parent
    progress("reading parameters and plugins")
    local = [folder / name for name in file.parameters.plugins]
    catalogue = load_catalogue([*local, *(plugin_files_in(plugins_dir) if plugins_dir else [])])
    with file.locating_faults():
        framework, rules = resolve(file.parameters, catalogue)
        people_rules = resolve_people(file.parameters, framework, rules)
        reference = read_reference(file.parameters, framework, folder)
        progress("reading tables")
        inputs = read_tables(
            file.parameters,
            framework,
            catalogue.identifiers,
            folder=folder,
            key=pseudonym_key(file.parameters, framework, catalogue.identifiers),
            formats=catalogue.table_formats,
        )
        _check_reported_subjects(file.parameters, inputs)
        records = _records(file.parameters, inputs)
        exempt, faults = exempt_subjects(file.parameters, people_rules, records)
        InputError.raise_if(faults)
        progress("measuring indicators")
        measurements = measure_all(
            framework, inputs.tables, _contexts(file.parameters, inputs, rules), _origins(catalogue, file)
        )
    return Prepared(
        file=file,
        catalogue=catalogue,
        framework=framework,
        rules=rules,
        inputs=inputs,
        measurements=without_exempt(measurements, exempt.index),
        people_rules=people_rules,
        records=records,
        exempt=exempt,
        reference=reference,
    )


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
        Parameters file.
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
            cluster=cluster,
            progress=progress,
        )
    _log_execution(target, started)
    return Outcome(directory=target, fresh=True, obstacle_to_pdf=obstacle)


def evaluate(prepared: Prepared, *, language: str = "id") -> Run:
    """Return the run of a prepared cycle without writing it: for a notebook that only wants to look."""
    return _evaluated(prepared, _ingredients(prepared, language, ()))


def _evaluated(prepared: Prepared, ingredients: dict[str, object]) -> Run:
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
        predicate=description["predicate"],
        people=prepared.people(scorecard),
        logs=logs_of(parameters, prepared.inputs.tables),
    )


def _write(folder: Path, prepared: Prepared, run: Run, language: Language) -> None:
    (folder / "parameters.yaml").write_bytes(prepared.file.content)
    (folder / MANIFEST).write_text(canonical_json(run.manifest), encoding="utf-8", newline="\n")
    tree = {"tree": run.framework, "weightings": run.weightings, "predicate": run.predicate}
    (folder / FRAMEWORK).write_text(canonical_json(tree), encoding="utf-8", newline="\n")
    write_frames(folder, run)
    if run.people is not None:
        write_people(folder, run.people)
    write_workbook(folder / "workbook.xlsx", run, language)


def _manifest(prepared: Prepared, fingerprint: str, ingredients: dict[str, object]) -> dict[str, object]:
    return {
        "schema": 1,
        "fingerprint": fingerprint,
        "ingredients": ingredients,
        **describe_parameters(prepared.parameters, prepared.rules),
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


def _records(parameters: Parameters, inputs: InputTables) -> Mapping[str, Records]:
    where = {source.table: source.file for source in inputs.sources}
    records = records_of(parameters, inputs.tables, inputs.rows, where)
    found = [*without_personal_numbers_in(records), *without_personal_numbers_in_logs(parameters, inputs)]
    InputError.raise_if(found)
    return records


def _contexts(parameters: Parameters, inputs: InputTables, rules: Rules) -> Callable[[Leaf], Context]:
    def context_of(leaf: Leaf) -> Context:
        return Context(
            cycle=parameters.evaluated,
            subjects=inputs.subjects.index,
            subject_key=parameters.subjects.key,
            options=leaf.options,
            rules=rules,
        )

    return context_of


def _origins(catalogue: Catalogue, file: ParametersFile) -> Callable[[str], str]:
    def origin_of(code: str) -> str:
        origin = catalogue.origins.get(f"indicator:{code}")
        return origin.place if origin else str(file.path)

    return origin_of


def _check_reported_subjects(parameters: Parameters, inputs: InputTables) -> None:
    wanted = parameters.reports.subjects
    unknown = [] if wanted == ("all",) else [code for code in wanted if code not in inputs.subjects.index]
    ParametersError.raise_if(
        fault(
            ("reports", "subjects"),
            "'{code}' is not in the table of subjects, so it cannot get a report",
            code=code,
        )
        for code in unknown
    )


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
