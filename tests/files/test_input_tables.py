import hashlib
import os

import pandas as pd
import pytest

from workbench.errors import InputError
from workbench.model.indicator import Column, TableNeed

UNIT = Column(name="{key}", kind="text", subject=True)
VALUE = Column(name="nilai", kind="number")
NIP = "190001012025011001"  # nobody was born in 1900: a number that cannot exist
OTHER_NIP = "190002022025012002"


@pytest.fixture
def people(place):
    """Two employees under a NIP, with names."""
    place.csv("pegawai", f"nip;nama;unit\n{OTHER_NIP};Pegawai Contoh 2;U1\n{NIP};Pegawai Contoh 1;U2\n")
    place.subjects = {
        "kind": "employee", "table": "pegawai", "key": "nip", "key_format": "nip", "label": "nama", "groups": ["unit"],
    }  # fmt: skip
    return place


def test_the_same_table_in_three_formats_gives_equal_frames(place):
    days = ["2025-01-31", "2025-06-30", None]
    columns = {"id_unit": ["U2", "U1", "U2"], "nilai": [1234.5, 0.25, 7.0], "n": [1, 2, 3], "tgl": pd.to_datetime(days)}
    wanted = (
        UNIT, VALUE, Column(name="n", kind="integer"), Column(name="tgl", kind="date", required=False),
        Column(name="catatan", kind="text", required=False, may_be_absent=True),
    )  # fmt: skip
    place.csv("nilai", "id_unit;nilai;n;tgl\nU2;1.234,5;1;31/01/2025\nU1;0,25;2;2025-06-30\nU2;7;3;\n", decimal="comma")
    from_csv = place.read(*wanted).tables["nilai"]
    place.parquet("nilai", columns)
    from_parquet = place.read(*wanted).tables["nilai"]
    records = zip(*(values if name != "tgl" else days for name, values in columns.items()), strict=True)
    place.xlsx("nilai", [list(columns), *records])
    from_excel = place.read(*wanted).tables["nilai"]
    pd.testing.assert_frame_equal(from_csv, from_parquet)
    pd.testing.assert_frame_equal(from_csv, from_excel)


def test_subjects_come_in_the_order_of_their_codes_with_label_and_groups(place):
    place.csv("unit", "jenis,nama,id_unit\nkelurahan,Plaju Ulu,B\nseksi,Umum,A\n")
    place.subjects |= {"label": "nama", "groups": ["jenis"]}
    subjects = place.read().subjects
    assert subjects.index.name == "id_unit"
    assert subjects.reset_index().to_dict("list") == {
        "id_unit": ["A", "B"],
        "label": ["Umum", "Plaju Ulu"],
        "jenis": ["seksi", "kelurahan"],
    }


def test_without_a_label_column_the_code_is_the_label(place):
    assert place.read().subjects["label"].to_dict() == {"U1": "U1", "U2": "U2"}


def test_only_the_columns_that_indicators_need_are_handed_on(place):
    place.csv("nilai", "id_unit,nilai,nama_pelapor\nU1,3,X\n")
    tables = place.read(UNIT, VALUE)
    assert {name: list(frame) for name, frame in tables.tables.items()} == {"nilai": ["id_unit", "nilai"]}


def test_a_table_can_be_both_subjects_and_data(place):
    place.csv("unit", "id_unit,nilai\nU2,5\nU1,3\n")
    tables = place.read(UNIT, VALUE, table="unit")
    assert tables.tables["unit"].to_dict("list") == {"id_unit": ["U2", "U1"], "nilai": [5, 3]}
    assert tables.subjects.index.to_list() == ["U1", "U2"]
    assert len(tables.sources) == 1


