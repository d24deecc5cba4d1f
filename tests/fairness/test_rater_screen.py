"""The first look at severity."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from workbench.analysis.simulation import draw_severities, judged, raters_at_random
from workbench.fairness.rater_screen import screen_against_anchor, screen_raters


def test_the_difference_is_from_the_others_not_from_a_mean_that_holds_the_rating_itself():
    # rater 0 gives 8 and 6 where rater 1 gives 6 and 5: differences from the other 2 and 1, on average 1.5
    found = screen_raters(
        np.array([8.0, 6, 6, 5]), np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), subjects=2, raters=3
    )
    assert found.deviation == pytest.approx([1.5, -1.5, np.nan], nan_ok=True)
    # differences 2 and 1 with the information 1/2 each: scatter 0.25, one degree of freedom, information 1
    assert found.error == pytest.approx([0.5, 0.5, np.nan], nan_ok=True)
    assert found.ratings.tolist() == [2, 2, 0]
    assert found.p_values()[0] == pytest.approx(2 * stats.t.sf(3, 1))


def test_whoever_is_rated_once_says_nothing_and_what_has_no_value_is_counted():
    values = np.array([8.0, 6, 9, np.nan, 4])
    found = screen_raters(values, np.array([0, 0, 1, 1, -1]), np.array([0, 1, 0, 1, 1]), subjects=2, raters=2)
    assert found.deviation == pytest.approx([2, -2])
    assert found.ratings.tolist() == [1, 1]
    assert np.isnan(found.error).all()
    assert np.isnan(found.p_values()).all()
    assert found.excluded == 2


def test_severities_that_are_known_are_found_and_the_errors_are_of_the_right_size():
    rng = np.random.default_rng(1)
    severity = draw_severities(rng, 40, spread=0.5)
    pairs = raters_at_random(rng, 3000, 40, each=3)
    scores = judged(rng, pairs, quality=rng.normal(0, 1, 3000), severity=severity, noise=0.8)
    found = screen_raters(scores, pairs.subject, pairs.rater, subjects=3000, raters=40)
    assert np.corrcoef(found.deviation, severity)[0, 1] < -0.98
    assert 0.8 < np.std((found.deviation + severity) / found.error) < 1.2


def test_an_anchor_s_expectation_is_its_line_over_all_persons():
    anchor = np.array([1.0, 2, 3, 4, 5, 6])
    # a line 2 + x; rater 1 adds 1 to his two, rater 0 takes 1 off his; both see one low and one high
    rater = np.array([0, 1, 2, 2, 1, 0])
    values = 2 + anchor + np.array([-1.0, 1, 0, 0, 1, -1])
    found = screen_against_anchor(values, rater, anchor, raters=4)
    assert found.slopes == pytest.approx([1.0])
    assert found.intercept == pytest.approx(2.0)
    assert found.deviation == pytest.approx([-1, 1, 0, np.nan], nan_ok=True)
    assert found.error[:3] == pytest.approx([0, 0, 0])  # no spread within a rater
    assert found.explained == pytest.approx(1 - 4 / (4 + 17.5))


def test_the_error_is_the_spread_within_raters_over_the_root_of_their_ratings():
    values = np.array([1.0, 3, 4, 6])  # within: 2 and 2, each twice 1 from its mean: 4 over 4 - 2
    found = screen_against_anchor(values, np.array([0, 0, 1, 1]), np.array([0.0, 1, 0, 1]), raters=2)
    # the anchor explains 2 of every difference within a rater: nothing is left
    assert found.deviation == pytest.approx([-1.5, 1.5])
    assert found.error == pytest.approx([0, 0], abs=1e-9)
    flat = screen_against_anchor(values, np.array([0, 0, 1, 1]), np.array([0.0, 1, 1, 0]), raters=2)
    assert flat.slopes == pytest.approx([0.0])
    assert flat.error == pytest.approx([1, 1])  # sqrt(4 / 2 / 2)
    assert flat.p_values() == pytest.approx(2 * stats.t.sf([1.5, 1.5], 2))


def test_several_anchors_are_taken_together_and_what_lacks_one_is_counted():
    rng = np.random.default_rng(2)
    anchors = rng.normal(size=(300, 2))
    rater = rng.integers(0, 6, 300)
    values = 1 + anchors @ [2.0, -1.0] + 0.5 * (rater == 0)
    anchors[7, 1], rater[8], values[9] = np.nan, -1, np.nan
    found = screen_against_anchor(values, rater, anchors, raters=6)
    assert found.excluded == 3
    assert found.slopes == pytest.approx([2, -1], abs=0.05)
    assert found.deviation[0] - found.deviation[1] == pytest.approx(0.5, abs=0.02)
    assert found.explained > 0.99


def test_without_ratings_nothing_is_said():
    found = screen_against_anchor(np.array([np.nan]), np.array([0]), np.array([1.0]), raters=1)
    assert np.isnan(found.deviation).all()
    assert np.isnan(found.explained)
