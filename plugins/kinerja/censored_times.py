"""Median and other quantiles of times of which some are only known to be longer than seen so far (Kaplan-Meier)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja.estimates import Floats, Z, measured
from workbench import Context
from workbench.errors import message

LEAST_OF_THE_MIX = 0.5
OTHER_MIX = message("the cases received are too unlike the declared mix to be standardised to it")


def median_times(times: Floats, ended: np.ndarray, place: np.ndarray, size: int) -> pd.DataFrame:
    """Return the Kaplan-Meier median time of each of `size` subjects with its 95 % interval: see `quantile_times`."""
    return quantile_times(times, ended, place, size)[["value", "low", "high"]]


def quantile_times(
    times: Floats,
    ended: np.ndarray,
    place: np.ndarray,
    size: int,
    *,
    share: float = 0.5,
    stratum: np.ndarray | None = None,
    mix: Floats | None = None,
) -> pd.DataFrame:
    """Return the time by which `share` of the cases of each of `size` subjects have ended, with its 95 % interval.

    The curve is ``S(t) = Π (1 - ended / at risk)`` over the times up to t; the quantile is the first t with
    S(t) ≤ 1 - share. Its interval follows from the log-log interval of S by Greenwood's variance (Brookmeyer & Crowley
    1982, doi:10.2307/2530286). A bound, or the quantile itself, that the curve never reaches is NaN.

    With a `mix` the curve is standardised: ``S(t) = Σ mix · S of the stratum(t)`` with variance
    ``Σ mix² · S² · Greenwood``, so that two subjects with unlike cases are compared on the same cases. Strata of which
    a subject has no case are left out of its mix; `covered` says how much of the mix was left.

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
    share : float
        0.5 for the median, 0.9 for the time within which nine in ten are done.
    stratum : array of int, shape (n,), optional
        Kind of case, 0 to k - 1.
    mix : array of float, shape (k,), optional
        Weight of each kind in the standard.

    Returns
    -------
    DataFrame
        Rows 0 to size - 1; columns ``value, low, high, covered``.
    """
    if stratum is None or mix is None:
        curve = _survival(times, ended, place)
        curve["variance"] = curve["greenwood"]
        covered = np.ones(size)
    else:
        curve, covered = _standardised(times, ended, place, stratum, np.asarray(mix) / np.sum(mix), size)
    with np.errstate(divide="ignore", invalid="ignore"):
        half = Z * np.sqrt(curve["variance"]) / np.abs(np.log(curve["survival"]))
        curve["lower"] = curve["survival"] ** np.exp(half)
        curve["upper"] = curve["survival"] ** np.exp(-half)
    # At S = 0 the variance has no finite value: the bounds stay NaN there, so that one settled case claims no interval.
    columns = {"value": "survival", "low": "lower", "high": "upper"}
    found = {name: _first_at(curve, column, 1 - share, size) for name, column in columns.items()}
    return pd.DataFrame({**found, "covered": covered})


def standardised_times(
    context: Context, found: pd.DataFrame, cases: Floats, *, nothing: str, not_reached: str
) -> pd.DataFrame:
    """Return `found` (of `quantile_times`) as a measure hands it back, each missing value with its reason.

    Parameters
    ----------
    context : Context
        Its subjects, in the order of the rows of `found`.
    found : DataFrame
        ``value, low, high, covered``.
    cases : array of float
        Number of cases of each subject.
    nothing, not_reached : str
        The reason where there are no cases, and where the curve does not come down far enough.
    """
    comparable = (found["covered"] >= LEAST_OF_THE_MIX).to_numpy()
    reason = np.select([cases == 0, ~comparable], [nothing, OTHER_MIX], not_reached).astype(object)
    value, low, high = (found[name].where(comparable).to_numpy() for name in ("value", "low", "high"))
    return measured(context.subjects, value=value, cases=cases, low=low, high=high, reason=reason)


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


def _standardised(
    times: Floats, ended: np.ndarray, place: np.ndarray, stratum: np.ndarray, mix: Floats, size: int
) -> tuple[pd.DataFrame, Floats]:
    """Return one curve a subject, the mix of its strata's curves, with the variance relative to S²."""
    kinds = len(mix)
    steps = _survival(times, ended, place * kinds + stratum)
    steps["absolute"] = (steps["survival"] ** 2 * steps["greenwood"]).where(steps["survival"] > 0)
    steps["stratum"] = steps["place"] % kinds
    steps["place"] //= kinds
    # No pivot_table: it would lay out every time for every subject.
    wide = steps.set_index(["place", "time", "stratum"])[["survival", "absolute"]].unstack("stratum")  # noqa: PD010  # a table of two columns by stratum, not a pivot
    wide = wide.reindex(columns=pd.MultiIndex.from_product([["survival", "absolute"], range(kinds)]))
    wide = wide.sort_index().groupby(level="place").ffill()
    curve = wide.index.to_frame(index=False)
    present = np.zeros((size, kinds), dtype=bool)
    present[steps["place"], steps["stratum"]] = True
    covered = np.where(present, mix, 0.0).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = (np.where(present, mix, 0.0) / covered[:, None])[curve["place"]]
    started = wide["survival"].notna().to_numpy()
    survival = np.where(started, wide["survival"].to_numpy(), 1.0)
    # A stratum that has ended wholly keeps the last variance it had; one that had none makes the interval unknown.
    absolute = np.where(started, wide["absolute"].to_numpy(), 0.0)
    curve["survival"] = (weights * survival).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        curve["variance"] = (np.where(weights > 0, weights**2 * absolute, 0.0)).sum(axis=1) / curve["survival"] ** 2
    return curve, covered


def _first_at(curve: pd.DataFrame, column: str, level: float, size: int) -> Floats:
    # The tolerance keeps a product such as 7/10 · 5/7 from missing 1/2 by one binary digit.
    reached = curve[curve[column] <= level + 1e-9]
    first = reached.groupby("place")["time"].first()
    return np.asarray(first.reindex(range(size)), dtype=np.float64)
