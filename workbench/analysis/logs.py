"""Logs of a cycle: which cases belong to it, and how each stood on the last day of data."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Number

import pandas as pd

from workbench.model.indicator import Cycle
from workbench.model.log_parameters import LogParameters
from workbench.model.parameters import Parameters

SUBJECT, STATE = "subject", "state"
CLOSED, LATE, OPEN, OVERDUE = "closed", "late", "open", "overdue"


def logs_of(parameters: Parameters, tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the rows of every log of a cycle by its code, as `rows_of_log` picks them."""
    key = parameters.subjects.key
    return {
        code: rows_of_log(tables[log.table], log, parameters.evaluated, key=key)
        for code, log in parameters.logs.items()
    }


def rows_of_log(table: pd.DataFrame, log: LogParameters, cycle: Cycle, *, key: str) -> pd.DataFrame:
    """Return the rows of a log that belong to a cycle, as they stood on its last day of data.

    A row belongs when one of its dates lies in the cycle, or when it was opened earlier and is not closed yet. What
    happened after the last day of data is not known yet and stays empty; only the day by which a row is due is known
    before.

    Parameters
    ----------
    table : DataFrame
        The rows of the log's table.
    log : LogParameters
        Its columns, and which of them open a row, close it or say when it is due.
    cycle : Cycle
        First day, last day and last day of data.
    key : str
        Column with the code of the subject.

    Returns
    -------
    DataFrame
        Columns ``subject``, ``state`` (``closed``, ``late``: closed after it was due, ``open``, ``overdue``; empty
        where nothing closes a row) and those of the log as text; dates are ISO text. Sorted by the day a
        row was opened.
    """
    wanted = table if log.only_with is None else table[table[log.only_with].notna()]
    until = pd.Timestamp(cycle.data_until)
    dates = [name for name in log.columns if pd.api.types.is_datetime64_any_dtype(table[name])]
    days = wanted[dates].copy()
    happened = [name for name in dates if name != log.due]
    days[happened] = days[happened].where(days[happened] <= until)
    state = _states(days, log, until)
    began = days[log.opened_by] <= until
    inside = ((days >= pd.Timestamp(cycle.start)) & (days <= until)).any(axis=1)
    belongs = inside | (began & state.isin([OPEN, OVERDUE]))
    columns = {
        name: days[name].dt.strftime("%Y-%m-%d") if name in dates else _texts(wanted[name]) for name in log.columns
    }
    shown = pd.DataFrame({SUBJECT: wanted[key], STATE: state, **columns}, dtype="str")[belongs]
    return shown.sort_values([log.opened_by, *dates, SUBJECT, *log.columns], kind="stable").reset_index(drop=True)


def _texts(cells: pd.Series) -> pd.Series:
    return cells.map(lambda cell: f"{cell:.12g}" if isinstance(cell, Number) else str(cell), na_action="ignore")


def _states(days: pd.DataFrame, log: LogParameters, until: pd.Timestamp) -> pd.Series:
    if log.closed_by is None:
        return pd.Series("", index=days.index)
    closed = days[log.closed_by]
    due = days[log.due] if log.due is not None else pd.Series(pd.NaT, index=days.index)
    state = pd.Series(OPEN, index=days.index).mask(due < until, OVERDUE)
    return state.mask(closed.notna(), CLOSED).mask(closed > due, LATE)
