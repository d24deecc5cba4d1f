"""How strict each rater is, and how good each subject, from ratings in which raters and subjects are crossed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.fairness.linkage import Linkage, complete, link
from workbench.fairness.mixed_equations import Factor
from workbench.fairness.variance_components import VarianceComponents, fit_variance_components
from workbench.model.methods import Floats

Ints = NDArray[np.integer]

Z95 = 1.959963984540054


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """How well the levels of a factor can be told apart.

    Parameters
    ----------
    separation : float
        ``G = sqrt(variance of the effects / mean squared error)``: true spread measured in errors. The effects are
        shrunken; of estimates that are not it is ``sqrt((variance - mean squared error) / mean squared error)``.
    reliability : float
        ``G² / (1 + G²)``: share of the spread of unshrunken estimates that is not error.
    """

    separation: float
    reliability: float


@dataclass(frozen=True, kw_only=True)
class CrossedModel:
    """Ratings split into subject, rater, unit and the rest.

    Parameters
    ----------
    criterion : float
        REML criterion, as lme4 prints it.
    ratings, excluded : int
        Ratings that count; those without a value, subject, rater or covariate.
    variances : DataFrame
        Indexed by source (``subject, rater, unit, residual``): ``levels, variance, sd, share``.
    raters : DataFrame
        Indexed by rater code: ``component, ratings, severity, error, low, high, p_value, few``. Severity is how much
        lower the rater rates than the mean of the raters in the same component, shrunken by how little is known; the
        interval is of 95 %, and the p-value that of a rater who is no different from them.
    subjects : DataFrame
        Indexed by subject code: ``component, ratings, mean, error``: the mean that the raters of the component would
        give on average, shrunken likewise.
    adjusted : array, shape (n,)
        Each rating with its rater's severity added back; NaN where the rating does not count.
    coefficients : DataFrame
        One row a covariate: ``coefficient, error``.
    rater_reliability, subject_reliability : Reliability
        Of severities and of subjects' means.
    linkage : Linkage
        What the comparison rests on.
    """

    criterion: float
    ratings: int
    excluded: int
    variances: pd.DataFrame
    raters: pd.DataFrame
    subjects: pd.DataFrame
    adjusted: Floats
    coefficients: pd.DataFrame
    rater_reliability: Reliability
    subject_reliability: Reliability
    linkage: Linkage

    @property
    def ratios(self) -> dict[str, float]:
        """The variance of each source over the residual one: where the search of a similar model may start."""
        known = self.variances["variance"]
        return {str(name): max(float(each / known["residual"]), 1e-4) for name, each in known.items()}


def fit_crossed_model(
    values: Floats,
    subject: Ints,
    rater: Ints,
    *,
    subjects: int,
    raters: int,
    unit: Ints | None = None,
    covariates: Floats | None = None,
) -> CrossedModel:
    """Return severities and subjects' means by ``y = mean of the component + x'beta + subject + rater (+ unit) + e``.

    Subject, rater and unit are random, with variances by REML. Each component of linked raters has a mean of its own,
    so that nothing is compared across components; the variances are common to all.

    Parameters
    ----------
    values : array, shape (n,)
        Ratings; NaN where there is none.
    subject, rater : array of int, shape (n,)
        Codes of each rating; -1 where unknown.
    subjects, raters : int
        Number of codes.
    unit : array of int, shape (n,), optional
        Unit of each rating, a random factor besides; -1 where unknown.
    covariates : array, shape (n, p), optional
        Fixed effects of legitimate differences.

    Raises
    ------
    ScoringError
        Where every subject has one rater only, so that severity and quality cannot be told apart, or there is nobody
        to compare with.
    """
    extra = None if covariates is None else np.asarray(covariates, dtype=float).reshape(len(values), -1)
    counted = complete(subject, rater, values)
    if unit is not None:
        counted &= unit >= 0
    if extra is not None:
        counted &= ~np.isnan(extra).any(axis=1)
    y, s, r = values[counted], subject[counted], rater[counted]
    of_unit = None if unit is None else unit[counted]
    linkage = link(s, r, subjects=subjects, raters=raters, unit=of_unit)
    linkage.refuse()
    factors = [Factor(name="subject", codes=s, levels=subjects), Factor(name="rater", codes=r, levels=raters)]
    if of_unit is not None:
        factors.append(Factor(name="unit", codes=of_unit, levels=int(of_unit.max()) + 1))
    found = fit_variance_components(
        y, factors, strata=linkage.rater_component[r], covariates=None if extra is None else extra[counted]
    )
    rated = _raters(found, linkage)
    usual = 0.0 if extra is None else float(extra[counted].mean(axis=0) @ found.coefficients)
    means = _subjects(found, linkage, s, of_unit, usual)
    adjusted = np.full(len(values), np.nan)
    adjusted[counted] = y - found.effects["rater"][r]
    return CrossedModel(
        criterion=found.criterion,
        ratings=linkage.ratings,
        excluded=int((~counted).sum()),
        variances=_variances(found),
        raters=rated,
        subjects=means,
        adjusted=adjusted,
        coefficients=pd.DataFrame({"coefficient": found.coefficients, "error": found.coefficient_errors}),
        rater_reliability=reliability(rated["severity"], rated["error"]),
        subject_reliability=reliability(means["mean"], means["error"]),
        linkage=linkage,
    )


def reliability(effects: Floats, errors: Floats) -> Reliability:
    """Return how well levels are told apart by shrunken `effects` with standard `errors`, shape (levels,); see there.

    Levels whose effect is NaN do not count; without spread both are 0.
    """
    known = ~np.isnan(effects) & ~np.isnan(errors)
    spread = float(np.var(effects[known], ddof=1)) if known.sum() > 1 else 0.0
    error = float(np.mean(errors[known] ** 2)) if known.any() else 0.0
    if spread == 0:
        return Reliability(separation=0.0, reliability=0.0)
    return Reliability(
        separation=float(np.sqrt(spread / error)) if error > 0 else float("inf"), reliability=spread / (spread + error)
    )


def shrunken_p_values(effects: Floats, prediction_variances: Floats, variance: Floats | float) -> Floats:
    """Return the two-sided p-values of levels whose own true effect is 0, from their shrunken effects.

    Such a level is predicted with the variance ``v (1 - v / variance)``, where v is its prediction variance and
    `variance` that of the true effects. Without any variance of effects no level has one: 1.
    """
    from scipy import stats

    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.sqrt(np.maximum(prediction_variances * (1 - prediction_variances / variance), 0.0))
        found = 2 * stats.norm.sf(np.abs(effects) / spread)
    return np.where(np.isnan(effects), np.nan, np.where(spread > 0, found, 1.0))


def _raters(found: VarianceComponents, linkage: Linkage) -> pd.DataFrame:
    rated = (linkage.raters["ratings"] > 0).to_numpy()
    severity = np.where(rated, -found.effects["rater"], np.nan)
    error = np.where(rated, _among_their_own(found, "rater", linkage.rater_component), np.nan)
    own = np.bincount(linkage.rater_component[rated])[linkage.rater_component]
    p_value = shrunken_p_values(severity, error**2, found.variances["rater"] * (1 - 1 / own))
    return pd.DataFrame(
        {
            "component": linkage.rater_component,
            "ratings": linkage.raters["ratings"],
            "severity": severity,
            "error": error,
            "low": severity - Z95 * error,
            "high": severity + Z95 * error,
            "p_value": p_value,
            "few": linkage.raters["few"],
        }
    ).rename_axis("rater")


def _subjects(
    found: VarianceComponents, linkage: Linkage, subject: Ints, unit: Ints | None, usual: float
) -> pd.DataFrame:
    """Return the means of the subjects; with units the error is that of the subject in his unit, on the safe side."""
    component = linkage.subject_component
    ratings = np.bincount(subject, minlength=len(component))
    mean = found.effects["subject"] + found.intercepts[component] + usual
    if unit is not None:
        of_unit = np.bincount(subject, weights=found.effects["unit"][unit], minlength=len(component))
        mean = mean + of_unit / np.maximum(ratings, 1)
    error = _among_their_own(found, "subject", component)
    return pd.DataFrame(
        {
            "component": component,
            "ratings": ratings,
            "mean": np.where(ratings > 0, mean, np.nan),
            "error": np.where(ratings > 0, error, np.nan),
        }
    ).rename_axis("subject")


def _among_their_own(found: VarianceComponents, factor: str, component: Ints) -> Floats:
    """Return the standard errors of effects less the mean true effect in the same component.

    The effects of a component add up to zero, and its own mean takes up theirs; of the variance of ``predicted - true``
    that leaves out ``variance / levels``: how far the mean true effect may lie from zero is no matter of comparison.
    """
    own = np.bincount(component[component >= 0])[component]
    return np.asarray(np.sqrt(np.maximum(found.prediction_variances[factor] - found.variances[factor] / own, 0.0)))


def _variances(found: VarianceComponents) -> pd.DataFrame:
    levels = {name: len(effects) for name, effects in found.effects.items()} | {"residual": found.observations}
    variance = pd.Series(found.variances | {"residual": found.residual})
    return pd.DataFrame(
        {"levels": levels, "variance": variance, "sd": np.sqrt(variance), "share": variance / variance.sum()}
    ).rename_axis("source")
