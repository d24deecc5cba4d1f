"""What fell due in a cycle, and whether it was done by then: one rule for complaints, contracts and reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar

import numpy as np
import pandas as pd
from pydantic import Field

from kinerja.calendar import Days, WorkingCalendar, days_of
from kinerja.estimates import percentages
from workbench import Context, Label, Options

# Public holidays never fill this many days within the term of one case: a case that is due longer than this before the
# cycle, even if no day had been a holiday, was due in an earlier cycle, whatever the calendar.
LONGEST_DELAY = np.timedelta64(60, "D")


class TermOptions(Options):
    """The term in working days; the rule pack's own holds when it is not given."""

    labels: ClassVar[Mapping[str, Label]] = {
        "working_days": Label(id="tenggat (hari kerja)", en="term (working days)"),
    }

    working_days: Annotated[int, Field(ge=1, le=260)] | None = None


def term_of(context: Context, rule: str) -> int:
    """Return the term of `TermOptions`, or of the rule packs' value `rule`."""
    own = context.options.working_days
    return int(context.rules.cited(rule).value if own is None else own)


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


def with_due_dates(
    cases: pd.DataFrame, term: int | np.ndarray, context: Context, *, received: str
) -> tuple[pd.DataFrame, Days]:
    """Return the cases that may fall due in the cycle or later, each with its last working day in time.

    Parameters
    ----------
    cases : DataFrame
        One row a case.
    term : int or array of int
        Working days, for all cases or one number for each.
    context : Context
        Cycle and calendar.
    received : str
        Column with the day a case came in; the first working day after it is day 1.

    Raises
    ------
    InputError
        When a year in which days have to be counted has no list of holidays.
    """
    calendar = WorkingCalendar.from_rules(context.rules)
    terms = np.broadcast_to(np.asarray(term, dtype=np.int64), len(cases))
    earliest = np.busday_offset(days_of(cases[received]), terms, roll="backward")
    near = earliest >= np.datetime64(context.cycle.start) - LONGEST_DELAY
    cases, terms = cases[near], terms[near]
    days = days_of(cases[received])
    if len(days):
        # A due date beyond the cut-off may rest on holidays that are not published yet; they can only move it further.
        calendar.require(days.min().astype(object), context.cycle.data_until)
    return cases, calendar.due(days, terms)


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
