"""Whether the classes of a unit's people are spread as elsewhere, or further off than chance would explain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.fairness.false_discovery import adjusted_p_values
from workbench.model.methods import Floats

Counts = NDArray[np.integer]
Statistic = Literal["chi_square", "g", "distance"]

EXACT_OUTCOMES = 50_000
"""Up to so many distributions of a unit's people are enumerated; beyond, they are drawn."""
NOISY_BELOW = 30
"""The distribution of fewer people is noisy: a single person is more than 3 % of it."""
_TIE = 1 - 1e-9  # two outcomes with the same statistic differ in the last digits


@dataclass(frozen=True, kw_only=True)
class ReferenceComparison:
    """How each unit's distribution lies against the reference.

    Parameters
    ----------
    units : DataFrame
        One row a unit: ``size``; ``chi_square``, ``g`` (twice the log-likelihood ratio); ``distance``, the Wasserstein
        distance on the ordered classes in steps, and ``shift``, the part of it that goes one way: positive where the
        unit's people stand further towards the first class; ``p_value``, and ``q_value`` after control of the false
        discovery rate; ``exact``, whether every outcome was enumerated; ``noisy``, whether there are fewer than 30
        people. Without people, or with nobody elsewhere, all measures are NaN.
    residuals : ndarray, shape (units, classes)
        Standardised difference of each class from what was expected; beyond ±2 is remarkable, beyond ±3 rare.
    """

    units: pd.DataFrame
    residuals: Floats


def compare_with_reference(
    counts: Counts,
    *,
    rng: np.random.Generator,
    reference: Floats | None = None,
    statistic: Statistic = "chi_square",
    draws: int = 9_999,
) -> ReferenceComparison:
    """Return how far the class counts of each unit lie from a reference distribution, and what chance would explain.

    With a given reference a unit's counts are multinomial. Against all others both margins of the table *unit and
    others by class* are fixed and the counts are multivariate hypergeometric. The p-value is the probability of a
    statistic at least as large: exact where the outcomes can be enumerated, otherwise ``(1 + larger) / (1 + draws)``.
    No expected count has to be large. ``distance = Σ |F_unit - F_reference|`` over the ordered classes.

    Parameters
    ----------
    counts : ndarray of int, shape (units, classes)
        People of each unit in each class, classes in order.
    rng : Generator
        Source of the draws.
    reference : ndarray, shape (classes,), optional
        Shares or counts to compare with, taken as exact; by default each unit is compared with all others together.
    statistic : {'chi_square', 'g', 'distance'}
        What the p-value orders the outcomes by; ``distance`` looks for people who stand higher or lower.
    draws : int
        Outcomes drawn where there are too many to enumerate.

    Raises
    ------
    ValueError
        When the reference has not one share for each class.

    References
    ----------
    Agresti (2013), Categorical Data Analysis, 3.2 and 16.5; Haberman (1973), doi:10.2307/2529686, for the residuals;
    Phipson & Smyth (2010), doi:10.2202/1544-6115.1585, for adding one; Benjamini & Hochberg (1995),
    doi:10.1111/j.2517-6161.1995.tb02031.x.
    """
    table = np.asarray(counts, dtype=np.int64)
    if reference is not None and np.shape(reference) != (table.shape[1],):
        raise ValueError(f"a reference needs {table.shape[1]} shares, one for each class")
    sizes, everybody = table.sum(axis=1), table.sum(axis=0)
    parts = [pd.DataFrame(columns=[*_MEASURES, "p_value", "exact"], dtype=float)]
    residuals = np.full(table.shape, np.nan)
    for size in np.unique(sizes[sizes > 0]):
        if (margins := _Margins.of(int(size), everybody, reference)) is None:
            continue
        rows = np.flatnonzero(sizes == size)  # units of one size share what chance would give
        measures = margins.measures(table[rows])
        p_value, exact = margins.p_values(measures[statistic], statistic, rng, draws)
        parts.append(pd.DataFrame({**measures, "p_value": p_value, "exact": exact}, index=rows))
        residuals[rows] = margins.residuals(table[rows])
    units = pd.concat(parts).reindex(range(len(table))).astype({"exact": "boolean"})
    units.insert(0, "size", sizes)
    units.insert(6, "q_value", adjusted_p_values(units["p_value"].to_numpy()))
    return ReferenceComparison(units=units.assign(noisy=sizes < NOISY_BELOW), residuals=residuals)


_BY: tuple[Statistic, ...] = ("chi_square", "g", "distance")
_MEASURES = (*_BY, "shift")


