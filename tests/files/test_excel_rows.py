"""Workbooks as agencies keep them: titles above, two-line headers, totals and signatures below."""

from __future__ import annotations

from workbench.model.indicator import Column

UNIT = Column(name="{key}", kind="text", subject=True)
VALUE = Column(name="nilai", kind="number")
TITLE = [["REKAPITULASI NILAI"], ["Semester I 2025"], [None]]
TABLE = [["id_unit", "nilai"], ["U1", 3], ["U2", 5]]


def merging(*ranges):
    return lambda sheet: [sheet.merge_cells(each) for each in ranges]


def test_the_header_may_stand_below_a_title(place):
    place.xlsx("nilai", [*TITLE, *TABLE], merging("A1:B1"), header_row=4)
    assert place.read(UNIT, VALUE).tables["nilai"]["nilai"].tolist() == [3, 5]


def test_rows_are_still_counted_from_the_top_of_the_sheet(place):
    place.xlsx("nilai", [*TITLE, TABLE[0], ["U1", "x"]], header_row=4)
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx[Data]: column 'nilai': 'x' where a number belongs (row 5); write digits only, and leave a cell "
        "without a value empty"
    ]


def test_a_title_that_is_read_as_the_header_is_told_with_the_row_that_looks_like_it(place):
    place.xlsx("nilai", [*TITLE, *TABLE])
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx[Data]: row 1 is read as the header, but row 4 looks like it; if so, write 'header_row: 4' under "
        "tables.nilai"
    ]


def test_a_title_that_is_by_chance_a_column_name_is_no_two_line_header(place):
    place.xlsx("nilai", [["Nilai"], *TABLE])
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx[Data]: row 1 is read as the header, but row 2 looks like it; if so, write 'header_row: 2' under "
        "tables.nilai"
    ]


def test_a_header_row_that_is_empty_is_told_with_the_rows_that_are_not(place):
    place.xlsx("nilai", [*TITLE, *TABLE], header_row=3)
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx[Data]: row 3, which 'header_row:' names, is empty; the first rows that hold anything: rows 1, 2, "
        "4, 5, 6"
    ]


def test_without_any_header_the_needed_columns_are_named(place):
    place.xlsx("nilai", [["U1", 3], ["U2", 5]])
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx[Data]: the first row holds none of the columns that are needed (id_unit, nilai); the header must "
        "be the first row"
    ]


def test_a_header_of_two_rows_is_refused_when_its_cells_are_merged(place):
    rows = [["id_unit", "Capaian", None], [None, "nilai", "target"], ["U1", 3, 4]]
    place.xlsx("nilai", rows, merging("A1:A2", "B1:C1"))
    line = (
        "nilai.xlsx[Data]: the header takes two rows (rows 1, 2), with merged cells or names in both; give every "
        "column one name in one row, without merging"
    )
    assert place.faults(UNIT, VALUE) == [line]


def test_a_header_of_two_rows_is_refused_when_it_is_not_merged(place):
    rows = [["id_unit", "Capaian"], [None, "Nilai"], ["U1", 3]]
    place.xlsx("nilai", rows)
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx[Data]: the header takes two rows (rows 1, 2), with merged cells or names in both; give every "
        "column one name in one row, without merging"
    ]


def test_a_total_and_signatures_below_the_table_are_left_out_when_the_footer_is_named(place):
    below = [["JUMLAH ", 8], [None], ["Mengetahui,"], ["Camat", None], ["Pegawai Contoh"]]
    place.xlsx("nilai", [*TABLE, *below], merging("A6:B6"), footer="Jumlah")
    assert place.read(UNIT, VALUE).tables["nilai"].to_dict("list") == {"id_unit": ["U1", "U2"], "nilai": [3, 5]}


def test_without_it_a_total_is_no_unit(place):
    place.xlsx("nilai", [*TABLE, ["Jumlah", 8]])
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx[Data]: column 'id_unit': 'Jumlah' is not in the table of subjects (row 4); nearest: U1, U2; "
        "correct the code or add it there"
    ]


def test_records_below_a_subtotal_are_never_dropped_in_silence(place):
    place.xlsx("nilai", [*TABLE[:2], ["Jumlah", 3], TABLE[2], ["Jumlah", 5]], footer="Jumlah")
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx[Data]: below 'Jumlah' (row 3) there are still records (rows 4, 5); move them above it, or remove "
        "subtotals"
    ]


def test_a_footer_that_is_not_there_is_a_slip(place):
    place.xlsx("nilai", TABLE, footer="Total")
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx[Data]: no row begins with 'Total', which 'footer:' names; correct it under tables.nilai"
    ]


def test_a_footer_right_below_the_header_leaves_no_records(place):
    place.xlsx("nilai", [TABLE[0], ["Jumlah", 0]], footer="Jumlah")
    assert place.read(UNIT, VALUE).tables["nilai"].empty


def test_merged_cells_among_the_records_are_still_refused(place):
    place.xlsx("nilai", [*TITLE, *TABLE, ["Jumlah", 8]], merging("A5:A6"), header_row=4, footer="Jumlah")
    assert place.faults(UNIT, VALUE) == [
        "nilai.xlsx[Data]: column 'id_unit' holds merged cells (A5:A6); unmerge them and fill in each cell"
    ]
