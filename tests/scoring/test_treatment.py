from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from workbench.model.parameters import Winsorising
from workbench.scoring.treatment import fit_treatments, fit_winsorising, shape_of, treat

WINSORISE = Winsorising(method="winsorise")


def winsorise(values: np.ndarray, rule: Winsorising) -> np.ndarray:
    return fit_winsorising(values, rule).apply(values)


def test_shape_agrees_with_scipy():
    values = np.random.default_rng(1).exponential(size=40)
    expected = (stats.skew(values, bias=False), stats.kurtosis(values, bias=False))
    assert shape_of(values) == pytest.approx(expected)


def test_one_far_point_is_pulled_in_to_its_neighbour():
    values = np.array([*range(20), 1000.0])
    treated = winsorise(values, WINSORISE)
    assert treated[-1] == 19
    assert treated[:-1].tolist() == values[:-1].tolist()


def test_a_low_outlier_is_pulled_up_and_gaps_stay():
    treated = winsorise(np.array([-1000.0, *range(20), np.nan]), WINSORISE)
    assert treated[0] == 0
    assert np.isnan(treated[-1])


def test_no_more_than_the_allowed_points_are_moved():
    values = np.array([*range(30), 1e3, 1e5, 1e7])
    treated = winsorise(values, Winsorising(method="winsorise", max_points=1))
    assert treated.tolist() == [*range(30), 1e3, 1e5, 1e5]


def test_none_leaves_everything_alone():
    frame = pd.DataFrame({"a": [1.0, 2.0]})
    assert treat(frame, fit_treatments(frame, Winsorising())) is frame


def test_a_later_cycle_meets_the_bounds_of_the_reference():
    reference = pd.DataFrame({"a": [*range(20), 1000.0]})
    later = pd.DataFrame({"a": [-5.0, 10.0, 500.0, np.nan]})
    treated = treat(later, fit_treatments(reference, WINSORISE))["a"]
    assert treated.tolist()[:3] == [-5, 10, 19]
    assert np.isnan(treated[3])
