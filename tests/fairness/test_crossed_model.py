"""Severities and subjects' means from crossed ratings."""

from __future__ import annotations

import numpy as np
import pytest

from tests.fairness.test_variance_components import PENICILLIN, PLATE, SAMPLE
from workbench.analysis.simulation import draw_severities, judged, raters_at_random
from workbench.errors import ScoringError
from workbench.fairness.crossed_model import fit_crossed_model, reliability, shrunken_p_values


def place(seed, *, people=250, raters=30, each=4):
    """Invented ratings: quality of spread 0.7, severities of 0.5, noise of 0.6."""
    rng = np.random.default_rng(seed)
    severity = draw_severities(rng, raters, spread=0.5)
    pairs = raters_at_random(rng, people, raters, each=each)
    quality = rng.normal(0, 0.7, people)
    return quality, severity, pairs, judged(rng, pairs, quality=quality, severity=severity, noise=0.6)


def fitted(pairs, scores, **options):
    subjects, raters = int(pairs.subject.max()) + 1, int(pairs.rater.max()) + 1
    return fit_crossed_model(scores, pairs.subject, pairs.rater, subjects=subjects, raters=raters, **options)


def test_penicillin_with_the_samples_as_raters():
    """Bates et al. (2015), doi:10.18637/jss.v067.i01, whose `ranef` of the six samples are these."""
    found = fit_crossed_model(PENICILLIN.ravel(), PLATE, SAMPLE, subjects=24, raters=6)
    assert found.criterion == pytest.approx(330.86058899122156, abs=1e-8)
    assert found.raters["severity"].round(3).tolist() == [-2.187, 1.010, -1.938, 0.097, 0.014, 3.004]
    assert found.variances["levels"].to_dict() == {"subject": 24, "rater": 6, "residual": 144}
    # all 24 plates have all six: the severity is the difference of two means, its error that of 24 ratings, less 1/6
    raw = PENICILLIN.mean() - PENICILLIN.mean(axis=0)
    shrink = 1 / (1 + found.variances["variance"]["residual"] / 24 / found.variances["variance"]["rater"])
    assert found.raters["severity"].to_numpy() == pytest.approx(shrink * raw)
    noise = found.variances["variance"]["residual"] / 24
    assert found.raters["error"].to_numpy() == pytest.approx(np.full(6, np.sqrt(shrink * noise * 5 / 6)))


def test_severities_that_are_known_are_recovered():
    for seed in range(3):
        _, severity, pairs, scores = place(seed, people=400)
        assert np.corrcoef(fitted(pairs, scores).raters["severity"], severity)[0, 1] >= 0.95


def test_intervals_of_95_percent_cover_the_known_severities_and_qualities():
    covered, near = [], []
    for seed in range(15):
        quality, severity, pairs, scores = place(seed)
        found = fitted(pairs, scores)
        covered.append(((found.raters["low"] <= severity) & (severity <= found.raters["high"])).mean())
        near.append((np.abs(found.subjects["mean"] - quality) <= 1.96 * found.subjects["error"]).mean())
    assert 0.93 <= np.mean(covered) <= 0.97
    assert 0.93 <= np.mean(near) <= 0.97


def test_raters_who_are_no_different_have_p_values_spread_evenly_and_the_others_small_ones():
    rng = np.random.default_rng(9)
    severity = np.where(np.arange(60) < 20, 1.5, 0.0) * np.where(np.arange(60) % 2, 1, -1)
    pairs = raters_at_random(rng, 1500, 60, each=3)
    found = fitted(pairs, judged(rng, pairs, quality=rng.normal(0, 0.7, 1500), severity=severity, noise=0.6)).raters
    assert found["p_value"][:20].max() < 0.001
    assert 0 < (found["p_value"][20:] < 0.1).sum() < 10  # 4 of 40 expected
    assert shrunken_p_values(np.array([0.0, np.nan]), np.zeros(2), 0.0) == pytest.approx([1, np.nan], nan_ok=True)


