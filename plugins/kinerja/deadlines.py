"""What fell due in a cycle, and whether it was done by then: one rule for complaints, contracts and reports."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from kinerja.calendar import Days
from kinerja.estimates import percentages
from workbench import Context


def last_day(context: Context) -> date:
    """Return the last day that counts: the end of the cycle, or the cut-off when that is earlier."""
    return min(context.cycle.end, context.cycle.data_until)


def in_cycle(column: pd.Series, context: Context, *, since: date | None = None) -> pd.Series:
    """Return which moments lie in the cycle (or after `since`) up to the end of its last day."""
    first = pd.Timestamp(since or context.cycle.start)
    return (column >= first) & (column < pd.Timestamp(last_day(context)) + pd.Timedelta(days=1))


def first_of_year(context: Context) -> date:
    """Return 1 January of the year in which the cycle ends, for what regulations add up over a year."""
    return date(context.cycle.end.year, 1, 1)


def due_in_cycle(due: Days, context: Context) -> np.ndarray:
    """Return which due dates lie in the cycle and not after the cut-off; NaT never does."""
    return np.asarray((due >= np.datetime64(context.cycle.start)) & (due <= np.datetime64(last_day(context))))


def percentages_in_time(context: Context, column: pd.Series, due: Days, done: Days, *, reason: str) -> pd.DataFrame:
    """Return, for each subject, the percentage of what fell due in the cycle that was done by its due date.

    Not done by then is a failure, whether it was done later or is still open; what is not yet due is left for the
    next cycle. Doing something early, before the cycle, is in time.

    Parameters
    ----------
    context : Context
        Cycle and subjects.
    column : Series
        The subject of each row.
    due, done : array of datetime64[D]
        Last day in time; the day it was done, NaT where it was not.
    reason : str
        Why a subject with nothing due has no value.

    Returns
    -------
    DataFrame
        ``value, cases, low, high, reason`` with Wilson's interval.
    """
    counted = due_in_cycle(due, context)
    in_time = ~np.isnat(done) & (done <= due)
    return percentages(context.subjects, column[counted], in_time[counted], reason=reason)
