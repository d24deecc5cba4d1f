"""Median of times of which some are only known to be longer than what has been seen so far (Kaplan-Meier)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja.estimates import Floats, Z


def median_times(times: Floats, ended: np.ndarray, place: np.ndarray, size: int) -> pd.DataFrame:
    """Return the Kaplan-Meier median time of each of `size` subjects with its 95 % interval.

    The curve is ``S(t) = Π (1 - ended / at risk)`` over the times up to t; the median is the first t with
    S(t) ≤ 1/2. Its interval follows from the log-log interval of S by Greenwood's variance (Brookmeyer & Crowley
    1982, doi:10.2307/2530286). A bound, or the median itself, that the curve never reaches is NaN.

    Parameters
    ----------
    times : array of float, shape (n,)
        Time until the end, or until the cut-off for what has not ended.
    ended : array of bool, shape (n,)
        Whether the end was seen.
    place : array of int, shape (n,)
        Position of the subject.
    size : int
        Number of subjects.

    Returns
    -------
    DataFrame
        Rows 0 to size - 1; columns ``value, low, high``.
    """
    curve = _survival(times, ended, place)
    with np.errstate(divide="ignore", invalid="ignore"):
        half = Z * np.sqrt(curve["greenwood"]) / np.abs(np.log(curve["survival"]))
        curve["lower"] = curve["survival"] ** np.exp(half)
        curve["upper"] = curve["survival"] ** np.exp(-half)
    # At S = 0 the variance has no finite value: the bounds stay NaN there, so that one settled case claims no interval.
    columns = {"value": "survival", "low": "lower", "high": "upper"}
    return pd.DataFrame({name: _first_at_half(curve, column, size) for name, column in columns.items()})


def _survival(times: Floats, ended: np.ndarray, place: np.ndarray) -> pd.DataFrame:
    frame = pd.DataFrame({"place": place, "time": times, "ended": ended.astype(float), "seen": 1.0})
    steps = frame.groupby(["place", "time"], sort=True)[["ended", "seen"]].sum().reset_index()
    by_place = steps.groupby("place")
    at_risk = by_place["seen"].transform("sum") - by_place["seen"].cumsum() + steps["seen"]
    alive = at_risk - steps["ended"]
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (steps["ended"] / (at_risk * alive)).where(alive > 0, np.inf).where(steps["ended"] > 0, 0.0)
    steps["survival"] = (alive / at_risk).groupby(steps["place"]).cumprod()
    steps["greenwood"] = variance.groupby(steps["place"]).cumsum()
    return steps


def _first_at_half(curve: pd.DataFrame, column: str, size: int) -> Floats:
    # The tolerance keeps a product such as 7/10 · 5/7 from missing 1/2 by one binary digit.
    reached = curve[curve[column] <= 0.5 + 1e-9]
    first = reached.groupby("place")["time"].first()
    return np.asarray(first.reindex(range(size)), dtype=np.float64)
