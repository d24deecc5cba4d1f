"""Ratings beside the guidance: where it agrees, where it says otherwise, and where it does not decide at all."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import message
from workbench.model.people import COLUMNS, empty
from workbench.model.people_parameters import Bound, RatingGuidance

AGREES = message("the guidance gives the same rating")
OTHERWISE = message("the guidance gives another rating")
UNDECIDED = message("the guidance does not decide")
UNKNOWN = message("a value that the guidance needs is missing")

Mask = NDArray[np.bool_]


def beside_guidance(
    values: pd.DataFrame, ratings: pd.DataFrame, guidance: Mapping[str, RatingGuidance], *, exempt: frozenset[str]
) -> pd.DataFrame:
    """Return one row for each rating that the guidance does not simply confirm.

    Guidance rarely covers every case: most results above expectation, but one main result below it, fits no row of
    the table. Such cases are for the appraiser to decide; nothing is changed here.

    Parameters
    ----------
    values : DataFrame
        Measured values by subject, one column an indicator.
    ratings : DataFrame
        Computed rating by subject, one column a node.
    guidance : mapping
        Node to its guidance.
    exempt : frozenset of str
        Subjects that are not evaluated.

    Returns
    -------
    DataFrame
        Columns ``subject, node, rating, guided, outcome``; `guided` lists the ratings whose bounds all hold.
    """
    parts = [
        _of_node(values, ratings[node], node, given, exempt) for node, given in guidance.items() if node in ratings
    ]
    found = [part for part in parts if len(part)]
    return pd.concat(found, ignore_index=True) if found else empty("guidance")


def _of_node(
    values: pd.DataFrame, ratings: pd.Series, node: str, given: RatingGuidance, exempt: frozenset[str]
) -> pd.DataFrame:
    holds = {rating: _all_hold(values, bounds) for rating, bounds in given.ratings.items()}
    needed = sorted({indicator for bounds in given.ratings.values() for indicator in bounds})
    unknown = values[needed].isna().any(axis=1).to_numpy()
    rows = []
    for place, (subject, rating) in enumerate(ratings.items()):
        if pd.isna(rating) or subject in exempt:
            continue
        guided = [name for name, fits in holds.items() if fits[place]]
        outcome = _outcome(str(rating), guided, missing=bool(unknown[place]))
        if outcome != AGREES:
            rows.append((subject, node, rating, ", ".join(guided), str(outcome)))
    return pd.DataFrame(rows, columns=list(COLUMNS["guidance"]))


def _outcome(rating: str, guided: list[str], *, missing: bool) -> str:
    if missing:
        return UNKNOWN
    if len(guided) != 1:
        return UNDECIDED
    return AGREES if guided[0] == rating else OTHERWISE


def _all_hold(values: pd.DataFrame, bounds: Mapping[str, Bound]) -> Mask:
    holds = np.ones(len(values), dtype=bool)
    for indicator, bound in bounds.items():
        value = values[indicator].to_numpy(dtype=float)
        for limit, within in (
            (bound.at_least, np.greater_equal),
            (bound.at_most, np.less_equal),
            (bound.more_than, np.greater),
            (bound.less_than, np.less),
        ):
            if limit is not None:
                holds &= within(value, limit)
    return holds
