"""Krippendorff's alpha: agreement beyond chance of any number of raters, on any level of measurement, with gaps.

Every difference between two ratings of a subject is a quadratic form of a few counts or sums of the subject, and the
differences expected by chance are the same form of their totals. So no pair of ratings is ever formed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from workbench.errors import ScoringError, fault, message
from workbench.fairness.comparison import CONFIDENCE
from workbench.fairness.reliability_data import Estimate, ReliabilityData, pairable
from workbench.model.methods import Floats

Level = Literal["nominal", "ordinal", "interval", "ratio"]

MOST_VALUES = 200
"""Different values that may be compared two by two, as nominal and ratio data are."""

_MOST_RESAMPLED = 1_000


@dataclass(frozen=True, kw_only=True)
class KrippendorffAlpha:
    """Alpha on one level of measurement.

    Parameters
    ----------
    level : {'nominal', 'ordinal', 'interval', 'ratio'}
        How a difference between two ratings counts.
    alpha : Estimate
        1 for full agreement, 0 for what chance would give, below 0 for less; NaN where all ratings are the same, so
        that nothing could have been told apart.
    subjects, ratings : int
        Subjects with two ratings or more, and the ratings they have.
    """

    level: Level
    alpha: Estimate
    subjects: int
    ratings: int


def krippendorff_alpha(
    data: ReliabilityData,
    *,
    level: Level,
    rng: np.random.Generator,
    draws: int = 1_000,
    confidence: float = CONFIDENCE,
) -> KrippendorffAlpha:
    """Return ``alpha = 1 - Do / De`` with an interval by resampling subjects.

    ``Do`` is the mean difference of two ratings of the same subject, ``De`` that of any two ratings. A difference is
    0 or 1 for nominal data, ``(x - y)^2`` for interval data, ``((x - y) / (x + y))^2`` for ratio data, and the
    squared number of ratings between the two, each counted by half, for ordinal data.

    Parameters
    ----------
    data : ReliabilityData
        Subjects with one rating count nowhere.
    level : {'nominal', 'ordinal', 'interval', 'ratio'}
        Of measurement.
    rng : numpy.random.Generator
        Draws the resamples.
    draws : int
        How many resamples. The ordinal differences stay as they are in all ratings. Of more than 1,000 subjects,
        random groups are drawn instead, whose sums vary alike.
    confidence : float
        Of the interval between two percentiles; resamples in which all ratings are the same are left out.

    Raises
    ------
    ScoringError
        When nominal or ratio data have more than 200 different values, or ratio data a negative one.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's alpha-reliability, repository.upenn.edu/asc_papers/43.
    Zapf et al. (2016), doi:10.1186/s12874-016-0200-9 (the interval).
    """
    pairs = pairable(data)
    size = pairs.by_subject()
    if size.size < 2:
        return KrippendorffAlpha(level=level, alpha=_UNKNOWN, subjects=size.size, ratings=pairs.values.size)
    sums, form = _differences(pairs, level)
    observed = np.einsum("ij,ij->i", sums @ form, sums) / (size - 1)
    of_subjects = np.column_stack([observed, size, sums])
    of_groups = _in_random_groups(of_subjects, rng)
    drawn = rng.multinomial(len(of_groups), np.full(len(of_groups), 1 / len(of_groups)), size=draws)
    resampled = _alpha(drawn @ of_groups, form)
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    known = resampled[~np.isnan(resampled)]
    low, high = np.quantile(known, tails) if known.size else (np.nan, np.nan)
    alpha = Estimate(value=float(_alpha(of_subjects.sum(axis=0)[None], form)[0]), low=float(low), high=float(high))
    return KrippendorffAlpha(level=level, alpha=alpha, subjects=size.size, ratings=pairs.values.size)


_UNKNOWN = Estimate(value=np.nan, low=np.nan, high=np.nan)


def _alpha(totals: Floats, form: Floats) -> Floats:
    """Return alpha of each row of totals: observed differences, number of ratings, and the sums of the `form`."""
    observed, ratings, sums = totals[:, 0], totals[:, 1], totals[:, 2:]
    expected = np.einsum("ij,ij->i", sums @ form, sums)
    rounding = 1e-12 * (sums**2).sum(axis=1) * np.abs(form).max()
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(expected > rounding, 1 - (ratings - 1) * observed / expected, np.nan))


def _differences(data: ReliabilityData, level: Level) -> tuple[Floats, Floats]:
    """Return sums by subject, shape (subjects, q), and the form Q, shape (q, q), such that ``s' Q s`` adds up pairs.

    Of squared differences on a scale the sums are size, sum and sum of squares; else how often each value was given.
    """
    values, place, count = np.unique(data.values, return_inverse=True, return_counts=True)
    if level in ("nominal", "ratio"):
        _check_values(values, level)
        counts = np.bincount(data.subjects * values.size + place, minlength=data.by_subject().size * values.size)
        return counts.reshape(-1, values.size).astype(float), _two_by_two(values, level)
    scale = values if level == "interval" else np.cumsum(count) - count / 2
    middle = np.average(scale, weights=count)
    off = ((scale - middle) / max(float(np.ptp(scale)), 1e-300))[place]
    sums = [np.bincount(data.subjects, each) for each in (np.ones(off.size), off, off**2)]
    return np.column_stack(sums), np.array([[0.0, 0.0, 1.0], [0.0, -2.0, 0.0], [1.0, 0.0, 0.0]])


def _two_by_two(values: Floats, level: Level) -> Floats:
    if level == "nominal":
        return 1 - np.eye(values.size)
    total = np.add.outer(values, values)
    return np.asarray((np.subtract.outer(values, values) / np.where(total > 0, total, 1.0)) ** 2)


def _check_values(values: Floats, level: Level) -> None:
    faults = []
    if values.size > MOST_VALUES:
        template = message("{count} different values are too many to compare two by two; round them, or use 'interval'")
        faults.append(fault(level, template, count=values.size))
    if level == "ratio" and values.min(initial=0.0) < 0:
        faults.append(fault(level, "ratios need values of 0 or more; the lowest is {value}", value=float(values.min())))
    ScoringError.raise_if(faults)


def _in_random_groups(sums: Floats, rng: np.random.Generator) -> Floats:
    """Return the rows of `sums` as they are, or added up in 1,000 random groups where there are more."""
    if len(sums) <= _MOST_RESAMPLED:
        return sums
    groups = rng.permutation(len(sums)) % _MOST_RESAMPLED
    return np.column_stack([np.bincount(groups, column) for column in sums.T])
