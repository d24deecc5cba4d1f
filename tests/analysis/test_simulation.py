"""What is drawn has the shares, sizes and severities that were asked for, and can be found again in what it made."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.simulation import (
    Assignment,
    cuts_for_shares,
    draw_population,
    draw_severities,
    draw_unit_sizes,
    judged,
    on_number_scale,
    on_ordinal_scale,
    raters_at_random,
)
from workbench.fairness.rater_screen import screen_raters


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


@given(people=st.integers(1, 5000), units=st.integers(1, 60), seed=st.integers(0, 99))
def test_the_sizes_of_units_add_up_and_no_unit_is_empty(people, units, seed):
    if people < units:
        with pytest.raises(ValueError, match=f"{people} people cannot fill {units} units"):
            draw_unit_sizes(rng(seed), people=people, units=units)
        return
    sizes = draw_unit_sizes(rng(seed), people=people, units=units)
    assert sizes.sum() == people
    assert len(sizes) == units
    assert sizes.min() >= 1


def test_a_share_of_a_units_effect_shows_in_its_people():
    people = draw_population(rng(), np.array([20_000, 20_000]), unit_effect=np.array([1.0, -1.0]), carried=0.5)
    means = [people.quality[people.unit == place].mean() for place in (0, 1)]
    assert means == pytest.approx([0.5, -0.5], abs=0.02)
    assert people.quality[people.unit == 0].std() == pytest.approx(0.7, abs=0.01)


def test_severity_takes_nothing_off_on_average():
    drawn = draw_severities(rng(), 40_000, spread=0.6)
    assert drawn.mean() == pytest.approx(0, abs=1e-12)
    assert drawn.std() == pytest.approx(0.6, abs=0.01)
    assert draw_severities(rng(), 0, spread=0.6).size == 0


@given(subjects=st.integers(1, 40), raters=st.integers(1, 12), each=st.integers(1, 12), seed=st.integers(0, 99))
def test_nobody_is_judged_twice_by_the_same_rater(subjects, raters, each, seed):
    if each > raters:
        with pytest.raises(ValueError, match=f"need at least as many; there are {raters}"):
            raters_at_random(rng(seed), subjects, raters, each=each)
        return
    drawn = raters_at_random(rng(seed), subjects, raters, each=each)
    pairs = set(zip(drawn.subject.tolist(), drawn.rater.tolist(), strict=True))
    assert len(pairs) == len(drawn.subject) == subjects * each
    assert drawn.rater.min() >= 0
    assert drawn.rater.max() < raters


def test_every_rater_is_as_likely_as_any_other():
    drawn = raters_at_random(rng(), 30_000, 6, each=2)
    assert np.bincount(drawn.rater) / 60_000 == pytest.approx(np.full(6, 1 / 6), abs=0.005)


def test_a_severe_rater_takes_off_what_was_drawn():
    pair = Assignment(subject=np.array([0, 0, 1]), rater=np.array([0, 1, 1]))
    latent = judged(rng(), pair, quality=np.array([1.0, 2.0]), severity=np.array([0.5, -0.25]), noise=0.0)
    assert latent.tolist() == [0.5, 1.25, 2.25]


def test_classes_come_as_often_as_asked_for():
    cuts = cuts_for_shares([0.1, 0.7, 0.2], spread=2.0)
    drawn = on_ordinal_scale(rng().normal(0, 2.0, 50_000), cuts)
    assert np.bincount(drawn)[1:] / 50_000 == pytest.approx([0.1, 0.7, 0.2], abs=0.01)


def test_a_value_on_a_cut_is_in_the_class_above():
    assert on_ordinal_scale(np.array([-0.1, 0.0, 1.0, 9.0]), np.array([0.0, 1.0])).tolist() == [1, 2, 3, 3]


def test_a_number_scale_is_whole_and_bounded():
    drawn = on_number_scale(np.array([-9.0, 0.1, 1.0, 9.0]), centre=7, step=1.5, low=1, high=10)
    assert drawn.tolist() == [1, 7, 8, 10]


def test_drawn_severity_is_found_again_where_raters_overlap():
    severity = draw_severities(rng(5), 20, spread=0.6)
    quality = rng(6).normal(0, 1, 400)
    pairs = raters_at_random(rng(7), 400, 20, each=4)
    latent = judged(rng(8), pairs, quality=quality, severity=severity, noise=0.5)
    scores = on_number_scale(latent, centre=7.5, step=0.9, low=1, high=10)
    found = screen_raters(scores, pairs.subject, pairs.rater, subjects=400, raters=20).deviation
    assert np.corrcoef(found, -severity)[0, 1] > 0.95


def test_with_one_rater_each_severity_cannot_be_found_and_there_is_no_deviation():
    pairs = raters_at_random(rng(), 50, 5, each=1)
    found = screen_raters(rng(2).normal(0, 1, 50), pairs.subject, pairs.rater, subjects=50, raters=5)
    assert np.isnan(found.deviation).all()
