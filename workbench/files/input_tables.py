"""Input tables from files and databases, checked against what the indicators of the cycle need.

Only needed columns are read. Personal numbers become pseudonyms and the names of employees are not read at all unless
the reports are internal; nothing else of this package lets them through. Nothing is ever written.
"""

from __future__ import annotations

import hashlib
import pathlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from workbench.errors import Fault, InputError, Words, fault
from workbench.files.cell_parsing import empty_column, parse_column
from workbench.files.cells import ColumnPlace, RawTable, ReadTable, RowNumbers, filled, mask_of
from workbench.files.csv_file import read_csv
from workbench.files.databases import opened_databases
from workbench.files.duckdb_file import read_duckdb
from workbench.files.excel_file import read_excel
from workbench.files.meanings import meant_cells
from workbench.files.parquet_file import read_parquet
from workbench.files.pseudonyms import key_faults
from workbench.files.table_needs import PLAIN_KINDS, NeededTable, needed_tables, reads_label
from workbench.files.wording import shown, shown_values, without_personal_numbers
from workbench.model.catalogue import nearest_name
from workbench.model.framework import Framework
from workbench.model.indicator import IdentifierFormat
from workbench.model.parameters import Parameters
from workbench.model.table_formats import TableFormat
from workbench.model.table_sources import FileSource

READERS = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".xlsx": read_excel,
    ".xlsm": read_excel,
    ".parquet": read_parquet,
    ".duckdb": read_duckdb,
}
LISTED_SUBJECTS = 5


@dataclass(frozen=True, kw_only=True)
class Source:
    """One file, or one relation of a database, that was read.

    Parameters
    ----------
    table : str
        Name under ``tables:``.
    file : str
        Path as written in the parameters file; of a database the environment variable that holds its address.
    sheet : str, optional
        Of an Excel workbook, or several of them; the relation of a database.
    sha256 : str
        Of the whole file; of a database, of the values that were read.
    bytes : int
        Its size, or theirs.
    rows : int
        Records read from it.
    """

    table: str
    file: str
    sheet: str | None
    sha256: str
    bytes: int
    rows: int


@dataclass(frozen=True, kw_only=True)
class InputTables:
    """What a cycle is measured from.

    Parameters
    ----------
    subjects : DataFrame
        Indexed by the subjects' codes (pseudonyms where the code is a personal number) in ascending order; the index
        is named like ``subjects.key``. Columns: ``label``, which is the code itself where no name may be read, and
        the group columns.
    tables : mapping
        Table name to its rows in file order, only the columns that indicators need.
    sources : tuple of Source
        The files.
    rows : mapping
        Table name to the number of each of its rows in the file, for faults found later.
    """

    subjects: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    sources: tuple[Source, ...]
    rows: Mapping[str, RowNumbers] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _TypedTable:
    """A table whose cells have been understood, and what was wrong with it."""

    needed: NeededTable
    raw: RawTable
    frame: pd.DataFrame
    source: Source
    faults: tuple[Fault, ...]

    def place(self, name: str) -> ColumnPlace:
        """Return where the column `name` stands."""
        return ColumnPlace(
            where=self.raw.where,
            table=self.needed.name,
            header=self.raw.headers.get(name, name),
            rows=self.raw.rows,
            row_sheets=self.raw.row_sheets,
        )


def read_tables(
    parameters: Parameters,
    framework: Framework,
    identifiers: Mapping[str, IdentifierFormat],
    *,
    folder: pathlib.Path,
    key: bytes | None,
    formats: Mapping[str, TableFormat] | None = None,
) -> InputTables:
    """Return the tables that the framework needs, read, checked and typed.

    Parameters
    ----------
    parameters : Parameters
        Names the files, and the table and key of the subjects.
    framework : Framework
        Its indicators say which columns they need.
    identifiers : mapping
        Formats of personal numbers by code.
    folder : pathlib.Path
        Folder of the parameters file; the files are found from there.
    key : bytes, optional
        Secret of the pseudonyms, at least 32 bytes; needed where a column holds personal numbers.
    formats : mapping, optional
        Table formats that plugins offer, by code.

    Raises
    ------
    InputError
        With all faults of all tables at once.
    """
    needs = needed_tables(parameters, framework, formats)
    faults = [*needs.faults, *_identifier_faults(needs.tables, parameters, identifiers, key)]
    tables: dict[str, _TypedTable] = {}
    with opened_databases(needs.tables) as databases:
        for needed in needs.tables:
            try:
                found = _read_file(needed, folder) if isinstance(needed.source, FileSource) else databases.read(needed)
            except InputError as error:
                faults += error.faults
                continue
            table = _typed_table(needed, found, identifiers, key=key)
            tables[needed.name] = table
            faults += [*table.faults, *_repeated_keys(table, identifiers)]
    if (subject_table := tables.get(parameters.subjects.table)) is not None:
        faults += _without_rows(subject_table)
        faults += _unknown_subjects(subject_table, tables, parameters, identifiers)
    InputError.raise_if(faults)
    return InputTables(
        subjects=_subjects(tables[parameters.subjects.table].frame, parameters),
        tables={
            name: table.frame[list(table.needed.measured)] for name, table in tables.items() if table.needed.measured
        },
        sources=tuple(table.source for table in tables.values()),
        rows={name: table.raw.rows for name, table in tables.items()},
    )


