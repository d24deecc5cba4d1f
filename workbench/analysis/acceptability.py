"""Stochastic multicriteria acceptability analysis: how often each rank is reached, and which weights lead to the first.

Formulas and names follow Lahdelma, R. & Salminen, P. (2001), SMAA-2: stochastic multicriteria acceptability analysis
for group decision making, Operations Research 49(3), doi:10.1287/opre.49.3.444.11220. All of it holds for uncertain
values as for uncertain weights: see `workbench.analysis.drawn_scores.DrawnScores`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.analysis.drawn_scores import DrawnScores
from workbench.analysis.weight_draws import WeightDraws

FIRST_RANKS = 50


@dataclass(frozen=True, kw_only=True)
class Acceptability:
    """How acceptable each subject is at each rank. Frames are indexed by subject; NA without a score.

    Parameters
    ----------
    ranks : DataFrame
        ``b_pr``, the share of the draws in which a subject has rank r, one column for each of the first ranks; over
        all ranks a row adds up to 1. Ties share the better rank.
    central_weights : DataFrame
        Mean of the weights with which a subject is first, one column for each node and indicator below the root: its
        share in its dimension. NaN for who is never first.
    confidence : Series
        Confidence factor: share of the draws of the values in which a subject is first under its central weights.
        Where the values are certain that is 0 or 1. NaN for who is never first.
    """

    ranks: pd.DataFrame
    central_weights: pd.DataFrame
    confidence: pd.Series


def rank_acceptability(
    scores: DrawnScores, *, decimals: int | None = None, first_ranks: int = FIRST_RANKS, workers: int = 2
) -> Acceptability:
    """Return rank acceptabilities, central weights and confidence factors.

    Parameters
    ----------
    scores : DrawnScores
        The scores in every draw.
    decimals : int, optional
        How finely scores are told apart, as in the ranking itself.
    first_ranks : int
        How many ranks are told apart, from the first on; all of them where there are not more subjects.
    workers : int
        Threads; they change nothing in the result.
    """
    subjects = scores.subjects
    shown = min(first_ranks, len(subjects))
    reached = np.zeros((len(subjects), shown), dtype=np.int64)
    weights = scores.weights.table(scores.framework)
    sums = np.zeros((len(subjects), weights.shape[1]))
    for start, block in scores.ranks(decimals, workers=workers):
        draw, subject = np.nonzero(block <= shown)
        np.add.at(reached, (subject, block[draw, subject] - 1), 1)
        draw, subject = np.nonzero(block == 1)
        np.add.at(sums, subject, weights.to_numpy()[start + draw])
    first = reached[:, :1]
    central = np.divide(sums, first, out=np.full_like(sums, np.nan), where=first > 0)
    frame = pd.DataFrame(central, index=subjects, columns=weights.columns)
    columns = pd.RangeIndex(1, shown + 1, name="rank")
    return Acceptability(
        ranks=pd.DataFrame(reached / scores.count, index=subjects, columns=columns).reindex(scores.everyone),
        central_weights=frame.reindex(scores.everyone),
        confidence=_confidence(scores, frame, decimals, workers).reindex(scores.everyone),
    )


def pairwise_winning(scores: DrawnScores, *, decimals: int | None = None, workers: int = 2) -> pd.DataFrame:
    """Return in which share of the draws the subject of the row ranks before that of the column; ties are no win.

    References
    ----------
    Tervonen, T. & Figueira, J. R. (2008), A survey on stochastic multicriteria acceptability analysis methods,
    doi:10.1002/mcda.407.
    """
    subjects = scores.subjects
    wins = np.zeros((len(subjects), len(subjects)), dtype=np.int64)
    for _, block in scores.ranks(decimals, workers=workers):
        for ranks in block:
            wins += ranks[:, None] < ranks
    return pd.DataFrame(wins / scores.count, index=subjects, columns=subjects)


def ranking_entropy(scores: DrawnScores, *, decimals: int | None = None, workers: int = 2) -> float:
    """Return ``-Σ p log2 p`` over all orders that occurred, in bits: 0 where every draw gives the same order.

    With more than a few subjects hardly an order occurs twice, and the entropy tells the number of draws only.
    """
    orders = Counter(row.tobytes() for _, block in scores.ranks(decimals, workers=workers) for row in block)
    shares = np.array(list(orders.values())) / scores.count
    return float(-np.sum(shares * np.log2(shares)) + 0.0)


def _confidence(scores: DrawnScores, central: pd.DataFrame, decimals: int | None, workers: int) -> pd.Series:
    """Return how often each subject is first under its own central weights, over the draws of the values."""
    times = scores.count if scores.values_vary else 1
    factors = pd.Series(np.nan, index=central.index)
    for place in np.flatnonzero(central.notna().all(axis=1)):
        own = central.iloc[place]
        shares = {
            node.code: np.tile(own[[child.code for child in node.children]].to_numpy(float), (times, 1))
            for node in scores.framework.nodes
        }
        drawn = scores.under(WeightDraws(shares=shares))
        first = sum(int((block[:, place] == 1).sum()) for _, block in drawn.ranks(decimals, workers=workers))
        factors.iloc[place] = first / times
    return factors
