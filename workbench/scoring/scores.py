"""Scores alone, without what explains them: for panels, pipelines and millions of rows.

They are those of the scorecard but for rounding, as far as a linear normalisation and its weight are one multiplication
here and two there: by some 1e-12 of the scale, a thousand times less than what separates two ranks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

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
    sums = {node.code: _terms(node, scales) for node in framework.nodes}
    additive = all(node.aggregation.additive for node in framework.nodes)
    relative = any(node.aggregation.relative for node in framework.nodes)

    def score_block(block: slice) -> tuple[slice, Columns]:
        part = {leaf.code: values[leaf.code][block] for leaf in framework.leaves}
        into = {code: column[block] for code, column in scores.items()}
        left = _add_up(sums, part, into) if additive else EVERY_ROW
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


class _Term(NamedTuple):
    """``constant + factor * scale(x)``, what one child adds to a sum; without a scale of x itself."""

    code: str
    constant: float
    factor: float
    scale: Scale | None


def _terms(node: Node, scales: Mapping[str, Scale]) -> list[_Term]:
    """Return what the children of a node add to its score where none is missing."""
    (weights,) = present_weights(np.zeros((1, len(node.children))), np.asarray(node.shares))
    return [_term(child, weight, scales) for child, weight in zip(node.children, weights, strict=True) if weight > 0]


def _term(child: Node | Leaf, weight: float, scales: Mapping[str, Scale]) -> _Term:
    scale = scales[child.code] if isinstance(child, Leaf) else None
    if isinstance(scale, LinearScale) and scale.uncut:
        return _Term(child.code, weight * scale.intercept, weight * scale.slope, None)
    return _Term(child.code, 0.0, weight, scale)


def _add_up(sums: Mapping[str, list[_Term]], values: Columns, into: Columns) -> NDArray[np.bool_] | None:
    """Write the sums, and return the rows that lack something they need, for which sums are no scores."""
    product = np.empty(len(next(iter(values.values()))))
    found = {**values, **into}
    for code, terms in sums.items():
        total = found.setdefault(code, np.empty_like(product))
        total.fill(sum(term.constant for term in terms))
        for term in terms:
            score = found[term.code] if term.scale is None else term.scale.apply(found[term.code])
            total += np.multiply(score, term.factor, out=product)
    if not any(np.isnan(total.sum()) for total in into.values()):
        return None
    lacking: NDArray[np.bool_] = np.logical_or.reduce([np.isnan(total) for total in into.values()])
    return lacking
