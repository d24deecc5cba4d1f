"""Outliers: what is done about columns that are both skewed and heavy-tailed. Order is kept, always.

A treatment is fitted once and then frozen, like a normalisation: a later cycle meets the same bounds and the same
transformation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from workbench.model.methods import Floats
from workbench.model.parameters import Treatment

SMALLEST_COLUMN = 4  # kurtosis needs four values
LADDER = (-2.0, 2.0)  # Box & Cox's powers, from the inverse square to the square


@dataclass(frozen=True)
class Clip:
    """Values beyond the outermost that were kept are set to it; None: that end is open."""

    low: float | None
    high: float | None
    name: ClassVar[str] = "winsorise"
    keeps_unit: ClassVar[bool] = True

    def apply(self, values: Floats) -> Floats:
        """Return `values` within the bounds."""
        return values if self.low is None and self.high is None else np.clip(values, self.low, self.high)

    def invert(self, treated: Floats) -> Floats:
        """Return the values that become `treated`; NaN where no value does, beyond the bounds."""
        return np.where(np.isclose(self.apply(treated), treated, rtol=1e-12, atol=0.0), treated, np.nan)


@dataclass(frozen=True)
class Logarithm:
    """``ln(x - low + offset)``; for a long lower tail its mirror image ``-ln(high + offset - x)``.

    A value beyond the reference's own (below `low`, or above `high` in the mirror) counts as the outermost.
    """

    low: float
    high: float
    offset: float
    mirrored: bool
    name: ClassVar[str] = "log"
    keeps_unit: ClassVar[bool] = False

    def apply(self, values: Floats) -> Floats:
        """Return the logarithms of `values`."""
        if self.mirrored:
            return -np.log(self.high - np.minimum(values, self.high) + self.offset)
        return np.log(np.maximum(values, self.low) - self.low + self.offset)

    def invert(self, treated: Floats) -> Floats:
        """Return the values whose logarithms are `treated`."""
        return self.high + self.offset - np.exp(-treated) if self.mirrored else self.low - self.offset + np.exp(treated)


@dataclass(frozen=True)
class BoxCox:
    """``(y^power - 1) / power`` of ``y = (x + shift) / scale``; ``ln y`` at power 0. Below `low` counts as `low`."""

    low: float
    power: float
    shift: float
    scale: float
    name: ClassVar[str] = "box_cox"
    keeps_unit: ClassVar[bool] = False

    def apply(self, values: Floats) -> Floats:
        """Return `values` transformed."""
        from scipy.special import boxcox

        return np.asarray(boxcox((np.maximum(values, self.low) + self.shift) / self.scale, self.power))

    def invert(self, treated: Floats) -> Floats:
        """Return the values that are `treated` when transformed; NaN where no value is."""
        from scipy.special import inv_boxcox

        return np.asarray(inv_boxcox(treated, self.power) * self.scale - self.shift)


Change = Clip | Logarithm | BoxCox


@dataclass(frozen=True)
class Shape:
    """Bias-corrected skewness and excess kurtosis; None where there are fewer than four values, or one value."""

    skewness: float | None
    kurtosis: float | None

    def beyond(self, rule: Treatment) -> bool:
        """Return whether both exceed their thresholds, which marks a column with outliers."""
        if self.skewness is None or self.kurtosis is None:
            return False
        return abs(self.skewness) > rule.skewness and self.kurtosis > rule.kurtosis


@dataclass(frozen=True, kw_only=True)
class FittedTreatment:
    """What is done to one indicator, and what that did to the reference it was fitted on.

    Parameters
    ----------
    rule : Treatment
        What the parameters ask for.
    change : Change, optional
        None where the column needed none.
    points : int
        Values of the reference that were winsorised.
    before, after : Shape
        Of the reference.
    """

    rule: Treatment
    change: Change | None
    points: int
    before: Shape
    after: Shape

    @property
    def keeps_unit(self) -> bool:
        """Whether treated values are still in the indicator's own unit."""
        return self.change is None or self.change.keeps_unit

    def apply(self, values: Floats) -> Floats:
        """Return treated `values`, shape (n,); NaN stays NaN."""
        return values if self.change is None else self.change.apply(values)

    def invert(self, treated: Floats) -> Floats:
        """Return the values in the indicator's own unit that become `treated`; NaN where no value does."""
        return treated if self.change is None else self.change.invert(treated)

    def describe(self) -> dict[str, Any]:
        """Return the rule, what was done, and its effect on the reference, as plain JSON values."""
        return {
            "rule": self.rule.model_dump(),
            "applied": "none" if self.change is None else self.change.name,
            "fitted": {} if self.change is None else asdict(self.change),
            "points": self.points,
            "before": asdict(self.before),
            "after": asdict(self.after),
            "outliers_left": self.after.beyond(self.rule),
        }


