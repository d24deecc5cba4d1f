"""The tree of dimensions and indicators with every name resolved: what is scored, before any data is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from workbench.model.indicator import Indicator
from workbench.model.labels import Label
from workbench.model.methods import AggregationMethod, NormalisationMethod, WeightingMethod
from workbench.model.parameters import Treatment
from workbench.model.rules import Bands, PredicateRule


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """An indicator at its place in the tree.

    Parameters
    ----------
    indicator : Indicator
        What is measured.
    weight : float
        Share of its dimension, in any unit; only the ratios count.
    normalisation : NormalisationMethod
        How its values come to 0-100, with validated `settings`.
    min_cases : int
        Fewer observations than this and the value is reported as too few, not scored.
    target : float, optional
        Value asked for, in the indicator's own unit; shown, not scored (unless the normalisation uses it).
    options : Options
        The indicator's own settings, validated.
    treatment : Treatment, optional
        What is done about its outliers, where it differs from the cycle's rule.
    """

    indicator: Indicator
    weight: float
    normalisation: NormalisationMethod
    settings: Any
    min_cases: int
    target: float | None
    options: Any
    treatment: Treatment | None = None

    @property
    def code(self) -> str:
        """Code of the indicator."""
        return self.indicator.code

    @property
    def label(self) -> Label:
        """Name of the indicator."""
        return self.indicator.label

    @property
    def may_leave_bounds(self) -> tuple[str, ...]:
        """Its own code where its normalisation does not keep it within 0-100."""
        return () if self.normalisation.bounded else (self.code,)


@dataclass(frozen=True, kw_only=True)
class Node:
    """A dimension, or the root: children, the rule that combines them, and the bands of its score.

    Without `weighting` the children keep the weights written in the parameters file. The `description` tells the people
    scored what this part is about.
    """

    code: str
    label: Label
    weight: float
    aggregation: AggregationMethod
    settings: Any
    minimum_coverage: float
    bands: Bands | None
    children: tuple[Node | Leaf, ...]
    weighting: WeightingMethod | None = None
    weighting_settings: Any = None
    description: Label | None = None

    @cached_property
    def shares(self) -> tuple[float, ...]:
        """Weights of the children, scaled to add up to 1."""
        total = sum(child.weight for child in self.children)
        return tuple(child.weight / total for child in self.children)

    @property
    def may_leave_bounds(self) -> tuple[str, ...]:
        """Codes whose methods do not keep this node within 0-100: its own, or those of what its range comes from."""
        if self.aggregation.lies_within == "children":
            return tuple(code for child in self.children for code in child.may_leave_bounds)
        return () if self.aggregation.lies_within == "0-100" else (self.code,)


@dataclass(frozen=True, kw_only=True)
class Predicate:
    """The matrix and the two nodes whose bands it reads."""

    rule: PredicateRule
    rows: str
    columns: str


@dataclass(frozen=True, kw_only=True)
class Framework:
    """The resolved tree.

    Parameters
    ----------
    root : Node
        Its score is the subject's score.
    predicate : Predicate, optional
        How bands become the final class.
    """

    root: Node
    predicate: Predicate | None = None

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """All indicators, in the order of the parameters file."""
        return tuple(child for child in _walk(self.root) if isinstance(child, Leaf))

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes, children before their parents, the root last."""
        return tuple(child for child in _walk(self.root) if isinstance(child, Node))

    @cached_property
    def effective_weights(self) -> Mapping[str, float]:
        """Weight of every node and indicator in the whole: the product of the shares from the root down."""
        weights = {self.root.code: 1.0}
        for node in reversed(self.nodes):
            for child, share in zip(node.children, node.shares, strict=True):
                weights[child.code] = weights[node.code] * share
        return weights

    def with_weights(self, weights: Mapping[str, float]) -> Framework:
        """Return the same tree with the weights of the named nodes and indicators replaced; no weighting acts on it."""
        return replace(self, root=_reweighted(self.root, weights))

    def node(self, code: str) -> Node:
        """Return the node called `code`."""
        return next(node for node in self.nodes if node.code == code)


def _walk(node: Node) -> Iterator[Node | Leaf]:
    for child in node.children:
        if isinstance(child, Node):
            yield from _walk(child)
        else:
            yield child
    yield node


def _reweighted(node: Node, weights: Mapping[str, float]) -> Node:
    children = tuple(
        replace(
            _reweighted(child, weights) if isinstance(child, Node) else child,
            weight=weights.get(child.code, child.weight),
        )
        for child in node.children
    )
    return replace(node, children=children, weighting=None, weighting_settings=None)
