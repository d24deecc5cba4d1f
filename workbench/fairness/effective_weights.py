"""Weights of indicators in the whole, and the tree of weights that gives them."""

from __future__ import annotations

import numpy as np

from workbench.model.framework import Framework
from workbench.model.methods import Floats

_SAME = 1e-12  # shares that differ by dust alone are the share as it was written
_DECIMALS = 10  # enough that nobody's score moves, few enough that 40.00000000000001 is written as 40


def effective_weights(framework: Framework) -> Floats:
    """Return the weight of each indicator in the whole, shape (k,), in the order of the leaves; they add up to 1."""
    return np.array([framework.effective_weights[leaf.code] for leaf in framework.leaves])


def with_effective_weights(framework: Framework, weights: Floats) -> Framework:
    """Return the same tree in which the indicators have these `weights` in the whole, shape (k,)."""
    return framework.with_weights(tree_weights(framework, weights))


def tree_weights(framework: Framework, weights: Floats) -> dict[str, float]:
    """Return the weight of every node and indicator below the root: a node has what its indicators have together.

    The weights of a node's children add up to what they did before, so that they are in the units in which they were
    written. In a node that has nothing, and in one whose shares stay, the children keep their weights.
    """
    total = dict(zip((leaf.code for leaf in framework.leaves), weights.tolist(), strict=True))
    found: dict[str, float] = {}
    for node in framework.nodes:
        total[node.code] = sum(total[child.code] for child in node.children)
        written = {child.code: child.weight for child in node.children}
        shares = {code: total[code] / total[node.code] for code in written} if total[node.code] > 0 else {}
        if all(abs(share - old) < _SAME for share, old in zip(shares.values(), node.shares, strict=False)):
            found |= written
        else:
            found |= {code: round(share * sum(written.values()), _DECIMALS) for code, share in shares.items()}
    return found
