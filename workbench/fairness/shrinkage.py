"""Means and rates of units by empirical Bayes: a small unit is neither first nor last by luck.

What is seen of a unit is drawn towards the mean of all units, the more the less its own number of people tells:
``value = mean + reliability (raw - mean)`` with ``reliability = between / (between + variance)``, where ``between`` is
the variance of the units' true values and ``variance`` that of what was seen about the true value. Everything comes
from size, mean and deviation of each unit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.group_statistics import GroupStatistics
from workbench.fairness.comparison import CONFIDENCE, normal_quantile
from workbench.model.methods import Floats
from workbench.scoring.ranking import ranks_by_row

FEWEST_UNITS = 3

COLUMNS = [
    "raw",
    "raw_se",
    "reliability",
    "value",
    "se",
    "low",
    "high",
    "compare_low",
    "compare_high",
    "beyond",
]

_REPRESENTATIVE = 200  # standard errors that stand for all when pairs of them are compared


@dataclass(frozen=True, kw_only=True)
class ShrunkenUnits:
    """What each unit's true mean or rate is, as far as the data can tell.

    Parameters
    ----------
    table : DataFrame
        A row a unit, in the order given; NaN where nothing is known of it.

        ``raw, raw_se``: what was seen, and its standard error. ``reliability``: how much of its distance from the mean
        is kept, 0 to 1. ``value, se, low, high``: the shrunken value, its standard error (which counts that mean and
        variances are themselves estimates) and its interval. ``compare_low, compare_high``: where these bounds of two
        units do not overlap, the two differ; on average over all pairs that is wrong for as many as the confidence
        allows. ``beyond``: 1 or -1 where the unit is further above or below the mean than chance would explain, else 0.
    mean, mean_se : float
        Of the units' true values.
    between : float
        Variance of the units' true values; 0 where chance explains all differences.
    """

    table: pd.DataFrame
    mean: float
    mean_se: float
    between: float


def shrunken_means(groups: GroupStatistics, *, confidence: float = CONFIDENCE) -> ShrunkenUnits:
    """Return the shrunken means of units whose people vary alike.

    The variance within units and that between them come from restricted maximum likelihood of the one-way model, whose
    only search is over their ratio. NaN below three units, or where no unit has two people.

    Parameters
    ----------
    groups : GroupStatistics
        Size, mean and deviation of each unit.
    confidence : float
        Of the intervals.

    References
    ----------
    Efron & Morris (1975), doi:10.1080/01621459.1975.10479864. Prasad & Rao (1990), doi:10.1080/01621459.1990.10475320
    (the standard errors). Goldstein & Healy (1995), doi:10.2307/2983411 (comparison).
    """
    there = groups.size > 0
    size, mean = groups.size[there].astype(float), groups.mean[there]
    spare = size.sum() - size.size
    if size.size < FEWEST_UNITS or spare < 1:
        return _unknown(groups.mean, np.full(groups.size.size, np.nan))
    squares = float(np.where(size > 1, (size - 1) * np.nan_to_num(groups.sd[there]) ** 2, 0.0).sum())

    def within(among: float) -> float:
        return float((squares + among) / (size.sum() - 1))

    ratio = _between(mean, 1 / size, within)
    variance = within(_among(mean, 1 / size, ratio)[0])
    of_means = variance / np.where(there, groups.size, np.nan)
    return _shrunken(groups.mean, of_means, ratio * variance, confidence=confidence)


def shrunken_estimates(value: Floats, se: Floats, *, confidence: float = CONFIDENCE) -> ShrunkenUnits:
    """Return the shrunken values of units whose own standard errors are known.

    The variance between units comes from restricted maximum likelihood. NaN below three units.

    Parameters
    ----------
    value, se : ndarray, shape (g,)
        An estimate of each unit and its standard error; NaN where there is none.
    confidence : float
        Of the intervals.

    References
    ----------
    Morris (1983), doi:10.1080/01621459.1983.10477920.
    """
    there = ~np.isnan(value) & ~np.isnan(se)
    if there.sum() < FEWEST_UNITS:
        return _unknown(value, se)
    between = _between(value[there], se[there] ** 2, lambda _: 1.0)
    return _shrunken(np.where(there, value, np.nan), se**2, between, confidence=confidence)


def shrunken_rates(
    hits: NDArray[np.integer], size: NDArray[np.integer], *, confidence: float = CONFIDENCE
) -> ShrunkenUnits:
    """Return the shrunken rates of units: true rates have a beta distribution, found by maximum likelihood.

    Parameters
    ----------
    hits, size : ndarray of int, shape (g,)
        People of each unit for whom an outcome is true, and all of its people.
    confidence : float
        Of the intervals, which are those of a beta distribution with the value as mean and the standard error.

    References
    ----------
    Morris (1983), doi:10.1080/01621459.1983.10477920.
    """
    from scipy.special import betaincinv

    there = size > 0
    raw = np.where(there, hits / np.where(there, size, 1), np.nan)
    if there.sum() < FEWEST_UNITS or hits.sum() in (0, size.sum()):
        return _unknown(raw, np.full(raw.size, np.nan))
    mean, people = _beta_binomial(hits[there].astype(float), size[there].astype(float))
    among = mean * (1 - mean) / (people + 1)  # variance of the true rates
    variance = among * people / np.where(there, size, np.nan)
    found = _shrunken(raw, variance, among, mean=mean, confidence=confidence)
    value, se = found.table["value"].to_numpy(), found.table["se"].to_numpy()
    worth = np.maximum(value * (1 - value) / se**2 - 1, 1e-9)
    low, high = (betaincinv(value * worth, (1 - value) * worth, tail) for tail in _tails(confidence))
    bounds = found.table[["compare_low", "compare_high"]].clip(0.0, 1.0)
    table = found.table.assign(low=low, high=high, **{name: bounds[name] for name in bounds})
    return ShrunkenUnits(table=table, mean=found.mean, mean_se=found.mean_se, between=found.between)


def rank_intervals(
    units: ShrunkenUnits, *, rng: np.random.Generator, draws: int = 1_000, confidence: float = CONFIDENCE
) -> pd.DataFrame:
    """Return how sure the rank of each unit is, by drawing true values from what is known of them.

    Parameters
    ----------
    units : ShrunkenUnits
        In any order; those without a value have no rank.
    rng : numpy.random.Generator
        Draws the true values.
    draws : int
        How many rankings.
    confidence : float
        Of the interval.

    Returns
    -------
    DataFrame
        A row a unit: ``rank`` of the shrunken value, 1 for the highest, ``low, high``, and the shares of the draws in
        which it is ``first`` and ``last``.
    """
    known = units.table["value"].notna().to_numpy()
    value, se = (units.table.loc[known, name].to_numpy(float) for name in ("value", "se"))
    drawn = ranks_by_row(value + se * rng.standard_normal((draws, value.size)))
    tails = _tails(confidence)
    low, high = np.quantile(drawn, tails, axis=0, method="inverted_cdf") if value.size else np.empty((2, 0))
    ranks = {
        "rank": ranks_by_row(value[None])[0],
        "low": low,
        "high": high,
        "first": (drawn == 1).mean(axis=0),
        "last": (drawn == value.size).mean(axis=0),
    }
    return pd.DataFrame({name: _spread_out(each, known) for name, each in ranks.items()}, index=units.table.index)


def comparison_factor(se: Floats, *, confidence: float = CONFIDENCE) -> float:
    """Return how many standard errors to draw about each value so that two that differ by chance seldom do not overlap.

    1.39 for equal standard errors and 95 %: 1.96 divided by the root of 2. In general the average over all pairs of
    ``2 Phi(-factor (s + t) / sqrt(s^2 + t^2))`` is ``1 - confidence``.

    Parameters
    ----------
    se : ndarray
        Standard errors; more than 200 are represented by their quantiles.
    confidence : float
        On average over pairs.

    References
    ----------
    Goldstein & Healy (1995), The graphical presentation of a collection of means, doi:10.2307/2983411.
    """
    from scipy.optimize import brentq
    from scipy.special import ndtr

    known = se[~np.isnan(se)]
    if known.size > _REPRESENTATIVE:
        known = np.quantile(known, (np.arange(_REPRESENTATIVE) + 0.5) / _REPRESENTATIVE)
    first, second = (known[each] for each in np.triu_indices(known.size, 1))
    together = np.hypot(first, second)
    if not np.any(together > 0):
        return float(normal_quantile(confidence) / np.sqrt(2))
    apart = ((first + second)[together > 0]) / together[together > 0]
    return float(brentq(lambda factor: 2 * ndtr(-factor * apart).mean() - (1 - confidence), 0.0, 40.0))


def _between(value: Floats, variance: Floats, scale: Callable[[float], float]) -> float:
    """Return the variance between units at which the restricted likelihood is highest, 0 where it only falls.

    `scale` gives, from the weighted sum of squares among the units, the unit in which `variance` is measured: 1 where
    it is known.
    """
    from scipy.optimize import brentq

    def slope(between: float) -> float:
        """Return minus twice the derivative of the restricted log-likelihood."""
        weight = 1 / (between + variance)
        among, off = _among(value, variance, between)
        return float(weight.sum() - (weight**2).sum() / weight.sum() - ((weight * off) ** 2).sum() / scale(among))

    start = max(float(variance.max()), float(np.ptp(value)) * 1e-12, 1e-300)
    low = 0.0 if variance.min() > 0 else start * 1e-12
    if np.ptp(value) == 0 or slope(low) >= 0:
        return 0.0
    high = start
    while slope(high) < 0 and high < start * 1e15:
        high *= 8
    return float(brentq(slope, low, high, rtol=1e-12, xtol=start * 1e-13)) if slope(high) > 0 else high


def _among(value: Floats, variance: Floats, between: float) -> tuple[float, Floats]:
    """Return the weighted sum of squares of the units about their mean, and how far each is from it."""
    weight = 1 / (between + variance)
    off = value - np.average(value, weights=weight)
    return float((weight * off**2).sum()), off


def _shrunken(
    raw: Floats, variance: Floats, between: float, *, confidence: float, mean: float | None = None
) -> ShrunkenUnits:
    """Return the units drawn towards their `mean`, the weighted one where none is given.

    The variance of the error adds up: of the true value about its expectation; of the mean; twice that of the estimated
    variance between, once because it is unsure and once because the first term is too small when it is.
    """
    weight = 1 / (between + variance)
    total = np.nansum(weight)
    middle = float(np.nansum(weight * raw) / total) if mean is None else mean
    reliability = between * weight
    unsure = 2 * (variance**2 * weight**3) * 2 / np.nansum(weight**2)
    of_unit = between * (1 - reliability) + unsure
    value, se = middle + reliability * (raw - middle), np.sqrt(of_unit + (1 - reliability) ** 2 / total)
    z, factor = normal_quantile(confidence), comparison_factor(se, confidence=confidence)
    clear = np.abs(value - middle) > z * np.sqrt(of_unit + reliability**2 / total)
    table = pd.DataFrame(
        {
            "raw": raw,
            "raw_se": np.sqrt(variance),
            "reliability": reliability,
            "value": value,
            "se": se,
            "low": value - z * se,
            "high": value + z * se,
            "compare_low": value - factor * se,
            "compare_high": value + factor * se,
            "beyond": np.where(clear, np.sign(value - middle), 0.0).astype(int),
        }
    )
    return ShrunkenUnits(table=table, mean=middle, mean_se=float(total**-0.5), between=between)


def _beta_binomial(hits: Floats, size: Floats) -> tuple[float, float]:
    """Return mean and number of people's worth of the beta distribution that makes `hits` of `size` likeliest."""
    from scipy.optimize import minimize
    from scipy.special import betaln, digamma

    def unlikely(point: Floats) -> tuple[float, Floats]:
        mean, people = 1 / (1 + np.exp(-point[0])), np.exp(point[1])
        a, b = mean * people, (1 - mean) * people
        value = (betaln(hits + a, size - hits + b) - betaln(a, b)).sum()
        both = digamma(a + b) - digamma(size + a + b)
        by_a = (digamma(hits + a) - digamma(a) + both).sum()
        by_b = (digamma(size - hits + b) - digamma(b) + both).sum()
        by_mean = (by_a - by_b) * people * mean * (1 - mean)
        return -float(value), -np.array([by_mean, by_a * a + by_b * b])

    rate = hits.sum() / size.sum()
    start = np.array([np.log(rate / (1 - rate)), np.log(size.mean())])
    found = minimize(unlikely, start, jac=True, method="L-BFGS-B", bounds=[(-20, 20), (-7, 18)])
    return float(1 / (1 + np.exp(-found.x[0]))), float(np.exp(found.x[1]))


def _unknown(raw: Floats, se: Floats) -> ShrunkenUnits:
    table = pd.DataFrame(np.nan, index=range(raw.size), columns=COLUMNS).assign(raw=raw, raw_se=se, beyond=0)
    return ShrunkenUnits(table=table, mean=np.nan, mean_se=np.nan, between=np.nan)


def _spread_out(values: Floats, there: NDArray[np.bool_]) -> Floats:
    everywhere = np.full(there.size, np.nan)
    everywhere[there] = values
    return everywhere


def _tails(confidence: float) -> tuple[float, float]:
    return (1 - confidence) / 2, (1 + confidence) / 2
