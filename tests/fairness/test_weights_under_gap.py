from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.scoring.frameworks import framework, leaf, node
from workbench.errors import ScoringError
from workbench.fairness.weights_under_gap import (
    WeighedGroups,
    frontier_of_gaps,
    gap_programme,
    in_steps,
    weights_by_influence,
    weights_under_gap,
)

# Two groups of ten: 80 and 60 in the first indicator, 60 and 70 in the second; the gap is |20 w1 - 10 w2|.
CODES = np.repeat([0, 1], 10)
FLAT = framework(leaf("x"), leaf("y"))


def columns(first, second) -> dict[str, np.ndarray]:
    return {
        code: np.array(pair, dtype=float)[CODES] + np.tile([-1.0, 1.0], 10)
        for code, pair in (("x", first), ("y", second))
    }


def groups(tree=FLAT, normalised=None, **options) -> WeighedGroups:
    given = columns((80, 60), (60, 70)) if normalised is None else normalised
    return WeighedGroups(framework=tree, normalised=given, codes=CODES, count=2, **options)


def test_weights_under_a_bound_by_hand():
    found = weights_under_gap(groups(), 2.5)
    assert found.weights == pytest.approx([0.5 - 1 / 12, 0.5 + 1 / 12], abs=1e-4)
    assert found.gap.value <= 2.505
    assert found.gap.value == pytest.approx(2.5, abs=0.01)
    assert found.distance == pytest.approx(1 / 6, abs=3e-4)
    assert (found.gap.highest, found.gap.lowest) == (0, 1)


def test_weights_move_in_hundredths_of_a_percent():
    moved = (weights_under_gap(groups(), 2.5).weights - 0.5) / 1e-4
    assert moved == pytest.approx(np.round(moved), abs=1e-6)


def test_an_impossible_bound_is_not_kept_and_the_smallest_gap_that_can_be_had_is_given():
    # nine to eleven tenths of their weights: at best 20 · 0.45 - 10 · 0.55
    found = weights_under_gap(groups(), 0.5, room=(0.9, 1.1))
    assert not found.kept
    assert found.gap.value == pytest.approx(3.5, abs=0.01)
    assert weights_under_gap(groups(), 0.0).kept


def test_what_the_programme_promises_is_what_scoring_again_gives():
    found = frontier_of_gaps(groups(room_tree()), tolerance=0)
    assert found.points["rescored"].to_numpy() == pytest.approx(found.points["gap"].to_numpy(), abs=1e-9)
    assert found.weights.sum(axis=1).to_numpy() == pytest.approx(1)
    assert list(found.weights) == ["x", "y"]


def room_tree():
    return framework(node("one", leaf("x"), weight=3.0), node("two", leaf("y"), weight=2.0))


def test_where_dimensions_keep_their_weight_single_indicators_cannot_move():
    found = frontier_of_gaps(groups(room_tree()), keep="dimensions")
    assert found.points["distance"].tolist() == [0.0]


def test_dimensions_keep_their_weight_while_their_parts_exchange():
    rng = np.random.default_rng(3)
    tree = framework(node("one", leaf("a"), leaf("b", 2.0), weight=3.0), leaf("c", 2.0))
    normalised = {code: rng.uniform(20, 90, 20) for code in "abc"}
    found = frontier_of_gaps(groups(tree, normalised), keep="dimensions")
    assert len(found.points) > 1
    assert (found.weights["a"] + found.weights["b"]).to_numpy() == pytest.approx(0.6)


def test_with_missing_values_the_gap_of_those_scored_again_keeps_the_bound():
    rng = np.random.default_rng(11)
    tree = framework(node("one", leaf("a"), leaf("b", 2.0), weight=3.0), leaf("c", 2.0))
    normalised = {code: rng.uniform(20, 90, 20) + 15 * CODES for code in "abc"}
    for column in normalised.values():
        column[rng.random(20) < 0.3] = np.nan
    asked = groups(tree, normalised, fewest=5)
    now, least = frontier_of_gaps(asked).points["rescored"].iloc[[0, -1]]
    programme = gap_programme(asked)
    assert programme.gap_of(programme.policy) == pytest.approx(now)  # exact under the weights of the policy
    bound = (now + least) / 2
    found = weights_under_gap(asked, bound)
    assert found.gap.value <= bound + 0.005
    assert found.gap.value == pytest.approx(asked.gap(asked.scores(found.weights)).value)


