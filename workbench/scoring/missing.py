"""Absent values: left absent unless the parameters say otherwise, and marked when filled.

An imputer is fitted once and then frozen, like a normalisation: a later cycle is filled with what was learnt then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from workbench.model.parameters import Imputation


class Imputer(Protocol):
    """A fitted rule for absent values."""

    def fill(self, values: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
        """Return `values` (subjects in rows, one column an indicator) with absent ones filled where it can."""
        ...


@dataclass(frozen=True)
class LeaveAbsent:
    """Nothing is filled."""

    def fill(self, values: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
        """Return `values` as they are."""
        return values


@dataclass(frozen=True)
class FillWithStatistic:
    """One number for each indicator."""

    statistics: pd.Series

    def fill(self, values: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
        """Return `values` filled by column."""
        return values.fillna(self.statistics)


@dataclass(frozen=True)
class FillWithinGroups:
    """One number for each group and indicator; a group without any value stays absent."""

    group: str
    statistics: pd.DataFrame

    def fill(self, values: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
        """Return `values` filled by group and column."""
        own = self.statistics.reindex(groups[self.group]).set_axis(values.index)
        return values.fillna(own)


def fit_imputer(values: pd.DataFrame, imputation: Imputation, groups: pd.DataFrame) -> Imputer:
    """Return the imputer that `imputation` asks for, fitted on `values`.

    Parameters
    ----------
    values : DataFrame
        Subjects in rows, one column an indicator.
    imputation : Imputation
        ``none``, ``mean``, ``median``, ``group_mean`` or ``group_median``.
    groups : DataFrame
        Group columns of the same subjects.
    """
    if imputation.method == "none":
        return LeaveAbsent()
    statistic = imputation.method.removeprefix("group_")
    if imputation.group is None:
        return FillWithStatistic(values.agg(statistic))
    return FillWithinGroups(imputation.group, values.groupby(groups[imputation.group]).agg(statistic))
