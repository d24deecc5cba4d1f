"""Which further cells to hide so that totals do not give away the cells that must be hidden.

Small tables are solved exactly, by one integer programme over all cells; large ones cell by cell, each time by the
cheapest shift of people between cells that makes the asked counts possible.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_diag, coo_array, diags_array, hstack, vstack

from workbench.fairness.consistent_counts import Region
from workbench.model.methods import Floats

Chosen = NDArray[np.bool_]

_LARGEST_EXACT = 1_500
"""Most variables of the exact programme; above, it can take minutes."""
_MOST_BRANCHES = 2_000
_A_LITTLE = 1e-6  # so that no shift goes round in a circle of cells that are hidden already


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Counts of which some may not be told.

    Parameters
    ----------
    counts : ndarray, shape (cells,)
        The true counts.
    sums : sparse array, shape (sums, cells)
        Rows that add up to 0.
    low, high : ndarray, shape (cells,)
        Counts a reader must find possible if the cell is hidden; the true one lies between.
    fixed : ndarray of bool, shape (cells,)
        Cells known to everybody: hiding them is of no use.
    """

    counts: Floats
    sums: Any
    low: Floats
    high: Floats
    fixed: Chosen

    def costs(self) -> Floats:
        """Return what hiding a cell costs: the people in it, and a little for the cell itself."""
        return self.counts + 1.0


def complementary(problem: Problem, primary: Chosen) -> Chosen:
    """Return the cells to hide, shape (cells,): `primary` and as few people more as protect every hidden cell.

    A hidden cell is protected when, for both ends of its range ``[low, high]``, some table of counts that agrees with
    all cells shown has that count or one beyond. Such tables stay possible when more is hidden, so each is sought
    only once.

    Raises
    ------
    ValueError
        When cells known to everybody leave no way to protect another.

    References
    ----------
    Fischetti & Salazar-González (2001), doi:10.1287/mnsc.47.7.1008.9805 (the exact programme); Kelly, Golden &
    Assad (1992), Cell suppression: disclosure protection for sensitive tabular data, doi:10.1002/net.3230220407 (the
    cheapest shift, cell by cell).
    """
    hidden = _exact(problem, primary) if _size(problem, primary) <= _LARGEST_EXACT else primary.copy()
    lowest, highest = problem.counts.copy(), problem.counts.copy()
    while True:
        open_cells = hidden & ((lowest > problem.low) | (highest < problem.high))
        if not open_cells.any():
            return hidden
        cell = _hardest(problem, open_cells)
        for end in (problem.low[cell], problem.high[cell]):
            if lowest[cell] <= end <= highest[cell]:
                continue
            shift = _cheapest_shift(problem, hidden, int(cell), end - problem.counts[cell])
            hidden |= shift != 0
            lowest = np.minimum(lowest, problem.counts + shift)
            highest = np.maximum(highest, problem.counts + shift)


def _hardest(problem: Problem, open_cells: Chosen) -> np.intp:
    """Return the open cell that asks for the widest range; of several the first."""
    return np.argmax(np.where(open_cells, problem.high - problem.low, -1.0))


def _cheapest_shift(problem: Problem, hidden: Chosen, cell: int, by: float) -> Floats:
    """Return a shift of people that keeps all sums and moves `cell` by `by`; cells hidden already cost nothing."""
    counts, size = problem.counts, len(problem.counts)
    costs = np.where(hidden, 0.0, problem.costs())
    up, down = np.where(problem.fixed, 0.0, np.inf), np.where(problem.fixed, 0.0, counts)
    low_up, low_down = np.zeros(size), np.zeros(size)
    if by > 0:
        low_up[cell], up[cell], down[cell] = by, by, 0.0
    else:
        low_down[cell], down[cell], up[cell] = -by, -by, 0.0
    rows = hstack([problem.sums, -problem.sums]).tocsr()
    shifts = Region(
        low=np.concatenate([low_up, low_down]),
        high=np.concatenate([up, down]),
        rows=rows,
        rows_low=np.zeros(rows.shape[0]),
        rows_high=np.zeros(rows.shape[0]),
        whole=np.ones(2 * size, dtype=bool),
    )
    try:
        cheapest = shifts.smallest(np.concatenate([costs, costs]) + _A_LITTLE)
    except ValueError as error:
        raise ValueError("cells that everybody knows leave no way to hide another") from error
    return cheapest[:size] - cheapest[size:]


def _size(problem: Problem, primary: Chosen) -> int:
    return int(2 * primary.sum() + 1) * len(problem.counts)


def _exact(problem: Problem, primary: Chosen) -> Chosen:
    """Return the cells to hide with the fewest people in them, by one integer programme.

    For every cell of `primary` and each end of its range there is a shift of people; a cell may take part in any of
    them only when it is hidden. Shifts are limited to the largest that is asked for.
    """
    counts, size = problem.counts, len(problem.counts)
    asked = [
        (cell, end - counts[cell])
        for cell in np.flatnonzero(primary)
        for end in (problem.low[cell], problem.high[cell])
        if end != counts[cell]
    ]
    if not asked:
        return primary.copy()
    reach = max(abs(by) for _, by in asked)
    down, up = np.minimum(counts, reach), np.full(size, reach)
    low = np.concatenate([primary.astype(float), *[np.full(size, -reach)] * len(asked)])
    high = np.concatenate([np.where(problem.fixed & ~primary, 0.0, 1.0), *[np.full(size, reach)] * len(asked)])
    for position, (cell, by) in enumerate(asked, start=1):
        low[position * size + cell] = high[position * size + cell] = by
    nothing, each = coo_array((0, size)), diags_array(np.ones(len(asked) * size))
    sums = block_diag([nothing, *[problem.sums] * len(asked)])
    allowed_up = hstack([vstack([diags_array(-up)] * len(asked)), each])
    allowed_down = hstack([vstack([diags_array(down)] * len(asked)), each])
    none, free = np.zeros(len(asked) * size), np.full(len(asked) * size, np.inf)
    patterns = Region(
        low=low,
        high=high,
        rows=vstack([sums, allowed_up, allowed_down]).tocsr(),
        rows_low=np.concatenate([np.zeros(sums.shape[0]), -free, none]),
        rows_high=np.concatenate([np.zeros(sums.shape[0]), none, free]),
        whole=np.ones(len(low), dtype=bool),
    )
    try:
        found = patterns.smallest(np.concatenate([problem.costs(), none]), nodes=_MOST_BRANCHES)
    except ValueError:
        return primary.copy()
    return found[:size] > 0
