from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.fairness.simulated_ratings import design, rated
from workbench.fairness.facets_likelihood import Likelihood, category_probabilities, pairs_of
from workbench.fairness.facets_ratings import facet_ratings

LN2 = np.log(2)


def few_ratings():
    rng = np.random.default_rng(5)
    plan = design(rng, persons=40, raters=4, items=2, raters_a_person=2)
    return facet_ratings(rated(rng, plan, severities=np.array([-1, 0, 0, 1.0]), difficulties=np.array([0, 0.5])))


def somewhere(likelihood):
    start = likelihood.start()
    return start + np.random.default_rng(6).normal(0, 0.3, len(start))


def test_chances_of_the_categories_can_be_redone_by_hand():
    steps = np.array([-LN2, LN2])
    np.testing.assert_allclose(category_probabilities(0.0, steps), [1 / 4, 1 / 2, 1 / 4])  # 1 : 2 : 1
    np.testing.assert_allclose(category_probabilities(LN2, steps), [1 / 9, 4 / 9, 4 / 9])  # 1 : 4 : 4


def test_chances_stay_finite_far_away():
    np.testing.assert_allclose(category_probabilities(np.array([-800.0, 800.0]), np.zeros(3))[[0, -1]], np.eye(2))


def test_the_likelihood_is_what_adding_up_rating_by_rating_gives():
    ratings = few_ratings()
    likelihood = Likelihood(ratings, nodes=31)
    vector = somewhere(likelihood)
    difficulties, severities, steps, sd = likelihood.parts(vector)
    z = np.linspace(-4, 4, 31)
    weight = np.exp(-(z**2) / 2) / np.exp(-(z**2) / 2).sum()
    each = np.zeros((len(ratings.persons), 31))
    for person, rater, item, score in zip(ratings.person, ratings.rater, ratings.item, ratings.score, strict=True):
        each[person] += np.log(category_probabilities(sd * z - difficulties[item] - severities[rater], steps)[score])
    by_hand = np.log(np.exp(each) @ weight).sum()
    assert likelihood.at(vector).log_likelihood == pytest.approx(by_hand, rel=1e-12)


def test_the_slope_is_the_derivative():
    likelihood = Likelihood(few_ratings(), nodes=31)
    vector = somewhere(likelihood)
    steps = 1e-6 * np.eye(len(vector))
    derivative = [(likelihood.loss(vector + h)[0] - likelihood.loss(vector - h)[0]) / 2e-6 for h in steps]
    np.testing.assert_allclose(likelihood.loss(vector)[1], derivative, atol=1e-8)


def test_the_information_is_the_derivative_of_the_slope():
    ratings = few_ratings()
    likelihood = Likelihood(ratings, nodes=31)
    vector = somewhere(likelihood)
    steps = 1e-5 * np.eye(len(vector))
    curvature = [(likelihood.loss(vector + h)[1] - likelihood.loss(vector - h)[1]) / 2e-5 for h in steps]
    np.testing.assert_allclose(likelihood.information(vector), ratings.size * np.array(curvature), atol=1e-5)


def test_centring_moves_the_origin_and_not_the_likelihood():
    likelihood = Likelihood(few_ratings(), nodes=31)
    vector = somewhere(likelihood)
    centred = likelihood.centred(vector)
    _, severities, steps, _ = likelihood.parts(centred)
    assert (severities.sum(), steps.sum()) == pytest.approx((0, 0), abs=1e-12)
    assert likelihood.loss(centred)[0] == pytest.approx(likelihood.loss(vector)[0], rel=1e-12)


def test_persons_who_are_known_closely_need_many_nodes():
    # one person, n answers to yes-or-no questions at the person's place: information n / 4, which for n = 32 is 8, and
    # 1 of the distribution itself; over 8 standard deviations, 2 standard errors of 1/3 each are 12 steps
    rows = pd.DataFrame({"subject": "ani", "rater": [*"ab"] * 16, "score": [0, 1] * 16})
    likelihood = Likelihood(facet_ratings(rows), nodes=301)
    sharp = np.concatenate([np.zeros(4), [0.0]])
    assert likelihood.nodes_needed(sharp) == pytest.approx(13, abs=1)


def test_pairs_that_occur_are_counted_by_row():
    ratings = few_ratings()
    met = pairs_of(ratings).met(ratings.person, len(ratings.persons))
    np.testing.assert_array_equal(met.sum(axis=1), np.bincount(ratings.person))
