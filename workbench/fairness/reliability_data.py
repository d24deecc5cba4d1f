"""Ratings of the same subjects by several raters, ready to be compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.fairness.comparison import Codes
from workbench.fairness.linkage import complete
from workbench.model.methods import Floats


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A figure and the interval it may lie in; NaN where the data cannot tell."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class ReliabilityData:
    """Ratings in long form: who was rated how by whom.

    Parameters
    ----------
    values : ndarray, shape (n,)
        The ratings; none is missing.
    subjects, raters : ndarray of int, shape (n,)
        Who was rated and by whom, numbered from 0 without gaps.
    excluded : int
        How many rows had no value, no subject or no rater.
    """

    values: Floats
    subjects: NDArray[np.int64]
    raters: NDArray[np.int64]
    excluded: int

    def by_subject(self) -> NDArray[np.int64]:
        """Return how many ratings each subject has."""
        return np.bincount(self.subjects)

    def by_rater(self) -> NDArray[np.int64]:
        """Return how many ratings each rater gave."""
        return np.bincount(self.raters)


def reliability_data(values: Floats, subjects: Codes, raters: Codes) -> ReliabilityData:
    """Return the rows that have a value, a subject and a rater.

    Parameters
    ----------
    values : ndarray, shape (n,)
        One rating a row; NaN where there is none.
    subjects, raters : ndarray of int, shape (n,)
        Codes from 0; -1 where unknown, as `pandas.factorize` writes it.
    """
    kept = complete(subjects, raters, values)
    return ReliabilityData(
        values=np.asarray(values[kept], dtype=float),
        subjects=_without_gaps(subjects[kept]),
        raters=_without_gaps(raters[kept]),
        excluded=int(np.sum(~kept)),
    )


def pairable(data: ReliabilityData) -> ReliabilityData:
    """Return the ratings of the subjects that have two or more; the others are excluded."""
    kept = data.by_subject()[data.subjects] > 1
    return ReliabilityData(
        values=data.values[kept],
        subjects=_without_gaps(data.subjects[kept]),
        raters=_without_gaps(data.raters[kept]),
        excluded=data.excluded + int(np.sum(~kept)),
    )


def _without_gaps(codes: Codes) -> NDArray[np.int64]:
    present = np.bincount(codes) > 0
    return np.asarray((np.cumsum(present) - 1)[codes], dtype=np.int64)
