"""Counts rounded to a base so that all totals still add up: the alternative to hiding cells."""

from __future__ import annotations

import numpy as np

from workbench.fairness.consistent_counts import Region
from workbench.fairness.disclosure_tables import ROUNDED, LinkedTables, PublishedTables
from workbench.model.methods import Floats


def round_to_base(
    tables: LinkedTables, *, base: int = 5, smallest: int = 5, rng: np.random.Generator | None = None
) -> PublishedTables:
    """Round every count to a multiple of `base`, to the one below or above it, so that every sum holds.

    Parameters
    ----------
    tables : LinkedTables
        True counts.
    base : int
        Counts become multiples of it; those that are already stay.
    smallest : int
        Threshold that an attack on the result is measured against.
    rng : Generator, optional
        If given, each count is first drawn upward with the probability that keeps its mean, and the rounding nearest
        to the draw is taken: nobody can tell from the rule to which side a count went. If not, the rounding nearest
        to the true counts.

    Returns
    -------
    PublishedTables
        Every cell `ROUNDED`. Where sums in three directions allow no such rounding, counts may move to the multiple
        after the next; `off` says how far a count can be from the true one.

    Raises
    ------
    ValueError
        When no rounding makes the sums hold.

    References
    ----------
    Cox (1987), A constructive procedure for unbiased controlled rounding, doi:10.1080/01621459.1987.10478456;
    Salazar-González (2006), Controlled rounding and cell perturbation, doi:10.1007/s10107-005-0666-4.
    """
    count = tables.cells["count"].to_numpy(float)
    below, residual = np.divmod(count, base)
    upward = residual / base if rng is None else (rng.random(len(count)) < residual / base).astype(float)
    for further in (0, 1):
        try:
            steps = _steps(tables, below, residual > 0, upward, further=further)
        except ValueError:
            continue
        return PublishedTables(
            cells=tables.cells[[*tables.variables]]
            .assign(status=ROUNDED, count=(base * (below + steps)).astype(np.int64))
            .astype({"count": "Int64"}),
            sums=tables.sums,
            variables=tables.variables,
            sensitive=tables.sensitive,
            smallest=smallest,
            off=base * (1 + further) - 1,
        )
    raise ValueError(f"no rounding to multiples of {base} makes the sums hold")


def _steps(tables: LinkedTables, below: Floats, moves: np.ndarray, upward: Floats, *, further: int) -> Floats:
    """Return how many multiples each count goes up from the one below it: 0 or 1, or `further` on either side."""
    sums = tables.sums
    needed = -(sums @ below)
    region = Region(
        low=np.where(moves, -float(further), 0.0),
        high=np.where(moves, 1.0 + further, 0.0),
        rows=sums,
        rows_low=needed,
        rows_high=needed,
        whole=np.ones(len(below), dtype=bool),
    )
    return region.smallest(1.0 - 2.0 * upward)
