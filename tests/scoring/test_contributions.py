from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.frameworks import METHODS, framework, leaf, node
from workbench.errors import ScoringError
from workbench.model.framework import Framework
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


def parts_of_all(tree, **columns):
    normalised = {code: np.array(column, dtype=float) for code, column in columns.items()}
    scores, _ = aggregate(tree, normalised)
    return contributions_to_root(tree, normalised, scores), scores["score"]


def test_a_comparison_is_split_by_what_each_child_alone_and_after_the_others_would_change():
    # by a: 100, 0; by b: 0, 100; by both, a weighing more: 100, 0. a: ((100 - 0) + (100 - 0)) / 2 for the first
    tree = framework(leaf("a", 3), leaf("b", 1), method="copeland")
    parts, score = parts_of_all(tree, a=[9, 1], b=[1, 9])
    assert score.tolist() == [100, 0]
    assert parts["a"].tolist() == [100, -50]
    assert parts["b"].tolist() == [0, 50]


def test_a_company_that_cannot_tell_subjects_apart_is_worth_nothing():
    # alike in b, the Mazziotta-Pareto way of saying nothing: -4 and 4 have no mean above 0
    tree = framework(leaf("a"), leaf("b"), leaf("c"), method="mpi")
    parts, score = parts_of_all(tree, a=[-4], b=[4], c=[60])
    assert sum(part[0] for part in parts.values()) == pytest.approx(score[0])


def test_benefit_of_the_doubt_gives_its_own_weights_down_to_the_indicators():
    inner = node("pair", leaf("a"), leaf("b", 3))
    tree = framework(inner, leaf("c"), method="benefit_of_the_doubt")
    parts, score = parts_of_all(tree, a=[100, 0], b=[100, 0], c=[0, 50])
    assert score.tolist() == pytest.approx([100, 100])
    assert parts["a"].tolist() == pytest.approx([25, 0])
    assert parts["b"].tolist() == pytest.approx([75, 0])
    assert parts["c"].tolist() == pytest.approx([0, 100])


def leads(children, weights, options):
    """Return the weighted sum of leads over the lowest: a comparison that treats every child on its own."""
    counted = np.where(weights > 0, children, 0.0)
    return (weights * (counted - counted.min(axis=0))).sum(axis=1)


LEADS = replace(METHODS["arithmetic"], combine=leads, additive=False, separable=True, relative=True, complete=True)


def test_a_separable_method_gives_each_child_its_weight_times_what_it_makes_alone():
    tree = framework(leaf("a", 3), node("pair", leaf("b"), leaf("c")))
    tree = Framework(root=replace(tree.root, aggregation=LEADS))
    parts, score = parts_of_all(tree, a=[50, 10, 90], b=[20, 60, NAN], c=[40, 80, NAN])
    assert score.tolist() == pytest.approx([0.75 * 40, 0.25 * 40, NAN], nan_ok=True)
    assert parts["a"].tolist() == pytest.approx([30, 0, NAN], nan_ok=True)  # among those scored 10 is the lowest
    assert parts["b"].tolist() == pytest.approx([0, 5, NAN], nan_ok=True)
    assert parts["c"].tolist() == pytest.approx([0, 5, NAN], nan_ok=True)


def test_what_others_are_compared_by_reaches_a_subject_that_lacks_it_through_what_it_has():
    # the first lacks c, the second b: while only b has joined, the first has nobody to be compared with
    tree = framework(leaf("a", 2), node("pair", leaf("b"), leaf("c")), method="copeland", minimum=0.4)
    parts, score = parts_of_all(tree, a=[9, 1], b=[5, NAN], c=[NAN, 5])
    assert score.tolist() == [100, 0]
    assert sum(parts.values()).tolist() == pytest.approx([100, 0])
    assert (parts["c"][0], parts["b"][1]) == (0, 0)


NON_ADDITIVE = {
    "geometric": {},
    "harmonic": {},
    "generalised_mean": {"power": -0.5},
    "owa": {"orness": 0.3},
    "minimum": {},
    "mpi": {},
    "mean_min": {},
    "copeland": {},
    "benefit_of_the_doubt": {"lowest_share": 0.1},
}


@pytest.mark.parametrize("below", ["arithmetic", "geometric"])
@pytest.mark.parametrize("method", NON_ADDITIVE)
@settings(max_examples=10)
@given(rows=st.lists(st.tuples(*[st.floats(1, 100) | st.none()] * 4), min_size=3, max_size=5))
def test_parts_add_up_whatever_the_methods_and_whatever_is_missing(method, below, rows):
    tree = framework(
        leaf("a", 2),
        node("pair", leaf("b"), leaf("c", 3), method=below),
        leaf("d"),
        method=method,
        minimum=0.4,
        **NON_ADDITIVE[method],
    )
    columns = dict(zip("abcd", np.array(rows, dtype=float).T, strict=True))
    try:
        parts, score = parts_of_all(tree, **columns)
    except ScoringError:
        assert method == "copeland"  # only one subject had every child
        return
    assert sum(parts.values()) == pytest.approx(score, nan_ok=True)
    for code, part in parts.items():
        absent = np.isnan(columns[code]) & ~np.isnan(score)
        assert (part[absent] == 0).all()
