"""From an indicator's own unit to 0-100, higher always better. Polarity is applied here and nowhere else.

Every method is fitted once and then frozen: applied to a later cycle, a fitted scale gives every value the place it
would have had in the cycle it was fitted on.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from pydantic import Field, ValidationInfo, model_validator

from workbench.errors import ScoringError, fault, message
from workbench.model.indicator import Options, Polarity
from workbench.model.methods import Floats


@dataclass(frozen=True)
class LinearScale:
    """``intercept + slope * x`` (or of ln x), cut to ``floor .. ceiling``."""

    slope: float
    intercept: float
    floor: float | None = None
    ceiling: float | None = None
    logarithmic: bool = False

    def apply(self, values: Floats) -> Floats:
        """Return normalised `values`, shape (n,); NaN stays NaN."""
        if self.logarithmic:
            _require_positive(values)
        x = np.log(values) if self.logarithmic else values
        scaled = self.intercept + self.slope * x
        return scaled if self.floor is None and self.ceiling is None else np.clip(scaled, self.floor, self.ceiling)

    def describe(self) -> dict[str, Any]:
        """Return slope, intercept and cuts."""
        return asdict(self)


@dataclass(frozen=True)
class DistanceScale:
    """100 at the target, falling evenly to 0 at `tolerance` away from it on either side."""

    target: float
    tolerance: float

    def apply(self, values: Floats) -> Floats:
        """Return normalised `values`, shape (n,)."""
        return np.clip(100.0 * (1.0 - np.abs(values - self.target) / self.tolerance), 0.0, 100.0)

    def describe(self) -> dict[str, Any]:
        """Return target and tolerance."""
        return asdict(self)


@dataclass(frozen=True)
class PercentileScale:
    """Share of the reference that is strictly worse, among the others: 0 for the worst, 100 for the only best."""

    reference: tuple[float, ...]
    sign: float

    def apply(self, values: Floats) -> Floats:
        """Return normalised `values`, shape (n,)."""
        ordered = np.sort(self.sign * np.asarray(self.reference))
        worse = np.searchsorted(ordered, self.sign * values, side="left").astype(float)
        return np.where(np.isnan(values), np.nan, np.minimum(100.0 * worse / (len(ordered) - 1), 100.0))

    def describe(self) -> dict[str, Any]:
        """Return how many reference values there are and which way is better."""
        return {"reference_size": len(self.reference), "sign": self.sign}


class Goalposts(Options):
    """Fixed floor and ceiling in the indicator's own unit; `low` < `high` whichever way is better."""

    low: float
    high: float
    scale: Literal["linear", "log"] = "linear"

    @model_validator(mode="after")
    def _low_below_high(self) -> Goalposts:
        if not self.low < self.high:
            raise ValueError(message("'low' must be smaller than 'high', also where lower is better"))
        if self.scale == "log" and self.low <= 0:
            raise ValueError(message("a log scale needs 'low' above 0"))
        return self


class Target(Options):
    """The value asked for scores 100; `zero` (or a distance of `tolerance` from a target value) scores 0."""

    value: float
    zero: float | None = None
    tolerance: float | None = None

    @model_validator(mode="after")
    def _fits_polarity(self, info: ValidationInfo) -> Target:
        polarity = (info.context or {}).get("polarity")
        if polarity == "target" and (self.tolerance is None or self.tolerance <= 0 or self.zero is not None):
            raise ValueError(message("an indicator with a target needs 'tolerance' above 0, and no 'zero'"))
        if polarity in ("higher", "lower") and self.tolerance is not None:
            raise ValueError(message("'tolerance' is only for indicators whose polarity is 'target'; use 'zero'"))
        if polarity == "higher" and not (self.zero or 0.0) < self.value:
            raise ValueError(message("'zero' must be smaller than 'value' where higher is better"))
        if polarity == "lower" and (self.zero is None or self.zero <= self.value):
            raise ValueError(message("where lower is better give 'zero', a value larger than 'value'"))
        return self


class MinMax(Options):
    """No settings: the worst subject gets 0 and the best 100."""


class ZScore(Options):
    """Standard scores moved to `mean` and `sd`; `spread` names the divisor: n - 1 (sample) or n (population)."""

    mean: float = 50.0
    sd: float = Field(default=10.0, gt=0)
    spread: Literal["sample", "population"] = "sample"


class PercentileRank(Options):
    """No settings."""


def fit_goalposts(values: Floats, polarity: Polarity, options: Goalposts) -> LinearScale:
    """Fit ``100 (x - low) / (high - low)``, turned round where lower is better, cut to 0-100."""
    low, high = np.log([options.low, options.high]) if options.scale == "log" else (options.low, options.high)
    worst, best = (low, high) if polarity == "higher" else (high, low)
    slope = 100.0 / float(best - worst)
    return LinearScale(slope, -slope * float(worst), 0.0, 100.0, options.scale == "log")


def fit_target(values: Floats, polarity: Polarity, options: Target) -> LinearScale | DistanceScale:
    """Fit the distance to a target: 100 when it is reached, 0 at `zero` or at `tolerance`."""
    if polarity == "target":
        return DistanceScale(options.value, float(options.tolerance or 0.0))
    zero = options.zero or 0.0
    slope = 100.0 / (options.value - zero)
    return LinearScale(slope, -slope * zero, 0.0, 100.0)


def fit_min_max(values: Floats, polarity: Polarity, options: MinMax) -> LinearScale:
    """Fit 0 on the worst and 100 on the best subject of this cycle."""
    low, high = _extremes(values)
    worst, best = (low, high) if polarity == "higher" else (high, low)
    slope = 100.0 / (best - worst)
    return LinearScale(slope, -slope * worst)


def fit_z_score(values: Floats, polarity: Polarity, options: ZScore) -> LinearScale:
    """Fit ``mean + sd (x - average) / spread``; not bounded."""
    _extremes(values)
    spread = float(np.nanstd(values, ddof=1 if options.spread == "sample" else 0))
    slope = (1.0 if polarity == "higher" else -1.0) * options.sd / spread
    return LinearScale(slope, options.mean - slope * float(np.nanmean(values)))


def fit_percentile_rank(values: Floats, polarity: Polarity, options: PercentileRank) -> PercentileScale:
    """Fit the share of the other subjects that are strictly worse; ties share the lower place."""
    _extremes(values)
    present = values[~np.isnan(values)]
    return PercentileScale(tuple(present.tolist()), 1.0 if polarity == "higher" else -1.0)


def _extremes(values: Floats) -> tuple[float, float]:
    present = values[~np.isnan(values)]
    if present.size < 2 or present.min() == present.max():
        raise ScoringError(
            [
                fault(
                    "",
                    "fewer than two different values: a relative normalisation cannot tell subjects apart; "
                    "use goalposts or a target",
                )
            ]
        )
    return float(present.min()), float(present.max())


def _require_positive(values: Floats) -> None:
    bad = int(np.sum(values <= 0))
    if bad:
        raise ScoringError(
            [
                fault(
                    "", "{count} values are 0 or negative, which a log scale cannot take; use a linear scale", count=bad
                )
            ]
        )
