from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tests.analysis.evaluations import evaluation_of
from tests.scoring.frameworks import METHODS, framework, leaf, node
from workbench.analysis.method_grid import (
    alternatives_by_name,
    method_grid,
    ranked_cells,
    unchanged,
    with_aggregation,
    with_imputation,
    with_normalisation,
    with_treatment,
    with_weights,
)
from workbench.errors import ParametersError, ScoringError
from workbench.model.catalogue import Catalogue
from workbench.model.parameters import Imputation, Ranking, Treatment

# under equal weights X 45, Y 50, Z 48; their geometric means 20.6, 50, 47.8; with 4 to 1 on a X 69, Y 50, Z 50.4
VALUES = pd.DataFrame({"a": [85.0, 50, 52], "b": [5.0, 50, 44]}, index=list("XYZ"))
TREE = framework(leaf("a"), leaf("b"))
POLICY = evaluation_of(TREE, VALUES)
WEIGHTS = {"even": unchanged, "tilted": with_weights({"a": 4, "b": 1})}
MEANS = {"sum": with_aggregation(METHODS["arithmetic"]), "product": with_aggregation(METHODS["geometric"])}


def test_each_cell_holds_the_ranks_under_its_methods():
    grid = method_grid(POLICY, {"weights": WEIGHTS, "mean": MEANS})
    assert grid.cells.to_numpy().tolist() == [
        ["even", "sum"], ["even", "product"], ["tilted", "sum"], ["tilted", "product"]
    ]  # fmt: skip
    assert grid.scores[0].tolist() == pytest.approx([45, 50, 48])
    assert grid.scores[3].tolist() == pytest.approx([85**0.8 * 5**0.2, 50, 52**0.8 * 44**0.2])
    assert grid.ranks.T.to_numpy().tolist() == [[3, 1, 2], [3, 1, 2], [1, 3, 2], [3, 2, 1]]


def test_the_mean_shift_is_over_all_subjects_against_the_policy():
    grid = method_grid(POLICY, {"weights": WEIGHTS})
    assert grid.mean_shifts.tolist() == pytest.approx([0, (2 + 2 + 0) / 3])


def test_another_cell_can_be_what_all_are_compared_with():
    grid = method_grid(POLICY, {"weights": WEIGHTS}, reference={"weights": "tilted"})
    assert grid.reference.tolist() == [1, 3, 2]
    assert grid.mean_shifts.tolist() == pytest.approx([4 / 3, 0])


def test_the_ranks_of_a_subject_lie_between_the_lowest_and_the_highest():
    found = method_grid(POLICY, {"weights": WEIGHTS}).by_subject
    assert found.loc["X"].tolist() == [3, 1, 2, 3]
    assert found.loc["Z"].tolist() == [2, 2, 2, 2]


def test_every_step_of_the_chain_can_be_changed():
    values = pd.DataFrame({"a": [1.0, 2, 3, 4, 100], "b": [5.0, None, 3, 2, 1]}, index=list("VWXYZ"))
    steps = {
        "missing": {"none": unchanged, "mean": with_imputation(Imputation(method="mean"))},
        "outliers": {"none": unchanged, "winsorise": with_treatment(Treatment(method="winsorise"))},
        "normalisation": {
            "min_max": with_normalisation(METHODS["min_max"]),
            "z_score": with_normalisation(METHODS["z_score"], mean=50.0, sd=10.0),
        },
    }
    grid = method_grid(evaluation_of(TREE, values), steps)
    assert len(grid.cells) == 8
    assert grid.scores.T.drop_duplicates().shape[0] == 8


def test_dimensions_keep_their_place_when_methods_change():
    deep = framework(node("inner", leaf("a"), leaf("b")), leaf("c"))
    values = VALUES.assign(c=10.0)
    grid = method_grid(evaluation_of(deep, values), {"mean": MEANS})
    assert grid.scores[1].tolist() == pytest.approx(((values["a"] * values["b"]) ** 0.5 * 10) ** 0.5)


