from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.analysis.evaluations import evaluation_of
from tests.scoring.frameworks import framework, leaf
from workbench.analysis.hidden_values import filling_errors
from workbench.errors import ScoringError
from workbench.model.parameters import Imputation

# standard deviation of a: sqrt((4 + 1 + 0 + 9) / 3) = 2.1602
VALUES = pd.DataFrame({"a": [1.0, 2, 3, 6], "b": [6.0, 3, 2, 0]}, index=list("WXYZ"))
EVALUATION = evaluation_of(framework(leaf("a"), leaf("b"), minimum=0.6), VALUES)
RULES = {"none": Imputation(), "mean": Imputation(method="mean")}


class HidingOnly:
    """Stands in for a generator: hides one place every time."""

    def __init__(self, row: int, column: int) -> None:
        self.place = row, column

    def uniform(self, *, size: tuple[int, int]) -> np.ndarray:
        drawn = np.ones(size)
        drawn[self.place] = 0.0
        return drawn


def test_the_error_is_that_of_the_hidden_value_in_standard_deviations():
    found = filling_errors(EVALUATION, RULES, repeats=2, rng=HidingOnly(3, 0)).loc["mean"]
    assert found["bias"] == pytest.approx((2 - 6) / 2.1602, abs=1e-4)  # the mean of 1, 2 and 3 instead of 6
    assert found["error"] == pytest.approx(4 / 2.1602, abs=1e-4)
    assert found["filled"] == 1
    assert found["unscored"] == 0


def test_ranks_are_compared_among_those_who_keep_a_score():
    found = filling_errors(EVALUATION, RULES, repeats=1, rng=HidingOnly(3, 0))
    # scores 3.5, 2.5, 2.5, 3: with the mean of 2 instead of 6 the last falls from rank 2 to 4, two rise to 2
    assert found.at["mean", "shift"] == pytest.approx((0 + 1 + 1 + 2) / 4)
    # half of the weight is not enough for a score: the ranks of the other three stay
    assert found.loc["none", ["unscored", "shift"]].tolist() == [1, 0]


def test_a_rule_that_fills_nothing_has_no_error():
    found = filling_errors(EVALUATION, RULES, rng=np.random.default_rng(1)).loc["none"]
    assert np.isnan(found["error"])
    assert found["filled"] == 0


def test_the_same_seed_hides_the_same_values_for_every_rule():
    rules = {"one": Imputation(method="median"), "other": Imputation(method="median")}
    found = filling_errors(EVALUATION, rules, share=0.3, rng=np.random.default_rng(0))
    assert found.loc["one"].tolist() == found.loc["other"].tolist()


def test_a_rule_that_cannot_be_fitted_is_named():
    same = pd.DataFrame({"a": range(30), "b": range(30)}, index=[f"s{each}" for each in range(30)], dtype=float)
    collinear = evaluation_of(framework(leaf("a"), leaf("b")), same)
    with pytest.raises(ScoringError, match="chained: missing: iterative imputation has not settled"):
        filling_errors(collinear, {"chained": Imputation(method="iterative")}, rng=np.random.default_rng(0))
