from __future__ import annotations

import numpy as np
import pytest

from tests.fairness.simulated_ratings import design, rated
from workbench.fairness.facets_model import fit_facets
from workbench.fairness.facets_ratings import facet_ratings
from workbench.fairness.facets_residuals import dispersion
from workbench.fairness.rater_fit import (
    ERRATIC,
    EXPECTED,
    STRICT_FIT_LIMITS,
    UNIFORM,
    expected_ratings,
    rater_fit,
    rater_table,
    separation,
)

RATERS = 40


@pytest.fixture(scope="module")
def model():
    """As the model has it, but for rater 0, who draws lots, rater 1, who never leaves the middle, and rater 2."""
    rng = np.random.default_rng(41)
    plan = design(rng, persons=800, raters=RATERS, items=3, raters_a_person=3)
    severities = np.linspace(-1, 1, RATERS)
    table = rated(rng, plan, severities=severities, difficulties=np.zeros(3))
    lots, middle, ends = (table["rater"] == each for each in (0, 1, 2))
    table.loc[lots, "score"] = rng.integers(1, 5, lots.sum())
    table.loc[middle, "score"] = table.loc[middle, "score"].clip(2, 3)
    table.loc[ends, "score"] = table.loc[ends, "score"].map({1: 1, 2: 1, 3: 4, 4: 4})
    return fit_facets(facet_ratings(table))


def test_separation_can_be_redone_by_hand():
    # variance 1, mean squared error 0.2: G = sqrt(0.8 / 0.2) = 2, reliability 4 / 5
    found = separation(np.array([-1.0, 0.0, 1.0]), np.sqrt([0.1, 0.2, 0.3]))
    assert (found.separation, found.reliability) == pytest.approx((2, 0.8))


def test_severities_within_their_error_are_not_separated():
    found = separation(np.array([-0.1, 0.0, 0.1]), np.ones(3))
    assert (found.separation, found.reliability) == (0, 0)


def test_who_draws_lots_is_hard_to_predict_and_who_stays_in_the_middle_almost_uniform(model):
    found = rater_table(model)
    assert found.loc[0, "fit"] == ERRATIC
    assert found.loc[1, "fit"] == UNIFORM
    assert found.loc[0, "outfit_z"] > 5
    assert found.loc[1, "infit_z"] < -3


def test_who_follows_the_model_is_as_expected(model):
    others = rater_table(model).drop(index=[0, 1, 2])
    assert (others["fit"] == EXPECTED).all()
    assert (others[["infit_z", "outfit_z"]].abs() > 1.96).mean().max() <= 0.1


def test_stricter_limits_remark_on_whoever_is_outside_of_them(model):
    found = rater_fit(model, expected_ratings(model), limits=STRICT_FIT_LIMITS)
    inside = found["infit"].between(0.7, 1.3) & found["outfit"].between(0.7, 1.3)
    assert ((found["fit"] == EXPECTED) == inside).all()


def test_mean_squares_and_spreads_are_one_where_the_model_holds():
    rng = np.random.default_rng(42)
    plan = design(rng, persons=600, raters=30, items=2, raters_a_person=2)
    model = fit_facets(facet_ratings(rated(rng, plan, severities=np.linspace(-1, 1, 30), difficulties=np.zeros(2))))
    found = rater_table(model)
    assert found["infit"].mean() == pytest.approx(1, abs=0.03)
    assert found["outfit"].mean() == pytest.approx(1, abs=0.03)
    assert found["spread"].mean() == pytest.approx(1, abs=0.03)
    assert (found["spread_p"] < 0.05).mean() <= 0.1


def test_a_narrow_and_a_wide_use_of_the_scale_show(model):
    found = rater_table(model)
    assert found.loc[1, "spread_high"] < 1
    assert found.loc[2, "spread_low"] > 1


def test_the_table_counts_and_puts_the_strictest_first(model):
    found = rater_table(model)
    assert found["severity"].is_monotonic_decreasing
    assert found["ratings"].sum() == model.ratings.size
    assert (found["ratings"] == 3 * found["persons"]).all()
    np.testing.assert_allclose(found["high"] - found["low"], 2 * 1.959964 * found["se"], rtol=1e-6)


def test_errors_are_widened_by_what_the_model_does_not_foresee(model):
    found = rater_table(model).sort_index()
    assert dispersion(model) > 1
    np.testing.assert_allclose(found["se"], model.severity_se * np.sqrt(dispersion(model)))


def test_severity_is_told_in_points_of_the_scale_too(model):
    found = rater_table(model)
    assert (np.sign(found["points"]) == np.sign(found["severity"])).all()
    assert found["points"].abs().max() < 3  # the scale has four classes
