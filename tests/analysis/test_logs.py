"""Which cases a log shows: cycle April to June, data until 31 May."""

from __future__ import annotations

from datetime import date

import pandas as pd

from workbench.analysis.logs import rows_of_log
from workbench.model.indicator import Cycle
from workbench.model.log_parameters import LogParameters

CYCLE = Cycle(code="2025-Q2", start=date(2025, 4, 1), end=date(2025, 6, 30), data_until=date(2025, 5, 31))

CASES = pd.DataFrame(
    [
        ("before", "A", "2025-01-10", "2025-02-10", "2025-02-01", "Lampu"),
        ("settled inside", "A", "2025-02-10", "2025-04-10", "2025-04-02", "Jalan"),
        ("settled late", "B", "2025-04-01", "2025-04-10", "2025-04-20", "Air"),
        ("settled too late to know", "B", "2025-05-20", "2025-05-30", "2025-06-02", "Sampah"),
        ("open, not due", "B", "2025-05-30", "2025-06-20", None, None),
        ("open since January", "A", "2025-01-05", None, None, "Pasar"),
        ("not yet", "A", "2025-06-10", "2025-06-20", None, "Parkir"),
    ],
    columns=["number", "unit", "came", "due", "settled", "what"],
)
for column in ("came", "due", "settled"):
    CASES[column] = pd.to_datetime(CASES[column])


def log(**changes):
    columns = {name: name for name in ("number", "came", "due", "settled", "what")}
    given = {
        "label": "Log",
        "table": "cases",
        "columns": columns,
        "opened_by": "came",
        "closed_by": "settled",
        "due": "due",
    }
    return LogParameters.model_validate({**given, **changes})


def rows(cases=CASES, **changes):
    return rows_of_log(cases, log(**changes), CYCLE, key="unit").set_index("number")


def test_a_row_belongs_when_a_date_lies_in_the_cycle_or_it_is_still_open():
    assert list(rows().index) == [
        "open since January", "settled inside", "settled late", "settled too late to know", "open, not due"
    ]  # fmt: skip


def test_every_row_has_its_state_on_the_last_day_of_data():
    assert rows()["state"].to_dict() == {
        "open since January": "open",
        "settled inside": "closed",
        "settled late": "late",
        "settled too late to know": "overdue",
        "open, not due": "open",
    }


def test_what_happened_after_the_last_day_of_data_is_not_known_yet_but_when_it_is_due_is():
    shown = rows()
    assert pd.isna(shown.at["settled too late to know", "settled"])
    assert shown.at["open, not due", "due"] == "2025-06-20"
    assert shown.at["settled inside", "settled"] == "2025-04-02"


def test_without_a_column_that_closes_rows_there_is_no_state_and_nothing_stays_open():
    shown = rows(closed_by=None, due=None, columns={"number": "No", "came": "Came", "what": "What"})
    assert set(shown["state"]) == {""}
    assert list(shown.index) == ["settled late", "settled too late to know", "open, not due"]


def test_rows_without_the_column_that_makes_them_a_case_are_left_out():
    assert "open, not due" not in rows(only_with="what").index


def test_the_order_of_the_rows_makes_no_difference():
    pd.testing.assert_frame_equal(rows(CASES[::-1]), rows())


def test_a_log_without_rows_is_an_empty_log():
    assert rows(CASES.head(0)).empty


def test_numbers_are_shown_as_they_were_written():
    cases = CASES.assign(what=[1.0, 2.5, 3.0, 4.0, None, 6.0, 7.0])
    assert rows(cases).loc[["settled inside", "settled late"], "what"].tolist() == ["2.5", "3"]
