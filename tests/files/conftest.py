"""A small place on disk: a table of units, one data table, and an indicator that wants certain columns of it."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import openpyxl
import pandas as pd
import pytest

from tests.postgres import Server, running_server, server_programs
from workbench.errors import InputError
from workbench.files.input_tables import InputTables, read_tables
from workbench.model.framework import Framework, Leaf, Node
from workbench.model.indicator import Column, IdentifierFormat, Indicator, TableNeed
from workbench.model.labels import Label
from workbench.model.parameters import Parameters
from workbench.model.table_formats import TableFormat

SECRET = b"0123456789abcdef0123456789abcdef"


def indicator(code: str, *needs: TableNeed) -> Indicator:
    return Indicator(
        code=code,
        label=Label.of(code),
        polarity="higher",
        measured_in=Label.of("poin"),
        subject=("unit", "employee"),
        needs=needs,
        measure=lambda tables, context: pd.DataFrame(),
        reference="made up for a test",
        valid_from=date(2020, 1, 1),
        attribution="unit",
        description=Label.of("made up for a test"),
    )


def framework(*indicators: Indicator) -> Framework:
    leaves = tuple(
        Leaf(indicator=each, weight=1.0, normalisation=None, settings=None, min_cases=1, target=None, options=None)
        for each in indicators
    )
    root = Node(
        code="score",
        label=Label.of("Nilai"),
        weight=1.0,
        aggregation=None,
        settings=None,
        minimum_coverage=0.6,
        bands=None,
        children=leaves,
    )
    return Framework(root=root)


def number_of_18_digits() -> IdentifierFormat:
    """Return a format like NIP: 18 digits, blanks between them allowed."""

    def clean(numbers: pd.Series) -> pd.Series:
        return numbers.str.replace(" ", "")

    def faults(numbers: pd.Series) -> pd.Series:
        good = clean(numbers).str.fullmatch(r"\d{18}")
        return pd.Series(["" if ok else "a NIP has 18 digits" for ok in good], index=numbers.index, dtype="str")

    return IdentifierFormat(code="nip", label=Label.of("NIP"), faults=faults, clean=clean)


@dataclass
class Place:
    """A folder with tables, and what the parameters file says of them."""

    folder: pathlib.Path
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    subjects: dict[str, Any] = field(default_factory=lambda: {"kind": "unit", "table": "unit", "key": "id_unit"})
    edition: str = "internal"
    logs: dict[str, Any] = field(default_factory=dict)
    formats: dict[str, TableFormat] = field(default_factory=dict)

    def write(self, name: str, content: str | bytes) -> None:
        data = content.encode() if isinstance(content, str) else content
        (self.folder / name).write_bytes(data)

    def csv(self, table: str, content: str | bytes, **settings: Any) -> None:
        self.write(f"{table}.csv", content)
        self.tables[table] = {"file": f"{table}.csv", **settings}

    def xlsx(
        self, table: str, rows: Sequence[Sequence[Any]], change: Callable[[Any], None] = bool, **settings: Any
    ) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Data"
        for row in rows:
            sheet.append(list(row))
        change(sheet)
        book.save(self.folder / f"{table}.xlsx")
        self.tables[table] = {"file": f"{table}.xlsx", **settings}

    def parquet(self, table: str, columns: Mapping[str, Any], **settings: Any) -> None:
        pd.DataFrame(columns).to_parquet(self.folder / f"{table}.parquet", index=False)
        self.tables[table] = {"file": f"{table}.parquet", **settings}

    def workbook(self, table: str, content: Mapping[str, Sequence[Sequence[Any]]], **settings: Any) -> None:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in content.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        book.save(self.folder / f"{table}.xlsx")
        self.tables[table] = {"file": f"{table}.xlsx", **settings}

    def parameters(self) -> Parameters:
        return Parameters.model_validate(
            {
                "place": "contoh",
                "title": "Contoh",
                "cycle": "2025-S1",
                "period": {"start": date(2025, 1, 1), "end": date(2025, 6, 30)},
                "tables": self.tables,
                "subjects": self.subjects,
                "framework": {"label": "Nilai"},
                "reports": {"edition": self.edition},
                "logs": self.logs,
            }
        )

    def read(
        self,
        *wanted: Column | Indicator,
        table: str = "nilai",
        unique: tuple[str, ...] = (),
        key: bytes | None = SECRET,
    ) -> InputTables:
        indicators = [each for each in wanted if isinstance(each, Indicator)]
        columns = tuple(each for each in wanted if isinstance(each, Column))
        if columns:
            indicators.append(indicator("mutu", TableNeed(table=table, columns=columns, key=unique)))
        return read_tables(
            self.parameters(),
            framework(*indicators),
            {"nip": number_of_18_digits()},
            folder=self.folder,
            key=key,
            formats=self.formats,
        )

    def faults(self, *wanted: Column | Indicator, **settings: Any) -> list[str]:
        """Return the lines that a person sees; none when the tables are clean."""
        try:
            self.read(*wanted, **settings)
        except InputError as error:
            return str(error).splitlines()
        return []

    indicator = staticmethod(indicator)
    framework = staticmethod(framework)


@pytest.fixture
def place(tmp_path: pathlib.Path) -> Place:
    """A place with two units, U1 and U2; a test adds the data table."""
    made = Place(folder=tmp_path)
    made.csv("unit", "id_unit\nU1\nU2\n")
    return made


@pytest.fixture(scope="session")
def running_postgres() -> Iterator[Server]:
    """A PostgreSQL server for all tests of this folder."""
    programs = server_programs()
    if programs is None:
        reason = "no PostgreSQL server is installed here (Debian: apt-get install postgresql)"
        # Continuous integration installs one: there a missing server is a fault, not a reason to look away.
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    with running_server(programs) as server:
        yield server


@pytest.fixture
def server(running_postgres: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """That server with an empty schema ``layanan``; its address stands in ``WORKBENCH_DATABASE``."""
    running_postgres.execute(
        "set client_min_messages = error", "drop schema if exists layanan cascade", "create schema layanan"
    )
    monkeypatch.setenv("WORKBENCH_DATABASE", running_postgres.address())
    return running_postgres
