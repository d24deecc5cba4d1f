from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_ind

from workbench.analysis.group_statistics import GroupStatistics, group_statistics
from workbench.fairness.gaps import everyone_else, mean_gaps, standardised_difference

NAN = np.nan


def statistics(*rows: tuple[int, float, float]) -> GroupStatistics:
    size, mean, sd = (np.array(column) for column in zip(*rows, strict=True))
    return GroupStatistics(size=size, mean=mean.astype(float), sd=sd.astype(float))


def test_a_gap_by_hand():
    # SE = sqrt(100/25 + 100/25) = 2.828; 48 degrees of freedom, t = 2.0106
    found = mean_gaps(statistics((25, 70, 10), (25, 76, 10)), reference=1).table.loc[0]
    assert found["difference"] == pytest.approx(-6)
    assert found["low"] == pytest.approx(-6 - 2.0106 * 2.8284, abs=1e-3)
    assert found["high"] == pytest.approx(-6 + 2.0106 * 2.8284, abs=1e-3)
    assert found["standardised"] == pytest.approx(-0.6)


@pytest.mark.parametrize("seed", range(5))
def test_gaps_to_everyone_else_are_those_of_scipy(seed):
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 4, 80)
    values = rng.normal(70, 10, 80) + codes
    table = mean_gaps(group_statistics(values, codes, 4), smallest=2).table
    for group in range(4):
        peer = ttest_ind(values[codes == group], values[codes != group], equal_var=False)
        row = table.loc[group]
        assert row["p"] == pytest.approx(peer.pvalue, rel=1e-8)
        assert tuple(row[["low", "high"]]) == pytest.approx(tuple(peer.confidence_interval()), rel=1e-8)
        assert row["reference_mean"] == pytest.approx(values[codes != group].mean())


def test_everyone_else_keeps_its_digits_far_from_zero():
    values, codes = 1e9 + np.arange(8.0), np.arange(8) // 2
    found = everyone_else(group_statistics(values, codes, 4))
    assert found.size.tolist() == [6, 6, 6, 6]
    assert found.mean - 1e9 == pytest.approx([4.5, 23 / 6, 19 / 6, 2.5])
    assert found.sd[0] == pytest.approx(np.std([2, 3, 4, 5, 6, 7], ddof=1))


def test_an_empty_group_changes_nothing_for_the_others():
    found = everyone_else(statistics((2, 1.0, 0.5), (0, NAN, NAN), (3, 2.0, 0.5)))
    assert found.size.tolist() == [3, 5, 2]
    assert found.mean == pytest.approx([2.0, 1.6, 1.0])
    assert found.sd[[0, 2]] == pytest.approx([0.5, 0.5])


def test_a_group_that_is_everyone_has_no_reference():
    table = mean_gaps(statistics((40, 70, 10))).table
    assert table["status"].tolist() == ["no_reference"]
    assert np.isnan(table.loc[0, "difference"])


def test_groups_with_too_few_people_stay_in_the_table():
    table = mean_gaps(statistics((9, 40, 5), (40, 70, 10), (40, 72, 10))).table
    assert table["status"].tolist() == ["too_few", "compared", "compared"]
    assert table.loc[0, "mean"] == 40
    assert table.loc[0, ["difference", "low", "p", "q", "standardised"]].isna().all()


def test_one_person_has_no_spread_and_is_never_compared():
    table = mean_gaps(statistics((1, 40, NAN), (40, 70, 10)), smallest=1).table
    assert table["status"].tolist() == ["too_few", "no_reference"]


def test_without_any_spread_there_is_a_difference_and_no_test():
    row = mean_gaps(statistics((20, 60, 0), (20, 70, 0)), reference=1).table.loc[0]
    assert (row["difference"], row["low"], row["high"]) == (-10, -10, -10)
    assert np.isnan(row["p"])
    assert np.isnan(row["standardised"])


def test_cohens_d_by_hand():
    # pooled variance (19 * 4 + 9 * 9) / 28 = 5.607
    first, second = statistics((20, 12, 2)), statistics((10, 10, 3))
    assert standardised_difference(first, second) == pytest.approx(2 / np.sqrt(157 / 28))


def test_intervals_cover_the_truth_and_fair_units_raise_few_alarms():
    rng = np.random.default_rng(5)
    covered, alarms = [], []
    for _ in range(200):
        size = rng.integers(12, 60, 30)
        mean, sd = rng.normal(70, 10 / np.sqrt(size)), 10 * np.sqrt(rng.chisquare(size - 1) / (size - 1))
        table = mean_gaps(GroupStatistics(size=size, mean=mean, sd=sd)).table
        covered.append((table["low"] <= 0) & (table["high"] >= 0))
        alarms.append((table["q"] <= 0.05).any())
    assert 0.93 < np.mean(covered) < 0.97
    assert np.mean(alarms) <= 0.065
