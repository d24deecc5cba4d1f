from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.scoring.ranking import rank_series, ranks_by_row, ranks_of


def test_ties_share_the_smaller_rank_and_the_next_is_skipped():
    assert ranks_of(np.array([70.0, 90.0, 70.0, 50.0])).tolist() == [2, 1, 2, 4]


def test_floating_point_dust_does_not_separate():
    assert ranks_of(np.array([0.1 + 0.2, 0.3, 0.2])).tolist() == [1, 1, 3]


def test_a_missing_score_has_no_rank():
    assert ranks_of(np.array([np.nan, 5.0])).tolist() == [0, 1]
    assert ranks_of(np.array([np.nan])).tolist() == [0]


def test_decimals_decide_what_counts_as_equal():
    assert ranks_of(np.array([93.65, 93.66, 93.64]), decimals=1).tolist() == [1, 1, 3]


def test_a_series_keeps_its_subjects_and_says_na_where_there_is_no_score():
    ranks = rank_series(pd.Series([70.0, np.nan, 90.0], index=list("XYZ")))
    assert ranks.dropna().to_dict() == {"X": 2, "Z": 1}
    assert ranks.dtype == "Int64"


@given(
    st.lists(st.lists(st.integers(-40, 40), min_size=5, max_size=5), min_size=1, max_size=4),
    st.sampled_from([1.0, 0.1, 1 / 3, 1e6]),
    st.sampled_from([None, 0, 2]),
)
def test_many_rows_at_once_have_the_ranks_of_each_alone(rows, unit, decimals):
    scores = np.array(rows) * unit
    scores += 1e-11 * unit * np.random.default_rng(0).uniform(-1, 1, scores.shape) * (unit < 1)  # dust
    assert ranks_by_row(scores, decimals).tolist() == [ranks_of(row, decimals).tolist() for row in scores]


@pytest.mark.parametrize("spread", [1e-12, 1.0, 1e9])
def test_rows_are_ranked_alike_whatever_their_spread(spread):
    # 1e9 is too wide for the fast way to see a tie of 1e-9
    scores = np.random.default_rng(0).integers(0, 300, (3, 500)) * spread / 7
    assert ranks_by_row(scores).tolist() == [ranks_of(row).tolist() for row in scores]


def test_rows_may_be_empty_short_or_hold_missing_scores():
    assert ranks_by_row(np.zeros((3, 0))).shape == (3, 0)
    assert ranks_by_row(np.array([[5.0], [7.0]])).tolist() == [[1], [1]]
    assert ranks_by_row(np.array([[np.nan, 5.0, 9.0], [1.0, 2.0, 2.0]])).tolist() == [[0, 2, 1], [3, 1, 1]]
