"""Long columns in blocks of rows that stay in the processor's cache while they are worked on, on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from workbench.model.methods import Floats

Item = TypeVar("Item")
Found = TypeVar("Found")

ROWS = 65_536
"""Rows of a block: half a megabyte a column, so that a sum and what is added to it fit the cache of one core."""


def blocks(rows: int) -> list[slice]:
    """Return the blocks of `rows` rows, in order."""
    return [slice(start, min(start + ROWS, rows)) for start in range(0, rows, ROWS)]


def on_all_cores(work: Callable[[Item], Found], waiting: Sequence[Item]) -> Iterator[Found]:
    """Yield what `work` gives for each item that is `waiting`, in their order, while the cores work on later ones."""
    cores = min(len(waiting), os.cpu_count() or 1)
    if cores < 2:
        yield from map(work, waiting)
        return
    with ThreadPoolExecutor(cores) as pool:
        yield from pool.map(work, waiting)


def extremes(values: Floats) -> tuple[float, float]:
    """Return the smallest and the largest of `values`, shape (n,), leaving out NaN; NaN where there is nothing else."""
    if not len(values):
        return np.nan, np.nan
    low, high = _reduced(values, np.minimum, np.maximum)
    return _reduced(values, np.fmin, np.fmax) if np.isnan(low) else (low, high)


def _reduced(values: Floats, least: np.ufunc, most: np.ufunc) -> tuple[float, float]:
    """Reduce both ways while a block is in the cache."""
    parts = [values[block] for block in blocks(len(values))]
    lows, highs = zip(*((least.reduce(part), most.reduce(part)) for part in parts), strict=True)
    return float(least.reduce(lows)), float(most.reduce(highs))