def _identifier_faults(
    tables: tuple[NeededTable, ...],
    parameters: Parameters,
    identifiers: Mapping[str, IdentifierFormat],
    key: bytes | None,
) -> Iterator[Fault]:
    """Yield a fault for each kind of column that nobody offers, and one when pseudonyms lack their key."""
    known = (*PLAIN_KINDS, *identifiers)
    key_format = parameters.subjects.key_format
    if key_format not in ("text", *identifiers):
        yield fault(
            ("subjects", "key_format"),
            "unknown identifier format '{kind}'; nearest: {nearest}",
            kind=key_format,
            nearest=nearest_name(key_format, ("text", *identifiers)),
        )
    wanted = [(table, column) for table in tables for column in table.columns]
    for table, column in wanted:
        if column.column.kind not in (*known, key_format):
            yield fault(
                ("tables", table.name),
                "column '{column}' is read as '{kind}' by {wanted_by}, but no plugin offers that kind; "
                "nearest: {nearest}",
                column=column.name,
                kind=column.column.kind,
                wanted_by=", ".join(column.wanted_by),
                nearest=nearest_name(column.column.kind, known),
            )
    personal = [table.name for table, column in wanted if column.column.kind in identifiers]
    if personal:
        where = ("subjects", "key_format") if key_format in identifiers else ("tables", personal[0])
        yield from key_faults(key, where)


def _read_file(needed: NeededTable, folder: pathlib.Path) -> ReadTable:
    path = _locate(needed, folder)
    raw = READERS[path.suffix.lower()](path, needed, where=needed.file.file)
    return ReadTable(raw=raw, source=needed.file.file, part=raw.sheet, sha256=_sha256(path), bytes=path.stat().st_size)


def _typed_table(
    needed: NeededTable,
    found: ReadTable,
    identifiers: Mapping[str, IdentifierFormat],
    *,
    key: bytes | None,
) -> _TypedTable:
    raw = found.raw
    source = Source(
        table=needed.name,
        file=found.source,
        sheet=found.part,
        sha256=found.sha256,
        bytes=found.bytes,
        rows=len(raw.rows),
    )
    table = _TypedTable(
        needed=needed, raw=raw, frame=pd.DataFrame(index=range(len(raw.rows))), source=source, faults=()
    )
    columns, faults = {}, list(raw.faults)
    for column in needed.columns:
        if column.name not in raw.cells:
            columns[column.name] = empty_column(column.column, len(raw.rows))
            continue
        cells, place = raw.cells[column.name], table.place(column.name)
        if column.meanings:
            cells, without_meaning = meant_cells(cells, column.meanings, place)
            faults += without_meaning
        typed = parse_column(cells, column.column, place, identifiers, decimal=needed.source.decimal, key=key)
        columns[column.name] = typed.values
        faults += typed.faults
    return _TypedTable(needed=needed, raw=raw, frame=pd.DataFrame(columns), source=source, faults=tuple(faults))


def _locate(needed: NeededTable, folder: pathlib.Path) -> pathlib.Path:
    """Return the path of a table's file; raise unless it is there, readable and of a kind that can be read."""
    path = folder / needed.file.file
    faults = list(_file_faults(path, needed))
    InputError.raise_if(faults[:1])
    return path


def _file_faults(path: pathlib.Path, needed: NeededTable) -> Iterator[Fault]:
    where, suffix = needed.file.file, path.suffix.lower()
    if not path.parent.is_dir():
        yield fault(where, "file not found: there is no folder '{folder}'", folder=str(pathlib.PurePath(where).parent))
    elif not path.exists():
        yield _not_found(path, where)
    elif suffix == ".xls":
        yield fault(where, "this is Excel's old format; open it in Excel and save it as .xlsx")
    elif suffix not in READERS:
        yield fault(where, "files of this kind are not read; save it as .csv (CSV UTF-8), .xlsx or .parquet")
    elif not path.is_file():
        yield fault(where, "this is a folder, not a file")
    elif needed.file.sheet is not None and READERS[suffix] not in (read_excel, read_duckdb):
        yield fault(where, "'sheet:' is given, but only Excel and DuckDB files have several tables; remove it")
    elif (idle := _keys_of_excel(needed.file)) and READERS[suffix] is not read_excel:
        yield fault(where, "'{key}:' is given, but only Excel workbooks have that; remove it", key=idle)
    else:
        yield from _unreadable(path, where)


