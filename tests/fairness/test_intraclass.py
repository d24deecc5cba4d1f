"""Intraclass correlations: published tables, tables with gaps, and known truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.group_statistics import group_statistics
from workbench.fairness.intraclass import analysis_of_variance, intraclass_correlations, one_way_correlation
from workbench.fairness.reliability_data import reliability_data
from workbench.fairness.variance_components import Factor, fit_variance_components

# Shrout & Fleiss (1979), table 2, doi:10.1037/0033-2909.86.2.420: six subjects in rows, four judges in columns
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float
)

# coefficients from the paper; intervals as the R package psych prints them for these data
PUBLISHED = {
    "ICC(1,1)": (0.17, -0.133, 0.72),
    "ICC(2,1)": (0.29, 0.019, 0.76),
    "ICC(3,1)": (0.71, 0.342, 0.95),
    "ICC(1,k)": (0.44, -0.884, 0.91),
    "ICC(2,k)": (0.62, 0.071, 0.93),
    "ICC(3,k)": (0.91, 0.676, 0.99),
}


def of_table(table):
    subjects, raters = np.indices(table.shape)
    return reliability_data(table.ravel(), subjects.ravel(), raters.ravel())


def simulated(rng, *, subjects, raters, each, variances=(1.0, 0.5, 1.0)):
    """Return ratings in which every subject has `each` raters chosen at random."""
    who = np.repeat(np.arange(subjects), each)
    by = np.concatenate([rng.choice(raters, each, replace=False) for _ in range(subjects)])
    of_subject, of_rater, noise = (
        rng.normal(0, np.sqrt(variances[part]), size) for part, size in ((0, subjects), (1, raters), (2, who.size))
    )
    return reliability_data(of_subject[who] + of_rater[by] + noise, who, by)


@pytest.mark.parametrize(("name", "expected"), PUBLISHED.items())
def test_the_table_of_shrout_and_fleiss(name, expected):
    found = intraclass_correlations(of_table(SHROUT_FLEISS)).table.loc[name]
    assert found["value"] == pytest.approx(expected[0], abs=0.0051)
    assert found["low"] == pytest.approx(expected[1], abs=0.0006)
    assert found["high"] == pytest.approx(expected[2], abs=0.0051)


def test_components_of_a_complete_table_are_those_of_the_analysis_of_variance():
    found = analysis_of_variance(of_table(SHROUT_FLEISS))
    # mean squares of the paper: subjects 11.24, judges 32.49, residual 1.02
    assert found.residual == pytest.approx(1.02, abs=0.005)
    assert found.residual + 4 * found.subjects == pytest.approx(11.24, abs=0.005)
    assert found.residual + 6 * found.raters == pytest.approx(32.49, abs=0.005)
    assert found.degrees == (5, 3, 15)
    assert (found.per_subject, found.per_rater) == pytest.approx((4, 6))


def test_in_a_complete_table_restricted_likelihood_finds_the_same_variances():
    data = of_table(SHROUT_FLEISS)
    peer = fit_variance_components(
        data.values,
        [Factor(name="subject", codes=data.subjects, levels=6), Factor(name="rater", codes=data.raters, levels=4)],
    )
    found = analysis_of_variance(data)
    assert peer.variances == pytest.approx({"subject": found.subjects, "rater": found.raters}, rel=1e-4)
    assert peer.residual == pytest.approx(found.residual, rel=1e-4)


def test_groups_of_different_sizes_by_hand():
    # means 1, 5, 9; between 4.8 * 16 / 2, within (2 + 2 + 0) / 3, k0 = (6 - 12 / 6) / 2 = 2
    found = one_way_correlation(group_statistics(np.array([0.0, 2, 4, 6, 9, 9]), np.array([0, 0, 1, 1, 2, 2]), 3))
    between, within = 64 / 2, 4 / 3
    assert found.value == pytest.approx((between - within) / (between + within))
    uneven = one_way_correlation(group_statistics(np.array([0.0, 2, 4, 6, 5, 9]), np.array([0, 0, 1, 1, 1, 2]), 3))
    grand, k0 = 26 / 6, (6 - 14 / 6) / 2
    between = (2 * (1 - grand) ** 2 + 3 * (5 - grand) ** 2 + (9 - grand) ** 2) / 2
    assert uneven.value == pytest.approx((between - within) / (between + (k0 - 1) * within))
    assert uneven.low < uneven.value < uneven.high


def test_the_interval_of_uneven_groups_covers_the_truth():
    rng, sizes, covered = np.random.default_rng(5), np.array([2, 2, 3, 4, 5, 8, 12, 20]), 0
    codes = np.repeat(np.arange(8), sizes)
    for _ in range(400):
        values = rng.normal(0, 1, 8)[codes] + rng.normal(0, 2, codes.size)
        found = one_way_correlation(group_statistics(values, codes, 8))
        covered += found.low <= 0.2 <= found.high
    assert 0.925 <= covered / 400 <= 0.975


def test_ratings_missing_at_random_leave_the_coefficients_near_the_truth():
    found = intraclass_correlations(simulated(np.random.default_rng(1), subjects=400, raters=60, each=4)).table
    assert found.loc["ICC(2,1)", "value"] == pytest.approx(1 / 2.5, abs=0.06)
    assert found.loc["ICC(3,1)", "value"] == pytest.approx(1 / 2, abs=0.06)
    assert found.loc["ICC(3,k)", "value"] == pytest.approx(4 / 5, abs=0.04)


def test_intervals_cover_the_truth_where_ratings_are_missing():
    rng, covered = np.random.default_rng(2), np.zeros(2)
    for _ in range(150):
        found = intraclass_correlations(simulated(rng, subjects=60, raters=12, each=3)).table
        covered += [
            found.at["ICC(2,1)", "low"] <= 0.4 <= found.at["ICC(2,1)", "high"],
            found.at["ICC(3,1)", "low"] <= 0.5 <= found.at["ICC(3,1)", "high"],
        ]
    assert np.all(covered / 150 >= 0.9)


def test_strict_raters_do_not_touch_consistency_where_ratings_are_missing():
    data = simulated(np.random.default_rng(3), subjects=80, raters=10, each=3)
    stricter = reliability_data(data.values - 5.0 * (data.raters < 5), data.subjects, data.raters)
    before, after = (intraclass_correlations(each).table["value"] for each in (data, stricter))
    assert after["ICC(3,1)"] == pytest.approx(before["ICC(3,1)"])
    assert after["ICC(2,1)"] < 0.5 * before["ICC(2,1)"]


def test_a_rater_for_each_subject_alone_tells_nothing():
    alone = reliability_data(np.array([1.0, 2, 3]), np.array([0, 1, 2]), np.array([0, 1, 2]))
    assert intraclass_correlations(alone).table.isna().all(axis=None)


def test_one_rater_for_each_group_of_subjects_leaves_the_two_way_coefficients_unknown():
    subjects = np.repeat(np.arange(6), 2)
    nested = reliability_data(np.arange(12.0), subjects, subjects // 3)
    found = intraclass_correlations(nested).table["value"]
    assert np.isnan(found["ICC(2,1)"])
    assert np.isnan(found["ICC(3,1)"])
    assert found["ICC(1,1)"] > 0.9


def test_full_agreement_is_one_and_equal_ratings_tell_nothing():
    same = np.repeat([[0.1], [0.2], [0.7]], 3, axis=1)
    assert np.allclose(intraclass_correlations(of_table(same)).table, 1)
    assert intraclass_correlations(of_table(np.full((4, 3), 0.1))).table.isna().all(axis=None)


def test_two_raters_who_say_the_opposite_leave_the_mean_without_reliability():
    opposed = intraclass_correlations(of_table(np.array([[1.0, 4], [2, 3], [3, 2], [4, 1]]))).table
    assert opposed.loc["ICC(1,1)", "value"] == pytest.approx(-1)
    assert np.isnan(opposed.loc["ICC(1,k)", "value"])


@settings(max_examples=20)
@given(shift=st.floats(-100, 100), scale=st.floats(0.01, 100), seed=st.integers(0, 50))
def test_another_scale_changes_nothing(shift, scale, seed):
    table = np.random.default_rng(seed).normal(size=(5, 3))
    before, after = (intraclass_correlations(of_table(each)).table for each in (table, shift + scale * table))
    assert np.allclose(before, after, atol=1e-6, equal_nan=True)
