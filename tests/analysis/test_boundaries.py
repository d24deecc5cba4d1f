from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.boundaries import nearest_boundaries

BANDS = pd.Series({"low": 0.0, "fair": 50.0, "good": 80.0})


def test_the_nearest_boundary_is_found_upwards_and_downwards_and_the_closest_comes_first():
    scores = pd.Series({"A": 48.0, "B": 51.5, "C": 90.0, "D": 70.0, "E": np.nan})
    found = nearest_boundaries(scores, BANDS)
    assert found.index.tolist() == ["B", "A", "C", "D"]
    assert found["points"].tolist() == pytest.approx([-1.5, 2.0, -10.0, 10.0])
    assert found["band"].tolist() == ["fair", "low", "good", "fair"]
    assert found["other"].tolist() == ["low", "fair", "fair", "good"]


def test_who_stands_right_on_a_boundary_has_nothing_to_lose():
    found = nearest_boundaries(pd.Series({"A": 50.0}), BANDS)
    assert (found.at["A", "band"], found.at["A", "other"], found.at["A", "points"]) == ("fair", "low", 0)


def test_one_band_has_no_boundary():
    assert nearest_boundaries(pd.Series({"A": 50.0}), BANDS[:1]).empty
    assert nearest_boundaries(pd.Series({"A": np.nan}), BANDS).empty


@given(st.floats(0, 100))
def test_moving_by_the_points_reaches_the_boundary(score):
    found = nearest_boundaries(pd.Series({"A": score}), BANDS).loc["A"]
    boundary = BANDS[found["other"]] if found["points"] > 0 else BANDS[found["band"]]
    assert score + found["points"] == pytest.approx(boundary)
    assert found["band"] != found["other"]
