"""What a database server says when it cannot answer, in one line that a person can act on."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import Any

from workbench.errors import Fault, fault, message
from workbench.errors import Path as KeyPath
from workbench.files.table_needs import NeededTable
from workbench.files.wording import shown

# Codes of the SQL standard and of PostgreSQL, the same with every driver.
WRONG_PASSWORD = ("28P01", "28000")
NO_DATABASE = "3D000"
NO_PRIVILEGE = "42501"
ONLY_READING = "25006"
CANCELLED = "57014"
SYNTAX = "42601"


def connection_fault(error: Exception, variable: str, where: KeyPath, *, seconds: int) -> Fault:
    """Return why a connection could not be opened, without anything of the address.

    Parameters
    ----------
    error : Exception
        What SQLAlchemy or the driver raised.
    variable : str
        The environment variable that holds the address.
    where : tuple
        Key of the parameters file.
    seconds : int
        How long an answer was waited for.
    """
    from sqlalchemy.exc import NoSuchModuleError

    state = _state(error)
    if isinstance(error, NoSuchModuleError):
        template = message(
            "the kind of database named before '://' in {variable} is not known; for PostgreSQL: postgresql"
        )
    elif isinstance(error, ModuleNotFoundError):
        return fault(
            where,
            "the database in {variable} is read with the Python package '{package}', which is not installed; install "
            "it, or for PostgreSQL write postgresql:// and install 'kinerja-workbench[sql]'",
            variable=variable,
            package=error.name,
        )
    elif state in WRONG_PASSWORD:
        template = message("the server refuses the user name or the password in {variable}; correct them there")
    elif state == NO_DATABASE:
        template = message("the server has no database of the name that ends the address in {variable}")
    elif state is not None:
        template = message("the server refuses the connection described in {variable} (its code: {state})")
    elif any(isinstance(cause, ssl.SSLError) or "SSL" in str(cause) for cause in _causes(error)):
        template = message("no secure connection as sslmode in {variable} asks; check the server's certificate")
    elif any(isinstance(cause, TimeoutError) for cause in _causes(error)):
        template = message(
            "no answer within {seconds} s from the address in {variable}; is the server up and reachable?"
        )
    elif any(isinstance(cause, socket.gaierror) for cause in _causes(error)):
        template = message("the host in {variable} is not known here; correct it there")
    else:
        template = message(
            "no database server answers at the address in {variable}; start it, or correct host and port"
        )
    return fault(where, template, variable=variable, state=state, seconds=seconds)


def reading_fault(error: Exception, needed: NeededTable) -> Fault:
    """Return why a relation or query could not be read.

    Parameters
    ----------
    error : Exception
        What SQLAlchemy raised.
    needed : NeededTable
        The table of the parameters file.
    """
    source, state = needed.database, _state(error)
    where = ("tables", needed.name, "sql" if source.sql is not None else "relation")
    if state == NO_PRIVILEGE:
        template = message("the user in {variable} may not read this; ask for the right to select ({reason})")
    elif state == ONLY_READING:
        template = message("this would change data; a table is only ever read ({reason})")
    elif state == CANCELLED or any(isinstance(cause, TimeoutError) for cause in _causes(error)):
        template = message("no answer within {seconds} s; ask for less, or allow more with 'timeout:'")
    elif state == SYNTAX:
        template = message("this is not a single select statement that the database understands: {reason}")
    elif state is None and is_lost(error):
        template = message("the connection to the server was lost while reading; run again")
    else:
        template = message("the database cannot answer this: {reason}")
    return fault(where, template, variable=source.database, seconds=source.timeout, reason=shown(_reason(error)))


def is_lost(error: Exception) -> bool:
    """Return whether the connection cannot be used again."""
    return bool(getattr(error, "connection_invalidated", False)) or any(
        isinstance(cause, OSError) for cause in _causes(error)
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _state(error: Exception) -> str | None:
    """Return the SQLSTATE, which each driver keeps elsewhere."""
    original: Any = getattr(error, "orig", error)
    for name in ("sqlstate", "pgcode"):
        if isinstance(code := getattr(original, name, None), str):
            return code
    said = original.args[0] if getattr(original, "args", ()) else None
    return str(said["C"]) if isinstance(said, dict) and "C" in said else None


def _reason(error: Exception) -> str:
    original: Any = getattr(error, "orig", None) or error
    said = original.args[0] if getattr(original, "args", ()) else str(original)
    return str(said["M"]) if isinstance(said, dict) and "M" in said else str(said).strip().splitlines()[0]
