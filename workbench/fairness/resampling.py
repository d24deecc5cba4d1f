"""Bootstrap of group comparisons from counts, so that its cost does not grow with the number of people.

Rows drawn with replacement change a table of groups and outcomes by the multinomial law; the table itself is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workbench.analysis.group_statistics import GroupStatistics
from workbench.fairness.comparison import CONFIDENCE, Counts
from workbench.model.methods import Floats


@dataclass(frozen=True, kw_only=True)
class Resampled:
    """A metric with its percentile interval, one entry for each number the metric returns.

    Parameters
    ----------
    estimate : ndarray
        Of the data themselves.
    low, high : ndarray
        Bounds; NaN where more than half the draws have no value.
    unknown : ndarray
        Share (0-1) of draws that have no value.
    """

    estimate: Floats
    low: Floats
    high: Floats
    unknown: Floats

    def reflected(self) -> tuple[Floats, Floats]:
        """Return the basic interval, the percentiles reflected at the estimate: for metrics that chance pushes one way.

        The lowest of many rates over the highest is lower in every draw than in the truth; drawing again from the data
        shows by how much.

        References
        ----------
        Davison & Hinkley (1997), Bootstrap Methods and their Application, section 5.2.
        """
        return 2 * self.estimate - self.high, 2 * self.estimate - self.low


def resampled_counts(table: Counts | Floats, *, draws: int, rng: np.random.Generator) -> Counts:
    """Return tables as they come of people drawn with replacement, shape (draws, groups, kinds).

    Parameters
    ----------
    table : ndarray, shape (groups, kinds)
        People of each group with each outcome, or how many there would be if all groups were alike.
    draws : int
        Number of tables.
    rng : Generator
        Source of chance.
    """
    people = round(float(table.sum()))
    chances = table.ravel() / max(people, 1)
    drawn: Counts = rng.multinomial(people, chances / max(chances.sum(), 1e-300), size=draws)
    return drawn.reshape(draws, *table.shape)


def resampled_means(statistics: GroupStatistics, *, draws: int, rng: np.random.Generator) -> tuple[Counts, Floats]:
    """Return sizes and means of groups as they come of people drawn with replacement, both of shape (draws, g).

    Sizes by the multinomial law; means by the normal law with the spread of the group, which is what a mean of many
    values tends to: for groups of fewer than about 30 people with skewed values draw the people themselves.

    Parameters
    ----------
    statistics : GroupStatistics
        Size, mean and standard deviation of each group.
    draws : int
        Number of draws.
    rng : Generator
        Source of chance.
    """
    size = resampled_counts(statistics.size, draws=draws, rng=rng)
    there = np.where(size > 0, size, np.nan)
    known = np.maximum(statistics.size, 1)
    spread = np.where(statistics.size > 1, statistics.sd * np.sqrt((known - 1) / known), 0.0)
    return size, statistics.mean + rng.standard_normal(size.shape) * spread / np.sqrt(there)


def bootstrap(
    table: Counts,
    metric: Callable[[Counts], Floats],
    *,
    draws: int,
    rng: np.random.Generator,
    confidence: float = CONFIDENCE,
) -> Resampled:
    """Return `metric` of a table of groups and outcomes with its bootstrap interval.

    Parameters
    ----------
    table : ndarray of int, shape (groups, kinds)
        People of each group with each outcome.
    metric : callable
        Takes tables, shape (..., groups, kinds), and returns their numbers, shape (...) or (..., k).
    draws : int
        Number of tables drawn.
    rng : Generator
        Source of chance.
    confidence : float
        Of the percentile interval.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 13.
    """
    return percentiles(metric(table), metric(resampled_counts(table, draws=draws, rng=rng)), confidence=confidence)


def percentiles(estimate: Floats, drawn: Floats, *, confidence: float = CONFIDENCE) -> Resampled:
    """Return an estimate with the percentiles of its draws, shape (draws, ...); NaN where most draws have no value."""
    unknown = np.isnan(drawn).mean(axis=0)
    tail = (1 - confidence) / 2
    filled = np.where(unknown > 0.5, 0.0, drawn)
    low, high = np.nanquantile(filled, [tail, 1 - tail], axis=0)
    most = unknown > 0.5
    return Resampled(
        estimate=np.asarray(estimate, dtype=float),
        low=np.where(most, np.nan, low),
        high=np.where(most, np.nan, high),
        unknown=np.asarray(unknown),
    )


def rate_of(kind: int) -> Callable[[Counts], Floats]:
    """Return the metric that takes the share of outcome `kind` in each group."""

    def metric(tables: Counts) -> Floats:
        size = tables.sum(axis=-1)
        rates: Floats = tables[..., kind] / np.where(size > 0, size, np.nan)
        return rates

    return metric


def impact_ratio(kind: int) -> Callable[[Counts], Floats]:
    """Return the metric that takes the lowest over the highest share of outcome `kind`."""
    rate = rate_of(kind)

    def metric(tables: Counts) -> Floats:
        rates = rate(tables)
        highest = np.nanmax(rates, axis=-1)
        ratios: Floats = np.nanmin(rates, axis=-1) / np.where(highest > 0, highest, np.nan)
        return ratios

    return metric
