"""Periods as tables write them: 2025, 2025-S1, 2025-Q1, 2025-03."""

from __future__ import annotations

import re

import pandas as pd

from kinerja.faults import listed
from workbench import InputError, fault

_PERIOD = re.compile(r"\d{4}(?:-(?:S[12]|Q[1-4]|0[1-9]|1[0-2]))?")


def period_ends(column: pd.Series, *, table: str) -> pd.Series:
    """Return the last day of each period.

    Parameters
    ----------
    column : Series of str
        A year, half-year, quarter or month.
    table : str
        Name of the table, for the message.

    Raises
    ------
    InputError
        Naming the periods that cannot be read.
    """
    written = column.unique()
    malformed = [text for text in written if not _PERIOD.fullmatch(text)]
    if malformed:
        raise InputError(
            [
                fault(
                    ("tables", table),
                    "periode must read like 2025, 2025-S1, 2025-Q1 or 2025-03, not: {periods}",
                    periods=listed(malformed),
                )
            ]
        )
    ends = {text: _end(text) for text in written}
    return pd.Series(pd.to_datetime(column.map(ends)), index=column.index, dtype="datetime64[us]")


def _end(period: str) -> pd.Timestamp:
    year, _, part = period.partition("-")
    if not part:
        return pd.Timestamp(int(year), 12, 31)
    if part.startswith("S"):
        return pd.Timestamp(int(year), 6, 30) if part == "S1" else pd.Timestamp(int(year), 12, 31)
    return pd.Period(period, freq="Q" if part.startswith("Q") else "M").end_time.normalize()
