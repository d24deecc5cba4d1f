"""Whether the predicates of a unit's people fit its organisational predicate, and how many would have to move if not.

Nothing here changes a predicate: a check says what it found, and the smallest change that would keep the limits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from workbench.model.distribution import DistributionCheck, DistributionRule, LimitCheck, Move, ShareLimit

Counts = NDArray[np.int64]
_INFEASIBLE = 2  # status of scipy.optimize.milp


def check_distributions(
    predicates: pd.Series,
    units: pd.Series,
    *,
    order: Sequence[str],
    organisation: Mapping[str, str],
    rule: DistributionRule,
    parents: Mapping[str, str] | None = None,
) -> tuple[DistributionCheck, ...]:
    """Return one check for each unit that has people, by code; small units also where they are pooled.

    Parameters
    ----------
    predicates : Series of str
        Of the people evaluated, indexed by subject; NA where someone has none.
    units : Series of str
        The unit that judges each of them.
    order : sequence of str
        Codes of the predicates, best first.
    organisation : mapping
        Unit to organisational predicate.
    rule : DistributionRule
        The limits.
    parents : mapping, optional
        Unit to the unit above it; units with too few people are counted there.

    References
    ----------
    SE MenPANRB 3/2023 gives limits as percentages; rounding down what is allowed and up what is demanded is the
    cautious reading.
    """
    table = pd.crosstab(units, predicates.fillna("")).reindex(columns=[*order, ""], fill_value=0)
    own = {str(unit): table.loc[unit].to_numpy(dtype=np.int64) for unit in table.index}
    pooled_into = _pools(own, rule.smallest, parents or {})
    members: dict[str, list[str]] = {}
    for unit in own:
        members.setdefault(_top(unit, pooled_into), []).append(unit)
    checks = [
        check_unit(
            unit,
            sum((own[each] for each in sorted(together)), np.zeros(len(order) + 1, dtype=np.int64)),
            order=order,
            organisation=organisation.get(unit),
            rule=rule,
            members=tuple(sorted(together)),
        )
        for unit, together in members.items()
    ]
    checks += [
        DistributionCheck(
            unit=unit,
            members=(unit,),
            organisation=organisation.get(unit),
            counts=_by_code(own[unit], order),
            unpredicated=int(own[unit][-1]),
            status="pooled",
            pooled_into=_top(unit, pooled_into),
        )
        for unit in own
        if unit in pooled_into
    ]
    return tuple(sorted(checks, key=lambda check: check.unit))


def _pools(own: Mapping[str, Counts], smallest: int, parents: Mapping[str, str]) -> dict[str, str]:
    """Return which units are counted with the unit above: those too small, the lowest level first."""
    sizes = {unit: int(counts[:-1].sum()) for unit, counts in own.items()}
    above: dict[str, str] = {}
    for unit in sorted({*own, *parents.values()}, key=lambda unit: (-_depth(unit, parents), unit)):
        size = sizes.get(unit, 0)
        if 0 < size < smallest and unit in parents:
            above[unit] = parents[unit]
            sizes[parents[unit]] = sizes.get(parents[unit], 0) + size
    return above


def _depth(unit: str, parents: Mapping[str, str]) -> int:
    return 1 + _depth(parents[unit], parents) if unit in parents else 0


def _top(unit: str, pooled_into: Mapping[str, str]) -> str:
    return _top(pooled_into[unit], pooled_into) if unit in pooled_into else unit


def check_unit(
    unit: str,
    counts: Counts,
    *,
    order: Sequence[str],
    organisation: str | None,
    rule: DistributionRule,
    members: tuple[str, ...],
) -> DistributionCheck:
    """Return the check of one unit.

    Parameters
    ----------
    unit : str
        Its code.
    counts : array of int
        People with each predicate in the order of `order`, and last those without one.
    order, organisation, rule, members
        See `check_distributions`.
    """
    size = int(counts[:-1].sum())
    by_code = _by_code(counts, order)
    found = DistributionCheck(
        unit=unit,
        members=members,
        organisation=organisation,
        counts=by_code,
        unpredicated=int(counts[-1]),
        status="too_small",
    )
    if organisation is None:
        return replace(found, status="no_predicate")
    if size < rule.smallest:
        return found
    limits = tuple(_check_limit(limit, by_code, size) for limit in rule.limits[organisation])
    fits = tuple(
        code for code, each in rule.limits.items() if all(_check_limit(limit, by_code, size).kept for limit in each)
    )
    if all(limit.kept for limit in limits):
        return replace(found, status="within", limits=limits, fits=fits)
    change = smallest_change(tuple(by_code.values()), limits, tuple(order))
    if change is None:
        return replace(found, status="impossible", limits=limits, fits=fits)
    alternative = change.worst if change.worst != change.best else ()
    return replace(found, status="outside", limits=limits, moves=change.best, alternative=alternative, fits=fits)


def _by_code(counts: Counts, order: Sequence[str]) -> dict[str, int]:
    return {code: int(people) for code, people in zip(order, counts[: len(order)], strict=True)}


def _check_limit(limit: ShareLimit, counts: Mapping[str, int], size: int) -> LimitCheck:
    people = sum(counts[code] for code in limit.predicates)
    return LimitCheck(
        predicates=limit.predicates, people=people, lowest=limit.lowest(size), highest=limit.highest(size)
    )


@dataclass(frozen=True, kw_only=True)
class SmallestChange:
    """The smallest change that keeps all limits: the way that leaves people best off, and the way that does worst."""

    best: tuple[Move, ...]
    worst: tuple[Move, ...]


@lru_cache(maxsize=10_000)  # most units are the same before and after the decisions
def smallest_change(
    counts: tuple[int, ...], limits: tuple[LimitCheck, ...], order: tuple[str, ...]
) -> SmallestChange | None:
    """Return the smallest change of predicates that keeps all `limits`; None where nothing can keep them.

    Exact integer programme over ``x[i, j]``, the people who move from class i to class j: fewest people first; among
    those, fewest steps on the ordered classes; among those, most steps towards the better classes, and most towards
    the worse.

    Parameters
    ----------
    counts : tuple of int
        People in each class.
    limits : tuple of LimitCheck
        Numbers of people that unions of classes must hold.
    order : tuple of str
        The classes, best first.
    """
    pairs = [(start, end) for start in range(len(order)) for end in range(len(order)) if start != end]
    steps = np.array([abs(start - end) for start, end in pairs], dtype=float)
    down = np.array([end - start for start, end in pairs], dtype=float)
    constraints = _constraints(np.array(counts, dtype=float), limits, order, pairs)
    for cost in (np.ones(len(pairs)), steps):
        moved = _solved(cost, constraints, sum(counts))
        if moved is None:
            return None
        constraints.append(LinearConstraint(cost[None, :], ub=np.array([float(cost @ moved)])))
    best, worst = (_solved(direction * down, constraints, sum(counts)) for direction in (1, -1))
    return SmallestChange(best=_moves(best, pairs, order), worst=_moves(worst, pairs, order))


def _constraints(
    counts: NDArray[np.float64], limits: Sequence[LimitCheck], order: Sequence[str], pairs: Sequence[tuple[int, int]]
) -> list[LinearConstraint]:
    """Return: nobody leaves a class twice; every limit is kept after the moves."""
    leaving = np.array([[float(start == each) for start, _ in pairs] for each in range(len(order))])
    arriving = np.array([[float(end == each) for _, end in pairs] for each in range(len(order))])
    unions = np.array([[float(code in limit.predicates) for code in order] for limit in limits])
    lowest, highest = (np.array([getattr(limit, side) for limit in limits]) for side in ("lowest", "highest"))
    held = unions @ counts
    kept = LinearConstraint(unions @ (arriving - leaving), lb=lowest - held, ub=highest - held)
    return [LinearConstraint(leaving, ub=counts), kept]


def _solved(cost: NDArray[np.float64], constraints: list[LinearConstraint], most: int) -> Counts | None:
    found = milp(
        cost,
        integrality=np.ones(len(cost)),
        bounds=Bounds(0, most),
        constraints=constraints,
        options={"mip_rel_gap": 0.0},
    )
    if found.status == _INFEASIBLE:
        return None
    moved: Counts = np.rint(found.x).astype(np.int64)
    return moved


def _moves(moved: Counts | None, pairs: Sequence[tuple[int, int]], order: Sequence[str]) -> tuple[Move, ...]:
    assert moved is not None  # the fewest people and steps are known to be possible
    return tuple(
        Move(before=order[start], after=order[end], people=int(people))
        for (start, end), people in zip(pairs, moved, strict=True)
        if people
    )
