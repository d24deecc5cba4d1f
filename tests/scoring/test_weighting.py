from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.scoring.frameworks import METHODS, leaf, node
from workbench.errors import ScoringError, fault
from workbench.model.framework import Framework
from workbench.model.indicator import Options
from workbench.model.labels import Label
from workbench.model.methods import Siblings, WeightingMethod, Weights
from workbench.scoring.weighting import settle_weights

VALUES = pd.DataFrame({"a": [1.0, 3.0], "b": [10.0, 30.0], "c": [50.0, np.nan]})
NORMALISED = {"a": np.array([20.0, 60.0]), "b": np.array([90.0, 70.0]), "c": np.array([50.0, np.nan])}


def method(weigh) -> WeightingMethod:
    return WeightingMethod(
        code="own",
        label=Label.of("own"),
        weigh=weigh,
        options=Options,
        from_data=True,
        formula="-",
        reference="a third party",
    )


def weighed(part, weigh):
    return replace(part, weighting=method(weigh), weighting_settings=Options())


def two_levels(inner, outer) -> Framework:
    pair = weighed(node("pair", leaf("a", 3), leaf("b", 1, "lower")), inner)
    return Framework(root=weighed(node("score", pair, leaf("c", 1)), outer))


def test_given_weights_need_no_settling():
    assert settle_weights(Framework(root=node("score", leaf("a", 3), leaf("b"))), NORMALISED, VALUES) == ({}, {})


def test_equal_weights_replace_those_written():
    tree = Framework(root=replace(node("score", leaf("a", 3), leaf("b")), weighting=METHODS["equal"]))
    weights, facts = settle_weights(tree, NORMALISED, VALUES)
    assert weights == {"a": 0.5, "b": 0.5}
    assert facts == {"score": {}}


def test_a_weighting_sees_scores_values_and_directions_and_the_node_below_as_settled():
    seen: list[Siblings] = []

    def last_takes_all(siblings: Siblings, options: Options) -> Weights:
        seen.append(siblings)
        return Weights(shares=np.array([0.0, 1.0]), facts={"why": "last"})

    weights, facts = settle_weights(two_levels(last_takes_all, last_takes_all), NORMALISED, VALUES)

    inner, outer = seen
    assert (inner.codes, inner.given.tolist(), inner.directions.tolist()) == (("a", "b"), [0.75, 0.25], [1, -1])
    assert inner.values.tolist() == [[1, 10], [3, 30]]
    assert outer.scores[:, 0].tolist() == [90, 70]  # the pair is b alone by now
    assert outer.values[:, 0].tolist() == [90, 70]  # a node has no unit but its score
    assert weights == {"a": 0, "b": 1, "pair": 0, "c": 1}
    assert facts == {"pair": {"why": "last"}, "score": {"why": "last"}}


def test_data_that_give_no_weights_are_named_for_all_nodes_at_once():
    def fails(siblings: Siblings, options: Options) -> Weights:
        raise ScoringError([fault("", "nothing varies")])

    with pytest.raises(ScoringError, match=r"(?s)pair: nothing varies.*score: nothing varies"):
        settle_weights(two_levels(fails, fails), NORMALISED, VALUES)


def test_a_child_whose_written_weight_is_0_stays_out_of_every_weighting():
    tree = Framework(root=replace(node("score", leaf("a", 3), leaf("b", 0), leaf("c", 1)), weighting=METHODS["equal"]))
    weights, _ = settle_weights(tree, NORMALISED, VALUES)
    assert weights == {"a": 0.5, "c": 0.5}
    assert tree.with_weights(weights).effective_weights["b"] == 0


def test_a_node_tells_whether_its_score_is_a_weighted_mean():
    seen: list[Siblings] = []

    def looks(siblings: Siblings, options: Options) -> Weights:
        seen.append(siblings)
        return Weights(shares=siblings.given)

    for aggregation in ("arithmetic", "geometric"):
        settle_weights(
            Framework(root=weighed(node("score", leaf("a"), leaf("b"), method=aggregation), looks)), NORMALISED, VALUES
        )
    assert [each.additive for each in seen] == [True, False]
