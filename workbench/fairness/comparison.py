"""Whom a group is compared with, and why a comparison may be missing."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from workbench.model.methods import Floats

Codes = NDArray[np.integer[Any]]
Counts = NDArray[np.int64]

Against = Literal["rest", "best"] | int
"""Everyone who is not in the group, the best group of those large enough, or the group with this code."""

SMALLEST = 10
"""People a group must have before it is compared; fewer are shown as too few."""

CONFIDENCE = 0.95

COMPARED = "compared"
REFERENCE = "reference"
TOO_FEW = "too_few"
NO_REFERENCE = "no_reference"


def statuses(size: Counts, reference_size: Counts, *, reference: int | None, smallest: int) -> NDArray[np.str_]:
    """Return for each group whether it is compared, is itself the reference, has too few people, or nobody beside it.

    Parameters
    ----------
    size, reference_size : ndarray of int, shape (g,)
        People in each group, and in what it is compared with.
    reference : int, optional
        Code of the group that all others are compared with; None for the rest of the population.
    smallest : int
        People that both sides must have.
    """
    status = np.full(len(size), COMPARED, dtype="<U12")
    status[reference_size < smallest] = NO_REFERENCE
    status[size < smallest] = TOO_FEW
    if reference is not None:
        status[reference] = REFERENCE
    return status


def normal_quantile(confidence: float) -> float:
    """Return the z that leaves ``1 - confidence`` in both tails of the normal distribution together."""
    from scipy import special

    return float(special.ndtri((1 + confidence) / 2))


def where_compared(status: NDArray[np.str_], values: NDArray[Any]) -> Floats:
    """Return `values`, NaN for groups that are not compared."""
    return np.where(status == COMPARED, values, np.nan)
