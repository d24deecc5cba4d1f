from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_ind

from workbench.analysis.group_statistics import group_statistics
from workbench.fairness.group_gap import group_gap

RNG = np.random.default_rng(5)
CODES = np.repeat([0, 1, 2, 3], [30, 20, 15, 3])
VALUES = RNG.normal(70, 5, 68) + np.array([0.0, 4.0, -3.0, 50.0])[CODES]
GROUPS = group_statistics(VALUES, CODES, 4)


def test_the_largest_difference_is_between_the_highest_and_the_lowest_of_those_large_enough():
    gap = group_gap(GROUPS, fewest=10)
    assert gap.value == pytest.approx(GROUPS.mean[1] - GROUPS.mean[2])
    assert (gap.highest, gap.lowest, gap.compared, gap.too_few) == (1, 2, 3, 1)


def test_a_small_group_is_counted_not_dropped_and_not_compared():
    assert group_gap(GROUPS, fewest=3).highest == 3
    assert group_gap(GROUPS, fewest=4).too_few == 1


def test_the_interval_is_welchs_at_the_level_of_all_three_pairs():
    gap = group_gap(GROUPS, fewest=10)
    pair = ttest_ind(VALUES[CODES == 1], VALUES[CODES == 2], equal_var=False)
    low, high = pair.confidence_interval(1 - 0.05 / 3)
    assert (gap.low, gap.high) == pytest.approx((max(low, 0.0), high))


def test_with_a_reference_only_differences_from_it_count():
    gap = group_gap(GROUPS, reference=0, fewest=10)
    far = max((1, 2), key=lambda code: abs(GROUPS.mean[code] - GROUPS.mean[0]))
    assert {gap.highest, gap.lowest} == {0, far}
    assert gap.value == pytest.approx(abs(GROUPS.mean[far] - GROUPS.mean[0]))
    pair = ttest_ind(VALUES[far == CODES], VALUES[CODES == 0], equal_var=False).confidence_interval(1 - 0.05 / 2)
    assert gap.high == pytest.approx(max(pair.high, -pair.low))


def test_one_group_has_no_gap():
    gap = group_gap(group_statistics(VALUES, np.zeros(68, dtype=int), 1))
    assert np.isnan(gap.value)
    assert (gap.highest, gap.lowest, gap.compared) == (-1, -1, 1)


def test_a_reference_that_is_too_small_gives_no_gap():
    assert np.isnan(group_gap(GROUPS, reference=3, fewest=10).value)


def test_groups_without_spread_differ_for_certain():
    gap = group_gap(group_statistics(np.repeat([5.0, 7.0], 10), np.repeat([0, 1], 10), 2))
    assert (gap.value, gap.low, gap.high) == (2.0, 2.0, 2.0)


def test_the_interval_covers_the_true_gap_of_equal_groups_for_all_pairs_at_once():
    rng, codes = np.random.default_rng(8), np.repeat(np.arange(8), 25)
    lows = [group_gap(group_statistics(rng.normal(70, 8, 200), codes, 8)).low for _ in range(400)]
    assert np.mean(np.array(lows) > 0) <= 0.05  # although the largest of 28 differences was picked each time