@dataclass(frozen=True)
class _Margins:
    """What is fixed for all units of one size: ``share`` expected in each class, and the people of all units."""

    size: int
    share: Floats
    everybody: Counts | None

    @classmethod
    def of(cls, size: int, everybody: Counts, reference: Floats | None) -> _Margins | None:
        if reference is not None:
            return cls(size, np.asarray(reference, dtype=float) / np.sum(reference), None)
        total = everybody.sum()
        return cls(size, everybody / total, everybody) if total > size else None

    @property
    def others(self) -> float:
        """People elsewhere for each of the unit's own; infinitely many behind a given reference."""
        return np.inf if self.everybody is None else float(self.everybody.sum() / self.size - 1)

    def measures(self, counts: Counts) -> dict[str, Floats]:
        """Return the four measures of `counts`, shape (outcomes, classes)."""
        return {**{name: self.statistic(name, counts) for name in _BY}, "shift": self._cumulated(counts).sum(axis=1)}

    def statistic(self, name: Statistic, counts: Counts) -> Floats:
        """Return one of the measures that a p-value may order `counts` by."""
        if name == "distance":
            return np.asarray(np.abs(self._cumulated(counts)).sum(axis=1))
        expected = self.size * self.share
        if name == "chi_square":
            return np.asarray(_relative((counts - expected) ** 2, expected).sum(axis=1) * self._beside)
        return self._g(counts, expected)

    @property
    def _beside(self) -> float:
        """Turn a difference from all into one from the others, who lie off to the other side."""
        return 1 + 1 / self.others

    def _cumulated(self, counts: Counts) -> Floats:
        """Return the differences of the cumulated shares; after the last class there is none."""
        cumulated = np.cumsum(counts[:, :-1], axis=1) / self.size - np.cumsum(self.share[:-1])
        return np.asarray(cumulated * self._beside)

    def _g(self, counts: Counts, expected: Floats) -> Floats:
        from scipy.special import rel_entr

        own = rel_entr(counts, expected).sum(axis=1)
        if self.everybody is None:
            return np.asarray(2 * own)
        elsewhere = rel_entr(self.everybody - counts, self.everybody - expected).sum(axis=1)
        return np.asarray(2 * (own + elsewhere))

    def residuals(self, counts: Counts) -> Floats:
        expected = self.size * self.share
        variance = expected * (1 - self.share) / self._beside
        return _relative(counts - expected, np.sqrt(variance))

    def p_values(
        self, observed: Floats, statistic: Statistic, rng: np.random.Generator, draws: int
    ) -> tuple[Floats, bool]:
        """Return the probability of a `statistic` at least as large as each one observed, and whether it is exact."""
        limits = np.full(len(self.share), self.size) if self.everybody is None else self.everybody
        outcomes = _enumerated(np.minimum(limits, self.size), self.size)
        exact = outcomes is not None
        outcomes = self._drawn(rng, draws) if outcomes is None else outcomes
        values = self.statistic(statistic, outcomes)
        order = np.argsort(values)
        weights = self._probabilities(outcomes)[order] if exact else np.ones(draws)
        at_least = np.append(np.cumsum(weights[::-1])[::-1], 0.0)[np.searchsorted(values[order], observed * _TIE)]
        return np.minimum(at_least, 1.0) if exact else (1 + at_least) / (1 + draws), exact

    def _drawn(self, rng: np.random.Generator, draws: int) -> Counts:
        if self.everybody is None:
            return rng.multinomial(self.size, self.share, size=draws)
        return rng.multivariate_hypergeometric(self.everybody, self.size, size=draws, method="marginals")

    def _probabilities(self, outcomes: Counts) -> Floats:
        """Return the probability of each of all `outcomes`: one factor a class, looked up by its number of people."""
        from scipy.special import gammaln, xlogy

        people = np.arange(self.size + 1)[:, None]
        if self.everybody is None:
            logarithms = xlogy(people, self.share) - gammaln(people + 1)
        else:
            logarithms = -gammaln(people + 1) - gammaln(self.everybody - people + 1)
        of_outcome = logarithms[outcomes, np.arange(len(self.share))].sum(axis=1)
        likely = np.exp(of_outcome - of_outcome.max())
        return np.asarray(likely / likely.sum())


def _enumerated(limits: Counts, size: int) -> Counts | None:
    """Return every way to spread `size` people over classes that hold at most `limits`; None where there are too many.

    All classes but the largest run through their values, and the largest takes the rest.
    """
    largest = int(np.argmax(limits))
    free = np.delete(limits, largest) + 1
    if np.prod(free.astype(float)) > EXACT_OUTCOMES:
        return None
    others = np.indices(tuple(free)).reshape(len(free), -1).T
    rest = size - others.sum(axis=1)
    possible = (rest >= 0) & (rest <= limits[largest])
    return np.asarray(np.insert(others[possible], largest, rest[possible], axis=1))


def _relative(difference: Floats, expected: Floats) -> Floats:
    """Return ``difference / expected``, nothing where nobody was expected and nobody is."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(difference == 0, 0.0, difference / expected)
