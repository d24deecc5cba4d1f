from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.scoring.frameworks import framework, leaf, node
from workbench.analysis.influence import influences
from workbench.scoring.aggregation import aggregate


def measured(tree, normalised):
    scores, _ = aggregate(tree, {code: np.asarray(values, float) for code, values in normalised.items()})
    return influences(tree, pd.DataFrame(normalised), pd.DataFrame(scores)).set_index(["node", "among", "code"])


UNCORRELATED = {"a": [10.0, 10.0, 30.0, 30.0], "b": [0.0, 40.0, 0.0, 40.0]}


def test_equal_weights_are_not_equal_influence_when_spreads_differ():
    """Uncorrelated, standard deviations 10 and 20: squared correlations 100/500 and 400/500."""
    found = measured(framework(leaf("a"), leaf("b")), UNCORRELATED).loc[("score", "children")]
    assert found["weight"].tolist() == [0.5, 0.5]
    assert found["influence"].tolist() == pytest.approx([0.2, 0.8])
    assert found["correlation"].tolist() == pytest.approx([0.2**0.5, 0.8**0.5])
    assert found["subjects"].tolist() == [4, 4]


def test_every_node_is_asked_of_its_children_and_the_root_of_all_indicators():
    tree = framework(node("pair", leaf("a", 3), leaf("b", 1), weight=2), leaf("c", 2))
    normalised = {**UNCORRELATED, "c": [5.0, 6.0, 9.0, 1.0]}
    found = measured(tree, normalised)
    assert found.index.tolist() == [
        ("pair", "children", "a"),
        ("pair", "children", "b"),
        ("score", "children", "pair"),
        ("score", "children", "c"),
        ("score", "indicators", "a"),
        ("score", "indicators", "b"),
        ("score", "indicators", "c"),
    ]
    assert found["weight"].tolist() == pytest.approx([0.75, 0.25, 0.5, 0.5, 0.375, 0.125, 0.5])
    totals = found.groupby(level=["node", "among"])["influence"].sum()
    assert totals.tolist() == pytest.approx([1, 1, 1])


def test_subjects_without_the_part_or_the_score_are_left_out_and_too_few_are_not_measured():
    tree = framework(leaf("a"), leaf("b"), minimum=0.5)
    few = {"a": [1.0, 2.0, 3.0, 4.0, np.nan], "b": [5.0, 9.0, np.nan, np.nan, np.nan]}
    found = measured(tree, few).loc[("score", "children")]
    assert found["subjects"].tolist() == [4, 2]
    assert found["correlation"].isna().tolist() == [False, True]
    assert found["influence"]["a"] == pytest.approx(1)


def test_a_part_that_is_the_same_for_everybody_has_no_measured_influence():
    found = measured(framework(leaf("a"), leaf("b")), {"a": [7.0] * 4, "b": [1.0, 2.0, 3.0, 4.0]})
    assert np.isnan(found.loc[("score", "children", "a"), "correlation_ratio"])
    constant = measured(framework(leaf("a")), {"a": [7.0] * 4})
    assert constant["influence"].isna().all()
