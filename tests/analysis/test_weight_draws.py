from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.frameworks import framework, leaf, node
from workbench.analysis.weight_draws import (
    bounds_around,
    box_weights,
    dirichlet_weights,
    draw_weights,
    simplex_weights,
    weights_at,
)
from workbench.errors import ScoringError
from workbench.model.parameters import Robustness

TREE = framework(node("ab", leaf("a", 3), leaf("b", 1), weight=2), leaf("c", 2), leaf("d", 0))


def generator(seed=0):
    return np.random.default_rng(seed)


def test_a_box_moves_each_weight_by_at_most_its_spread_before_they_are_scaled_back():
    drawn = box_weights(TREE, draws=500, spread=0.2, rng=generator())
    ratio = drawn.shares["ab"][:, 0] / drawn.shares["ab"][:, 1]
    assert drawn.count == 500
    assert 3 * 0.8 / 1.2 <= ratio.min() < ratio.max() <= 3 * 1.2 / 0.8


def test_a_dirichlet_has_the_policy_as_its_mean_and_the_deviation_its_concentration_says():
    shares = dirichlet_weights(TREE, draws=40_000, concentration=50.0, rng=generator()).shares["ab"]
    assert shares.mean(axis=0) == pytest.approx([0.75, 0.25], abs=2e-3)
    assert shares.std(axis=0) == pytest.approx(np.sqrt(0.75 * 0.25 / 51), rel=0.02)  # w (1 - w) / (concentration + 1)


def test_the_simplex_is_even_a_share_of_k_has_the_mean_1_and_the_variance_of_a_beta():
    tree = framework(*map(leaf, "wxyz"))
    shares = simplex_weights(tree, draws=40_000, rng=generator()).shares["score"]
    assert shares.mean(axis=0) == pytest.approx(0.25, abs=3e-3)
    assert shares.var(axis=0) == pytest.approx(3 / 80, rel=0.03)  # Beta(1, 3): 3 / (16 · 5)


def test_a_weight_of_0_stays_0_and_no_other_is_ever_0():
    for drawn in (
        box_weights(TREE, draws=50, spread=0.5, rng=generator()),
        dirichlet_weights(TREE, draws=50, concentration=0.01, rng=generator()),
        simplex_weights(TREE, draws=50, rng=generator()),
    ):
        assert (drawn.shares["score"][:, 2] == 0).all()
        assert (drawn.shares["score"][:, :2] > 0).all()


def test_effective_weights_are_products_of_shares():
    drawn = box_weights(TREE, draws=5, spread=1e-9, rng=generator())
    assert drawn.effective(TREE)[0] == pytest.approx([0.375, 0.125, 0.5, 0])
    assert drawn.table(TREE).columns.tolist() == ["a", "b", "ab", "c", "d"]
    assert drawn.at(3)["ab"] == pytest.approx([0.75, 0.25])


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.floats(0, 0.3), st.floats(0.3, 1)), min_size=2, max_size=5).filter(
        lambda pairs: sum(low for low, _ in pairs) < 0.99 and sum(high for _, high in pairs) > 1.01
    ),
    st.sampled_from(["simplex", "dirichlet"]),
)
def test_bounds_are_kept_and_shares_add_up_to_1(pairs, way):
    codes = "vwxyz"[: len(pairs)]
    tree, bounds = framework(*map(leaf, codes)), dict(zip(codes, pairs, strict=True))
    drawn = (
        simplex_weights(tree, draws=60, bounds=bounds, rng=generator())
        if way == "simplex"
        else dirichlet_weights(tree, draws=60, concentration=5.0, bounds=bounds, rng=generator())
    )
    low, high = np.array(pairs).T
    assert drawn.shares["score"].sum(axis=1) == pytest.approx(1)
    assert (drawn.shares["score"] >= low - 1e-12).all()
    assert (drawn.shares["score"] <= high + 1e-12).all()


def test_bounds_so_tight_that_drawing_again_never_meets_them_are_met_evenly():
    # both within 0.02 of 0.1 and 0.9: the first is then even on its interval, which has the mean 0.1
    tree = framework(*map(leaf, "abc"))
    bounds = {"a": (0.1, 0.1001), "b": (0.2, 0.2001)}
    shares = simplex_weights(tree, draws=3000, bounds=bounds, rng=generator()).shares["score"]
    assert (shares >= [0.1, 0.2, 0]).all()
    assert shares[:, 0].mean() == pytest.approx(0.10005, abs=2e-6)
    assert shares[:, 0].std() == pytest.approx(0.0001 / np.sqrt(12), rel=0.05)


def test_bounds_that_no_weights_meet_are_refused_by_the_name_of_the_dimension():
    with pytest.raises(ScoringError, match="ab: no weights meet the bounds"):
        simplex_weights(TREE, draws=5, bounds={"a": (0.0, 0.3), "b": (0.0, 0.6)}, rng=generator())
    with pytest.raises(ScoringError, match="score: no weights meet the bounds"):
        simplex_weights(TREE, draws=5, bounds={"c": (0.9, 0.2)}, rng=generator())


def test_bounds_around_the_policy_let_each_share_move_by_a_part_of_itself():
    assert bounds_around(TREE, 0.2)["a"] == pytest.approx((0.6, 0.9))
    assert bounds_around(TREE, 0.5)["a"] == pytest.approx((0.375, 1.0))


@pytest.mark.parametrize("way", ["box", "dirichlet", "simplex"])
def test_evenly_drawn_numbers_stand_for_weights_of_the_same_distribution(way):
    robustness = Robustness(weights=way, draws=20_000, spread=0.5, concentration=20.0)
    drawn = draw_weights(TREE, robustness, rng=generator()).shares["ab"][:, 0]
    quantiles = weights_at(TREE, robustness, generator(1).uniform(size=(20_000, 5))).shares["ab"][:, 0]
    steps = [0.05, 0.25, 0.5, 0.75, 0.95]
    assert np.quantile(quantiles, steps) == pytest.approx(np.quantile(drawn, steps), abs=0.015)


def test_the_same_seed_gives_the_same_weights_and_zero_is_a_seed():
    one, same, other = (
        draw_weights(TREE, Robustness(weights="simplex"), rng=generator(seed)).shares["ab"] for seed in (0, 0, 1)
    )
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
