from __future__ import annotations

import pickle

import numpy as np
import pytest
from mcdm.aggregations import aggregations
from mcdm.criteria import Adapter, as_criteria
from mcdm.options import Bounded, Plain, SumFirst

from workbench.errors import ScoringError

METHODS = {each.code: each for each in aggregations()}
EVEN = np.full((3, 2), 0.5)


def rising(criteria):
    return criteria.matrix[:, 0]


def test_a_child_that_is_nowhere_above_zero_is_a_cost_and_gets_its_sign_back():
    children = np.array([[-3.0, 5.0, -1.0], [-7.0, 0.0, 2.0], [0.0, 2.0, 3.0]])
    given = as_criteria(children, np.full((3, 3), 1 / 3), Plain())
    assert given.types.tolist() == [-1, 1, 1]
    assert given.matrix.tolist() == [[3, 5, -1], [7, 0, 2], [0, 2, 3]]


def test_zeros_alone_are_no_cost():
    assert as_criteria(np.zeros((3, 2)), EVEN, Plain()).types.tolist() == [1, 1]


def test_settings_by_child_follow_the_children_that_count():
    weights = np.tile([0.5, 0.0, 0.5], (3, 1))
    given = as_criteria(np.arange(9.0).reshape(3, 3), weights, Bounded(bounds=((0, 9), (0, 1), (1, 10))))
    assert given.places.tolist() == [0, 2]
    assert given.of_each(7.0).tolist() == [7, 7]
    assert given.of_each((1.0, 2.0, 3.0)).tolist() == [1, 3]
    assert given.bounds().tolist() == [[0, 9], [1, 10]]


def test_bounds_turn_with_the_sign_of_a_cost():
    given = as_criteria(np.array([[-3.0], [-7.0]]), np.ones((2, 1)), Bounded(bounds=((-10.0, -1.0),)))
    assert given.bounds().tolist() == [[1, 10]]


def test_values_outside_the_bounds_are_counted_and_refused():
    given = as_criteria(np.array([[50.0], [101.0], [-3.0]]), np.ones((3, 1)), Bounded())
    with pytest.raises(ScoringError, match="2 values lie outside 'bounds'; widen them"):
        given.bounds()


@pytest.mark.parametrize(
    ("takes", "said"),
    [("positive", "needs values above 0, and 2 are not"), ("not negative", "not negative, and 1 are")],
)
def test_values_a_formula_cannot_take_are_counted_and_refused(takes, said):
    children = np.array([[0.0, 4.0], [-3.0, 5.0], [8.0, 6.0]])
    with pytest.raises(ScoringError, match=said):
        Adapter(rising, takes)(children, EVEN, Plain())
    assert Adapter(rising)(children, EVEN, Plain()).tolist() == [0, -3, 8]


def test_which_values_are_taken_follows_the_normalisation_where_there_is_a_choice():
    zero = np.array([[0.0, 4.0], [3.0, 5.0], [8.0, 6.0]])
    with pytest.raises(ScoringError, match="needs values above 0"):
        Adapter(rising)(zero, EVEN, SumFirst())
    assert Adapter(rising)(zero, EVEN, SumFirst(normalisation="max")).tolist() == [0, 3, 8]


def test_products_that_overflow_have_no_value_rather_than_a_wrong_one():
    many = METHODS["lmaw"].combine(np.full((3000, 2), 50.0), np.full((3000, 2), 0.5), METHODS["lmaw"].options())
    assert np.isnan(many).all()


def test_the_methods_travel_between_processes():
    for method in METHODS.values():
        assert pickle.loads(pickle.dumps(method)).code == method.code
