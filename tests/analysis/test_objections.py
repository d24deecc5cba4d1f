from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from kinerja.rule_packs import built_in_rule_packs

from workbench.analysis.objections import deadlines_of
from workbench.errors import InputError
from workbench.model.people import ObjectionTerms
from workbench.model.people_tables import Records
from workbench.model.rules import Rules
from workbench.model.working_days import WorkingDays

RULES = Rules(packs=tuple(built_in_rule_packs()))
TERMS = ObjectionTerms(
    submission=RULES.cited("keberatan.hari_kerja_pengajuan"),
    decision=RULES.cited("keberatan.hari_kerja_putusan"),
    calendar=WorkingDays.named(RULES, week="hari_kerja.pekan", holidays="hari_libur."),
)
COLUMNS = ["received_on", "submitted_on", "decided_on", "decision", "decided_by"]


def deadlines(*rows, until=date(2025, 8, 15)):
    frame = pd.DataFrame([(*row, *[None] * (5 - len(row))) for row in rows], columns=COLUMNS)
    days = {name: pd.to_datetime(frame[name]) for name in COLUMNS[:3]}
    indexed = frame.assign(**days).set_axis(pd.Index(range(2, 2 + len(rows)), name="row"), axis=0)
    return deadlines_of(Records(where="keberatan.csv", rows=indexed), TERMS, data_until=until)


def test_fourteen_working_days_to_submit_and_seven_to_decide():
    # Monday 14 July + 14 working days = Friday 1 August; Monday 21 July + 7 = Wednesday 30 July. No holiday between.
    row = deadlines(("2025-07-14", "2025-07-21", "2025-07-30", "ya", "Sekda")).table.iloc[0]

    assert str(row["submission_due"].date()) == "2025-08-01"
    assert str(row["decision_due"].date()) == "2025-07-30"
    assert (row["submission"], row["status"], row["days"]) == ("in time", "in time", 7)


def test_a_day_later_is_late():
    row = deadlines(("2025-07-14", "2025-08-04", "2025-08-14", "ya", "Sekda")).table.iloc[0]

    assert (row["submission"], row["status"], row["days"]) == ("late", "late", 8)


@pytest.mark.parametrize(("until", "status"), [("2025-08-11", "open"), ("2025-08-12", "overdue")])
def test_an_open_objection_is_overdue_from_the_day_after_its_deadline(until, status):
    # Thursday 31 July + 7 working days = Monday 11 August
    row = deadlines(("2025-07-14", "2025-07-31"), until=date.fromisoformat(until)).table.iloc[0]

    assert row["status"] == status


def test_holidays_and_joint_leave_do_not_count():
    # Friday 15 August: Sunday 17 and joint leave on Monday 18 are free, so day 7 is Wednesday 27 August.
    row = deadlines(("2025-08-01", "2025-08-15"), until=date(2025, 8, 15)).table.iloc[0]

    assert str(row["decision_due"].date()) == "2025-08-27"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("2025-07-14", "2025-07-11"), "row 2: submitted before the document was received"),
        (("2025-07-14", "2025-07-15", "2025-07-14", "ya", "Sekda"), "row 2: decided before it was submitted"),
        (("2025-07-14", "2025-08-18"), "row 2: submitted_on lies after the cut-off of the data, 2025-08-15"),
        (("2025-07-14", "2025-07-15", "2025-07-16"), "row 2: the decision lacks decision, decided_by"),
        (("2025-07-14", "2025-07-15", None, "ya", "Sekda"), "row 2: the decision lacks decided_on"),
    ],
)
def test_dates_that_cannot_be_right_are_named(row, message):
    found = deadlines(row)

    assert [each.render().split(";")[0] for each in found.faults] == [f"keberatan.csv: {message}"]


def test_a_deadline_beyond_the_known_holidays_is_refused():
    with pytest.raises(InputError, match=r"no list of public holidays for 2027.*'hari_libur\.2027'"):
        deadlines(("2026-12-28", "2026-12-30"), until=date(2026, 12, 31))
