"""Which change of a single weight makes two subjects swap places, and how far a weight can move until any two do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.model.framework import Framework, Node
from workbench.model.methods import Floats
from workbench.scoring.aggregation import aggregate, present_weights
from workbench.scoring.ranking import TOLERANCE

STEPS = 64
"""Where no formula gives the swap, the way of a weight from 0 to 1 is searched in so many steps."""
EDGE = 1e-9
"""The search stops so short of 0 and 1: there whoever has a single value may lose it, and scores jump."""

Places = NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Swaps:
    """At which weights pairs of subjects swap.

    Parameters
    ----------
    pairs : DataFrame
        ``ahead`` and ``behind``: two subjects whose scores differ under the policy, one row a pair.
    shares : Series
        Share of each node and indicator in its dimension under the policy, by code; those alone in theirs are absent.
    thresholds : DataFrame
        One row a pair, one column a code: the share at which the two are level, the others of the dimension keeping
        their proportions; NaN where no share from 0 to 1 does it. Where several do, the one nearest to the policy.
    """

    pairs: pd.DataFrame
    shares: pd.Series
    thresholds: pd.DataFrame

    def intervals(self) -> pd.DataFrame:
        """Return between which shares each weight can move until the first of the pairs swaps.

        Returns
        -------
        DataFrame
            Indexed by code: ``low, share, high``; 0 and 1 where no pair ever does.
        """
        above = self.thresholds.where(self.thresholds >= self.shares)
        below = self.thresholds.where(self.thresholds <= self.shares)
        ends = {"low": below.max().fillna(0.0), "share": self.shares, "high": above.min().fillna(1.0)}
        return pd.DataFrame(ends).rename_axis("code")

    def nearest(self) -> pd.DataFrame:
        """Return for each pair the smallest change that makes it swap.

        Returns
        -------
        DataFrame
            ``ahead, behind, code, share, threshold``; code and threshold are missing where no single weight does it.
        """
        moves = (self.thresholds - self.shares).abs()
        code = moves.fillna(np.inf).idxmin(axis=1).where(moves.notna().any(axis=1)) if len(self.shares) else None
        found = self.pairs.assign(code=code, share=np.nan, threshold=np.nan)
        for row, name in found["code"].dropna().items():
            found.loc[row, ["share", "threshold"]] = self.shares[name], self.thresholds.at[row, name]
        return found


def swap_thresholds(
    framework: Framework, normalised: pd.DataFrame, *, pairs: Literal["neighbours", "winner"] = "neighbours"
) -> Swaps:
    """Return for every weight the share at which subjects swap places at the root.

    Where the score is a straight line in the weight (weighted means from its node to the root, nothing missing in the
    node) the share follows from a formula: with ``s = a + b w`` for each subject, ``w = (a_j - a_i) / (b_i - b_j)``,
    the same as ``(w0 - d) / (1 - d)`` for the change ``d = (s_j - s_i) / (x_j - x_i)`` of the published theorem.
    Elsewhere the nearest change of order is searched in steps of 1/64 and then narrowed down.

    Parameters
    ----------
    framework : Framework
        The tree with the weights of the policy.
    normalised : DataFrame
        Subjects in rows, indicators in columns, 0-100.
    pairs : {'neighbours', 'winner'}
        Those next to each other in the ranking, which is all that matters for the whole order; or the first against
        all others. Subjects with equal scores are no pair.

    References
    ----------
    Triantaphyllou, E. & Sanchez, A. (1997), A sensitivity analysis approach for some deterministic multi-criteria
    decision-making methods, Decision Sciences 28(1), doi:10.1111/j.1540-5915.1997.tb01306.x.
    """
    columns = {code: normalised[code].to_numpy(float) for code in normalised}
    scores, _ = aggregate(framework, columns)
    groups = _levels(scores[framework.root.code])
    chosen = _neighbours(groups) if pairs == "neighbours" else _across(groups[:1], groups[1:])
    return _swaps(framework, {**columns, **scores}, normalised.index, *chosen)


def stability_intervals(framework: Framework, normalised: pd.DataFrame, *, top: int | None = None) -> pd.DataFrame:
    """Return between which shares each weight can move, the others keeping their proportions, until the order changes.

    Parameters
    ----------
    framework, normalised : Framework, DataFrame
        As in `swap_thresholds`.
    top : int, optional
        Only who is among the first so many matters, not the order within them or below; the whole order without it.
        With ties at the border the tied belong to the top. Looks at all pairs of one inside and one outside.

    Returns
    -------
    DataFrame
        Indexed by code: ``low, share, high``.
    """
    columns = {code: normalised[code].to_numpy(float) for code in normalised}
    scores, _ = aggregate(framework, columns)
    groups = _levels(scores[framework.root.code])
    if top is None:
        pairs = _neighbours(groups)
    else:
        inside = int(np.searchsorted(np.cumsum([len(group) for group in groups]), top)) + 1
        pairs = _across(groups[:inside], groups[inside:])
    return _swaps(framework, {**columns, **scores}, normalised.index, *pairs).intervals()


def _levels(scores: Floats) -> list[Places]:
    """Return the places of the subjects with a score, best first, those with equal scores together."""
    order = np.argsort(-scores, kind="stable")[: int(np.sum(~np.isnan(scores)))]
    return np.split(order, np.flatnonzero(np.diff(scores[order]) < -TOLERANCE) + 1) if len(order) else []


def _neighbours(groups: list[Places]) -> tuple[Places, Places]:
    pairs = [_across([above], [below]) for above, below in pairwise(groups)]
    return _joined([ahead for ahead, _ in pairs]), _joined([behind for _, behind in pairs])


def _across(above: list[Places], below: list[Places]) -> tuple[Places, Places]:
    first, second = _joined(above), _joined(below)
    return np.repeat(first, len(second)), np.tile(second, len(first))


def _joined(places: list[Places]) -> Places:
    return np.concatenate(places) if places else np.array([], dtype=np.intp)


def _swaps(
    framework: Framework, values: Mapping[str, Floats], subjects: pd.Index, ahead: Places, behind: Places
) -> Swaps:
    movable = list(_movable_weights(framework, values))
    thresholds = {each.code: _thresholds(each, ahead, behind) for each in movable}
    return Swaps(
        pairs=pd.DataFrame({"ahead": subjects[ahead], "behind": subjects[behind]}),
        shares=pd.Series({each.code: each.share for each in movable}, dtype=float),
        thresholds=pd.DataFrame(thresholds, index=range(len(ahead))),
    )


@dataclass(frozen=True, kw_only=True)
class _MovableWeight:
    """A weight that takes from its siblings, or gives to them, in proportion to theirs.

    Parameters
    ----------
    path : tuple of (Node, int)
        The nodes from its own up to the root, each with the place of the child through which the change comes.
    values : mapping
        Indicator and node codes to values of shape (n,) under the policy.
    """

    path: tuple[tuple[Node, int], ...]
    values: Mapping[str, Floats]

    @property
    def code(self) -> str:
        node, place = self.path[0]
        return node.children[place].code

    @property
    def share(self) -> float:
        node, place = self.path[0]
        return node.shares[place]

    @property
    def relative(self) -> bool:
        return any(node.aggregation.relative for node, _ in self.path)

    @cached_property
    def straight(self) -> NDArray[np.bool_]:
        """Whose score at the root is a straight line in this weight, shape (n,)."""
        node, _ = self.path[0]
        additive = all(each.aggregation.additive for each, _ in self.path)
        missing = [np.isnan(self.values[child.code]) for child in node.children if child.weight > 0]
        return np.asarray(additive & ~np.any(missing, axis=0))

    def root_scores(self, share: float | Floats, rows: Places | slice = slice(None)) -> Floats:
        """Return the root's scores of the subjects in `rows` with this weight at `share`, one for all or one a row."""
        node, place = self.path[0]
        given = np.broadcast_to(np.asarray(share, dtype=float), self.values[node.code][rows].shape)[:, None]
        weights = (1 - given) / (1 - self.share) * np.asarray(node.shares)
        weights[:, [place]] = given
        score = _combined(node, self._children(node, rows), weights)
        for above, through in self.path[1:]:
            children = self._children(above, rows)
            children[:, through] = score
            score = _combined(above, children, np.asarray(above.shares))
        return np.where(np.isnan(self.values[self.path[-1][0].code][rows]), np.nan, score)

    def gaps(self, share: Floats, ahead: Places, behind: Places) -> Floats:
        """Return by how much those ahead lead, each pair at its own share."""
        if self.relative:  # all subjects matter for each: no two shares at once
            whole = [self.root_scores(float(each)) for each in share]
            return np.array([scores[i] - scores[j] for scores, i, j in zip(whole, ahead, behind, strict=True)])
        return self.root_scores(share, ahead) - self.root_scores(share, behind)

    def _children(self, node: Node, rows: Places | slice) -> Floats:
        children = np.column_stack([self.values[child.code][rows] for child in node.children])
        children[np.isnan(self.values[node.code][rows])] = np.nan  # under its minimum coverage whatever the weights
        return children


