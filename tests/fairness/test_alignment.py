from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ks_2samp

from workbench.analysis.group_statistics import group_statistics
from workbench.fairness import alignment
from workbench.fairness.alignment import (
    align_location_scale,
    align_quantiles,
    largest_distance,
    shrunken_deviations,
)

ALIGNMENTS = (align_location_scale, align_quantiles)


@st.composite
def scored_units(draw, *, ties: bool = True):
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    sizes = draw(st.lists(st.integers(1, 12), min_size=1, max_size=5))
    codes = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    values = rng.normal(70, 8, len(codes)) + rng.normal(0, 5, len(sizes))[codes]
    if ties and draw(st.booleans()):
        values = np.round(values / 5) * 5
    return values, codes, len(sizes)


def test_deviations_are_drawn_to_a_common_one_worth_so_many_observations():
    # variances s0² · d0 / chi²(d0), as Smyth's prior says: s0 = 6, d0 = 8
    rng = np.random.default_rng(4)
    truth = 36 * 8 / rng.chisquare(8, 3000)
    values = (rng.normal(0, 1, (3000, 6)) * np.sqrt(truth)[:, None]).ravel()
    units = group_statistics(values, np.repeat(np.arange(3000), 6), 3000)
    drawn = shrunken_deviations(units) ** 2
    slope, constant = np.polyfit(units.sd**2, drawn, 1)  # (d0 s0² + d s²) / (d0 + d), d = 5
    assert slope == pytest.approx(5 / 13, abs=0.03)
    assert constant == pytest.approx(8 * 36 / 13, abs=1.5)
    assert np.mean((drawn - truth) ** 2) < np.mean((units.sd**2 - truth) ** 2)


def test_deviations_no_further_apart_than_by_chance_are_held_to_be_the_same():
    units = group_statistics(np.tile([10.0, 20.0, 30.0], 4), np.repeat(np.arange(4), 3), 4)
    assert np.ptp(shrunken_deviations(units)) == pytest.approx(0)


def test_location_and_scale_by_hand():
    # unit 0: mean 60, sd 10; unit 1: mean 80, sd 20; sizes equal, so that all shall have 70 and 15
    values, codes = np.array([50.0, 60, 70, 60, 80, 100]), np.repeat([0, 1], 3)
    found = align_location_scale(values, codes, 2, dial=1, shrink=False)
    assert found.aligned == pytest.approx([55, 70, 85, 55, 70, 85])
    assert align_location_scale(values, codes, 2, dial=0.5, shrink=False).aligned == pytest.approx(
        [52.5, 65, 77.5, 57.5, 75, 92.5]
    )
    assert found.units["mean_after"].tolist() == pytest.approx([70, 70])
    assert found.units["sd_after"].tolist() == pytest.approx([15, 15])


def test_means_that_differ_by_luck_alone_are_left_as_they_are_whatever_happens_to_the_spread():
    # four units whose means differ less than their people would make them: nothing to take away
    codes = np.repeat([0, 1, 2, 3], 6)
    values = np.tile([-10.0, -6, -2, 2, 6, 10], 4) * np.array([1.0, 0.2, 2, 1])[codes] + 70 + 0.1 * codes
    units = align_location_scale(values, codes, 4, dial=1).units
    assert units["mean_after"].to_numpy() == pytest.approx(units["mean"].to_numpy())
    assert np.ptp(units["sd_after"]) < np.ptp(units["sd"])


def test_a_small_unit_is_moved_by_less_than_a_large_one_with_the_same_mean():
    rng = np.random.default_rng(1)
    codes = np.repeat([0, 1, 2, 3], [200, 4, 200, 200])
    values = rng.normal(0, 12, 604)
    for unit, mean in enumerate((62.0, 62.0, 70.0, 78.0)):
        values[codes == unit] += mean - values[codes == unit].mean()
    units = align_location_scale(values, codes, 4, dial=1).units
    moved = units["mean_after"] - units["mean"]
    assert 0 < moved[1] < 0.9 * moved[0]
    assert units["mean_held"][1] > 62.5


def test_no_other_common_mean_and_spread_moves_the_squares_less():
    rng = np.random.default_rng(6)
    codes = np.repeat([0, 1, 2], [5, 9, 20])
    values = rng.normal(70, [4.0, 8.0, 6.0], (34, 3))[np.arange(34), codes] + codes * 3

    def cost(middle: float, width: float) -> float:
        found = group_statistics(values, codes, 3)
        target = middle + width * (values - found.mean[codes]) / found.sd[codes]
        return float(np.square(target - values).mean())

    aligned = align_location_scale(values, codes, 3, dial=1, shrink=False)
    middle, width = aligned.units["mean_after"][0], aligned.units["sd_after"][0]
    assert np.square(aligned.aligned - values).mean() == pytest.approx(cost(middle, width))
    for other in ((middle + 0.5, width), (middle - 0.5, width)):
        assert cost(*other) > cost(middle, width)
    # the spread is the mean weighted by n, the cost of a spread is weighted by n - 1: the same but for small units
    assert min(cost(middle, width + 0.5), cost(middle, width - 0.5)) > cost(middle, width)


def test_quantiles_by_hand():
    # two units of two: the lower ones meet at (40 + 60) / 2, the upper ones at (50 + 90) / 2
    values, codes = np.array([40.0, 50, 60, 90]), np.array([0, 0, 1, 1])
    assert align_quantiles(values, codes, 2, dial=1).aligned == pytest.approx([50, 70, 50, 70])
    assert align_quantiles(values, codes, 2, dial=0.25).aligned == pytest.approx([42.5, 55, 57.5, 85])


