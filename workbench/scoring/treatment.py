"""Outliers: pulled in one point at a time, only while a column is both skewed and heavy-tailed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.methods import Floats
from workbench.model.parameters import Winsorising


def treat_outliers(values: pd.DataFrame, winsorising: Winsorising) -> pd.DataFrame:
    """Return `values` with each column winsorised as `winsorising` says."""
    if winsorising.method == "none":
        return values
    treated = {code: winsorise(values[code].to_numpy(float), winsorising) for code in values}
    return pd.DataFrame(treated, index=values.index, columns=values.columns)


def winsorise(values: Floats, winsorising: Winsorising) -> Floats:
    """Return `values`, shape (n,), with up to ``max_points`` outermost points set to the next value inwards.

    A column is treated while |skewness| and kurtosis (both bias-corrected, type 2) exceed their thresholds together:
    at the upper end when skewness is positive, at the lower end when negative.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, doi:10.1787/9789264043466-en; Becker et al. (2022),
    COINr, doi:10.21105/joss.04567.
    """
    treated = values.copy()
    order = np.argsort(values)
    order = order[~np.isnan(values[order])]
    if len(order) < 4:
        return treated
    for points in range(1, min(winsorising.max_points, len(order) - 1) + 1):
        skewness, kurtosis = shape_of(treated)
        if not (abs(skewness) > winsorising.skewness and kurtosis > winsorising.kurtosis):
            break
        outermost = order[-points:] if skewness > 0 else order[:points]
        treated[outermost] = values[order[-points - 1] if skewness > 0 else order[points]]
    return treated


def shape_of(values: Floats) -> tuple[float, float]:
    """Return bias-corrected (type 2) skewness and excess kurtosis of the values present; NaN below four values.

    ``G1 = g1 sqrt(n (n-1)) / (n-2)`` and ``G2 = (n-1) / ((n-2)(n-3)) ((n+1) g2 + 6)``.

    References
    ----------
    Joanes & Gill (1998), Comparing measures of sample skewness and kurtosis, doi:10.1111/1467-9884.00122.
    """
    present = values[~np.isnan(values)]
    n = present.size
    centred = present - present.mean() if n else present
    variance = float(np.mean(centred**2)) if n else 0.0
    if n < 4 or variance == 0:
        return float("nan"), float("nan")
    skewness = float(np.mean(centred**3)) / variance**1.5
    kurtosis = float(np.mean(centred**4)) / variance**2 - 3.0
    return (
        skewness * float(np.sqrt(n * (n - 1))) / (n - 2),
        (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * kurtosis + 6.0),
    )
