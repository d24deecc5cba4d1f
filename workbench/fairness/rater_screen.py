"""The first look at severity, cheap enough for millions of ratings: sums by subject and by rater, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.errors import message
from workbench.fairness.linkage import complete
from workbench.model.methods import Floats

Ints = NDArray[np.integer]

NOT_SEVERITY_ALONE = message(
    "where each person has one rater, this difference is not severity alone: it holds whatever the anchor does not "
    "see of how good the rater's people are"
)


@dataclass(frozen=True, kw_only=True)
class RaterScreen:
    """How far each rater lies from the others who rated the same subjects.

    Parameters
    ----------
    ratings : array of int, shape (raters,)
        Ratings of subjects whom somebody else rated too.
    deviation : array, shape (raters,)
        Mean difference from the other ratings of the same subjects; a stricter rater is below 0. NaN where nothing is
        shared.
    error : array, shape (raters,)
        Its standard error; NaN below two shared ratings.
    information : array, shape (raters,)
        Sum of 1 - 1/k: the variance of a deviation is that of one rating divided by it.
    excluded : int
        Ratings without a value, a subject or a rater.
    """

    ratings: Ints
    deviation: Floats
    error: Floats
    information: Floats
    excluded: int

    def p_values(self) -> Floats:
        """Return the two-sided p-value of each deviation, by Student's t with ratings - 1 degrees of freedom."""
        return _p_values(self.deviation, self.error, self.ratings - 1)


@dataclass(frozen=True, kw_only=True)
class AnchoredScreen:
    """How far each rater's people lie from what an anchor leads one to expect: see `NOT_SEVERITY_ALONE`.

    Parameters
    ----------
    ratings : array of int, shape (raters,)
        Ratings with an anchor.
    deviation, error : array, shape (raters,)
        Mean of rating less expectation, and its standard error given the line; NaN without a rating.
    intercept : float
        Of the line of expectation.
    slopes : array, shape (anchors,)
        Rise of the expected rating with each anchor.
    explained : float
        Share of the variance of ratings that the anchors explain: with little of it the expectation is nearly the same
        for everyone, and the deviation is nearly the rater's plain mean.
    excluded : int
        Ratings without a value, a rater or an anchor.
    """

    ratings: Ints
    deviation: Floats
    error: Floats
    intercept: float
    slopes: Floats
    explained: float
    excluded: int

    def p_values(self) -> Floats:
        """Return the two-sided p-value of each deviation, by Student's t over all raters' degrees of freedom."""
        free = int(self.ratings.sum()) - int((self.ratings > 0).sum())
        return _p_values(self.deviation, self.error, np.full(len(self.ratings), free))


def screen_raters(values: Floats, subject: Ints, rater: Ints, *, subjects: int, raters: int) -> RaterScreen:
    """Return each rater's mean deviation from the others who rated the same subjects.

    The difference of a rating from the mean of its subject's k ratings holds the rating itself; divided by 1 - 1/k it
    is the difference from the others. Differences count by their information, 1 - 1/k:
    ``sum (y - mean) / sum (1 - 1/k)``. It is the first look, not the estimate: whoever shares subjects with strict
    raters looks milder than he is.

    Parameters
    ----------
    values : array, shape (n,)
        Ratings; NaN where there is none.
    subject, rater : array of int, shape (n,)
        Codes of each rating; -1 where unknown.
    subjects, raters : int
        Number of codes.
    """
    counted = complete(subject, rater, values)
    y, s, r = values[counted], subject[counted], rater[counted]
    number = np.bincount(s, minlength=subjects)
    with np.errstate(invalid="ignore", divide="ignore"):
        difference = y - (np.bincount(s, weights=y, minlength=subjects) / number)[s]
        weight = 1 - 1 / number[s]
        shared = np.bincount(r[weight > 0], minlength=raters)
        information = np.bincount(r, weights=weight, minlength=raters).astype(float)
        deviation = np.bincount(r, weights=difference, minlength=raters) / information
        squares = np.where(weight > 0, difference**2 / weight, 0.0)
        scatter = np.bincount(r, weights=squares, minlength=raters) - deviation**2 * information
        error = np.sqrt(np.maximum(scatter, 0) / np.where(shared > 1, shared - 1, np.nan) / information)
    return RaterScreen(
        ratings=shared, deviation=deviation, error=error, information=information, excluded=int((~counted).sum())
    )


def screen_against_anchor(values: Floats, rater: Ints, anchor: Floats, *, raters: int) -> AnchoredScreen:
    """Return how far each rater's ratings lie, on average, from what `anchor` leads one to expect.

    The expectation is the least-squares line of ratings on the anchor over all persons; the standard error is of the
    mean, from the spread within raters, all raters together.

    Parameters
    ----------
    values : array, shape (n,)
        Ratings; NaN where there is none.
    rater : array of int, shape (n,)
        Code of each rating's rater; -1 where unknown.
    anchor : array, shape (n,) or (n, anchors)
        What does not come from the rater: objective indicators, the predicate of the organisation, 360-degree feedback.
    raters : int
        Number of codes.
    """
    anchors = np.asarray(anchor, dtype=float).reshape(len(values), -1)
    counted = complete(rater, rater, values) & ~np.isnan(anchors).any(axis=1)
    y, r, x = values[counted], rater[counted], anchors[counted]
    centre, middle = (x.mean(axis=0), float(y.mean())) if len(y) else (np.zeros(x.shape[1]), np.nan)
    slopes = np.linalg.lstsq(x - centre, y - middle, rcond=None)[0]
    residual = y - middle - (x - centre) @ slopes
    number = np.bincount(r, minlength=raters)
    with np.errstate(invalid="ignore", divide="ignore"):
        deviation = np.bincount(r, weights=residual, minlength=raters) / number
        free = len(y) - int((number > 0).sum())
        within = float(((residual - deviation[r]) ** 2).sum()) / free if free > 0 else np.nan
        explained = 1 - residual.var() / y.var() if len(y) and y.var() > 0 else np.nan
        error = np.where(number > 0, np.sqrt(within / number), np.nan)
    return AnchoredScreen(
        ratings=number,
        deviation=deviation,
        error=error,
        intercept=middle - float(centre @ slopes),
        slopes=slopes,
        explained=float(explained),
        excluded=int((~counted).sum()),
    )


def _p_values(deviation: Floats, error: Floats, free: Ints) -> Floats:
    from scipy import stats

    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(2 * stats.t.sf(np.abs(deviation / error), np.maximum(free, 1)))
