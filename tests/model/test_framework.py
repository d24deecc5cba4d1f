"""The tree: shares, effective weights, and the same tree under other weights."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scoring.frameworks import framework, leaf, node
from workbench.model.framework import Framework

# score = 3/4 pair (a 2/5, b 3/5) + 1/4 c
TREE = framework(node("pair", leaf("a", 2), leaf("b", 3), weight=3), leaf("c", 1))


def test_shares_add_up_to_one_whatever_the_unit_of_the_weights():
    assert TREE.root.shares == (0.75, 0.25)
    assert TREE.node("pair").shares == (0.4, 0.6)


def test_the_weight_in_the_whole_is_the_product_of_the_shares_on_the_way_down():
    assert TREE.effective_weights == pytest.approx({"score": 1, "pair": 0.75, "a": 0.3, "b": 0.45, "c": 0.25})


def test_nodes_come_after_their_children_and_the_root_last():
    deep = framework(node("x", node("y", leaf("a")), leaf("b")), node("z", leaf("c")))
    assert [each.code for each in deep.nodes] == ["y", "x", "z", "score"]
    assert [each.code for each in deep.leaves] == ["a", "b", "c"]


def test_other_weights_make_another_tree_and_leave_this_one():
    moved = TREE.with_weights({"pair": 1, "b": 2})
    assert moved.effective_weights == pytest.approx({"score": 1, "pair": 0.5, "a": 0.25, "b": 0.25, "c": 0.5})
    assert TREE.effective_weights["pair"] == 0.75


def test_a_weight_of_zero_is_a_weight():
    assert TREE.with_weights({"c": 0}).root.shares == (1.0, 0.0)


@given(st.lists(st.floats(0.001, 1000), min_size=1, max_size=6))
def test_the_effective_weights_of_the_indicators_add_up_to_one(weights):
    tree = framework(*(leaf(f"i{place}", weight) for place, weight in enumerate(weights)))
    assert sum(tree.effective_weights[each.code] for each in tree.leaves) == pytest.approx(1)


def test_a_leaf_is_called_as_its_indicator():
    assert leaf("ikm").code == "ikm"
    assert leaf("ikm").label is leaf("ikm").indicator.label or leaf("ikm").label == leaf("ikm").indicator.label


def test_the_tree_is_frozen():
    with pytest.raises(AttributeError, match="cannot assign"):
        TREE.root.weight = 2
    with pytest.raises(TypeError, match="positional"):
        Framework(TREE.root)


def test_a_node_keeps_within_bounds_as_its_method_and_what_its_range_comes_from_do():
    wild, tame = leaf("wild", method="z_score"), leaf("tame")
    assert framework(tame, wild).root.may_leave_bounds == ("wild",)
    assert framework(node("compared", wild, tame, method="copeland"), tame).root.may_leave_bounds == ()
    assert framework(node("punished", tame, method="mpi"), wild).root.may_leave_bounds == ("punished", "wild")
