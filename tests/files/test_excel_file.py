import datetime

import pandas as pd
import pytest

from workbench.model.indicator import Column

UNIT = Column(name="{key}", kind="text", subject=True)
VALUE = Column(name="nilai", kind="number")
DAY = Column(name="tgl", kind="date")


def add_sheet(name, state="visible"):
    def change(sheet):
        sheet.parent.create_sheet(name).sheet_state = state

    return change


def test_numbers_text_and_dates_are_read_as_the_cells_hold_them(place):
    place.xlsx("nilai", [["id_unit", "nilai", "tgl"], ["U1", 3, datetime.date(2025, 1, 31)], ["U2", "4,5", "1/2/2025"]])
    tables = place.read(UNIT, VALUE, DAY)
    assert tables.tables["nilai"].to_dict("list") == {
        "id_unit": ["U1", "U2"],
        "nilai": [3, 4.5],
        "tgl": [pd.Timestamp(2025, 1, 31), pd.Timestamp(2025, 2, 1)],
    }
    assert tables.sources[1].sheet == "Data"


def test_rows_are_counted_as_excel_shows_them(place):
    place.xlsx("nilai", [[None], ["id_unit", "nilai"], ["U1", 3], [None, " "], ["U2", "many"]])
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx[Data]: column 'nilai': 'many' where a number belongs (row 5); write digits only, and leave a cell "
        "without a value empty"
    ]


def test_a_workbook_with_several_sheets_needs_one_named(place):
    rows = [["id_unit", "nilai"], ["U1", 3]]
    place.xlsx("nilai", rows, add_sheet("Lain"))
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx: the workbook has 2 sheets (Data, Lain); name one with 'sheet:', or those that go on below each "
        "other with 'sheets:', under tables.nilai"
    ]
    place.xlsx("nilai", rows, add_sheet("Lain"), sheet="Data")
    assert place.faults(UNIT, VALUE) == []


def test_a_hidden_sheet_does_not_count(place):
    place.xlsx("nilai", [["id_unit", "nilai"], ["U1", 3]], add_sheet("Daftar", "hidden"))
    assert place.faults(UNIT, VALUE) == []


def test_a_sheet_that_is_not_there_is_told_with_the_nearest(place):
    place.xlsx("nilai", [["id_unit", "nilai"]], sheet="Dta")
    assert place.faults(UNIT, VALUE) == ["nilai.xlsx: no sheet 'Dta'; nearest: Data"]


def test_an_empty_sheet_has_no_header(place):
    place.xlsx("nilai", [])
    assert place.faults(UNIT, VALUE) == ["nilai.xlsx[Data]: the sheet is empty: it has no header"]


def test_merged_cells_are_told_once_and_not_also_as_empty(place):
    rows = [["id_unit", "nilai", "x"], ["U1", 3], [None, 4], ["U2", 5]]
    place.xlsx("nilai", rows, lambda sheet: sheet.merge_cells("A2:A3"))
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx[Data]: column 'id_unit' holds merged cells (A2:A3); unmerge them and fill in each cell"
    ]


def test_merged_cells_elsewhere_do_no_harm(place):
    rows = [[None], ["id_unit", "nilai", "x"], ["U1", 3, "a"], ["U2", 5, None]]
    place.xlsx("nilai", rows, lambda sheet: [sheet.merge_cells("C3:D4"), sheet.merge_cells("A1:D1")])
    assert place.faults(UNIT, VALUE) == []


def test_a_formula_that_was_never_calculated_is_not_an_empty_cell(place):
    place.xlsx("nilai", [["id_unit", "nilai"], ["U1", "=1+2"], ["U2", None]])
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx[Data]: column 'nilai' holds formulas without a result (row 2); open the file in Excel and save it",
        "nilai.xlsx[Data]: column 'nilai': empty, but every row needs a value (row 3)",
    ]


def test_a_logical_value_is_no_number(place):
    place.xlsx("nilai", [["id_unit", "nilai"], ["U1", True]])
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx[Data]: column 'nilai': 'TRUE' where a number belongs (row 2); write digits only, and leave a cell "
        "without a value empty"
    ]


def test_an_error_value_is_named(place):
    place.xlsx("nilai", [["id_unit", "nilai"], ["U1", "#DIV/0!"], ["U2", "#N/A"]])
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx[Data]: column 'nilai': the Excel error '#DIV/0!', '#N/A' (rows 2, 3); mend the formula, or leave "
        "the cell empty"
    ]


def test_a_nip_that_excel_made_a_number_is_refused_without_showing_it(place):
    place.xlsx("nilai", [["id_unit", "nip"], ["U1", 190001012025011001], ["U1", "1.90001E+17"]])
    assert place.faults(UNIT, Column(name="nip", kind="nip")) == [
        "nilai.xlsx[Data]: column 'nip': personal numbers stored as numbers, not as text (row 2); Excel keeps only 15 "
        "digits of a number, so format the column as text and export it again from the source",
        "nilai.xlsx[Data]: column 'nip': a NIP has 18 digits (row 3)",
    ]


@pytest.mark.parametrize("content", [b"not a zip", b"PK\x03\x04 broken", b"PK\x05\x06" + b"\0" * 18])
def test_a_damaged_workbook_is_told(place, content):
    place.write("nilai.xlsx", content)
    place.tables["nilai"] = {"file": "nilai.xlsx"}
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx: the file is damaged or not an Excel workbook; open it in Excel and save it again as .xlsx"
    ]


def test_a_protected_workbook_is_told(place):
    place.write("nilai.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504)
    place.tables["nilai"] = {"file": "nilai.xlsx"}
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx: protected by a password, or Excel's old format; save it as .xlsx without a password"
    ]
