"""What drivers raise, in words a person can act on; the real server's own answers are in test_databases.py."""

from __future__ import annotations

import socket

import pytest
from sqlalchemy.exc import DBAPIError, NoSuchModuleError

from workbench.files.database_faults import connection_fault, is_lost, reading_fault
from workbench.files.table_needs import NeededTable
from workbench.model.table_sources import DatabaseSource


class OfPsycopgError(Exception):
    """As psycopg and psycopg2 raise: the state is an attribute."""

    def __init__(self, text, state):
        super().__init__(text)
        self.sqlstate = state


def of_pg8000(text, state):
    return Exception({"S": "ERROR", "C": state, "M": text})


def raised(original, *, lost=False):
    return DBAPIError("select 1", None, original, connection_invalidated=lost)


def connecting(error):
    return connection_fault(error, "DB", ("tables", "skm", "database"), seconds=9).render()


def reading(error, **source):
    needed = NeededTable(name="skm", source=DatabaseSource(database="DB", **source), columns=(), keys=(), measured=())
    return reading_fault(error, needed).render()


@pytest.mark.parametrize("original", [of_pg8000("nope", "28P01"), OfPsycopgError("nope", "28P01")])
def test_a_state_is_found_wherever_the_driver_keeps_it(original):
    assert connecting(raised(original)) == (
        "tables.skm.database: the server refuses the user name or the password in DB; correct them there"
    )


def test_another_refusal_is_told_with_its_code_and_without_the_words_of_the_driver():
    assert connecting(raised(of_pg8000("sorry, siti@server", "53300"))) == (
        "tables.skm.database: the server refuses the connection described in DB (its code: 53300)"
    )


def test_a_host_that_nobody_knows():
    error = raised(Exception("cannot connect"))
    error.__cause__ = socket.gaierror("Name or service not known")
    assert connecting(error) == "tables.skm.database: the host in DB is not known here; correct it there"


def test_a_driver_that_is_not_installed_is_named():
    assert connecting(ModuleNotFoundError("No module named 'oracledb'", name="oracledb")) == (
        "tables.skm.database: the database in DB is read with the Python package 'oracledb', which is not installed; "
        "install it, or for PostgreSQL write postgresql:// and install 'kinerja-workbench[sql]'"
    )


def test_a_kind_of_database_that_nobody_knows():
    assert connecting(NoSuchModuleError("Can't load plugin: sqlalchemy.dialects:oracel")) == (
        "tables.skm.database: the kind of database named before '://' in DB is not known; for PostgreSQL: postgresql"
    )


def test_a_fault_of_reading_stands_at_the_key_that_says_what_to_read():
    error = raised(OfPsycopgError('column "x" does not exist\nLINE 1: select x', "42703"))
    assert reading(error, sql="select x") == (
        "tables.skm.sql: the database cannot answer this: 'column \"x\" does not exist'"
    )
    assert reading(error, relation="skm").startswith("tables.skm.relation: ")


def test_a_personal_number_in_the_words_of_the_server_is_struck_out():
    error = raised(of_pg8000('invalid input syntax for type date: "190001012025011001"', "22007"))
    assert reading(error, sql="select 1") == (
        "tables.skm.sql: the database cannot answer this: 'invalid input syntax for type date: \"…\"'"
    )


def test_a_connection_that_was_lost():
    error = raised(Exception("network error"), lost=True)
    assert is_lost(error)
    assert reading(error, sql="select 1") == (
        "tables.skm.sql: the connection to the server was lost while reading; run again"
    )
    assert not is_lost(raised(of_pg8000("x", "42703")))


def test_a_server_that_stops_answering_while_it_reads():
    error = raised(Exception("network error"), lost=True)
    error.__cause__ = TimeoutError("timed out")
    assert reading(error, sql="select 1", timeout=7) == (
        "tables.skm.sql: no answer within 7 s; ask for less, or allow more with 'timeout:'"
    )
