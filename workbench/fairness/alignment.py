"""Scores of units put on one footing: same mean and spread, or same distribution, with a dial from nothing to all.

Only where units may be assumed equally good is a difference between them a fault of judging. Nothing here says so: it
says what alignment would do. The order inside a unit is kept always, and who is equal there stays equal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.group_statistics import GroupStatistics, group_statistics
from workbench.fairness.shrinkage import shrunken_means
from workbench.model.methods import Floats

_FEWEST_FOR_SPREAD = 2
_MOST_PLACES = 20_000  # scores at which distributions are compared; more would show nothing new


@dataclass(frozen=True, kw_only=True)
class Alignment:
    """Scores before and after.

    Parameters
    ----------
    aligned : ndarray, shape (n,)
        Scores with the alignment taken as far as the dial says; as they were for who is in no unit that takes part.
    units : DataFrame
        One row a unit: ``size, mean, sd`` of its scores; ``mean_held, sd_held``, what was held to be its own and not
        luck; ``mean_after, sd_after``.
    distance_before, distance_after : float
        Largest Kolmogorov-Smirnov distance between two units; NaN with fewer than two.
    """

    aligned: Floats
    units: pd.DataFrame
    distance_before: float
    distance_after: float


def align_location_scale(
    values: Floats,
    codes: NDArray[np.integer],
    units: int,
    *,
    dial: float,
    shrink: bool = True,
    bounds: tuple[float, float] = (-np.inf, np.inf),
) -> Alignment:
    """Return scores with the mean and spread of every unit moved to those of all: ``μ + l_u + σ (s - m_u) / d_u``.

    μ and σ are the means of the units' own means and deviations, weighted by size: of all common places and spreads
    it is the one that moves the squares of the scores least. Means and deviations are shrunken, so that a small unit
    is moved by what is its own, not by luck l_u, the part of m_u that shrinkage takes away; without shrinkage all units
    have μ and σ afterwards. Units of one person, or without spread, are only shifted.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Scores; NaN has none.
    codes : ndarray of int, shape (n,)
        Unit of each, from 0; negative: in none.
    units : int
        How many there are.
    dial : float
        0 changes nothing, 1 aligns wholly: ``(1 - dial) s + dial s'``.
    shrink : bool
        Whether means and deviations are shrunken first.
    bounds : tuple of float
        Aligned scores are cut there.
    """
    _check_dial(dial)
    found = group_statistics(values, codes, units)
    mean, sd = (_held_means(found), shrunken_deviations(found)) if shrink else (found.mean, found.sd)
    size = np.where(found.size > 0, found.size, 0)
    middle = float(np.nansum(size * mean) / size.sum())
    spread = np.where(np.isnan(sd), 0.0, sd)
    several = np.where(spread > 0, size, 0)
    width = float((several * spread).sum() / several.sum()) if several.any() else 0.0
    stretch = np.where(spread > 0, width / np.where(spread > 0, spread, 1.0), 1.0)
    inside = codes >= 0
    own = codes[inside]
    moved = values.copy()
    # What is held to be luck stays as it is: it is neither taken away nor stretched.
    luck = found.mean[own] - mean[own]
    target = np.clip(middle + luck + stretch[own] * (values[inside] - found.mean[own]), *bounds)
    moved[inside] = (1 - dial) * values[inside] + dial * target
    return _alignment(values, moved, codes, found, held=(mean, sd))


def align_quantiles(values: Floats, codes: NDArray[np.integer], units: int, *, dial: float) -> Alignment:
    """Return scores with the distribution of every unit moved to the mean of all: ``Σ_v π_v F_v⁻¹(F_u(s))``.

    The weighted mean of the units' quantile functions is their Wasserstein barycentre: of all common distributions it
    is the one that moves the squares of the scores least. A score stands at the middle of its ties (mid-distribution
    rank), and quantiles between two such places are read off the straight line between them. With the dial at 1 and no
    ties, no two units differ by more than 1 / the size of the smallest (Kolmogorov-Smirnov); ties of k among n can
    leave k / n.

    Parameters
    ----------
    values, codes, units, dial
        As in `align_location_scale`. One pass of sorting, whatever the number of units.

    References
    ----------
    Le Gouic, T., Loubes, J.-M. & Rigollet, P. (2020), Projection to fairness in statistical learning,
    arXiv:2005.11720; Chzhen, E. et al. (2020), Fair regression with Wasserstein barycenters, arXiv:2006.07286;
    Feldman, M. et al. (2015), doi:10.1145/2783258.2783311 (partial repair).
    """
    _check_dial(dial)
    found = group_statistics(values, codes, units)
    ranked = (codes >= 0) & ~np.isnan(values)
    own, scores = codes[ranked], values[ranked]
    places = (pd.Series(scores).groupby(own).rank().to_numpy() - 0.5) / found.size[own]
    moved = values.copy()
    moved[ranked] = (1 - dial) * scores + dial * _barycentre(scores, own, places, found.size)
    return _alignment(values, moved, codes, found, held=(found.mean, found.sd))


def _barycentre(scores: Floats, codes: NDArray[np.integer], places: Floats, size: NDArray[np.int64]) -> Floats:
    """Return the weighted mean of all units' quantile functions at each of the `places`.

    Each function is straight between the places of its unit and level beyond them. So is their sum between all places:
    it starts at the weighted mean of the lowest scores, and its slope is the running sum of all changes of slope.
    """
    knots = pd.DataFrame({"unit": codes, "place": places, "score": scores}).drop_duplicates(["unit", "place"])
    knots = knots.sort_values(["unit", "place"], ignore_index=True)
    unit, place, score = (knots[name].to_numpy() for name in knots)
    share = size[unit] / len(scores)
    starts = np.append(True, unit[1:] != unit[:-1])
    rise = np.zeros(len(knots))
    rise[1:] = np.where(starts[1:], 0.0, np.diff(score) / np.where(starts[1:], 1.0, np.diff(place)))
    bend = share * (np.append(rise[1:], 0.0) - rise)
    levels, at = np.unique(place, return_inverse=True)
    slope = np.maximum(np.cumsum(np.bincount(at, bend))[:-1], 0.0)
    lowest = float((share * score)[starts].sum())
    mean = np.concatenate([[lowest], lowest + np.cumsum(slope * np.diff(levels))])
    return np.asarray(mean[np.searchsorted(levels, places)])


def largest_distance(values: Floats, codes: NDArray[np.integer], units: int) -> float:
    """Return the largest Kolmogorov-Smirnov distance between any two units; NaN with fewer than two.

    It is the largest difference, at any score, between the highest and the lowest of all units' shares at or below it;
    of more than 20,000 different scores, at so many of them.
    """
    counted = (codes >= 0) & ~np.isnan(values)
    order = np.argsort(values[counted], kind="stable")
    own, scores = codes[counted][order], values[counted][order]
    ends = np.unique(scores, return_index=True)[1][1:] if len(scores) else np.empty(0, dtype=np.int64)
    if len(ends) > _MOST_PLACES:
        ends = ends[np.linspace(0, len(ends) - 1, _MOST_PLACES).astype(np.int64)]
    highest, lowest, present = np.zeros(len(ends)), np.ones(len(ends)), 0
    places = np.split(np.argsort(own, kind="stable"), np.cumsum(np.bincount(own, minlength=units))[:-1])
    for members in places:
        if not members.size:
            continue
        share = np.searchsorted(members, ends) / members.size
        np.maximum(highest, share, out=highest)
        np.minimum(lowest, share, out=lowest)
        present += 1
    if present < 2:
        return np.nan
    return float((highest - lowest).max(initial=0.0))


def _held_means(units: GroupStatistics) -> Floats:
    """Return shrunken means; the means as they are where there are too few units to know how much is luck."""
    shrunken = shrunken_means(units).table["value"].to_numpy()
    return np.where(np.isnan(shrunken), units.mean, shrunken)


def shrunken_deviations(units: GroupStatistics) -> Floats:
    """Return each unit's standard deviation drawn to that of all: ``√((d₀ s₀² + d_u s_u²) / (d₀ + d_u))``.

    d_u is ``n_u - 1``. The common s₀², and how many observations d₀ it is worth, come from the units themselves: from
    how much the logarithms of their variances differ beyond what chance would make them. NaN for a unit of one.

    References
    ----------
    Smyth, G. K. (2004), Linear models and empirical Bayes methods, section 6.2, doi:10.2202/1544-6115.1027.
    """
    from scipy.special import digamma, polygamma

    freedom = np.maximum(units.size - 1, 0).astype(float)
    known = (units.size >= _FEWEST_FOR_SPREAD) & (np.nan_to_num(units.sd) > 0)
    if known.sum() < 2:
        return units.sd
    half = freedom[known] / 2
    logs = np.log(units.sd[known] ** 2) - digamma(half) + np.log(half)
    excess = float(logs.var(ddof=1) - polygamma(1, half).mean())
    if excess <= 0:  # no more than chance: one variance for all
        pooled = float(np.exp(logs.mean()))
        return np.where(known, np.sqrt(pooled), units.sd)
    prior = 2 * _trigamma_inverse(excess)
    common = float(np.exp(logs.mean() + digamma(prior / 2) - np.log(prior / 2)))
    variance = (prior * common + freedom * np.nan_to_num(units.sd) ** 2) / (prior + freedom)
    return np.where(known, np.sqrt(variance), units.sd)


def _trigamma_inverse(value: float) -> float:
    from scipy.optimize import brentq
    from scipy.special import polygamma

    return float(np.exp(brentq(lambda log: polygamma(1, np.exp(log)) - value, -30.0, 30.0)))


def _check_dial(dial: float) -> None:
    if not 0 <= dial <= 1:
        raise ValueError(f"the dial goes from 0 (nothing) to 1 (all), not to {dial}")


def _alignment(
    before: Floats,
    after: Floats,
    codes: NDArray[np.integer],
    found: GroupStatistics,
    *,
    held: tuple[Floats, Floats],
) -> Alignment:
    units = len(found.size)
    changed = group_statistics(after, codes, units)
    columns = {
        "size": found.size,
        "mean": found.mean,
        "sd": found.sd,
        "mean_held": held[0],
        "sd_held": held[1],
        "mean_after": changed.mean,
        "sd_after": changed.sd,
    }
    return Alignment(
        aligned=after,
        units=pd.DataFrame(columns),
        distance_before=largest_distance(before, codes, units),
        distance_after=largest_distance(after, codes, units),
    )
