import numpy as np
import pandas as pd
import pytest

from workbench.files.cell_parsing import EXCEL_ERRORS, empty_column, parse_column
from workbench.files.cells import Cells, ColumnPlace, text_cells
from workbench.model.indicator import Column


def parse(cells, column):
    cells = text_cells(pd.Series(cells, dtype="str")) if isinstance(cells, list) else cells
    place = ColumnPlace(where="t.xlsx[Data]", table="t", header="kelas", rows=np.arange(len(cells.text)) + 2)
    return parse_column(cells, column, place, {}, decimal=None, key=None)


def numbers(*values, dtype="float64"):
    return Cells(text=pd.Series([None] * len(values), dtype="str"), number=pd.Series(list(values), dtype=dtype))


def lines(typed):
    return [fault.render() for fault in typed.faults]


TEXT = Column(name="kelas", kind="text")
CLASS = Column(name="kelas", kind="category", values=("ringan", "informasi", "pengawasan"))


def test_an_empty_required_cell_is_told_by_row():
    assert lines(parse(["a", "", "b", " "], TEXT)) == [
        "t.xlsx[Data]: column 'kelas': empty, but every row needs a value (rows 3, 5)"
    ]


def test_an_empty_optional_cell_is_missing():
    typed = parse(["a", ""], Column(name="kelas", kind="text", required=False))
    assert (lines(typed), typed.values.isna().to_list()) == ([], [False, True])


@pytest.mark.parametrize("error", EXCEL_ERRORS)
@pytest.mark.parametrize("kind", ["text", "number", "integer", "date", "datetime"])
def test_an_error_value_of_excel_is_named_whatever_the_column_holds(error, kind):
    typed = parse([error], Column(name="kelas", kind=kind))
    assert lines(typed) == [
        f"t.xlsx[Data]: column 'kelas': the Excel error '{error}' (row 2); mend the formula, or leave the cell empty"
    ]
    assert typed.values.isna().all()


def test_a_text_that_only_begins_with_a_hash_is_text():
    assert parse(["#1"], TEXT).values.to_list() == ["#1"]


def test_a_unit_code_of_digits_may_be_stored_as_a_number():
    assert parse(numbers(101.0, 7.0), TEXT).values.to_list() == ["101", "7"]
    assert parse(numbers(190001012025011001, dtype="Int64"), TEXT).values.to_list() == ["190001012025011001"]


@pytest.mark.parametrize(("number", "shown"), [(12.5, "12.5"), (1.2e15, "…")])
def test_a_number_that_is_no_code_is_refused_as_text(number, shown):
    assert lines(parse(numbers(101.0, number), TEXT)) == [
        f"t.xlsx[Data]: column 'kelas': the number '{shown}' where text belongs (row 3); format the column as text "
        "and write the code again"
    ]


def test_a_code_that_excel_turned_into_a_date_is_refused():
    cells = Cells(text=pd.Series([None], dtype="str"), moment=pd.Series(pd.to_datetime(["2025-02-01"])))
    assert lines(parse(cells, TEXT)) == [
        "t.xlsx[Data]: column 'kelas': the date '2025-02-01' where text belongs (row 2); Excel may have turned a code "
        "into a date: format the column as text"
    ]


def test_a_date_is_not_a_number():
    cells = Cells(text=pd.Series([None], dtype="str"), moment=pd.Series(pd.to_datetime(["2025-02-01"])))
    assert lines(parse(cells, Column(name="kelas", kind="number"))) == [
        "t.xlsx[Data]: column 'kelas': the date '2025-02-01' where a number belongs (row 2); Excel may have turned a "
        "number into a date"
    ]


def test_a_category_is_matched_without_regard_to_case_and_blanks():
    assert parse(["Ringan", " INFORMASI "], CLASS).values.to_list() == ["ringan", "informasi"]


def test_an_unknown_category_is_told_with_what_is_allowed():
    typed = parse(["ringn", "ringan", "ringn"], CLASS)
    assert lines(typed) == [
        "t.xlsx[Data]: column 'kelas': unknown value 'ringn' (rows 2, 4); allowed: ringan, informasi, pengawasan; "
        "nearest: ringan"
    ]
    assert typed.values.isna().to_list() == [True, False, True]


def test_after_five_unknown_categories_the_others_are_counted():
    typed = parse(list("abcdefg"), CLASS)
    assert len(typed.faults) == 6
    assert lines(typed)[-1] == "t.xlsx[Data]: column 'kelas': 2 more unknown values (rows 7, 8)"


@pytest.mark.parametrize(
    ("kind", "dtype"),
    [("text", "str"), ("number", "float64"), ("integer", "Int64"), ("date", "datetime64[us]"), ("nip", "str")],
)
def test_a_column_that_a_file_lacks_is_missing_in_the_right_type(kind, dtype):
    column = empty_column(Column(name="x", kind=kind, required=False), 3)
    assert (str(column.dtype), column.isna().sum()) == (dtype, 3)
