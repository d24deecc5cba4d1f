"""COINr on the ASEM portal under 5 limits of winsorising × 2 normalisations × 2 aggregations: 20 × 51 scores, ranks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.acceptance.test_coinr_asem import asem  # noqa: F401  # a fixture: pytest finds it by this name
from tests.scoring.frameworks import METHODS
from workbench.analysis.method_grid import method_grid, with_aggregation, with_normalisation, with_treatment
from workbench.model.parameters import Treatment
from workbench.scoring.evaluation import Evaluation

ALTERNATIVES = {
    "winmax": {
        str(most): with_treatment(Treatment(method="winsorise_then_log", max_points=most)) for most in range(1, 6)
    },
    "norm": {
        "minmax_1_100": with_normalisation(METHODS["min_max"], low=1.0, high=100.0),
        "zscore_10_2": with_normalisation(METHODS["z_score"], mean=10.0, sd=2.0),
    },
    "agg": {
        "a_amean": with_aggregation(METHODS["arithmetic"]),
        "a_gmean": with_aggregation(METHODS["geometric"]),
    },
}


def test_scores_and_ranks_of_all_20_specifications_are_met(asem, published):  # noqa: F811  # the fixture imported above
    prepared, _ = asem
    parameters = prepared.parameters
    evaluation = Evaluation(
        framework=prepared.framework,
        measurements=prepared.measurements,
        groups=prepared.inputs.subjects.drop(columns="label"),
        missing=parameters.missing,
        treatment=parameters.treatment,
        ranking=parameters.ranking,
    )
    grid = method_grid(evaluation, ALTERNATIVES)
    wanted = pd.read_csv(published("coinr_asem") / "specification_grid_20_runs.csv", dtype={"winmax": str})
    by_cell = wanted.set_index(["winmax", "norm", "agg", "uCode"])
    assert len(grid.cells) == 20
    for number, cell in grid.cells.iterrows():
        expected = by_cell.loc[tuple(cell)].reindex(grid.scores.index)
        np.testing.assert_allclose(grid.scores[number], expected["Index"], rtol=1e-9, err_msg=str(tuple(cell)))
        assert grid.ranks[number].tolist() == expected["Rank"].tolist()
