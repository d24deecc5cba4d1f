from __future__ import annotations

import numpy as np
import pytest

from tests.scoring.frameworks import METHODS, framework, leaf
from workbench.scoring.aggregation import aggregate
from workbench.scoring.means import NoOptions
from workbench.scoring.means import geometric_mean as geometric

OPTIONS = NoOptions()


def test_a_zero_makes_a_geometric_mean_zero_whatever_its_weight():
    children, weights = np.array([[0.0, 90.0]]), np.array([[0.001, 0.999]])
    assert geometric(children, weights, OPTIONS) == pytest.approx([0])


def test_other_shares_can_be_given_for_a_draw():
    tree = framework(leaf("a"), leaf("b"))
    values = {"a": np.array([100.0]), "b": np.array([0.0])}
    scores, _ = aggregate(tree, values, {"score": np.array([0.9, 0.1])})
    assert scores["score"] == pytest.approx([90])


def test_every_built_in_aggregation_keeps_a_common_value():
    for code in ("arithmetic", "geometric"):
        combined = METHODS[code].combine(np.full((1, 3), 40.0), np.array([[0.2, 0.3, 0.5]]), OPTIONS)
        assert combined == pytest.approx([40])
