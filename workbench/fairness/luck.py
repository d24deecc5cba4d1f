"""What chance alone does to units of different size: who comes first when nobody is better."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.analysis.group_statistics import GroupStatistics
from workbench.model.methods import Floats


def drawn_units(
    sizes: Sequence[int], *, mean: float, within: float, between: float, rng: np.random.Generator
) -> GroupStatistics:
    """Return what is seen of units whose true means are drawn from a normal distribution, and their people likewise.

    Parameters
    ----------
    sizes : sequence of int
        People of each unit, at least 2.
    mean : float
        Of all units.
    within, between : float
        Standard deviations of people in a unit and of the units' true means; with ``between = 0`` all units are alike.
    rng : Generator
        The lot.
    """
    size = np.asarray(sizes, dtype=np.int64)
    true = mean + between * rng.standard_normal(len(size))
    seen = true + within / np.sqrt(size) * rng.standard_normal(len(size))
    return GroupStatistics(size=size, mean=seen, sd=within * np.sqrt(rng.chisquare(size - 1) / (size - 1)))


def chances_of_first(sizes: Sequence[int], *, draws: int, rng: np.random.Generator) -> Floats:
    """Return in which share of draws each of several units that are alike has the highest mean, shape (units,)."""
    size = np.asarray(sizes, dtype=float)
    first = (rng.standard_normal((draws, len(size))) / np.sqrt(size)).argmax(axis=1)
    return np.bincount(first, minlength=len(size)) / draws