def test_a_cell_that_cannot_be_computed_is_named_and_none_is_left_out_in_silence():
    constant = evaluation_of(TREE, VALUES.assign(b=7.0))
    steps = {
        "normalisation": {"goalposts": unchanged, "min_max": with_normalisation(METHODS["min_max"])},
        "weights": WEIGHTS,
    }
    with pytest.raises(ScoringError, match="min_max × even: b: fewer than two different values") as caught:
        method_grid(constant, steps)
    assert "min_max × tilted" in str(caught.value)
    assert "goalposts" not in str(caught.value).replace("use goalposts", "")


def test_a_product_of_negative_values_is_a_fault_and_not_a_zero():
    steps = {"scale": {"z": with_normalisation(METHODS["z_score"], mean=0.0, sd=1.0)}, "mean": MEANS}
    with pytest.raises(
        ScoringError, match="z × product: score: 'geometric' in 'score' cannot take the 1 values below 0"
    ):
        method_grid(POLICY, steps)


def test_methods_that_do_not_fit_are_faults_of_their_cell():
    near = evaluation_of(
        framework(leaf("a", polarity="target", method="target", value=50.0, tolerance=30.0), leaf("b")), VALUES
    )
    with pytest.raises(ScoringError, match="scaled: a: 'min_max' cannot treat 'a', whose polarity is 'target'"):
        method_grid(near, {"scale": {"scaled": with_normalisation(METHODS["min_max"])}})
    with pytest.raises(ScoringError, match=r"posts: goalposts.*low"):
        method_grid(POLICY, {"scale": {"posts": with_normalisation(METHODS["goalposts"], low=5.0, high=1.0)}})


def test_scores_are_told_apart_as_finely_as_in_the_ranking():
    close = evaluation_of(TREE, VALUES.add([0, 0, 2.2], axis=0))  # Z has 50.2, Y 50
    rounded = replace(close, ranking=Ranking(decimals=0))
    assert method_grid(close, {"weights": {"even": unchanged}}).ranks[0].tolist() == [3, 2, 1]
    assert method_grid(rounded, {"weights": {"even": unchanged}}).ranks[0].tolist() == [3, 1, 1]


CATALOGUE = Catalogue(aggregations={code: METHODS[code] for code in ("arithmetic", "geometric")})


def test_alternatives_can_be_written_as_in_a_parameters_file():
    steps = {
        "aggregation": {"policy": {}, "product": {"method": "geometric"}},
        "missing": {"mean": {"method": "mean"}},
        "treatment": {"pulled in": {"method": "winsorise", "max_points": 1}},
    }
    found = alternatives_by_name(steps, CATALOGUE)
    assert list(found) == ["missing", "treatment", "aggregation"]  # in the order in which they are taken
    assert found["aggregation"]["policy"](POLICY) is POLICY
    assert found["missing"]["mean"](POLICY).missing == Imputation(method="mean")
    assert found["treatment"]["pulled in"](POLICY).treatment == Treatment(method="winsorise", max_points=1)
    assert found["aggregation"]["product"](POLICY).framework.root.aggregation.code == "geometric"


def test_every_slip_in_them_is_told_at_once():
    steps = {"aggregaton": {}, "aggregation": {"p": {"method": "geometrc"}}, "missing": {"m": {"method": "zero"}}}
    with pytest.raises(ParametersError, match="did you mean: aggregation") as caught:
        alternatives_by_name(steps, CATALOGUE)
    assert "did you mean: geometric?" in str(caught.value)
    assert len(caught.value.faults) == 3


def test_scores_of_any_origin_can_be_ranked_beside_a_reference():
    scores = pd.DataFrame({"one": [1.0, 2, 3]}, index=list("XYZ"))
    found = ranked_cells(pd.DataFrame({"": ["one"]}), scores, pd.Series([3.0, 2, 1], index=list("XYZ")))
    assert found.ranks[0].tolist() == [3, 2, 1]
    assert found.mean_shifts.tolist() == pytest.approx([4 / 3])
