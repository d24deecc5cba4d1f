"""From the children of a node to its score."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from workbench.model.framework import Framework, Node
from workbench.model.indicator import Options
from workbench.model.methods import Floats


class NoOptions(Options):
    """The method takes no settings."""


def arithmetic_mean(children: Floats, weights: Floats, options: NoOptions) -> Floats:
    """Return ``sum(w x)`` by row; children and weights have shape (n, k), absent children weigh 0."""
    total = np.zeros(len(children))
    for column in range(children.shape[1]):
        total += weights[:, column] * np.where(weights[:, column] > 0, children[:, column], 0.0)
    return total


def geometric_mean(children: Floats, weights: Floats, options: NoOptions) -> Floats:
    """Return ``prod(x ** w)`` by row: one low child cannot be bought off by a high one; a zero makes zero."""
    counted = np.where(weights > 0, children, 1.0)
    zero = (counted <= 0).any(axis=1)  # min-max frozen in one cycle can fall below 0 in a later one
    logs = np.log(np.where(counted > 0, counted, 1.0))
    return np.where(zero, 0.0, np.exp(arithmetic_mean(logs, weights, options)))


def aggregate(
    framework: Framework,
    normalised: dict[str, Floats],
    shares: Mapping[str, NDArray[np.float64]] | None = None,
    scored: Mapping[str, NDArray[np.bool_]] | None = None,
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Return score and coverage of every node.

    Parameters
    ----------
    framework : Framework
        The tree.
    normalised : dict
        Indicator code to values of shape (n,), 0-100, NaN where missing.
    shares : dict, optional
        Node code to the weights of its children, adding up to 1; those of the framework where absent.
    scored : mapping, optional
        Node code to who gets a score, shape (n,), where that is settled already; by minimum coverage where absent.

    Returns
    -------
    scores, coverage : dict, dict
        Node code to shape (n,). Coverage is the share of the node's weight that was present, counted down to the
        indicators. Under the node's minimum coverage the score is NaN; above it the weights of what is present are
        scaled up to 1.
    """
    scores: dict[str, Floats] = dict(normalised)
    coverage: dict[str, Floats] = {code: (~np.isnan(x)).astype(float) for code, x in normalised.items()}
    for node in framework.nodes:
        share = np.asarray(node.shares) if shares is None else shares[node.code]
        coverage[node.code] = node_coverage(node, scores, coverage, share)
        enough = None if scored is None else scored[node.code]
        scores[node.code] = node_score(node, scores, share, coverage=coverage[node.code], scored=enough)
    codes = [node.code for node in framework.nodes]
    return {code: scores[code] for code in codes}, {code: coverage[code] for code in codes}


def node_score(
    node: Node,
    scores: Mapping[str, Floats],
    share: NDArray[np.float64],
    *,
    coverage: Floats,
    scored: NDArray[np.bool_] | None = None,
) -> Floats:
    """Return the score of one node, shape (n,), from those of its children under the weights `share`, shape (k,).

    Who gets a score is said by `scored`; without it, by the node's minimum of `coverage`. A method that needs all
    children gives none to a subject that lacks one.
    """
    children = np.column_stack([scores[child.code] for child in node.children])
    weights = present_weights(children, share)
    covers = coverage >= node.minimum_coverage - 1e-12 if scored is None else scored
    enough = covers & (weights.sum(axis=1) > 0)
    if node.aggregation.complete:
        enough &= ~np.isnan(children[:, share > 0]).any(axis=1)
    combined = np.full(len(children), np.nan)
    combined[enough] = node.aggregation.combine(children[enough], weights[enough], node.settings)
    return combined


def node_coverage(
    node: Node, scores: Mapping[str, Floats], coverage: Mapping[str, Floats], share: NDArray[np.float64]
) -> Floats:
    """Return the share of a node's weight that is present, counted down to the indicators, shape (n,)."""
    covered = [np.where(np.isnan(scores[child.code]), 0.0, coverage[child.code]) for child in node.children]
    total: Floats = (np.column_stack(covered) * share).sum(axis=1) / share.sum()
    return total


def present_weights(children: Floats, share: NDArray[np.float64]) -> Floats:
    """Return the weights of present children scaled to 1 by row, shape (n, k); a row without any stays 0."""
    present = np.where(np.isnan(children), 0.0, share)
    total = present.sum(axis=1, keepdims=True)
    weights: Floats = np.divide(present, total, out=np.zeros_like(present), where=total > 0)
    return weights
