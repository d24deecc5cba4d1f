"""What the built-in aggregations declare about themselves must hold for what they do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from workbench.builtin_methods.aggregations import aggregations

AGGREGATIONS = {each.code: each for each in aggregations()}
SETTINGS = {"generalised_mean": {"power": 0.5}, "owa": {"orness": 0.3}}
MEANS = [code for code, each in AGGREGATIONS.items() if each.lies_within == "children"]
# a child far above the others makes the Mazziotta-Pareto penalty grow faster than the mean
MONOTONE = [code for code in AGGREGATIONS if code != "mpi"]

codes = pytest.mark.parametrize("code", AGGREGATIONS)
rows = st.lists(st.tuples(*[st.integers(1, 100)] * 3), min_size=2, max_size=6).map(lambda r: np.array(r, dtype=float))
weights = st.tuples(*[st.integers(1, 9)] * 3).map(lambda w: np.array(w, dtype=float))


def combined(code, children, share):
    method = AGGREGATIONS[code]
    each = np.tile(share / share.sum(), (len(children), 1))
    return method.combine(children, each, method.options.model_validate(SETTINGS.get(code, {})))


def test_the_aggregations_that_come_with_the_workbench():
    assert list(AGGREGATIONS) == [
        "arithmetic",
        "geometric",
        "harmonic",
        "generalised_mean",
        "owa",
        "minimum",
        "mpi",
        "mean_min",
        "copeland",
        "benefit_of_the_doubt",
    ]


@codes
def test_only_an_additive_method_is_the_sum_of_weight_times_child(code):
    mean = combined(code, np.array([[81.0, 16.0], [20.0, 30.0]]), np.ones(2))
    assert (mean.tolist() == [48.5, 25.0]) == AGGREGATIONS[code].additive


@codes
@settings(max_examples=20)
@given(rows)
def test_only_a_relative_method_looks_at_the_other_subjects(code, children):
    assume(len(children) > 2)
    method, share = AGGREGATIONS[code], np.ones(3)
    whole, part = combined(code, children, share)[:2], combined(code, children[:2], share)
    if not method.relative:
        assert whole == pytest.approx(part)


def test_relative_methods_do_look_at_them():
    for code, method in AGGREGATIONS.items():
        children = np.array([[50.0, 60.0], [70.0, 50.0], [90.0, 90.0]])
        same = combined(code, children, np.ones(2))[:2] == pytest.approx(combined(code, children[:2], np.ones(2)))
        assert same != method.relative


@codes
@settings(max_examples=20)
@given(rows, weights, st.randoms(use_true_random=False))
def test_the_order_of_subjects_and_of_children_never_matters(code, children, share, shuffle):
    found = combined(code, children, share)
    subjects, columns = list(range(len(children))), [0, 1, 2]
    shuffle.shuffle(subjects)
    shuffle.shuffle(columns)
    assert combined(code, children[subjects][:, columns], share[columns]) == pytest.approx(found[subjects])


@pytest.mark.parametrize("code", MONOTONE)
@settings(max_examples=20)
@given(rows, weights, st.integers(0, 2), st.integers(1, 50))
def test_raising_a_child_never_lowers_the_score(code, children, share, column, more):
    better = children.copy()
    better[0, column] += more
    assert combined(code, better, share)[0] >= combined(code, children, share)[0] - 1e-7


def test_the_mazziotta_pareto_index_rises_with_a_child_among_the_others_and_falls_with_one_far_ahead():
    def index(*children):
        return combined("mpi", np.array([children], dtype=float), np.ones(3))[0]

    assert index(90, 100, 110) > index(90, 100, 109)
    assert index(1, 1, 90) < index(1, 1, 80)


@pytest.mark.parametrize("code", MEANS)
@given(rows, weights)
def test_a_mean_lies_between_the_lowest_and_the_highest_child(code, children, share):
    found = combined(code, children, share)
    assert (found >= children.min(axis=1) - 1e-9).all()
    assert (found <= children.max(axis=1) + 1e-9).all()


@pytest.mark.parametrize("code", [code for code in AGGREGATIONS if not AGGREGATIONS[code].relative])
def test_children_that_agree_are_the_score(code):
    assert combined(code, np.array([[40.0, 40.0, 40.0]]), np.array([2.0, 3.0, 5.0])) == pytest.approx([40])


@codes
@settings(max_examples=20)
@given(rows, weights)
def test_what_promises_0_to_100_keeps_it_and_equals_share_a_score(code, children, share):
    children[1] = children[0]
    found = combined(code, children, share)
    assert found[0] == pytest.approx(found[1])
    if AGGREGATIONS[code].lies_within == "0-100":
        assert found.min() >= -1e-9
        assert found.max() <= 100 + 1e-9


@codes
def test_a_child_without_weight_has_no_say_whatever_it_is(code):
    rest = np.array([[60.0, 20.0], [30.0, 70.0], [50.0, 40.0]])
    children = np.column_stack([rest, [np.nan, 1e6, -3.0]])
    assert combined(code, children, np.array([1.0, 2.0, 0.0])) == pytest.approx(
        combined(code, rest, np.array([1.0, 2.0]))
    )


@codes
def test_methods_without_exact_parts_limit_how_many_children_a_node_may_have(code):
    method = AGGREGATIONS[code]
    assert (method.most_children is None) == (method.additive or method.parts is not None)
