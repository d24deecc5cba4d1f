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

    def hours(self, moments: NDArray[np.datetime64]) -> NDArray[np.float64]:
        """Return the hours of working days, 24 each, that have passed since 1970 at each moment.

        The difference of two such numbers is the time between two moments without weekends and holidays; a moment on
        a day off stands at the end of the working day before.
        """
        days = moments.astype("M8[D]")
        of_day = (moments - days) / np.timedelta64(1, "h")
        full = np.busday_count(np.datetime64("1970-01-01"), days, busdaycal=self.days)
        return np.asarray(24.0 * full + np.where(np.is_busday(days, busdaycal=self.days), of_day, 0.0))


def days_of(column: pd.Series) -> Days:
    """Return a column of dates as days without a time; NaT where it is empty."""
    return np.asarray(pd.to_datetime(column), dtype="M8[D]")
