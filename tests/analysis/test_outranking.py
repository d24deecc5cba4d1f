from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench.analysis.outranking import concordance, copeland_scores, outranking_matrix

NAN = np.nan
SCORES = pd.DataFrame({"a": [3, 2, 1], "b": [3, 2, 2], "c": [1, 2, 3]}, index=["x", "y", "z"], dtype=float)
EQUAL = {"a": 1, "b": 1, "c": 2}


def test_each_pair_shares_the_weight_and_a_tie_is_halved():
    found = outranking_matrix(SCORES, EQUAL)
    assert found.loc["x"].tolist() == [0, 0.5, 0.5]
    assert found.loc["y", "z"] == 0.25 + 0.125  # better in a, equal in b
    assert found.loc["z", "y"] == 0.5 + 0.125
    assert list(found.columns) == ["x", "y", "z"]


def test_a_column_without_weight_is_left_out():
    found = outranking_matrix(SCORES, {"a": 1})
    assert found.loc["x", ["y", "z"]].tolist() == [1, 1]


def test_a_subject_that_lacks_a_score_is_compared_with_nobody():
    gap = SCORES.copy()
    gap.loc["y", "b"] = NAN
    found = outranking_matrix(gap, EQUAL)
    assert found.loc["y", ["x", "z"]].isna().all()
    assert found.loc["x", "z"] == 0.5
    assert copeland_scores(found).isna().tolist() == [False, True, False]


def test_concordance_counts_as_good_as_and_turns_costs_round():
    found = concordance(SCORES, EQUAL, directions={"c": -1})
    assert found.loc["x", "y"] == 1.0  # better in a and b, and lower in the cost
    assert found.loc["z", "y"] == 0.25  # equal in b only
    assert np.isnan(np.diag(found)).all()


def test_copeland_is_wins_less_losses_and_a_tie_within_rounding_is_neither():
    shares = pd.DataFrame([[0, 0.5 + 1e-12, 0.7], [0.5 - 1e-12, 0, 0.4], [0.3, 0.6, 0]], list("xyz"), list("xyz"))
    assert copeland_scores(shares).tolist() == [1, -1, 0]
    assert copeland_scores(outranking_matrix(SCORES, EQUAL)).tolist() == pytest.approx([0, -1, 1])