def test_ties_stand_at_the_middle_of_their_places():
    # unit 0: 40, 40 at place 1/2; unit 1: 60 at 1/4, 90 at 3/4, so 75 at 1/2; a quarter: (40 + 60) / 2
    values, codes = np.array([40.0, 40, 60, 90]), np.array([0, 0, 1, 1])
    assert align_quantiles(values, codes, 2, dial=1).aligned == pytest.approx([57.5, 57.5, 50, 65])


@settings(max_examples=40)
@given(scored_units(), st.sampled_from([0.0, 0.3, 1.0]))
def test_the_order_inside_a_unit_is_kept_and_equals_stay_equal(given_units, dial):
    values, codes, units = given_units
    for align in ALIGNMENTS:
        aligned = align(values, codes, units, dial=dial).aligned
        for unit in range(units):
            order = np.argsort(values[codes == unit])
            before, after = values[codes == unit][order], aligned[codes == unit][order]
            assert np.all(np.diff(after) >= -1e-9)
            assert np.abs(np.diff(after)[np.diff(before) == 0]).max(initial=0) < 1e-9


@given(scored_units())
def test_the_dial_at_0_changes_nothing(given_units):
    values, codes, units = given_units
    for align in ALIGNMENTS:
        assert align(values, codes, units, dial=0).aligned.tolist() == values.tolist()


@settings(max_examples=40)
@given(scored_units(ties=False))
def test_aligned_units_differ_by_no_more_than_one_person_of_the_smallest(given_units):
    values, codes, units = given_units
    found = align_quantiles(values, codes, units, dial=1)
    if units > 1:
        assert found.distance_after <= 1 / np.bincount(codes).min() + 1e-9


@settings(max_examples=40)
@given(scored_units())
def test_aligned_scores_stay_between_the_lowest_and_the_highest_there_were(given_units):
    values, codes, units = given_units
    aligned = align_quantiles(values, codes, units, dial=1).aligned
    assert aligned.min() >= values.min() - 1e-9
    assert aligned.max() <= values.max() + 1e-9


def test_units_that_are_the_same_already_are_not_moved():
    values = np.tile([50.0, 60.0, 60.0, 75.0], 3)
    aligned = align_quantiles(values, np.repeat([0, 1, 2], 4), 3, dial=1).aligned
    assert aligned == pytest.approx(values)


def test_no_other_common_distribution_moves_the_squares_less():
    rng = np.random.default_rng(9)
    codes = np.repeat([0, 1, 2], 8)
    values = rng.normal(70, 6, 24) + 4 * codes
    aligned = align_quantiles(values, codes, 3, dial=1).aligned
    least = np.square(aligned - values).sum()
    for _ in range(50):  # the same eight scores for every unit, in order: any other eight cost more
        other = aligned.copy()
        shaken = np.sort(np.sort(aligned[:8]) + rng.normal(0, 1, 8))
        for unit in range(3):
            place = np.argsort(np.argsort(values[codes == unit]))
            other[codes == unit] = shaken[place]
        assert np.square(other - values).sum() >= least


def test_two_units_are_too_few_to_know_what_is_luck_so_their_means_are_taken_as_they_are():
    values, codes = np.array([40.0, 50, 60, 90]), np.array([0, 0, 1, 1])
    assert align_location_scale(values, codes, 2, dial=1).units["mean_held"].tolist() == [45, 75]


def test_who_has_no_score_or_no_unit_is_left_alone():
    values, codes = np.array([40.0, 50, 60, 90, np.nan, 10]), np.array([0, 0, 1, 1, 1, -1])
    for align in ALIGNMENTS:
        found = align(values, codes, 2, dial=1)
        assert np.isnan(found.aligned[4])
        assert found.aligned[5] == 10
        assert found.units["size"].tolist() == [2, 2]


def test_a_unit_of_one_person_is_shifted_not_stretched():
    found = align_location_scale(np.array([40.0, 50, 60, 90]), np.array([0, 0, 0, 1]), 2, dial=1, shrink=False)
    assert found.aligned == pytest.approx([50, 60, 70, 60])  # all have the mean (3 · 50 + 90) / 4


def test_aligned_scores_can_be_kept_on_the_scale():
    values, codes = np.array([50.0, 60, 70, 60, 80, 100]), np.repeat([0, 1], 3)
    assert align_location_scale(values, codes, 2, dial=1, shrink=False, bounds=(60, 80)).aligned.max() == 80


@settings(max_examples=30)
@given(scored_units())
def test_the_largest_distance_is_that_of_the_pair_that_differs_most(given_units):
    values, codes, units = given_units
    pairs = [
        ks_2samp(values[codes == one], values[codes == other], method="asymp").statistic
        for one in range(units)
        for other in range(one)
    ]
    assert largest_distance(values, codes, units) == pytest.approx(max(pairs, default=np.nan), nan_ok=True)


def test_of_very_many_scores_so_many_are_looked_at(monkeypatch):
    rng = np.random.default_rng(2)
    values, codes = rng.normal(size=4000), np.repeat([0, 1], 2000)
    exact = largest_distance(values + 0.5 * codes, codes, 2)
    monkeypatch.setattr(alignment, "_MOST_PLACES", 400)
    assert largest_distance(values + 0.5 * codes, codes, 2) == pytest.approx(exact, abs=0.01)


def test_a_dial_beyond_its_ends_is_refused():
    with pytest.raises(ValueError, match=r"from 0 \(nothing\) to 1 \(all\), not to 1.5"):
        align_quantiles(np.array([1.0]), np.array([0]), 1, dial=1.5)
