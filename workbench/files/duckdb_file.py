"""Reading the needed columns of a table or view in a DuckDB database file."""

from __future__ import annotations

import pathlib

import duckdb

from workbench.errors import Fault, InputError, fault
from workbench.files.cells import RawTable
from workbench.files.headers import find_columns
from workbench.files.parquet_file import raw_table
from workbench.files.table_needs import NeededTable
from workbench.model.catalogue import nearest_name


def read_duckdb(path: pathlib.Path, needed: NeededTable, *, where: str) -> RawTable:
    """Return the needed columns of the table or view that ``sheet:`` names, or that bears the table's own name.

    Parameters
    ----------
    path : pathlib.Path
        The database file; opened for reading only.
    needed : NeededTable
        The columns wanted; no other is read.
    where : str
        The file as written in the parameters.

    Raises
    ------
    InputError
        When the file is no DuckDB database, is locked by another program, or lacks the table.
    """
    table = needed.file.sheet or needed.name
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            known = [name for (name,) in connection.sql("select table_name from information_schema.tables").fetchall()]
            if table not in known:
                raise InputError([_no_table(table, known, where)])
            headers = connection.table(_quoted(table)).columns
            place = f"{where}[{table}]"
            found = find_columns(headers, needed, where=place)
            wanted = ", ".join(dict.fromkeys(_quoted(headers[position]) for position in found.positions.values()))
            arrow = connection.sql(f"select {wanted or 'null'} from {_quoted(table)}").to_arrow_table()
    except duckdb.Error as error:
        raise InputError(
            [
                fault(
                    where,
                    "cannot be read as a DuckDB database ({reason}); close other programs that have it open, or export "
                    "it again",
                    reason=str(error).splitlines()[0],
                )
            ]
        ) from error
    return raw_table(arrow, headers, found, where=place, sheet=table)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _no_table(table: str, known: list[str], where: str) -> Fault:
    if not known:
        return fault(where, "the database holds no tables")
    return fault(
        where,
        "the database has no table '{table}'; name it with 'sheet:'. Nearest: {nearest}",
        table=table,
        nearest=nearest_name(table, known),
    )
