from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.frameworks import framework, leaf, node
from workbench.analysis.acceptability import pairwise_winning, rank_acceptability, ranking_entropy
from workbench.analysis.drawn_scores import DrawnScores
from workbench.analysis.weight_draws import WeightDraws, simplex_weights

TREE = framework(leaf("a"), leaf("b"))


def three_draws(values, shares=((0.6, 0.4), (0.7, 0.3), (0.4, 0.6))):
    normalised = pd.DataFrame(values, columns=["a", "b"], index=list("XYZ")[: len(values)], dtype=float)
    return DrawnScores(framework=TREE, weights=WeightDraws(shares={"score": np.array(shares)}), normalised=normalised)


def drawn(seed, gaps=0.0, draws=60):
    tree = framework(node("ab", leaf("a"), leaf("b")), leaf("c"))
    rng = np.random.default_rng(seed)
    values = pd.DataFrame(rng.integers(0, 5, (8, 3)) * 25.0, columns=list("abc"))
    return DrawnScores(
        framework=tree,
        weights=simplex_weights(tree, draws=draws, rng=rng),
        normalised=values.mask(rng.uniform(size=(8, 3)) < gaps),
    )


def test_ranks_central_weights_and_confidence_by_hand():
    # X = (100, 0) is first with 0.6 and 0.7 on a, on average 0.65; Y = (0, 100) with 0.6 on b; Z = (10, 10) never
    found = rank_acceptability(three_draws([[100, 0], [0, 100], [10, 10]]))
    assert found.ranks.to_numpy() == pytest.approx(np.array([[2, 1, 0], [1, 2, 0], [0, 0, 3]]) / 3)
    assert found.central_weights.loc["X"].tolist() == pytest.approx([0.65, 0.35])
    assert found.central_weights.loc["Y"].tolist() == pytest.approx([0.4, 0.6])
    assert found.confidence[["X", "Y"]].tolist() == [1, 1]
    assert np.isnan(found.confidence["Z"])
    assert found.central_weights.loc["Z"].isna().all()


def test_those_who_are_level_share_the_better_rank_and_win_nothing_from_each_other():
    scores = three_draws([[50, 50], [50, 50]])
    assert rank_acceptability(scores).ranks.to_numpy().tolist() == [[1, 0], [1, 0]]
    assert pairwise_winning(scores).to_numpy().tolist() == [[0, 0], [0, 0]]
    assert ranking_entropy(scores) == 0


def test_two_of_three_draws_in_one_order_make_less_than_a_bit():
    scores = three_draws([[100, 0], [0, 100]])
    assert pairwise_winning(scores).to_numpy() == pytest.approx(np.array([[0, 2 / 3], [1 / 3, 0]]))
    assert ranking_entropy(scores) == pytest.approx(-(2 / 3) * np.log2(2 / 3) - (1 / 3) * np.log2(1 / 3))


def test_only_the_first_ranks_are_told_apart_where_that_is_asked():
    found = rank_acceptability(three_draws([[100, 0], [0, 100], [10, 10]]), first_ranks=1)
    assert found.ranks.columns.tolist() == [1]
    assert found.ranks[1].tolist() == pytest.approx([2 / 3, 1 / 3, 0])


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.sampled_from([0.0, 0.3]))
def test_over_all_ranks_acceptabilities_add_up_to_1_and_somebody_is_always_first(seed, gaps):
    scores = drawn(seed, gaps)
    ranks = rank_acceptability(scores).ranks
    scored = ranks.index.isin(scores.subjects)
    assert ranks[scored].sum(axis=1).to_numpy() == pytest.approx(1)
    assert ranks[~scored].isna().all(axis=None)
    assert len(scores.subjects) == 0 or ranks[1].sum() >= 1 - 1e-12


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32))
def test_winning_losing_and_being_level_add_up_to_1(seed):
    scores = drawn(seed)
    wins = pairwise_winning(scores).to_numpy()
    level = np.zeros_like(wins)
    for _, block in scores.ranks():
        level += (block[:, :, None] == block[:, None, :]).sum(axis=0)
    assert wins + wins.T + level / scores.count == pytest.approx(1)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32))
def test_central_weights_are_weights_and_put_their_subject_first_in_an_additive_node(seed):
    # scores are linear in the weights of a single node: where each of several weights makes one first, so does the mean
    rng = np.random.default_rng(seed)
    values = pd.DataFrame(rng.uniform(0, 100, (6, 3)), columns=list("abc"))
    tree = framework(*map(leaf, "abc"))
    found = rank_acceptability(
        DrawnScores(framework=tree, weights=simplex_weights(tree, draws=40, rng=rng), normalised=values)
    )
    ever_first = found.ranks[1] > 0
    assert found.central_weights[ever_first].sum(axis=1).to_numpy() == pytest.approx(1)
    assert (found.confidence[ever_first] == 1).all()
