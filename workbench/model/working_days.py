"""Working days: a week and the days off of the years that rule packs cover."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
from numpy.typing import NDArray

from workbench.errors import InputError, fault
from workbench.model.rules import Rules

Days = NDArray[np.datetime64]


@dataclass(frozen=True)
class WorkingDays:
    """The working days of the years whose days off are known.

    The first working day after an event is day 1, whatever day the event itself falls on.

    Parameters
    ----------
    days : busdaycalendar
        Week and days off.
    years : frozenset of int
        Years whose days off are known.
    listed_as : str
        Beginning of the names under which rule packs list a year's days off, for messages.
    """

    days: np.busdaycalendar
    years: frozenset[int]
    listed_as: str = ""

    @classmethod
    def named(cls, rules: Rules, *, week: str, holidays: str) -> Self:
        """Return the calendar of all packs in `rules`.

        Parameters
        ----------
        rules : Rules
            The packs in force.
        week : str
            Name of the value that holds the week, Monday first: ``1111100``.
        holidays : str
            Beginning of the names of the values that hold a year's days off: ``holidays.`` and then the year.
        """
        by_year = {
            int(name.removeprefix(holidays)): cited.value
            for pack in rules.packs
            for name, cited in pack.values.items()
            if name.startswith(holidays)
        }
        listed = sorted(day for of_year in by_year.values() for day in of_year)
        mask = str(rules.cited(week).value)
        return cls(np.busdaycalendar(weekmask=mask, holidays=np.array(listed, "M8[D]")), frozenset(by_year), holidays)

    def require(self, first: date, last: date) -> None:
        """Raise when a year from `first` to `last` has no list of days off.

        Raises
        ------
        InputError
            Naming each year that is not covered.
        """
        InputError.raise_if(
            fault(
                ("rules",),
                "no list of public holidays for {year}, but there are events in that year: working days cannot be "
                "counted; add the rule pack that holds '{name}{year}'",
                year=year,
                name=self.listed_as,
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
