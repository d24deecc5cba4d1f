from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.fairness.simulated_ratings import design, rated
from workbench.errors import ScoringError
from workbench.fairness.facets_model import fit_facets
from workbench.fairness.facets_ratings import facet_ratings

# Rater a says yes and b no to 30 persons, the other way round to 10, both yes to 40, both no to 40
YES_NO = {(1, 0): 30, (0, 1): 10, (1, 1): 40, (0, 0): 40}


def yes_no():
    answers = [pair for pair, count in YES_NO.items() for _ in range(count)]
    return pd.DataFrame(
        [
            (person, rater, score)
            for person, pair in enumerate(answers)
            for rater, score in zip("ab", pair, strict=True)
        ],
        columns=["subject", "rater", "score"],
    )


def simulated(rng, *, raters=60, persons=800, items=3):
    severities = rng.normal(0, 0.7, raters)
    severities -= severities.mean()
    plan = design(rng, persons=persons, raters=raters, items=items, raters_a_person=3)
    return severities, rated(rng, plan, severities=severities, difficulties=np.linspace(-0.5, 0.5, items))


def test_two_raters_differ_by_the_logarithm_of_how_often_only_one_says_yes():
    # Rasch: the odds that a says yes and b no, against the other way round, are exp(alpha_b - alpha_a): 30 to 10
    model = fit_facets(facet_ratings(yes_no()))
    np.testing.assert_allclose(model.parameters.severities, [-np.log(3) / 2, np.log(3) / 2], atol=1e-5)
    np.testing.assert_allclose(model.severity_se, np.sqrt(1 / 30 + 1 / 10) / 2, rtol=1e-4)


def test_the_deviance_of_a_saturated_model_is_that_of_the_shares():
    counts = np.array(list(YES_NO.values()))
    deviance = fit_facets(facet_ratings(yes_no())).deviance
    assert deviance == pytest.approx(-2 * counts @ np.log(counts / counts.sum()), rel=1e-6)


def test_severities_that_were_put_in_come_out_with_honest_intervals():
    covered, rng = [], np.random.default_rng(1000)
    for _ in range(12):
        truth, table = simulated(rng)
        model = fit_facets(facet_ratings(table))
        assert np.corrcoef(truth, model.parameters.severities)[0, 1] >= 0.95
        covered.append(np.abs(model.parameters.severities - truth) < 1.96 * model.severity_se)
    assert 0.93 <= np.mean(covered) <= 0.97
    assert model.parameters.person_sd == pytest.approx(1.5, abs=0.15)
    np.testing.assert_allclose(model.parameters.steps, [-2, 0, 2], atol=0.2)


def test_the_order_of_rows_does_not_matter():
    _, table = simulated(np.random.default_rng(21), raters=6, persons=60)
    straight, turned = fit_facets(facet_ratings(table)), fit_facets(facet_ratings(table.iloc[::-1]))
    np.testing.assert_allclose(straight.parameters.severities, turned.parameters.severities, atol=1e-5)


def test_turning_the_scale_round_turns_severities_round():
    _, table = simulated(np.random.default_rng(22), raters=6, persons=60)
    straight, turned = fit_facets(facet_ratings(table)), fit_facets(facet_ratings(table.assign(score=-table["score"])))
    np.testing.assert_allclose(straight.parameters.severities, -turned.parameters.severities, atol=1e-5)
    assert straight.deviance == pytest.approx(turned.deviance)


def test_what_the_categories_are_called_does_not_matter():
    _, table = simulated(np.random.default_rng(23), raters=6, persons=60)
    squared = fit_facets(facet_ratings(table.assign(score=table["score"] ** 2)))
    np.testing.assert_array_equal(fit_facets(facet_ratings(table)).parameters.severities, squared.parameters.severities)


def test_nodes_are_added_until_they_are_close_enough():
    _, table = simulated(np.random.default_rng(24), raters=6, persons=60)
    coarse, fine = (fit_facets(facet_ratings(table), nodes=nodes) for nodes in (5, 161))
    assert len(coarse.nodes) > 5
    np.testing.assert_allclose(coarse.parameters.severities, fine.parameters.severities, atol=0.01)


def test_the_posterior_of_each_person_adds_up_to_one():
    model = fit_facets(facet_ratings(yes_no()))
    np.testing.assert_allclose(model.posterior.sum(axis=1), 1)


def test_a_rater_who_only_gives_the_highest_class_has_no_severity_and_is_named():
    always = pd.DataFrame({"subject": range(20), "rater": "c", "score": 1})
    model = fit_facets(facet_ratings(pd.concat([yes_no(), always])))
    assert model.extreme.tolist() == ["c"]
    assert model.ratings.raters.tolist() == ["a", "b"]


def test_persons_who_do_not_differ_leave_severities_that_can_be_told():
    rng = np.random.default_rng(26)
    plan = design(rng, persons=400, raters=4, items=2, raters_a_person=2)
    table = rated(rng, plan, severities=np.array([-1, 0, 0, 1.0]), difficulties=np.zeros(2), person_sd=0.0)
    model = fit_facets(facet_ratings(table))
    assert model.parameters.person_sd < 0.2
    np.testing.assert_allclose(model.parameters.severities, [-1, 0, 0, 1], atol=0.3)
    assert np.isfinite(model.severity_se).all()


def test_raters_who_share_no_person_are_refused():
    other = yes_no().assign(subject=lambda t: t["subject"] + 1000, rater=lambda t: t["rater"].str.upper())
    with pytest.raises(ScoringError, match="share no person"):
        fit_facets(facet_ratings(pd.concat([yes_no(), other])))
