"""Long columns in blocks of rows that stay in the processor's cache while they are worked on, on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from workbench.model.methods import Floats

T = TypeVar("T")

ROWS = 65_536
"""Rows of a block: half a megabyte a column, so that a sum and what is added to it fit the cache of a core."""

SPAN = 16 * ROWS
"""Rows that a core takes at once where a block alone is too little work."""


def blocks(rows: int, size: int | None = None) -> list[slice]:
    """Return the blocks of `rows` rows, in order; of ``ROWS`` rows unless another `size` is given."""
    step = size or ROWS
    return [slice(start, min(start + step, rows)) for start in range(0, rows, step)]


def on_all_cores(work: Callable[[slice], T], waiting: list[slice]) -> Iterator[T]:
    """Yield what `work` gives for each block that is `waiting`, in their order, while the cores work on later ones."""
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
    def reduce(span: slice) -> list[tuple[float, float]]:
        part = values[span]
        return [(least.reduce(part[block]), most.reduce(part[block])) for block in blocks(len(part))]

    spans = on_all_cores(reduce, blocks(len(values), SPAN))
    lows, highs = zip(*(pair for span in spans for pair in span), strict=True)
    return float(least.reduce(lows)), float(most.reduce(highs))
