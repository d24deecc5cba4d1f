from __future__ import annotations

import numpy as np
import pandas as pd

from tests.scoring.frameworks import framework, leaf
from workbench.analysis.robustness import rank_intervals

TREE = framework(leaf("a"), leaf("b"))


def intervals(values, seed=0, spread=0.25):
    normalised = pd.DataFrame(values, columns=["a", "b"])
    rng = np.random.default_rng(seed)
    return rank_intervals(TREE, normalised, draws=400, spread=spread, decimals=None, rng=rng)


def test_who_is_better_in_everything_is_first_under_all_weights():
    assert intervals([[90, 90], [50, 60], [10, 20]]).values.tolist() == [[1, 1], [2, 2], [3, 3]]


def test_who_leads_by_one_indicator_only_can_lose_the_lead():
    # (100, 0) and (0, 99) stand 50 to 49.5 under equal weights: a hair more weight on b turns them round
    assert intervals([[100, 0], [0, 99]]).values.tolist() == [[1, 2], [1, 2]]


def test_a_subject_without_score_has_no_interval():
    assert intervals([[np.nan, np.nan], [1, 2]]).isna().to_numpy().tolist() == [[True, True], [False, False]]


def test_the_same_seed_gives_the_same_interval_and_zero_is_a_seed():
    data = np.random.default_rng(3).uniform(0, 100, (30, 2))
    pd.testing.assert_frame_equal(intervals(data, seed=0), intervals(data, seed=0))
    assert not intervals(data, seed=0, spread=0.9).equals(intervals(data, seed=0, spread=0.05))
