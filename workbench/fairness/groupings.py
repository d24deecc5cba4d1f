"""Groups that people are compared by: one column, or several crossed into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.fairness.comparison import Counts


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """A code for each person, and what the codes mean.

    Parameters
    ----------
    columns : tuple of str
        The columns that are crossed; one where nothing is.
    codes : ndarray of int, shape (n,)
        Group of each person, -1 where one of the columns says nothing.
    levels : tuple of tuple of str
        The value of each column, by code; only combinations that occur, in alphabetical order.
    """

    columns: tuple[str, ...]
    codes: NDArray[np.int64]
    levels: tuple[tuple[str, ...], ...]

    @cached_property
    def size(self) -> Counts:
        """Return the people of each group."""
        sizes: Counts = np.bincount(self.codes[self.codes >= 0], minlength=len(self.levels))
        return sizes

    @property
    def left_out(self) -> int:
        """Return how many people are in no group."""
        return len(self.codes) - int(self.size.sum())


def grouping(frame: pd.DataFrame, columns: Sequence[str]) -> Grouping:
    """Return the groups that `columns` make together: sex; or sex and kind of post, crossed.

    However few people a combination has, it is a group; comparisons mark it as too few.

    Parameters
    ----------
    frame : DataFrame
        One row a person; NA where nothing is known.
    columns : sequence of str
        Of labels.
    """
    code, values = np.zeros(len(frame), dtype=np.int64), []
    for column in columns:
        own, labels = pd.factorize(frame[column], sort=True)
        code = np.where((code >= 0) & (own >= 0), code * len(labels) + own, -1)
        values.append([str(label) for label in labels])
    combinations = int(np.prod([len(labels) for labels in values]))
    occurring = np.flatnonzero(np.bincount(code[code >= 0], minlength=combinations))
    new = np.full(combinations + 1, -1, dtype=np.int64)  # the last place, -1, is for those in no group
    new[occurring] = np.arange(len(occurring))
    places = np.unravel_index(occurring, [len(labels) for labels in values])
    levels = tuple(
        tuple(labels[place] for labels, place in zip(values, row, strict=True)) for row in zip(*places, strict=True)
    )
    return Grouping(columns=tuple(columns), codes=new[code], levels=levels)
