from __future__ import annotations

import numpy as np
import pytest

from workbench.analysis.group_statistics import GroupStatistics, group_statistics
from workbench.fairness.resampling import (
    bootstrap,
    impact_ratio,
    percentiles,
    rate_of,
    resampled_counts,
    resampled_means,
)

NAN = np.nan


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_every_table_has_as_many_people():
    drawn = resampled_counts(np.array([[10, 20], [30, 40]]), draws=50, rng=rng())
    assert drawn.shape == (50, 2, 2)
    assert (drawn.sum(axis=(1, 2)) == 100).all()


def test_the_same_law_as_rows_drawn_with_replacement():
    codes, outcome = np.repeat([0, 1], [40, 60]), np.tile([0, 0, 1, 1, 1], 20)
    table = np.array([[(outcome[codes == group] == kind).sum() for kind in (0, 1)] for group in (0, 1)])
    rows = rng().integers(0, 100, (4000, 100))
    by_rows = np.array([outcome[each][codes[each] == 0].mean() for each in rows])
    by_table = rate_of(1)(resampled_counts(table, draws=4000, rng=rng()))[:, 0]
    assert by_table.mean() == pytest.approx(by_rows.mean(), abs=0.006)
    assert by_table.std() == pytest.approx(by_rows.std(), rel=0.06)


def test_the_interval_of_a_rate_is_near_the_normal_one():
    found = bootstrap(np.array([[700, 300]]), rate_of(1), draws=4000, rng=rng())
    assert found.estimate == pytest.approx([0.3])
    assert (found.high - found.low) / 3.92 == pytest.approx([np.sqrt(0.21 / 1000)], rel=0.05)
    assert found.unknown.tolist() == [0]


def test_the_impact_ratio_is_one_number():
    found = bootstrap(np.array([[60, 40], [20, 80], [50, 50]]), impact_ratio(1), draws=500, rng=rng())
    assert found.estimate == pytest.approx(0.5)
    assert found.low < 0.5 < found.high


def test_the_lowest_of_many_equal_rates_is_not_taken_for_a_gap():
    table = np.column_stack([np.full(40, 70), np.full(40, 30)])
    observed = resampled_counts(table, draws=1, rng=rng())[0]
    found = bootstrap(observed, impact_ratio(1), draws=2000, rng=rng())
    assert found.high < found.estimate  # chance makes every draw look wider than the data
    assert found.reflected()[0] > found.estimate


def test_an_empty_group_has_no_rate_and_no_interval():
    found = bootstrap(np.array([[50, 50], [0, 0]]), rate_of(1), draws=20, rng=rng())
    assert np.isnan([found.estimate[1], found.low[1], found.high[1]]).all()
    assert found.unknown.tolist() == [0, 1]


def test_percentiles_pass_over_the_few_draws_without_a_value():
    found = percentiles(np.array(2.0), np.array([1.0, NAN, 2.0, 3.0]), confidence=0.5)
    assert (found.low, found.high) == (1.5, 2.5)
    assert found.unknown == 0.25


def test_means_scatter_as_those_of_people_drawn_with_replacement():
    values, codes = np.random.default_rng(1).normal(70, 10, 400), np.repeat([0, 1], [100, 300])
    size, means = resampled_means(group_statistics(values, codes, 2), draws=4000, rng=rng())
    assert (size.sum(axis=1) == 400).all()
    for group in (0, 1):
        own = values[codes == group]
        assert means[:, group].mean() == pytest.approx(own.mean(), abs=0.1)
        assert means[:, group].std() == pytest.approx(own.std() / np.sqrt(len(own)), rel=0.06)


def test_one_person_alone_keeps_the_value():
    single = GroupStatistics(size=np.array([1, 99]), mean=np.array([5.0, 7.0]), sd=np.array([NAN, 1.0]))
    means = resampled_means(single, draws=200, rng=rng())[1][:, 0]
    assert set(means[~np.isnan(means)]) == {5.0}


def test_the_same_seed_gives_the_same_draws():
    table = np.array([[10, 20], [30, 40]])
    assert np.array_equal(*(resampled_counts(table, draws=5, rng=np.random.default_rng(0)) for _ in range(2)))
