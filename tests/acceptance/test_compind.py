"""Compind 3.4 on the transport of 34 European regions: Mazziotta-Pareto, mean-min and benefit of the doubt.

Fusco, E., Vidoli, F. & Sahoo, B. K. (2018), Spatial heterogeneity in composite indicator,
doi:10.1016/j.omega.2017.04.007; Vidoli, F. & Fusco, E., Compind: Composite indicators functions (R package).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.acceptance.decision_problem import scored, scores_of

Z_100_10 = {"method": "z_score", "mean": 100.0, "sd": 10.0}
ROADS_A_COST, BOTH_GOOD = [-1, 1], [1, 1]  # as the R script has them


@pytest.fixture
def regions(published):
    return pd.read_csv(published("compind") / "expected_eu_nuts1.csv")


def test_the_normalised_values_are_met(regions, tmp_path):
    given = tmp_path, regions[["roads", "trains"]]
    by_z = scored(*given, ROADS_A_COST, [1.0, 1.0], normalisation=Z_100_10).normalised.sort_index()
    np.testing.assert_allclose(by_z, regions[["z1", "z2"]], rtol=1e-9)
    by_min_max = scored(*given, BOTH_GOOD, [1.0, 1.0], normalisation="min_max").normalised.sort_index()
    np.testing.assert_allclose(by_min_max / 100, regions[["mm1", "mm2"]], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("column", "aggregation", "normalisation", "types", "unit"),
    [
        # Compind's "NEG" adds the penalty, and takes the sample spread of the two
        ("mpi", {"method": "mpi", "penalty": "higher", "spread": "sample"}, Z_100_10, ROADS_A_COST, 1.0),
        ("mean_min_a.5_b1", {"method": "mean_min", "alpha": 0.5, "beta": 1.0}, Z_100_10, ROADS_A_COST, 1.0),
        ("bod_lpSolve", "benefit_of_the_doubt", "min_max", BOTH_GOOD, 100.0),
    ],
)
def test_the_34_scores_are_met_to_a_billionth(regions, tmp_path, column, aggregation, normalisation, types, unit):
    found = scores_of(
        tmp_path,
        regions[["roads", "trains"]],
        types,
        [1.0, 1.0],
        aggregation=aggregation,
        normalisation=normalisation,
    )
    assert len(found) == 34
    assert found / unit == pytest.approx(regions[column].to_numpy(), rel=1e-9, abs=1e-9)
