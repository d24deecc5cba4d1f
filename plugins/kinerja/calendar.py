"""Working days (hari kerja): weekends, public holidays and joint leave days, as the rule packs list them by year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench import InputError, Rules, fault

Days = NDArray[np.datetime64]

HOLIDAYS = "hari_libur."
WEEK = "hari_kerja.pekan"


@dataclass(frozen=True)
class WorkingCalendar:
    """The working days of the years that the rule packs cover.

    The first working day after an event is day 1, whatever day the event itself falls on.

    Parameters
    ----------
    days : busdaycalendar
        Week and holidays.
    years : frozenset of int
        Years whose holidays are known.
    """

    days: np.busdaycalendar
    years: frozenset[int]

    @classmethod
    def from_rules(cls, rules: Rules) -> WorkingCalendar:
        """Return the calendar of all packs in `rules` that hold a year's holidays (``hari_libur.2025``)."""
        by_year = {
            int(name.removeprefix(HOLIDAYS)): cited.value
            for pack in rules.packs
            for name, cited in pack.values.items()
            if name.startswith(HOLIDAYS)
        }
        holidays = sorted(day for listed in by_year.values() for day in listed)
        week = str(rules.cited(WEEK).value)
        return cls(np.busdaycalendar(weekmask=week, holidays=np.array(holidays, "M8[D]")), frozenset(by_year))

    def require(self, first: date, last: date) -> None:
        """Raise when a year from `first` to `last` has no list of holidays.

        Raises
        ------
        InputError
            Naming each year that is not covered.
        """
        InputError.raise_if(
            fault(
                ("rules",),
                "no list of public holidays for {year}, but there are events in that year: working days cannot be "
                "counted; add the rule pack that holds 'hari_libur.{year}' (such as hari-libur-{year})",
                year=year,
            )
            for year in range(first.year, last.year + 1)
            if year not in self.years
        )

    def due(self, received: Days, term: NDArray[np.int64]) -> Days:
        """Return the last day in time: the `term`-th working day after each day in `received`."""
        # "backward" puts an event on a Saturday on the Friday before, so that Monday is day 1, as for one on Friday.
        return np.busday_offset(received, term, roll="backward", busdaycal=self.days)

    def elapsed(self, since: Days, until: Days) -> NDArray[np.int64]:
        """Return the number of working days after each day in `since`, up to and including `until`."""
        return np.asarray(np.busday_count(since + 1, until + 1, busdaycal=self.days), dtype=np.int64)

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
