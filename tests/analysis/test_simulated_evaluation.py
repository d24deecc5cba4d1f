"""What is put into an invented evaluation is what its ratings show, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.simulated_evaluation import simulate_evaluation
from workbench.fairness.rater_screen import screen_raters

QUIET = {"severity": 0.0, "noise": 0.0, "spread": 0.0}


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def simulated(seed=1, **changes):
    return simulate_evaluation(rng(seed), **{"subjects": 60, "units": 6, "raters": 12, **changes})


def means(values, codes):
    return np.bincount(codes, weights=values) / np.bincount(codes)


def test_without_anything_else_a_rating_is_the_quality_of_the_subject():
    found = simulated(severity=0.0, noise=0.0)
    assert found.ratings.score == pytest.approx(found.truth.quality[found.ratings.subject])


def test_a_rating_is_the_sum_of_what_the_truth_names():
    found = simulated(
        noise=0.0, items=3, months=5, drift=0.1, difficulty=0.4, unit_effect=0.5, unit_advantage=0.3,
        group_effect=(0.0, -0.2), group_bias=(0.0, 0.7), biased_raters=0.5,
    )  # fmt: skip
    true, seen = found.truth, found.ratings
    unit, group = true.unit[seen.subject], true.group[seen.subject]
    expected = (
        true.quality[seen.subject]
        + true.unit_advantage[unit]
        - true.bias[seen.rater, group]
        - true.severity[seen.rater]
        - true.drift[seen.rater] * (seen.month - 2)
        - true.difficulty[seen.item]
    )
    assert seen.score == pytest.approx(expected)
    assert len(seen.score) == 60 * 2 * 3 * 5
    assert (true.bias[:, 1] == 0.7).sum() == 6


def test_what_is_given_is_the_truth_and_what_is_drawn_is_nothing_on_average():
    severity = np.linspace(-1, 1, 12)
    found = simulated(severity=severity, unit_advantage=0.5).truth
    assert found.severity.tolist() == severity.tolist()
    assert found.unit_advantage.mean() == pytest.approx(0, abs=1e-12)
    assert found.unit_advantage.std() > 0
    assert found.unit_effect.tolist() == [0] * 6


def test_an_advantage_shows_in_the_ratings_of_a_unit_but_not_in_its_quality():
    found = simulated(unit_advantage=np.array([1.0, 0, 0, 0, 0, 0]), subjects=3000, severity=0.0)
    rated = means(found.ratings.score, found.truth.unit[found.ratings.subject])
    true = means(found.truth.quality, found.truth.unit)
    assert rated - true == pytest.approx([1, 0, 0, 0, 0, 0], abs=0.06)


def test_a_bias_shows_in_the_ratings_of_a_group_and_a_true_difference_in_its_quality():
    found = simulated(**QUIET, group_effect=(0.0, -0.5), group_bias=(0.0, 0.25))
    group = found.truth.group[found.ratings.subject]
    assert means(found.ratings.score, group) == pytest.approx([0, -0.75])
    assert means(found.truth.quality, found.truth.group) == pytest.approx([0, -0.5])


def test_groups_come_as_often_as_asked_for_unit_by_unit():
    found = simulated(subjects=30_000, units=2, group_shares=np.array([[0.9, 0.1], [0.2, 0.8]])).truth
    assert means(found.group, found.unit) == pytest.approx([0.1, 0.8], abs=0.01)


def test_drift_makes_a_rater_more_severe_from_month_to_month():
    found = simulated(**QUIET, months=3, drift=np.full(12, 0.5)).ratings
    assert means(found.score, found.month) == pytest.approx([0.5, 0, -0.5])


def test_halo_is_shared_by_all_items_of_one_judgement():
    found = simulated(severity=0.0, noise=0.3, spread=0.0, items=40, halo=0.6, subjects=600).ratings
    items = found.score.reshape(-1, 40)
    assert items.mean(axis=1).std() == pytest.approx(0.6, abs=0.03)
    assert items.std(axis=1).mean() == pytest.approx(0.3, abs=0.01)


@settings(max_examples=20)
@given(components=st.integers(1, 4), crossed=st.booleans(), seed=st.integers(0, 50))
def test_components_share_neither_raters_nor_subjects(components, crossed, seed):
    found = simulated(seed, components=components, design="crossed" if crossed else "partially_crossed")
    component = found.truth.component[found.ratings.rater]
    assert np.unique(component).tolist() == list(range(components))
    for subject in range(60):
        assert len(np.unique(component[found.ratings.subject == subject])) == 1
    if crossed:
        assert np.bincount(found.ratings.subject).tolist() == [12 // components] * 60


def test_nested_raters_judge_their_own_unit_only():
    found = simulated(design="nested", each=2)
    unit = found.truth.unit[found.ratings.subject]
    assert (found.ratings.rater // 2 == unit).all()
    assert found.truth.component.tolist() == np.repeat(range(6), 2).tolist()
    with pytest.raises(ValueError, match="3 raters for each of 6 units are 18, not 12"):
        simulated(design="nested", each=3)


def test_classes_come_in_the_shares_asked_for():
    found = simulated(subjects=20_000, scale="classes", shares=(0.05, 0.85, 0.1), unit_effect=0.3).ratings
    assert np.bincount(found.score.astype(int))[1:] / 40_000 == pytest.approx([0.05, 0.85, 0.1], abs=0.01)


def test_classes_of_the_rasch_scale_have_its_probabilities():
    # latent 0, steps -1 and 1: P ∝ 1, exp(1), exp(1 - 1)
    found = simulated(**QUIET, subjects=20_000, scale="rasch", steps=(-1.0, 1.0)).ratings
    expected = np.array([1, np.e, 1]) / (2 + np.e)
    assert np.bincount(found.score.astype(int))[1:] / 40_000 == pytest.approx(expected, abs=0.01)


def test_the_first_look_finds_severity_where_raters_are_linked_but_not_what_whole_components_share():
    assert correlation(simulated(subjects=400, raters=20, each=4, severity=0.6)) < -0.95
    # raters are dealt to components in turn: the first severity is that of the first component, and so on
    shared = np.tile([-1.0, -0.5, 0.0, 0.5, 1.0], 4)
    assert abs(correlation(simulated(subjects=400, raters=20, each=4, components=5, severity=shared))) < 0.5


def correlation(evaluation):
    ratings, raters = evaluation.ratings, len(evaluation.truth.severity)
    subjects = int(ratings.subject.max()) + 1
    found = screen_raters(ratings.score, ratings.subject, ratings.rater, subjects=subjects, raters=raters)
    return np.corrcoef(found.deviation, evaluation.truth.severity)[0, 1]


def test_the_same_seed_gives_the_same_evaluation():
    first, again = simulated(7, months=2), simulated(7, months=2)
    assert first.ratings.score.tolist() == again.ratings.score.tolist()
    assert first.ratings.score.tolist() != simulated(8, months=2).ratings.score.tolist()
