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
) -> NDArray[np.int32]:
    """Return the ranks that stand at `places` when each subject's ranks are put in order, shape (subjects, places).

    Each time through the draws, the range in which a rank must lie is cut into bins; the counts tell the one to look
    into next. The first time, one range serves all places.
    """
    count = len(scores.subjects)
    wanted = np.asarray(places)[:, None, None]
    lowest = np.ones((1, count), dtype=np.int32)
    below = np.zeros((1, count), dtype=np.uint32)  # draws with a rank under `lowest`
    width = count
    while width > 1:
        bins = int(np.clip(memory // (8 * lowest.size), 2, 256))
        width = -(-width // bins)
        up_to = _counted_in_bins(scores, lowest, width, bins, decimals, workers)
        up_to[:, 0] += below
        np.cumsum(up_to, axis=1, out=up_to)
        chosen = (up_to <= wanted).sum(axis=1, dtype=np.int32)
        of_places = np.broadcast_to(up_to, (len(places), bins, count))
        before = np.take_along_axis(of_places, np.maximum(chosen - 1, 0)[:, None], axis=1)[:, 0]
        below = np.where(chosen > 0, before, below)
        lowest = lowest + chosen * np.int32(width)
    return lowest.T


def _counted_in_bins(
    scores: DrawnScores, lowest: NDArray[np.int32], width: int, bins: int, decimals: int | None, workers: int
) -> NDArray[np.uint32]:
    """Return how many draws put a subject into a bin of `width` ranks from its `lowest`: (places, bins, subjects)."""
    counts = np.zeros((len(lowest), bins, lowest.shape[1]), dtype=np.uint32)
    for _, block in scores.ranks(decimals, workers=workers):
        for ranks in block:
            for start, counted in zip(lowest, counts, strict=True):
                beyond = ranks - start
                inside = np.flatnonzero((beyond >= 0) & (beyond < bins * width))
                counted[beyond[inside] // width, inside] += 1
    return counts