def _combined(node: Node, children: Floats, shares: Floats) -> Floats:
    weights = present_weights(children, shares)
    scored = weights.any(axis=1)
    score = np.full(len(children), np.nan)
    score[scored] = node.aggregation.combine(children[scored], weights[scored], node.settings)
    return score


def _movable_weights(framework: Framework, values: Mapping[str, Floats]) -> Iterator[_MovableWeight]:
    """Yield every weight that counts and leaves something to its siblings, children before their parents."""
    above = {child.code: (node, place) for node in framework.nodes for place, child in enumerate(node.children)}
    for code, (node, place) in above.items():
        if not 0 < node.shares[place] < 1:
            continue
        path = [above[code]]
        while path[-1][0].code in above:
            path.append(above[path[-1][0].code])
        yield _MovableWeight(path=tuple(path), values=values)


def _thresholds(weight: _MovableWeight, ahead: Places, behind: Places) -> Floats:
    straight = weight.straight[ahead] & weight.straight[behind]
    found = np.full(len(ahead), np.nan)
    found[straight] = _by_formula(weight, ahead[straight], behind[straight])
    found[~straight] = _by_search(weight, ahead[~straight], behind[~straight])
    return found


def _by_formula(weight: _MovableWeight, ahead: Places, behind: Places) -> Floats:
    start, end = weight.root_scores(0.0), weight.root_scores(1.0)
    lead_without, lead_alone = start[ahead] - start[behind], end[ahead] - end[behind]
    level = np.abs(lead_without - lead_alone) < TOLERANCE  # side by side: they never meet
    share = np.divide(lead_without, lead_without - lead_alone, out=np.full(len(ahead), np.nan), where=~level)
    return np.asarray(np.where((share >= 0) & (share <= 1), share, np.nan))


