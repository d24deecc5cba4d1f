"""Correlations between columns that may have gaps, at any number of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

FEWEST_PAIRS = 3

CorrelationKind = Literal["pearson", "spearman", "kendall"]


@dataclass(frozen=True, kw_only=True)
class Correlations:
    """Correlations of k columns, each on the rows in which both have a value.

    Parameters
    ----------
    kind : {'pearson', 'spearman', 'kendall'}
        Which coefficient.
    coefficients : DataFrame
        Shape (k, k), from -1 to 1; NaN where fewer than three rows have both values, or one of them never changes.
    pairs : DataFrame of int
        Shape (k, k): how many rows have both values.
    """

    kind: CorrelationKind
    coefficients: pd.DataFrame
    pairs: pd.DataFrame

    def p_values(self) -> pd.DataFrame:
        """Return the two-sided p-values against no correlation, shape (k, k).

        Pearson and Spearman by ``t = r sqrt((n - 2) / (1 - r^2))`` with n - 2 degrees of freedom; Kendall by the normal
        approximation ``z = 3 tau sqrt(n (n - 1)) / sqrt(2 (2n + 5))``.
        """
        from scipy import special

        r, n = self.coefficients.to_numpy(float), self.pairs.to_numpy(float)
        with np.errstate(divide="ignore", invalid="ignore"):
            if self.kind == "kendall":
                p = 2 * special.ndtr(-np.abs(3 * r * np.sqrt(n * (n - 1)) / np.sqrt(2 * (2 * n + 5))))
            else:
                p = 2 * special.stdtr(n - 2, -np.abs(r) * np.sqrt((n - 2) / np.maximum(1 - r**2, 0.0)))
        return pd.DataFrame(p, index=self.coefficients.index, columns=self.coefficients.columns)


def correlations(frame: pd.DataFrame, *, kind: CorrelationKind = "pearson") -> Correlations:
    """Return the correlations of all columns of `frame`, each pair on the rows in which both have a value.

    Parameters
    ----------
    frame : DataFrame
        Shape (n, k); NaN where missing.
    kind : {'pearson', 'spearman', 'kendall'}
        Pearson's passes over the rows once for each pair; the others sort them.
    """
    there = frame.notna().to_numpy(float)
    pairs = pd.DataFrame(there.T @ there, index=frame.columns, columns=frame.columns).astype(int)
    return Correlations(kind=kind, coefficients=frame.corr(method=kind, min_periods=FEWEST_PAIRS), pairs=pairs)
