"""Weights inside a node, settled from judgements or from the data where the parameters file does not give them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from workbench.errors import Fault, ScoringError
from workbench.model.framework import Framework, Leaf, Node
from workbench.model.indicator import Options
from workbench.model.methods import Floats, Siblings, Weights
from workbench.scoring.aggregation import node_coverage, node_score


class Equal(Options):
    """No settings."""


def equal_weights(siblings: Siblings, options: Equal) -> Weights:
    """Give every child the same weight."""
    count = len(siblings.codes)
    return Weights(shares=np.full(count, 1.0 / count))


def settle_weights(
    framework: Framework, normalised: Mapping[str, Floats], values: pd.DataFrame
) -> tuple[dict[str, float], dict[str, Mapping[str, object]]]:
    """Return the weights that the weightings of the nodes give, by the code of the child, and their facts by node.

    Nodes are settled from the leaves up, so that a node's weighting sees the scores of its children as they will be.
    A child whose weight is written as 0 stays out of every weighting.

    Parameters
    ----------
    framework : Framework
        The tree.
    normalised : mapping
        Indicator code to normalised values, shape (n,).
    values : DataFrame
        The same subjects in each indicator's own unit, as filled and treated.

    Raises
    ------
    ScoringError
        When the data give a node no weights; all faults at once.
    """
    if not any(node.weighting for node in framework.nodes):
        return {}, {}
    scores: dict[str, Floats] = dict(normalised)
    coverage: dict[str, Floats] = {code: (~np.isnan(x)).astype(float) for code, x in normalised.items()}
    settled: dict[str, float] = {}
    facts: dict[str, Mapping[str, object]] = {}
    faults: list[Fault] = []
    for node in framework.nodes:
        shares = np.asarray(node.shares)
        if node.weighting is not None:
            siblings = _siblings(node, scores, values)
            try:
                weights = node.weighting.weigh(siblings, node.weighting_settings)
            except ScoringError as error:
                faults.extend(Fault(node.code, each.template, each.values) for each in error.faults)
            else:
                shares[shares > 0], facts[node.code] = weights.shares, weights.facts
                settled |= zip(siblings.codes, weights.shares.tolist(), strict=True)
        coverage[node.code] = node_coverage(node, scores, coverage, shares)
        scores[node.code] = node_score(node, scores, shares, coverage=coverage[node.code])
    ScoringError.raise_if(faults)
    return settled, facts


def _siblings(node: Node, scores: Mapping[str, Floats], values: pd.DataFrame) -> Siblings:
    children = [child for child in node.children if child.weight > 0]
    own = [values[child.code].to_numpy(float) if isinstance(child, Leaf) else scores[child.code] for child in children]
    shares = np.asarray(node.shares)
    return Siblings(
        codes=tuple(child.code for child in children),
        given=shares[shares > 0],
        scores=np.column_stack([scores[child.code] for child in children]),
        values=np.column_stack(own),
        directions=np.array([_direction(child) for child in children]),
        additive=node.aggregation.additive,
    )


def _direction(child: Node | Leaf) -> float:
    return -1.0 if isinstance(child, Leaf) and child.indicator.polarity == "lower" else 1.0
