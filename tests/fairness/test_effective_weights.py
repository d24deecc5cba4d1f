from __future__ import annotations

import numpy as np
import pytest

from tests.scoring.frameworks import framework, leaf, node
from workbench.fairness.effective_weights import effective_weights, tree_weights, with_effective_weights

TREE = framework(
    node("service", leaf("kind", 3.0), leaf("right", 1.0), weight=60.0),
    node("speed", leaf("quick"), leaf("shown", 0.0), weight=40.0),
)


def test_weights_in_the_whole_by_hand():
    assert effective_weights(TREE) == pytest.approx([0.45, 0.15, 0.4, 0.0])


def test_a_dimension_weighs_what_its_indicators_weigh_together_in_the_units_of_the_file():
    moved = np.array([0.25, 0.25, 0.5, 0.0])
    assert tree_weights(TREE, moved) == {
        "kind": 2.0, "right": 2.0, "quick": 1.0, "shown": 0.0, "service": 50.0, "speed": 50.0,
    }  # fmt: skip
    assert effective_weights(with_effective_weights(TREE, moved)) == pytest.approx(moved)


def test_where_shares_stay_so_do_the_numbers_that_were_written():
    thirds = framework(node("one", leaf("a"), leaf("b"), leaf("c")), leaf("d"))
    found = tree_weights(thirds, np.array([0.1, 0.1, 0.1, 0.7]))
    assert [found[code] for code in "abc"] == [1.0, 1.0, 1.0]
    assert (found["one"], found["d"]) == (0.6, 1.4)


def test_in_a_dimension_that_loses_everything_the_children_keep_their_weights_among_themselves():
    emptied = with_effective_weights(TREE, np.array([0.0, 0.0, 1.0, 0.0]))
    assert emptied.node("service").weight == 0
    assert emptied.node("service").shares == (0.75, 0.25)
