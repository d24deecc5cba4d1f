"""Scores alone, without what explains them: for panels, pipelines and millions of rows.

They are those of the scorecard to the last digit: every sum is taken in the same order, only by blocks of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from workbench.model.framework import Framework, Leaf, Node
from workbench.model.methods import Floats, Scale
from workbench.scoring.aggregation import aggregate, present_weights
from workbench.scoring.blockwise import blocks, on_all_cores
from workbench.scoring.normalisation import LinearScale

Columns = Mapping[str, Floats]

Watcher = Callable[[slice, Columns], None]
"""Told of a block of rows and its scores."""

EVERY_ROW = slice(None)


def scores_of(
    framework: Framework,
    scales: Mapping[str, Scale],
    values: Columns,
    *,
    root_only: bool = False,
    each: Watcher | None = None,
) -> dict[str, Floats]:
    """Return the score of every node, or of the root only, shape (n,).

    Where all aggregations are weighted means, columns are added up one by one while a block of rows is in the cache;
    rows that lack a value, and other aggregations, go through `aggregate`, also by block. Where a subject's result
    depends on the others, all rows are one block.

    Parameters
    ----------
    framework : Framework
        The tree.
    scales : mapping
        Indicator code to its fitted normalisation.
    values : mapping
        Indicator code to values in its own unit, as filled and treated, shape (n,), NaN where missing; contiguous
        columns are read fastest.
    root_only : bool
        Leave out the nodes below the root.
    each : callable, optional
        Told of every block in the order of the rows, while the cores are at later ones.

    Raises
    ------
    ScoringError
        When a scale cannot take a value.
    """
    rows = len(values[framework.leaves[0].code])
    scores = {node.code: np.empty(rows) for node in ([framework.root] if root_only else framework.nodes)}
    additive = all(node.aggregation.additive for node in framework.nodes)
    relative = any(node.aggregation.relative for node in framework.nodes)

    def score_block(block: slice) -> tuple[slice, Columns]:
        part = {leaf.code: values[leaf.code][block] for leaf in framework.leaves}
        into = {code: column[block] for code, column in scores.items()}
        left = _sum_up(framework, scales, part, into) if additive else EVERY_ROW
        if left is not None:
            _aggregate(framework, scales, part, into, left)
        return block, into

    for block, found in on_all_cores(score_block, [slice(0, rows)] if relative else blocks(rows)):
        if each is not None:
            each(block, found)
    return scores


def _aggregate(
    framework: Framework, scales: Mapping[str, Scale], values: Columns, into: Columns, rows: NDArray[np.bool_] | slice
) -> None:
    """Write the scores of `rows`, whatever the aggregations and whatever is missing."""
    scores, _ = aggregate(framework, {code: scales[code].apply(column[rows]) for code, column in values.items()})
    for code, column in into.items():
        column[rows] = scores[code]


def _sum_up(
    framework: Framework, scales: Mapping[str, Scale], values: Columns, into: Columns
) -> NDArray[np.bool_] | None:
    """Write weighted sums, and return the rows that lack something they need, for which these are no scores."""
    rows = len(into[framework.root.code])
    sums = {node.code: into[node.code] if node.code in into else np.empty(rows) for node in framework.nodes}
    product = np.empty(rows)
    for node in framework.nodes:
        _sum(node, scales, {**values, **sums}, product)
    if not any(np.isnan(column.sum()) for column in into.values()):
        return None
    lacking: NDArray[np.bool_] = np.logical_or.reduce([np.isnan(column) for column in into.values()])
    return lacking


def _sum(node: Node, scales: Mapping[str, Scale], values: Columns, product: Floats) -> None:
    """Write the weighted sum of a node's children to its own place in `values`."""
    total = values[node.code]
    total.fill(0.0)
    weights = present_weights(np.zeros((1, len(node.children))), np.asarray(node.shares))[0]
    for child, weight in zip(node.children, weights, strict=True):
        if weight > 0:
            score = values[child.code]
            if isinstance(child, Leaf):
                scale = scales[child.code]
                score = scale.apply(score, product) if isinstance(scale, LinearScale) else scale.apply(score)
            total += np.multiply(score, weight, out=product)
