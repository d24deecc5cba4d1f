"""Sets of weights drawn at random: around the weights of the policy, or anywhere they are allowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

import numpy as np
import pandas as pd

from workbench.errors import ScoringError, fault
from workbench.model.framework import Framework, Node
from workbench.model.methods import Floats
from workbench.model.parameters import Robustness

Bounds = Mapping[str, tuple[float, float]]
"""Code of a node or indicator to the lowest and highest share it may have in its dimension."""

NO_BOUNDS: Bounds = MappingProxyType({})
ROUNDS = 100
"""How often what fell outside the bounds is drawn again before another way is taken."""
SWEEPS = 100
"""How often every pair of weights is drawn anew where drawing again will not do."""


@dataclass(frozen=True, kw_only=True)
class WeightDraws:
    """Sets of weights, one a draw.

    Parameters
    ----------
    shares : mapping
        Code of a node to the shares of its children, shape (draws, children); rows add up to 1.
    """

    shares: Mapping[str, Floats]

    @property
    def count(self) -> int:
        """How many sets there are."""
        return len(next(iter(self.shares.values())))

    def at(self, draw: int) -> dict[str, Floats]:
        """Return the shares of one draw, by node."""
        return {code: shares[draw] for code, shares in self.shares.items()}

    def between(self, start: int, stop: int) -> WeightDraws:
        """Return the draws from `start` up to, not including, `stop`."""
        return WeightDraws(shares={code: shares[start:stop] for code, shares in self.shares.items()})

    def effective(self, framework: Framework) -> Floats:
        """Return the weight of every indicator in the whole, shape (draws, indicators); rows add up to 1."""
        weights = {framework.root.code: np.ones(self.count)}
        for node in reversed(framework.nodes):
            for child, share in zip(node.children, self.shares[node.code].T, strict=True):
                weights[child.code] = weights[node.code] * share
        return np.column_stack([weights[leaf.code] for leaf in framework.leaves])

    def table(self, framework: Framework) -> pd.DataFrame:
        """Return one column for every node and indicator below the root: its share in its dimension, by draw."""
        columns = {
            child.code: share
            for node in framework.nodes
            for child, share in zip(node.children, self.shares[node.code].T, strict=True)
        }
        return pd.DataFrame(columns).rename_axis("draw")


def draw_weights(framework: Framework, robustness: Robustness, *, rng: np.random.Generator) -> WeightDraws:
    """Return as many sets of weights as `robustness` asks for, drawn the way it names."""
    if robustness.weights == "box":
        return box_weights(framework, draws=robustness.draws, spread=robustness.spread, rng=rng)
    if robustness.weights == "dirichlet":
        return dirichlet_weights(framework, draws=robustness.draws, concentration=robustness.concentration, rng=rng)
    return simplex_weights(framework, draws=robustness.draws, rng=rng)


def box_weights(framework: Framework, *, draws: int, spread: float, rng: np.random.Generator) -> WeightDraws:
    """Return weights each multiplied by a number drawn evenly from ``1 - spread`` to ``1 + spread``, scaled back to 1.

    Parameters
    ----------
    framework : Framework
        The tree with the weights of the policy.
    draws : int
        How many sets.
    spread : float
        How far a weight may move, as a share of itself.
    rng : numpy.random.Generator
        Where the randomness comes from.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 7, doi:10.1787/9789264043466-en.
    """
    uniform = rng.uniform(size=(draws, children_in(framework)))
    return weights_at(framework, Robustness(weights="box", spread=spread), uniform)


def children_in(framework: Framework) -> int:
    """Return how many weights there are: one for each node and indicator below the root."""
    return sum(len(node.children) for node in framework.nodes)


def weights_at(framework: Framework, robustness: Robustness, uniform: Floats) -> WeightDraws:
    """Return the weights that numbers between 0 and 1, shape (draws, children of all nodes), stand for.

    Evenly drawn numbers give weights with the distribution that `robustness` names: the shaken weight itself (box), or
    the quantile of a Gamma variable that, divided by the sum over its siblings, is Dirichlet distributed.
    """
    sizes = [len(node.children) for node in framework.nodes]
    parts = np.split(uniform, np.cumsum(sizes)[:-1], axis=1)
    moved = {
        node.code: _moved(np.asarray(node.shares), robustness, part)
        for node, part in zip(framework.nodes, parts, strict=True)
    }
    return WeightDraws(shares={code: each / each.sum(axis=1, keepdims=True) for code, each in moved.items()})


def _moved(policy: Floats, robustness: Robustness, uniform: Floats) -> Floats:
    from scipy.special import gammaincinv

    if robustness.weights == "box":
        return policy * (1 - robustness.spread + 2 * robustness.spread * uniform)
    alpha = robustness.concentration * policy if robustness.weights == "dirichlet" else np.ones_like(policy)
    drawn = gammaincinv(np.maximum(alpha, np.finfo(float).tiny), uniform)
    return np.where(policy > 0, np.maximum(drawn, np.finfo(float).tiny), 0.0)


def dirichlet_weights(
    framework: Framework,
    *,
    draws: int,
    concentration: float,
    bounds: Bounds = NO_BOUNDS,
    rng: np.random.Generator,
) -> WeightDraws:
    """Return weights drawn, node by node, from ``Dirichlet(concentration · policy share)``; their mean is the policy.

    A share ``w`` has the variance ``w (1 - w) / (concentration + 1)``: 100 lets 0.25 move by 0.04 (one deviation).

    Parameters
    ----------
    framework : Framework
        The tree with the weights of the policy; a weight of 0 stays 0.
    draws : int
        How many sets.
    concentration : float
        The larger, the closer to the policy.
    bounds : mapping
        Lowest and highest share by code of a child; 0 and 1 where absent. Bounds move the mean off the policy.
    rng : numpy.random.Generator
        Where the randomness comes from.

    Raises
    ------
    ScoringError
        When no weights meet the bounds.
    """
    alphas = {node.code: concentration * np.asarray(node.shares) for node in framework.nodes}
    return _dirichlet_by_node(framework, alphas, draws, bounds, rng)


def simplex_weights(
    framework: Framework, *, draws: int, bounds: Bounds = NO_BOUNDS, rng: np.random.Generator
) -> WeightDraws:
    """Return weights drawn evenly, node by node, from all that add up to 1: what can be said without any policy.

    Parameters
    ----------
    framework : Framework
        The tree; a child whose weight is 0 does not count in any draw.
    draws : int
        How many sets.
    bounds : mapping
        Lowest and highest share by code of a child; 0 and 1 where absent.
    rng : numpy.random.Generator
        Where the randomness comes from.

    Raises
    ------
    ScoringError
        When no weights meet the bounds.

    References
    ----------
    Lahdelma, R. & Salminen, P. (2001), SMAA-2, doi:10.1287/opre.49.3.444.11220; Tervonen, T. et al. (2013), Hit-and-run
    enables efficient weight generation, doi:10.1016/j.ejor.2012.08.026.
    """
    alphas = {node.code: (np.asarray(node.shares) > 0).astype(float) for node in framework.nodes}
    return _dirichlet_by_node(framework, alphas, draws, bounds, rng)


def _dirichlet_by_node(
    framework: Framework, alphas: Mapping[str, Floats], draws: int, bounds: Bounds, rng: np.random.Generator
) -> WeightDraws:
    check_bounds(framework, bounds)
    return WeightDraws(
        shares={node.code: _node_shares(node, alphas[node.code], draws, bounds, rng) for node in framework.nodes}
    )


def bounds_around(framework: Framework, spread: float) -> Bounds:
    """Return bounds that let every share move by at most `spread` of itself; alone in its dimension it stays 1."""
    return {
        child.code: (share * (1 - spread), min(1.0, share * (1 + spread)))
        for node in framework.nodes
        for child, share in zip(node.children, node.shares, strict=True)
    }


def limits_in(node: Node, bounds: Bounds) -> tuple[Floats, Floats]:
    """Return the lowest and the highest shares of all children of `node`; a child whose weight is 0 never counts."""
    pairs = [bounds.get(child.code, (0.0, 1.0)) if child.weight > 0 else (0.0, 0.0) for child in node.children]
    low, high = np.array(pairs, dtype=float).T
    return low, high


def check_bounds(framework: Framework, bounds: Bounds) -> None:
    """Raise a ScoringError that names every node in which no weights meet the bounds."""
    ScoringError.raise_if(
        fault(
            node.code,
            "no weights meet the bounds: the lowest shares must add up to 1 at most, the highest to 1 at least, "
            "each between 0 and 1",
        )
        for node in framework.nodes
        if not _can_be_met(*limits_in(node, bounds))
    )


def _can_be_met(low: Floats, high: Floats) -> bool:
    in_order = bool(np.all((low >= 0) & (low <= high) & (high <= 1)))
    return in_order and low.sum() <= 1 + 1e-12 and high.sum() >= 1 - 1e-12


def _node_shares(node: Node, alpha: Floats, draws: int, bounds: Bounds, rng: np.random.Generator) -> Floats:
    low, high = limits_in(node, bounds)
    counted = alpha > 0
    shares = np.zeros((draws, len(alpha)))
    shares[:, counted] = _bounded_dirichlet(alpha[counted], low[counted], high[counted], draws, rng)
    return shares


def _bounded_dirichlet(alpha: Floats, low: Floats, high: Floats, draws: int, rng: np.random.Generator) -> Floats:
    """Return draws within the bounds: drawn again where they are not, by exchanges where that hardly ever succeeds."""
    drawn = _dirichlet(alpha, draws, rng)
    outside = _outside(drawn, low, high)
    for _ in range(ROUNDS):
        if not outside.any():
            break
        drawn[outside] = _dirichlet(alpha, int(outside.sum()), rng)
        outside = _outside(drawn, low, high)
    if outside.any():
        drawn[outside] = _by_exchanges(alpha, low, high, int(outside.sum()), rng)
    return drawn


def _dirichlet(alpha: Floats, draws: int, rng: np.random.Generator) -> Floats:
    # a share of exactly 0 would leave a subject that has only this value without any weight
    drawn = np.maximum(rng.dirichlet(alpha, draws), np.finfo(float).tiny)
    return np.asarray(drawn / drawn.sum(axis=1, keepdims=True))


def _outside(shares: Floats, low: Floats, high: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.asarray(((shares < low) | (shares > high)).any(axis=1))


def _by_exchanges(alpha: Floats, low: Floats, high: Floats, draws: int, rng: np.random.Generator) -> Floats:
    """Return draws of a Gibbs sampler, each from a chain of its own: two weights share anew what they have together.

    Given all others, the part of the first of two is Beta distributed, cut off where a bound is met.
    """
    from scipy.special import betainc, betaincinv

    room = high - low
    spare = 1 - low.sum()
    shares = np.tile(low + (spare * room / room.sum() if room.sum() > 0 else 0.0), (draws, 1))
    pairs = list(combinations(range(len(alpha)), 2))
    for place in np.concatenate([rng.permutation(len(pairs)) for _ in range(SWEEPS)]) if pairs else ():
        one, other = pairs[place]
        both = np.maximum(shares[:, one] + shares[:, other], np.finfo(float).tiny)
        least = np.maximum(low[one], both - high[other]) / both
        most = np.minimum(high[one], both - low[other]) / both
        chances = [betainc(alpha[one], alpha[other], np.clip(end, 0, 1)) for end in (least, most)]
        part = betaincinv(alpha[one], alpha[other], chances[0] + rng.uniform(size=draws) * (chances[1] - chances[0]))
        shares[:, one] = both * np.clip(part, least, most)
        shares[:, other] = both - shares[:, one]
    return shares
