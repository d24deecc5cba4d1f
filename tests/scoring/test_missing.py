from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.parameters import Imputation
from workbench.scoring.missing import fit_imputer

VALUES = pd.DataFrame({"a": [1.0, np.nan, 3.0, np.nan]}, index=list("wxyz"))
GROUPS = pd.DataFrame({"kind": ["k", "k", "m", "n"]}, index=list("wxyz"))


def filled(**imputation) -> pd.DataFrame:
    return fit_imputer(VALUES, Imputation(**imputation), GROUPS).fill(VALUES, GROUPS)


def test_nothing_is_filled_by_default():
    assert filled() is VALUES


def test_a_mean_of_all():
    assert filled(method="mean")["a"].tolist() == [1, 2, 3, 2]


def test_a_group_without_any_value_stays_absent():
    values = filled(method="group_median", group="kind")["a"]
    assert values.tolist()[:3] == [1, 1, 3]
    assert np.isnan(values["z"])


def test_a_later_cycle_is_filled_with_what_the_reference_taught():
    imputer = fit_imputer(VALUES, Imputation(method="group_mean", group="kind"), GROUPS)
    later = pd.DataFrame({"a": [np.nan, 90.0, np.nan]}, index=list("abc"))
    values = imputer.fill(later, pd.DataFrame({"kind": ["m", "m", "elsewhere"]}, index=list("abc")))["a"]
    assert values.tolist()[:2] == [3, 90]
    assert np.isnan(values["c"])
