"""Shares and means per subject, each with its number of cases and its 95 % interval, as a measure returns them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
Z = float(stats.norm.ppf(0.975))


def wilson_interval(successes: Floats, cases: Floats) -> tuple[Floats, Floats]:
    """Return the bounds of Wilson's 95 % interval of a share, both 0-1; NaN where there are no cases.

    ``(p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)``. Wilson (1927), doi:10.1080/01621459.1927.10502953.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        share = successes / cases
        centre = share + Z**2 / (2 * cases)
        half = Z * np.sqrt(share * (1 - share) / cases + Z**2 / (4 * cases**2))
        scale = 1 + Z**2 / cases
        low, high = (centre - half) / scale, (centre + half) / scale
    # With no success (or no failure) a bound is exactly 0 (or 1); rounding must not push it past the share itself.
    return np.minimum(low.clip(0, 1), share), np.maximum(high.clip(0, 1), share)


def student_interval(mean: Floats, standard_error: Floats, cases: Floats) -> tuple[Floats, Floats]:
    """Return the bounds of the 95 % t interval of a mean; NaN where fewer than two cases leave its error unknown."""
    known = cases >= 2
    half = np.where(known, stats.t.ppf(0.975, np.where(known, cases - 1, 1)) * standard_error, np.nan)
    return mean - half, mean + half


def places(subjects: pd.Index, column: pd.Series) -> NDArray[np.intp]:
    """Return the position of each row's subject among all subjects."""
    return np.asarray(subjects.get_indexer(pd.Index(column)), dtype=np.intp)


def totals(place: NDArray[np.intp], size: int, weights: Floats | NDArray[np.bool_] | None = None) -> Floats:
    """Return, for each of `size` subjects, the number of its rows or the sum of their `weights`."""
    return np.bincount(place, weights=weights, minlength=size).astype(float)


def percentages(subjects: pd.Index, column: pd.Series, success: NDArray[np.bool_], *, reason: str) -> pd.DataFrame:
    """Return the percentage of successful rows of each subject.

    Parameters
    ----------
    subjects : Index
        All subjects.
    column : Series
        The subject of each row.
    success : array of bool
        Whether the row counts as a success.
    reason : str
        Why a subject without rows has no value.

    Returns
    -------
    DataFrame
        Indexed by `subjects`: ``value, cases, low, high, reason``; per cent, with Wilson's interval.
    """
    place = places(subjects, column)
    cases, successes = totals(place, len(subjects)), totals(place, len(subjects), success)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = 100 * successes / cases
    low, high = wilson_interval(successes, cases)
    return measured(subjects, value=value, cases=cases, low=100 * low, high=100 * high, reason=reason)


def means(
    subjects: pd.Index, column: pd.Series, values: Floats, *, within: tuple[float, float], reason: str
) -> pd.DataFrame:
    """Return the mean of the rows of each subject with its t-interval, kept within the bounds of the scale.

    Parameters
    ----------
    subjects : Index
        All subjects.
    column : Series
        The subject of each row.
    values : array of float
        The value of each row, none missing.
    within : tuple of float
        Lowest and highest value there can be.
    reason : str
        Why a subject without rows has no value.

    Returns
    -------
    DataFrame
        Indexed by `subjects`: ``value, cases, low, high, reason``.
    """
    place, size = places(subjects, column), len(subjects)
    cases = totals(place, size)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = totals(place, size, values) / cases
        error = np.sqrt(totals(place, size, (values - mean[place]) ** 2) / (cases * (cases - 1)))
    low, high = student_interval(mean, error, cases)
    return measured(subjects, value=mean, cases=cases, low=low.clip(*within), high=high.clip(*within), reason=reason)


def measured(
    subjects: pd.Index,
    *,
    value: Floats,
    cases: Floats,
    reason: str | NDArray[np.object_],
    low: Floats | float = np.nan,
    high: Floats | float = np.nan,
) -> pd.DataFrame:
    """Return the frame a measure hands back: `reason` only where there is no value, no interval without a value.

    Where everything was counted and nothing sampled there is no interval: leave out `low` and `high`.
    """
    missing = np.isnan(value)
    return pd.DataFrame(
        {
            "value": value,
            "cases": cases,
            "low": np.where(missing, np.nan, low),
            "high": np.where(missing, np.nan, high),
            "reason": pd.Series(np.where(missing, reason, ""), index=subjects, dtype="str"),
        },
        index=subjects,
    )
