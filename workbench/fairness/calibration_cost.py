"""What an adjustment would cost: whose score changes and by how much, who changes places, and what it buys."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.group_statistics import group_statistics
from workbench.fairness.group_gap import FEWEST, GroupGap, group_gap
from workbench.scoring.ranking import rank_series

TOP = 0.1
_DUST = 1e-9  # points that are no change


@dataclass(frozen=True, kw_only=True)
class CalibrationCost:
    """One option, with its price.

    Parameters
    ----------
    compared : int
        Subjects with a score before and after.
    changed : int
        Those whose score changes.
    mean_change, largest_change : float
        Of the size of the changes, in points: the mean over all who are compared, and the largest.
    ranks_changed, largest_rank_change : int
        Subjects on another rank, and by how many places at most.
    classes_changed : int
        Subjects in another class (band or predicate).
    top_exchanged : int
        Subjects who leave the top share; as many, but for ties, come in.
    gap_before, gap_after : GroupGap
        Largest gap between groups, with its interval.
    distance : float
        ``Σ |weight - policy|``, where weights change; NaN where they do not.
    """

    compared: int
    changed: int
    mean_change: float
    largest_change: float
    ranks_changed: int
    largest_rank_change: int
    classes_changed: int
    top_exchanged: int
    gap_before: GroupGap
    gap_after: GroupGap
    distance: float = np.nan


def calibration_cost(
    before: pd.Series,
    after: pd.Series,
    codes: NDArray[np.integer],
    groups: int,
    *,
    classes: tuple[pd.Series, pd.Series] | None = None,
    distance: float = np.nan,
    reference: int | None = None,
    fewest: int = FEWEST,
    top: float = TOP,
    decimals: int | None = None,
) -> CalibrationCost:
    """Return the cost of scores `after` instead of scores `before`.

    Parameters
    ----------
    before, after : Series
        Scores by subject, the same subjects; NaN has none.
    codes : ndarray of int, shape (n,)
        Group of each subject, from 0; negative: in none.
    groups : int
        Number of groups.
    classes : tuple of Series, optional
        Band or predicate of each subject before and after; nobody's class is counted without it.
    distance : float
        Of the weights from the policy.
    reference, fewest
        As in `group_gap`.
    top : float
        Which share of the subjects is the top.
    decimals : int, optional
        How finely scores are told apart in ranks, as the ranking of the cycle does.
    """
    both = before.notna() & after.notna()
    size = (after - before)[both].abs()
    ranks = [rank_series(scores[both], decimals).astype(float) for scores in (before, after)]
    moves = (ranks[1] - ranks[0]).abs()
    last = np.ceil(top * both.sum() - _DUST)
    gaps = [
        group_gap(group_statistics(scores.to_numpy(float), codes, groups), reference=reference, fewest=fewest)
        for scores in (before, after)
    ]
    return CalibrationCost(
        compared=int(both.sum()),
        changed=int((size > _DUST).sum()),
        mean_change=float(size.mean()) if len(size) else 0.0,
        largest_change=float(size.max()) if len(size) else 0.0,
        ranks_changed=int((moves > 0).sum()),
        largest_rank_change=int(moves.max()) if len(moves) else 0,
        classes_changed=0 if classes is None else _differing(*classes),
        top_exchanged=int(((ranks[0] <= last) & (ranks[1] > last)).sum()),
        gap_before=gaps[0],
        gap_after=gaps[1],
        distance=distance,
    )


def _differing(before: pd.Series, after: pd.Series) -> int:
    return int((before.fillna("") != after.fillna("")).sum())