def _by_search(weight: _MovableWeight, ahead: Places, behind: Places) -> Floats:
    """Return the nearest share at which the order of each pair changes, on either side of the policy's."""
    if not len(ahead):
        return np.array([])
    sides = np.array([_first_change(weight, end, ahead, behind) for end in (EDGE, 1 - EDGE)])
    nearest = np.abs(sides - weight.share)
    lower = np.nan_to_num(nearest[0], nan=np.inf) <= np.nan_to_num(nearest[1], nan=np.inf)
    return np.asarray(np.where(lower, sides[0], sides[1]))


def _first_change(weight: _MovableWeight, end: float, ahead: Places, behind: Places) -> Floats:
    from scipy.optimize import elementwise

    near, far = np.full((2, len(ahead)), np.nan)
    waiting = np.arange(len(ahead))
    steps = np.linspace(weight.share, end, max(2, int(STEPS * abs(end - weight.share)) + 1))
    for before, step in pairwise(steps):
        scores = weight.root_scores(step)
        turned = scores[ahead[waiting]] - scores[behind[waiting]] <= 0
        near[waiting[turned]], far[waiting[turned]] = before, step
        waiting = waiting[~turned]
    met = np.flatnonzero(~np.isnan(near))
    if len(met):
        bracket = (np.minimum(near, far)[met], np.maximum(near, far)[met])
        near[met] = elementwise.find_root(weight.gaps, bracket, args=(ahead[met], behind[met])).x
    return near
