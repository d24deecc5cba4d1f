from __future__ import annotations

import time
import zipfile

import openpyxl
import pandas as pd

from workbench.files.written_tables import write_csv, write_excel, write_parquet

TABLE = pd.DataFrame(
    {"nama": ["Satu", "Dua"], "nilai": [1.5, 2.25], "tanggal": pd.to_datetime(["2025-01-31", "2025-02-01"])}
)


def test_the_indonesian_csv_has_semicolons_and_decimal_commas(tmp_path):
    write_csv(TABLE, tmp_path / "a.csv", indonesian=True)
    write_csv(TABLE, tmp_path / "b.csv")

    assert (tmp_path / "a.csv").read_bytes().splitlines()[1] == b"Satu;1,5;2025-01-31"
    assert (tmp_path / "b.csv").read_bytes().splitlines()[1] == b"Satu,1.5,2025-01-31"


def test_a_workbook_written_later_has_the_same_bytes(tmp_path):
    write_excel(TABLE, tmp_path / "a.xlsx", sheet="SKM")
    time.sleep(1.1)  # the clock time inside a workbook has a resolution of one second
    write_excel(TABLE, tmp_path / "b.xlsx", sheet="SKM")

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_a_workbook_reads_back_with_numbers_and_dates(tmp_path):
    write_excel(TABLE, tmp_path / "a.xlsx", sheet="SKM")
    rows = list(openpyxl.load_workbook(tmp_path / "a.xlsx")["SKM"].iter_rows(values_only=True))

    assert rows[0] == ("nama", "nilai", "tanggal")
    assert rows[2][:2] == ("Dua", 2.25)
    assert f"{rows[2][2]:%Y-%m-%d}" == "2025-02-01"


def test_parquet_reads_back_equal(tmp_path):
    write_parquet(TABLE, tmp_path / "a.parquet")

    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "a.parquet"), TABLE, check_dtype=False)
