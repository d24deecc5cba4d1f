"""From a parameters file to a cycle that is ready to be scored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from workbench.analysis.certainty import Certainty, certainty_of
from workbench.analysis.people import exempt_subjects, people_of
from workbench.analysis.people_rules import resolve_people
from workbench.errors import InputError, ParametersError, fault
from workbench.fairness.rating_rows import ratings_of
from workbench.fairness.resolving import check_fairness, class_labels
from workbench.files.free_text import without_personal_numbers_in, without_personal_numbers_in_logs
from workbench.files.input_tables import InputTables, read_tables
from workbench.files.parameters_file import ParametersFile, read_parameters
from workbench.files.pseudonyms import key_faults, pseudonym_key, pseudonyms
from workbench.files.reference_cycle import read_reference
from workbench.model.catalogue import Catalogue
from workbench.model.fairness import FairnessCase, Ratings
from workbench.model.framework import Framework, Leaf
from workbench.model.indicator import Context
from workbench.model.parameters import Parameters
from workbench.model.people import People, PeopleRules
from workbench.model.people_tables import Records, records_of
from workbench.model.results import Measurements, Reference, Scorecard
from workbench.model.rules import Rules
from workbench.progress import Progress, silent
from workbench.registry import load_catalogue, plugin_files_in
from workbench.scoring.composite import FittedComposite, only_scores
from workbench.scoring.evaluation import Evaluation
from workbench.scoring.exemption import only, with_exempt, without_exempt
from workbench.scoring.measurement import measure_all
from workbench.scoring.ranking import ranks_of
from workbench.scoring.resolving import resolve


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

    def weighted(self, weights: Mapping[str, float]) -> Framework:
        """Return the framework with all weights settled, and other `weights` for some nodes."""
        return self._fitted[0].framework.with_weights(weights)

    def ranking(self, weights: Mapping[str, float]) -> pd.DataFrame:
        """Return label, score and rank of every subject, as `score` gives them, with other `weights` for some nodes.

        Nothing is fitted or explained again, so that a panel can answer at once.
        """
        fitted, treated = self._fitted
        framework = self.weighted(weights)
        scores = only_scores(replace(fitted, framework=framework), treated, root_only=True)[framework.root.code]
        ranks = pd.Series(ranks_of(scores, self.parameters.ranking.decimals), index=treated.index, dtype="Int64")
        score = pd.Series(scores, index=treated.index)
        return self.inputs.subjects.filter(["label"]).assign(score=score, rank=ranks.mask(ranks == 0))

    def certainty(self, weights: Mapping[str, float]) -> Certainty:
        """Return how sure the ranks of `ranking` are; its intervals are those of a run, as long as there is time."""
        return certainty_of(
            self.weighted(weights),
            self._normalised,
            self.parameters.robustness,
            decimals=self.parameters.ranking.decimals,
            rng=np.random.default_rng(self.parameters.seed),
        )

    @cached_property
    def _normalised(self) -> pd.DataFrame:
        fitted, treated = self._fitted
        return pd.DataFrame(fitted.normalise(treated), index=treated.index)

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

    def fairness_case(self, framework: Framework, scorecard: Scorecard, people: People | None) -> FairnessCase | None:
        """Return what an audit of fairness may look at; None where the parameters file asks for none.

        Parameters
        ----------
        framework : Framework
            With the weights that `scorecard` was made with.
        scorecard : Scorecard
            The scores of all subjects.
        people : People, optional
            As `people` returns it for this scorecard.
        """
        if self.parameters.fairness is None:
            return None
        evaluated = self.inputs.subjects.index.difference(self.exempt.index, sort=False)
        bands = scorecard.bands.get(framework.root.code, pd.Series(pd.NA, index=evaluated, dtype="str"))
        return FairnessCase(
            subjects=self.inputs.subjects.loc[evaluated],
            framework=framework,
            written=self.framework,
            normalised=scorecard.normalised.loc[evaluated],
            scores=scorecard.scores.loc[evaluated],
            classes=(scorecard.predicates if framework.predicate is not None else bands).loc[evaluated],
            class_labels=class_labels(framework),
            ratings=self._ratings(evaluated),
            people=people,
            people_rules=self.people_rules,
            rules=self.rules,
            settings=self.parameters.fairness,
            top=self.parameters.robustness.top,
            seed=self.parameters.seed,
        )

    def _ratings(self, evaluated: pd.Index) -> Mapping[str, Ratings]:
        assert self.parameters.fairness is not None  # asked for only where the cycle has the part
        given = self.parameters.fairness.ratings
        key = pseudonym_key(self.parameters, self.framework, self.catalogue.identifiers)

        def disguised(raters: pd.Series) -> pd.Series:
            codes, names = pd.factorize(raters)
            return pd.Series(pd.Index(pseudonyms(names, key or b""), dtype="str")[codes], index=raters.index)

        return {
            code: ratings_of(
                each,
                self.inputs.tables[each.table],
                key=self.parameters.subjects.key,
                cycle=self.parameters.evaluated,
                subjects=evaluated,
                disguise=disguised,
            )
            for code, each in given.items()
        }


def prepare(
    path: Path,
    *,
    changes: Mapping[str, Any] | None = None,
    plugins_dir: Path | None = None,
    progress: Progress = silent,
) -> Prepared:
    """Return the cycle of the parameters file at `path`, ready to be scored.

    Parameters
    ----------
    path : Path
        Parameters file, or a scenario based on one.
    changes : mapping, optional
        Merged into what the file says, in its own format: another method, another weight, for a question "what if".
    plugins_dir : Path, optional
        Folder with local plugin files.
    progress : callable
        Told, in English, what is being done.

    Raises
    ------
    WorkbenchError
        A child of it for each stage, with all faults of that stage.
    """
    file = read_parameters(path, changes=changes)
    folder = file.path.resolve().parent
    progress("reading parameters and plugins")
    local = [folder / name for name in file.parameters.plugins]
    catalogue = load_catalogue([*local, *(plugin_files_in(plugins_dir) if plugins_dir else [])])
    with file.locating_faults():
        framework, rules = resolve(file.parameters, catalogue)
        people_rules = resolve_people(file.parameters, framework, rules)
        check_fairness(file.parameters, framework, rules)
        reference = read_reference(file.parameters, framework, folder)
        key = pseudonym_key(file.parameters, framework, catalogue.identifiers)
        _check_disguise(file.parameters, key)
        progress("reading tables")
        inputs = read_tables(
            file.parameters,
            framework,
            catalogue.identifiers,
            folder=folder,
            key=key,
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


def _check_disguise(parameters: Parameters, key: bytes | None) -> None:
    """Refuse to go on where raters are promised not to be named and there is nothing to hide their codes with."""
    for code, given in parameters.fairness.ratings.items() if parameters.fairness is not None else ():
        if given.anonymous:
            InputError.raise_if(key_faults(key, ("fairness", "ratings", code, "anonymous")))


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
