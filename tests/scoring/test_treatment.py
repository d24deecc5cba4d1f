"""Outliers: what is pulled in or transformed, by how much, and that order is kept."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from workbench.model.parameters import Treatment
from workbench.scoring.treatment import BoxCox, Clip, Logarithm, fit_treatment, fit_treatments, shape_of, treat

WINSORISE = Treatment(method="winsorise")
ONE_FAR = np.array([*range(20), 1000.0])
METHODS = ["winsorise", "log", "box_cox", "winsorise_then_log"]


def treated(values: np.ndarray, **rule) -> np.ndarray:
    return fit_treatment(values, Treatment(**{"method": "winsorise"} | rule)).apply(values)


def test_shape_agrees_with_scipy():
    values = np.random.default_rng(1).exponential(size=40)
    expected = (stats.skew(values, bias=False), stats.kurtosis(values, bias=False))
    assert shape_of(values) == pytest.approx(expected)


def test_one_far_point_is_pulled_in_to_its_neighbour():
    found = treated(ONE_FAR)
    assert found[-1] == 19
    assert found[:-1].tolist() == ONE_FAR[:-1].tolist()


def test_a_low_outlier_is_pulled_up_and_gaps_stay():
    found = treated(np.array([-1000.0, *range(20), np.nan]))
    assert found[0] == 0
    assert np.isnan(found[-1])


def test_no_more_than_the_allowed_points_are_moved():
    values = np.array([*range(30), 1e3, 1e5, 1e7])
    assert treated(values, max_points=1).tolist() == [*range(30), 1e3, 1e5, 1e5]


def test_equal_outliers_move_together_or_not_at_all():
    values = np.array([*range(30), 1e5, 1e5])
    assert treated(values, max_points=1).tolist() == values.tolist()
    assert treated(values, max_points=2).tolist() == [*range(30), 29, 29]


def test_points_are_counted_at_each_end_of_its_own():
    # 1e4 is pulled in to 40 first; then the lower tail is the longer one
    values = np.array([-1e3, *range(40), 1e4])
    assert fit_treatment(values, WINSORISE).change == Clip(0.0, 39.0)
    assert fit_treatment(values, WINSORISE).points == 2


def test_none_leaves_everything_alone():
    frame = pd.DataFrame({"a": [1.0, 2.0]})
    assert treat(frame, fit_treatments(frame, Treatment())) is frame


def test_a_later_cycle_meets_the_bounds_of_the_reference():
    reference = pd.DataFrame({"a": ONE_FAR})
    later = pd.DataFrame({"a": [-5.0, 10.0, 500.0, np.nan]})
    found = treat(later, fit_treatments(reference, WINSORISE))["a"]
    assert found.tolist()[:3] == [-5, 10, 19]
    assert np.isnan(found[3])


def test_the_logarithm_is_that_of_the_coin_tool():
    # COINr's log_CT: ln(x - min + 0.01 (max - min)) = ln(x + 10)
    found = treated(ONE_FAR, method="log")
    assert found.tolist() == pytest.approx(np.log(ONE_FAR + 10))


def test_a_long_lower_tail_is_logged_in_the_mirror():
    mirrored = treated(-ONE_FAR, method="log")
    assert mirrored.tolist() == pytest.approx(-np.log(ONE_FAR + 10))
    assert abs(shape_of(mirrored)[0]) < abs(shape_of(-ONE_FAR)[0])


def test_a_column_within_both_thresholds_is_left_alone_unless_asked_for():
    values = np.arange(1.0, 21.0)
    assert treated(values, method="log") is values
    assert treated(values, method="log", when="always").tolist() == pytest.approx(np.log(values - 1 + 0.19))
    assert treated(values, when="always", max_points=2).tolist() == [2, *range(2, 20), 19]  # one at each end


def test_box_cox_takes_the_power_that_scipy_finds_up_to_a_straight_line():
    values = np.random.default_rng(5).lognormal(2, 1.2, size=80)
    fitted = fit_treatment(values, Treatment(method="box_cox", when="always"))
    expected, power = stats.boxcox(values)
    assert fitted.change.power == pytest.approx(power, abs=1e-4)
    assert stats.zscore(fitted.apply(values)) == pytest.approx(stats.zscore(expected), abs=1e-3)


def test_box_cox_shifts_what_is_not_positive():
    fitted = fit_treatment(ONE_FAR, Treatment(method="box_cox"))
    assert fitted.change.shift == 10  # the lowest value, 0, becomes 1 % of the range
    assert np.isfinite(fitted.apply(ONE_FAR)).all()


def test_winsorising_is_abandoned_for_the_logarithm_where_it_is_not_enough():
    # one far point: winsorising is enough; with max_points 1 and two far ones it is not, and the values as they were
    # are logged (COINr's default)
    two_far = np.array([*range(20), 1000.0, 2000.0])
    rule = Treatment(method="winsorise_then_log", max_points=1)
    assert isinstance(fit_treatment(ONE_FAR, rule).change, Clip)
    fitted = fit_treatment(two_far, rule)
    assert fitted.apply(two_far).tolist() == pytest.approx(np.log(two_far + 20))
    assert fitted.points == 0


def test_what_was_done_is_told_in_plain_json():
    told = fit_treatment(ONE_FAR, WINSORISE).describe()
    assert (told["applied"], told["fitted"], told["points"]) == ("winsorise", {"low": None, "high": 19.0}, 1)
    assert told["before"]["skewness"] == pytest.approx(stats.skew(ONE_FAR, bias=False))
    assert told["after"]["kurtosis"] == pytest.approx(stats.kurtosis([*range(20), 19], bias=False))
    assert told["outliers_left"] is False
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_a_column_that_stays_beyond_the_thresholds_says_so():
    assert fit_treatment(np.array([*range(30), 1e3, 1e5, 1e7]), Treatment(method="winsorise", max_points=1)).describe()[
        "outliers_left"
    ]


def test_an_indicator_may_have_a_rule_of_its_own():
    frame = pd.DataFrame({"a": ONE_FAR, "b": ONE_FAR, "c": ONE_FAR})
    own = {"b": Treatment(method="log"), "c": Treatment()}
    fitted = fit_treatments(frame, WINSORISE, own)
    assert [type(each.change) for each in fitted.values()] == [Clip, Logarithm]
    assert treat(frame, fitted)["c"].tolist() == ONE_FAR.tolist()


def test_treated_values_keep_their_unit_only_when_winsorised():
    kept = {method: fit_treatment(ONE_FAR, Treatment(method=method)).keeps_unit for method in METHODS}
    assert kept == {"winsorise": True, "log": False, "box_cox": False, "winsorise_then_log": True}


@pytest.mark.parametrize("values", [[], [np.nan], [1.0, 2.0], [5.0] * 10])
@pytest.mark.parametrize("method", METHODS)
def test_too_few_or_equal_values_are_left_alone(values, method):
    fitted = fit_treatment(np.array(values), Treatment(method=method, when="always"))
    assert fitted.change is None
    assert fitted.describe()["after"] == {"skewness": None, "kurtosis": None}


COLUMN = arrays(float, st.integers(4, 40), elements=st.floats(-1e6, 1e6, width=32))


@given(COLUMN, COLUMN, st.sampled_from(METHODS), st.sampled_from(["outliers", "always"]))
def test_no_treatment_turns_two_values_round_in_any_cycle(reference, later, method, when):
    fitted = fit_treatment(reference, Treatment(method=method, when=when))
    found = fitted.apply(np.sort(later))
    assert np.isfinite(found).all()
    assert (np.diff(found) >= -1e-12).all()


@given(st.floats(0.001, 1e9), st.floats(-2, 2))
def test_a_power_tells_large_values_apart(scale, power):
    found = BoxCox(low=scale, power=power, shift=0.0, scale=scale).apply(np.array([1.0, 1.001]) * scale)
    assert found[1] > found[0]


@pytest.mark.parametrize(
    "change",
    [
        Clip(None, None),
        Clip(1.0, 9.0),
        Logarithm(1.0, 9.0, 0.1, False),
        Logarithm(1.0, 9.0, 0.1, True),
        BoxCox(1.0, 0.5, 0.0, 2.0),
        BoxCox(1.0, 0.0, 0.0, 2.0),
    ],
)
def test_a_treated_value_leads_back_to_the_one_it_came_from(change):
    values = np.array([1.0, 2.5, 9.0, np.nan])
    assert change.invert(change.apply(values)) == pytest.approx(values, nan_ok=True)


def test_beyond_the_bounds_of_winsorising_no_value_leads_there():
    assert np.isnan(Clip(1.0, 9.0).invert(np.array([0.5, 9.5]))).all()
