"""The best and the worst rank that any allowed weights can give, with what is proved kept apart from what was found.

For trees of weighted means without missing values the weights of the indicators in the whole that respect bounds on
every share form a polytope, and scores are linear in them. Whether one subject can, or must, beat another then has an
exact answer, node by node; the best and worst rank are found by mixed-integer programming. An optimiser works with
tolerances, so what it returns is never taken as it is: the rank is counted again at the weights it found (attained),
and a bound is called proved only where optimiser and counting agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.weight_draws import NO_BOUNDS, Bounds, check_bounds, limits_in
from workbench.errors import ScoringError, fault
from workbench.model.framework import Framework, Leaf, Node
from workbench.model.methods import Floats
from workbench.scoring.aggregation import aggregate
from workbench.scoring.ranking import TOLERANCE

MARGIN = 1e-6
"""Lead, as a share of the largest possible one, that a found order must keep so that rounding cannot turn it round."""


@dataclass(frozen=True, kw_only=True)
class RankBounds:
    """The ranks that the allowed weights can give. Frames are indexed by subject.

    Parameters
    ----------
    ranks : DataFrame
        ``best`` and ``worst``: ranks that certain weights do give, counted anew at these weights. ``best_proved`` and
        ``worst_proved``: no allowed weights give a better, or a worse, one. ``exact``: both pairs agree, so that best
        and worst are the answer and not only bounds of it.
    best_weights, worst_weights : DataFrame
        Weights that give these ranks: the share of every node and indicator in its dimension.
    """

    ranks: pd.DataFrame
    best_weights: pd.DataFrame
    worst_weights: pd.DataFrame


def rank_bounds(
    framework: Framework,
    normalised: pd.DataFrame,
    *,
    bounds: Bounds = NO_BOUNDS,
    subjects: Iterable[str] | None = None,
    seconds: float = 10.0,
) -> RankBounds:
    """Return the best and the worst attainable rank of subjects over all weights within `bounds`.

    Parameters
    ----------
    framework, normalised : Framework, DataFrame
        A tree of weighted means, and values without gaps for everyone who has a score.
    bounds : mapping
        Lowest and highest share by code of a node or indicator; 0 and 1 where absent.
    subjects : iterable of str, optional
        Whose ranks; everyone's without it. Each takes up to four mixed-integer programmes over all subjects, so that
        thousands need a choice.
    seconds : float
        Time for each of these; when it runs out, what is proved and what was found stay apart.

    Raises
    ------
    ScoringError
        When a node is no weighted mean, a value is missing, or no weights meet the bounds.

    References
    ----------
    Kadzinski, M. et al. (2012), Extreme ranking analysis in robust ordinal regression, doi:10.1016/j.omega.2011.09.003.
    """
    complete = _complete(framework, normalised)
    region = _Region(framework, bounds)
    rows, best, worst = {}, {}, {}
    for subject in complete.index if subjects is None else subjects:
        lead = (complete - complete.loc[subject]).drop(index=subject).to_numpy(float)
        rows[subject], best[subject], worst[subject] = _bounds_of_one(region, lead, seconds)
    columns = ["best", "best_proved", "worst", "worst_proved", "exact"]
    return RankBounds(
        ranks=pd.DataFrame.from_dict(rows, orient="index", columns=columns),
        best_weights=pd.DataFrame.from_dict(best, orient="index"),
        worst_weights=pd.DataFrame.from_dict(worst, orient="index"),
    )


def dominance(framework: Framework, normalised: pd.DataFrame, *, bounds: Bounds = NO_BOUNDS) -> pd.DataFrame:
    """Return for each subject between which ranks it stays because of comparisons two by two: quick and exact.

    Parameters
    ----------
    framework, normalised, bounds : Framework, DataFrame, mapping
        As in `rank_bounds`.

    Returns
    -------
    DataFrame
        ``beaten_by`` (how many others are ahead under all allowed weights), ``possibly_beaten_by`` (under some) and
        the ranks that follow: no better than ``best_proved``, no worse than ``worst_proved``. Whether all the others
        can be ahead, or behind, at once is what `rank_bounds` finds out.

    Raises
    ------
    ScoringError
        As in `rank_bounds`.
    """
    complete = _complete(framework, normalised)
    region = _Region(framework, bounds)
    values = complete.to_numpy(float)
    counts = [[each.sum() for each in region.comparison(values - own)] for own in values]
    table = pd.DataFrame(counts, index=complete.index, columns=["beaten_by", "possibly_beaten_by"]).astype("int64")
    return table.assign(best_proved=table["beaten_by"] + 1, worst_proved=table["possibly_beaten_by"] + 1)


def _complete(framework: Framework, normalised: pd.DataFrame) -> pd.DataFrame:
    """Return the values of everyone who has a score, one column an indicator in the order of the tree."""
    scores, _ = aggregate(framework, {code: normalised[code].to_numpy(float) for code in normalised})
    scored = normalised.loc[~np.isnan(scores[framework.root.code]), [leaf.code for leaf in framework.leaves]]
    faults = [
        fault(node.code, "rank bounds hold for weighted means only; this dimension is combined in another way")
        for node in framework.nodes
        if not node.aggregation.additive
    ]
    faults += [
        fault(code, "{count} subjects with a score lack this value; rank bounds need every value", count=int(number))
        for code, number in scored.isna().sum().items()
        if number
    ]
    ScoringError.raise_if(faults)
    return scored


@dataclass(frozen=True)
class _Region:
    """The allowed weights: as shares, node by node, and as a polytope of the indicators' weights in the whole."""

    framework: Framework
    bounds: Bounds

    def __post_init__(self) -> None:
        check_bounds(self.framework, self.bounds)

    def highest(self, lead: Floats) -> Floats:
        """Return the largest lead in the score over all allowed weights, shape (n,), of `lead`, shape (n, indicators).

        What a node gives does not depend on the shares of the others, so that each takes its best shares first.
        """
        columns = {leaf.code: lead[:, place] for place, leaf in enumerate(self.framework.leaves)}

        def highest_of(branch: Node | Leaf) -> Floats:
            if isinstance(branch, Leaf):
                return columns[branch.code]
            values = np.column_stack([highest_of(child) for child in branch.children])
            return _largest_mean(values, *limits_in(branch, self.bounds))

        return highest_of(self.framework.root)

    def comparison(self, lead: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return who leads under all allowed weights, and who under some."""
        return -self.highest(-lead) > TOLERANCE, self.highest(lead) > TOLERANCE

    def constraints(self) -> tuple[Floats, Floats]:
        """Return ``A`` and ``b`` of ``A w <= b`` for the indicators' weights in the whole; they also add up to 1."""
        rows = []
        members = self._members()
        for node in self.framework.nodes:
            for child, low, high in zip(node.children, *limits_in(node, self.bounds), strict=True):
                own, whole = members[child.code], members[node.code]
                rows += [own - high * whole, low * whole - own]
        return np.array(rows), np.zeros(len(rows))

    def shares(self, weights: Floats) -> dict[str, float]:
        """Return shares that meet the bounds exactly, next to the indicators' `weights` that an optimiser found."""
        members = self._members()
        shares: dict[str, float] = {}
        for node in self.framework.nodes:
            whole = max(float(members[node.code] @ weights), np.finfo(float).tiny)
            found = np.array([members[child.code] @ weights for child in node.children]) / whole
            kept = _within(found, *limits_in(node, self.bounds))
            shares.update(zip((child.code for child in node.children), kept.tolist(), strict=True))
        return shares

    def effective(self, shares: dict[str, float]) -> Floats:
        """Return the indicators' weights in the whole."""
        weights = self.framework.with_weights(shares).effective_weights
        return np.array([weights[leaf.code] for leaf in self.framework.leaves])

    def _members(self) -> dict[str, Floats]:
        """Return for every node and indicator which of the indicators belong to it, as 0 and 1."""
        leaves = self.framework.leaves
        members = {leaf.code: np.eye(len(leaves))[place] for place, leaf in enumerate(leaves)}
        for node in self.framework.nodes:
            members[node.code] = np.sum([members[child.code] for child in node.children], axis=0)
        return members


def _largest_mean(values: Floats, low: Floats, high: Floats) -> Floats:
    """Return the largest weighted mean of each row of `values`: what is not bound goes to the largest values first."""
    order = np.argsort(-values, axis=1, kind="stable")
    room = (high - low)[order]
    filled = np.clip(1 - low.sum() - (np.cumsum(room, axis=1) - room), 0, room)
    return np.asarray(values @ low + (np.take_along_axis(values, order, axis=1) * filled).sum(axis=1))


def _within(shares: Floats, low: Floats, high: Floats) -> Floats:
    """Return `shares` moved, as little as it takes, to where they keep the bounds and add up to 1."""
    kept = np.clip(shares, low, high)
    short = 1 - kept.sum()
    room = high - kept if short > 0 else kept - low
    return np.asarray(kept + short * room / room.sum()) if room.sum() > 0 else kept


def _bounds_of_one(
    region: _Region, lead: Floats, seconds: float
) -> tuple[tuple[int, int, int, int, bool], dict[str, float], dict[str, float]]:
    """Return best, best proved, worst, worst proved and whether exact, and the weights that give best and worst.

    `lead` holds by how much each other subject is ahead in each indicator.
    """
    always, sometimes = region.comparison(lead)
    undecided = lead[sometimes & ~always]
    start = region.shares(np.array([region.framework.effective_weights[leaf.code] for leaf in region.framework.leaves]))

    def ahead_at(shares: dict[str, float]) -> int:
        return int((undecided @ region.effective(shares) > TOLERANCE).sum())

    fewest, few = _extreme(region, undecided, start, ahead_at, seconds)
    behind, many = _extreme(region, -undecided, start, lambda shares: len(undecided) - ahead_at(shares), seconds)
    first, last = 1 + int(always.sum()), 1 + int(always.sum()) + len(undecided)
    best, worst = first + ahead_at(few), first + ahead_at(many)
    best_proved, worst_proved = first + fewest, last - behind
    return (best, best_proved, worst, worst_proved, best == best_proved and worst == worst_proved), few, many


def _extreme(
    region: _Region,
    lead: Floats,
    start: dict[str, float],
    count_at: Callable[[dict[str, float]], int],
    seconds: float,
) -> tuple[int, dict[str, float]]:
    """Return a number that `count_at` falls below under no allowed weights, and the weights found with the fewest.

    The first programme lets ties pass, so that what it proves holds; only where the count at its weights is higher, a
    second one asks for a lead that rounding cannot turn round.
    """
    proved, found = 0, [start]
    if len(lead):
        proved, shares = _fewest_ahead(region, lead, 0.0, seconds)
        found += shares
        if min(map(count_at, found)) > proved:
            found += _fewest_ahead(region, lead, MARGIN, seconds)[1]
    return proved, min(found, key=count_at)


def _fewest_ahead(region: _Region, lead: Floats, margin: float, seconds: float) -> tuple[int, list[dict[str, float]]]:
    """Return the proved least number of rows ahead, and the shares found (none when time ran out before any were).

    Each row may be ahead only where its own 0-1 variable pays for it.
    """
    from scipy.optimize import Bounds as Between
    from scipy.optimize import LinearConstraint, milp

    rows, indicators = lead.shape
    scaled = lead / np.maximum(region.highest(lead), TOLERANCE)[:, None]
    polytope, limit = region.constraints()
    constraints = [
        LinearConstraint(np.hstack([scaled, -(1 + margin) * np.eye(rows)]), ub=-margin),
        LinearConstraint(np.hstack([polytope, np.zeros((len(polytope), rows))]), ub=limit),
        LinearConstraint(np.repeat([1.0, 0.0], [indicators, rows]), lb=1.0, ub=1.0),
    ]
    solved = milp(
        np.repeat([0.0, 1.0], [indicators, rows]),
        integrality=np.repeat([0, 1], [indicators, rows]),
        bounds=Between(0, 1),
        constraints=constraints,
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    bound = solved.mip_dual_bound
    proved = max(0, int(np.ceil(bound - 1e-4))) if bound is not None and np.isfinite(bound) else 0
    return proved, [] if solved.x is None else [region.shares(solved.x[:indicators])]
