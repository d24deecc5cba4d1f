"""Raters of writing tests in Austria: the many-facet rating-scale model against TAM 4.4-2."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workbench.fairness.facets_model import FacetParameters, FacetsModel, fit_facets
from workbench.fairness.facets_persons import person_measures, weighted_likelihood_estimates
from workbench.fairness.facets_ratings import FacetRatings, facet_ratings

ITEMS = ["k1", "k2", "k3", "k4", "k5"]
SETS = {"ratings1": "sirt_ratings1.csv", "ratings2": "sirt_ratings2.csv", "immer01b": "immer01b.csv.gz"}


@dataclass(frozen=True)
class Published:
    """One rating set with what TAM found in it: parameters, summary, and persons."""

    ratings: FacetRatings
    facets: dict[str, np.ndarray]
    summary: dict[str, float]
    persons: pd.DataFrame
    model: FacetsModel


@cache
def of_set(folder: Path, name: str) -> Published:
    table = pd.read_csv(folder / SETS[name]).melt(["idstud", "rater"], ITEMS, "item", "score")
    parameters = pd.read_csv(folder / f"expected_tam_{name}_rsm_xsi.csv")
    ratings = facet_ratings(table.rename(columns={"idstud": "subject"}))
    return Published(
        ratings=ratings,
        facets={facet: rows["xsi"].to_numpy() for facet, rows in parameters.groupby("facet")},
        summary=json.loads((folder / f"expected_tam_{name}_rsm_summary.json").read_text(encoding="utf-8")),
        persons=pd.read_csv(folder / f"expected_tam_{name}_rsm_wle.csv").set_index("pid").loc[ratings.persons],
        model=fit_facets(ratings),
    )


@pytest.fixture(params=SETS)
def case(request, published):
    return of_set(published("raters_mfrm"), request.param)


def test_severities_are_those_of_tam(case):
    np.testing.assert_allclose(case.model.parameters.severities, case.facets["rater"], atol=0.02)


def test_the_deviance_is_that_of_tam(case):
    assert case.model.deviance == pytest.approx(case.summary["deviance"], rel=1e-3)


def test_steps_items_and_the_spread_of_persons_are_near_those_of_tam(case):
    # TAM stops at 21 fixed points between -6 and 6, beyond which 0.4 % of such persons lie
    np.testing.assert_allclose(case.model.parameters.steps, case.facets["step"], atol=0.05)
    np.testing.assert_allclose(case.model.parameters.difficulties, case.facets["item"], atol=0.06)
    assert case.model.parameters.person_sd**2 == pytest.approx(case.summary["var_theta"], rel=0.06)


def test_more_nodes_move_no_severity(case):
    finer = fit_facets(case.ratings, nodes=81).parameters.severities
    np.testing.assert_allclose(case.model.parameters.severities, finer, atol=0.001)


def test_persons_stand_where_tam_puts_them_by_its_own_parameters(case):
    published = FacetParameters(
        difficulties=case.facets["item"],
        severities=case.facets["rater"],
        steps=case.facets["step"],
        person_sd=case.summary["var_theta"] ** 0.5,
    )
    place, error = weighted_likelihood_estimates(case.ratings, published)
    np.testing.assert_allclose(place, case.persons["theta"], atol=5e-5)
    np.testing.assert_allclose(error, case.persons["se"], atol=1e-4)


def test_persons_stand_near_where_tam_puts_them(case):
    found = person_measures(case.model)
    np.testing.assert_allclose(found["wle"], case.persons["theta"], atol=0.08)
    assert np.corrcoef(found["wle"], case.persons["theta"])[0, 1] > 0.99999
    reliability = found["eap"].var() / (found["eap"].var() + (found["eap_se"] ** 2).mean())
    assert reliability == pytest.approx(case.summary["EAP_rel"], abs=0.002)
