from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.fairness.simulated_ratings import design, rated
from workbench.fairness.facets_model import fit_facets
from workbench.fairness.facets_ratings import facet_ratings
from workbench.fairness.rater_shifts import _beyond_rater_and_label, severity_by

RATERS, MONTHS = 30, pd.Index(range(4), name="month")


def plan_with_months(rng):
    plan = design(rng, persons=900, raters=RATERS, items=3, raters_a_person=2)
    month = rng.integers(0, len(MONTHS), len(plan) // 3).repeat(3)
    return plan, month, (rng.random(900) < 0.4).astype(int)[plan["subject"]]


@pytest.fixture(scope="module")
def case():
    """Rater 3 becomes stricter after two months, rater 5 is stricter to group 1; all find less good work each month."""
    rng = np.random.default_rng(61)
    plan, month, group = plan_with_months(rng)
    severer = 2.5 * ((plan["rater"] == 3) & (month >= 2)) + 1.5 * ((plan["rater"] == 5) & (group == 1))
    extra = severer + 0.3 * month + 0.5 * group
    table = rated(rng, plan, severities=np.linspace(-1, 1, RATERS), difficulties=np.zeros(3), extra=extra)
    return fit_facets(facet_ratings(table)), month, group


def test_a_rater_who_becomes_stricter_shows_first_and_hardly_anybody_else(case):
    model, month, _ = case
    found = severity_by(model, month, MONTHS)
    beyond = found[found["p_adjusted"] < 0.05].sort_values("p")
    assert beyond["rater"].iloc[0] == 3
    assert (beyond["rater"] != 3).sum() <= 1  # of 116 differences
    drift = found[found["rater"] == 3].set_index("label")["difference"]
    assert drift[[2, 3]].mean() - drift[[0, 1]].mean() == pytest.approx(2.5, abs=0.75)


def test_a_rater_who_is_stricter_to_one_group_shows_and_nobody_else(case):
    model, _, group = case
    found = severity_by(model, group, pd.Index(["one", "other"]))
    beyond = found[found["p_adjusted"] < 0.05]
    assert set(beyond["rater"]) == {5}
    assert beyond.set_index("label").loc["other", "difference"] > 0


def test_what_all_raters_have_in_common_is_no_drift(case):
    model, month, _ = case
    found = severity_by(model, month, MONTHS)
    others = found[~found["rater"].isin([3, 5])]
    assert others.groupby("label")["difference"].mean().abs().max() < 0.15


def test_standardised_differences_are_standard_normal_where_severity_stays():
    rng = np.random.default_rng(62)
    plan, month, _ = plan_with_months(rng)
    table = rated(rng, plan, severities=np.linspace(-1, 1, RATERS), difficulties=np.zeros(3))
    z = severity_by(fit_facets(facet_ratings(table)), month, MONTHS)["z"].dropna()
    assert len(z) == RATERS * len(MONTHS)
    assert z.std() == pytest.approx(1, abs=0.15)
    assert (z.abs() > 1.96).mean() <= 0.08


def test_rows_in_no_group_are_left_out_and_small_cells_say_nothing(case):
    model, _, _ = case
    few = np.full(model.ratings.rows.max() + 1, -1)
    few[:3] = 0  # three ratings of one person
    few[600:] = 1
    found = severity_by(model, few, pd.Index(["few", "many"]))
    assert found.query("label == 'few'")["persons"].tolist() == [1]
    assert found.query("label == 'few'")["z"].isna().all()


def test_one_label_leaves_nothing_to_compare_with(case):
    model, month, _ = case
    assert severity_by(model, np.zeros_like(month), pd.Index(["all"]))["difference"].isna().all()


def test_rows_and_columns_are_taken_out_as_least_squares_does():
    rng = np.random.default_rng(63)
    effect, precision = rng.normal(size=(5, 3)), rng.uniform(1, 4, (5, 3))
    precision[2, 1] = precision[4, 0] = 0.0  # do not occur
    rows, columns = np.divmod(np.flatnonzero(precision), 3)
    parts = np.hstack([np.eye(5)[rows], np.eye(3)[columns]])
    weight = precision[rows, columns]
    root = np.sqrt(weight)[:, None] * parts
    hat = root @ np.linalg.pinv(root)
    y = np.sqrt(weight) * effect[rows, columns]
    found, se = _beyond_rater_and_label(effect, precision)
    np.testing.assert_allclose(found[rows, columns], (y - hat @ y) / np.sqrt(weight), atol=1e-12)
    np.testing.assert_allclose(se[rows, columns], np.sqrt((1 - np.diag(hat)) / weight), atol=1e-12)
    assert np.isnan(found[2, 1])
