"""Outliers: pulled in one point at a time, only while a column is both skewed and heavy-tailed.

A treatment is fitted once and then frozen, like a normalisation: a later cycle meets the same bounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd

from workbench.model.methods import Floats
from workbench.model.parameters import Winsorising


class Treatment(Protocol):
    """A fitted treatment of one indicator."""

    def apply(self, values: Floats) -> Floats:
        """Return treated `values`, shape (n,); NaN stays NaN."""
        ...

    def describe(self) -> dict[str, Any]:
        """Return the numbers that rebuild it, as plain JSON values."""
        ...


@dataclass(frozen=True)
class Clip:
    """Values beyond the outermost that were kept are set to it; None: that end is open."""

    low: float | None
    high: float | None

    def apply(self, values: Floats) -> Floats:
        """Return `values` within the bounds."""
        return values if self.low is None and self.high is None else np.clip(values, self.low, self.high)

    def describe(self) -> dict[str, Any]:
        """Return the bounds."""
        return asdict(self)


def fit_treatments(values: pd.DataFrame, winsorising: Winsorising) -> dict[str, Treatment]:
    """Return the treatment of every indicator that `winsorising` asks for, fitted on its column of `values`."""
    if winsorising.method == "none":
        return {}
    return {code: fit_winsorising(values[code].to_numpy(float), winsorising) for code in values}


def treat(values: pd.DataFrame, treatments: Mapping[str, Treatment]) -> pd.DataFrame:
    """Return `values` with every indicator treated."""
    if not treatments:
        return values
    treated = {code: treatments[code].apply(values[code].to_numpy(float)) for code in values}
    return pd.DataFrame(treated, index=values.index, columns=values.columns)


def fit_winsorising(values: Floats, winsorising: Winsorising) -> Clip:
    """Return the bounds that set up to ``max_points`` outermost of `values`, shape (n,), to the next value inwards.

    A column is treated while |skewness| and kurtosis (both bias-corrected, type 2) exceed their thresholds together:
    at the upper end when skewness is positive, at the lower end when negative.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, doi:10.1787/9789264043466-en; Becker et al. (2022),
    COINr, doi:10.21105/joss.04567.
    """
    ordered = np.sort(values[~np.isnan(values)])
    bounds = Clip(None, None)
    if len(ordered) < 4:
        return bounds
    for points in range(1, min(winsorising.max_points, len(ordered) - 1) + 1):
        skewness, kurtosis = shape_of(bounds.apply(ordered))
        if not (abs(skewness) > winsorising.skewness and kurtosis > winsorising.kurtosis):
            break
        if skewness > 0:
            bounds = Clip(bounds.low, float(ordered[-points - 1]))
        else:
            bounds = Clip(float(ordered[points]), bounds.high)
    return bounds


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
