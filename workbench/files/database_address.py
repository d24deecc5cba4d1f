"""From an environment variable to the address of a database, which is never shown: it holds a password."""

from __future__ import annotations

import os
import pathlib
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.errors import InputError, Words, fault, message
from workbench.errors import Path as KeyPath

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

DRIVER = "postgresql+pg8000"
GRACE = 2  # seconds that the server has to say by itself that it gave up
SSL_MODES = ("disable", "prefer", "require", "verify-ca", "verify-full")


@dataclass(frozen=True, kw_only=True, repr=False)
class Address:
    """Where a database is and how its driver is told."""

    url: URL
    settings: dict[str, Any]


def address_in(variable: str, where: KeyPath, *, seconds: int) -> Address:
    """Return the address that the environment variable holds.

    Parameters
    ----------
    variable : str
        Its name, as under ``database:``.
    where : tuple
        That key of the parameters file.
    seconds : int
        Longest wait for an answer of the server.

    Raises
    ------
    InputError
        When SQLAlchemy is not installed, the variable is not set, or its value is no address.
    """
    try:
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError
    except ModuleNotFoundError:
        template = message("reading a database needs the extra 'sql': pip install 'kinerja-workbench[sql]'")
        raise InputError([fault(where, template)]) from None
    text = os.environ.get(variable, "").strip()
    if not text:
        template = message(
            "the environment variable {variable} is not set; it holds the address of the database: "
            "postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
        )
        raise InputError([fault(where, template, variable=variable)])
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise _no_address(variable, where, _NOT_READ) from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername=DRIVER)
    if url.drivername == DRIVER:
        return _of_pg8000(url, variable, where, seconds)
    if url.get_backend_name() == "sqlite" and not pathlib.Path(url.database or "").is_file():
        # SQLite would make an empty one.
        raise _no_address(variable, where, message("there is no such SQLite file"))
    return Address(url=url, settings={})


_NOT_READ = message("it must read postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with %40 for an @ in the password")


def _no_address(variable: str, where: KeyPath, reason: Words) -> InputError:
    template = message("the address in {variable} cannot be used: {reason}")
    return InputError([fault(where, template, variable=variable, reason=reason)])


def _of_pg8000(url: URL, variable: str, where: KeyPath, seconds: int) -> Address:
    """Return the address with libpq's ``sslmode`` in the words of pg8000, which knows no other setting there."""
    asked = dict(url.query)
    mode, roots = str(asked.pop("sslmode", "prefer")), asked.pop("sslrootcert", None)
    if asked:
        template = message("after '?' only sslmode and sslrootcert are understood")
        raise _no_address(variable, where, template)
    if mode not in SSL_MODES:
        template = message("sslmode is one of disable, prefer, require, verify-ca, verify-full")
        raise _no_address(variable, where, template)
    settings: dict[str, Any] = {"timeout": seconds + GRACE, "application_name": "kinerja-workbench"}
    if mode == "disable":
        settings["ssl_context"] = False
    elif mode == "require":
        settings["ssl_context"] = True
    elif mode != "prefer":
        try:
            context = ssl.create_default_context(cafile=None if roots is None else str(roots))
        except OSError:
            template = message("the file that sslrootcert names cannot be read as certificates")
            raise _no_address(variable, where, template) from None
        context.check_hostname = mode == "verify-full"
        settings["ssl_context"] = context
    return Address(url=url.set(query={}), settings=settings)