def fit_treatments(
    values: pd.DataFrame, default: Treatment, own: Mapping[str, Treatment] | None = None
) -> dict[str, FittedTreatment]:
    """Return the treatment of every indicator that asks for one, fitted on its column of `values`.

    Parameters
    ----------
    values : DataFrame
        Subjects in rows, one column an indicator.
    default : Treatment
        For every indicator without a rule of its own.
    own : mapping, optional
        Indicator code to its own rule.
    """
    rules = dict.fromkeys(values, default) | dict(own or {})
    return {
        code: fit_treatment(values[code].to_numpy(float), rule) for code, rule in rules.items() if rule.method != "none"
    }


def treat(values: pd.DataFrame, treatments: Mapping[str, FittedTreatment]) -> pd.DataFrame:
    """Return `values` with every indicator treated."""
    changing = {code: each for code, each in treatments.items() if each.change is not None}
    if not changing:
        return values
    columns = {code: values[code].to_numpy(float) for code in values}
    treated = {code: changing[code].apply(column) if code in changing else column for code, column in columns.items()}
    return pd.DataFrame(treated, index=values.index, copy=False)


def fit_treatment(values: Floats, rule: Treatment) -> FittedTreatment:
    """Return what `rule` does to `values`, shape (n,).

    A column is treated when |skewness| and kurtosis exceed their thresholds together, or always where the rule says
    so. ``winsorise_then_log`` takes the logarithm of the values as they were where winsorising is not enough.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, doi:10.1787/9789264043466-en; Becker et al. (2022),
    COINr, doi:10.21105/joss.04567; Box & Cox (1964), doi:10.1111/j.2517-6161.1964.tb00553.x.
    """
    present = values[~np.isnan(values)]
    before = _shape(present)
    wanted = rule.when == "always" or before.beyond(rule)
    if not wanted or present.size < SMALLEST_COLUMN or present.min() == present.max():
        return FittedTreatment(rule=rule, change=None, points=0, before=before, after=before)
    change = _change(present, before, rule)
    treated = change.apply(present)
    points = int(np.sum(treated != present)) if change.keeps_unit else 0
    return FittedTreatment(rule=rule, change=change, points=points, before=before, after=_shape(treated))


def _change(present: Floats, before: Shape, rule: Treatment) -> Change:
    if rule.method == "box_cox":
        return _fit_box_cox(present)
    if rule.method != "log":
        clip = fit_winsorising(present, rule)
        if rule.method == "winsorise" or not _shape(clip.apply(present)).beyond(rule):
            return clip
    return _fit_logarithm(present, mirrored=(before.skewness or 0.0) < -rule.skewness)


def fit_winsorising(values: Floats, rule: Treatment) -> Clip:
    """Return the bounds that set up to ``max_points`` outermost of `values`, shape (n,), to the next value inwards.

    At the upper end while skewness is positive, at the lower end while it is negative; equal values move together.
    """
    ordered = np.sort(values[~np.isnan(values)])
    below = above = 0
    bounds = Clip(None, None)
    for _ in range(min(rule.max_points, len(ordered) - SMALLEST_COLUMN)):
        shape = _shape(bounds.apply(ordered))
        if rule.when == "outliers" and not shape.beyond(rule):
            break
        above, below = (above + 1, below) if (shape.skewness or 0.0) >= 0 else (above, below + 1)
        bounds = Clip(float(ordered[below]) if below else None, float(ordered[-above - 1]) if above else None)
    return bounds


def _fit_logarithm(present: Floats, *, mirrored: bool) -> Logarithm:
    low, high = float(present.min()), float(present.max())
    return Logarithm(low, high, 0.01 * (high - low), mirrored)


def _fit_box_cox(present: Floats) -> BoxCox:
    """Fit the power by maximum likelihood, on the ladder; what is not positive is shifted above 0 first.

    Where the geometric mean is 1, the likelihood is largest where the variance is smallest.
    """
    from scipy.optimize import minimize_scalar
    from scipy.special import boxcox

    low, high = float(present.min()), float(present.max())
    shift = 0.0 if low > 0 else 0.01 * (high - low) - low
    scale = float(np.exp(np.mean(np.log(present + shift))))
    scaled = (present + shift) / scale
    power = minimize_scalar(lambda power: np.var(boxcox(scaled, power)), bounds=LADDER, method="bounded").x
    return BoxCox(low, float(power), shift, scale)


def _shape(values: Floats) -> Shape:
    skewness, kurtosis = shape_of(values)
    return Shape(None, None) if np.isnan(skewness) else Shape(skewness, kurtosis)


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
    squares = centred * centred  # a third of the time that powers take
    variance = float(np.mean(squares)) if n else 0.0
    if n < SMALLEST_COLUMN or variance == 0:
        return float("nan"), float("nan")
    skewness = float(np.mean(squares * centred)) / variance**1.5
    kurtosis = float(np.mean(squares * squares)) / variance**2 - 3.0
    return (
        skewness * float(np.sqrt(n * (n - 1))) / (n - 2),
        (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * kurtosis + 6.0),
    )
