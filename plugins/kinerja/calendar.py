"""Working days (hari kerja): weekends, public holidays and joint leave days, as the rule packs list them by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench import Rules, WorkingDays

Days = NDArray[np.datetime64]

HOLIDAYS = "hari_libur."
WEEK = "hari_kerja.pekan"


@dataclass(frozen=True)
class WorkingCalendar(WorkingDays):
    """The working days of the years that the rule packs cover."""

    @classmethod
    def from_rules(cls, rules: Rules) -> Self:
        """Return the calendar of all packs in `rules` that hold a year's holidays (``hari_libur.2025``)."""
        return cls.named(rules, week=WEEK, holidays=HOLIDAYS)


def days_of(column: pd.Series) -> Days:
    """Return a column of dates as days without a time; NaT where it is empty."""
    return np.asarray(pd.to_datetime(column), dtype="M8[D]")
