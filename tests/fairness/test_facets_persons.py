from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.fairness.simulated_ratings import design, rated
from workbench.fairness.facets_model import FacetParameters, fit_facets
from workbench.fairness.facets_persons import expected_average, person_measures, weighted_likelihood_estimates
from workbench.fairness.facets_ratings import facet_ratings

LN2 = np.log(2)
YES_OR_NO = FacetParameters(
    difficulties=np.zeros(1), severities=np.array([-1.0, 1.0]), steps=np.zeros(1), person_sd=1.0
)
ONE_TWO_THREE = FacetParameters(
    difficulties=np.zeros(1), severities=np.zeros(2), steps=np.array([-LN2, LN2]), person_sd=1.0
)


def fitted():
    rng = np.random.default_rng(31)
    plan = design(rng, persons=300, raters=10, items=3, raters_a_person=2)
    return fit_facets(facet_ratings(rated(rng, plan, severities=np.linspace(-1.5, 1.5, 10), difficulties=np.zeros(3))))


def test_one_answer_gives_a_finite_place():
    # 1 - P + (1 - 2 P) / 2 = 0 where P = 3/4, ln 3 above the task; information 3/16
    rows = pd.DataFrame({"subject": ["ani", "budi"], "rater": ["a", "b"], "score": [1, 0]})
    theta, se = weighted_likelihood_estimates(facet_ratings(rows), YES_OR_NO)
    np.testing.assert_allclose(theta, [-1 + np.log(3), 1 - np.log(3)])
    np.testing.assert_allclose(se, np.sqrt(16 / 3))


def test_a_strict_rater_is_expected_to_give_less():
    at_zero = np.zeros(1)
    categories = np.array([1.0, 2.0, 3.0])
    assert expected_average(at_zero, ONE_TWO_THREE, categories) == pytest.approx(2)  # 1 : 2 : 1
    strict = expected_average(at_zero, ONE_TWO_THREE, categories, severity=LN2)
    assert strict == pytest.approx((4 * 1 + 4 * 2 + 1 * 3) / 9)  # 4 : 4 : 1


def test_fair_averages_lie_nearer_the_truth_than_averages_do():
    rng = np.random.default_rng(32)
    severities = np.linspace(-2, 2, 10)
    plan = design(rng, persons=400, raters=10, items=3, raters_a_person=1)
    second = plan.assign(rater=(plan["rater"] + 1) % 10)
    together = pd.concat([plan, second[second["subject"] < 200]], ignore_index=True)
    theta = rng.normal(0, 1.5, 400)
    table = rated(rng, together, severities=severities, difficulties=np.zeros(3), extra=-theta[together["subject"]],
                  person_sd=0.0)  # fmt: skip
    found = person_measures(fit_facets(facet_ratings(table)))
    correlation = found[["average", "fair_average", "wle", "eap"]].corrwith(pd.Series(theta), method="spearman")
    assert (correlation.drop("average") > correlation["average"] + 0.1).all()


def test_the_estimate_given_the_spread_of_persons_is_drawn_to_the_middle():
    found = person_measures(fitted())
    assert (found["eap"].abs() < found["wle"].abs()).mean() > 0.9
    assert (found["eap_se"] < found["wle_se"]).all()


def test_averages_are_in_the_units_of_the_scores():
    model = fitted()
    found = person_measures(model)
    first = model.ratings.person == 0
    assert found["average"].iloc[0] == model.ratings.categories[model.ratings.score[first]].mean()
    assert found["fair_average"].between(1, 4).all()
    assert (found["ratings"] == 6).all()
