"""Kendall's W and the share of pairs of ratings that agree: figures that anyone can count again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.fairness.comparison import CONFIDENCE
from workbench.fairness.rates import wilson_interval
from workbench.fairness.reliability_data import Estimate, ReliabilityData, pairable
from workbench.model.methods import Floats
from workbench.scoring.expert_weights import kendalls_w

_DUST = 1e-9


@dataclass(frozen=True, kw_only=True)
class Concordance:
    """Kendall's W of raters who all rated the same subjects.

    Parameters
    ----------
    w : Estimate
        1 when all rank the subjects alike, 0 when there is no common order.
    chi_square, p_value : float
        ``m (n - 1) W`` with n - 1 degrees of freedom, against no common order.
    raters, subjects : int
        m and n: subjects whom every rater has rated.
    left_out : int
        Subjects whom some raters have not rated.
    """

    w: Estimate
    chi_square: float
    p_value: float
    raters: int
    subjects: int
    left_out: int


@dataclass(frozen=True, kw_only=True)
class PercentAgreement:
    """Share of the pairs of ratings of one subject that agree.

    Parameters
    ----------
    share : Estimate
        From 0 to 1; the interval is Wilson's for as many pairs as the differences between subjects are worth.
    pairs, subjects : int
        How many pairs, of how many subjects.
    """

    share: Estimate
    pairs: int
    subjects: int


def kendall_concordance(data: ReliabilityData, *, confidence: float = CONFIDENCE) -> Concordance:
    """Return Kendall's coefficient of concordance, corrected for ties, over the subjects whom all have rated.

    The interval is that of ``F = (m - 1) W / (1 - W)`` with ``n - 1 - 2/m`` and m - 1 times as many degrees of
    freedom: Kendall's own approximation, which is that of ICC(3,k) of the ranks. NaN below three such subjects or two
    raters.

    Parameters
    ----------
    data : ReliabilityData
        Where a rater has rated a subject several times, the mean counts.
    confidence : float
        Of the interval.

    References
    ----------
    Kendall & Babington Smith (1939), The problem of m rankings, doi:10.1214/aoms/1177732186.
    """
    from scipy.special import chdtrc, fdtri

    table = _complete_table(data)
    raters, subjects = table.shape
    left_out = data.by_subject().size - subjects
    w = kendalls_w(table) if raters > 1 and subjects > 2 else None
    if w is None:
        unknown = Estimate(value=np.nan, low=np.nan, high=np.nan)
        return Concordance(
            w=unknown, chi_square=np.nan, p_value=np.nan, raters=raters, subjects=subjects, left_out=left_out
        )
    freedom = subjects - 1 - 2 / raters
    limits = fdtri(freedom, (raters - 1) * freedom, [(1 + confidence) / 2, (1 - confidence) / 2])
    low, high = (w / (w + (1 - w) * limits)).tolist()
    chi_square = raters * (subjects - 1) * w
    return Concordance(
        w=Estimate(value=w, low=low, high=high),
        chi_square=chi_square,
        p_value=float(chdtrc(subjects - 1, chi_square)),
        raters=raters,
        subjects=subjects,
        left_out=left_out,
    )


def percent_agreement(
    data: ReliabilityData, *, within: float = 0.0, confidence: float = CONFIDENCE
) -> PercentAgreement:
    """Return the share of all pairs of ratings of one subject that differ by no more than `within`.

    Parameters
    ----------
    data : ReliabilityData
        Subjects with one rating count nowhere.
    within : float
        0 for equal ratings, 1 for ratings at most one step of the scale apart.
    confidence : float
        Of the interval, which takes the subjects as the sample: the pairs of one subject are not independent.

    References
    ----------
    Wilson (1927), doi:10.1080/01621459.1927.10502953; Korn & Graubard (1998), Survey Methodology 24, 193-201.
    """
    pairs = pairable(data)
    size = pairs.by_subject()
    possible = size * (size - 1) / 2
    if not size.size:
        return PercentAgreement(share=Estimate(value=np.nan, low=np.nan, high=np.nan), pairs=0, subjects=0)
    agreeing = _agreeing_pairs(pairs, within)
    share = float(agreeing.sum() / possible.sum())
    variance = float(((agreeing - share * possible) ** 2).sum()) / possible.sum() ** 2
    worth = share * (1 - share) / variance if variance > 0 else float(size.size)
    low, high = wilson_interval(np.array([share * worth]), np.array([worth]), confidence=confidence)
    return PercentAgreement(
        share=Estimate(value=share, low=float(low[0]), high=float(high[0])),
        pairs=int(possible.sum()),
        subjects=size.size,
    )


def _complete_table(data: ReliabilityData) -> Floats:
    """Return the ratings of the subjects whom all raters have rated, shape (raters, subjects)."""
    raters = data.by_rater().size
    enough = data.by_subject() >= raters
    place = np.cumsum(enough) - 1
    shape = (raters, int(enough.sum()))
    kept = enough[data.subjects]
    cells = data.raters[kept] * shape[1] + place[data.subjects[kept]]
    count = np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)
    total = np.bincount(cells, data.values[kept], minlength=shape[0] * shape[1]).reshape(shape)
    complete = (count > 0).all(axis=0)
    return np.asarray(total[:, complete] / count[:, complete])


def _agreeing_pairs(data: ReliabilityData, within: float) -> NDArray[np.int64]:
    """Return how many pairs of ratings of each subject differ by no more than `within`.

    Ratings are sorted by subject and value, so that those that agree with one and follow it stand next to it.
    """
    values, place = np.unique(data.values, return_inverse=True)
    reach = np.searchsorted(values, values + within + _DUST, side="right") - 1
    order = np.lexsort((place, data.subjects))
    subjects, place = data.subjects[order], place[order]
    keys = subjects * values.size + place
    last = np.searchsorted(keys, subjects * values.size + reach[place], side="right")
    agreeing = np.zeros(subjects[-1] + 1, dtype=np.int64)
    np.add.at(agreeing, subjects, last - np.arange(keys.size) - 1)
    return agreeing
