"""Ratings without what is the rater's own, beside the ratings as they were given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.errors import message

FEWEST_RATINGS = 10
"""Ratings that a rater must have given before anybody is moved because of him."""

UNKNOWN = message("the severity of this rater is not known")
TOO_FEW = message("this rater gave too few ratings")
ALONE = message("nobody can be compared with this rater: no other rated the same people")
CAPPED = message("the adjustment stops at the largest one allowed")
ADJUSTED = message("adjusted by the severity of the rater")


@dataclass(frozen=True, kw_only=True)
class SeverityAdjustment:
    """Raw and adjusted side by side. Nothing is replaced.

    Parameters
    ----------
    ratings : DataFrame
        As given, with ``raw`` (the rating), ``shift`` and ``adjusted``.
    raters : DataFrame
        Indexed by rater: ``ratings`` given, ``component``, ``severity`` as estimated, ``relative`` to the raters of the
        same component, ``shift`` of every rating of this rater, and the ``reason``.
    subjects : DataFrame
        Indexed by subject: ``ratings`` received, ``raw`` and ``adjusted`` mean, ``change``, and ``moved``, how many of
        the ratings were.
    """

    ratings: pd.DataFrame
    raters: pd.DataFrame
    subjects: pd.DataFrame


def adjust_for_severity(
    ratings: pd.DataFrame,
    severities: pd.Series,
    components: pd.Series,
    *,
    cap: float,
    fewest: int = FEWEST_RATINGS,
    dial: float = 1.0,
    scale: tuple[float, float] = (-np.inf, np.inf),
) -> SeverityAdjustment:
    """Return the ratings with the severity of their raters taken out, each rating and the mean of each subject.

    A rating is moved by the rater's severity less the mean severity of the raters it can be compared with, those of
    the same component; that mean is weighted by ratings, so that a component keeps its mean. Components share neither
    raters nor subjects: which of two is stricter cannot be known, and nothing here acts as if it were.

    Parameters
    ----------
    ratings : DataFrame
        Columns ``subject, rater, rating``; a rating of NaN stays NaN.
    severities : Series
        By rater, in points of the rating, a stricter rater having the larger one; shrunken (BLUP), never raw means.
    components : Series
        By rater: which raters are linked by people they have both rated.
    cap : float
        No rating is moved by more points than this.
    fewest : int
        A rater with fewer ratings moves nobody.
    dial : float
        0 changes nothing, 1 takes out the whole severity, up to the cap.
    scale : tuple of float
        Lowest and highest rating; adjusted ones stay within.

    References
    ----------
    Robinson, G. K. (1991), That BLUP is a good thing, doi:10.1214/ss/1177011926; Kuhlisch, W. et al. (2016), A
    statistical approach to calibrating the scores of biased reviewers, doi:10.1007/s00184-015-0538-2.
    """
    raters = _raters(ratings, severities, components, cap=cap, fewest=fewest, dial=dial)
    shift = ratings["rater"].map(raters["shift"])
    raw = ratings["rating"].astype(float)
    adjusted = (raw + shift).clip(*scale).where(shift != 0, raw)  # a rating off the scale is not this step's to mend
    moved = ratings.assign(raw=raw, shift=adjusted - raw, adjusted=adjusted)
    of_subject = moved.assign(moved=moved["shift"].fillna(0) != 0).groupby("subject", sort=False)
    subjects = of_subject.agg(
        ratings=("raw", "count"), raw=("raw", "mean"), adjusted=("adjusted", "mean"), moved=("moved", "sum")
    )
    subjects.insert(3, "change", subjects["adjusted"] - subjects["raw"])
    return SeverityAdjustment(ratings=moved, raters=raters, subjects=subjects)


def _raters(
    ratings: pd.DataFrame, severities: pd.Series, components: pd.Series, *, cap: float, fewest: int, dial: float
) -> pd.DataFrame:
    given = ratings.dropna(subset=["rating"]).groupby("rater").size()
    names = pd.Index(ratings["rater"].unique(), name="rater")
    table = pd.DataFrame({"ratings": given, "component": components, "severity": severities}).reindex(names)
    table["ratings"] = table["ratings"].fillna(0).astype(int)
    known = table["severity"].notna() & table["component"].notna()
    weight = table["ratings"].where(known, 0)
    by_component = table["component"].fillna(-1)
    weighted = (weight * table["severity"].fillna(0)).groupby(by_component).transform("sum")
    table["relative"] = table["severity"] - weighted / weight.groupby(by_component).transform("sum").where(known)
    linked = known.groupby(by_component).transform("sum") > 1
    allowed = known & linked & (table["ratings"] >= fewest)
    wanted = dial * table["relative"]
    table["shift"] = wanted.clip(-cap, cap).where(allowed, 0.0)
    table["reason"] = np.select(
        [~known, ~linked, table["ratings"] < fewest, wanted.abs() > cap],
        [str(UNKNOWN), str(ALONE), str(TOO_FEW), str(CAPPED)],
        default=str(ADJUSTED),
    )
    return table
