"""How far filled values lie from what was measured: known values are hidden, filled in, and compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.analysis.method_grid import settled
from workbench.errors import ScoringError, fault
from workbench.model.parameters import Imputation
from workbench.model.results import Measurements
from workbench.scoring.composite import only_scores
from workbench.scoring.evaluation import Evaluation
from workbench.scoring.measurement import NO_DATA
from workbench.scoring.ranking import rank_series
from workbench.scoring.treatment import treat


def filling_errors(
    evaluation: Evaluation,
    rules: Mapping[str, Imputation],
    *,
    share: float = 0.1,
    repeats: int = 5,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return how well each rule for absent values brings back known ones, and what that does to the ranks.

    Every time, the same values are hidden for all rules, at random, whatever they are. Real gaps seldom fall that way,
    so that this is the best a rule can be expected to do.

    Parameters
    ----------
    evaluation : Evaluation
        The policy.
    rules : mapping
        Name to the rule that fills; one that does not fill has no error, only a shift of ranks.
    share : float
        Of the known values, how many are hidden: 0.1 is one in ten.
    repeats : int
        How often other values are hidden.
    rng : numpy.random.Generator
        Where the randomness comes from.

    Returns
    -------
    DataFrame
        Indexed by rule: ``error``, the root mean square of filled minus measured, in standard deviations of the
        indicator (1 is no better than its mean); ``bias``, the mean of the same; ``filled``, the share of the hidden
        values that were filled; ``unscored``, the mean number of subjects without a score; ``shift``, the mean of
        ``|rank - rank with everything|``, both among those who keep a score.

    Raises
    ------
    ScoringError
        When a rule cannot be fitted to what is left, under its name.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 3, doi:10.1787/9789264043466-en; the error is
    that of Oba et al. (2003), doi:10.1093/bioinformatics/btg287.
    """
    measured = evaluation.measurements.values
    scores = settled(evaluation).scores
    found = []
    for _ in range(repeats):
        hidden = measured.notna() & (rng.uniform(size=measured.shape) < share)
        with_gaps = replace(evaluation, measurements=_without(evaluation.measurements, hidden))
        for name, rule in rules.items():
            try:
                found.append({"rule": name, **_compared(with_gaps, rule, measured, hidden, scores)})
            except ScoringError as error:
                raise ScoringError(fault(name, "{reason}", reason=each) for each in error.faults) from None
    means = pd.DataFrame(found).groupby("rule", sort=False).mean()
    return means.assign(error=np.sqrt(means.pop("squared")))[["error", "bias", "filled", "unscored", "shift"]]


def _without(measurements: Measurements, hidden: pd.DataFrame) -> Measurements:
    rows, columns = np.nonzero(hidden.to_numpy())
    gone = pd.DataFrame({"subject": hidden.index[rows], "code": hidden.columns[columns], "reason": NO_DATA})
    missing = pd.concat([measurements.missing, gone], ignore_index=True)
    return replace(measurements, values=measurements.values.mask(hidden), missing=missing)


def _compared(
    evaluation: Evaluation, rule: Imputation, measured: pd.DataFrame, hidden: pd.DataFrame, whole: pd.Series
) -> dict[str, float]:
    fitted, found = replace(evaluation, missing=rule).fit(), evaluation.measurements
    filled = fitted.imputer.fill(found.values, evaluation.groups, found.missing)
    errors = ((filled - measured) / measured.std()).to_numpy(float)[hidden.to_numpy()]
    known = errors[np.isfinite(errors)]
    root = fitted.framework.root.code
    only = only_scores(fitted, treat(filled, fitted.treatments), root_only=True)[root]
    scores = pd.Series(only, index=measured.index)
    ranks = (rank_series(each, evaluation.ranking.decimals) for each in (scores, whole.where(scores.notna())))
    shift = next(ranks).sub(next(ranks)).abs().dropna().astype(float).mean()
    return {
        "squared": float(np.mean(known**2)) if known.size else np.nan,
        "bias": float(known.mean()) if known.size else np.nan,
        "filled": known.size / errors.size if errors.size else np.nan,
        "unscored": float(scores.isna().sum()),
        "shift": float(shift),
    }
