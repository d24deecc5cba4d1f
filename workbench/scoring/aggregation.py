"""From the children of a node to its score."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from workbench.errors import Fault, ScoringError, fault
from workbench.model.framework import Framework, Node
from workbench.model.methods import Floats


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

    Raises
    ------
    ScoringError
        When a node's method has no value for some subjects; all nodes at once.
    """
    scores: dict[str, Floats] = dict(normalised)
    coverage: dict[str, Floats] = {code: (~np.isnan(x)).astype(float) for code, x in normalised.items()}
    faults: list[Fault] = []
    for node in framework.nodes:
        share = np.asarray(node.shares) if shares is None else shares[node.code]
        coverage[node.code] = node_coverage(node, scores, coverage, share)
        enough = None if scored is None else scored[node.code]
        try:
            scores[node.code] = node_score(node, scores, share, coverage=coverage[node.code], scored=enough)
        except ScoringError as error:
            faults.extend(error.faults)
            scores[node.code] = np.full_like(coverage[node.code], np.nan)
    ScoringError.raise_if(faults)
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

    Raises
    ------
    ScoringError
        When the method has no value for some of those who get a score.
    """
    children = np.column_stack([scores[child.code] for child in node.children])
    weights = present_weights(children, share)
    covers = coverage >= node.minimum_coverage - 1e-12 if scored is None else scored
    enough = covers & (weights.sum(axis=1) > 0)
    if node.aggregation.complete:
        enough &= ~np.isnan(children[:, share > 0]).any(axis=1)
    combined = np.full(len(children), np.nan)
    if enough.any():
        combined[enough] = _combine(node, children[enough], weights[enough])
    return combined


def _combine(node: Node, children: Floats, weights: Floats) -> Floats:
    try:
        combined = node.aggregation.combine(children, weights, node.settings)
    except ScoringError as error:
        raise ScoringError(Fault(node.code, each.template, each.values) for each in error.faults) from error
    undefined = int((~np.isfinite(combined)).sum())
    if undefined:
        raise ScoringError(
            [
                fault(
                    node.code,
                    "'{method}' has no value for {count} of {total} subjects ({formula}); choose another aggregation, "
                    "or another normalisation of its children",
                    method=node.aggregation.code,
                    count=undefined,
                    total=len(combined),
                    formula=node.aggregation.formula,
                )
            ]
        )
    return combined


def value_of_present(node: Node, children: Floats) -> Floats:
    """Return what the node's method makes of whatever children are present, shape (n,); NaN where it makes nothing.

    This is what contributions ask: neither minimum coverage nor completeness counts. A method that compares subjects,
    or wants the same children of all, is applied to each set of present children in turn, over all who have them.
    """
    weights = present_weights(children, np.asarray(node.shares))
    present = weights > 0
    combined = np.full(len(children), np.nan)
    some = present.any(axis=1)
    if node.aggregation.relative or node.aggregation.complete:
        companies = present @ (1 << np.arange(present.shape[1]))  # one number for each set of present children
        for company in np.unique(companies[some]):
            asked = companies == company
            among = companies & company == company
            only = np.where(present[asked][0], children[among], np.nan)
            combined[asked] = _value_for_all(node, only)[asked[among]]
    else:
        combined[some] = node.aggregation.combine(children[some], weights[some], node.settings)
    return np.where(np.isfinite(combined), combined, np.nan)


def _value_for_all(node: Node, children: Floats) -> Floats:
    try:
        return node.aggregation.combine(children, present_weights(children, np.asarray(node.shares)), node.settings)
    except ScoringError:  # a part of the children may not tell subjects apart where all of them do
        return np.full(len(children), np.nan)


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
