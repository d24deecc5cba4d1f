from __future__ import annotations

import numpy as np

from workbench.scoring.ranking import ranks_of


def test_ties_share_the_smaller_rank_and_the_next_is_skipped():
    assert ranks_of(np.array([70.0, 90.0, 70.0, 50.0])).tolist() == [2, 1, 2, 4]


def test_floating_point_dust_does_not_separate():
    assert ranks_of(np.array([0.1 + 0.2, 0.3, 0.2])).tolist() == [1, 1, 3]


def test_a_missing_score_has_no_rank():
    assert ranks_of(np.array([np.nan, 5.0])).tolist() == [0, 1]
    assert ranks_of(np.array([np.nan])).tolist() == [0]


def test_decimals_decide_what_counts_as_equal():
    assert ranks_of(np.array([93.65, 93.66, 93.64]), decimals=1).tolist() == [1, 1, 3]
