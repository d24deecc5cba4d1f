from __future__ import annotations

import numpy as np
import pytest

from tests.fairness.simulated_ratings import design, rated
from workbench.fairness.facets_model import fit_facets
from workbench.fairness.facets_ratings import facet_ratings
from workbench.fairness.facets_residuals import Cells, dispersion

RATERS = 20


def fitted(seed, impression=0.0):
    """Return a model of ratings in which each rater has an impression of each person that nobody else shares."""
    rng = np.random.default_rng(seed)
    plan = design(rng, persons=400, raters=RATERS, items=4, raters_a_person=3)
    own = rng.normal(0, impression, len(plan) // 4).repeat(4)
    table = rated(rng, plan, severities=np.linspace(-1, 1, RATERS), difficulties=np.zeros(4), extra=own)
    return fit_facets(facet_ratings(table))


def cells_of(model):
    return Cells(model, np.zeros(model.ratings.size, dtype=np.intp))


def test_each_meeting_of_a_rater_and_a_person_is_one_cell():
    cells = cells_of(fitted(101))
    assert len(cells.person) == 400 * 3
    assert len(set(zip(cells.person.tolist(), cells.rater.tolist(), strict=True))) == 400 * 3


def test_differences_are_as_large_as_foreseen_where_the_model_holds():
    model = fitted(101)
    difference, variance, slope = cells_of(model).unforeseen()
    assert difference.mean() == pytest.approx(0, abs=0.1)
    assert (difference**2).sum() / variance.sum() == pytest.approx(1, abs=0.15)
    assert (slope < variance).all()  # that the person is not known exactly adds to the variance
    assert 1 <= dispersion(model) < 1.1


def test_impressions_of_persons_that_others_do_not_share_are_seen():
    assert dispersion(fitted(102, impression=1.0)) > 1.3


def test_a_rating_in_no_group_is_in_no_cell():
    model = fitted(101)
    code = np.where(model.ratings.person < 100, 0, -1)
    assert Cells(model, code).person.max() == 99
