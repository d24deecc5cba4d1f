"""The chain from measurements to a scorecard, and nothing else: fill, treat, normalise, aggregate, grade, rank."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from workbench.errors import Fault, ScoringError, fault, message
from workbench.model.framework import Framework
from workbench.model.methods import Floats, Scale
from workbench.model.parameters import Imputation, Ranking, Winsorising
from workbench.model.results import Measurements, Scorecard
from workbench.scoring.aggregation import aggregate
from workbench.scoring.bands import grade, predicates_from
from workbench.scoring.contributions import contributions_to_root
from workbench.scoring.missing import fill_missing
from workbench.scoring.ranking import ranks_of
from workbench.scoring.treatment import treat_outliers

BELOW_MINIMUM = message("too little of the weight has a value")


def score(
    framework: Framework,
    measurements: Measurements,
    *,
    groups: pd.DataFrame,
    missing: Imputation,
    treatment: Winsorising,
    ranking: Ranking,
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
    missing, treatment, ranking : Imputation, Winsorising, Ranking
        The rules of the parameters file.

    Raises
    ------
    ScoringError
        When a method cannot be applied to the values of an indicator; all faults at once.
    """
    filled = fill_missing(measurements.values, missing, groups)
    treated = treat_outliers(filled, treatment)
    scales = fit_scales(framework, treated)
    normalised = {code: scale.apply(treated[code].to_numpy(float)) for code, scale in scales.items()}
    return _scorecard(framework, measurements, filled, treated, scales, normalised, ranking)


def fit_scales(framework: Framework, values: pd.DataFrame) -> dict[str, Scale]:
    """Return the fitted normalisation of every indicator, checked on the values it will be applied to."""
    scales: dict[str, Scale] = {}
    faults: list[Fault] = []
    for leaf in framework.leaves:
        column = values[leaf.code].to_numpy(float)
        if np.isnan(column).all():
            faults.append(
                fault(
                    leaf.code,
                    "no subject has a value; check its table, or take the indicator out of the framework",
                )
            )
            continue
        try:
            scale = leaf.normalisation.fit(column, leaf.indicator.polarity, leaf.settings)
            scale.apply(column)
        except ScoringError as error:
            faults.extend(Fault(leaf.code, each.template, each.values) for each in error.faults)
        else:
            scales[leaf.code] = scale
    ScoringError.raise_if(faults)
    return scales


def _scorecard(
    framework: Framework,
    measurements: Measurements,
    filled: pd.DataFrame,
    treated: pd.DataFrame,
    scales: dict[str, Scale],
    normalised: dict[str, Floats],
    ranking: Ranking,
) -> Scorecard:
    subjects = treated.index
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
        missing=pd.concat([measurements.missing, *_unscored(framework, score_frame)], ignore_index=True),
        changed=pd.concat(
            [_changes(measurements.values, filled, message("filled")), _changes(filled, treated, message("treated"))],
            ignore_index=True,
        ),
        scales={code: scale.describe() for code, scale in scales.items()},
    )


def _predicates(framework: Framework, bands: pd.DataFrame, subjects: pd.Index) -> pd.Series:
    if framework.predicate is None:
        return pd.Series(pd.NA, index=subjects, dtype="str")
    rule = framework.predicate
    return predicates_from(bands[rule.rows], bands[rule.columns], rule.rule)


def _unscored(framework: Framework, scores: pd.DataFrame) -> Iterable[pd.DataFrame]:
    for node in framework.nodes:
        absent = scores.index[scores[node.code].isna()]
        if len(absent):
            yield pd.DataFrame({"subject": absent, "code": node.code, "reason": BELOW_MINIMUM})


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