def _keys_of_excel(source: FileSource) -> str | None:
    given = {"sheets": source.sheets, "header_row": source.header_row, "footer": source.footer}
    return next((key for key, value in given.items() if value), None)


def _not_found(path: pathlib.Path, where: str) -> Fault:
    known = [each.name for each in path.parent.iterdir() if each.suffix.lower() in READERS]
    if not known:
        return fault(where, "file not found; its folder holds no .csv, .xlsx or .parquet file")
    return fault(where, "file not found; nearest in its folder: {nearest}", nearest=nearest_name(path.name, known))


def _unreadable(path: pathlib.Path, where: str) -> Iterator[Fault]:
    try:
        with path.open("rb") as stream:
            if not stream.read(1):
                yield fault(where, "the file is empty")
    except OSError as error:
        yield fault(where, "the file cannot be opened ({reason})", reason=Words(error.strerror or type(error).__name__))


def _sha256(path: pathlib.Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _repeated_keys(table: _TypedTable, identifiers: Mapping[str, IdentifierFormat]) -> Iterator[Fault]:
    personal = {each.name for each in table.needed.columns if each.column.kind in identifiers}
    for key in table.needed.keys:
        if not set(key) <= set(table.raw.cells):
            continue  # a missing key column has its own fault
        part = table.frame[list(key)]
        repeated = mask_of(part.duplicated(keep=False) & part.notna().all(axis=1))
        if not repeated.any():
            continue
        place = table.place(key[0])
        columns = ", ".join(table.place(name).header for name in key)
        if personal & set(key):
            yield place.fault(repeated, "the same {columns} stands in more than one row ({rows})", columns=columns)
        else:
            values = shown_values(part[repeated].astype("str").agg(" + ".join, axis=1))
            yield place.fault(
                repeated,
                "the same {columns} stands in more than one row: {values} ({rows})",
                columns=columns,
                values=values,
            )


def _without_rows(subject_table: _TypedTable) -> Iterator[Fault]:
    if subject_table.frame.empty and not subject_table.faults:
        yield fault(subject_table.raw.where, "the table of subjects has a header but no rows")


def _unknown_subjects(
    subject_table: _TypedTable,
    tables: Mapping[str, _TypedTable],
    parameters: Parameters,
    identifiers: Mapping[str, IdentifierFormat],
) -> Iterator[Fault]:
    """Yield the subjects that data tables name and the table of subjects does not."""
    known = subject_table.frame[parameters.subjects.key].dropna()
    if known.empty:
        return  # it has a fault of its own, and every subject would be unknown
    for table in tables.values():
        for column in table.needed.columns:
            if column.column.subject and column.name in table.raw.cells:
                hidden = column.column.kind in identifiers
                yield from _strangers(table.frame[column.name], known, table.place(column.name), hidden=hidden)


def _strangers(codes: pd.Series, known: pd.Series, place: ColumnPlace, *, hidden: bool) -> Iterator[Fault]:
    unknown = filled(codes) & ~mask_of(codes.isin(known))
    if not unknown.any():
        return
    if hidden:
        yield place.fault(unknown, "column '{column}': not in the table of subjects ({rows}); add them there")
        return
    different = list(dict.fromkeys(codes[unknown]))
    for code in different[:LISTED_SUBJECTS]:
        yield place.fault(
            mask_of(codes == code),
            "column '{column}': {code} is not in the table of subjects ({rows}); nearest: {nearest}; correct the "
            "code or add it there",
            code=shown(code),
            nearest=without_personal_numbers(nearest_name(code, known)),
        )
    if rest := different[LISTED_SUBJECTS:]:
        yield place.fault(
            mask_of(codes.isin(rest)),
            "column '{column}': {count} more that are not in the table of subjects ({rows})",
            count=len(rest),
        )


def _subjects(frame: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Return the subjects by code, in ascending order of code, with their label and groups."""
    codes = frame[parameters.subjects.key]
    label = frame[parameters.subjects.label] if reads_label(parameters) else codes
    columns = {"label": label, **{group: frame[group] for group in parameters.subjects.groups}}
    subjects = pd.DataFrame({name: np.asarray(values, dtype=object) for name, values in columns.items()}, dtype="str")
    subjects.index = pd.Index(codes, dtype="str", name=parameters.subjects.key)
    return subjects.sort_index()
