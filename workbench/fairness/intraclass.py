"""Intraclass correlations: which share of the variance of ratings is that of the subjects.

The six coefficients of Shrout & Fleiss come from three variance components, and these from sums over all rows, whether
every rater rated every subject or not. In a complete table they are the published ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.analysis.group_statistics import GroupStatistics, group_statistics
from workbench.fairness.comparison import CONFIDENCE
from workbench.fairness.linkage import link
from workbench.fairness.reliability_data import Estimate, ReliabilityData

COLUMNS = ["value", "low", "high"]
_DUST = 1e-28  # of a squared value: what rounding leaves of a variance that is none


@dataclass(frozen=True)
class AnalysisOfVariance:
    """Variances of ``y = mean + subject + rater + residual``; estimates, so that they may be below 0.

    Parameters
    ----------
    subjects, raters, residual : float
        The three variances; NaN where the design cannot tell them apart.
    per_subject, per_rater : float
        How many ratings a subject, a rater, has on average that tell it apart from the others: k and n in a complete
        table of n subjects and k raters, fewer where ratings are missing.
    degrees : tuple of int
        Degrees of freedom of subjects, raters and residual.
    """

    subjects: float
    raters: float
    residual: float
    per_subject: float
    per_rater: float
    degrees: tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class IntraclassCorrelations:
    """The six coefficients and what they were computed from.

    Parameters
    ----------
    table : DataFrame
        Indexed by ``ICC(1,1), ICC(2,1), ICC(3,1), ICC(1,k), ICC(2,k), ICC(3,k)``: ``value, low, high``. NaN where the
        design cannot tell.
    analysis : AnalysisOfVariance
        Of the two-way model.
    averaged : float
        The k of ICC(.,k): harmonic mean of the ratings a subject has.
    """

    table: pd.DataFrame
    analysis: AnalysisOfVariance
    averaged: float


def intraclass_correlations(data: ReliabilityData, *, confidence: float = CONFIDENCE) -> IntraclassCorrelations:
    """Return the six intraclass correlations with intervals.

    ICC(1,.): each subject has raters of its own. ICC(2,.): raters are a sample, and a strict one counts as
    disagreement (absolute agreement). ICC(3,.): only these raters matter, and their level does not (consistency).
    ICC(.,1) is the reliability of one rating, ICC(.,k) that of the mean of k.

    Parameters
    ----------
    data : ReliabilityData
        Of subjects and raters; where ratings are missing, the two-way coefficients use `analysis_of_variance`, and
        their intervals count the ratings that tell a subject apart from the others in place of k.
    confidence : float
        Of the intervals, by the F distribution: exact for ICC(3,.) in a complete table and for ICC(1,.) in any;
        Satterthwaite's approximation for ICC(2,.).

    References
    ----------
    Shrout & Fleiss (1979), doi:10.1037/0033-2909.86.2.420. McGraw & Wong (1996), doi:10.1037/1082-989X.1.1.30.
    """
    sizes = data.by_subject()
    averaged = float(1 / np.mean(1 / sizes)) if sizes.size else np.nan
    analysis = analysis_of_variance(data)
    single = {
        "1": one_way_correlation(group_statistics(data.values, data.subjects, sizes.size), confidence=confidence),
        "2": _two_way(analysis, confidence, absolute=True),
        "3": _two_way(analysis, confidence, absolute=False),
    }
    rows = {f"ICC({model},1)": each for model, each in single.items()}
    rows |= {f"ICC({model},k)": _stepped_up(each, averaged) for model, each in single.items()}
    table = pd.DataFrame([[each.value, each.low, each.high] for each in rows.values()], index=[*rows], columns=COLUMNS)
    return IntraclassCorrelations(table=table, analysis=analysis, averaged=averaged)


def one_way_correlation(groups: GroupStatistics, *, confidence: float = CONFIDENCE) -> Estimate:
    """Return ICC(1,1) of values in groups, which may differ in size, from their sizes, means and deviations.

    ``(MSB - MSW) / (MSB + (k0 - 1) MSW)`` with ``k0 = (N - sum n^2 / N) / (U - 1)``. The interval is Wald's, exact for
    groups of any sizes: ``sum w (m - m_w)^2 / ((U - 1) MSW)`` with ``w = n / (1 + n t)`` has the F distribution when t
    is the true ratio of the variance between groups to that within.

    Parameters
    ----------
    groups : GroupStatistics
        Of subjects, for the reliability of a rating, or of units, for the share of the differences that is theirs.
    confidence : float
        Of the interval.

    References
    ----------
    Wald, A. (1940), A note on the analysis of variance with unequal class frequencies, doi:10.1214/aoms/1177731941.
    """
    from scipy.special import fdtri

    there = groups.size > 0
    size, mean = groups.size[there].astype(float), groups.mean[there]
    spare = size.sum() - size.size
    if size.size < 2 or spare < 1:
        return _UNKNOWN
    squares = np.where(size > 1, (size - 1) * np.nan_to_num(groups.sd[there]) ** 2, 0.0).sum()
    within, degrees = squares / spare, size.size - 1

    def ratio(odds: float) -> float:
        weight = size / (1 + size * odds)
        middle = np.average(mean, weights=weight)
        return float((weight * (mean - middle) ** 2).sum() / degrees / within)

    dust = _DUST * float((mean**2).max())
    if within <= dust:
        return _CERTAIN if float(np.ptp(mean)) ** 2 > dust else _UNKNOWN
    each = (size.sum() - (size**2).sum() / size.sum()) / degrees
    value = (ratio(0.0) - 1) / (ratio(0.0) + each - 1)
    far = fdtri(degrees, spare, [(1 + confidence) / 2, (1 - confidence) / 2])
    low, high = (_share(_odds_at(ratio, limit, -1 / size.max())) for limit in far)
    return Estimate(value=float(value), low=min(low, float(value)), high=max(high, float(value)))


def analysis_of_variance(data: ReliabilityData) -> AnalysisOfVariance:
    """Return the variances of subjects, raters and residual by moments: of a table with or without gaps.

    What subjects explain beyond raters, raters beyond subjects, and neither, is put equal to what the random-effects
    model expects (Henderson's method 3); in a complete table this is the analysis of variance. A subject is compared
    with those its raters have rated too, so that neither a strict rater nor a part of the ratings that shares neither
    subject nor rater with the rest can pass for a difference between subjects.

    Parameters
    ----------
    data : ReliabilityData
        A rater may have rated a subject several times.

    References
    ----------
    Henderson (1953), Estimation of variance and covariance analysis, doi:10.2307/3001853.
    """
    table = _CrossTable(data)
    of_subjects, of_raters = table.by_subject.size, table.by_rater.size
    parts = len(link(data.subjects, data.raters, subjects=of_subjects, raters=of_raters).components)
    degrees = (of_subjects - parts, of_raters - parts, data.values.size - of_subjects - of_raters + parts)
    if min(degrees) < 1:
        return AnalysisOfVariance(np.nan, np.nan, np.nan, np.nan, np.nan, degrees)
    unexplained = table.unexplained()
    residual = unexplained / degrees[2]
    (in_subjects, subject_weight), (in_raters, rater_weight) = zip(table.spreads(), table.weights(), strict=True)
    return AnalysisOfVariance(
        (in_subjects - unexplained - degrees[0] * residual) / subject_weight,
        (in_raters - unexplained - degrees[1] * residual) / rater_weight,
        residual,
        subject_weight / degrees[0],
        rater_weight / degrees[1],
        degrees,
    )


class _CrossTable:
    """Sums of ratings by subject, by rater and by both."""

    def __init__(self, data: ReliabilityData) -> None:
        from scipy.sparse import coo_array

        self._data = data
        from_first = data.values - data.values[:1]  # so that equal values leave exactly nothing
        self._off = from_first - (from_first.mean() if from_first.size else 0.0)
        self.by_subject, self.by_rater = data.by_subject(), data.by_rater()
        shape = (self.by_subject.size, self.by_rater.size)
        self._counts = coo_array((np.ones(data.values.size), (data.subjects, data.raters)), shape=shape).tocsr()

    def spreads(self) -> tuple[float, float]:
        """Return the sums of squares within raters, which hold the subjects' differences, and within subjects."""
        of_raters = np.bincount(self._data.raters, self._off) ** 2 / self.by_rater
        of_subjects = np.bincount(self._data.subjects, self._off) ** 2 / self.by_subject
        total = (self._off**2).sum()
        return float(total - of_raters.sum()), float(total - of_subjects.sum())

    def weights(self) -> tuple[float, float]:
        """Return how often the variance of subjects is in the first of `spreads`, and that of raters in the second."""
        shared = self._counts.power(2)
        by_rater, by_subject = (shared / self.by_rater).sum(), (shared.T / self.by_subject).sum()
        return float(self.by_rater.sum() - by_rater), float(self.by_rater.sum() - by_subject)

    def unexplained(self) -> float:
        """Return the sum of squares that subjects and raters together leave, by least squares.

        Subjects are eliminated, and the equations of the raters are solved by conjugate gradients.
        """
        from scipy.sparse import diags_array
        from scipy.sparse.linalg import LinearOperator, cg

        counts, by_subject, by_rater = self._counts, self.by_subject, self.by_rater
        of_subjects = np.bincount(self._data.subjects, self._off) / by_subject
        known = np.bincount(self._data.raters, self._off) - counts.T @ of_subjects
        equations = LinearOperator(
            (by_rater.size, by_rater.size),
            matvec=lambda level: by_rater * level - counts.T @ (counts @ level / by_subject),
        )
        nothing = 1e-12 * float(np.linalg.norm(self._off))  # where raters do not differ, there is nothing to solve
        levels, _ = cg(equations, known, rtol=1e-10, atol=nothing, M=diags_array(1 / by_rater))
        subjects = of_subjects - counts @ levels / by_subject
        return float(((self._off - subjects[self._data.subjects] - levels[self._data.raters]) ** 2).sum())


_UNKNOWN = Estimate(value=np.nan, low=np.nan, high=np.nan)
_CERTAIN = Estimate(value=1.0, low=1.0, high=1.0)


def _two_way(analysis: AnalysisOfVariance, confidence: float, *, absolute: bool) -> Estimate:
    """Return ICC(2,1), or ICC(3,1) where the raters' level does not count.

    With ``V`` the variance that is not the subjects', ``MSR / F = MSE + k V t`` is solved for the odds
    ``t = ICC / (1 - ICC)`` at the limits of F.
    """
    from scipy.special import fdtri

    residual, ratings = analysis.residual, analysis.per_subject
    other = residual + (analysis.raters if absolute else 0.0)
    if not analysis.subjects + other > 0:
        return _UNKNOWN
    if other <= 0:
        return _CERTAIN
    value = analysis.subjects / (analysis.subjects + other)
    mean_square = residual + ratings * analysis.subjects
    degrees = _satterthwaite(analysis, value / (1 - value)) if absolute else float(analysis.degrees[2])
    far = fdtri(analysis.degrees[0], degrees, [(1 + confidence) / 2, (1 - confidence) / 2])
    low, high = (_share(float((mean_square / limit - residual) / (ratings * other))) for limit in far)
    return Estimate(value=value, low=low, high=high)


def _satterthwaite(analysis: AnalysisOfVariance, odds: float) -> float:
    """Return the degrees of freedom of ``a MSC + b MSE``, which MSR is expected to be at the estimate."""
    among_raters = analysis.residual + analysis.per_rater * analysis.raters
    share = analysis.per_subject * odds / analysis.per_rater
    parts = np.array([share * among_raters, (1 + share * (analysis.per_rater - 1)) * analysis.residual])
    squares = (parts**2 / np.array(analysis.degrees[1:])).sum()
    return float(parts.sum() ** 2 / squares) if squares > 0 else float(analysis.degrees[2])


def _odds_at(ratio: Callable[[float], float], limit: float, smallest: float) -> float:
    """Return where the decreasing `ratio` of the odds reaches `limit`; never below the `smallest` possible odds."""
    from scipy.optimize import brentq

    low, high = smallest * (1 - 1e-9), 1.0
    if ratio(low) <= limit:
        return smallest
    while ratio(high) > limit:
        high *= 4
    return float(brentq(lambda odds: ratio(odds) - limit, low, high, xtol=1e-12, rtol=1e-12))


def _share(odds: float) -> float:
    return odds / (1 + odds)


def _stepped_up(single: Estimate, ratings: float) -> Estimate:
    """Return the reliability of the mean of so many `ratings`, of a `single` one's (Spearman-Brown).

    NaN where the single one is so far below 0 that the means would not differ at all.
    """

    def of_mean(one: float) -> float:
        spread = 1 + (ratings - 1) * one
        return one * ratings / spread if spread > 1e-12 else np.nan

    return Estimate(value=of_mean(single.value), low=of_mean(single.low), high=of_mean(single.high))
