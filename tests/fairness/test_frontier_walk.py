"""Two indicators that count the same; units differ in the first only, by 1.25 points of the score from end to end."""

from __future__ import annotations

import numpy as np
import pytest

from tests.panel_run import panel_run
from workbench.fairness.calibration_options import groupings_of
from workbench.fairness.frontier_walk import FrontierWalk, weights_at


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    case = panel_run(tmp_path_factory.mktemp("place")).case
    return FrontierWalk(case, groupings_of(case)["unit"])


def test_the_frontier_goes_from_the_policy_to_half_the_weight_of_what_differs(walk):
    assert walk.frontier.points["gap"].tolist() == pytest.approx([1.25, 0.625])
    assert walk.end == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("distance", "weights", "gap"), [(0.0, [0.5, 0.5], 1.25), (0.2, [0.4, 0.6], 1.0), (0.5, [0.25, 0.75], 0.625)]
)
def test_between_corners_weights_and_gap_lie_on_a_line(walk, distance, weights, gap):
    assert weights_at(walk.frontier, distance) == pytest.approx(weights)
    step = walk.step(distance)
    assert step.found.weights == pytest.approx(weights, abs=2e-4)  # written down in steps of 0.01 %
    assert step.found.gap.value == pytest.approx(gap, abs=1e-3)
    assert step.found.distance == pytest.approx(distance, abs=4e-4)


def test_beyond_the_end_the_weights_stay_at_the_end(walk):
    assert np.array_equal(walk.step(1.7).found.weights, walk.step(walk.end).found.weights)


def test_the_cost_counts_what_everybody_scored_again_would_have(walk):
    cost = walk.step(0.2).cost
    # results 50 + 12 women + step, conduct 60 + 12 women: a tenth of the weight moves 1.0 points at step 0, 0.7 at 3
    assert cost.compared == cost.changed == 24
    assert cost.largest_change == pytest.approx(1.0)
    assert cost.mean_change == pytest.approx(0.85)
    assert cost.gap_before.value == pytest.approx(1.25)


def test_the_policy_costs_nothing(walk):
    cost = walk.step(0.0).cost
    assert (cost.changed, cost.ranks_changed, cost.classes_changed) == (0, 0, 0)
