"""The one number that a calibration is asked to make smaller: how far the means of groups lie apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.group_statistics import GroupStatistics

FEWEST = 10
"""Subjects that a group needs before its mean can be the highest or the lowest of all."""


@dataclass(frozen=True, kw_only=True)
class GroupGap:
    """The largest difference between two groups, and between which.

    Parameters
    ----------
    value : float
        Mean of `highest` less mean of `lowest`, in points; NaN where fewer than two groups can be compared.
    low, high : float
        Interval that holds for all pairs at once, hence also for the pair that the data picked out.
    highest, lowest : int
        Codes of the two groups; -1 where there are none.
    compared, too_few : int
        Groups that were compared, and those with some subjects, but too few.
    """

    value: float
    low: float
    high: float
    highest: int
    lowest: int
    compared: int
    too_few: int


def group_gap(
    groups: GroupStatistics, *, reference: int | None = None, fewest: int = FEWEST, level: float = 0.95
) -> GroupGap:
    """Return the largest difference between the means of two groups, or of one group and the `reference`.

    The interval is Welch's, at a level raised by Bonferroni for the number of pairs: the largest of many differences
    is large by chance alone, and an interval for one pair chosen beforehand would not say so.

    Parameters
    ----------
    groups : GroupStatistics
        Size, mean and standard deviation of each group.
    reference : int, optional
        Code of the group that all others are compared with; every pair is compared without it.
    fewest : int
        Smaller groups are counted, not compared.
    level : float
        Of the interval.

    References
    ----------
    Welch, B. L. (1947), doi:10.1093/biomet/34.1-2.28; Dunn, O. J. (1961), doi:10.1080/01621459.1961.10482090.
    """
    large = comparable(groups, fewest=fewest)
    codes = np.flatnonzero(large)
    too_few = int(((groups.size > 0) & ~large).sum())
    if len(codes) < 2 or (reference is not None and not large[reference]):
        nothing = np.nan
        return GroupGap(
            value=nothing, low=nothing, high=nothing, highest=-1, lowest=-1, compared=len(codes), too_few=too_few
        )
    ends = codes[[groups.mean[codes].argmax(), groups.mean[codes].argmin()]]
    if reference is not None:
        far = codes[np.abs(groups.mean[codes] - groups.mean[reference]).argmax()]
        ends = np.array(sorted((far, reference), key=lambda code: -groups.mean[code]))
    pairs = len(codes) - 1 if reference is not None else len(codes) * (len(codes) - 1) // 2
    value = float(groups.mean[ends[0]] - groups.mean[ends[1]])
    half = _welch_half_width(groups, ends, 1 - (1 - level) / pairs)
    return GroupGap(
        value=value,
        low=max(value - half, 0.0),
        high=value + half,
        highest=int(ends[0]),
        lowest=int(ends[1]),
        compared=len(codes),
        too_few=too_few,
    )


def comparable(groups: GroupStatistics, *, fewest: int = FEWEST) -> NDArray[np.bool_]:
    """Return which groups have enough subjects to be compared, shape (g,); two at least, or there is no spread."""
    return np.asarray(groups.size >= max(fewest, 2))


def _welch_half_width(groups: GroupStatistics, ends: NDArray[np.integer], level: float) -> float:
    from scipy.special import stdtrit

    size = groups.size[ends]
    squared = groups.sd[ends] ** 2 / size
    if not squared.sum() > 0:
        return 0.0
    freedom = squared.sum() ** 2 / (squared**2 / (size - 1)).sum()
    return float(stdtrit(freedom, (1 + level) / 2) * np.sqrt(squared.sum()))
