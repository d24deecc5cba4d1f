"""What a run finds out: the scorecard and what it was measured from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Measurements:
    """Measured values before any method has touched them. Frames are indexed by subject, one column an indicator.

    Parameters
    ----------
    values : DataFrame of float
        In each indicator's own unit; NaN where there is none.
    cases : DataFrame of float
        Number of observations behind each value; NaN where the indicator does not count any.
    low, high : DataFrame of float
        95 % interval of each value; NaN where the indicator gives none.
    missing : DataFrame
        Columns ``subject, code, reason``: one row for each absent value and no other.
    """

    values: pd.DataFrame
    cases: pd.DataFrame
    low: pd.DataFrame
    high: pd.DataFrame
    missing: pd.DataFrame


@dataclass(frozen=True, kw_only=True)
class Reference:
    """The subjects that methods are fitted on: those of an earlier cycle, so that a newcomer moves no old score.

    Parameters
    ----------
    values : DataFrame of float
        As measured, one column an indicator.
    groups : DataFrame
        Group columns of the same subjects.
    missing : DataFrame, optional
        Columns ``subject, code, reason``: why values are absent; None where nothing is known about that.
    fingerprint : str
        Of the run they come from; empty when they are this cycle's own.
    """

    values: pd.DataFrame
    groups: pd.DataFrame
    missing: pd.DataFrame | None = None
    fingerprint: str = ""


@dataclass(frozen=True, kw_only=True)
class Scorecard:
    """Scores with everything needed to rebuild them. Wide frames: subjects in rows.

    Parameters
    ----------
    values : DataFrame
        What entered normalisation: measured, imputed and treated values, one column an indicator.
    normalised : DataFrame
        On 0-100, higher better.
    scores : DataFrame
        One column a node, the root last.
    coverage : DataFrame
        Share (0-1) of each node's weight that was present.
    contributions : DataFrame
        One column an indicator: its part of the root's score; rows add up to the score.
    bands : DataFrame of str
        One column for each node that has bands; NA where there is no score.
    predicates : Series of str
        Final class by the predicate rule; NA where there is none.
    ranks : Series of Int64
        1 is best; ties share the smaller number; NA where there is no score.
    missing : DataFrame
        Columns ``subject, code, reason``: absent values and scores.
    changed : DataFrame
        Columns ``subject, code, step, before, after``: values that imputation or treatment replaced one by one.
    treatments : mapping
        Indicator code to what was done about its outliers, by which rule, and its shape before and after; only
        indicators that a rule was applied to.
    scales : mapping
        Indicator code to the numbers of its fitted normalisation.
    weights : mapping
        Weights that the nodes' weightings settled, by the code of the child; empty where all are given.
    weighting : mapping
        Node code to what a reader needs to judge its settled weights; only nodes with a weighting.
    """

    values: pd.DataFrame
    normalised: pd.DataFrame
    scores: pd.DataFrame
    coverage: pd.DataFrame
    contributions: pd.DataFrame
    bands: pd.DataFrame
    predicates: pd.Series
    ranks: pd.Series
    missing: pd.DataFrame
    changed: pd.DataFrame
    treatments: Mapping[str, Mapping[str, object]]
    scales: Mapping[str, Mapping[str, object]]
    weights: Mapping[str, float]
    weighting: Mapping[str, Mapping[str, object]]
