"""Whether a rater's severity moves: from month to month, or with the group of the person rated."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.fairness.crossed_model import Z95, CrossedModel, shrunken_p_values
from workbench.fairness.false_discovery import adjusted_p_values
from workbench.fairness.linkage import complete, link
from workbench.fairness.mixed_equations import Factor
from workbench.fairness.rater_screen import screen_raters
from workbench.fairness.variance_components import VarianceComponents, fit_variance_components
from workbench.model.methods import Floats

Ints = NDArray[np.integer]

SLOPE = 0.05  # where the search for the variance of slopes starts, beside the residual one
FEWEST_EACH = 3
"""Ratings a rater needs on both sides of a comparison."""


def severity_by_month(model: CrossedModel, subject: Ints, rater: Ints, month: Ints) -> pd.DataFrame:
    """Return how strict each rater was in each month, beside what the others gave the same subjects.

    Ratings adjusted for severity, less what all raters did in a month, are compared with those of others as in
    `screen_raters`; the rater's own severity is added. Nothing is shrunken.

    Parameters
    ----------
    model : CrossedModel
        Fitted to the same ratings.
    subject, rater, month : array of int, shape (n,)
        Codes of each rating, months in order; -1 where unknown.

    Returns
    -------
    DataFrame
        One row for each rater and month: ``rater, month, ratings, severity, error, low, high``: `ratings` counts those
        of subjects whom somebody else rated too.
    """
    known = ~np.isnan(model.adjusted) & (np.asarray(month) >= 0)
    s, r, m, adjusted = subject[known], rater[known], month[known], model.adjusted[known]
    months, subjects = int(m.max()) + 1, len(model.subjects)
    usual = np.bincount(m, weights=adjusted) / np.maximum(np.bincount(m), 1)
    cell, code = np.unique(r.astype(np.int64) * months + m, return_inverse=True)
    found = screen_raters(adjusted - usual[m], s, code, subjects=subjects, raters=len(cell))
    of_rater, of_month = np.divmod(cell, months)
    with np.errstate(divide="ignore"):
        error = np.sqrt(model.variances["variance"]["residual"] / found.information)
    severity = model.raters["severity"].to_numpy()[of_rater] - found.deviation
    table = {
        "rater": of_rater,
        "month": of_month,
        "ratings": found.ratings,
        "severity": severity,
        "error": error,
        "low": severity - Z95 * error,
        "high": severity + Z95 * error,
    }
    return pd.DataFrame(table)[found.ratings > 0].reset_index(drop=True)


def drift_of_raters(
    values: Floats,
    subject: Ints,
    rater: Ints,
    month: Ints,
    *,
    subjects: int,
    raters: int,
    start: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Return by how much each rater grew stricter a month, beside what all raters did in each month.

    Parameters and exceptions as in `bias_against_group`, with the place of each month, in order, for the group.

    Returns
    -------
    DataFrame
        Indexed by rater: ``ratings, change, error, low, high, p_value, q_value``: positive grew stricter; `q_value` is
        the smallest share of false discoveries at which the rater would be named (Benjamini and Hochberg). NaN where
        the rater has fewer than three ratings before or after the middle of his own time.
    """
    y, s, r, m, strata = _counted(values, subject, rater, month, subjects=subjects, raters=raters)
    time = m - _means(m, r, raters)[r]
    enough = _enough(r, time > 0, raters) & _enough(r, time < 0, raters)
    factors = [*_crossed(s, r, subjects, raters), Factor(name="slope", codes=r, levels=raters, slope=time)]
    found = fit_variance_components(y, factors, strata=strata, covariates=_dummies(m), start=_started(start))
    return _slopes(found, r, enough, column="change")


