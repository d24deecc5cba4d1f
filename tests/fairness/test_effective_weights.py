from __future__ import annotations

import numpy as np
import pytest

from tests.scoring.frameworks import framework, leaf, node
from workbench.fairness.effective_weights import (
    effective_weights,
    tree_weights,
    weight_changes,
    with_effective_weights,
)

TREE = framework(
    node("service", leaf("kind", 3.0), leaf("right", 1.0), weight=60.0),
    node("speed", leaf("quick"), leaf("shown", 0.0), weight=40.0),
)


def test_weights_in_the_whole_by_hand():
    assert effective_weights(TREE) == pytest.approx([0.45, 0.15, 0.4, 0.0])


def test_a_dimension_weighs_what_its_indicators_weigh_together():
    moved = np.array([0.25, 0.25, 0.5, 0.0])
    assert tree_weights(TREE, moved) == {
        "kind": 0.25, "right": 0.25, "quick": 0.5, "shown": 0.0, "service": 0.5, "speed": 0.5,
    }  # fmt: skip
    assert effective_weights(with_effective_weights(TREE, moved)) == pytest.approx(moved)


def test_in_a_dimension_that_loses_everything_the_children_keep_their_weights_among_themselves():
    emptied = with_effective_weights(TREE, np.array([0.0, 0.0, 1.0, 0.0]))
    assert emptied.node("service").weight == 0
    assert emptied.node("service").shares == (0.75, 0.25)


def test_the_scenario_writes_percent_of_the_whole_in_the_format_of_the_parameters_file():
    given = {"weighting": {"method": "given"}}  # whatever weighting the file names
    assert weight_changes(TREE, np.array([0.25, 0.25, 0.5, 0.0])) == {
        "framework": {
            **given,
            "dimensions": {
                "service": {**given, "weight": 50, "indicators": {"kind": {"weight": 25}, "right": {"weight": 25}}},
                "speed": {**given, "weight": 50, "indicators": {"quick": {"weight": 50}, "shown": {"weight": 0}}},
            },
        }
    }
