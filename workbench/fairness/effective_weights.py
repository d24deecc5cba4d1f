"""Weights of indicators in the whole, and the tree of weights that gives them: as numbers, and as a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from workbench.model.framework import Framework, Leaf, Node
from workbench.model.methods import Floats
from workbench.scoring.resolving import GIVEN

_PERCENT_DECIMALS = 10  # enough that nobody's score moves, few enough that 40.00000000000001 is written as 40


def effective_weights(framework: Framework) -> Floats:
    """Return the weight of each indicator in the whole, shape (k,), in the order of the leaves; they add up to 1."""
    return np.array([framework.effective_weights[leaf.code] for leaf in framework.leaves])


def with_effective_weights(framework: Framework, weights: Floats) -> Framework:
    """Return the same tree in which the indicators have these `weights` in the whole, shape (k,)."""
    return framework.with_weights(tree_weights(framework, weights))


def tree_weights(framework: Framework, weights: Floats) -> dict[str, float]:
    """Return the weight of every node and indicator below the root: a node has what its indicators have together.

    In a node that has nothing the children keep the weights they have among themselves.
    """
    total = dict(zip((leaf.code for leaf in framework.leaves), weights.tolist(), strict=True))
    found: dict[str, float] = {}
    for node in framework.nodes:
        total[node.code] = sum(total[child.code] for child in node.children)
        for child in node.children:
            found[child.code] = total[child.code] if total[node.code] > 0 else child.weight
    return found


def weight_changes(framework: Framework, weights: Floats) -> dict[str, Any]:
    """Return the scenario that gives the indicators these `weights`: changes, in the format of the parameters file.

    Every weight is written in percent of the whole, so that those of a dimension are the sum of its parts. A node with
    several parts takes them as given, whatever weighting it has in the parameters file.
    """
    found = {code: round(100 * weight, _PERCENT_DECIMALS) for code, weight in tree_weights(framework, weights).items()}
    return {"framework": _block(framework.root, found)}


def _block(node: Node, weights: Mapping[str, float]) -> dict[str, Any]:
    block: dict[str, Any] = {"weighting": {"method": GIVEN}} if len(node.children) > 1 else {}
    for child in node.children:
        weight = {"weight": weights[child.code]}
        if isinstance(child, Leaf):
            block.setdefault("indicators", {})[child.code] = weight
        else:
            block.setdefault("dimensions", {})[child.code] = {**weight, **_block(child, weights)}
    return block
