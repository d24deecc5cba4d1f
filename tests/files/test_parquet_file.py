import numpy as np
import pandas as pd

from workbench.model.indicator import Column

UNIT = Column(name="{key}", kind="text", subject=True)
VALUE = Column(name="nilai", kind="number")


def test_stored_types_are_kept(place):
    place.parquet(
        "nilai",
        {
            "id_unit": pd.Categorical(["U1", "U2"]),
            "nilai": np.array([3, 4], dtype="int8"),
            "n": pd.array([1, None], dtype="Int64"),
            "tgl": [pd.Timestamp(2025, 1, 31), None],
        },
    )
    frame = place.read(
        UNIT, VALUE, Column(name="n", kind="integer", required=False), Column(name="tgl", kind="date", required=False)
    ).tables["nilai"]
    assert frame.dtypes.astype(str).to_dict() == {
        "id_unit": "str",
        "nilai": "float64",
        "n": "Int64",
        "tgl": "datetime64[us]",
    }
    assert frame.isna().sum().to_list() == [0, 0, 1, 1]


def test_the_first_record_is_row_two(place):
    place.parquet("nilai", {"id_unit": ["U1", "U2", "U1"], "nilai": [1.0, None, np.inf]})
    assert place.faults(UNIT, VALUE) == [
        "nilai.parquet: column 'nilai': empty, but every row needs a value (row 3)",
        "nilai.parquet: column 'nilai': a number without end (infinity) (row 4); write the number itself",
    ]


def test_text_in_place_of_numbers_is_read_by_the_rules_of_text(place):
    place.parquet("nilai", {"id_unit": ["U1", "U2"], "nilai": ["1.234", "n/a"]}, decimal="comma")
    assert place.faults(UNIT, VALUE) == [
        "nilai.parquet: column 'nilai': 'n/a' where a number belongs (row 3); write digits only, and leave a cell "
        "without a value empty"
    ]


def test_a_large_whole_number_keeps_all_its_digits_as_a_code(place):
    place.parquet("nilai", {"id_unit": ["U1"], "kode": [123456789012345678]})
    frame = place.read(UNIT, Column(name="kode", kind="text")).tables["nilai"]
    assert frame["kode"].to_list() == ["123456789012345678"]


def test_times_with_a_time_zone_are_refused(place):
    place.parquet("nilai", {"id_unit": ["U1"], "tgl": pd.to_datetime(["2025-01-31"], utc=True)})
    assert place.faults(UNIT, Column(name="tgl", kind="date")) == [
        "nilai.parquet: column 'tgl' holds times with a time zone (UTC); write local times without one"
    ]


def test_a_column_of_lists_is_refused(place):
    place.parquet("nilai", {"id_unit": ["U1"], "nilai": [[1, 2]]})
    assert place.faults(UNIT, VALUE) == [
        "nilai.parquet: column 'nilai' holds 'list<element: int64>'; write text, numbers or dates"
    ]


def test_a_column_without_any_value_is_empty(place):
    place.parquet("nilai", {"id_unit": ["U1"], "nilai": [None]})
    assert place.faults(UNIT, VALUE) == ["nilai.parquet: column 'nilai': empty, but every row needs a value (row 2)"]


def test_a_damaged_file_is_told(place):
    place.write("nilai.parquet", b"PAR1 and then nothing")
    place.tables["nilai"] = {"file": "nilai.parquet"}
    assert place.faults(UNIT, VALUE) == ["nilai.parquet: the file is damaged or not a Parquet file; export it again"]


def test_a_header_in_other_case_is_found(place):
    place.parquet("nilai", {"ID_Unit": ["U1"], "Nilai ": [3]})
    assert place.read(UNIT, VALUE).tables["nilai"].to_dict("list") == {"id_unit": ["U1"], "nilai": [3]}
