from workbench.errors import fault
from workbench.files.wording import (
    printable_headers,
    row_list,
    rows_of_sheets,
    shown,
    shown_values,
    without_personal_numbers,
)


def test_up_to_five_rows_are_listed_and_the_others_counted():
    assert str(row_list([7])) == "row 7"
    assert str(row_list([12, 40, 41])) == "rows 12, 40, 41"
    assert str(row_list(range(2, 27))) == "rows 2, 3, 4, 5, 6 and 20 more"


def test_a_list_of_rows_is_translated_by_itself():
    indonesian = {"rows {rows} and {more} more": "baris {rows} dan {more} lagi"}
    assert row_list(range(1, 8)).render(lambda text: indonesian[text]) == "baris 1, 2, 3, 4, 5 dan 2 lagi"


def test_a_list_of_rows_stands_in_a_larger_sentence():
    assert fault("a.csv", "empty ({rows})", rows=row_list([3, 4])).render() == "a.csv: empty (rows 3, 4)"


def test_rows_of_several_sheets_are_listed_sheet_by_sheet():
    assert str(rows_of_sheets([3], ["Jan"])) == "Jan: row 3"
    assert str(rows_of_sheets([3, 4, 7], ["Jan", "Jan", "Feb"])) == "Jan: rows 3, 4; Feb: row 7"


def test_three_different_values_are_shown_quoted_and_once_each():
    assert shown_values(["-", "n/a", "-", "12 %"]) == "'-', 'n/a', '12 %'"
    assert shown_values(["a", "b", "c", "d"]) == "'a', 'b', 'c', ..."


def test_long_and_broken_values_become_one_short_line():
    assert shown("one\ntwo") == "'one two'"
    assert shown("x" * 50) == "'" + "x" * 39 + "…'"


def test_a_personal_number_is_struck_out_however_it_is_grouped():
    assert without_personal_numbers("NIP 190001012025011001!") == "NIP …!"
    assert shown("19000101 202501 1 001") == "'…'"
    assert shown("1671-0101-0100-0001") == "'…'"
    assert shown("y" * 30 + "190001012025011001") == "'" + "y" * 30 + "…'"


def test_a_personal_number_that_became_a_float_does_not_show_the_date_of_birth():
    assert shown(1.90001012025011e17) == "'…'"
    assert shown(1 / 3) == "'0.3333333333'"


def test_a_short_number_is_shown():
    assert shown("12345678901234") == "'12345678901234'"


def test_headers_that_look_like_data_are_not_listed():
    assert printable_headers(["id_unit", "190001012025011001", "", "U1"]) == ["id_unit", "U1"]
