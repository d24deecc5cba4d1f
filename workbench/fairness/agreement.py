"""How far several raters of the same subjects agree, by the coefficient that suits the scale and who rated whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from workbench.fairness.comparison import CONFIDENCE
from workbench.fairness.concordance import (
    Concordance,
    PercentAgreement,
    kendall_concordance,
    percent_agreement,
)
from workbench.fairness.intraclass import IntraclassCorrelations, intraclass_correlations
from workbench.fairness.krippendorff import krippendorff_alpha
from workbench.fairness.reliability_data import Estimate, ReliabilityData, pairable

Coefficient = Literal["alpha", "ICC(2,1)", "ICC(1,1)"]

RELIABLE = 0.8
"""Reliability that is asked of figures on which decisions about people rest."""


@dataclass(frozen=True, kw_only=True)
class RaterAgreement:
    """Agreement of raters, as far as the ratings can tell.

    Parameters
    ----------
    subjects, raters, ratings : int
        How many there are.
    several : int
        Subjects with two raters or more; the others say nothing about agreement.
    coefficient : {'alpha', 'ICC(2,1)', 'ICC(1,1)'}
        What suits: Krippendorff's alpha for ordered classes; for numbers the intraclass correlation, in which the
        raters' level counts as disagreement, of raters who share subjects, or else of each subject's own raters.
    single : Estimate
        The coefficient: what one rating is worth.
    mean : Estimate
        Intraclass correlation of the mean of `averaged` ratings: what the mean is worth; ordered classes are taken as
        equally far apart.
    averaged : float
        Ratings a subject has: the harmonic mean.
    equal, near : PercentAgreement, optional
        Pairs of ratings of one subject that are equal, or at most one class apart; None for numbers.
    concordance : Concordance, optional
        Kendall's W; None where not all have rated the same subjects.
    shares : tuple of float
        Parts of the variance of ratings that belong to subjects, to the raters' level, and to neither. They add up to
        1; NaN where the ratings cannot tell.
    needed : float
        Raters a subject would need for a mean with a reliability of .8; NaN where no number is enough.
    """

    subjects: int
    raters: int
    ratings: int
    several: int
    coefficient: Coefficient
    single: Estimate
    mean: Estimate
    averaged: float
    equal: PercentAgreement | None
    near: PercentAgreement | None
    concordance: Concordance | None
    shares: tuple[float, float, float]
    needed: float


def rater_agreement(
    data: ReliabilityData, *, ordered: bool, rng: np.random.Generator, confidence: float = CONFIDENCE
) -> RaterAgreement:
    """Return how far the raters agree.

    Parameters
    ----------
    data : ReliabilityData
        One rating of each subject by each of its raters.
    ordered : bool
        Whether values are ordered classes, one apart, rather than numbers.
    rng : numpy.random.Generator
        For the interval of Krippendorff's alpha.
    confidence : float
        Of all intervals.

    References
    ----------
    Krippendorff (2011), repository.upenn.edu/asc_papers/43. Shrout & Fleiss (1979), doi:10.1037/0033-2909.86.2.420.
    """
    correlations = intraclass_correlations(data, confidence=confidence)
    linked = not np.isnan(correlations.analysis.residual)
    model = "2" if linked else "1"
    correlation = _estimate(correlations, f"ICC({model},1)")
    alpha = krippendorff_alpha(data, level="ordinal", rng=rng, confidence=confidence).alpha if ordered else None
    concordance = kendall_concordance(data, confidence=confidence)
    return RaterAgreement(
        subjects=data.by_subject().size,
        raters=data.by_rater().size,
        ratings=data.values.size,
        several=pairable(data).by_subject().size,
        coefficient="alpha" if ordered else "ICC(2,1)" if linked else "ICC(1,1)",
        single=correlation if alpha is None else alpha,
        mean=_estimate(correlations, f"ICC({model},k)"),
        averaged=correlations.averaged,
        equal=percent_agreement(data, confidence=confidence) if ordered else None,
        near=percent_agreement(data, within=1.0, confidence=confidence) if ordered else None,
        concordance=None if concordance.left_out or np.isnan(concordance.w.value) else concordance,
        shares=_shares(correlations, correlation.value, linked=linked),
        needed=ratings_needed(correlation.value),
    )


def ratings_needed(reliability: float, *, wanted: float = RELIABLE) -> float:
    """Return of how many ratings the mean is as reliable as `wanted`, when one of them has this `reliability`.

    ``wanted (1 - r) / (r (1 - wanted))`` (Spearman-Brown), rounded up; NaN for a reliability of 0 or less.
    """
    if not reliability > 0:
        return np.nan
    return float(max(np.ceil(wanted * (1 - reliability) / (reliability * (1 - wanted)) - 1e-9), 1.0))


def _estimate(correlations: IntraclassCorrelations, name: str) -> Estimate:
    value, low, high = correlations.table.loc[name].astype(float)
    return Estimate(value=value, low=low, high=high)


def _shares(correlations: IntraclassCorrelations, value: float, *, linked: bool) -> tuple[float, float, float]:
    """Return the parts of the variance; an estimate below 0 is 0, and the raters' part is in the rest if unknown."""
    found = correlations.analysis
    parts = (found.subjects, found.raters, found.residual) if linked else (value, 0.0, 1 - value)
    kept = np.maximum(parts, 0.0)
    of_subjects, of_raters, rest = (kept / kept.sum()).tolist() if kept.sum() > 0 else (np.nan,) * 3
    return of_subjects, of_raters, rest
