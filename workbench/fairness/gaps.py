"""Means of groups beside a reference or everyone else, from size, mean and spread alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.analysis.group_statistics import GroupStatistics
from workbench.fairness.comparison import CONFIDENCE, SMALLEST, statuses, where_compared
from workbench.fairness.false_discovery import adjusted_p_values
from workbench.model.methods import Floats


@dataclass(frozen=True, kw_only=True)
class MeanGaps:
    """Means of all groups, each beside what it is compared with.

    Parameters
    ----------
    table : DataFrame
        One row a group in the order of the codes: ``size, mean, sd``; ``reference_size, reference_mean``;
        ``difference, low, high`` (Welch); ``p`` and ``q`` (adjusted over all compared groups, Benjamini and Hochberg);
        ``standardised`` (the difference in pooled standard deviations); ``status`` ('compared', 'reference',
        'too_few', 'no_reference'). What is not compared has NaN there.
    reference : int, optional
        Code of the group that all are compared with; None for the rest of the population.
    """

    table: pd.DataFrame
    reference: int | None


class TTest(NamedTuple):
    """A difference with its interval and the two-sided p-value against no difference."""

    low: Floats
    high: Floats
    p: Floats


def mean_gaps(
    statistics: GroupStatistics,
    *,
    reference: int | None = None,
    smallest: int = SMALLEST,
    confidence: float = CONFIDENCE,
) -> MeanGaps:
    """Return each group's mean beside that of a reference group or of everyone else, with Welch's interval.

    Parameters
    ----------
    statistics : GroupStatistics
        Of all groups; see `workbench.analysis.group_statistics`.
    reference : int, optional
        Code of the group that all are compared with; None for everyone who is not in the group.
    smallest : int
        People a group must have to be compared.
    confidence : float
        Of the intervals.
    """
    other = beside(statistics, reference)
    status = statuses(statistics.size, other.size, reference=reference, smallest=max(smallest, 2))
    difference = statistics.mean - other.mean
    test = welch_test(statistics, other, confidence=confidence)
    compared = {
        "difference": difference,
        "low": test.low,
        "high": test.high,
        "p": test.p,
        "standardised": standardised_difference(statistics, other),
    }
    table = pd.DataFrame(
        {
            "size": statistics.size,
            "mean": statistics.mean,
            "sd": statistics.sd,
            "reference_size": other.size,
            "reference_mean": other.mean,
        }
        | {name: where_compared(status, values) for name, values in compared.items()}
    )
    return MeanGaps(table=table.assign(q=adjusted_p_values(table["p"].to_numpy()), status=status), reference=reference)


def beside(statistics: GroupStatistics, reference: int | None) -> GroupStatistics:
    """Return for each group what it is compared with: one group, or everybody who is not in it (None)."""
    if reference is None:
        return everyone_else(statistics)
    shape = statistics.size.shape
    return GroupStatistics(
        size=np.broadcast_to(statistics.size[..., [reference]], shape),
        mean=np.broadcast_to(statistics.mean[..., [reference]], shape),
        sd=np.broadcast_to(statistics.sd[..., [reference]], shape),
    )


def everyone_else(statistics: GroupStatistics) -> GroupStatistics:
    """Return size, mean and standard deviation of all who are not in the group, for each group (the last axis).

    Sums of squares around the mean of all: ``Σ SSᵢ + Σ nᵢ(mᵢ - m)²``, less the group's own and what its removal moves
    the mean.
    """
    everybody = merged(statistics, axis=-1)
    size, people = statistics.size, everybody.size[..., None]
    away = np.where(size > 0, statistics.mean, 0.0) - np.where(size > 0, everybody.mean[..., None], 0.0)
    rest = people - size
    others = np.where(rest > 0, rest, np.nan)
    left = squares(everybody)[..., None] - squares(statistics) - size * people / others * away**2
    return GroupStatistics(
        size=rest,
        mean=everybody.mean[..., None] - size * away / others,
        sd=np.sqrt(np.maximum(left, 0.0) / np.where(rest > 1, rest - 1, np.nan)),
    )


def merged(statistics: GroupStatistics, *, axis: int) -> GroupStatistics:
    """Return size, mean and standard deviation of groups taken together along `axis`."""
    size, there = statistics.size, statistics.size > 0
    people = size.sum(axis=axis)
    known = np.where(people > 0, people, np.nan)
    # the mean of means first, so that a spread that is small beside the values keeps its digits
    centre = np.where(there, statistics.mean, 0.0).sum(axis=axis) / np.maximum(there.sum(axis=axis), 1)
    away = np.where(there, statistics.mean - np.expand_dims(centre, axis), 0.0)
    mean = (size * away).sum(axis=axis) / known
    total = squares(statistics).sum(axis=axis) + (size * (away - np.expand_dims(mean, axis)) ** 2).sum(axis=axis)
    return GroupStatistics(
        size=people, mean=centre + mean, sd=np.sqrt(total / np.where(people > 1, people - 1, np.nan))
    )


def squares(statistics: GroupStatistics) -> Floats:
    """Return the sum of squared differences from the mean of each group, 0 where it has fewer than two values."""
    return np.where(statistics.size > 1, (statistics.size - 1) * statistics.sd**2, 0.0)


def welch_test(statistics: GroupStatistics, other: GroupStatistics, *, confidence: float = CONFIDENCE) -> TTest:
    """Return interval and p-value of the difference of means without assuming equal spreads.

    References
    ----------
    Welch (1947), Biometrika 34, doi 10.1093/biomet/34.1-2.28.
    """
    own, theirs = (each.sd**2 / np.where(each.size > 0, each.size, np.nan) for each in (statistics, other))
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = (own + theirs) ** 2 / (own**2 / (statistics.size - 1) + theirs**2 / (other.size - 1))
    return t_test(statistics.mean - other.mean, np.sqrt(own + theirs), freedom, confidence=confidence)


def t_test(difference: Floats, error: Floats, freedom: Floats, *, confidence: float = CONFIDENCE) -> TTest:
    """Return interval and two-sided p-value of `difference` with standard `error` by Student's t.

    Without any spread there is no test: the interval is the difference itself and p is NaN.
    """
    from scipy import special

    spread = error > 0
    freedom = np.where(spread, freedom, 1.0)
    half = np.where(spread, special.stdtrit(freedom, (1 + confidence) / 2) * error, 0 * error)
    p = 2 * special.stdtr(freedom, -np.abs(difference) / np.where(spread, error, np.nan))
    return TTest(difference - half, difference + half, p)


def standardised_difference(statistics: GroupStatistics, other: GroupStatistics) -> Floats:
    """Return the difference of means in standard deviations pooled over both sides, Cohen's d.

    About .2 is called small, .5 medium, .8 large.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd ed., ch. 2.
    """
    freedom = statistics.size + other.size - 2
    pooled = np.sqrt((squares(statistics) + squares(other)) / np.where(freedom > 0, freedom, np.nan))
    return (statistics.mean - other.mean) / np.where(pooled > 0, pooled, np.nan)