def bias_against_group(
    values: Floats,
    subject: Ints,
    rater: Ints,
    in_group: Ints,
    *,
    subjects: int,
    raters: int,
    start: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Return how much stricter each rater is with a group than with everybody else, beside what all raters are.

    ``y = mean of the component + beta group + subject + rater + rater's own (group - his share of it) + e``: a gap that
    all raters see stays in beta, and a rater is not blamed for the bias of those he shares people with.

    Parameters
    ----------
    values : array, shape (n,)
        Ratings; NaN where there is none.
    subject, rater : array of int, shape (n,)
        Codes of each rating; -1 where unknown.
    in_group : array of int, shape (n,)
        1 where the person rated is of the group, 0 where not, -1 where unknown.
    subjects, raters : int
        Number of codes.
    start : mapping, optional
        `CrossedModel.ratios` of the same ratings, to be quicker.

    Returns
    -------
    DataFrame
        Indexed by rater: ``ratings, bias, error, low, high, p_value, q_value``: positive is stricter with the
        group. NaN where the rater has fewer than three ratings of the group or of the others.

    Raises
    ------
    ScoringError
        Where severity cannot be told apart from quality, see `Linkage.reason`.
    """
    y, s, r, g, strata = _counted(values, subject, rater, in_group, subjects=subjects, raters=raters)
    enough = _enough(r, g == 1, raters) & _enough(r, g == 0, raters)
    contrast = g - _means(g, r, raters)[r]
    factors = [*_crossed(s, r, subjects, raters), Factor(name="slope", codes=r, levels=raters, slope=contrast)]
    found = fit_variance_components(y, factors, strata=strata, covariates=_dummies(g), start=_started(start))
    return _slopes(found, r, enough, column="bias")


def _slopes(found: VarianceComponents, rater: Ints, enough: NDArray[np.bool_], *, column: str) -> pd.DataFrame:
    """Return the slope of each rater, stricter as positive.

    The slopes are those of a rater about whom nothing is assumed, the others being drawn from one distribution: the
    prediction divided by its reliability, ``1 - prediction variance / variance of slopes``. Where raters do not differ
    at all beyond chance, slopes are 0 without an interval.
    """
    variance, squared = found.variances["slope"], found.prediction_variances["slope"]
    slope, error, p_value = np.where(enough, [[0.0], [np.nan], [1.0]], np.nan)
    if variance > 0:
        reliability = np.where(enough, 1 - squared / variance, np.nan)
        slope, error = -found.effects["slope"] / reliability, np.sqrt(squared / reliability)
        p_value = shrunken_p_values(np.where(enough, found.effects["slope"], np.nan), squared, variance)
    table = {
        "ratings": np.bincount(rater, minlength=len(enough)),
        column: slope,
        "error": error,
        "low": slope - Z95 * error,
        "high": slope + Z95 * error,
        "p_value": p_value,
        "q_value": adjusted_p_values(p_value),
    }
    return pd.DataFrame(table).rename_axis("rater")


def _counted(
    values: Floats, subject: Ints, rater: Ints, other: Ints, *, subjects: int, raters: int
) -> tuple[Floats, Ints, Ints, Ints, Ints]:
    """Return the ratings that count and the component of each; refuse where the design cannot tell."""
    counted = complete(subject, rater, values) & (np.asarray(other) >= 0)
    y, s, r = values[counted], subject[counted], rater[counted]
    linkage = link(s, r, subjects=subjects, raters=raters)
    linkage.refuse()
    return y, s, r, other[counted], linkage.rater_component[r]


def _crossed(subject: Ints, rater: Ints, subjects: int, raters: int) -> list[Factor]:
    return [Factor(name="subject", codes=subject, levels=subjects), Factor(name="rater", codes=rater, levels=raters)]


def _started(start: Mapping[str, float] | None) -> Mapping[str, float] | None:
    return None if start is None else {**start, "slope": SLOPE}


def _dummies(codes: Ints) -> Floats:
    """Return a column for every code but the first that occurs."""
    return np.asarray(codes[:, None] == np.unique(codes)[1:], dtype=float)


def _means(numbers: Ints, code: Ints, levels: int) -> Floats:
    return np.asarray(
        np.bincount(code, weights=numbers, minlength=levels) / np.maximum(np.bincount(code, minlength=levels), 1)
    )


def _enough(rater: Ints, side: NDArray[np.bool_], raters: int) -> NDArray[np.bool_]:
    return np.asarray(np.bincount(rater[side], minlength=raters) >= FEWEST_EACH)
