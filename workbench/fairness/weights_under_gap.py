"""Weights nearest to the policy under which groups lie no further apart than a bound, and what each step costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.group_statistics import GroupStatistics, group_statistics
from workbench.errors import ScoringError, fault, message
from workbench.fairness.effective_weights import effective_weights, with_effective_weights
from workbench.fairness.gap_frontier import GapProgramme, gap_frontier
from workbench.fairness.group_gap import FEWEST, GroupGap, comparable, group_gap
from workbench.model.framework import Framework, Leaf, Node
from workbench.model.labels import Label
from workbench.model.methods import Floats, WeightingMethod
from workbench.scoring.aggregation import aggregate
from workbench.scoring.influence_weights import TargetInfluence, target_influence_weights
from workbench.scoring.weighting import settle_weights

Kept = Literal["whole", "dimensions"]
"""What keeps its weight: only the whole, or every child of the root, so that weights move inside dimensions alone."""

Room = tuple[float, float]
"""Lowest and highest weight of an indicator, as multiples of its weight in the policy."""

HALF_TO_TWICE: Room = (0.5, 2.0)

TOO_FEW_GROUPS = message("fewer than two groups have {fewest} scored members, so there is no gap to look at")
_STEP = 1e-4  # weights move in hundredths of a percent of the whole
_ROUNDS = 10  # how often the aim is lowered where re-scored gaps lie above the promised ones
_BY_INFLUENCE = WeightingMethod(
    code="target_influence",
    label=Label.of("target_influence"),
    weigh=target_influence_weights,
    options=TargetInfluence,
    from_data=True,
    formula="w ~ D⁻¹ R⁻¹ √t",
    reference="doi:10.1016/j.ecolind.2017.03.056",
)
_UNSEEN = 0.005  # points that two decimals do not show


@dataclass(frozen=True, kw_only=True)
class WeighedGroups:
    """Groups, and the scores of their members under any weights.

    Parameters
    ----------
    framework : Framework
        With the weights of the policy, those that weightings settled among them.
    normalised : mapping
        Indicator code to normalised values, shape (n,), NaN where missing.
    codes : ndarray of int, shape (n,)
        Group of each subject, from 0; negative: in none.
    count : int
        Number of groups.
    reference : int, optional
        Code of the group that all others are compared with.
    fewest : int
        Groups with fewer scored members are not compared.
    """

    framework: Framework
    normalised: Mapping[str, Floats]
    codes: NDArray[np.integer]
    count: int
    reference: int | None = None
    fewest: int = FEWEST
    policy: Floats = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "policy", effective_weights(self.framework))

    def scores(self, weights: Floats) -> Floats:
        """Return everybody's score, shape (n,), with `weights` of the indicators in the whole, shape (k,)."""
        framework = with_effective_weights(self.framework, weights)
        return aggregate(framework, dict(self.normalised))[0][framework.root.code]

    def gap(self, scores: Floats) -> GroupGap:
        """Return the largest gap between groups whose members have these `scores`."""
        return group_gap(self._statistics(scores), reference=self.reference, fewest=self.fewest)

    @cached_property
    def part_means(self) -> Floats:
        """The mean of every indicator in every group that can be compared, shape (groups, k).

        What is missing stands at the score of its dimension, which is what re-scaling the weights of the present parts
        makes of it. So the weighted sums are exactly the groups' means under the weights of the policy, and under all
        weights where nothing is missing.
        """
        found, _ = aggregate(self.framework, dict(self.normalised))
        scored = ~np.isnan(found[self.framework.root.code])
        parts = _filled(self.framework, {**self.normalised, **found})
        means = [self._statistics(np.where(scored, parts[leaf.code], np.nan)) for leaf in self.framework.leaves]
        return np.column_stack([each.mean[comparable(means[0], fewest=self.fewest)] for each in means])

    @cached_property
    def reference_row(self) -> int | None:
        """The row of `part_means` that belongs to the reference group."""
        if self.reference is None:
            return None
        large = comparable(self._statistics(self.scores(self.policy)), fewest=self.fewest)
        if not large[self.reference]:
            template = message("the reference group has fewer than {fewest} scored members")
            raise ScoringError([fault("", template, fewest=self.fewest)])
        return int(large[: self.reference].sum())

    def _statistics(self, values: Floats) -> GroupStatistics:
        return group_statistics(values, self.codes, self.count)


