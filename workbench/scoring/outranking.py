"""Comparing subjects two by two: in what share of the weight is one better than the other."""

from __future__ import annotations

import numpy as np

from workbench.model.indicator import Options
from workbench.model.methods import Floats

TOLERANCE = 1e-9
"""Numbers this close are equal: of a child as a share of its largest value, of a sum of weights as such."""

_PAIRS_AT_ONCE = 4_000_000


def shares_won(these: Floats, those: Floats, weights: Floats, *, magnitude: Floats, tie: float) -> Floats:
    """Return the share of the weight in which each of `these` is better than each of `those`, ties counting `tie`.

    Parameters
    ----------
    these, those : ndarray, shapes (m, k) and (n, k)
        Children of two sets of subjects, higher always better.
    weights : ndarray, shape (k,)
        Adding up to 1.
    magnitude : ndarray, shape (k,)
        Largest size of each child: values closer than a billionth of it are ties.
    tie : float
        1/2 for outranking as COINr counts it, 1 for the concordance of ELECTRE.

    Returns
    -------
    ndarray, shape (m, n)
    """
    won = np.zeros((len(these), len(those)))
    for column, weight in enumerate(weights):
        gap = these[:, column, None] - those[None, :, column]
        equal = np.abs(gap) <= TOLERANCE * magnitude[column]
        won += weight * np.where(equal, tie, gap > 0)
    return won


def copeland(children: Floats, weights: Floats, options: Options) -> Floats:
    """Return ``50 (1 + (wins - losses) / (n - 1))``: 100 for beating everybody, 0 for losing to all.

    One subject beats another when it is better in more than half of the weight, ties counting half to each. Sums of
    weights such as w/12 are compared with a tolerance; without it COINr turns ties into wins. Nobody can be told from
    nobody: a subject alone has no value.
    """
    count = len(children)
    if count < 2:
        return np.full(count, np.nan)
    used = weights[0] > 0
    columns, shares = children[:, used], weights[0, used]
    magnitude = np.abs(columns).max(axis=0)
    balance = np.empty(count)
    step = max(1, _PAIRS_AT_ONCE // count)
    for start in range(0, count, step):
        won = shares_won(columns[start : start + step], columns, shares, magnitude=magnitude, tie=0.5)
        balance[start : start + step] = ((won > 0.5 + TOLERANCE).sum(axis=1)) - ((won < 0.5 - TOLERANCE).sum(axis=1))
    result: Floats = 50.0 * (1.0 + balance / (count - 1))
    return result
