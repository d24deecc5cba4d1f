from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from kinerja.deadlines import due_in_cycle, first_of_year, in_cycle, last_day, percentages_in_time, with_due_dates

from workbench import Context, Cycle, Options, Rules


def context(data_until: date) -> Context:
    cycle = Cycle(code="2025-S2", start=date(2025, 7, 1), end=date(2025, 12, 31), data_until=data_until)
    return Context(cycle=cycle, subjects=pd.Index(["A"]), subject_key="id_unit", options=Options(), rules=Rules())


SEPTEMBER, AFTERWARDS = context(date(2025, 9, 30)), context(date(2026, 2, 1))


def test_the_cut_off_ends_the_cycle_when_it_is_earlier_and_never_prolongs_it():
    assert last_day(SEPTEMBER) == date(2025, 9, 30)
    assert last_day(AFTERWARDS) == date(2025, 12, 31)
    assert first_of_year(SEPTEMBER) == date(2025, 1, 1)


def test_a_moment_late_on_the_last_day_still_lies_in_the_cycle():
    moments = pd.Series(
        pd.to_datetime(["2025-06-30 23:59", "2025-07-01 00:00", "2025-09-30 23:59", "2025-10-01 00:00", None])
    )

    assert in_cycle(moments, SEPTEMBER).tolist() == [False, True, True, False, False]
    assert in_cycle(moments, SEPTEMBER, since=date(2025, 1, 1)).tolist() == [True, True, True, False, False]


def test_what_is_not_yet_due_and_what_has_no_due_date_waits():
    due = np.array(["2025-06-30", "2025-07-01", "2025-09-30", "2025-10-01", "NaT"], "M8[D]")

    assert due_in_cycle(due, SEPTEMBER).tolist() == [False, True, True, False, False]


def test_early_is_in_time_late_and_open_are_not():
    due = np.array(["2025-08-01"] * 4, "M8[D]")
    done = np.array(["2025-05-01", "2025-08-01", "2025-08-02", "NaT"], "M8[D]")
    found = percentages_in_time(SEPTEMBER, pd.Series(["A"] * 4), due, done, reason="nothing due")

    assert found.loc["A", ["value", "cases"]].tolist() == pytest.approx([50, 4])


def test_cases_that_fell_due_long_before_the_cycle_need_no_calendar_of_their_year(rules):
    cases = pd.DataFrame({"diterima": pd.to_datetime(["2019-01-07", "2025-06-27"])})
    near, due = with_due_dates(cases, 5, replace(SEPTEMBER, rules=rules), received="diterima")

    assert near.index.tolist() == [1]  # 2019 has no list of holidays in the packs
    assert due.astype(str).tolist() == ["2025-07-04"]  # 27 June is a holiday; Monday 30 June is day 1
