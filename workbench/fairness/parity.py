"""One number for all groups together, and whether decisions were as right for one group as for another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.fairness.comparison import SMALLEST, Codes, Counts
from workbench.fairness.rates import Rates, count_rates


@dataclass(frozen=True, kw_only=True)
class Parity:
    """The widest gap between two groups.

    Parameters
    ----------
    difference, ratio : float
        Highest less lowest rate, and lowest over highest; NaN where fewer than two groups are large enough.
    lowest, highest : int, optional
        Codes of the two groups.
    """

    difference: float
    ratio: float
    lowest: int | None
    highest: int | None


def parity(rates: Rates, *, smallest: int = SMALLEST) -> Parity:
    """Return the widest gap between the rates of the groups that are large enough.

    With the rate of a decision: demographic parity. It grows with the number of groups even where all are alike; for a
    judgement see `workbench.fairness.rates.rate_gaps`.
    """
    large = np.flatnonzero((rates.size >= smallest) & (rates.size > 0))
    if large.size < 2:
        return Parity(difference=np.nan, ratio=np.nan, lowest=None, highest=None)
    rate = rates.rate
    lowest, highest = (int(large[place]) for place in (rate[large].argmin(), rate[large].argmax()))
    ratio = float(rate[lowest] / rate[highest]) if rate[highest] > 0 else np.nan
    return Parity(difference=float(rate[highest] - rate[lowest]), ratio=ratio, lowest=lowest, highest=highest)


@dataclass(frozen=True, kw_only=True)
class Confusion:
    """Decisions beside what happened later, by group: counts of shape (g,).

    Parameters
    ----------
    true_positive, false_positive, true_negative, false_negative : ndarray of int
        People decided for or against who later turned out so or otherwise.
    left_out : int
        Rows in no group, without decision or without later outcome.
    """

    true_positive: Counts
    false_positive: Counts
    true_negative: Counts
    false_negative: Counts
    left_out: int = 0

    @property
    def size(self) -> Counts:
        """Return the people of each group."""
        return self.true_positive + self.false_positive + self.true_negative + self.false_negative

    def selected(self) -> Rates:
        """Return the share decided for."""
        return Rates(hits=self.true_positive + self.false_positive, size=self.size, left_out=self.left_out)

    def prevalence(self) -> Rates:
        """Return the share that later turned out so."""
        return Rates(hits=self.true_positive + self.false_negative, size=self.size, left_out=self.left_out)

    def true_positive_rate(self) -> Rates:
        """Return the share decided for among those who later turned out so: equal opportunity asks for equal ones."""
        return self._among(self.true_positive, self.false_negative)

    def false_positive_rate(self) -> Rates:
        """Return the share decided for among those who later turned out otherwise."""
        return self._among(self.false_positive, self.true_negative)

    def false_negative_rate(self) -> Rates:
        """Return the share decided against among those who later turned out so."""
        return self._among(self.false_negative, self.true_positive)

    def false_discovery_rate(self) -> Rates:
        """Return the share that turned out otherwise among those decided for."""
        return self._among(self.false_positive, self.true_positive)

    def false_omission_rate(self) -> Rates:
        """Return the share that turned out so among those decided against."""
        return self._among(self.false_negative, self.true_negative)

    def _among(self, hits: Counts, others: Counts) -> Rates:
        return Rates(hits=hits, size=hits + others, left_out=self.left_out)


def confusion(decided: NDArray[np.generic], later: NDArray[np.generic], codes: Codes, groups: int) -> Confusion:
    """Return the decisions of each group beside the outcome known later.

    Parameters
    ----------
    decided, later : ndarray of bool or float, shape (n,)
        True or 1, False or 0, NaN where there is no decision or nothing is known yet.
    codes : ndarray of int, shape (n,)
        Group of each, 0 to ``groups - 1``; negative: in none.
    groups : int
        Number of groups.

    References
    ----------
    Hardt, Price & Srebro (2016), Equality of opportunity in supervised learning, arXiv:1610.02413.
    """
    decided, later = decided.astype(float), later.astype(float)
    for_, against = (count_rates(np.where(decided == side, later, np.nan), codes, groups) for side in (1, 0))
    return Confusion(
        true_positive=for_.hits,
        false_positive=for_.size - for_.hits,
        false_negative=against.hits,
        true_negative=against.size - against.hits,
        left_out=len(codes) - int(for_.size.sum() + against.size.sum()),
    )


def equalised_odds(table: Confusion, *, smallest: int = SMALLEST) -> Parity:
    """Return the wider of the gaps in true and in false positive rates between groups large enough.

    `smallest` counts the people of a rate's denominator.
    """
    gaps = [parity(rates, smallest=smallest) for rates in (table.true_positive_rate(), table.false_positive_rate())]
    return max(gaps, key=lambda gap: np.nan_to_num(gap.difference, nan=-1.0))
