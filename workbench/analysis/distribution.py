"""Whether the predicates of a unit's people fit its organisational predicate, and how many would have to move if not.

Nothing here changes a predicate: a check says what it found, and the smallest change that would keep the limits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from workbench.model.distribution import DistributionCheck, DistributionRule, LimitCheck, Move, ShareLimit

Counts = NDArray[np.int64]


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
    people, size = counts[:-1], int(counts[:-1].sum())
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
    moves = smallest_change(people, limits, order)
    if moves is None:
        return replace(found, status="impossible", limits=limits, fits=fits)
    other = smallest_change(people, limits, order, upwards=False) or ()
    return replace(
        found, status="outside", limits=limits, moves=moves, alternative=other if other != moves else (), fits=fits
    )


def _by_code(counts: Counts, order: Sequence[str]) -> dict[str, int]:
    return {code: int(people) for code, people in zip(order, counts[: len(order)], strict=True)}


def _check_limit(limit: ShareLimit, counts: Mapping[str, int], size: int) -> LimitCheck:
    people = sum(counts[code] for code in limit.predicates)
    return LimitCheck(
        predicates=limit.predicates, people=people, lowest=limit.lowest(size), highest=limit.highest(size)
    )


def smallest_change(
    counts: Counts, limits: Sequence[LimitCheck], order: Sequence[str], *, upwards: bool = True
) -> tuple[Move, ...] | None:
    """Return the smallest change of predicates that keeps all `limits`; None where nothing can keep them.

    Exact integer programme over ``x[i, j]``, the people who move from class i to class j, solved three times: fewest
    people; among those, fewest steps on the ordered classes; among those, most steps towards the better class
    (``upwards``) or towards the worse.

    Parameters
    ----------
    counts : array of int, shape (k,)
        People in each class.
    limits : sequence of LimitCheck
        Numbers of people that unions of classes must hold.
    order : sequence of str
        The classes, best first.
    """
    classes = range(len(order))
    pairs = [(start, end) for start in classes for end in classes if start != end]
    steps = np.array([abs(start - end) for start, end in pairs], dtype=float)
    down = np.array([(end - start) * (1.0 if upwards else -1.0) for start, end in pairs])
    leaving = np.array([[float(start == each) for start, _ in pairs] for each in classes])
    gain = np.array([[float(end == each) - float(start == each) for start, end in pairs] for each in classes])
    unions = np.array([[float(code in limit.predicates) for code in order] for limit in limits])
    held = unions @ counts
    constraints = [
        LinearConstraint(leaving, ub=counts.astype(float)),
        LinearConstraint(
            unions @ gain,
            lb=np.array([limit.lowest for limit in limits]) - held,
            ub=np.array([limit.highest for limit in limits]) - held,
        ),
    ]
    moved: Counts | None = None
    for cost in (np.ones(len(pairs)), steps, down):
        moved = _solved(cost, constraints, int(counts.sum()))
        if moved is None:
            return None
        constraints.append(LinearConstraint(cost[None, :], ub=np.array([float(cost @ moved)])))
    assert moved is not None  # the loop has run
    return tuple(
        Move(before=order[start], after=order[end], people=int(people))
        for (start, end), people in zip(pairs, moved, strict=True)
        if people
    )


def _solved(cost: NDArray[np.float64], constraints: list[LinearConstraint], most: int) -> Counts | None:
    found = milp(
        cost,
        integrality=np.ones(len(cost)),
        bounds=Bounds(0, most),
        constraints=constraints,
        options={"mip_rel_gap": 0.0},
    )
    return None if found.x is None else np.rint(found.x).astype(np.int64)
