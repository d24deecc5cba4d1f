"""The numeric SKP of PermenPANRB 8/2021, revoked in 2022: for rebuilding old cycles and for teaching its cliff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kinerja.estimates import Floats

CONVERSION = "skp.konversi_capaian"


def range_achievement(realised: Floats, low: Floats, high: Floats, *, lower_is_better: bool = False) -> Floats:
    """Return the achievement, in per cent, of a target that is a range: 100 inside it, else against the nearer bound.

    70 against 80-90 is 70/80 = 87.5. Where less is better, 6.5 months against 7-8 are ``1 + (1 - 6.5/7)`` = 107.1.
    The printed example "92 against 80-90 = 113" contradicts its own formula (92/90 = 102.2) and is not followed.

    Parameters
    ----------
    realised, low, high : array of float
        Realisation and the bounds of the range, all above 0.
    lower_is_better : bool
        The formula "khusus" of the regulation.
    """
    bound = np.clip(realised, low, high)
    ratio = realised / bound
    return np.asarray(100 * (2 - ratio if lower_is_better else ratio))


def skp_conversion_8_2021(
    achievement: Floats, table: Mapping[str, Any], *, unbeatable: NDArray[np.bool_] | None = None
) -> Floats:
    """Return the SKP value of achievements in per cent; NaN stays NaN.

    Each segment of the table maps achievements from its `dari` up to the next segment's to
    ``nilai + naik · (C - dari)``; what lies above the last one is worth `tertinggi`. At 100 the value jumps: 99 is
    worth 89 and 100 is worth 109.

    Parameters
    ----------
    achievement : array of float
        In per cent of target.
    table : mapping
        Value ``skp.konversi_capaian`` of the rule pack ``permenpanrb-8-2021``.
    unbeatable : array of bool, optional
        Targets that cannot be exceeded: met in full, they are worth the highest value.
    """
    segments = table["ruas"]
    starts = np.array([segment["dari"] for segment in segments], dtype=float)
    values = np.array([segment["nilai"] for segment in segments], dtype=float)
    slopes = np.array([_slope(segment["naik"]) for segment in segments])
    place = (np.searchsorted(starts, achievement, side="right") - 1).clip(0)
    converted = values[place] + slopes[place] * (achievement - starts[place])
    converted = np.where(achievement > table["di_atas"], table["tertinggi"], converted)
    if unbeatable is not None:
        converted = np.where(unbeatable & (achievement >= 100), table["tertinggi"], converted)
    return np.asarray(np.where(np.isnan(achievement), np.nan, converted))


def _slope(written: float | list[float]) -> float:
    """Return a slope that is written as a number or as a fraction [numerator, denominator]."""
    return written[0] / written[1] if isinstance(written, list) else float(written)