def test_each_source_carries_hash_size_and_rows(place):
    content = "id_unit,nilai\nU1,3\nU2,4\nU2,5\n"
    place.csv("nilai", content)
    source = place.read(UNIT, VALUE).sources[1]
    assert (source.table, source.file, source.sheet, source.rows) == ("nilai", "nilai.csv", None, 3)
    assert (source.bytes, source.sha256) == (len(content), hashlib.sha256(content.encode()).hexdigest())


def test_a_column_can_have_another_name_in_the_file(place):
    place.csv("nilai", "Kode Unit,Nilai Akhir\nU1,3\n", columns={"id_unit": "Kode Unit", "nilai": "Nilai Akhir"})
    assert place.read(UNIT, VALUE).tables["nilai"].to_dict("list") == {"id_unit": ["U1"], "nilai": [3]}


def test_a_fault_names_the_header_of_the_file(place):
    place.csv("nilai", "Kode Unit,Nilai Akhir\nU1,x\n", columns={"id_unit": "kode unit", "nilai": "Nilai Akhir"})
    assert place.faults(UNIT, VALUE) == [
        "nilai.csv: column 'Nilai Akhir': 'x' where a number belongs (row 2); write digits only, and leave a cell "
        "without a value empty"
    ]


def test_all_faults_of_all_tables_come_at_once(place):
    place.csv("nilai", "id_unit,nilai\nU1,x\n,3\n")
    place.tables["lain"] = {"file": "lain.csv"}
    lain = place.indicator("lain", TableNeed(table="lain", columns=(UNIT,)))
    hilang = place.indicator("hilang", TableNeed(table="hilang", columns=(UNIT,)))
    nilai = place.indicator("nilai", TableNeed(table="nilai", columns=(UNIT, VALUE)))
    assert place.faults(lain, hilang, nilai) == [
        "tables: table 'hilang' is needed by hilang but is not listed here; nearest: lain",
        "lain.csv: file not found; nearest in its folder: nilai.csv",
        "nilai.csv: column 'id_unit': empty, but every row needs a value (row 3)",
        "nilai.csv: column 'nilai': 'x' where a number belongs (row 2); write digits only, and leave a cell without a "
        "value empty",
    ]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("nilia.csv", "nilia.csv: file not found; nearest in its folder: nilai.csv"),
        ("tabel/nilai.csv", "tabel/nilai.csv: file not found: there is no folder 'tabel'"),
        ("kosong/nilai.csv", "kosong/nilai.csv: file not found; its folder holds no .csv, .xlsx or .parquet file"),
        ("nilai.xls", "nilai.xls: this is Excel's old format; open it in Excel and save it as .xlsx"),
        ("nilai.ods", "nilai.ods: files of this kind are not read; save it as .csv (CSV UTF-8), .xlsx or .parquet"),
        ("map.csv", "map.csv: this is a folder, not a file"),
        ("nol.csv", "nol.csv: the file is empty"),
        ("nol.xlsx", "nol.xlsx: the file is empty"),
        ("nol.parquet", "nol.parquet: the file is empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(place, file, line):
    for name in ("nilai.csv", "nilai.xls", "nilai.ods"):
        place.write(name, "id_unit,nilai\n")
    for name in ("nol.csv", "nol.xlsx", "nol.parquet"):
        place.write(name, "")
    for name in ("map.csv", "kosong"):
        (place.folder / name).mkdir()
    place.tables["nilai"] = {"file": file}
    assert place.faults(UNIT, VALUE) == [line]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_without_permission_is_told(place):
    place.csv("nilai", "id_unit,nilai\n")
    (place.folder / "nilai.csv").chmod(0)
    assert place.faults(UNIT, VALUE) == ["nilai.csv: the file cannot be opened (Permission denied)"]


@pytest.mark.parametrize(("key", "value"), [("sheets", ["Jan", "Feb"]), ("header_row", 3), ("footer", "Jumlah")])
def test_keys_of_workbooks_are_a_slip_elsewhere(place, key, value):
    place.csv("nilai", "id_unit,nilai\n", **{key: value})
    assert place.faults(UNIT, VALUE) == [f"nilai.csv: '{key}:' is given, but only Excel workbooks have that; remove it"]


def test_a_sheet_of_a_csv_file_is_a_slip(place):
    place.csv("nilai", "id_unit,nilai\n", sheet="SKM")
    assert place.faults(UNIT, VALUE) == [
        "nilai.csv: 'sheet:' is given, but only Excel and DuckDB files have several tables; remove it"
    ]


def test_a_missing_column_does_not_hide_the_other_faults(place):
    place.csv("nilai", "id_unit,nilia\nU9,3\n")
    assert place.faults(UNIT, VALUE) == [
        "nilai.csv: no column 'nilai', needed by mutu; nearest in the header: nilia",
        "nilai.csv: column 'id_unit': 'U9' is not in the table of subjects (row 2); nearest: U2; "
        "correct the code or add it there",
    ]


def test_an_unknown_unit_is_told_by_row_with_the_nearest(place):
    place.csv("nilai", "id_unit,nilai\nU1,1\nu1,2\nU11,3\nu1,4\n")
    assert place.faults(UNIT, VALUE) == [
        "nilai.csv: column 'id_unit': 'u1' is not in the table of subjects (rows 3, 5); nearest: U1; "
        "correct the code or add it there",
        "nilai.csv: column 'id_unit': 'U11' is not in the table of subjects (row 4); nearest: U1; "
        "correct the code or add it there",
    ]


def test_after_five_unknown_units_the_others_are_counted(place):
    place.csv("nilai", "id_unit,nilai\n" + "".join(f"X{n},1\n" for n in range(8)))
    lines = place.faults(UNIT, VALUE)
    assert len(lines) == 6
    assert lines[-1] == "nilai.csv: column 'id_unit': 3 more that are not in the table of subjects (rows 7, 8, 9)"


def test_a_unit_that_no_table_mentions_is_fine(place):
    place.csv("nilai", "id_unit,nilai\nU1,1\n")
    assert place.faults(UNIT, VALUE) == []


def test_a_key_that_stands_twice_is_told_by_row(place):
    place.csv("nilai", "id_unit,nilai\nU1,1\nU2,2\nU1,1.0\nU1,2\n")
    assert place.faults(UNIT, VALUE, unique=("{key}", "nilai")) == [
        "nilai.csv: the same id_unit, nilai stands in more than one row: 'U1 + 1.0' (rows 2, 4)"
    ]


def test_a_subject_that_stands_twice_is_told_by_row(place):
    place.csv("unit", "id_unit\nU1\nU2\nU1\n")
    assert place.faults() == ["unit.csv: the same id_unit stands in more than one row: 'U1' (rows 2, 4)"]


def test_a_table_of_subjects_without_rows_is_a_fault(place):
    place.csv("unit", "id_unit\n")
    assert place.faults() == ["unit.csv: the table of subjects has a header but no rows"]


def test_a_data_table_without_rows_is_fine(place):
    place.csv("nilai", "id_unit,nilai\n")
    assert len(place.read(UNIT, VALUE).tables["nilai"]) == 0


def test_a_group_that_is_not_filled_in_is_a_fault(place):
    place.csv("unit", "id_unit,jenis\nU1,seksi\nU2,\n")
    place.subjects["groups"] = ["jenis"]
    assert place.faults() == ["unit.csv: column 'jenis': empty, but every row needs a value (row 3)"]


def test_two_kinds_for_one_column_stop_the_cycle_with_both_indicators(place):
    place.csv("nilai", "id_unit,nilai\nU1,1\n")
    a = place.indicator("a", TableNeed(table="nilai", columns=(VALUE,)))
    b = place.indicator("b", TableNeed(table="nilai", columns=(Column(name="nilai", kind="date"),)))
    assert place.faults(a, b) == [
        "tables.nilai: column 'nilai' is read as number by a and as date by b; give one of the two indicators a table "
        "of its own"
    ]


def test_an_unknown_identifier_format_is_told_with_the_nearest(people):
    people.subjects["key_format"] = "nik"
    assert people.faults()[0] == "subjects.key_format: unknown identifier format 'nik'; nearest: nip"


def test_a_kind_that_no_plugin_offers_is_told_with_the_indicator(place):
    place.csv("nilai", "id_unit,nik\nU1,1\n")
    assert place.faults(UNIT, Column(name="nik", kind="nik")) == [
        "tables.nilai: column 'nik' is read as 'nik' by mutu, but no plugin offers that kind; nearest: nip"
    ]


def test_the_same_person_has_the_same_pseudonym_in_all_tables(people):
    people.csv("nilai", f"nip,nilai,penilai\n{NIP},3,{OTHER_NIP}\n19000202 202501 2 002,4,{NIP}\n")
    tables = people.read(UNIT, VALUE, Column(name="penilai", kind="nip"))
    first, second = tables.tables["nilai"]["nip"]
    assert tables.tables["nilai"]["penilai"].to_list() == [second, first]
    assert set(tables.subjects.index) == {first, second}


def test_no_personal_number_comes_out_and_names_only_for_an_internal_report(people):
    people.csv("nilai", f"nip,nilai\n{NIP},3\n")
    internal = people.read(UNIT, VALUE)
    people.edition = "leaders"
    leaders = people.read(UNIT, VALUE)
    assert set(internal.subjects["label"]) == {"Pegawai Contoh 1", "Pegawai Contoh 2"}
    assert leaders.subjects["label"].to_list() == leaders.subjects.index.to_list()
    for out in (internal, leaders):
        printed = out.subjects.to_csv() + "".join(frame.to_csv() for frame in out.tables.values())
        assert NIP not in printed
        assert OTHER_NIP not in printed


def test_a_faulty_file_of_people_shows_no_number_and_no_name(people):
    people.csv("pegawai", f"nip,nama,unit\n{NIP},Pegawai Contoh 1,U1\n{NIP},Pegawai Contoh 1,U1\n1985,,\n")
    people.csv("nilai", f"nip,nilai\n{OTHER_NIP},{NIP}\n{NIP}9,Rp {OTHER_NIP}\n")
    lines = people.faults(UNIT, Column(name="nilai", kind="number", high=100), unique=("{key}",))
    assert lines == [
        "pegawai.csv: column 'nip': a NIP has 18 digits (row 4)",
        "pegawai.csv: column 'nama': empty, but every row needs a value (row 4)",
        "pegawai.csv: column 'unit': empty, but every row needs a value (row 4)",
        "pegawai.csv: the same nip stands in more than one row (rows 2, 3)",
        "nilai.csv: column 'nip': a NIP has 18 digits (row 3)",
        "nilai.csv: column 'nilai': 'Rp …' where a number belongs (row 3); write digits only, and leave a cell without "
        "a value empty",
        "nilai.csv: column 'nilai': '…' is above the highest value allowed, 100 (row 2)",
        "nilai.csv: column 'nip': not in the table of subjects (row 2); add them there",
    ]


def test_personal_numbers_without_a_key_stop_the_cycle(people):
    assert people.faults(key=None) == [
        "subjects.key_format: personal numbers are replaced by pseudonyms, which needs a secret key: set the "
        "environment variable WORKBENCH_KEY_FILE to a file with at least 32 random bytes, kept outside the report "
        "folder"
    ]


def test_without_personal_numbers_no_key_is_needed(place):
    assert place.faults(key=None) == []


def test_nothing_is_written(people):
    before = sorted(each.name for each in people.folder.iterdir())
    people.read()
    people.csv("pegawai", "nip\n1\n")
    with pytest.raises(InputError, match="a NIP has 18 digits"):
        people.read()
    assert sorted(each.name for each in people.folder.iterdir()) == before
