from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest

from tests.analysis.evaluations import evaluation_of
from tests.scoring.frameworks import METHODS, framework, leaf
from workbench.analysis.method_grid import with_aggregation, with_weights
from workbench.analysis.sensitivity import rank_sensitivity, sobol_indices
from workbench.errors import WorkbenchError
from workbench.model.parameters import Robustness

VALUES = pd.DataFrame({"a": [90.0, 10, 60, 40, 30], "b": [20.0, 80, 50, 45, 90]}, index=list("VWXYZ"))
TREE = framework(leaf("a"), leaf("b"))
MEANS = {
    "aggregation": {
        "arithmetic": with_aggregation(METHODS["arithmetic"]),
        "geometric": with_aggregation(METHODS["geometric"]),
    },
    "policy": {"even": with_weights({"a": 1, "b": 1}), "tilted": with_weights({"a": 4, "b": 1})},
}


def ishigami(uniform):
    x = np.pi * (2 * uniform - 1)
    return pd.DataFrame({"y": np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])})


def test_the_ishigami_function_has_its_known_indices():
    # Ishigami & Homma (1990): V = a²/8 + bπ⁴/5 + b²π⁸/18 + 1/2 with a = 7, b = 0.1
    a, b = 7.0, 0.1
    whole = a**2 / 8 + b * np.pi**4 / 5 + b**2 * np.pi**8 / 18 + 0.5
    first = np.array([0.5 * (1 + b * np.pi**4 / 5) ** 2, a**2 / 8, 0]) / whole
    both = 8 * b**2 * np.pi**8 / 225 / whole  # of the first and the third together
    found = sobol_indices(dict.fromkeys("xyz", 1), ishigami, samples=8192, rng=np.random.default_rng(0))
    assert found["first"].to_numpy() == pytest.approx(first, abs=0.01)
    assert found["total"].to_numpy() == pytest.approx([first[0] + both, first[1], both], abs=0.01)
    assert (found["first_low"] <= found["first"]).all()
    assert (found["total"] <= found["total_high"]).all()


def test_columns_that_belong_together_are_one_factor():
    # a weighted sum: V = (1² + 2² + 3²) / 12; the last two columns are one factor with 13/14 of it
    found = sobol_indices(
        {"one": 1, "two": 2},
        lambda uniform: pd.DataFrame({"y": uniform @ [1.0, 2.0, 3.0]}),
        samples=4096,
        rng=np.random.default_rng(1),
    )
    assert found["first"].to_numpy() == pytest.approx([1 / 14, 13 / 14], abs=0.01)
    assert found["total"].to_numpy() == pytest.approx([1 / 14, 13 / 14], abs=0.01)


def test_an_output_that_never_changes_has_no_variance_to_share_out():
    found = sobol_indices(
        {"a": 1, "b": 1}, lambda u: pd.DataFrame({"y": np.ones(len(u))}), samples=8, rng=np.random.default_rng(0)
    )
    assert found[["first", "total_high"]].isna().all(axis=None)


def test_a_choice_that_moves_no_rank_has_no_part_in_their_variance():
    same = {
        "scale": {"as it is": with_weights({}), "doubled": with_weights({"a": 2, "b": 2})},
        "policy": MEANS["policy"],
    }
    found = rank_sensitivity(
        evaluation_of(TREE, VALUES), same, samples=64, subjects=["X"], rng=np.random.default_rng(0)
    )
    assert found[["output", "factor"]].to_numpy().tolist() == [
        ["mean_shift", "scale"], ["mean_shift", "policy"], ["X", "scale"], ["X", "policy"]
    ]  # fmt: skip
    by_factor = found.set_index(["output", "factor"])["total"]
    assert by_factor["mean_shift", "scale"] == 0
    assert by_factor["mean_shift", "policy"] == pytest.approx(1, abs=0.1)


def test_the_weights_are_one_factor_however_many_they_are():
    found = rank_sensitivity(
        evaluation_of(TREE, VALUES),
        {"aggregation": MEANS["aggregation"]},
        weights=Robustness(weights="simplex"),
        samples=128,
        rng=np.random.default_rng(0),
    )
    assert found["factor"].tolist() == ["aggregation", "weights"]
    assert found["total"].iloc[1] > found["total"].iloc[0]


def test_the_same_generator_gives_the_same_indices():
    def once():
        return rank_sensitivity(evaluation_of(TREE, VALUES), MEANS, samples=32, rng=np.random.default_rng(0))

    pd.testing.assert_frame_equal(once(), once())


def test_too_little_to_share_out_and_odd_numbers_of_samples_are_refused():
    rng = np.random.default_rng(0)
    with pytest.raises(WorkbenchError, match="two factors or more"):
        sobol_indices({"a": 1}, ishigami, samples=8, rng=rng)
    with pytest.raises(WorkbenchError, match="samples: must be a power of 2, such as 1024; found 100"):
        sobol_indices({"a": 1, "b": 1}, ishigami, samples=100, rng=rng)


def test_without_the_extra_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "SALib.analyze", None)
    with pytest.raises(WorkbenchError, match=r"pip install 'kinerja-workbench\[sensitivity\]'"):
        sobol_indices({"a": 1, "b": 1}, ishigami, samples=8, rng=np.random.default_rng(0))
