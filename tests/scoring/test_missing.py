from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.parameters import Imputation
from workbench.scoring.missing import fill_missing

VALUES = pd.DataFrame({"a": [1.0, np.nan, 3.0, np.nan]}, index=list("wxyz"))
GROUPS = pd.DataFrame({"kind": ["k", "k", "m", "n"]}, index=list("wxyz"))


def test_nothing_is_filled_by_default():
    assert fill_missing(VALUES, Imputation(), GROUPS) is VALUES


def test_a_mean_of_all():
    assert fill_missing(VALUES, Imputation(method="mean"), GROUPS)["a"].tolist() == [1, 2, 3, 2]


def test_a_group_without_any_value_stays_absent():
    filled = fill_missing(VALUES, Imputation(method="group_median", group="kind"), GROUPS)["a"]
    assert filled.tolist()[:3] == [1, 1, 3]
    assert np.isnan(filled["z"])
