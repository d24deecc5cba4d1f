"""Gaps inside units beside the gap of all units pooled: a pooled one may come from where people work.

The same comparison serves for legitimate factors: cross them into one code and pass it in place of the unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.group_statistics import GroupStatistics, group_statistics
from workbench.fairness.comparison import (
    COMPARED,
    CONFIDENCE,
    SMALLEST,
    Against,
    Codes,
    Counts,
    normal_quantile,
    where_compared,
)
from workbench.fairness.gaps import beside, mean_gaps, merged, squares, t_test
from workbench.fairness.rates import Rates, count_rates, divided, rate_gaps
from workbench.model.methods import Floats

NEVER_TOGETHER = "never_together"

FEWEST_DEGREES = 10
"""Degrees of freedom from which the spread of one side is taken from that side alone."""


@dataclass(frozen=True, kw_only=True)
class WithinGaps:
    """Pooled and within-unit gaps side by side.

    Parameters
    ----------
    table : DataFrame
        One row a group in the order of the codes. ``pooled, pooled_low, pooled_high``: the difference of all pooled;
        ``within, within_low, within_high, within_p``: the difference inside units, averaged over them;
        ``standardised, reference_standardised``: rate or mean of both sides if they were spread over the units as all
        people are; ``units``: how many have people of both sides; ``shared``: share (0-1) of the group's people who are
        in one of them; ``disagree``: pooled and within point in opposite directions, and one of them at least is more
        than chance would explain; ``status`` as in the pooled comparison, and 'never_together' where no unit has both
        sides. Rates have ``pooled_ratio, within_ratio, within_ratio_low, within_ratio_high`` besides.
    reference : int, optional
        Code of the group that all are compared with; None for the rest of the population.
    """

    table: pd.DataFrame
    reference: int | None


class _Sides(NamedTuple):
    """People of both sides in every unit, shape (units, groups), 0 in units where one side has nobody."""

    own: Counts
    other: Counts

    @property
    def people(self) -> Floats:
        people: Floats = np.maximum(self.own + self.other, 1).astype(float)
        return people

    @property
    def weight(self) -> Floats:
        weight: Floats = self.own * self.other / self.people
        return weight


def rates_in_units(outcome: NDArray[np.generic], units: Codes, codes: Codes, *, shape: tuple[int, int]) -> Rates:
    """Return hits and sizes of every group in every unit.

    Parameters
    ----------
    outcome : ndarray of bool or float, shape (n,)
        NaN where nothing is known.
    units, codes : ndarray of int, shape (n,)
        Unit and group of each; negative: in none.
    shape : (int, int)
        Numbers of units and of groups: the shape of what is returned.
    """
    found = count_rates(outcome, cell_codes(units, codes, groups=shape[1]), shape[0] * shape[1])
    return Rates(hits=found.hits.reshape(shape), size=found.size.reshape(shape), left_out=found.left_out)


def statistics_in_units(values: Floats, units: Codes, codes: Codes, *, shape: tuple[int, int]) -> GroupStatistics:
    """Return size, mean and standard deviation of every group in every unit; see `rates_in_units`."""
    found = group_statistics(values, cell_codes(units, codes, groups=shape[1]), shape[0] * shape[1])
    size, mean, sd = found.size.reshape(shape), found.mean.reshape(shape), found.sd.reshape(shape)
    return GroupStatistics(size=size, mean=mean, sd=sd)


def cell_codes(units: Codes, codes: Codes, *, groups: int) -> NDArray[np.int64]:
    """Return one code for unit and group together, -1 where someone is in none of either."""
    cells: NDArray[np.int64] = np.where((units >= 0) & (codes >= 0), units.astype(np.int64) * groups + codes, -1)
    return cells


def rate_gaps_within(
    rates: Rates, *, reference: int | None = None, smallest: int = SMALLEST, confidence: float = CONFIDENCE
) -> WithinGaps:
    """Return gaps in rates pooled and within units, by Mantel and Haenszel, and rates with equal mix of units.

    Parameters
    ----------
    rates : Rates
        Of shape (units, groups); see `rates_in_units`.
    reference : int, optional
        Code of the group that all are compared with; None for everyone who is not in the group.
    smallest : int
        People a group must have in all units together to be compared.
    confidence : float
        Of the intervals.

    References
    ----------
    Mantel & Haenszel (1959), JNCI 22, doi 10.1093/jnci/22.4.719, for ratio and test; Greenland & Robins (1985),
    Biometrics 41, doi 10.2307/2530643, for the interval of the ratio; Sato (1989), Biometrics 45, 1323-1324, for that
    of the difference.
    """
    together = Rates(hits=rates.hits.sum(axis=0), size=rates.size.sum(axis=0))
    against: Against = "rest" if reference is None else reference
    pooled = rate_gaps(together, against=against, smallest=smallest, confidence=confidence).table
    other = rates.beside(reference)
    both = (rates.size > 0) & (other.size > 0)
    sides, hits, theirs = _Sides(rates.size * both, other.size * both), rates.hits * both, other.hits * both
    z = normal_quantile(confidence)
    difference, error = _risk_difference(hits, theirs, sides)
    ratio, log_error = _risk_ratio(hits, theirs, sides)
    table = pd.DataFrame(
        {
            "pooled": pooled["difference"],
            "pooled_low": pooled["difference_low"],
            "pooled_high": pooled["difference_high"],
            "within": difference,
            "within_low": difference - z * error,
            "within_high": difference + z * error,
            "within_p": _mantel_haenszel_p(hits, theirs, sides),
            "pooled_ratio": pooled["ratio"],
            "within_ratio": ratio,
            "within_ratio_low": ratio * np.exp(-z * log_error),
            "within_ratio_high": ratio * np.exp(z * log_error),
            "status": pooled["status"],
        }
    )
    return WithinGaps(table=_with_standards(table, rates.rate, other.rate, rates.size, sides), reference=reference)


def mean_gaps_within(
    statistics: GroupStatistics,
    *,
    reference: int | None = None,
    smallest: int = SMALLEST,
    confidence: float = CONFIDENCE,
) -> WithinGaps:
    """Return gaps in means pooled and within units, and means with equal mix of units.

    Within units: the gap that dummies of all units leave in a regression, ``Σ w (m₁ - m₀) / Σ w`` with
    ``w = n₁ n₀ / (n₁ + n₀)``. Its error comes from the spread inside units, of each side by itself where that is known
    with ten degrees of freedom, else of both.

    Parameters
    ----------
    statistics : GroupStatistics
        Of shape (units, groups); see `statistics_in_units`.
    reference, smallest, confidence
        See `rate_gaps_within`.
    """
    together = merged(statistics, axis=0)
    pooled = mean_gaps(together, reference=reference, smallest=smallest, confidence=confidence).table
    other = beside(statistics, reference)
    both = (statistics.size > 0) & (other.size > 0)
    sides = _Sides(statistics.size * both, other.size * both)
    gap = np.where(both, statistics.mean - other.mean, 0.0)
    within = divided((sides.weight * gap).sum(axis=0), sides.weight.sum(axis=0))
    squared = [np.where(both, squares(side), 0.0).sum(axis=0) for side in (statistics, other)]
    test = t_test(within, *_error_within(sides, squared), confidence=confidence)
    table = pd.DataFrame(
        {
            "pooled": pooled["difference"],
            "pooled_low": pooled["low"],
            "pooled_high": pooled["high"],
            "within": within,
            "within_low": test.low,
            "within_high": test.high,
            "within_p": test.p,
            "status": pooled["status"],
        }
    )
    standards = _with_standards(table, statistics.mean, other.mean, statistics.size, sides)
    return WithinGaps(table=standards, reference=reference)


def _error_within(sides: _Sides, squared: list[Floats]) -> tuple[Floats, Floats]:
    """Return standard error and degrees of freedom (Welch and Satterthwaite) of a weighted mean of gaps."""
    freedom = [np.maximum(people - 1, 0).sum(axis=0) for people in sides]
    shared = divided(squared[0] + squared[1], freedom[0] + freedom[1])
    variance, doubt = np.zeros_like(shared), np.zeros_like(shared)
    for people, total, own in zip(sides, squared, freedom, strict=True):
        alone = own >= FEWEST_DEGREES
        spread = np.where(alone, total / np.maximum(own, 1), shared)
        leverage = (sides.weight**2 / np.maximum(people, 1)).sum(axis=0)
        part = spread * divided(leverage, sides.weight.sum(axis=0) ** 2)
        variance += part
        doubt += part**2 / np.maximum(np.where(alone, own, freedom[0] + freedom[1]), 1)
    return np.sqrt(variance), divided(variance**2, doubt)


def _risk_difference(hits: Counts, theirs: Counts, sides: _Sides) -> tuple[Floats, Floats]:
    """Return the difference by Mantel and Haenszel with Sato's standard error."""
    own, other, people = sides.own, sides.other, sides.people
    weight = sides.weight.sum(axis=0)
    difference = divided(((hits * other - theirs * own) / people).sum(axis=0), weight)
    p = (own**2 * theirs - other**2 * hits + own * other * (other - own) / 2) / people**2
    q = (hits * (other - theirs) + theirs * (own - hits)) / (2 * people)
    variance = divided(difference * p.sum(axis=0) + q.sum(axis=0), weight**2)
    return difference, np.sqrt(np.maximum(variance, 0.0))


