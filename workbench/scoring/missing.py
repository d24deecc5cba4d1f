"""Absent values: left absent unless the parameters say otherwise, and marked when filled."""

from __future__ import annotations

import pandas as pd

from workbench.model.parameters import Imputation


def fill_missing(values: pd.DataFrame, imputation: Imputation, groups: pd.DataFrame) -> pd.DataFrame:
    """Return `values` with absent ones filled as `imputation` says; a group without any value stays absent.

    Parameters
    ----------
    values : DataFrame
        Subjects in rows, one column an indicator.
    imputation : Imputation
        ``none``, ``mean``, ``median``, ``group_mean`` or ``group_median``.
    groups : DataFrame
        Group columns of the same subjects.
    """
    statistic = imputation.method.removeprefix("group_")
    if imputation.method == "none":
        return values
    if imputation.group is None:
        return values.fillna(values.agg(statistic))
    return values.fillna(values.groupby(groups[imputation.group]).transform(statistic))
