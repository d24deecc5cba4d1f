"""From an indicator's own unit to 0-100, higher always better. Polarity is applied here and nowhere else.

Every method is fitted once and then frozen: applied to a later cycle, a fitted scale gives every value the place it
would have had in the cycle it was fitted on.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from pydantic import Field, ValidationInfo, model_validator

from workbench.errors import Fault, ScoringError, fault, message
from workbench.model.indicator import Options, Polarity
from workbench.model.methods import Floats
from workbench.scoring.blockwise import extremes

TIE = 1e-12
"""Values closer than this share of the largest are equal when they are ranked."""

_NO_LOGARITHM = message("{count} values are 0 or negative, which a log scale cannot take; use a linear scale")
_CANNOT_DIVIDE = message(
    "{count} values are 0 or negative, and where lower is better this normalisation divides by them; "
    "use min_max or goalposts"
)


@dataclass(frozen=True)
class LinearScale:
    """``intercept + slope * x`` (or of ln x), cut to ``floor .. ceiling``."""

    slope: float
    intercept: float
    floor: float | None = None
    ceiling: float | None = None
    logarithmic: bool = False

    @property
    def uncut(self) -> bool:
        """Whether it is ``intercept + slope * x`` and nothing more."""
        return not self.logarithmic and self.floor is None and self.ceiling is None

    def apply(self, values: Floats) -> Floats:
        """Return normalised `values`, shape (n,); NaN stays NaN."""
        if self.logarithmic:
            _require_positive(values, _NO_LOGARITHM)
        scaled: Floats = self.slope * (np.log(values) if self.logarithmic else values)
        scaled += self.intercept
        if self.floor is None and self.ceiling is None:
            return scaled
        return np.clip(scaled, self.floor, self.ceiling, out=scaled)

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
class ReciprocalScale:
    """``numerator / x``: for ratios where lower is better, so that half the value is worth twice as much."""

    numerator: float

    def apply(self, values: Floats) -> Floats:
        """Return normalised `values`, shape (n,); NaN stays NaN."""
        _require_positive(values, _CANNOT_DIVIDE)
        return self.numerator / values

    def describe(self) -> dict[str, Any]:
        """Return the numerator."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class RankScale:
    """``lowest + step * (number of the reference that is strictly worse)``, cut to `ceiling`.

    Parameters
    ----------
    ordered : ndarray
        Signed values of the reference, the worst first.
    sign : float
        1 where higher is better, -1 where lower is.
    lowest, step : float
        Of the worst; for each that is worse.
    ceiling : float, optional
        Most that a later value can get.
    """

    ordered: Floats
    sign: float
    lowest: float
    step: float
    ceiling: float | None = None

    def apply(self, values: Floats) -> Floats:
        """Return normalised `values`, shape (n,); values that differ by floating-point dust only are ties."""
        dust = TIE * float(np.abs(self.ordered).max())
        worse = np.searchsorted(self.ordered, self.sign * values - dust, side="left")
        ranked = np.where(np.isnan(values), np.nan, self.lowest + self.step * worse)
        return ranked if self.ceiling is None else np.minimum(ranked, self.ceiling)

    def describe(self) -> dict[str, Any]:
        """Return how many reference values there are, which way is better, and what a rank is worth."""
        return {"reference_size": len(self.ordered), "sign": self.sign, "lowest": self.lowest, "step": self.step}


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
    """The worst subject gets `low` and the best `high`, both within 0-100."""

    low: float = Field(default=0.0, ge=0)
    high: float = Field(default=100.0, le=100)

    @model_validator(mode="after")
    def _low_below_high(self) -> MinMax:
        if not self.low < self.high:
            raise ValueError(message("'low' must be smaller than 'high', also where lower is better"))
        return self


class ZScore(Options):
    """Standard scores moved to `mean` and `sd`; `spread` names the divisor: n - 1 (sample) or n (population)."""

    mean: float = 50.0
    sd: float = Field(default=10.0, gt=0)
    spread: Literal["sample", "population"] = "sample"


class NoSettings(Options):
    """No settings."""


class Scaled(Options):
    """Two fixed points in the indicator's own unit; `low` < `high` whichever way is better."""

    low: float
    high: float

    @model_validator(mode="after")
    def _low_below_high(self) -> Scaled:
        if not self.low < self.high:
            raise ValueError(message("'low' must be smaller than 'high', also where lower is better"))
        return self


class DistanceToReference(Options):
    """The reference scores 100: its `value`, in the indicator's own unit."""

    value: float


class Vector(Options):
    """All subjects together have the given `length`."""

    length: float = Field(default=100.0, gt=0)


class ShareOfSum(Options):
    """All subjects together get `total`."""

    total: float = Field(default=100.0, gt=0)


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
    """Fit ``low + (high - low) (x - worst) / (best - worst)`` on the subjects of the reference."""
    worst, best = _worst_and_best(values, polarity)
    slope = (options.high - options.low) / (best - worst)
    return LinearScale(slope, options.low - slope * worst)


