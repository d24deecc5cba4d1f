"""Whether units with the better organisational predicate have the people with the better predicates.

A regulation that ties people's predicates to that of their unit expects it; where it does not hold, one of the two
says something else than the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.fairness.comparison import CONFIDENCE
from workbench.model.distribution import DistributionCheck
from workbench.model.methods import Floats

FEWEST_UNITS = 5
"""Below so many units drawing units anew says nothing about others."""

Reason = Literal["one_organisational_predicate", "one_personal_predicate", "too_few_units"]


@dataclass(frozen=True, kw_only=True)
class PredicateConcordance:
    """Pairs of people from units with different organisational predicates, and whether theirs differ the same way.

    Parameters
    ----------
    units : int
        Units with an organisational predicate and with people.
    concordant, discordant, tied : float
        Shares of the pairs: the one from the better unit has the better predicate, the worse one, the same.
    gamma : float
        Goodman and Kruskal's ``(concordant - discordant) / (concordant + discordant)``, -1 to 1; NaN where all pairs
        are tied.
    tau_b : float
        Kendall's, which counts ties as no agreement; of all pairs of people.
    gamma_low, gamma_high, tau_b_low, tau_b_high : float
        Percentile bootstrap over whole units; NaN where `reason` says why.
    reason : str or None
        ``one_organisational_predicate`` or ``one_personal_predicate``: nothing can be compared; ``too_few_units`` for
        an interval; None.
    """

    units: int
    concordant: float
    discordant: float
    tied: float
    gamma: float
    tau_b: float
    gamma_low: float
    gamma_high: float
    tau_b_low: float
    tau_b_high: float
    reason: Reason | None


def predicate_concordance(
    organisation: NDArray[np.integer[Any]],
    counts: NDArray[np.integer[Any]],
    *,
    rng: np.random.Generator,
    each_unit: Literal["by_people", "alike"] = "by_people",
    draws: int = 2_000,
    confidence: float = CONFIDENCE,
) -> PredicateConcordance:
    """Return how far organisational and personal predicates go the same way.

    People of one unit share its predicate and are never compared with each other, so that this is a statement about
    units; their number is what the interval rests on.

    Parameters
    ----------
    organisation : ndarray of int, shape (units,)
        Position of each unit's predicate among the organisational ones, best first; -1 where it has none.
    counts : ndarray of int, shape (units, classes)
        People of each unit in each class, best first.
    rng : Generator
        For the bootstrap.
    each_unit : {'by_people', 'alike'}
        Whether a unit counts by the number of its people, or all units count the same.
    draws : int
        Bootstrap replicates.
    confidence : float
        Of the intervals.

    References
    ----------
    Goodman & Kruskal (1954), doi:10.1080/01621459.1954.10501231; Kendall (1945), doi:10.1093/biomet/33.3.239; units
    drawn whole because their people are not independent: Davison & Hinkley (1997), 3.8.
    """
    table, sizes = np.asarray(counts, dtype=float), np.sum(counts, axis=1)
    counted = (np.asarray(organisation) >= 0) & (sizes > 0)
    table, position = table[counted], np.asarray(organisation)[counted]
    if each_unit == "alike":
        table = table / sizes[counted][:, None]
    levels, place = np.unique(position, return_inverse=True)
    parts = np.zeros((len(table), len(levels), table.shape[1]))
    parts[np.arange(len(table)), place] = table
    reason = _reason(len(levels), int((table.sum(axis=0) > 0).sum()), len(table))
    seen = _pairs(parts.sum(axis=0)[None])
    low, high = np.full((2, 2), np.nan)
    if reason is None:
        often = rng.multinomial(len(table), np.full(len(table), 1 / len(table)), size=draws)
        redrawn = _pairs((often.astype(float) @ parts.reshape(len(table), -1)).reshape(draws, *parts.shape[1:]))
        tails = [(1 - confidence) / 2, (1 + confidence) / 2]
        low, high = np.nanquantile(np.stack([redrawn["gamma"], redrawn["tau_b"]]), tails, axis=1)
    return PredicateConcordance(
        units=len(table),
        **{name: float(value[0]) for name, value in seen.items()},
        gamma_low=float(low[0]),
        gamma_high=float(high[0]),
        tau_b_low=float(low[1]),
        tau_b_high=float(high[1]),
        reason=reason,
    )


def _reason(organisational: int, personal: int, units: int) -> Reason | None:
    if organisational < 2:
        return "one_organisational_predicate"
    if personal < 2:
        return "one_personal_predicate"
    return "too_few_units" if units < FEWEST_UNITS else None


def _pairs(tables: Floats) -> dict[str, Floats]:
    """Return shares of pairs, gamma and tau-b of `tables`, shape (tables, organisational, personal)."""
    below_right = _cumulated(tables[:, ::-1, ::-1])[:, ::-1, ::-1]
    below_left = _cumulated(tables[:, ::-1, :])[:, ::-1, :]
    concordant = (tables[:, :-1, :-1] * below_right[:, 1:, 1:]).sum(axis=(1, 2))
    discordant = (tables[:, :-1, 1:] * below_left[:, 1:, :-1]).sum(axis=(1, 2))
    total = tables.sum(axis=(1, 2))
    across = (total**2 - (tables.sum(axis=2) ** 2).sum(axis=1)) / 2  # pairs with different organisational predicates
    along = (total**2 - (tables.sum(axis=1) ** 2).sum(axis=1)) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "concordant": concordant / across,
            "discordant": discordant / across,
            "tied": 1 - (concordant + discordant) / across,
            "gamma": (concordant - discordant) / (concordant + discordant),
            "tau_b": (concordant - discordant) / np.sqrt(across * along),
        }


def _cumulated(tables: Floats) -> Floats:
    return np.asarray(tables.cumsum(axis=1).cumsum(axis=2))


def out_of_line(checks: Iterable[DistributionCheck], *, order: Sequence[str]) -> pd.DataFrame:
    """Return the units whose people's predicates fit only another organisational predicate than the unit has.

    Parameters
    ----------
    checks : iterable of DistributionCheck
        From `workbench.analysis.distribution.check_distributions`.
    order : sequence of str
        Codes of the organisational predicates, best first.

    Returns
    -------
    DataFrame
        Columns ``unit, size, organisation, fits, steps, direction``, the furthest first: `fits` is the nearest
        organisational predicate whose limits are kept, the worse of two as near, and `steps` how many classes it is
        away; `direction` is ``people_higher`` where the people's predicates fit only better units, ``people_lower``
        where they fit only worse ones, ``both`` where they fit better and worse ones but not this, ``none`` where they
        fit none (`fits` empty, `steps` missing).
    """
    place = {code: number for number, code in enumerate(order)}
    rows = [
        _row(check, place)
        for check in checks
        if check.organisation is not None and check.limits and check.organisation not in check.fits
    ]
    found = pd.DataFrame(rows, columns=["unit", "size", "organisation", "fits", "steps", "direction"])
    found = found.astype({"steps": "Int64"})
    return found.sort_values(["steps", "unit"], ascending=[False, True], ignore_index=True)


def _row(check: DistributionCheck, place: dict[str, int]) -> dict[str, object]:
    assert check.organisation is not None  # asked before
    own = place[check.organisation]
    row = {"unit": check.unit, "size": check.size, "organisation": check.organisation}
    if not check.fits:
        return {**row, "fits": "", "steps": None, "direction": "none"}
    nearest = min(check.fits, key=lambda code: (abs(place[code] - own), -place[code]))
    better, worse = (any(sign * (own - place[code]) > 0 for code in check.fits) for sign in (1, -1))
    direction = "both" if better and worse else "people_higher" if better else "people_lower"
    return {**row, "fits": nearest, "steps": abs(place[nearest] - own), "direction": direction}
