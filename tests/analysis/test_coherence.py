"""Whether the parts of a framework belong together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.scoring.frameworks import framework, leaf, node
from workbench.analysis.coherence import (
    COLLINEAR,
    CONFLICT,
    WEAK,
    Thresholds,
    correlated_pairs,
    directed,
    parent_correlations,
    reliability,
)

TREE = framework(node("pair", leaf("a"), leaf("b", polarity="lower")), node("other", leaf("c"), leaf("d")))
RNG = np.random.default_rng(0)
LINE = np.linspace(0, 100, 50)
NOISE = np.tile([100.0, -100.0], 25)  # goes along with nothing
FRAME = pd.DataFrame({"a": LINE, "b": 100 - LINE + RNG.normal(size=50), "c": LINE + RNG.normal(size=50), "d": NOISE})


def remarks(table: pd.DataFrame, *names: str) -> dict[tuple[str, ...], str]:
    return {tuple(row[name] for name in names): row["remark"] for row in table.to_dict("records") if row["remark"]}


def test_every_two_indicators_are_compared_once_and_their_common_dimension_is_named():
    found = correlated_pairs(TREE, FRAME)
    named = dict(zip(zip(found["first"], found["second"], strict=True), found["dimension"], strict=True))
    assert named == {
        ("a", "b"): "pair",
        ("a", "c"): "",
        ("a", "d"): "",
        ("b", "c"): "",
        ("b", "d"): "",
        ("c", "d"): "other",
    }
    assert found["pairs"].unique().tolist() == [50]


def test_nodes_of_one_parent_are_compared_where_they_have_scores():
    scored = FRAME.assign(pair=FRAME[["a", "b"]].mean(axis=1), other=FRAME[["c", "d"]].mean(axis=1))
    found = correlated_pairs(TREE, scored).iloc[-1]
    assert found[["first", "second", "dimension"]].tolist() == ["pair", "other", "score"]


def test_what_is_nearly_the_same_is_remarked_on_everywhere_and_a_conflict_inside_a_dimension_only():
    assert remarks(correlated_pairs(TREE, FRAME), "first", "second") == {
        ("a", "b"): COLLINEAR,  # r = -1: also the opposite says the same
        ("a", "c"): COLLINEAR,
        ("b", "c"): COLLINEAR,
    }
    noisy = FRAME.assign(b=100 - LINE + NOISE / 2)
    found = remarks(correlated_pairs(TREE, noisy, thresholds=Thresholds(collinear=0.999)), "first", "second")
    assert found == {("a", "b"): CONFLICT, ("a", "c"): COLLINEAR}


def test_a_negative_correlation_that_chance_explains_is_no_conflict():
    found = correlated_pairs(TREE, FRAME.assign(b=NOISE)).iloc[0]
    assert found["correlation"] == pytest.approx(-0.035, abs=0.001)
    assert found["p_value"] > 0.05
    assert found["remark"] == ""


def test_directed_values_are_turned_so_that_higher_is_better():
    turned = directed(TREE, FRAME)
    assert turned["b"].tolist() == (-FRAME["b"]).tolist()
    assert turned["a"].tolist() == FRAME["a"].tolist()
    assert correlated_pairs(TREE, turned).iloc[0]["correlation"] > 0.99


def test_each_part_is_compared_with_everything_above_it():
    scored = FRAME.assign(pair=LINE, other=NOISE, score=3 * LINE + NOISE)
    found = parent_correlations(TREE, scored)
    assert list(zip(found["code"], found["above"], found["levels"], strict=True))[:4] == [
        ("a", "pair", 1),
        ("a", "score", 2),
        ("b", "pair", 1),
        ("b", "score", 2),
    ]
    assert remarks(found, "code", "above") == {("b", "pair"): CONFLICT, ("c", "other"): WEAK}


def test_two_parallel_items_have_an_alpha_of_one_and_the_formula_is_met():
    # variances 1 and 4, covariance 2 (b = 2a): 2 / 1 * (1 - 5 / 9) = 8 / 9
    frame = pd.DataFrame({"a": [1.0, 2, 3], "b": [2.0, 4, 6], "c": [1.0, 2, 3], "d": [1.0, 2, 3]})
    found = reliability(TREE, frame)
    assert found.nodes["alpha"].to_dict() == pytest.approx({"pair": 8 / 9, "other": 1.0})
    assert found.nodes["children"].tolist() == [2, 2]


def test_alpha_without_an_item_that_does_not_belong_is_higher():
    tree = framework(leaf("a"), leaf("c"), leaf("d"))
    found = reliability(tree, FRAME)
    without = found.items.set_index("child")["alpha_without"]
    assert without["d"] > found.nodes.at["score", "alpha"]
    assert without.idxmax() == "d"
    items = found.items.set_index("child")["item_rest"]
    assert items["a"] == pytest.approx(np.corrcoef(FRAME["a"], FRAME["c"] + FRAME["d"])[0, 1])


def test_one_item_alone_has_no_alpha():
    assert reliability(framework(leaf("a")), FRAME).nodes.empty
    assert reliability(framework(leaf("a"), leaf("c")), FRAME).items["alpha_without"].isna().all()


@given(arrays(float, (12, 3), elements=st.floats(0, 100)), st.floats(0.5, 3), st.floats(-50, 50))
def test_alpha_does_not_depend_on_a_common_unit(values, factor, shift):
    frame = pd.DataFrame(values, columns=["a", "c", "d"])
    if frame.cov().to_numpy().sum() < 1e-6:
        return
    tree = framework(leaf("a"), leaf("c"), leaf("d"))
    moved = reliability(tree, frame * factor + shift).nodes["alpha"]
    assert moved.tolist() == pytest.approx(reliability(tree, frame).nodes["alpha"].tolist(), rel=1e-6)
