"""The chain from measurements to a scorecard, and nothing else: fill, treat, normalise, weigh, aggregate, grade, rank.

Each step is fitted on a reference (this cycle's subjects, or those of an earlier run) and then applied unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from workbench.errors import Fault, ScoringError, fault, message
from workbench.model.framework import Framework, Leaf
from workbench.model.methods import Floats, Scale
from workbench.model.parameters import Imputation, Ranking, Treatment
from workbench.model.results import Measurements, Reference, Scorecard
from workbench.scoring.aggregation import aggregate
from workbench.scoring.bands import grade, predicates_from
from workbench.scoring.blockwise import ROWS, blocks, on_all_cores
from workbench.scoring.contributions import contributions_to_root
from workbench.scoring.missing import Imputer, fit_imputer
from workbench.scoring.ranking import ranks_of
from workbench.scoring.scores import Watcher, scores_of
from workbench.scoring.treatment import FittedTreatment, fit_treatments, treat
from workbench.scoring.weighting import settle_weights

BELOW_MINIMUM = message("too little of the weight has a value")
LACKS_A_CHILD = message("a value is missing that the aggregation cannot do without")


@dataclass(frozen=True, kw_only=True)
class FittedComposite:
    """A framework whose methods have learnt all they ever will: applied to later cycles, it changes no more.

    Parameters
    ----------
    framework : Framework
        With the weights that its weightings settled.
    imputer : Imputer
        Fills absent values.
    treatments, scales : mapping
        Treatment and normalisation by indicator code.
    weights : mapping
        What its weightings settled, by the code of the child; empty where all weights are given.
    weighting : mapping
        Node code to what a reader needs to judge its settled weights.
    """

    framework: Framework
    imputer: Imputer
    treatments: Mapping[str, FittedTreatment]
    scales: Mapping[str, Scale]
    weights: Mapping[str, float]
    weighting: Mapping[str, Mapping[str, object]]

    def treat(self, values: pd.DataFrame, *, groups: pd.DataFrame, missing: pd.DataFrame | None = None) -> pd.DataFrame:
        """Return measured `values` as they enter normalisation: filled, then treated.

        Parameters
        ----------
        values : DataFrame
            As measured, one column an indicator.
        groups : DataFrame
            Group columns of the same subjects.
        missing : DataFrame, optional
            Columns ``subject, code, reason``: why values are absent, where that is known.
        """
        return treat(self.imputer.fill(values, groups, missing), self.treatments)

    def normalise(self, treated: pd.DataFrame) -> dict[str, Floats]:
        """Return the normalised values of every indicator, shape (n,).

        Raises
        ------
        ScoringError
            When a scale cannot take the values of an indicator; all faults at once.
        """
        return _normalise(self.scales, treated)


def fit(framework: Framework, reference: Reference, *, missing: Imputation, treatment: Treatment) -> FittedComposite:
    """Return the framework with imputation, treatment, normalisation and weighting fitted on `reference`.

    Raises
    ------
    ScoringError
        When a method cannot be fitted to the values of an indicator or node; all faults of a step at once.
    """
    imputer = fit_imputer(reference.values, missing, reference.groups)
    filled = imputer.fill(reference.values, reference.groups, reference.missing)
    own = {leaf.code: leaf.treatment for leaf in framework.leaves if leaf.treatment is not None}
    treatments = fit_treatments(filled, treatment, own)
    treated = treat(filled, treatments)
    scales = fit_scales(framework, treated)
    normalised = _normalise(scales, treated) if any(node.weighting for node in framework.nodes) else {}
    weights, facts = settle_weights(framework, normalised, treated)
    return FittedComposite(
        framework=framework.with_weights(weights),
        imputer=imputer,
        treatments=treatments,
        scales=scales,
        weights=weights,
        weighting=facts,
    )


def score(
    framework: Framework,
    measurements: Measurements,
    *,
    groups: pd.DataFrame,
    missing: Imputation,
    treatment: Treatment,
    ranking: Ranking,
    reference: Reference | None = None,
) -> Scorecard:
    """Return the scorecard of all subjects.

    Parameters
    ----------
    framework : Framework
        The tree with weights and methods.
    measurements : Measurements
        What was measured.
    groups : DataFrame
        Group columns of the same subjects, for imputation inside groups.
    missing, treatment, ranking : Imputation, Treatment, Ranking
        The rules of the parameters file; a leaf may have a treatment of its own.
    reference : Reference, optional
        The subjects that methods are fitted on; those measured where absent.

    Raises
    ------
    ScoringError
        When a method cannot be applied to the values of an indicator; all faults at once.
    """
    fitted = fit(
        framework,
        reference or Reference(values=measurements.values, groups=groups, missing=measurements.missing),
        missing=missing,
        treatment=treatment,
    )
    return apply(fitted, measurements, groups=groups, ranking=ranking)


def apply(fitted: FittedComposite, measurements: Measurements, *, groups: pd.DataFrame, ranking: Ranking) -> Scorecard:
    """Return the scorecard of the subjects measured, by a composite that is fitted already."""
    filled = fitted.imputer.fill(measurements.values, groups, measurements.missing)
    treated = treat(filled, fitted.treatments)
    return _scorecard(fitted, measurements, filled, treated, fitted.normalise(treated), ranking)


def only_scores(
    fitted: FittedComposite, treated: pd.DataFrame, *, root_only: bool = False, each: Watcher | None = None
) -> dict[str, Floats]:
    """Return the scores of all nodes, or of the root only, that `apply` would give, without what explains them.

    Parameters
    ----------
    fitted : FittedComposite
        Fitted already.
    treated : DataFrame
        What its `treat` gives, one column an indicator.
    root_only : bool
        Leave out the nodes below the root.
    each : callable, optional
        Told of every block of rows and its scores, in order, while later ones are being scored.

    Raises
    ------
    ScoringError
        When a scale or an aggregation cannot take the values of an indicator or node; all faults at once.
    """
    columns = {leaf.code: treated[leaf.code].to_numpy(float) for leaf in fitted.framework.leaves}
    try:
        return scores_of(fitted.framework, fitted.scales, columns, root_only=root_only, each=each)
    except ScoringError:
        aggregate(fitted.framework, fitted.normalise(treated))  # names all of them, and counts over all rows
        raise


def fit_scales(framework: Framework, values: pd.DataFrame) -> dict[str, Scale]:
    """Return the normalisation of every indicator, fitted on its column of `values`.

    Raises
    ------
    ScoringError
        When a normalisation cannot be fitted; with the faults of those that could be fitted, but not applied.
    """
    fitting = partial(_fit_scale, values=values)
    fitted = on_all_cores(fitting, framework.leaves) if len(values) > ROWS else map(fitting, framework.leaves)
    scales: dict[str, Scale] = {}
    faults: list[Fault] = []
    for leaf, found in zip(framework.leaves, fitted, strict=True):
        if isinstance(found, ScoringError):
            faults.extend(_at(leaf.code, found))
        else:
            scales[leaf.code] = found
    if faults:
        faults.extend(_applied(scales, values)[1])
    ScoringError.raise_if(faults)
    return scales


def _fit_scale(leaf: Leaf, values: pd.DataFrame) -> Scale | ScoringError:
    column = values[leaf.code].to_numpy(float)
    if _all_absent(column):
        template = message("no subject has a value; check its table, or take the indicator out of the framework")
        return ScoringError([fault("", template)])
    try:
        return leaf.normalisation.fit(column, leaf.indicator.polarity, leaf.settings)
    except ScoringError as error:
        return error


def _all_absent(column: Floats) -> bool:
    return all(np.isnan(column[block]).all() for block in blocks(len(column)))


def _normalise(scales: Mapping[str, Scale], treated: pd.DataFrame) -> dict[str, Floats]:
    normalised, faults = _applied(scales, treated)
    ScoringError.raise_if(faults)
    return normalised


def _applied(scales: Mapping[str, Scale], treated: pd.DataFrame) -> tuple[dict[str, Floats], list[Fault]]:
    normalised: dict[str, Floats] = {}
    faults: list[Fault] = []
    for code, scale in scales.items():
        try:
            normalised[code] = scale.apply(treated[code].to_numpy(float))
        except ScoringError as error:
            faults.extend(_at(code, error))
    return normalised, faults


def _at(code: str, error: ScoringError) -> Iterable[Fault]:
    return (Fault(code, each.template, each.values) for each in error.faults)


def _scorecard(
    fitted: FittedComposite,
    measurements: Measurements,
    filled: pd.DataFrame,
    treated: pd.DataFrame,
    normalised: dict[str, Floats],
    ranking: Ranking,
) -> Scorecard:
    framework, subjects = fitted.framework, treated.index
    scores, coverage = aggregate(framework, normalised)
    contributions = contributions_to_root(framework, normalised, scores)
    score_frame = pd.DataFrame(scores, index=subjects)
    coverage_frame = pd.DataFrame(coverage, index=subjects)
    bands = pd.DataFrame(
        {node.code: grade(score_frame[node.code], node.bands) for node in framework.nodes if node.bands},
        index=subjects,
    )
    ranks = pd.Series(ranks_of(scores[framework.root.code], ranking.decimals), index=subjects, dtype="Int64")
    return Scorecard(
        values=treated,
        normalised=pd.DataFrame(normalised, index=subjects),
        scores=score_frame,
        coverage=coverage_frame,
        contributions=pd.DataFrame(contributions, index=subjects),
        bands=bands,
        predicates=_predicates(framework, bands, subjects),
        ranks=ranks.mask(ranks == 0),
        missing=pd.concat(
            [measurements.missing, *_unscored(framework, score_frame, coverage_frame)], ignore_index=True
        ),
        changed=_changed(fitted, measurements.values, filled, treated),
        treatments={code: treatment.describe() for code, treatment in fitted.treatments.items()},
        scales={code: scale.describe() for code, scale in fitted.scales.items()},
        weights=fitted.weights,
        weighting=fitted.weighting,
    )


def _predicates(framework: Framework, bands: pd.DataFrame, subjects: pd.Index) -> pd.Series:
    if framework.predicate is None:
        return pd.Series(pd.NA, index=subjects, dtype="str")
    rule = framework.predicate
    return predicates_from(bands[rule.rows], bands[rule.columns], rule.rule)


def _unscored(framework: Framework, scores: pd.DataFrame, coverage: pd.DataFrame) -> Iterable[pd.DataFrame]:
    for node in framework.nodes:
        absent = scores.index[scores[node.code].isna()]
        if len(absent):
            enough = (coverage.loc[absent, node.code] >= node.minimum_coverage) & node.aggregation.complete
            reasons = [LACKS_A_CHILD if each else BELOW_MINIMUM for each in enough]
            yield pd.DataFrame({"subject": absent, "code": node.code, "reason": reasons})


def _changed(
    fitted: FittedComposite, measured: pd.DataFrame, filled: pd.DataFrame, treated: pd.DataFrame
) -> pd.DataFrame:
    """Return every replaced value; a transformed column is told as a whole, by the description of its treatment."""
    transformed = [code for code, treatment in fitted.treatments.items() if not treatment.keeps_unit]
    pulled_in = treated.assign(**filled[transformed]) if transformed else treated
    return pd.concat(
        [_changes(measured, filled, message("filled")), _changes(filled, pulled_in, message("treated"))],
        ignore_index=True,
    )


def _changes(before: pd.DataFrame, after: pd.DataFrame, step: str) -> pd.DataFrame:
    if after is before:
        return pd.DataFrame({"subject": [], "code": [], "step": [], "before": [], "after": []})
    old, new = before.to_numpy(float), after.to_numpy(float)
    row, column = np.nonzero((old != new) & ~np.isnan(new))
    return pd.DataFrame(
        {
            "subject": before.index[row],
            "code": before.columns[column],
            "step": step,
            "before": old[row, column],
            "after": new[row, column],
        }
    )