def test_values_below_the_minimum_coverage_do_not_count_in_the_means():
    # the second person of the first group has only b, too little: dimension and whole are not scored
    tree = framework(node("one", leaf("a", 3.0), leaf("b"), minimum=0.5))
    normalised = {"a": np.array([50.0, np.nan, 60, 60]), "b": np.array([70.0, 0.0, 80, 80])}
    asked = WeighedGroups(framework=tree, normalised=normalised, codes=np.array([0, 0, 1, 1]), count=2, fewest=1)
    assert asked.scores(asked.policy) == pytest.approx([55, np.nan, 65, 65], nan_ok=True)
    with pytest.raises(ScoringError, match="fewer than two groups have 1 scored members"):
        gap_programme(asked)


def test_a_score_that_is_no_weighted_mean_is_refused_with_the_reason():
    with pytest.raises(ScoringError, match=r"score: .* weighted means; 'geometric' is none"):
        weights_under_gap(groups(framework(leaf("x"), leaf("y"), method="geometric")), 2.0)


def test_a_reference_group_that_is_too_small_is_refused():
    with pytest.raises(ScoringError, match="the reference group has fewer than 11 scored members"):
        _ = groups(reference=1, fewest=11).reference_row


def test_the_reference_is_the_row_of_its_group_after_those_too_small_have_gone():
    asked = WeighedGroups(
        framework=FLAT,
        normalised={code: np.arange(25.0) for code in "xy"},
        codes=np.repeat([0, 1, 2], [3, 12, 10]),
        count=3,
        reference=2,
    )
    assert asked.part_means.shape == (2, 2)
    assert asked.reference_row == 1


def test_what_is_shown_but_does_not_count_gets_no_weight():
    tree = framework(leaf("x"), leaf("y"), leaf("shown", 0.0))
    normalised = {**columns((80, 60), (60, 70)), "shown": np.full(20, np.nan)}
    assert weights_under_gap(groups(tree, normalised), 2.5).weights[2] == 0


def test_moves_cut_to_steps_still_add_up_to_nothing():
    programme = gap_programme(groups())
    cut = in_steps(programme, np.array([0.44444, 0.55556]))
    assert cut == pytest.approx([0.4445, 0.5555])
    three = {**columns((80, 60), (60, 70)), "z": columns((1, 2), (3, 4))["x"]}
    lopsided = gap_programme(groups(framework(leaf("x"), leaf("y"), leaf("z")), three))
    cut = in_steps(lopsided, lopsided.policy + np.array([0.000199, 0.000199, -0.000398]))
    assert cut - lopsided.policy == pytest.approx([1e-4, 1e-4, -2e-4])


def test_weights_by_intended_influence_are_one_more_option():
    # of two indicators with equal intended influence: w1 = sd2 / (sd1 + sd2)
    rng = np.random.default_rng(2)
    normalised = {"x": rng.normal(50, 4, 200), "y": rng.normal(50, 12, 200)}
    asked = WeighedGroups(framework=FLAT, normalised=normalised, codes=np.repeat([0, 1], 100), count=2)
    found = weights_by_influence(asked)
    spread = pd.DataFrame(normalised).std()
    assert found.weights[0] == pytest.approx(spread["y"] / spread.sum())
    assert found.scores == pytest.approx(found.weights[0] * normalised["x"] + found.weights[1] * normalised["y"])
    assert found.distance == pytest.approx(2 * abs(found.weights[0] - 0.5))


def test_influence_is_settled_in_every_dimension_with_several_parts():
    rng = np.random.default_rng(2)
    tree = framework(node("one", leaf("x"), leaf("y")), node("two", leaf("z")))
    normalised = {code: rng.normal(50, sd, 200) for code, sd in (("x", 4), ("y", 12), ("z", 5))}
    asked = WeighedGroups(framework=tree, normalised=normalised, codes=np.repeat([0, 1], 100), count=2)
    values, found = pd.DataFrame(normalised), weights_by_influence(asked)
    inner = found.weights[0] / found.weights[:2].sum()
    assert inner == pytest.approx(values["y"].std() / (values["x"].std() + values["y"].std()))
    assert found.weights.sum() == pytest.approx(1)