@dataclass(frozen=True, kw_only=True)
class Reweighted:
    """Other weights, and what they make of the gap.

    Parameters
    ----------
    weights : ndarray, shape (k,)
        Of the indicators in the whole.
    scores : ndarray, shape (n,)
        Everybody's score under them.
    distance : float
        ``Σ |weight - policy|``: twice the share of all weight that moves.
    gap : GroupGap
        Between groups, by these scores.
    kept : bool
        Whether the bound that was asked for is kept.
    """

    weights: Floats
    scores: Floats
    distance: float
    gap: GroupGap
    kept: bool = True


@dataclass(frozen=True, kw_only=True)
class Frontier:
    """The smallest gap that can be had at every distance from the policy.

    Parameters
    ----------
    points : DataFrame
        ``distance, gap, rescored``: the distance and the gap of the linear programme at every change of slope, first
        that of the policy, and the gap when everybody is scored again with those weights. The two gaps are the same
        where nothing is missing.
    weights : DataFrame
        The same rows; one column an indicator: its weight in the whole.
    """

    points: pd.DataFrame
    weights: pd.DataFrame


def weights_under_gap(
    groups: WeighedGroups, bound: float, *, keep: Kept = "whole", room: Room = HALF_TO_TWICE
) -> Reweighted:
    """Return the weights nearest to the policy under which no gap between groups is larger than `bound`.

    Where no allowed weights keep the bound, it says so and returns those with the smallest gap. Weights move in steps
    of 0.01 % of the whole, so that they can be written down; the gap is that of everybody scored again with the weights
    as written, and keeps the bound to two decimals.

    Parameters
    ----------
    groups : WeighedGroups
        Who is compared, under which framework.
    bound : float
        In points of the score.
    keep : str
        ``whole``: weight may move anywhere; ``dimensions``: the children of the root keep theirs.
    room : tuple of float
        How far each weight may move, as multiples of itself.

    Raises
    ------
    ScoringError
        When the score is no weighted mean, or fewer than two groups can be compared.
    """
    programme = gap_programme(groups, keep=keep, room=room)
    aim = bound
    for _ in range(_ROUNDS):
        found = programme.nearest(aim)
        if found is None:
            break
        weighed = reweighted(groups, in_steps(programme, found.weights))
        above = weighed.gap.value - bound
        if above <= _UNSEEN:
            return weighed
        aim -= above
    least = programme.smallest_gap()
    nearest = programme.nearest(least.gap + _UNSEEN) or least
    return replace(reweighted(groups, in_steps(programme, nearest.weights)), kept=False)


def frontier_of_gaps(
    groups: WeighedGroups, *, keep: Kept = "whole", room: Room = HALF_TO_TWICE, tolerance: float = 0.01
) -> Frontier:
    """Return the whole frontier, gap against distance from the policy; see `gap_frontier`.

    Parameters
    ----------
    groups, keep, room
        As in `weights_under_gap`.
    tolerance : float
        Points by which the straight lines between two rows may lie above the frontier.

    Raises
    ------
    ScoringError
        As `weights_under_gap`.
    """
    found = gap_frontier(gap_programme(groups, keep=keep, room=room), tolerance=tolerance)
    points = {
        "distance": [each.distance for each in found],
        "gap": [each.gap for each in found],
        "rescored": [reweighted(groups, each.weights).gap.value for each in found],
    }
    codes = [leaf.code for leaf in groups.framework.leaves]
    return Frontier(
        points=pd.DataFrame(points), weights=pd.DataFrame([each.weights for each in found], columns=pd.Index(codes))
    )


