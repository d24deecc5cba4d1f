from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench.fairness.calibration_cost import calibration_cost

BEFORE = pd.Series({"a": 90.0, "b": 80, "c": 70, "d": 60, "e": np.nan})
AFTER = pd.Series({"a": 84.0, "b": 86, "c": 70, "d": 61, "e": np.nan})
CODES = np.array([0, 1, 0, 1, 1])


def cost(**options):
    return calibration_cost(BEFORE, AFTER, CODES, 2, fewest=2, **options)


def test_the_cost_by_hand():
    found = cost(distance=0.2)
    assert (found.compared, found.changed) == (4, 3)
    assert found.mean_change == pytest.approx((6 + 6 + 0 + 1) / 4)
    assert found.largest_change == 6
    assert (found.ranks_changed, found.largest_rank_change) == (2, 1)
    assert found.distance == 0.2


def test_what_it_buys_is_the_gap_before_and_after():
    # means 80 and 70 before, 77 and 73.5 after; the one without a score counts nowhere
    found = cost()
    assert (found.gap_before.value, found.gap_after.value) == pytest.approx((10, 3.5))
    assert found.gap_before.low <= 10 <= found.gap_before.high


def test_who_leaves_the_top_is_counted_once_not_with_who_comes_in():
    assert cost(top=0.25).top_exchanged == 1
    assert cost(top=0.5).top_exchanged == 0


def test_a_class_that_appears_or_goes_is_a_change_too():
    classes = pd.Series(["A", "B", None, None]), pd.Series(["A", "C", "B", None])
    assert cost(classes=classes).classes_changed == 2
    assert cost().classes_changed == 0


def test_differences_below_the_decimals_of_the_ranking_are_no_change_of_ranks():
    near = calibration_cost(BEFORE, BEFORE + np.array([0, 10.004, 0, 0, 0]), CODES, 2, decimals=2)
    assert near.ranks_changed == 1  # b joins a on the first rank
    assert near.top_exchanged == 0


def test_what_changes_nothing_costs_nothing():
    found = calibration_cost(BEFORE, BEFORE, CODES, 2, fewest=2)
    assert (found.changed, found.mean_change, found.ranks_changed, found.top_exchanged) == (0, 0, 0, 0)
    assert found.gap_before == found.gap_after
    assert np.isnan(found.distance)


def test_nobody_to_compare_is_no_cost():
    found = calibration_cost(BEFORE * np.nan, AFTER, CODES, 2)
    assert (found.compared, found.mean_change, found.largest_rank_change) == (0, 0, 0)
