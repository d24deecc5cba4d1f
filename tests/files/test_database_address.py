"""The address of a database: taken from the environment, never shown."""

from __future__ import annotations

import ssl
import sys

import pytest

from workbench.errors import InputError
from workbench.files.database_address import address_in

WHERE = ("tables", "skm", "database")
SECRET = "rah%40sia"


def address(monkeypatch, text):
    monkeypatch.setenv("DB", text)
    return address_in("DB", WHERE, seconds=9)


def line(monkeypatch, text):
    with pytest.raises(InputError, match=r"^tables\.skm\.database: ") as caught:
        address(monkeypatch, text)
    return str(caught.value).removeprefix("tables.skm.database: ")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+pg8000"])
def test_postgresql_is_read_with_the_driver_that_the_extra_installs(monkeypatch, scheme):
    found = address(monkeypatch, f" {scheme}://siti:{SECRET}@server:5433/kinerja\n")
    assert found.url.drivername == "postgresql+pg8000"
    assert (found.url.host, found.url.port, found.url.password) == ("server", 5433, "rah@sia")
    assert found.settings["timeout"] >= 9
    assert "ssl_context" not in found.settings  # encrypted where the server offers it


def test_another_driver_keeps_its_own_settings(monkeypatch):
    found = address(monkeypatch, "postgresql+psycopg://u:p@server/d?sslmode=require")
    assert dict(found.url.query) == {"sslmode": "require"}
    assert found.settings == {}


def test_ssl_modes_mean_what_they_mean_in_libpq(monkeypatch):
    def context(mode):
        return address(monkeypatch, f"postgresql://u:p@server/d?sslmode={mode}").settings.get("ssl_context")

    assert context("disable") is False
    assert context("prefer") is None
    assert context("require") is True  # encrypted, the certificate unchecked
    assert (context("verify-ca").verify_mode, context("verify-ca").check_hostname) == (ssl.CERT_REQUIRED, False)
    assert (context("verify-full").verify_mode, context("verify-full").check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (SECRET, "it must read postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with %40 for an @ in the password"),
        (
            f"postgresql://u:{SECRET}@server:lima/d",
            "it must read postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with %40 for an @ in the password",
        ),
        (f"postgresql://u:{SECRET}@server/d?ssl=on", "after '?' only sslmode and sslrootcert are understood"),
        (
            f"postgresql://u:{SECRET}@server/d?sslmode=allow",
            "sslmode is one of disable, prefer, require, verify-ca, verify-full",
        ),
        (
            f"postgresql://u:{SECRET}@server/d?sslmode=verify-full&sslrootcert=/tidak/ada.pem",
            "the file that sslrootcert names cannot be read as certificates",
        ),
        ("sqlite:////tidak/ada.sqlite", "there is no such SQLite file"),
    ],
)
def test_what_cannot_be_an_address_is_told_without_showing_it(monkeypatch, text, reason):
    said = line(monkeypatch, text)
    assert said == f"the address in DB cannot be used: {reason}"
    assert SECRET not in said


@pytest.mark.parametrize("text", ["", "  "])
def test_a_variable_that_is_not_set_is_told_with_what_it_should_hold(monkeypatch, text):
    assert line(monkeypatch, text) == (
        "the environment variable DB is not set; it holds the address of the database: "
        "postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
    )


def test_an_address_never_shows_itself(monkeypatch):
    found = address(monkeypatch, f"postgresql://siti:{SECRET}@server/kinerja")
    for shown in (repr(found), str(found), f"{found}"):
        assert "rah" not in shown


def test_without_sqlalchemy_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlalchemy.engine", None)
    assert line(monkeypatch, "postgresql://u:p@server/d") == (
        "reading a database needs the extra 'sql': pip install 'kinerja-workbench[sql]'"
    )


def test_reading_files_does_not_load_sqlalchemy():
    import subprocess

    script = "import sys, workbench.files.input_tables; print('sqlalchemy' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", script], text=True).strip() == "False"
