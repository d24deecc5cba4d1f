"""All tables of counts that fit what is published: a linear programme that finds the smallest and largest of a cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import connected_components

from workbench.model.methods import Floats

_MOST_BRANCHES = 100_000
_WHOLE = 1e-5  # how far from a whole number the solver's answer may be
_NO_LIMIT_TO = 10
"""A count without a limit is taken as below so many times all that is published: further adds nothing to a verdict."""


@dataclass(frozen=True, kw_only=True)
class Region:
    """The vectors ``x`` with ``low <= x <= high`` and ``rows_low <= rows @ x <= rows_high``.

    Parameters
    ----------
    low, high : ndarray, shape (cells,)
        What is known of each cell alone; `high` may be infinite.
    rows : sparse array, shape (sums, cells)
        What is known of cells together.
    rows_low, rows_high : ndarray, shape (sums,)
        Bounds of each row.
    whole : ndarray of bool, shape (cells,)
        Which of ``x`` are whole numbers, as people are and points are not.
    """

    low: Floats
    high: Floats
    rows: Any
    rows_low: Floats
    rows_high: Floats
    whole: NDArray[np.bool_]

    def pieces(self) -> Iterator[tuple[NDArray[np.intp], Region]]:
        """Yield the cells that are not known, in sets that have no row in common, each with its own region."""
        open_cells = np.flatnonzero(self.high > self.low)
        if not len(open_cells):
            return
        rows = self.rows.tocsc()[:, open_cells].tocsr()
        known = self.rows @ np.where(self.high > self.low, 0.0, self.low)
        count, piece = connected_components(abs(rows.T) @ abs(rows), directed=False)
        used = np.diff(rows.indptr) > 0
        # Rows of one piece hold cells of that piece only, so the first cell of a row tells its piece.
        piece_of_row = np.full(rows.shape[0], -1)
        piece_of_row[used] = piece[rows.indices[rows.indptr[:-1][used]]]
        for each in range(count):
            cells, held = np.flatnonzero(piece == each), np.flatnonzero(piece_of_row == each)
            yield (
                open_cells[cells],
                Region(
                    low=self.low[open_cells[cells]],
                    high=self.high[open_cells[cells]],
                    rows=rows[held][:, cells],
                    rows_low=(self.rows_low - known)[held],
                    rows_high=(self.rows_high - known)[held],
                    whole=self.whole[open_cells[cells]],
                ),
            )

    def smallest(self, costs: Floats, *, nodes: int = _MOST_BRANCHES) -> Floats:
        """Return the ``x`` of the region with the smallest ``costs @ x``.

        Parameters
        ----------
        costs : ndarray, shape (cells,)
            Of one more in each cell.
        nodes : int
            Most branches to search for whole numbers; then the best that was found is returned: a range is then told
            narrower than it is, never wider.

        Raises
        ------
        ValueError
            When nothing fits, or nothing was found.
        """
        # Sums in two directions, and hierarchies, have whole corners: the programme without the demand finds them.
        for integrality, options in ((0, {"presolve": False}), (1, {"node_limit": nodes})):
            found = milp(
                costs,
                integrality=integrality * self.whole,
                bounds=Bounds(self.low, np.minimum(self.high, self.limit())),
                constraints=[LinearConstraint(self.rows, self.rows_low, self.rows_high)] if self.rows.shape[0] else [],
                options=options,
            )
            if found.x is None:
                break
            rounded: Floats = np.where(self.whole, np.rint(found.x), found.x)
            if np.abs(found.x - rounded).max(initial=0.0) < _WHOLE:
                return rounded
        raise ValueError("no counts fit what is known")

    def limit(self) -> float:
        """Return a number no cell without an upper bound is asked to pass."""
        ends = [np.abs(each[np.isfinite(each)]) for each in (self.low, self.high, self.rows_low, self.rows_high)]
        return _NO_LIMIT_TO * (100.0 + max((float(each.max()) for each in ends if each.size), default=0.0))


def ranges(region: Region, *, enough: Floats | None = None) -> tuple[Floats, Floats]:
    """Return the smallest and largest value that each cell can have, shape (cells,) each.

    Parameters
    ----------
    region : Region
        What is known.
    enough : ndarray, optional
        Width at which a cell needs no further search: then its range is one that is attained, and may be wider still.

    Returns
    -------
    tuple of ndarray
        Lowest and highest; infinite where there is no limit.
    """
    low, high = region.low.copy(), region.high.copy()
    for cells, piece in region.pieces():
        low[cells], high[cells] = _ranges_of_piece(piece, None if enough is None else enough[cells])
    return low, high


def _ranges_of_piece(piece: Region, enough: Floats | None) -> tuple[Floats, Floats]:
    size, limit = len(piece.low), piece.limit()
    low, high = np.full(size, np.inf), np.full(size, -np.inf)
    for costs in _objectives(size, several=enough is not None):
        if enough is not None:
            costs = np.where(high - low >= enough, 0.0, costs)
        if costs.any():
            found = piece.smallest(costs)
            low, high = np.minimum(low, found), np.maximum(high, found)
    return low + 0.0, np.where(high >= limit, np.inf, high)


def _objectives(size: int, *, several: bool) -> Iterator[Floats]:
    """Yield what to make as small as possible: each cell and its opposite, and before, if asked for, many at once.

    Where a range that is wide enough will do, one solution with half of the cells at their least and half at their
    most settles many of them. Any two cells are on different sides once.
    """
    for bit in range(size.bit_length()) if several and size > 2 else ():
        side = np.where(np.arange(size) >> bit & 1, -1.0, 1.0)
        yield from (side, -side)
    for cell in range(size):
        each = np.eye(1, size, cell)[0]
        yield from (each, -each)


def largest(region: Region, costs: Any) -> Floats:
    """Return the largest value of each row of ``costs @ x``, shape (rows,), over the region."""
    found: Floats = costs @ np.where(region.high > region.low, 0.0, region.low)
    for cells, piece in region.pieces():
        part = costs.tocsc()[:, cells].tocsr()
        for row in np.flatnonzero(np.diff(part.indptr)):
            each = part[[row]].toarray()[0]
            found[row] += each @ piece.smallest(-each)
    return found
