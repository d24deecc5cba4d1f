from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from workbench.scoring import means
from workbench.scoring.means import GeneralisedMean, MazziottaPareto, MeanMin, NoOptions, OrderedWeights

NAN = np.nan
NONE = NoOptions()


def of(method, children, weights=None, options=NONE):
    """Return what `method` makes of one subject; absent children are NaN, and equal weights the default."""
    row = np.array([children], dtype=float)
    share = np.where(np.isnan(row), 0.0, np.ones(row.shape) if weights is None else np.array([weights], dtype=float))
    return float(method(row, share / share.sum(), options)[0])


def test_a_zero_makes_a_geometric_mean_zero_whatever_its_weight():
    assert of(means.geometric_mean, [0, 90], [0.001, 0.999]) == 0


def test_the_harmonic_mean_of_30_and_60_is_40_and_of_anything_with_zero_is_zero():
    assert of(means.harmonic_mean, [30, 60]) == pytest.approx(40)  # 2 / (1/30 + 1/60)
    assert of(means.harmonic_mean, [30, 60], [1, 3]) == pytest.approx(48)  # 1 / (1/120 + 3/240)
    assert of(means.harmonic_mean, [0, 90]) == 0
    assert of(means.harmonic_mean, [-1, 90]) == 0  # min-max frozen in one cycle can fall below 0 in a later one


def test_the_quadratic_mean_of_10_and_70_is_50():
    assert of(means.generalised_mean, [10, 70], options=GeneralisedMean(power=2)) == pytest.approx(50)  # √2500


def test_a_generalised_mean_with_a_zero():
    assert of(means.generalised_mean, [0, 80], options=GeneralisedMean(power=1)) == pytest.approx(40)
    assert of(means.generalised_mean, [0, 80], options=GeneralisedMean(power=-0.5)) == 0
    assert of(means.generalised_mean, [0, 0], options=GeneralisedMean(power=3)) == 0
    assert of(means.generalised_mean, [-5, 80], options=GeneralisedMean(power=1)) == pytest.approx(40)


values = st.lists(st.floats(0.5, 100), min_size=2, max_size=5)


@given(values)
def test_powers_one_zero_and_minus_one_are_the_three_means(children):
    for power, mean in ((1, means.arithmetic_mean), (0, means.geometric_mean), (-1, means.harmonic_mean)):
        assert of(means.generalised_mean, children, options=GeneralisedMean(power=power)) == pytest.approx(
            of(mean, children)
        )


@given(values)
def test_a_power_close_to_zero_is_close_to_the_geometric_mean_and_a_large_one_to_the_extremes(children):
    def mean(power):
        return of(means.generalised_mean, children, options=GeneralisedMean(power=power))

    assert mean(1e-12) == pytest.approx(mean(0), rel=1e-9)
    assert max(children) * 0.99 < mean(1000) <= max(children) * (1 + 1e-12)
    assert min(children) * (1 - 1e-12) <= mean(-1000) < min(children) * 1.01


@given(values, st.floats(-20, 20), st.floats(0.01, 10))
def test_a_larger_power_never_gives_less(children, power, more):
    low, high = (of(means.generalised_mean, children, options=GeneralisedMean(power=p)) for p in (power, power + more))
    assert high >= low - 1e-9


def test_ordered_weights_count_the_best_place_first():
    olympic = OrderedWeights(weights=(0.0, 0.5, 0.5, 0.0))
    assert of(means.ordered_weighted_average, [10, 90, 40, 60], options=olympic) == pytest.approx(50)
    optimistic = OrderedWeights(weights=(3.0, 1.0))
    assert of(means.ordered_weighted_average, [20, 60], options=optimistic) == pytest.approx(50)


def test_ordered_weights_stretch_over_unequal_importance():
    # Torra's WOWA: 60 comes first with importance 0.25, half of the first place's span, so Q(0.25) = 0.75 / 2
    optimistic = OrderedWeights(weights=(3.0, 1.0))
    assert of(means.ordered_weighted_average, [20, 60], [3, 1], optimistic) == pytest.approx(0.375 * 60 + 0.625 * 20)


def test_orness_runs_from_the_minimum_over_the_mean_to_the_maximum():
    def owa(orness, children=(30, 90, 60), weights=(5, 3, 2)):
        return of(means.ordered_weighted_average, children, weights, OrderedWeights(orness=orness))

    assert owa(0.0) == 30
    assert owa(0.5) == pytest.approx(54)  # 0.5 * 30 + 0.3 * 90 + 0.2 * 60
    assert owa(1.0) == 90
    assert owa(0.0, (30, NAN, 60)) == 30
    assert owa(1 / 3, (80, 40), (1, 1)) == pytest.approx(0.25 * 80 + 0.75 * 40)  # Q(r) = r²


def test_places_of_absent_children_are_closed_up():
    equal = OrderedWeights(weights=(1.0, 1.0, 1.0))
    assert of(means.ordered_weighted_average, [30, NAN, 60], options=equal) == pytest.approx(45)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "give either 'weights', the best place first, or 'orness'"),
        ({"weights": [1.0], "orness": 0.5}, "give either"),
        ({"weights": [1.0, 2.0, 3.0]}, "one number for each child"),
        ({"weights": [0.0, 0.0]}, "all 'weights' are 0"),
    ],
)
def test_ordered_weights_that_cannot_be_meant(given, said):
    with pytest.raises(ValidationError, match=said):
        OrderedWeights.model_validate(given, context={"counting": ("a", "b")})


def test_the_minimum_looks_only_at_children_that_count():
    assert of(means.minimum, [50, 20, 70]) == 20
    assert of(means.minimum, [50, 20, 70], [1, 0, 1]) == 50
    assert of(means.minimum, [50, NAN, 70]) == 50


def test_the_mazziotta_pareto_penalty_is_the_variance_over_the_mean():
    # z-scores 90, 100, 110: M = 100, S² = 200 / 3 with divisor 3, 100 with divisor 2
    row = [90, 100, 110]
    assert of(means.mazziotta_pareto, row, options=MazziottaPareto()) == pytest.approx(100 - 2 / 3)
    assert of(means.mazziotta_pareto, row, options=MazziottaPareto(penalty="higher")) == pytest.approx(100 + 2 / 3)
    assert of(means.mazziotta_pareto, row, options=MazziottaPareto(spread="sample")) == pytest.approx(99)


def test_an_even_profile_pays_no_penalty_even_at_zero_and_alone():
    for options in (MazziottaPareto(), MazziottaPareto(spread="sample")):
        assert of(means.mazziotta_pareto, [70, 70], options=options) == 70
        assert of(means.mazziotta_pareto, [0, 0], options=options) == 0
        assert of(means.mazziotta_pareto, [60, NAN], options=options) == 60


def test_a_penalty_on_a_mean_that_is_not_above_zero_has_no_value():
    assert np.isnan(of(means.mazziotta_pareto, [-10, 10], options=MazziottaPareto()))


def test_mean_min_lies_between_the_minimum_and_the_mean():
    # M = 50, min = 20: 50 - 0.5 (√(30² + 40²) - 40) = 45
    assert of(means.mean_min, [20, 80], options=MeanMin(alpha=0.5, beta=40)) == pytest.approx(45)
    assert of(means.mean_min, [20, 80], options=MeanMin(alpha=1, beta=0)) == pytest.approx(20)
    assert of(means.mean_min, [20, 80], options=MeanMin(alpha=0)) == pytest.approx(50)