def test_where_every_subject_has_one_rater_it_refuses_and_says_why():
    with pytest.raises(ScoringError, match="everybody has one rater only"):
        fit_crossed_model(np.arange(6.0), np.arange(6), np.array([0, 0, 0, 1, 1, 1]), subjects=6, raters=2)


def test_components_are_not_compared_whatever_lies_between_them():
    _, _, pairs, scores = place(1, people=60, raters=8)
    apart = np.where(np.arange(len(scores)) < len(scores) // 2, 0, 100)  # two halves of the people, raters of their own
    rater = pairs.rater + np.where(apart > 0, 8, 0)
    near = fit_crossed_model(scores, pairs.subject, rater, subjects=60, raters=16)
    far = fit_crossed_model(scores + apart, pairs.subject, rater, subjects=60, raters=16)
    assert near.raters["component"].nunique() == 2
    assert far.raters["severity"].to_numpy() == pytest.approx(near.raters["severity"].to_numpy())
    for _, own in near.raters.groupby("component"):
        assert own["severity"].sum() == pytest.approx(0, abs=1e-10)


def test_an_adjusted_rating_is_the_rating_and_the_severity_of_its_rater():
    _, _, pairs, scores = place(2)
    scores[5] = np.nan
    found = fitted(pairs, scores)
    severity = found.raters["severity"].to_numpy()
    assert found.adjusted[0] == pytest.approx(scores[0] + severity[pairs.rater[0]])
    assert np.isnan(found.adjusted[5])
    assert (found.ratings, found.excluded) == (999, 1)


def test_what_a_covariate_explains_is_no_severity():
    _, _, pairs, scores = place(3, people=400)
    hard = (pairs.rater < 5) & (np.arange(len(scores)) % 4 > 0)  # five raters mostly see what is hard
    found = fitted(pairs, scores - 2.0 * hard, covariates=hard.astype(float))
    assert found.coefficients["coefficient"][0] == pytest.approx(-2, abs=4 * found.coefficients["error"][0])
    without = fitted(pairs, scores)
    assert found.raters["severity"].to_numpy() == pytest.approx(without.raters["severity"].to_numpy(), abs=0.3)


def test_units_take_up_what_their_subjects_have_in_common():
    quality, _, pairs, scores = place(4, people=300)
    unit = pairs.subject % 10
    level = np.linspace(-2, 2, 10)
    found = fitted(pairs, scores + level[unit], unit=unit)
    assert found.variances["variance"]["unit"] == pytest.approx(level.var(ddof=1), rel=0.3)
    assert found.variances["variance"]["subject"] == pytest.approx(0.49, rel=0.3)
    assert np.corrcoef(found.subjects["mean"], quality + level[np.arange(300) % 10])[0, 1] > 0.95
    assert found.linkage.nested_in_units is False


def test_raters_without_a_rating_have_no_severity():
    _, _, pairs, scores = place(5)
    found = fit_crossed_model(scores, pairs.subject, pairs.rater, subjects=250, raters=31)
    assert np.isnan(found.raters["severity"][30])
    assert found.raters["component"][30] == -1


def test_reliability_is_the_share_of_true_spread():
    # true variance 1, error variance of unshrunken estimates 1/4: shrunken by 0.8, their variance 0.8, their error 0.2
    effects = np.array([-1.0, 1.0]) * np.sqrt(0.8 / 2)
    found = reliability(effects, np.full(2, np.sqrt(0.2)))
    assert found.separation == pytest.approx(2)  # 1 / sqrt(1/4)
    assert found.reliability == pytest.approx(0.8)
    assert reliability(np.zeros(3), np.ones(3)).reliability == 0


def test_reliability_is_the_squared_correlation_with_the_truth():
    _, severity, pairs, scores = place(6, people=300, raters=100)
    found = fitted(pairs, scores)
    assert found.rater_reliability.reliability == pytest.approx(
        np.corrcoef(found.raters["severity"], severity)[0, 1] ** 2, abs=0.06
    )
