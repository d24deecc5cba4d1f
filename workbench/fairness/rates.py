"""How often each group reaches a class: rates, ratios and differences with intervals, the four-fifths rule beside them.

A rate is the share of a group's people for whom an outcome is true. It should be the favourable one (reached a class,
is among the best): for one that is to be feared compare `Rates.complement`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.fairness.comparison import (
    CONFIDENCE,
    SMALLEST,
    Against,
    Codes,
    Counts,
    normal_quantile,
    statuses,
    where_compared,
)
from workbench.fairness.false_discovery import adjusted_p_values
from workbench.model.methods import Floats

FOUR_FIFTHS = 0.8
TOLERANCE = 1e-12
"""A ratio of rates that is computed is as exact as this: .48 / .60 is not below four fifths."""


class Interval(NamedTuple):
    """Lower and upper bounds, one of each a group."""

    low: Floats
    high: Floats


@dataclass(frozen=True, kw_only=True)
class Rates:
    """People for whom an outcome is true, by group.

    Parameters
    ----------
    hits, size : ndarray of int, shape (g,) or (units, g)
        People for whom it is true, and people for whom it is known.
    left_out : int
        Rows that are in no group or have no outcome.
    """

    hits: Counts
    size: Counts
    left_out: int = 0

    @property
    def rate(self) -> Floats:
        """Return the share of each group, NaN where nobody is in it."""
        return divided(self.hits, self.size)

    def complement(self) -> Rates:
        """Return the rates at which the outcome is not true."""
        return Rates(hits=self.size - self.hits, size=self.size, left_out=self.left_out)

    def beside(self, reference: int | None) -> Rates:
        """Return for each group what it is compared with: one group, or everybody who is not in it (None)."""
        hits, size = (
            counts.sum(axis=-1, keepdims=True) - counts
            if reference is None
            else np.broadcast_to(counts[..., [reference]], counts.shape)
            for counts in (self.hits, self.size)
        )
        return Rates(hits=hits, size=size)

    def best(self, *, smallest: int = SMALLEST) -> int | None:
        """Return the code of the group with the highest rate among those large enough, of equal ones the largest."""
        large = np.flatnonzero((self.size >= smallest) & (self.size > 0))
        if not large.size:
            return None
        highest = large[self.rate[large] >= self.rate[large].max() - TOLERANCE]
        return int(highest[self.size[highest].argmax()])


@dataclass(frozen=True, kw_only=True)
class RateGaps:
    """Rates of all groups, each beside what it is compared with.

    Parameters
    ----------
    table : DataFrame
        One row a group in the order of the codes: ``size, hits, rate, low, high`` (Wilson); ``reference_size,
        reference_hits, reference_rate``; ``ratio, ratio_low, ratio_high`` (Katz); ``difference, difference_low,
        difference_high`` (Newcombe); ``p`` (Fisher, two-sided) and ``q`` (adjusted over all compared groups, Benjamini
        and Hochberg); ``below_four_fifths``, ``one_person_reverses``, ``adverse`` (the former without the latter);
        ``status`` ('compared', 'reference', 'too_few', 'no_reference'). What is not compared has NaN there.
    reference : int, optional
        Code of the group that all are compared with; None for the rest of the population.
    left_out : int
        Rows in no group or without outcome.
    """

    table: pd.DataFrame
    reference: int | None
    left_out: int


def count_rates(outcome: NDArray[np.generic], codes: Codes, groups: int) -> Rates:
    """Return how many people of each group an outcome is true for.

    Parameters
    ----------
    outcome : ndarray of bool or float, shape (n,)
        True or 1, False or 0, NaN where nothing is known.
    codes : ndarray of int, shape (n,)
        Group of each, 0 to ``groups - 1``; negative: in none.
    groups : int
        Number of groups.
    """
    known = (codes >= 0) & ~np.isnan(outcome.astype(float))
    size = np.bincount(codes[known], minlength=groups)
    hits = np.bincount(codes[known & (outcome == 1)], minlength=groups)
    return Rates(hits=hits, size=size, left_out=len(codes) - int(size.sum()))


def count_classes(classes: Codes, codes: Codes, *, groups: int, kinds: int) -> Counts:
    """Return how many people of each group are in each class, shape (groups, kinds); negative codes count nowhere."""
    known = (codes >= 0) & (classes >= 0)
    cells = codes[known].astype(np.int64) * kinds + classes[known]
    table: Counts = np.bincount(cells, minlength=groups * kinds).reshape(groups, kinds)
    return table


def rate_gaps(
    rates: Rates,
    *,
    against: Against = "rest",
    smallest: int = SMALLEST,
    threshold: float = FOUR_FIFTHS,
    confidence: float = CONFIDENCE,
) -> RateGaps:
    """Return each group's rate beside a reference, with ratio, difference, exact test and four-fifths rule.

    Parameters
    ----------
    rates : Rates
        Of a favourable outcome.
    against : {'rest', 'best'} or int
        Everyone who is not in the group; the group with the highest rate, as the four-fifths rule has it (the highest
        of many rates is high by chance too); or the group with this code.
    smallest : int
        People a group must have to be compared, or to be the best.
    threshold : float
        Ratio below which a gap counts as adverse.
    confidence : float
        Of all intervals.
    """
    reference = rates.best(smallest=smallest) if against == "best" else None if against == "rest" else against
    other = rates.beside(reference)
    status = statuses(rates.size, other.size, reference=reference, smallest=smallest)
    columns = {
        "size": rates.size,
        "hits": rates.hits,
        "rate": rates.rate,
        **_bounds("", wilson_interval(rates.hits, rates.size, confidence=confidence)),
        "reference_size": other.size,
        "reference_hits": other.hits,
        "reference_rate": other.rate,
    }
    compared = {
        "ratio": divided(rates.rate, other.rate),
        **_bounds("ratio_", katz_interval(rates, other, confidence=confidence)),
        "difference": rates.rate - other.rate,
        **_bounds("difference_", newcombe_interval(rates, other, confidence=confidence)),
        "p": exact_p_values(rates, other),
    }
    table = pd.DataFrame(columns | {name: where_compared(status, values) for name, values in compared.items()})
    below = below_four_fifths(table["ratio"].to_numpy(), threshold=threshold)
    reverses = one_person_reverses(rates, other) & (status == "compared")
    flags = {"below_four_fifths": below, "one_person_reverses": reverses, "adverse": below & ~reverses}
    table = table.assign(q=adjusted_p_values(table["p"].to_numpy()), **flags, status=status)
    return RateGaps(table=table, reference=reference, left_out=rates.left_out)


def _bounds(name: str, interval: Interval) -> dict[str, Floats]:
    return {f"{name}low": interval.low, f"{name}high": interval.high}


def wilson_interval(hits: Counts, size: Counts, *, confidence: float = CONFIDENCE) -> Interval:
    """Return the score interval of each rate; NaN where there is nobody.

    Centre ``(p + z²/2n) / (1 + z²/n)``, half-width ``z √(p(1 - p)/n + z²/4n²) / (1 + z²/n)``.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, doi 10.1080/01621459.1927.10502953.
    """
    z2 = normal_quantile(confidence) ** 2
    n = np.where(size > 0, size, np.nan)
    p = hits / n
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = np.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n**2))) / (1 + z2 / n)
    low = np.where(hits == 0, 0 * n, centre - half)
    return Interval(low, np.where(hits == size, 1 + 0 * n, centre + half))


def katz_interval(rates: Rates, other: Rates, *, confidence: float = CONFIDENCE) -> Interval:
    """Return the interval of the ratio of two rates, ``exp(ln R ± z √(1/k₁ - 1/n₁ + 1/k₂ - 1/n₂))``.

    Where a count is 0, or all are hits on both sides, the formula has no value, and one half is added to each of the
    four cells (Haldane and Anscombe); a ratio of 0 keeps the lower bound 0.

    References
    ----------
    Katz, Baptista, Azen & Pike (1978), Biometrics 34, doi 10.2307/2530610.
    """
    at_the_edge = (rates.hits == 0) | (other.hits == 0) | ((rates.hits == rates.size) & (other.hits == other.size))
    half = np.where(at_the_edge, 0.5, 0.0)
    k1, k2 = rates.hits + half, other.hits + half
    n1, n2 = rates.size + 2 * half, other.size + 2 * half
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = np.log(k1 / n1) - np.log(k2 / n2)
        half_width = normal_quantile(confidence) * np.sqrt(1 / k1 - 1 / n1 + 1 / k2 - 1 / n2)
    empty = (rates.size == 0) | (other.size == 0) | ((rates.hits == 0) & (other.hits == 0))
    low = np.where(rates.hits == 0, 0.0, np.exp(middle - half_width))
    high = np.where(other.hits == 0, np.inf, np.exp(middle + half_width))
    return Interval(np.where(empty, np.nan, low), np.where(empty, np.nan, high))


def newcombe_interval(rates: Rates, other: Rates, *, confidence: float = CONFIDENCE) -> Interval:
    """Return the hybrid score interval of the difference of two rates, made from the Wilson interval of each.

    References
    ----------
    Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics in Medicine 17,
    873-890, method 10.
    """
    own = wilson_interval(rates.hits, rates.size, confidence=confidence)
    theirs = wilson_interval(other.hits, other.size, confidence=confidence)
    p, q = rates.rate, other.rate
    low = p - q - np.hypot(p - own.low, theirs.high - q)
    return Interval(low, p - q + np.hypot(own.high - p, q - theirs.low))


def below_four_fifths(ratio: Floats, *, threshold: float = FOUR_FIFTHS) -> NDArray[np.bool_]:
    """Return whether a ratio of rates is below four fifths, or another threshold; equal to it is not, nor is NaN.

    References
    ----------
    Uniform Guidelines on Employee Selection Procedures (1978), 29 CFR 1607.4 D.
    """
    flagged: NDArray[np.bool_] = ratio < threshold - TOLERANCE
    return flagged


def one_person_reverses(rates: Rates, other: Rates) -> NDArray[np.bool_]:
    """Return whether one hit more in the lower group, and one fewer in the other, would make it the higher.

    Then so few people stand behind the gap that it is no finding.

    References
    ----------
    Questions and Answers on the Uniform Guidelines (1979), 44 FR 11996, question 21.
    """
    difference = rates.rate - other.rate
    one = -np.sign(difference)
    after = divided(rates.hits + one, rates.size) - divided(other.hits - one, other.size)
    reversed_: NDArray[np.bool_] = difference * after < -TOLERANCE * np.abs(difference)
    return reversed_


def exact_p_values(rates: Rates, other: Rates) -> Floats:
    """Return the two-sided p-value of Fisher's exact test for each group against the other side.

    The sum of the hypergeometric probabilities of all tables that are at most as probable as the one observed. They
    fall towards both ends, so that the far end is found by halving, for all groups at once.
    """
    from scipy import special, stats

    own, people, all_hits = rates.size, rates.size + other.size, rates.hits + other.hits
    misses = people - all_hits

    def likelihood(hits: Counts) -> Floats:
        """Return the logarithm of the probability, but for what all tables share."""
        ways: Floats = special.betaln(hits + 1, all_hits - hits + 1) + special.betaln(
            own - hits + 1, misses - own + hits + 1
        )
        return -ways

    seen = likelihood(rates.hits) + 1e-7  # as scipy.stats.fisher_exact: equal but for rounding counts as equal
    mode = (all_hits + 1) * (own + 1) // (people + 2)

    def tail(beyond: Counts) -> Counts:
        """Return the table nearest to the mode, on one side of it, that is no more probable than the one observed."""
        out, inside = beyond, mode
        while (np.abs(out - inside) > 1).any():
            middle = (out + inside) // 2
            unlikely = likelihood(middle) <= seen
            out, inside = np.where(unlikely, middle, out), np.where(unlikely, inside, middle)
        return out

    below, above = tail(np.maximum(0, own - misses) - 1), tail(np.minimum(own, all_hits) + 1)
    law = stats.hypergeom(people, all_hits, own)
    p = np.where(likelihood(mode) <= seen, 1.0, law.cdf(below) + law.sf(above - 1))
    return np.where((own > 0) & (other.size > 0), np.minimum(p, 1.0), np.nan)


def divided(above: NDArray[np.generic], below: NDArray[np.generic]) -> Floats:
    """Return the quotient, NaN where the divisor is 0."""
    quotient: Floats = above / np.where(below == 0, np.nan, below)
    return quotient
