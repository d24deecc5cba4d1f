from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tests.scoring.frameworks import framework, leaf, node
from workbench.analysis.drawn_scores import DrawnScores
from workbench.analysis.rank_bounds import dominance, rank_bounds
from workbench.analysis.weight_draws import bounds_around, simplex_weights
from workbench.errors import ScoringError
from workbench.scoring.aggregation import aggregate
from workbench.scoring.ranking import ranks_of

TWO = framework(leaf("a"), leaf("b"))
DEEP = framework(node("ab", leaf("a", 2), leaf("b")), node("cd", leaf("c"), leaf("d", 3), weight=2))
VALUES = pd.DataFrame([[100, 0], [60, 61], [0, 100], [50, 51]], columns=["a", "b"], index=list("WXYZ"), dtype=float)


def some_values(seed, count=7):
    return pd.DataFrame(np.random.default_rng(seed).uniform(0, 100, (count, 4)), columns=list("abcd"))


def rank_at(tree, values, shares, subject):
    weighted = tree.with_weights(shares)
    scores, _ = aggregate(weighted, {code: values[code].to_numpy() for code in values})
    return ranks_of(scores["score"])[values.index.get_loc(subject)]


def test_the_extremes_by_hand():
    # W = 100 w: first above w = 0.6..., last below 0.5; X is beaten by W or by Y, never by both; Z always by X
    found = rank_bounds(TWO, VALUES)
    assert found.ranks[["best", "worst"]].to_numpy().tolist() == [[1, 4], [1, 2], [1, 4], [2, 3]]
    assert found.best_weights.loc["W"].tolist() == pytest.approx([1, 0])
    assert found.ranks.loc["X", "exact"]


def test_comparisons_two_by_two_bound_the_ranks_but_do_not_settle_them():
    found = dominance(TWO, VALUES)
    assert found["beaten_by"].tolist() == [0, 0, 0, 1]
    assert found["possibly_beaten_by"].tolist() == [3, 2, 3, 3]
    assert found.loc["X", ["best_proved", "worst_proved"]].tolist() == [1, 3]  # W and Y: each possible, not both


def test_bounds_that_leave_a_single_set_of_weights_leave_a_single_order():
    found = rank_bounds(TWO, VALUES, bounds={"a": (0.55, 0.55)}).ranks
    assert found["best"].tolist() == found["worst"].tolist() == [2, 1, 4, 3]  # 55, 60.45, 45, 50.45
    assert found["exact"].all()


@settings(deadline=None, max_examples=6)
@given(st.integers(0, 2**32), st.sampled_from([0.1, 0.5, None]))
def test_what_was_found_is_attained_and_what_is_proved_is_never_passed(seed, spread):
    values = some_values(seed)
    bounds = bounds_around(DEEP, spread) if spread else {}
    found = rank_bounds(DEEP, values, bounds=bounds)
    pairs = dominance(DEEP, values, bounds=bounds)
    for subject, row in found.ranks.iterrows():
        assert rank_at(DEEP, values, found.best_weights.loc[subject], subject) == row["best"]
        assert rank_at(DEEP, values, found.worst_weights.loc[subject], subject) == row["worst"]
        assert pairs.at[subject, "best_proved"] <= row["best_proved"] <= row["best"]
        assert row["worst"] <= row["worst_proved"] <= pairs.at[subject, "worst_proved"]
        for weights in (found.best_weights.loc[subject], found.worst_weights.loc[subject]):
            assert all(low - 1e-12 <= weights[code] <= high + 1e-12 for code, (low, high) in bounds.items())
    weights = simplex_weights(DEEP, draws=300, bounds=bounds, rng=np.random.default_rng(seed))
    drawn = np.vstack([block for _, block in DrawnScores(framework=DEEP, weights=weights, normalised=values).ranks()])
    assert (drawn.min(axis=0) >= found.ranks["best_proved"]).all()
    assert (drawn.max(axis=0) <= found.ranks["worst_proved"]).all()


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 2**32))
def test_dominance_is_what_linear_programming_finds(seed):
    values = some_values(seed, count=4)
    bounds = {"a": (0.2, 0.9), "ab": (0.3, 0.6), "d": (0.1, 0.5)}
    # weights a, b, c, d in the whole: 0.2 (a+b) <= a <= 0.9 (a+b); 0.3 <= a+b <= 0.6; 0.1 (c+d) <= d <= 0.5 (c+d)
    limits = np.array(
        [[-0.8, 0.2, 0, 0], [0.1, -0.9, 0, 0], [-1, -1, 0, 0], [1, 1, 0, 0], [0, 0, 0.1, -0.9], [0, 0, -0.5, 0.5]]
    )
    found = dominance(DEEP, values, bounds=bounds)
    for subject in values.index:
        leads = (values - values.loc[subject]).drop(index=subject).to_numpy()
        most = [
            -linprog(-lead, A_ub=limits, b_ub=[0, 0, -0.3, 0.6, 0, 0], A_eq=[[1] * 4], b_eq=[1]).fun for lead in leads
        ]
        assert found.at[subject, "possibly_beaten_by"] == sum(each > 1e-7 for each in most)


def test_a_few_subjects_can_be_asked_about_among_many():
    values = some_values(1, count=30)
    found = rank_bounds(DEEP, values, subjects=[3, 17])
    assert found.ranks.index.tolist() == [3, 17]
    assert found.ranks["exact"].all()


def test_without_time_what_is_proved_still_holds_and_is_not_called_exact():
    values = some_values(2, count=40)
    hurried, patient = (
        rank_bounds(DEEP, values, subjects=[0], seconds=seconds).ranks.loc[0] for seconds in (0.0, 10.0)
    )
    assert hurried["best_proved"] <= patient["best"] <= hurried["best"]
    assert hurried["worst"] <= patient["worst"] <= hurried["worst_proved"]
    assert hurried["exact"] == (
        hurried["best"] == hurried["best_proved"] and hurried["worst"] == hurried["worst_proved"]
    )


def test_wider_bounds_never_narrow_the_ranks():
    values = some_values(3)
    all_ranks = [rank_bounds(DEEP, values, bounds=bounds_around(DEEP, spread)).ranks for spread in (0.1, 0.3, 0.9)]
    for narrow, wide in pairwise(all_ranks):
        assert (wide["best"] <= narrow["best"]).all()
        assert (wide["worst"] >= narrow["worst"]).all()


def test_what_the_answer_does_not_hold_for_is_refused_all_at_once():
    tree = framework(node("ab", leaf("a"), leaf("b"), method="geometric"), leaf("c"))
    values = pd.DataFrame({"a": [1.0, 2], "b": [1.0, 2], "c": [3.0, np.nan]})
    with pytest.raises(ScoringError, match="ab: rank bounds hold for weighted means only") as caught:
        rank_bounds(tree, values)
    assert "c: 1 subjects with a score lack this value" in str(caught.value)
    with pytest.raises(ScoringError, match="score: no weights meet the bounds"):
        rank_bounds(TWO, VALUES, bounds={"a": (0.7, 1.0), "b": (0.7, 1.0)})
