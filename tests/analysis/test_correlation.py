"""Correlations with gaps, and how likely they are by chance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from workbench.analysis.correlation import correlations

# without row 4: a 1 2 3 4 and b 2 1 4 3, which is r = 3 / 5
VALUES = pd.DataFrame({"a": [1.0, 2, 3, 4, 99], "b": [2.0, 1, 4, 3, np.nan], "c": [5.0, 5, 5, 5, 5]})


@pytest.mark.parametrize(("kind", "r"), [("pearson", 0.6), ("spearman", 0.6), ("kendall", 1 / 3)])
def test_a_pair_counts_the_rows_that_have_both_values(kind, r):
    found = correlations(VALUES, kind=kind)
    assert found.coefficients.loc["a", "b"] == pytest.approx(r)
    assert found.pairs.loc["a"].to_dict() == {"a": 5, "b": 4, "c": 5}


def test_what_never_changes_has_no_correlation():
    found = correlations(VALUES)
    assert np.isnan(found.coefficients.loc["a", "c"])
    assert np.isnan(found.p_values().loc["a", "c"])


def test_fewer_than_three_pairs_say_nothing():
    assert np.isnan(correlations(VALUES.iloc[2:]).coefficients.loc["a", "b"])


@pytest.mark.parametrize(("kind", "of_scipy"), [("pearson", stats.pearsonr), ("spearman", stats.spearmanr)])
def test_p_values_are_those_of_scipy(kind, of_scipy):
    rng = np.random.default_rng(2)
    frame = pd.DataFrame(rng.normal(size=(40, 2)) + rng.normal(size=(40, 1)), columns=["a", "b"])
    expected = of_scipy(frame["a"], frame["b"])
    found = correlations(frame, kind=kind)
    assert found.coefficients.loc["a", "b"] == pytest.approx(expected.statistic)
    assert found.p_values().loc["a", "b"] == pytest.approx(expected.pvalue)


def test_kendalls_p_value_is_the_normal_approximation_of_scipy():
    rng = np.random.default_rng(2)
    frame = pd.DataFrame(rng.normal(size=(40, 2)) + rng.normal(size=(40, 1)), columns=["a", "b"])
    expected = stats.kendalltau(frame["a"], frame["b"], method="asymptotic")
    assert correlations(frame, kind="kendall").p_values().loc["a", "b"] == pytest.approx(expected.pvalue)


def test_a_perfect_correlation_is_never_by_chance():
    assert correlations(VALUES.assign(b=VALUES["a"])).p_values().loc["a", "b"] == 0
