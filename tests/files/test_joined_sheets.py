"""A sheet for each month, read as one table."""

from __future__ import annotations

from workbench.model.indicator import Column

UNIT = Column(name="{key}", kind="text", subject=True)
VALUE = Column(name="nilai", kind="number")
NOTE = Column(name="catatan", kind="text", required=False, may_be_absent=True)
HEADER = ["id_unit", "nilai"]


def test_sheets_stand_below_each_other_in_the_order_in_which_they_are_named(place):
    place.workbook(
        "nilai",
        {"Jan": [HEADER, ["U1", 1]], "Petunjuk": [["isi di sini"]], "Feb": [["Nilai", "ID_UNIT"], ["2,5", "U2"]]},
        sheets=["Feb", "Jan"],
    )
    tables = place.read(UNIT, VALUE)
    assert tables.tables["nilai"].to_dict("list") == {"id_unit": ["U2", "U1"], "nilai": [2.5, 1]}
    assert (tables.sources[1].sheet, tables.sources[1].rows) == ("Feb, Jan", 2)


def test_a_fault_names_sheet_and_row(place):
    place.workbook(
        "nilai",
        {"Jan": [HEADER, ["U1", "x"], ["U2", 1]], "Feb": [HEADER, ["U1", 2], ["U2", "x"]]},
        sheets=["Jan", "Feb"],
    )
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx[Jan, Feb]: column 'nilai': 'x' where a number belongs (Jan: row 2; Feb: row 3); write digits only, "
        "and leave a cell without a value empty"
    ]


def test_a_key_that_stands_in_two_sheets_is_found(place):
    place.workbook("nilai", {"Jan": [HEADER, ["U1", 1]], "Feb": [HEADER, ["U1", 2]]}, sheets=["Jan", "Feb"])
    assert place.faults(UNIT, VALUE, unique=("{key}",)) == [
        "nilai.xlsx[Jan, Feb]: the same id_unit stands in more than one row: 'U1' (Jan: row 2; Feb: row 2)"
    ]


def test_a_column_that_may_be_absent_is_empty_where_a_sheet_lacks_it(place):
    place.workbook(
        "nilai",
        {"Jan": [[*HEADER, "catatan"], ["U1", 1, "baik"]], "Feb": [HEADER, ["U1", 2]]},
        sheets=["Jan", "Feb"],
    )
    assert place.read(UNIT, VALUE, NOTE).tables["nilai"]["catatan"].fillna("-").tolist() == ["baik", "-"]


def test_a_sheet_without_a_needed_column_is_named_once(place):
    place.workbook("nilai", {"Jan": [HEADER, ["U1", 1]], "Feb": [["id_unit"], ["U1"]]}, sheets=["Jan", "Feb"])
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx[Feb]: no column 'nilai', needed by mutu; nearest in the header: id_unit"
    ]


def test_faults_of_all_sheets_come_at_once(place):
    place.workbook("nilai", {"Jan": [["judul"], HEADER, ["U1", 1]], "Feb": []}, sheets=["Jan", "Feb"])
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx[Jan]: row 1 is read as the header, but row 2 looks like it; if so, write 'header_row: 2' under "
        "tables.nilai",
        "nilai.xlsx[Feb]: the sheet is empty: it has no header",
    ]


def test_every_sheet_that_is_not_there_is_told(place):
    place.workbook("nilai", {"Jan": [HEADER, ["U1", 1]]}, sheets=["Jan", "Fbe", "Mrt"])
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx: no sheet 'Fbe'; nearest: Jan",
        "nilai.xlsx: no sheet 'Mrt'; nearest: Jan",
    ]
