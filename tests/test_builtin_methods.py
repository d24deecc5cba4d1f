"""What the built-in methods declare about themselves must hold for what they do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.scoring.frameworks import framework, leaf
from workbench.builtin_methods import workbench_methods
from workbench.model.framework import Framework
from workbench.model.methods import AggregationMethod
from workbench.scoring.aggregation import aggregate

METHODS = workbench_methods()
AGGREGATIONS = [each for each in METHODS if isinstance(each, AggregationMethod)]


def ids(given: object) -> str:
    return str(getattr(given, "code", given))


def test_the_methods_of_the_first_version():
    assert [each.code for each in AGGREGATIONS] == ["arithmetic", "geometric"]


@pytest.mark.parametrize("method", METHODS, ids=ids)
def test_every_method_can_be_redone_by_hand_and_looked_up(method):
    assert method.formula
    assert len(method.reference) > 20
    assert method.label.id != method.label.en


@pytest.mark.parametrize("method", AGGREGATIONS, ids=ids)
def test_only_an_additive_method_is_the_sum_of_weight_times_child(method):
    children, weights = np.array([[81.0, 16.0]]), np.array([[0.5, 0.5]])
    combined = method.combine(children, weights, method.options())
    assert (combined[0] == 0.5 * 81 + 0.5 * 16) == method.additive


def test_the_geometric_mean_of_81_and_16_is_36_and_of_anything_with_zero_is_zero():
    geometric = AGGREGATIONS[1]
    tree = framework(leaf("a"), leaf("b"))
    tree = Framework(root=replace(tree.root, aggregation=geometric, settings=geometric.options()))
    scores, _ = aggregate(tree, {"a": np.array([81.0, 81.0, 81.0]), "b": np.array([16.0, 0.0, -4.0])})
    assert scores["score"].tolist() == pytest.approx([36.0, 0.0, 0.0])  # nothing buys off a zero, or less
