"""Whether predicates pile up in one class: shares at the top, spread over the classes, and the change since before."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.fairness.ceiling import ALMOST_EVERYONE
from workbench.fairness.comparison import CONFIDENCE
from workbench.fairness.rates import Interval, Rates, newcombe_interval, wilson_interval
from workbench.model.methods import Floats

Counts = NDArray[np.integer[Any]]
Table = NDArray[Any]
"""Counts of people, or shares, by class."""

TOP = 2
"""How many of the best classes are counted together as the top."""


def inflation(
    counts: Counts,
    *,
    rng: np.random.Generator,
    top: int = TOP,
    ceiling: float = ALMOST_EVERYONE,
    draws: int = 1_000,
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """Return how much the classes of each unit's people pile up.

    Parameters
    ----------
    counts : ndarray of int, shape (units, classes)
        People of each unit in each class, best class first.
    rng : Generator
        For the bootstrap of the entropy.
    top : int
        Number of classes counted as the top.
    ceiling : float
        Where such a share stands in one class, or in the top ones together, a gap between groups hardly shows in the
        classes any more; see `workbench.fairness.ceiling`.
    draws : int
        Bootstrap replicates, ``Multinomial(n, counts / n)`` each.
    confidence : float
        Of the intervals.

    Returns
    -------
    DataFrame
        One row a unit: ``size``; ``top_share`` with ``top_low, top_high`` (Wilson); ``mode``, the position of the most
        frequent class, the better of equals, ``mode_share`` with ``mode_low, mode_high`` (Wilson); ``entropy``, 0 where
        all stand in one class and 1 where all classes are equally frequent, with ``entropy_low, entropy_high`` (basic
        bootstrap; NaN where all stand in one class, which no resampling can question); ``ordinal_mean``, the mean
        number of the class counted from 1 for the worst, with ``ordinal_low, ordinal_high`` (t): it takes the steps
        between classes as equal, which no regulation says; ``ceiling``. NaN in a unit without people.
    """
    table = np.asarray(counts, dtype=np.int64)
    sizes, mode = table.sum(axis=1), table.argmax(axis=1)
    shares = _shares(table)
    at_top, at_mode = Rates(hits=table[:, :top].sum(axis=1), size=sizes), Rates(hits=table.max(axis=1), size=sizes)
    mean, error = _ordinal_mean(table)
    half = _t_quantile(confidence, sizes - 1) * error
    columns = {
        "size": sizes,
        "top_share": at_top.rate,
        **_bounds("top", wilson_interval(at_top.hits, sizes, confidence=confidence)),
        "mode": pd.array(np.where(sizes > 0, mode, -1), dtype="Int64"),
        "mode_share": at_mode.rate,
        **_bounds("mode", wilson_interval(at_mode.hits, sizes, confidence=confidence)),
        "entropy": entropy(shares),
        **_bounds("entropy", _entropy_interval(table, rng, draws, confidence)),
        "ordinal_mean": mean,
        **_bounds("ordinal", Interval(mean - half, mean + half)),
        "ceiling": np.fmax(at_mode.rate, at_top.rate) >= ceiling,
    }
    found = pd.DataFrame(columns)
    return found.assign(mode=found["mode"].mask(found["size"] == 0))


def inflation_change(
    counts: Counts,
    before: Table,
    *,
    published: bool = False,
    top: int = TOP,
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """Return how the top share and the ordinal mean of each unit differ from before, or from a published reference.

    The same people in both cycles are no independent samples: where most stayed in their class, the intervals are
    wider than need be.

    Parameters
    ----------
    counts : ndarray of int, shape (units, classes)
        People of each unit in each class, best class first.
    before : ndarray, shape (units, classes) or (classes,)
        The same of the cycle before; or, `published`, shares of one reference, taken as exact.
    published : bool
        Whether `before` is such a reference.
    top, confidence
        As in `inflation`.

    Returns
    -------
    DataFrame
        One row a unit: ``top_share, top_before, top_change`` with ``top_low, top_high`` (Newcombe; Wilson beside a
        reference); ``ordinal_mean, ordinal_before, ordinal_change`` with ``ordinal_low, ordinal_high`` (Welch).
    """
    table, earlier = np.asarray(counts, dtype=np.int64), np.broadcast_to(before, np.shape(counts))
    now = Rates(hits=table[:, :top].sum(axis=1), size=table.sum(axis=1))
    then, then_error = _ordinal_mean(earlier)
    mean, error = _ordinal_mean(table)
    if published:
        top_before = _shares(earlier)[:, :top].sum(axis=1)
        own = wilson_interval(now.hits, now.size, confidence=confidence)
        interval, then_error = Interval(own.low - top_before, own.high - top_before), np.zeros(len(table))
    else:
        past = Rates(hits=earlier[:, :top].sum(axis=1), size=earlier.sum(axis=1))
        top_before, interval = past.rate, newcombe_interval(now, past, confidence=confidence)
    degrees = _welch_degrees(error, then_error, now.size, earlier.sum(axis=1))
    half = _t_quantile(confidence, degrees) * np.hypot(error, then_error)
    columns = {
        "top_share": now.rate,
        "top_before": top_before,
        "top_change": now.rate - top_before,
        **_bounds("top", interval),
        "ordinal_mean": mean,
        "ordinal_before": then,
        "ordinal_change": mean - then,
        **_bounds("ordinal", Interval(mean - then - half, mean - then + half)),
    }
    return pd.DataFrame(columns)


def entropy(shares: Floats) -> Floats:
    """Return ``-Σ p ln p / ln k`` along the last axis: 0 for a single class, 1 for `k` equal ones.

    References
    ----------
    Shannon (1948), doi:10.1002/j.1538-7305.1948.tb01338.x; divided by its largest value (Pielou's evenness).
    """
    from scipy.special import entr

    return np.asarray(entr(shares).sum(axis=-1) / np.log(shares.shape[-1]))


def _entropy_interval(table: Counts, rng: np.random.Generator, draws: int, confidence: float) -> Interval:
    """Return the basic bootstrap, ``2 H - quantiles``: replicates have less entropy, and it turns that round."""
    sizes, seen = table.sum(axis=1), entropy(_shares(table))
    tails = [(1 + confidence) / 2, (1 - confidence) / 2]
    low, high = np.full((2, len(table)), np.nan)
    for unit in np.flatnonzero(seen > 0):
        drawn = rng.multinomial(sizes[unit], table[unit] / sizes[unit], size=draws) / sizes[unit]
        low[unit], high[unit] = np.clip(2 * seen[unit] - np.quantile(entropy(drawn), tails), 0, 1)
    return Interval(low, high)


def _ordinal_mean(table: Table) -> tuple[Floats, Floats]:
    """Return the mean number of the class, the worst being 1, and its standard error; NaN below two people."""
    number = np.arange(table.shape[1], 0, -1)
    shares, sizes = _shares(table), table.sum(axis=1)
    mean = shares @ number
    spread = (shares * (number - mean[:, None]) ** 2).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return mean, np.sqrt(spread / np.where(sizes > 1, sizes - 1, np.nan))


def _shares(table: Table) -> Floats:
    sizes = table.sum(axis=1, keepdims=True)
    return np.asarray(table / np.where(sizes > 0, sizes, np.nan))


def _t_quantile(confidence: float, degrees: Floats | Counts) -> Floats:
    from scipy.special import stdtrit

    return np.asarray(stdtrit(np.where(degrees > 0, degrees, np.nan), (1 + confidence) / 2))


def _welch_degrees(error: Floats, other: Floats, size: Counts, other_size: Counts | Floats) -> Floats:
    """Return Satterthwaite's degrees of freedom; infinitely many where nothing varies."""
    with np.errstate(invalid="ignore", divide="ignore"):
        parts = error**4 / (size - 1) + np.where(other > 0, other**4 / (other_size - 1), 0.0)
        return np.where(parts > 0, np.hypot(error, other) ** 4 / parts, np.inf)


def _bounds(name: str, interval: Interval) -> dict[str, Floats]:
    return {f"{name}_low": interval.low, f"{name}_high": interval.high}
