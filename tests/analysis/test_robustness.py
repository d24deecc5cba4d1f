from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.frameworks import framework, leaf, node
from workbench.analysis import robustness
from workbench.analysis.drawn_scores import DrawnScores
from workbench.analysis.robustness import rank_intervals
from workbench.analysis.weight_draws import WeightDraws, box_weights

TREE = framework(leaf("a"), leaf("b"))
DEEP = framework(node("ab", leaf("a", 2), leaf("b")), node("cd", leaf("c"), leaf("d", 3), weight=2))


def drawn(values, seed=0, spread=0.25, draws=400, tree=TREE):
    normalised = pd.DataFrame(values, columns=[each.code for each in tree.leaves])
    weights = box_weights(tree, draws=draws, spread=spread, rng=np.random.default_rng(seed))
    return DrawnScores(framework=tree, weights=weights, normalised=normalised)


def intervals(values, **settings):
    return rank_intervals(drawn(values, **settings))[["low", "high"]]


def some_subjects(count=40, seed=3):
    return np.random.default_rng(seed).uniform(0, 100, (count, 4))


def test_who_is_better_in_everything_is_first_under_all_weights():
    assert intervals([[90, 90], [50, 60], [10, 20]]).values.tolist() == [[1, 1], [2, 2], [3, 3]]


def test_who_leads_by_one_indicator_only_can_lose_the_lead():
    # (100, 0) and (0, 99) stand 50 to 49.5 under equal weights: a hair more weight on b turns them round
    assert intervals([[100, 0], [0, 99]]).values.tolist() == [[1, 2], [1, 2]]


def test_the_middle_rank_and_the_share_in_the_top_are_counted_over_the_draws():
    # three draws: weight of a 0.6, 0.6, 0.4; (100, 0) is first twice, (0, 100) once, (20, 20) never
    shares = np.array([[0.6, 0.4], [0.6, 0.4], [0.4, 0.6]])
    normalised = pd.DataFrame([[100, 0], [0, 100], [20, 20]], columns=["a", "b"], dtype=float)
    scores = DrawnScores(framework=TREE, weights=WeightDraws(shares={"score": shares}), normalised=normalised)
    found = rank_intervals(scores, top=0.34)
    assert found["median"].tolist() == [1, 2, 3]
    assert found["top"].tolist() == pytest.approx([2 / 3, 1 / 3, 0])


def test_a_subject_without_score_has_no_interval():
    found = rank_intervals(drawn([[np.nan, np.nan], [1, 2]]))
    assert found.isna().all(axis=1).tolist() == [True, False]


def test_nobody_with_a_score_is_no_fault():
    assert rank_intervals(drawn([[np.nan, np.nan]])).isna().all(axis=None)


def test_the_same_seed_gives_the_same_interval_and_zero_is_a_seed():
    data = np.random.default_rng(3).uniform(0, 100, (30, 2))
    pd.testing.assert_frame_equal(intervals(data, seed=0), intervals(data, seed=0))
    assert not intervals(data, seed=0, spread=0.9).equals(intervals(data, seed=0, spread=0.05))


def test_little_memory_and_any_number_of_threads_give_the_same_as_holding_all_ranks():
    scores = drawn(some_subjects(60), tree=DEEP, draws=150)
    whole = rank_intervals(scores, workers=1)
    for memory in (1, 60 * 8 * 3 * 4, 60 * 8 * 3 * 7):
        pd.testing.assert_frame_equal(rank_intervals(scores, memory=memory, workers=3), whole)


def test_ranks_are_never_all_held_when_memory_is_short(monkeypatch):
    monkeypatch.setattr(robustness, "_all_ranks", lambda *_: pytest.fail("subjects by draws"))
    rank_intervals(drawn(some_subjects(), tree=DEEP), memory=1000)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32), st.permutations(range(12)), st.booleans())
def test_the_order_of_subjects_changes_nothing(seed, order, gaps):
    values = some_subjects(12, seed)
    values[np.random.default_rng(seed).uniform(size=values.shape) < 0.2 * gaps] = np.nan
    found = rank_intervals(drawn(values, tree=DEEP, draws=30))
    moved = rank_intervals(drawn(values[order], tree=DEEP, draws=30))
    pd.testing.assert_frame_equal(moved.reset_index(drop=True), found.iloc[order].reset_index(drop=True))


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32), st.floats(0.001, 1000))
def test_the_scale_of_the_weights_changes_nothing(seed, factor):
    scaled = framework(leaf("a", factor), leaf("b", 3 * factor))
    plain = framework(leaf("a"), leaf("b", 3))
    values = some_subjects(12, seed)[:, :2]
    found = rank_intervals(drawn(values, tree=plain, draws=30))
    pd.testing.assert_frame_equal(rank_intervals(drawn(values, tree=scaled, draws=30)), found)
