import numpy as np
import pandas as pd

from workbench.files.cells import Cells, ColumnPlace, empty_cells, joined_cells, text_cells


def test_blanks_around_a_text_are_removed_and_nothing_but_blanks_is_empty():
    cells = text_cells(pd.Series([" a ", "\xa0", "", None, "b c"]))
    assert cells.text.dropna().to_list() == ["a", "b c"]
    assert cells.is_empty.tolist() == [False, True, True, True, False]


def test_a_cell_with_a_number_or_a_date_is_not_empty():
    cells = Cells(
        text=pd.Series([None, None, None], dtype="str"),
        number=pd.Series([1.5, np.nan, np.nan]),
        moment=pd.Series(pd.to_datetime([None, "2025-01-31", None])),
    )
    assert cells.is_empty.tolist() == [False, False, True]


def test_a_cell_that_was_reported_is_not_called_empty_as_well():
    cells = Cells(text=pd.Series([None, None], dtype="str"), reported=np.array([True, False]))
    assert cells.is_empty.tolist() == [False, True]


def test_keeping_rows_keeps_all_parts_of_their_cells():
    cells = Cells(text=pd.Series(["a", None, "c"]), number=pd.Series([np.nan, 2.0, np.nan]))
    kept = cells[np.array([False, True, True])]
    assert kept.number is not None
    assert kept.number.iloc[0] == 2.0
    assert kept.text.iloc[1] == "c"


def test_a_fault_names_file_column_and_rows():
    place = ColumnPlace(where="tables/skm.csv", table="skm", header="Nilai", rows=np.array([2, 3, 5]))
    found = place.fault(np.array([False, True, True]), "column '{column}' of {table} is {what} ({rows})", what="odd")
    assert found.render() == "tables/skm.csv: column 'Nilai' of skm is odd (rows 3, 5)"


def test_columns_below_each_other_keep_all_parts_of_their_cells():
    numbers = Cells(text=pd.Series([None], dtype="str"), number=pd.Series([2.0]))
    reported = Cells(text=pd.Series([None], dtype="str"), reported=np.array([True]))
    joined = joined_cells([text_cells(pd.Series(["a"])), numbers, reported, empty_cells(2)])
    assert joined.number is not None
    assert joined.number.tolist()[1] == 2.0
    assert joined.moment is None
    assert joined.is_empty.tolist() == [False, False, False, True, True]


def test_a_fault_of_several_sheets_names_them():
    place = ColumnPlace(
        where="a.xlsx[Jan, Feb]", table="skm", header="x", rows=np.array([2, 2]), row_sheets=np.array(["Jan", "Feb"])
    )
    assert place.fault(np.array([False, True]), "odd ({rows})").render() == "a.xlsx[Jan, Feb]: odd (Feb: row 2)"
