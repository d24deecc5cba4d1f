"""Who stands where. Ties are ties: floating-point dust never separates two subjects."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.model.methods import Floats
from workbench.scoring.bands import rounded_half_up

TOLERANCE = 1e-9


def ranks_of(scores: Floats, decimals: int | None = None) -> NDArray[np.int64]:
    """Return ranks, 1 for the highest score; equals share the smaller number; 0 where there is no score.

    Parameters
    ----------
    scores : ndarray, shape (n,)
        May hold NaN.
    decimals : int, optional
        Scores are rounded to so many decimals before they are compared. Without it, scores less than 1e-9 apart
        from their neighbour are equal.
    """
    compared = scores if decimals is None else rounded_half_up(scores, decimals)
    order = np.argsort(-compared, kind="stable")
    ordered = compared[order]
    present = int(np.sum(~np.isnan(ordered)))
    ranks = np.zeros(len(scores), dtype=np.int64)
    if present:
        starts = np.concatenate([[True], np.diff(ordered[:present]) < -TOLERANCE])
        first = np.maximum.accumulate(np.where(starts, np.arange(1, present + 1), 0))
        ranks[order[:present]] = first
    return ranks


def rank_series(scores: pd.Series, decimals: int | None = None) -> pd.Series:
    """Return `ranks_of` the scores, by subject: Int64, NA where there is no score."""
    ranks = pd.Series(ranks_of(scores.to_numpy(dtype=float), decimals), index=scores.index, dtype="Int64")
    return ranks.mask(ranks == 0)


def ranks_by_row(scores: Floats, decimals: int | None = None) -> NDArray[np.int32]:
    """Return what `ranks_of` returns for each row of `scores`, shape (rows, n), many times faster.

    Each score is written as a whole number of cells below the best of its row, with the place of its subject in the
    lowest bits: sorting plain integers, for which numpy has vector instructions, then gives order and scores at once.
    Cells are so fine that ties within 1e-9 are still seen; rows for which they would not be go through `ranks_of`.

    Parameters
    ----------
    scores : ndarray, shape (rows, n)
        May hold NaN.
    decimals : int, optional
        As in `ranks_of`.
    """
    compared = scores if decimals is None else rounded_half_up(scores, decimals)
    rows, count = compared.shape
    bits = max(count - 1, 1).bit_length()
    cells = float(1 << (62 - bits))
    if not count:
        return np.zeros((rows, 0), dtype=np.int32)
    best = compared.max(axis=1, keepdims=True)
    reach = np.maximum(best - compared.min(axis=1, keepdims=True), TOLERANCE)
    if not np.all(reach < cells * TOLERANCE / 8):  # so too with a NaN among the scores
        return np.array([ranks_of(row) for row in compared], dtype=np.int32)
    keys = ((best - compared) * (cells / reach)).astype(np.int64)
    keys <<= bits
    keys |= np.arange(count)
    keys.sort(axis=1)
    order = keys & ((1 << bits) - 1)
    keys >>= bits
    first = np.ones((rows, count), dtype=np.int32)
    apart = np.diff(keys, axis=1) > TOLERANCE * cells / reach
    np.multiply(apart, np.arange(2, count + 1, dtype=np.int32), out=first[:, 1:])
    np.maximum.accumulate(first, axis=1, out=first)
    ranks = np.empty((rows, count), dtype=np.int32)
    for row in range(rows):
        ranks[row, order[row]] = first[row]
    return ranks
