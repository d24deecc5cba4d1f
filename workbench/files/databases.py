"""Reading the needed columns of tables, views and queries of a database, in one read-only transaction."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.errors import Fault, InputError, fault
from workbench.files.cells import ReadTable
from workbench.files.database_address import address_in
from workbench.files.database_faults import connection_fault, is_lost, reading_fault
from workbench.files.database_values import content_of
from workbench.files.headers import count_wanted, find_columns
from workbench.files.parquet_file import raw_table
from workbench.files.table_needs import NeededTable
from workbench.files.wording import printable_headers
from workbench.model.catalogue import nearest_name
from workbench.model.table_sources import DatabaseSource

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, FromClause, Select

CHUNK = 20_000

# What makes a transaction read-only and all its tables show the same moment, by dialect. In other dialects only the
# form of the query, always a select, keeps it from writing.
_READ_ONLY = {
    "postgresql": "set transaction isolation level repeatable read, read only",
    "sqlite": "pragma query_only = on",
}


@contextmanager
def opened_databases(tables: Sequence[NeededTable]) -> Iterator[Databases]:
    """Give the databases that `tables` are read from; each is opened when first asked and closed at the end."""
    waits: dict[str, int] = {}
    for source in (table.source for table in tables):
        if isinstance(source, DatabaseSource):
            waits[source.database] = max(source.timeout, waits.get(source.database, 0))
    with ExitStack() as stack:
        yield Databases(waits, stack)


class Databases:
    """The databases of one cycle.

    Parameters
    ----------
    waits : mapping
        Environment variable with an address to the longest wait, in seconds, for an answer of that server.
    stack : ExitStack
        What is opened is closed with it.
    """

    def __init__(self, waits: dict[str, int], stack: ExitStack) -> None:
        self._waits = waits
        self._stack = stack
        self._opened: dict[str, Connection | None] = {}

    def read(self, needed: NeededTable) -> ReadTable:
        """Return the needed columns of a relation or query.

        Raises
        ------
        InputError
            When the database cannot be reached or cannot answer. A database that cannot be reached is told once, and
            the error is empty for its other tables.
        """
        from sqlalchemy.exc import SQLAlchemyError

        source = needed.database
        connection = self._connection(source.database, ("tables", needed.name, "database"))
        try:
            # A savepoint: what fails here leaves the transaction usable for the other tables.
            with connection.begin_nested():
                return _read(connection, needed)
        except (SQLAlchemyError, OSError) as error:
            if is_lost(error):
                self._opened[source.database] = None
            raise InputError([reading_fault(error, needed)]) from None

    def _connection(self, variable: str, where: tuple[str, ...]) -> Connection:
        if variable not in self._opened:
            self._opened[variable] = None
            self._opened[variable] = self._open(variable, where)
        connection = self._opened[variable]
        if connection is None:
            raise InputError([])
        return connection

    def _open(self, variable: str, where: tuple[str, ...]) -> Connection:
        seconds = self._waits[variable]
        address = address_in(variable, where, seconds=seconds)
        from sqlalchemy import create_engine, text
        from sqlalchemy.exc import SQLAlchemyError
        from sqlalchemy.pool import NullPool

        # After a failure SQLAlchemy also logs what could not be closed; the fault has been told in one line.
        logging.getLogger("sqlalchemy.pool").addHandler(logging.NullHandler())
        try:
            engine = create_engine(address.url, connect_args=address.settings, poolclass=NullPool, hide_parameters=True)
            connection = self._stack.enter_context(engine.connect())
            if statement := _READ_ONLY.get(engine.dialect.name):
                connection.execute(text(statement))
        except (SQLAlchemyError, ImportError, OSError, TypeError) as error:
            raise InputError([connection_fault(error, variable, where, seconds=seconds)]) from None
        return connection


def _read(connection: Connection, needed: NeededTable) -> ReadTable:
    from sqlalchemy import column, select, text

    source = needed.database
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"set local statement_timeout = {source.timeout * 1000:d}"))
    place = source.relation or needed.name
    where = f"{source.database}[{place}]"
    asked, headers = _query(connection, needed) if source.sql is not None else _relation(connection, needed)
    InputError.raise_if(_no_column(headers, needed, where))
    found = find_columns(headers, needed, where=where)
    wanted = list(dict.fromkeys(headers[position] for position in found.positions.values()))
    if not wanted:
        raise InputError(found.faults)
    columns: list[ColumnElement[Any]] = [column(name) for name in wanted]
    statement: Select[Any] = select(*columns).select_from(asked)
    with connection.execute(statement, execution_options={"stream_results": True}) as result:
        content = content_of(result.partitions(CHUNK), wanted, where=where)
    raw = raw_table(content.table, headers, found, where=where, sheet=place)
    # There is no header in a database: its first record is row 1.
    return ReadTable(
        raw=replace(raw, rows=np.arange(content.table.num_rows, dtype=np.int64) + 1),
        source=source.database,
        part=place,
        sha256=content.sha256,
        bytes=content.bytes,
    )


def _query(connection: Connection, needed: NeededTable) -> tuple[FromClause, list[str]]:
    """Return the query as something to select from, and the names of its columns."""
    from sqlalchemy import false, literal_column, select, text

    # As a subquery it can only be a select. A colon would be taken for a parameter, a last comment for the end.
    sql = str(needed.database.sql).strip().removesuffix(";").replace(":", "\\:") + "\n"
    asked = text(sql).columns().subquery("asked")
    statement: Select[Any] = select(literal_column("*")).select_from(asked).where(false())
    with connection.execute(statement) as result:
        description: Any = result.cursor.description if result.cursor is not None else ()
        return asked, [str(each[0]) for each in description]


def _relation(connection: Connection, needed: NeededTable) -> tuple[FromClause, list[str]]:
    """Return the table or view, and the names of its columns from the catalogue of the database."""
    from sqlalchemy import inspect, table

    *schemas, name = str(needed.database.relation).rsplit(".", 1)
    schema = schemas[0] if schemas else None
    catalogue = inspect(connection)
    known = [*catalogue.get_table_names(schema=schema), *catalogue.get_view_names(schema=schema)]
    if connection.dialect.name == "postgresql":
        known += catalogue.get_materialized_view_names(schema=schema)
    if name not in known:
        raise InputError([_no_relation(needed, known, schema, catalogue.get_schema_names())])
    return table(name, schema=schema), [str(each["name"]) for each in catalogue.get_columns(name, schema=schema)]


def _no_relation(needed: NeededTable, known: Sequence[str], schema: str | None, schemas: Sequence[str]) -> Fault:
    where, relation = ("tables", needed.name, "relation"), needed.database.relation
    if schema is not None and schema not in schemas:
        return fault(
            where,
            "the database in {variable} has no schema '{schema}'; nearest: {nearest}",
            variable=needed.database.database,
            schema=schema,
            nearest=nearest_name(schema, schemas),
        )
    return fault(
        where,
        "the database in {variable} has no table or view '{relation}'; nearest: {nearest}",
        variable=needed.database.database,
        relation=relation,
        nearest=nearest_name(str(relation), known if schema is None else [f"{schema}.{name}" for name in known]),
    )


def _no_column(headers: Sequence[str], needed: NeededTable, where: str) -> Iterator[Fault]:
    if not count_wanted(headers, needed):
        yield fault(
            where,
            "none of the columns that are needed ({columns}) is there; it has: {headers}",
            columns=", ".join(column.header for column in needed.columns),
            headers=", ".join(printable_headers(headers)[:12]),
        )
