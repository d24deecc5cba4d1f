from __future__ import annotations

import numpy as np
import pytest

from tests.scoring.frameworks import framework, leaf, node
from workbench.scoring.aggregation import aggregate
from workbench.scoring.contributions import contributions_to_root

NAN = np.nan


def parts_of(tree, **values):
    normalised = {code: np.array([value]) for code, value in values.items()}
    scores, _ = aggregate(tree, normalised)
    parts = {code: part[0] for code, part in contributions_to_root(tree, normalised, scores).items()}
    return parts, scores["score"][0]


def test_weighted_means_hand_down_the_product_of_the_weights():
    tree = framework(node("pair", leaf("a", 3), leaf("b", 1), weight=2), leaf("c", 1))
    parts, _ = parts_of(tree, a=80.0, b=40.0, c=10.0)
    assert parts == pytest.approx({"a": 2 / 3 * 0.75 * 80, "b": 2 / 3 * 0.25 * 40, "c": 10 / 3})


def test_a_geometric_mean_is_split_by_the_effect_of_joining():
    # mean of 90 and 10 is 30. a: (90 + (30 - 10)) / 2 = 55; b: (10 + (30 - 90)) / 2 = -25
    parts, _ = parts_of(framework(leaf("a"), leaf("b"), method="geometric"), a=90.0, b=10.0)
    assert parts == pytest.approx({"a": 55, "b": -25})


def test_an_absent_indicator_contributes_nothing():
    parts, _ = parts_of(framework(leaf("a"), leaf("b"), method="geometric"), a=90.0, b=NAN)
    assert parts == pytest.approx({"a": 90, "b": 0})


def test_a_geometric_node_under_a_mean_keeps_its_weight():
    tree = framework(node("pair", leaf("a"), leaf("b"), method="geometric", weight=1), leaf("c", 3))
    parts, _ = parts_of(tree, a=90.0, b=10.0, c=40.0)
    assert parts == pytest.approx({"a": 55 / 4, "b": -25 / 4, "c": 30})


def test_a_mean_inside_a_product_is_split_too_and_a_zero_does_no_harm():
    tree = framework(node("pair", leaf("a"), leaf("b")), leaf("c"), method="geometric")
    parts, score = parts_of(tree, a=90.0, b=0.0, c=45.0)
    assert score == pytest.approx(45)
    # c joins first or last, a and b in either order: c = (45 + (45 - 45)) / 2 = 22.5
    # a before b, pair first: 90; b then 45 - 90 = -45; ...; averaged by hand over the eight orders:
    a = ((90 + 45) / 2 + ((90 * 45) ** 0.5 - 45 + 45 - 0) / 2) / 2
    b = ((0 - 45) / 2 + (45 - (90 * 45) ** 0.5 + 0 - 45) / 2) / 2
    assert parts == pytest.approx({"a": a, "b": b, "c": 22.5})
    assert sum(parts.values()) == pytest.approx(score)


def test_without_a_score_there_are_no_contributions():
    parts, _ = parts_of(framework(leaf("a"), leaf("b"), minimum=0.9), a=5.0, b=NAN)
    assert all(np.isnan(part) for part in parts.values())


def test_a_dimension_below_its_minimum_gives_nothing_while_the_rest_still_adds_up():
    tree = framework(node("pair", leaf("a"), leaf("b"), minimum=0.9), leaf("c"), method="geometric", minimum=0.5)
    parts, score = parts_of(tree, a=5.0, b=NAN, c=64.0)
    assert parts == pytest.approx({"a": 0, "b": 0, "c": 64})
    assert score == pytest.approx(64)
