"""From tables of judgements, as they were read, to one judgement a row."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from workbench.model.fairness import Ratings
from workbench.model.fairness_parameters import RatingParameters
from workbench.model.indicator import Cycle

COLUMNS = ["subject", "rater", "item", "score", "month"]

Disguise = Callable[[pd.Series], pd.Series]


def ratings_of(
    given: RatingParameters, table: pd.DataFrame, *, key: str, cycle: Cycle, subjects: pd.Index, disguise: Disguise
) -> Ratings:
    """Return the judgements in a table that belong to a cycle, one a row.

    What was given after the last day of data is not known yet; of several versions the last one counts; an empty cell
    is no judgement. Who is not evaluated is left out.

    Parameters
    ----------
    given : RatingParameters
        Which column holds what.
    table : DataFrame
        The rows that were read.
    key : str
        Column with the code of the subject.
    cycle : Cycle
        From when until when a judgement counts, where its day is known.
    subjects : Index
        Those evaluated.
    disguise : callable
        What replaces the codes of raters who are promised not to be named.
    """
    rows = table[table[key].isin(subjects)]
    if given.on is not None:
        rows = rows[rows[given.on].between(pd.Timestamp(cycle.start), pd.Timestamp(cycle.data_until))]
    if given.version is not None:
        # numbered within what a person was told by one rater in one period
        rating = [key, given.rater, *filter(None, (given.item, given.period))]
        rows = rows[rows[given.version] == rows.groupby(rating, observed=True)[given.version].transform("max")]
    long = pd.concat([_of_column(rows, name, given, key) for name in given.scores], ignore_index=True)
    judged = long.dropna(subset="score").astype({"score": float})
    if given.anonymous:
        judged["rater"] = disguise(judged["rater"])
    in_order = judged.sort_values(COLUMNS, kind="stable").reset_index(drop=True)
    return Ratings(label=given.label, rows=in_order, levels=given.levels)


def _of_column(rows: pd.DataFrame, name: str, given: RatingParameters, key: str) -> pd.DataFrame:
    places = {word: float(place) for place, word in enumerate(given.levels, start=1)}
    return pd.DataFrame(
        {
            "subject": rows[key].astype("str"),
            "rater": rows[given.rater].astype("str"),
            "item": rows[given.item].astype("str") if given.item is not None else name,
            "score": rows[name].astype(object).map(places) if places else rows[name],
            "month": _month(rows, given),
        }
    ).astype({"item": "str"})


def _month(rows: pd.DataFrame, given: RatingParameters) -> pd.Series:
    if given.on is None:
        return pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us]")
    return rows[given.on].dt.to_period("M").dt.start_time.astype("datetime64[us]")
