"""Weights near the policy that bring groups nearer to each other: linear programmes, and their whole frontier.

Where the score is a weighted mean, so is the mean score of a group; the largest gap between groups is then a piecewise
linear, convex function of the weights, and the smallest gap within a distance from the policy is one of the distance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from workbench.model.methods import Floats

_NOTHING = 1e-7  # points, and shares of weight, that the solver cannot tell from none


@dataclass(frozen=True, kw_only=True)
class WeightedGap:
    """One set of weights.

    Parameters
    ----------
    weights : ndarray, shape (k,)
        Not negative, adding up to 1.
    distance : float
        ``Σ |weight - policy|``, 0 to 2: twice the share of all weight that is moved.
    gap : float
        The largest gap between the means of groups, in points.
    slope : float
        What one more unit of distance changes about the smallest gap (of several slopes at a corner, one); NaN where
        that was not asked.
    """

    weights: Floats
    distance: float
    gap: float
    slope: float = np.nan


@dataclass(frozen=True, kw_only=True)
class GapProgramme:
    """The linear programme: policy, what it gives each group, and what may change.

    Parameters
    ----------
    policy : ndarray, shape (k,)
        Weights of the policy, adding up to 1.
    means : ndarray, shape (g, k)
        Mean of every part in every group, in points; no NaN.
    reference : int, optional
        Row of the group that all others are compared with; every pair is compared without it.
    low, high : ndarray, shape (k,)
        Between which each weight must stay; the policy lies within.
    blocks : ndarray of int, shape (k,)
        Parts with the same number keep their weight together; all in one block: only the whole is kept.
    """

    policy: Floats
    means: Floats
    low: Floats
    high: Floats
    blocks: NDArray[np.integer]
    reference: int | None = None
    _rows: tuple[Floats, Floats] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_rows", self._gap_rows())

    def gap_of(self, weights: Floats) -> float:
        """Return the largest gap between the means of groups under `weights`."""
        means = self.means @ weights
        if self.reference is None:
            return float(np.ptp(means))
        return float(np.abs(means - means[self.reference]).max())

    def smallest_gap(self, distance: float = 2.0) -> WeightedGap:
        """Return the weights with the smallest gap among those within `distance` of the policy."""
        found = self._solve(minimise="gap", limit=distance)
        assert found is not None  # the policy itself meets every limit
        return found

    def nearest(self, bound: float) -> WeightedGap | None:
        """Return the weights nearest to the policy whose gap is at most `bound`; None where there are none."""
        return self._solve(minimise="distance", limit=bound)

    # Variables: what each weight gains (k) and loses (k), the highest mean, the lowest mean, the gap.

    def _gap_rows(self) -> tuple[Floats, Floats]:
        """Return the rows ``A x <= b`` that hold the highest and the lowest mean and the gap between them."""
        now = self.means @ self.policy
        groups, ones = len(now), np.ones((len(now), 1))
        moved = np.hstack([self.means, -self.means])
        above = np.hstack([moved, -ones, np.zeros((groups, 2))])
        below = np.hstack([-moved, 0 * ones, ones, 0 * ones])
        if self.reference is None:
            ends = np.zeros((1, above.shape[1]))
            ends[0, -3:] = 1, -1, -1
            return np.vstack([above, below, ends]), np.concatenate([-now, now, [0.0]])
        middle = moved[self.reference]
        ends = np.vstack([np.append(-middle, [1, 0, -1]), np.append(middle, [0, -1, -1])])
        level = now[self.reference]
        return np.vstack([above, below, ends]), np.concatenate([-now, now, [level, -level]])

    def _solve(self, *, minimise: str, limit: float) -> WeightedGap | None:
        from scipy.optimize import linprog

        parts = len(self.policy)
        distance = np.concatenate([np.ones(2 * parts), np.zeros(3)])
        gap = np.append(np.zeros(2 * parts + 2), 1.0)
        objective, limited = (gap, distance) if minimise == "gap" else (distance, gap)
        rows, level = self._rows
        kept = (self.blocks == np.unique(self.blocks)[:, None]).astype(float)
        room = np.concatenate([self.high - self.policy, self.policy - self.low])
        found = linprog(
            objective,
            A_ub=np.vstack([rows, limited]),
            b_ub=np.append(level, limit),
            A_eq=np.hstack([kept, -kept, np.zeros((len(kept), 3))]),
            b_eq=np.zeros(len(kept)),
            bounds=[*((0.0, each) for each in room), (None, None), (None, None), (0.0, None)],
            method="highs",
        )
        if not found.success:
            return None
        weights = np.clip(self.policy + found.x[:parts] - found.x[parts : 2 * parts], self.low, self.high)
        return WeightedGap(
            weights=weights,
            distance=float(np.abs(weights - self.policy).sum()),
            gap=self.gap_of(weights),
            slope=float(found.ineqlin.marginals[-1]) if minimise == "gap" else np.nan,
        )


def gap_frontier(programme: GapProgramme, *, tolerance: float = 0.0) -> list[WeightedGap]:
    """Return the smallest gap for every distance from the policy, as the points at which its slope changes.

    The first point is the policy, the last the nearest weights with the smallest gap of all. Between two neighbours the
    smallest gap falls along a straight line, and the weights on that line are mixtures of theirs.

    The frontier is found from its tangents, which the dual of the programme gives: two tangents meet at a point, and
    where the frontier lies above it, a new tangent is drawn there.

    Parameters
    ----------
    programme : GapProgramme
        What may change.
    tolerance : float
        Points by which the straight lines may lie above the frontier: larger, and fewer points are returned.

    References
    ----------
    Rote, G. (1992), The convergence rate of the sandwich algorithm for approximating convex functions,
    doi:10.1007/BF02238642.
    """
    first = programme.smallest_gap(0.0)
    least = programme.smallest_gap()
    nearest = programme.nearest(least.gap + _NOTHING) or least
    if nearest.distance < _NOTHING or first.gap - nearest.gap < _NOTHING:
        return [first]
    last = programme.smallest_gap(nearest.distance)
    return list(_corners([first, *_between(programme, first, last, tolerance), last]))


def _between(programme: GapProgramme, left: WeightedGap, right: WeightedGap, tolerance: float) -> Iterator[WeightedGap]:
    """Yield the points between two, as long as their tangents meet below the line that joins them."""
    bend = right.slope - left.slope
    if bend < _NOTHING:
        return
    ahead = (left.gap - right.gap + right.slope * (right.distance - left.distance)) / bend
    if not _NOTHING < ahead < right.distance - left.distance - _NOTHING:
        return
    chord = left.gap + (right.gap - left.gap) * ahead / (right.distance - left.distance)
    if chord - (left.gap + left.slope * ahead) <= tolerance + _NOTHING:
        return
    middle = programme.smallest_gap(left.distance + ahead)
    yield from _between(programme, left, middle, tolerance)
    yield middle
    yield from _between(programme, middle, right, tolerance)


def _corners(points: list[WeightedGap]) -> Iterator[WeightedGap]:
    """Yield the ends, and the points between that do not lie on the line through their neighbours."""
    kept = points[0]
    yield kept
    for point, after in pairwise(points[1:]):
        share = (point.distance - kept.distance) / max(after.distance - kept.distance, _NOTHING)
        on_the_line = kept.gap + share * (after.gap - kept.gap)
        if on_the_line - point.gap > 1e-7:
            kept = point
            yield kept
    yield points[-1]