def fit_scaled(values: Floats, polarity: Polarity, options: Scaled) -> LinearScale:
    """Fit ``100 (x - low) / (high - low)``, turned round where lower is better; not cut."""
    worst, best = (options.low, options.high) if polarity == "higher" else (options.high, options.low)
    slope = 100.0 / (best - worst)
    return LinearScale(slope, -slope * worst)


def fit_distance_to_reference(values: Floats, polarity: Polarity, options: DistanceToReference) -> LinearScale:
    """Fit ``100 (x - worst) / (value - worst)``: 0 for the worst subject, 100 at the reference, more beyond it."""
    worst, _ = _worst_and_best(values, polarity)
    if not _sign(polarity) * (options.value - worst) > 0:
        template = message("the reference value {value} is no better than the worst subject, {worst}; choose another")
        raise ScoringError([fault("", template, value=options.value, worst=worst)])
    slope = 100.0 / (options.value - worst)
    return LinearScale(slope, -slope * worst)


def fit_fraction_of_max(values: Floats, polarity: Polarity, options: NoSettings) -> LinearScale | ReciprocalScale:
    """Fit ``100 x / max``; where lower is better ``100 min / x``."""
    present = _present(values)
    if polarity == "lower":
        _require_positive(present, _CANNOT_DIVIDE)
        return ReciprocalScale(100.0 * float(present.min()))
    return LinearScale(100.0 / _positive(float(present.max())), 0.0)


def fit_share_of_sum(values: Floats, polarity: Polarity, options: ShareOfSum) -> LinearScale | ReciprocalScale:
    """Fit ``total x / sum(x)``; where lower is better ``total (1 / x) / sum(1 / x)``."""
    present = _present(values)
    if polarity == "lower":
        _require_positive(present, _CANNOT_DIVIDE)
        return ReciprocalScale(options.total / float(np.sum(1.0 / present)))
    return LinearScale(options.total / _positive(float(present.sum())), 0.0)


def fit_vector(values: Floats, polarity: Polarity, options: Vector) -> LinearScale:
    """Fit ``length x / sqrt(sum(x**2))``, negative where lower is better."""
    norm = float(np.linalg.norm(_present(values)))
    return LinearScale(_sign(polarity) * options.length / _positive(norm), 0.0)


def fit_as_measured(values: Floats, polarity: Polarity, options: NoSettings) -> LinearScale:
    """Fit nothing: the value itself, its negative where lower is better."""
    return LinearScale(_sign(polarity), 0.0)


def fit_z_score(values: Floats, polarity: Polarity, options: ZScore) -> LinearScale:
    """Fit ``mean + sd (x - average) / spread``; not bounded."""
    _extremes(values)
    spread = float(np.nanstd(values, ddof=1 if options.spread == "sample" else 0))
    slope = _sign(polarity) * options.sd / spread
    return LinearScale(slope, options.mean - slope * float(np.nanmean(values)))


def fit_percentile_rank(values: Floats, polarity: Polarity, options: NoSettings) -> RankScale:
    """Fit the share of the other subjects that are strictly worse; ties share the lower place."""
    ordered = _worst_first(values, polarity)
    return RankScale(ordered, _sign(polarity), lowest=0.0, step=100.0 / (len(ordered) - 1), ceiling=100.0)


def fit_rank(values: Floats, polarity: Polarity, options: NoSettings) -> RankScale:
    """Fit 1 on the worst subject and n on the best; ties share the lower place."""
    return RankScale(_worst_first(values, polarity), _sign(polarity), lowest=1.0, step=1.0)


def fit_borda(values: Floats, polarity: Polarity, options: NoSettings) -> RankScale:
    """Fit a point for each subject that is strictly worse."""
    return RankScale(_worst_first(values, polarity), _sign(polarity), lowest=0.0, step=1.0)


def _sign(polarity: Polarity) -> float:
    return -1.0 if polarity == "lower" else 1.0


def _present(values: Floats) -> Floats:
    return values[~np.isnan(values)]


def _worst_first(values: Floats, polarity: Polarity) -> Floats:
    _extremes(values)
    return np.sort(_sign(polarity) * _present(values))


def _worst_and_best(values: Floats, polarity: Polarity) -> tuple[float, float]:
    low, high = _extremes(values)
    return (high, low) if polarity == "lower" else (low, high)


def _extremes(values: Floats) -> tuple[float, float]:
    low, high = extremes(values)
    if not low < high:
        template = (
            "fewer than two different values: a relative normalisation cannot tell subjects apart; "
            "use goalposts or a target"
        )
        raise ScoringError([fault("", template)])
    return low, high


def _positive(divisor: float) -> float:
    if not divisor > 0:
        template = "the values have no positive total or maximum to be divided by; use min_max or goalposts"
        raise ScoringError([fault("", template)])
    return divisor


def _require_positive(values: Floats, template: str) -> None:
    bad = int(np.sum(values <= 0))
    if bad:
        raise ScoringError([Fault("", template, {"count": bad})])