def reweighted(groups: WeighedGroups, weights: Floats) -> Reweighted:
    """Return everybody's score and the gap under other `weights` of the indicators in the whole, shape (k,)."""
    scores = groups.scores(weights)
    distance = float(np.abs(weights - groups.policy).sum())
    return Reweighted(weights=weights, scores=scores, distance=distance, gap=groups.gap(scores))


def weights_by_influence(groups: WeighedGroups, *, settings: TargetInfluence | None = None) -> Reweighted:
    """Return the weights under which every part has the influence on its node that the policy gives it as weight.

    Parameters
    ----------
    groups : WeighedGroups
        Who is compared.
    settings : TargetInfluence, optional
        How influence is measured.

    Raises
    ------
    ScoringError
        When no weights give the parts of a node their intended influence.
    """

    def weighed(node: Node) -> Node:
        children = tuple(weighed(child) if isinstance(child, Node) else child for child in node.children)
        if sum(child.weight > 0 for child in children) < 2:
            return replace(node, children=children)
        return replace(node, children=children, weighting=_BY_INFLUENCE, weighting_settings=settings)

    settings = settings or TargetInfluence()
    framework = replace(groups.framework, root=weighed(groups.framework.root))
    settled, _ = settle_weights(framework, groups.normalised, pd.DataFrame(groups.normalised))
    return reweighted(groups, effective_weights(groups.framework.with_weights(settled)))


def gap_programme(groups: WeighedGroups, *, keep: Kept = "whole", room: Room = HALF_TO_TWICE) -> GapProgramme:
    """Return the linear programme of weights and gaps.

    Raises
    ------
    ScoringError
        When the score is no weighted mean, or fewer than two groups can be compared.
    """
    weights = groups.framework.effective_weights
    ScoringError.raise_if(
        fault(
            node.code,
            "weights that bring groups nearer need scores that are weighted means; '{method}' is none",
            method=node.aggregation.code,
        )
        for node in groups.framework.nodes
        if weights[node.code] > 0 and not node.aggregation.additive
    )
    if len(groups.part_means) < 2:
        raise ScoringError([fault("", TOO_FEW_GROUPS, fewest=groups.fewest)])
    least, most = room
    return GapProgramme(
        policy=groups.policy,
        means=np.nan_to_num(groups.part_means),  # NaN only where nobody of a group has a part, which then has weight 0
        low=groups.policy * least,
        high=np.minimum(groups.policy * most, 1.0),
        blocks=_blocks(groups.framework, keep),
        reference=groups.reference_row,
    )


def in_steps(programme: GapProgramme, weights: Floats) -> Floats:
    """Return `weights` with every move from the policy cut to whole steps; what a block gains it still loses."""
    steps = np.trunc(np.round((weights - programme.policy) / _STEP, 6))
    for block in np.unique(programme.blocks):
        inside = np.flatnonzero(programme.blocks == block)
        while excess := steps[inside].sum():
            widest = inside[(np.sign(excess) * steps[inside]).argmax()]
            steps[widest] -= np.sign(excess) * min(abs(excess), abs(steps[widest]))
    moved: Floats = programme.policy + _STEP * steps
    return moved


def _blocks(framework: Framework, keep: Kept) -> NDArray[np.integer]:
    if keep == "whole":
        return np.zeros(len(framework.leaves), dtype=np.int64)
    sizes = [len(_leaves(child)) for child in framework.root.children]
    return np.repeat(np.arange(len(sizes)), sizes)


def _leaves(branch: Node | Leaf) -> tuple[Leaf, ...]:
    return Framework(root=branch).leaves if isinstance(branch, Node) else (branch,)


def _filled(framework: Framework, points: Mapping[str, Floats]) -> Mapping[str, Floats]:
    """Return the values of all parts; what does not count stands at the score of its dimension."""
    filled = dict(points)
    for node in reversed(framework.nodes):
        unscored = np.isnan(points[node.code])
        for child in node.children:
            absent = np.isnan(points[child.code]) | unscored
            filled[child.code] = np.where(absent, filled[node.code], points[child.code])
    return filled