def _risk_ratio(hits: Counts, theirs: Counts, sides: _Sides) -> tuple[Floats, Floats]:
    """Return the ratio by Mantel and Haenszel with the standard error of its logarithm by Greenland and Robins."""
    own, other, people = sides.own, sides.other, sides.people
    above, below = (hits * other / people).sum(axis=0), (theirs * own / people).sum(axis=0)
    spread = ((hits + theirs) * own * other - hits * theirs * people) / people**2
    return divided(above, below), np.sqrt(divided(spread.sum(axis=0), above * below))


def _mantel_haenszel_p(hits: Counts, theirs: Counts, sides: _Sides) -> Floats:
    """Return the p-value of the chi-square test of no difference in any unit, without continuity correction."""
    from scipy import special

    own, other, people = sides.own, sides.other, sides.people
    all_hits = hits + theirs
    excess = (hits - own * all_hits / people).sum(axis=0)
    spread = own * other * all_hits * (people - all_hits) / (people**2 * np.maximum(people - 1, 1))
    p: Floats = special.chdtrc(1, divided(excess**2, spread.sum(axis=0)))
    return p


def _with_standards(table: pd.DataFrame, own: Floats, other: Floats, size: Counts, sides: _Sides) -> pd.DataFrame:
    """Return `table` with both sides directly standardised to the units' people, and whether the gaps disagree."""
    both = sides.own > 0
    weight = size.sum(axis=-1, keepdims=True) * both
    standard, reference = (
        divided((weight * np.where(both, each, 0.0)).sum(axis=0), weight.sum(axis=0)) for each in (own, other)
    )
    never = (table["status"] == COMPARED) & ~both.any(axis=0)
    status = table["status"].mask(never, NEVER_TOGETHER)
    numbers = table.drop(columns="status").assign(standardised=standard, reference_standardised=reference)
    shown = numbers.apply(lambda column: where_compared(table["status"].to_numpy(), column.to_numpy()))
    opposite = shown["pooled"] * shown["within"] < 0
    beyond = [shown[f"{kind}_low"] * shown[f"{kind}_high"] > 0 for kind in ("pooled", "within")]
    return shown.assign(
        units=both.sum(axis=0),
        shared=divided(sides.own.sum(axis=0), size.sum(axis=0)),
        disagree=opposite & (beyond[0] | beyond[1]),
        status=status,
    )
