"""What can be said of a table in the parameters file, and what is refused before anything is read."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from workbench.model.table_sources import DatabaseSource, FileSource, SourceField
from workbench.model.validation import faults_in

SOURCE = TypeAdapter(SourceField)
ADDRESS = "postgresql://siti:rahasia@server/kinerja"


def lines(given):
    with pytest.raises(ValidationError, match=r"validation error") as caught:
        SOURCE.validate_python(given)
    return [each.render() for each in faults_in(caught.value, ("tables", "skm"))]


def test_a_table_is_read_from_a_file_or_from_a_database():
    assert isinstance(SOURCE.validate_python({"file": "skm.csv"}), FileSource)
    database = SOURCE.validate_python({"database": "WORKBENCH_DATABASE", "relation": "layanan.skm"})
    assert isinstance(database, DatabaseSource)
    assert database.timeout == 60


def test_meanings_may_be_written_as_numbers():
    source = SOURCE.validate_python({"file": "skp.csv", "values": {"hasil": {"1": 3, "2": 2, "3": "1"}}})
    assert source.values == {"hasil": {"1": "3", "2": "2", "3": "1"}}


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({}, "tables.skm.file: 'file' is missing"),
        (
            {"file": "a.csv", "database": "DB", "relation": "a"},
            "tables.skm: a table is read from a file or from a database: keep the keys of one of them",
        ),
        (
            {"database": "DB", "relation": "a", "header_row": 3},
            "tables.skm: a table is read from a file or from a database: keep the keys of one of them",
        ),
        (
            {"sql": "select 1"},
            "tables.skm: 'database' is missing: the environment variable that holds the address",
        ),
        (
            {"database": "DB"},
            "tables.skm: a database needs either 'relation' (schema.table) or 'sql' (a select), not both",
        ),
        (
            {"database": "DB", "relation": "a", "sql": "select 1"},
            "tables.skm: a database needs either 'relation' (schema.table) or 'sql' (a select), not both",
        ),
        (
            {"file": "a.xlsx", "sheet": "A", "sheets": ["B"]},
            "tables.skm: 'sheet' and 'sheets' both stand here; keep one",
        ),
        (
            {"file": "a.xlsx", "sheets": ["Jan", "Feb", "Jan"]},
            "tables.skm: 'sheets' names a sheet twice; its rows would count twice",
        ),
        ({"file": "a.xlsx", "header_row": 0}, "tables.skm.header_row: must be at least 1; found 0"),
        ({"database": "DB", "relation": "a", "timeout": 0}, "tables.skm.timeout: must be at least 1; found 0"),
        (
            {"file": "a.csv", "values": {"hasil": {"ya": True}}},
            "tables.skm.values.hasil.ya: expected text; found True (put it in quotes if it is meant as text)",
        ),
        ({"file": "a.csv", "values": {"hasil": {}}}, "tables.skm.values.hasil: must not be empty"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_its_key(given, line):
    assert lines(given) == [line]


def test_an_address_in_the_file_is_refused_and_not_repeated():
    (line,) = lines({"database": ADDRESS, "relation": "a"})
    assert line == (
        "tables.skm.database: the name of an environment variable is expected, in capitals, such as "
        "WORKBENCH_DATABASE; the address itself never stands in this file"
    )
    assert "rahasia" not in line
