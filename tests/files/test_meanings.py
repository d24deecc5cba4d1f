from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.files.cells import Cells, ColumnPlace, text_cells
from workbench.files.meanings import meant_cells
from workbench.model.indicator import Column

RATING = {"1": "di_atas", "2": "sesuai", "3": "di_bawah", "Non ASN": "lain"}
UNIT = Column(name="{key}", kind="text", subject=True)


def meant(cells):
    place = ColumnPlace(where="skp.csv", table="skp", header="hasilKinerjaNilai", rows=np.arange(len(cells.text)) + 2)
    found, faults = meant_cells(cells, RATING, place)
    return found, [each.render() for each in faults]


def test_a_code_is_replaced_by_its_meaning_whether_text_or_number():
    mixed = Cells(text=pd.Series(["3", None, " non  asn"], dtype="str"), number=pd.Series([np.nan, 1.0, np.nan]))
    found, lines = meant(mixed)
    assert (found.text.tolist(), lines) == (["di_bawah", "di_atas", "lain"], [])


def test_an_empty_cell_stays_empty():
    found, lines = meant(text_cells(pd.Series(["1", None, ""])))
    assert found.is_empty.tolist() == [False, True, True]
    assert lines == []


def test_a_code_without_a_meaning_is_told_with_all_that_are_known_and_not_also_as_empty():
    found, lines = meant(text_cells(pd.Series(["0", "1", "0"])))
    assert lines == [
        "skp.csv: column 'hasilKinerjaNilai': the code '0' has no meaning here (rows 2, 4); known: 1 = di_atas, "
        "2 = sesuai, 3 = di_bawah, Non ASN = lain; add it with 'values:' under tables.skp"
    ]
    assert not found.is_empty.any()
    assert found.text.isna().tolist() == [True, False, True]


def test_five_unknown_codes_are_listed_and_the_others_counted():
    _, lines = meant(text_cells(pd.Series(list("abcdefg"))))
    assert len(lines) == 6
    assert lines[-1] == "skp.csv: column 'hasilKinerjaNilai': 2 more codes without a meaning (rows 7, 8)"


def test_a_number_with_decimals_is_no_code():
    _, lines = meant(Cells(text=pd.Series([None], dtype="str"), number=pd.Series([1.5])))
    assert lines == [
        "skp.csv: column 'hasilKinerjaNilai': the number '1.5' where text belongs (row 2); format the column as text "
        "and write the code again"
    ]


def test_reversed_codes_become_numbers_that_rise_with_the_rating(place):
    place.csv("nilai", "id_unit,nilai\nU1,1\nU2,3\n", values={"nilai": {"1": 3, "2": 2, "3": 1}})
    assert place.read(UNIT, Column(name="nilai", kind="number")).tables["nilai"]["nilai"].tolist() == [3, 1]


def test_a_missing_value_that_is_required_is_still_told(place):
    place.csv("nilai", "id_unit,nilai\nU1,\nU2,3\n", values={"nilai": {"3": 1}})
    assert place.faults(UNIT, Column(name="nilai", kind="number")) == [
        "nilai.csv: column 'nilai': empty, but every row needs a value (row 2)"
    ]
