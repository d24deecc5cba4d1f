from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from workbench.model.indicator import Column

UNIT = Column(name="{key}", kind="text", subject=True)
VALUE = Column(name="nilai", kind="number")


@pytest.fixture
def database(place):
    def write(*statements: str, **source: str) -> None:
        path = place.folder / "data.duckdb"
        path.unlink(missing_ok=True)
        with duckdb.connect(str(path)) as connection:
            for statement in statements:
                connection.execute(statement)
        place.tables["nilai"] = {"file": "data.duckdb", **source}

    return write


def test_a_table_is_found_by_its_own_name_and_keeps_its_types(place, database):
    database("create table nilai as select 'U1' id_unit, 1.5::double nilai, date '2025-01-31' tgl, 'x' lain")
    tables = place.read(UNIT, VALUE, Column(name="tgl", kind="date")).tables
    assert tables["nilai"].to_dict("records") == [
        {"id_unit": "U1", "nilai": 1.5, "tgl": pd.Timestamp(2025, 1, 31)},
    ]


def test_a_view_can_be_named(place, database):
    database(
        "create table mentah as select * from (values ('U1', 2), ('U1', 4)) t(id_unit, nilai)",
        'create view "rata-rata" as select id_unit, avg(nilai) nilai from mentah group by id_unit',
        sheet="rata-rata",
    )
    assert place.read(UNIT, VALUE).tables["nilai"]["nilai"].tolist() == [3.0]


def test_a_table_that_is_not_there(place, database):
    database("create table nilay as select 'U1' id_unit, 1 nilai")
    assert place.faults(UNIT, VALUE) == [
        "data.duckdb: the database has no table 'nilai'; name it with 'sheet:'. Nearest: nilay"
    ]


def test_faults_name_file_and_table(place, database):
    database("create table nilai as select 'U1' id_unit, 'n/a' nilai")
    assert place.faults(UNIT, VALUE) == [
        "data.duckdb[nilai]: column 'nilai': 'n/a' where a number belongs (row 2); write digits only, and leave a cell "
        "without a value empty"
    ]


def test_a_file_that_is_no_database(place, database):
    database("create table nilai as select 1 x")
    (place.folder / "data.duckdb").write_bytes(b"not a database at all" * 500)
    (found,) = place.faults(UNIT, VALUE)
    assert found.startswith("data.duckdb: cannot be read as a DuckDB database (")
