"""What the data look like before anything is scored: each indicator, each subject, and how they hang together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.analysis.coherence import (
    Reliability,
    Thresholds,
    correlated_pairs,
    parent_correlations,
    reliability,
)
from workbench.analysis.correlation import CorrelationKind
from workbench.model.framework import Framework, Leaf, Node
from workbench.model.methods import Floats
from workbench.scoring.treatment import shape_of

FENCE = 1.5  # Tukey's: values more than so many interquartile ranges outside the quartiles


@dataclass(frozen=True, kw_only=True)
class Limits:
    """When an indicator is remarked on; the defaults are COINr's.

    Parameters
    ----------
    coverage, nonzero, different : float
        Smallest share of subjects with a value, with a value other than zero, and of different values.
    skewness, kurtosis : float
        Both exceeded mark outliers.
    """

    coverage: float = 0.65
    nonzero: float = 0.5
    different: float = 0.5
    skewness: float = 2.0
    kurtosis: float = 3.5


@dataclass(frozen=True, kw_only=True)
class Screening:
    """Everything a statistician asks before scoring.

    Parameters
    ----------
    statistics : DataFrame
        One row an indicator, see `indicator_statistics`.
    subjects : DataFrame
        One row a subject, see `subject_coverage`.
    dimensions : DataFrame
        Subjects in rows, nodes in columns: share of the node's indicators that have a value.
    pairs, parents : DataFrame
        See `correlated_pairs` and `parent_correlations`.
    reliability : Reliability
        Cronbach's alpha of every node.
    kind : {'pearson', 'spearman', 'kendall'}
        Which correlation.
    """

    statistics: pd.DataFrame
    subjects: pd.DataFrame
    dimensions: pd.DataFrame
    pairs: pd.DataFrame
    parents: pd.DataFrame
    reliability: Reliability
    kind: CorrelationKind


def screen(
    framework: Framework,
    measured: pd.DataFrame,
    compared: pd.DataFrame,
    *,
    kind: CorrelationKind = "pearson",
    limits: Limits | None = None,
    thresholds: Thresholds | None = None,
) -> Screening:
    """Return the screening of a cycle.

    Parameters
    ----------
    framework : Framework
        Which indicators belong together.
    measured : DataFrame
        Values in their own units, as measured: ``measurements.values``.
    compared : DataFrame
        What is correlated, higher always better: ``pd.concat([card.normalised, card.scores], axis=1)``, or `directed`
        values.
    kind : {'pearson', 'spearman', 'kendall'}
        Which correlation.
    limits, thresholds : Limits, Thresholds, optional
        When to remark.
    """
    return Screening(
        statistics=indicator_statistics(measured, limits=limits),
        subjects=subject_coverage(measured),
        dimensions=coverage_by_dimension(framework, measured),
        pairs=correlated_pairs(framework, compared, kind=kind, thresholds=thresholds),
        parents=parent_correlations(framework, compared, kind=kind, thresholds=thresholds),
        reliability=reliability(framework, compared),
        kind=kind,
    )


def indicator_statistics(values: pd.DataFrame, *, limits: Limits | None = None) -> pd.DataFrame:
    """Return the statistics of every column of `values`, and four remarks.

    Returns
    -------
    DataFrame
        Indexed by code: ``present, coverage, mean, sd, minimum, lower_quartile, median, upper_quartile, maximum,
        skewness, kurtosis, nonzero, different, most_equal, beyond_fences`` (counts, in the indicator's own unit, sd
        with n - 1, skewness and kurtosis of type 2, quartiles by linear interpolation) and the remarks ``few_values,
        many_zeros, few_different, outliers`` (bool).

    References
    ----------
    Becker et al. (2022), COINr, doi:10.21105/joss.04567; Tukey (1977), Exploratory Data Analysis (fences).
    """
    chosen, n = limits or Limits(), len(values)
    found = pd.DataFrame({code: _statistics(values[code].to_numpy(float)) for code in values}).T.rename_axis("code")
    counts = ["present", "nonzero", "different", "most_equal", "beyond_fences"]
    found = found.astype(dict.fromkeys(counts, int))
    found.insert(1, "coverage", found["present"] / n if n else np.nan)
    return found.assign(
        few_values=found["coverage"] < chosen.coverage,
        many_zeros=found["nonzero"] < chosen.nonzero * n,
        few_different=found["different"] < chosen.different * n,
        outliers=(found["skewness"].abs() > chosen.skewness) & (found["kurtosis"] > chosen.kurtosis),
    )


def _statistics(column: Floats) -> dict[str, float]:
    ordered = np.sort(column[~np.isnan(column)])
    n = ordered.size
    skewness, kurtosis = shape_of(ordered)
    low, median, high = np.quantile(ordered, [0.25, 0.5, 0.75]) if n else [np.nan] * 3
    reach = FENCE * (high - low)
    ends = np.flatnonzero(np.diff(ordered, append=np.inf))  # last place of each run of equal values
    return {
        "present": n,
        "mean": float(ordered.mean()) if n else np.nan,
        "sd": float(ordered.std(ddof=1)) if n > 1 else np.nan,
        "minimum": float(ordered[0]) if n else np.nan,
        "lower_quartile": float(low),
        "median": float(median),
        "upper_quartile": float(high),
        "maximum": float(ordered[-1]) if n else np.nan,
        "skewness": skewness,
        "kurtosis": kurtosis,
        "nonzero": int(np.count_nonzero(ordered)),
        "different": len(ends),
        "most_equal": int(np.diff(ends, prepend=-1).max()) if n else 0,
        "beyond_fences": int(np.sum((ordered < low - reach) | (ordered > high + reach))),
    }


def subject_coverage(values: pd.DataFrame) -> pd.DataFrame:
    """Return how much is known of every subject.

    Returns
    -------
    DataFrame
        Indexed by subject: ``absent, zeros`` (counts), ``coverage`` (share of the indicators with a value) and
        ``nonzero`` (share of those values that are not zero).
    """
    absent = values.isna().sum(axis=1)
    zeros = (values == 0).sum(axis=1)
    present = values.shape[1] - absent
    return pd.DataFrame(
        {
            "absent": absent,
            "zeros": zeros,
            "coverage": present / values.shape[1],
            "nonzero": 1 - zeros / present.where(present > 0),
        }
    )


def coverage_by_dimension(framework: Framework, values: pd.DataFrame) -> pd.DataFrame:
    """Return the share of each node's indicators that have a value, whatever their weight: subjects by nodes."""
    present = values.notna()
    return pd.DataFrame({node.code: present[list(_codes_below(node))].mean(axis=1) for node in framework.nodes})


def _codes_below(part: Node | Leaf) -> list[str]:
    return [part.code] if isinstance(part, Leaf) else [code for child in part.children for code in _codes_below(child)]
