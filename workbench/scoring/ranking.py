"""Who stands where. Ties are ties: floating-point dust never separates two subjects."""

from __future__ import annotations

import numpy as np
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
