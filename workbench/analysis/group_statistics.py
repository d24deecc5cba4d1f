"""Size, mean and spread of every group, from sums that are taken once over all rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.model.methods import Floats
from workbench.scoring.blockwise import blocks


@dataclass(frozen=True)
class GroupStatistics:
    """One entry a group, in the order of the codes.

    Parameters
    ----------
    size : ndarray of int, shape (g,)
        Subjects of the group that have a value.
    mean : ndarray, shape (g,)
        NaN where there is none.
    sd : ndarray, shape (g,)
        Standard deviation with the divisor n - 1; NaN below two values.
    """

    size: NDArray[np.int64]
    mean: Floats
    sd: Floats


class GroupSums:
    """Sums by group that values are added to block by block.

    They are of differences from the middle of the first block, so that a spread that is small beside the values keeps
    its digits. The same blocks in the same order give the same digits.

    Parameters
    ----------
    codes : ndarray of int, shape (n,)
        Group of each row, 0 to ``groups - 1``; negative: in none, as `pandas.factorize` writes it.
    groups : int
        Number of groups.
    """

    def __init__(self, codes: NDArray[np.integer], groups: int) -> None:
        self._codes = codes
        self._size = np.zeros(groups, dtype=np.int64)
        self._total, self._squares = np.zeros(groups), np.zeros(groups)
        self._centre = np.nan

    def add(self, block: slice, values: Floats) -> None:
        """Add the `values` of the rows in `block`; NaN counts nowhere."""
        if np.isnan(self._centre):
            self._centre = _middle(values)
        codes, difference = self._codes[block], values - self._centre
        if np.isnan(difference.sum()) or codes.min() < 0:
            counted = (codes >= 0) & ~np.isnan(difference)
            codes, difference = codes[counted], difference[counted]
        np.add.at(self._size, codes, 1)
        np.add.at(self._total, codes, difference)
        np.add.at(self._squares, codes, np.square(difference, out=difference))

    def statistics(self) -> GroupStatistics:
        """Return size, mean and standard deviation of what has been added."""
        several = np.where(self._size > 1, self._size - 1, np.nan)
        mean = self._total / np.where(self._size > 0, self._size, np.nan)
        variance = (self._squares - self._total * mean) / several
        return GroupStatistics(size=self._size.copy(), mean=self._centre + mean, sd=np.sqrt(np.maximum(variance, 0.0)))


def group_statistics(values: Floats, codes: NDArray[np.integer], groups: int) -> GroupStatistics:
    """Return size, mean and standard deviation of `values`, shape (n,), by the group that `codes` give."""
    sums = GroupSums(codes, groups)
    for block in blocks(len(values)):
        sums.add(block, values[block])
    return sums.statistics()


def _middle(values: Floats) -> float:
    present = values[~np.isnan(values)]
    return float(present.mean()) if present.size else np.nan
