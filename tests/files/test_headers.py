import pytest

from workbench.files.headers import column_letter, count_wanted, find_columns
from workbench.files.table_needs import NeededColumn, NeededTable
from workbench.model.indicator import Column
from workbench.model.table_sources import FileSource


def wanting(*names, optional=()):
    columns = tuple(
        NeededColumn(
            column=Column(name=name, kind="text", required=name not in optional, may_be_absent=name in optional),
            header=name,
            wanted_by=("mutu",),
        )
        for name in names
    )
    return NeededTable(name="t", source=FileSource(file="t.csv"), columns=columns, keys=(), measured=names)


def lines(found):
    return [fault.render() for fault in found.faults]


def test_an_exact_header_is_preferred_to_one_that_differs_in_case():
    found = find_columns(["Nilai", "nilai"], wanting("nilai"), where="t.csv")
    assert (found.positions, found.faults) == ({"nilai": 1}, ())


def test_case_and_blanks_make_no_difference():
    found = find_columns([" ID  Unit ", "NILAI"], wanting("id unit", "nilai"), where="t.csv")
    assert found.positions == {"id unit": 0, "nilai": 1}
    assert found.headers == {"id unit": "ID  Unit", "nilai": "NILAI"}


def test_a_missing_column_is_told_with_the_nearest_header():
    found = find_columns(["id_unit", "nilia"], wanting("id_unit", "nilai"), where="t.csv")
    assert lines(found) == ["t.csv: no column 'nilai', needed by mutu; nearest in the header: nilia"]
    assert found.positions == {"id_unit": 0}


def test_a_column_that_may_be_absent_is_no_fault():
    found = find_columns(["id_unit"], wanting("id_unit", "nilai", optional=["nilai"]), where="t.csv")
    assert (found.positions, found.faults) == ({"id_unit": 0}, ())


def test_a_header_that_stands_twice_is_refused_with_its_columns():
    found = find_columns(["id", "nilai", "x", "Nilai "], wanting("id", "NILAI"), where="t.csv")
    assert lines(found) == ["t.csv: header 'nilai' stands 2 times (columns B, D); keep one"]
    assert found.positions == {"id": 0}


def test_a_file_without_a_header_does_not_show_its_first_row():
    found = find_columns(["190001012025011001", "Pegawai Contoh"], wanting("nip", "nama"), where="t.csv")
    assert lines(found) == [
        "t.csv: the first row holds none of the columns that are needed (nip, nama); the header must be the first row"
    ]


def test_the_wanted_columns_of_a_header_are_counted():
    assert count_wanted(["a", " B", "c"], wanting("a", "b", "d")) == 2


@pytest.mark.parametrize(("position", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_in_excel(position, letter):
    assert column_letter(position) == letter
