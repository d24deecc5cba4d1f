from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from workbench.model.parameters import Winsorising
from workbench.scoring.treatment import shape_of, treat_outliers, winsorise

WINSORISE = Winsorising(method="winsorise")


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
    assert treat_outliers(frame, Winsorising()) is frame
