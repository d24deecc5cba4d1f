from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.fairness.gap_frontier import GapProgramme, gap_frontier


def programme(policy, means, *, low=0.0, high=1.0, blocks=None, reference=None) -> GapProgramme:
    parts = len(policy)
    return GapProgramme(
        policy=np.array(policy, dtype=float),
        means=np.array(means, dtype=float),
        low=np.broadcast_to(np.asarray(low, dtype=float), parts),
        high=np.broadcast_to(np.asarray(high, dtype=float), parts),
        blocks=np.zeros(parts, dtype=int) if blocks is None else np.array(blocks),
        reference=reference,
    )


# Two groups with means 80, 60 and 60, 70 in two parts: the gap is |20 w1 - 10 w2|, 5 at equal weights, none at 1/3.
TWO = programme([0.5, 0.5], [[80, 60], [60, 70]])


def test_the_gap_by_hand():
    assert TWO.gap_of(np.array([0.5, 0.5])) == 5
    assert TWO.gap_of(np.array([0.2, 0.8])) == pytest.approx(4)


def test_the_nearest_weights_by_hand():
    # half of every unit of distance leaves the first part, half comes to the second: 20/2 + 10/2 = 15 points
    found = TWO.nearest(2.5)
    assert found.distance == pytest.approx(1 / 6)
    assert found.weights == pytest.approx([0.5 - 1 / 12, 0.5 + 1 / 12])
    assert found.gap == pytest.approx(2.5)


def test_a_bound_that_the_policy_meets_changes_nothing():
    assert TWO.nearest(6.0).weights.tolist() == [0.5, 0.5]


def test_the_frontier_by_hand_has_two_ends():
    first, last = gap_frontier(TWO)
    assert (first.distance, first.gap) == pytest.approx((0, 5))
    assert (last.distance, last.gap) == pytest.approx((1 / 3, 0), abs=1e-6)


def test_bounds_on_weights_that_no_gap_can_be_closed_within():
    held = programme([0.5, 0.5], [[80, 60], [60, 70]], low=0.45, high=0.55)
    assert held.nearest(3.0) is None
    assert held.smallest_gap().gap == pytest.approx(20 * 0.45 - 10 * 0.55)


def test_a_block_keeps_its_weight():
    # parts 1 and 2 are one dimension, part 3 another: 3 would help most, but only 1 and 2 may exchange
    means = [[80, 70, 40], [60, 65, 70]]
    found = programme([0.4, 0.2, 0.4], means, blocks=[0, 0, 1]).smallest_gap()
    assert found.weights[2] == pytest.approx(0.4)
    assert found.weights[:2].sum() == pytest.approx(0.6)


def test_with_a_reference_the_others_may_lie_apart_as_long_as_both_are_near_it():
    # means 50, 60, 70 in the first part, 60 in the second: from the middle group only 10 points to either side
    means = [[50, 60], [60, 60], [70, 60]]
    assert programme([1.0, 0.0], means, reference=1).gap_of(np.array([1.0, 0.0])) == 10
    found = programme([1.0, 0.0], means, reference=1).nearest(5.0)
    assert found.weights == pytest.approx([0.5, 0.5])
    assert programme([1.0, 0.0], means).nearest(5.0).weights == pytest.approx([0.25, 0.75])


def test_groups_that_lie_together_already_have_a_frontier_of_one_point():
    (only,) = gap_frontier(programme([0.3, 0.7], [[60, 50], [60, 50]]))
    assert (only.distance, only.gap) == (0, 0)
    assert only.weights.tolist() == [0.3, 0.7]


@st.composite
def programmes(draw):
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    parts, groups = draw(st.integers(2, 5)), draw(st.integers(2, 6))
    reference = draw(st.sampled_from([None, 0]))
    return programme(rng.dirichlet(np.full(parts, 3.0)), rng.uniform(20, 90, (groups, parts)), reference=reference)


@settings(max_examples=25)
@given(programmes(), st.floats(0, 1), st.integers(0, 10_000))
def test_the_frontier_falls_is_convex_and_is_the_smallest_gap_at_every_distance(of, share, seed):
    points = gap_frontier(of)
    distance, gap = (np.array([getattr(each, name) for each in points]) for name in ("distance", "gap"))
    assert gap[0] == pytest.approx(of.gap_of(of.policy))
    slopes = np.diff(gap) / np.maximum(np.diff(distance), 1e-12)
    assert np.all(slopes <= 1e-6)
    assert np.all(np.diff(slopes) >= -1e-4)
    asked = share * distance[-1]
    assert np.interp(asked, distance, gap) == pytest.approx(of.smallest_gap(asked).gap, abs=1e-5)
    # no weights drawn at random do better at their distance
    drawn = np.random.default_rng(seed).dirichlet(np.ones(len(of.policy)), 50)
    for weights in drawn:
        assert of.gap_of(weights) >= np.interp(np.abs(weights - of.policy).sum(), distance, gap) - 1e-5
    for point in points:
        assert point.weights.sum() == pytest.approx(1)
        assert np.abs(point.weights - of.policy).sum() == pytest.approx(point.distance, abs=1e-6)


def test_a_tolerance_leaves_out_points_that_matter_less():
    rng = np.random.default_rng(0)
    of = programme(rng.dirichlet(np.full(12, 5.0)), rng.normal(60, 10, (8, 12)))
    whole, rough = gap_frontier(of), gap_frontier(of, tolerance=0.2)
    assert 2 < len(rough) < len(whole)
    asked = np.linspace(0, whole[-1].distance, 30)
    lines = [np.interp(asked, [p.distance for p in f], [p.gap for p in f]) for f in (whole, rough)]
    assert np.all(lines[1] - lines[0] <= 0.2 + 1e-6)
    assert np.all(lines[1] - lines[0] >= -1e-6)
