import numpy as np
import pandas as pd
import pytest

from workbench.files.cells import Cells, ColumnPlace, text_cells
from workbench.files.date_parsing import parse_dates, parse_moments


def place_of(length):
    return ColumnPlace(where="t.csv", table="t", header="tgl", rows=np.arange(length) + 2)


def parse(*values, reading=parse_dates):
    return reading(text_cells(pd.Series(list(values), dtype="str")), place_of(len(values)))


def lines(typed):
    return [fault.render() for fault in typed.faults]


@pytest.mark.parametrize(
    "text", ["2025-02-03", "03/02/2025", "3/2/2025", "03-02-2025", "2025-02-03T14:05:00", "03/02/2025 14.05"]
)
def test_the_third_of_february_is_read_from_every_accepted_spelling(text):
    typed = parse(text)
    assert lines(typed) == []
    assert typed.values.to_list() == [pd.Timestamp(2025, 2, 3)]


@pytest.mark.parametrize(
    "text", ["2025-02-03 14:05", "2025-02-03T14:05:00", "3/2/2025 14.05", "03-02-2025 14:05:00", "03-02-2025 14.05.00"]
)
def test_a_time_of_day_is_kept_where_it_is_asked_for(text):
    assert parse(text, reading=parse_moments).values.to_list() == [pd.Timestamp(2025, 2, 3, 14, 5)]


def test_a_day_that_does_not_exist_is_named_and_the_order_said():
    assert lines(parse("31/02/2025", "01/31/2025", "28/02/2025")) == [
        "t.csv: column 'tgl': '31/02/2025', '01/31/2025' is no day in the calendar (rows 2, 3); the day comes before "
        "the month: 31/01/2025, or 2025-01-31"
    ]


@pytest.mark.parametrize("text", ["01/02/25", "1-2-25", "01.02.25", "01/02/25 10:00"])
def test_a_year_of_two_digits_is_refused(text):
    assert lines(parse(text)) == [
        f"t.csv: column 'tgl': '{text}' has a year of two digits (row 2); write 31/01/2025 (day before month) or "
        "2025-01-31"
    ]


@pytest.mark.parametrize("text", ["3 Februari 2025", "20250203", "2025/02/03", "n/a", "2025-02-03T10:00:00Z"])
def test_other_spellings_are_refused(text):
    assert lines(parse(text)) == [
        f"t.csv: column 'tgl': '{text}' where a date belongs (row 2); write 31/01/2025 (day before month) or 2025-01-31"
    ]


def test_a_date_before_1900_is_a_slip():
    typed = parse("31/12/1899", "01/01/1900", "0205-01-01")
    assert lines(typed) == ["t.csv: column 'tgl': '1899-12-31', '0205-01-01' lies before the year 1900 (rows 2, 4)"]
    assert typed.values.isna().to_list() == [True, False, True]


def test_a_far_future_date_is_held():
    assert parse("9999-12-31").values.to_list() == [pd.Timestamp("9999-12-31")]


def test_a_stored_date_is_taken_and_a_stored_number_is_not():
    cells = Cells(
        text=pd.Series([None, None], dtype="str"),
        number=pd.Series([np.nan, 45688.0]),
        moment=pd.Series(pd.to_datetime(["2025-01-31 14:05", None])),
    )
    typed = parse_dates(cells, place_of(2))
    assert typed.values.iloc[0] == pd.Timestamp(2025, 1, 31)
    assert lines(typed) == [
        "t.csv: column 'tgl': the number '45688' where a date belongs (row 3); format the cells as dates"
    ]


def test_an_empty_cell_is_no_date_and_no_fault():
    typed = parse("", "2025-01-31")
    assert (lines(typed), typed.values.isna().to_list()) == ([], [True, False])
