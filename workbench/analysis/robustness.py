"""How sure the ranks are when the weights, or the values, are not taken as certain."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.drawn_scores import DrawnScores

MEMORY = 1 << 28
"""Bytes that counting ranks may take, whatever the number of subjects and draws."""
LOW, MEDIAN, HIGH = 5, 50, 95


def rank_intervals(
    scores: DrawnScores, *, decimals: int | None = None, top: float = 0.1, workers: int = 2, memory: int = MEMORY
) -> pd.DataFrame:
    """Return between which ranks each subject stays, and how often it belongs to the top.

    Parameters
    ----------
    scores : DrawnScores
        The scores in every draw.
    decimals : int, optional
        How finely scores are told apart, as in the ranking itself.
    top : float
        Share of the subjects with a score that makes up the top: 0.1 is the best tenth, rounded down, at least one.
    workers : int
        Threads; they change nothing in the result.
    memory : int
        Bytes that counting may take. Where subjects by draws need more, the percentiles are found by going through
        the draws a few times, each time within narrower bounds; the result is the same.

    Returns
    -------
    DataFrame
        Indexed by subject: ``low``, ``median`` and ``high``, the 5th, 50th and 95th percentile of its rank (Int64; the
        nearest rank that occurred), and ``top``, the share of the draws in which it is in the top. NA without a score.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 7, doi:10.1787/9789264043466-en. Bounded
    memory: Munro, J. I. & Paterson, M. S. (1980), Selection and sorting with limited storage,
    doi:10.1016/0304-3975(80)90061-4.
    """
    count = len(scores.subjects)
    places = [int(np.rint((scores.count - 1) * percent / 100)) for percent in (LOW, MEDIAN, HIGH)]
    last = max(1, int(top * count + 1e-9))
    if 4 * count * scores.count <= memory:
        ordered = np.sort(_all_ranks(scores, decimals, workers), axis=1)
        percentiles, often = ordered[:, places], (ordered <= last).mean(axis=1)
    else:
        percentiles = _selected(scores, places, decimals, workers, memory)
        often = _share_at_most(last, scores, decimals, workers)
    intervals = pd.DataFrame(percentiles, index=scores.subjects, columns=["low", "median", "high"]).astype("Int64")
    return intervals.assign(top=often).reindex(scores.everyone)


def _all_ranks(scores: DrawnScores, decimals: int | None, workers: int) -> NDArray[np.int32]:
    """Return all ranks, shape (subjects, draws)."""
    ranks = np.empty((len(scores.subjects), scores.count), dtype=np.int32)
    for start, block in scores.ranks(decimals, workers=workers):
        ranks[:, start : start + len(block)] = block.T
    return ranks


def _share_at_most(last: int, scores: DrawnScores, decimals: int | None, workers: int) -> NDArray[np.float64]:
    often = np.zeros(len(scores.subjects), dtype=np.int64)
    for _, block in scores.ranks(decimals, workers=workers):
        often += (block <= last).sum(axis=0)
    return often / scores.count


def _selected(
    scores: DrawnScores, places: Sequence[int], decimals: int | None, workers: int, memory: int
) -> NDArray[np.int64]:
    """Return the ranks that stand at `places` when each subject's ranks are put in order, shape (subjects, places).

    Each time through the draws, the range in which a rank must lie is cut into bins; the counts tell the one to look
    into next.
    """
    count = len(scores.subjects)
    bins = int(np.clip(memory // (4 * count * len(places)), 2, 256))
    wanted = np.asarray(places)
    lowest = np.ones((len(places), count), dtype=np.int64)
    below = np.zeros((len(places), count), dtype=np.int64)  # draws with a rank under `lowest`
    width = count
    while width > 1:
        width = -(-width // bins)
        counts = _counted_in_bins(scores, lowest, width, bins, decimals, workers)
        up_to = below[..., None] + np.cumsum(counts, axis=-1, dtype=np.uint32)
        chosen = (up_to <= wanted[:, None, None]).sum(axis=-1)
        before = np.take_along_axis(up_to, np.maximum(chosen - 1, 0)[..., None], axis=-1)[..., 0]
        below = np.where(chosen > 0, before, below)
        lowest += chosen * width
    return lowest.T


def _counted_in_bins(
    scores: DrawnScores, lowest: NDArray[np.int64], width: int, bins: int, decimals: int | None, workers: int
) -> NDArray[np.uint32]:
    """Return how many draws put each subject into each bin of `width` ranks from its `lowest`, by place."""
    counts = np.zeros((*lowest.shape, bins), dtype=np.uint32)
    subjects = np.arange(lowest.shape[1])
    for _, block in scores.ranks(decimals, workers=workers):
        for ranks in block:
            for place, start in enumerate(lowest):
                number = (ranks - start) // width
                inside = (ranks >= start) & (number < bins)
                counts[place, subjects[inside], number[inside]] += 1
    return counts
