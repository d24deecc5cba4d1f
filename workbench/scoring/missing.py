"""Absent values: left absent unless the parameters say otherwise, and marked when filled.

An imputer is fitted once and then frozen, like a normalisation: a later cycle is filled with what was learnt then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol
from warnings import catch_warnings

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import ScoringError, fault
from workbench.model.methods import Floats
from workbench.model.parameters import Imputation
from workbench.scoring.declared import EMPTY, EMPTY_DENOMINATOR
from workbench.scoring.measurement import NO_DATA

GAPS = (NO_DATA, EMPTY, EMPTY_DENOMINATOR)
"""Reasons that say nothing is known. Any other says something: too few cases, or that there was nothing to measure."""

MOST_ROUNDS = 100


class Estimator(Protocol):
    """A fitted expectation of what absent values would have been."""

    def estimate(self, values: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
        """Return a value for each absent one of `values`, aligned with it; NaN where there is nothing to go by."""
        ...


@dataclass(frozen=True)
class Constants:
    """One number for each indicator."""

    numbers: pd.Series

    def estimate(self, values: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
        """Return the indicator's number for every subject."""
        return pd.DataFrame(dict(self.numbers), index=values.index)


@dataclass(frozen=True)
class GroupConstants:
    """One number for each group and indicator; a group without any value stays absent."""

    group: str
    numbers: pd.DataFrame

    def estimate(self, values: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
        """Return the number of the subject's group."""
        return self.numbers.reindex(groups[self.group]).set_axis(values.index)


@dataclass(frozen=True)
class FromOtherIndicators:
    """What a subject's other indicators lead to expect, by a scikit-learn imputer on standardised columns."""

    codes: tuple[str, ...]
    scaler: Any
    imputer: Any

    def estimate(self, values: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
        """Return what the imputer makes of `values`, back in their own units."""
        known = values[list(self.codes)].to_numpy(float)
        estimates = self.scaler.inverse_transform(self.imputer.transform(self.scaler.transform(known)))
        return pd.DataFrame(estimates, index=values.index, columns=list(self.codes))


@dataclass(frozen=True)
class Imputer:
    """A fitted rule for absent values.

    Parameters
    ----------
    codes : tuple of str
        Indicators that may be filled: enough of the reference has a value.
    estimator : Estimator, optional
        Where the values come from; None where nothing is filled.
    rule : Imputation
        What the parameters say.
    """

    codes: tuple[str, ...]
    estimator: Estimator | None
    rule: Imputation

    def fill(self, values: pd.DataFrame, groups: pd.DataFrame, missing: pd.DataFrame | None = None) -> pd.DataFrame:
        """Return `values` with absent ones filled where the rule allows it.

        Parameters
        ----------
        values : DataFrame
            Subjects in rows, one column an indicator.
        groups : DataFrame
            Group columns of the same subjects.
        missing : DataFrame, optional
            Columns ``subject, code, reason``; without it every absent value counts as a gap.
        """
        if self.estimator is None or not self.codes:
            return values
        estimates = self.estimator.estimate(values, groups).reindex(columns=values.columns)
        return values.where(~self._may_be_filled(values, missing), estimates)

    def _may_be_filled(self, values: pd.DataFrame, missing: pd.DataFrame | None) -> NDArray[np.bool_]:
        absent = values.isna().to_numpy()
        mostly_absent = absent.mean(axis=1) > self.rule.most_missing
        allowed = absent & values.columns.isin(self.codes) & ~mostly_absent[:, None]
        if missing is not None and self.rule.fill == "gaps":
            told = missing[~missing["reason"].isin(GAPS)]
            rows, columns = values.index.get_indexer(told["subject"]), values.columns.get_indexer(told["code"])
            here = (rows >= 0) & (columns >= 0)
            allowed[rows[here], columns[here]] = False
        return np.asarray(allowed)


def fit_imputer(values: pd.DataFrame, imputation: Imputation, groups: pd.DataFrame) -> Imputer:
    """Return the imputer that `imputation` asks for, fitted on `values`.

    Parameters
    ----------
    values : DataFrame
        Subjects in rows, one column an indicator.
    imputation : Imputation
        ``none``, ``mean``, ``median``, ``group_mean``, ``group_median``, ``nearest_neighbours`` or ``iterative``.
    groups : DataFrame
        Group columns of the same subjects.

    Raises
    ------
    ScoringError
        When the iterative method does not settle.

    References
    ----------
    Troyanskaya et al. (2001), doi:10.1093/bioinformatics/17.6.520 (nearest neighbours); van Buuren &
    Groothuis-Oudshoorn (2011), doi:10.18637/jss.v045.i03 (iterative; here without random draws).
    """
    if imputation.method == "none":
        return Imputer((), None, imputation)
    share = values.isna().mean()
    codes = tuple(share.index[(share <= imputation.most_missing) & (share < 1)])
    return Imputer(codes, _fit_estimator(values[list(codes)], imputation, groups) if codes else None, imputation)


def _fit_estimator(values: pd.DataFrame, imputation: Imputation, groups: pd.DataFrame) -> Estimator:
    if imputation.method in ("nearest_neighbours", "iterative"):
        return _fit_from_other_indicators(values, imputation)
    statistic = imputation.method.removeprefix("group_")
    if imputation.group is None:
        return Constants(values.agg(statistic))
    return GroupConstants(imputation.group, values.groupby(groups[imputation.group]).agg(statistic))


def _fit_from_other_indicators(values: pd.DataFrame, imputation: Imputation) -> Estimator:
    from sklearn.preprocessing import StandardScaler

    known = values.sort_index().to_numpy(float)  # ties among neighbours are settled by code, not by place in a file
    scaler = StandardScaler().fit(known)
    fit = _fit_nearest_neighbours if imputation.method == "nearest_neighbours" else _fit_iterative
    return FromOtherIndicators(tuple(values.columns), scaler, fit(scaler.transform(known), imputation))


def _fit_nearest_neighbours(standardised: Floats, imputation: Imputation) -> Any:
    from sklearn.impute import KNNImputer

    return KNNImputer(n_neighbors=imputation.neighbours).fit(standardised)


def _fit_iterative(standardised: Floats, imputation: Imputation) -> Any:
    """Fit chained linear regressions: expected values within the range seen, and no random draws."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.experimental import enable_iterative_imputer  # noqa: F401  # its import admits the imputer
    from sklearn.impute import IterativeImputer

    low, high = np.nanmin(standardised, axis=0), np.nanmax(standardised, axis=0)
    with catch_warnings(action="ignore", category=ConvergenceWarning):  # told as a fault
        imputer = IterativeImputer(max_iter=MOST_ROUNDS, min_value=low, max_value=high).fit(standardised)
    if imputer.n_iter_ >= MOST_ROUNDS:
        raise ScoringError(
            [
                fault(
                    "missing",
                    "iterative imputation has not settled after {count} rounds; use nearest_neighbours or group_mean",
                    count=MOST_ROUNDS,
                )
            ]
        )
    return imputer
