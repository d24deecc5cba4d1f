"""Which columns of which tables this cycle needs, gathered from its indicators and from the table of subjects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from workbench.errors import Fault, fault
from workbench.files.written_as import WrittenAs, idle_entries, unknown_format, written_as
from workbench.model.catalogue import nearest_name
from workbench.model.framework import Framework
from workbench.model.indicator import Column
from workbench.model.log_parameters import LogParameters
from workbench.model.parameters import Parameters
from workbench.model.people_tables import people_needs
from workbench.model.rating_tables import rating_needs
from workbench.model.table_formats import TableFormat
from workbench.model.table_sources import DatabaseSource, FileSource

KEY = "{key}"
PLAIN_KINDS = ("text", "number", "integer", "date", "datetime", "category")

# Two indicators may want one column differently; the stricter reading satisfies both.
_STRICTER = {("text", "category"): "category", ("number", "integer"): "integer"}


@dataclass(frozen=True, kw_only=True)
class NeededColumn:
    """One column of a table, as strict as the strictest that asks for it.

    Parameters
    ----------
    column : Column
        Name and kind.
    header : str
        Its name in the file.
    wanted_by : tuple of str
        Indicators, or keys of the parameters file, that ask for it.
    meanings : mapping
        Code in the file to what it stands for; empty where the file holds the values themselves.
    """

    column: Column
    header: str
    wanted_by: tuple[str, ...]
    meanings: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name by which indicators know it."""
        return self.column.name


@dataclass(frozen=True, kw_only=True)
class NeededTable:
    """One table to read.

    Parameters
    ----------
    name : str
        As under ``tables:``.
    source : FileSource or DatabaseSource
        Where it is.
    columns : tuple of NeededColumn
        What is read of it.
    keys : tuple of tuple of str
        Each a set of columns whose values together may occur only once.
    measured : tuple of str
        The columns that indicators see.
    """

    name: str
    source: FileSource | DatabaseSource
    columns: tuple[NeededColumn, ...]
    keys: tuple[tuple[str, ...], ...]
    measured: tuple[str, ...]

    @property
    def file(self) -> FileSource:
        """The file it is read from; only for tables of files."""
        if not isinstance(self.source, FileSource):
            raise TypeError(f"table {self.name!r} is not read from a file")
        return self.source

    @property
    def database(self) -> DatabaseSource:
        """The database it is read from; only for tables of databases."""
        if not isinstance(self.source, DatabaseSource):
            raise TypeError(f"table {self.name!r} is not read from a database")
        return self.source


@dataclass(frozen=True, kw_only=True)
class Needs:
    """Everything to be read, and what cannot be."""

    tables: tuple[NeededTable, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, kw_only=True)
class _Want:
    table: str
    column: Column
    by: str


def needed_tables(
    parameters: Parameters, framework: Framework, formats: Mapping[str, TableFormat] | None = None
) -> Needs:
    """Return the tables and columns to read, the table of subjects first.

    Parameters
    ----------
    parameters : Parameters
        Names the files and the subjects.
    framework : Framework
        Its indicators say what they need.
    formats : mapping, optional
        Table formats that plugins offer, by code.

    Returns
    -------
    Needs
        With a fault for each table nobody gave and each column that two indicators want differently.
    """
    formats = formats or {}
    wants = [*_subject_wants(parameters), *_indicator_wants(parameters, framework), *_people_wants(parameters)]
    wants += _rating_wants(parameters, {(want.table, want.column.name) for want in wants})
    wants += _log_wants(parameters, {(want.table, want.column.name) for want in wants})
    names = list(dict.fromkeys(want.table for want in wants))
    keys = _keys(parameters, framework)
    tables, faults = [], []
    for name in names:
        of_table = [want for want in wants if want.table == name]
        if name not in parameters.tables:
            faults.append(_absent_table(name, of_table, parameters))
            continue
        source = parameters.tables[name]
        if unknown := list(unknown_format(name, source, formats)):
            faults += unknown
            continue  # every column that the format renames would seem to be missing
        merged = _merge(name, of_table, written_as(source, formats))
        faults += [each for each in merged if isinstance(each, Fault)]
        columns = tuple(each for each in merged if isinstance(each, NeededColumn))
        # The label of employees stays named while an edition does not read it.
        faults += idle_entries(name, source, {each.name for each in columns} | {str(parameters.subjects.label)})
        seen = {want.column.name for want in of_table if not want.by.startswith("subjects.")}
        if not columns:
            continue  # each of its columns has a fault
        tables.append(
            NeededTable(
                name=name,
                source=source,
                columns=columns,
                keys=keys.get(name, ()),
                measured=tuple(each.name for each in columns if each.name in seen),
            )
        )
    return Needs(tables=tuple(tables), faults=tuple(faults))


def reads_label(parameters: Parameters) -> bool:
    """Return whether names may be read: those of employees only for an internal report."""
    named = parameters.subjects.label is not None
    return named and (parameters.subjects.kind == "unit" or parameters.reports.edition == "internal")


def _subject_wants(parameters: Parameters) -> Iterator[_Want]:
    subjects = parameters.subjects
    key = Column(name=subjects.key, kind=subjects.key_format)
    yield _Want(table=subjects.table, column=key, by="subjects.key")
    if reads_label(parameters):
        label = Column(name=str(subjects.label), kind="text")
        yield _Want(table=subjects.table, column=label, by="subjects.label")
    for group in subjects.groups:
        yield _Want(table=subjects.table, column=Column(name=group, kind="text"), by="subjects.groups")


def _indicator_wants(parameters: Parameters, framework: Framework) -> Iterator[_Want]:
    for leaf in framework.leaves:
        for need in leaf.indicator.needs:
            for column in need.columns:
                yield _Want(table=need.table, column=_with_key(column, parameters), by=leaf.code)


def _people_wants(parameters: Parameters) -> Iterator[_Want]:
    for part, need in people_needs(parameters):
        for column in need.columns:
            yield _Want(table=need.table, column=_with_key(column, parameters), by=part)


def _rating_wants(parameters: Parameters, known: set[tuple[str, str]]) -> Iterator[_Want]:
    """Yield the columns of judgements; what is only a name is taken as an indicator reads it."""
    for part, need in rating_needs(parameters):
        for column in need.columns:
            own = _with_key(column, parameters)
            if own.subject or own.kind != "text" or (need.table, own.name) not in known:
                yield _Want(table=need.table, column=own, by=part)


def _log_wants(parameters: Parameters, known: set[tuple[str, str]]) -> Iterator[_Want]:
    """Yield the columns that only a log reads; what an indicator reads too is shown as the indicator reads it."""
    for code, log in parameters.logs.items():
        key = Column(name=KEY, kind="text", subject=True)
        for column in (key, *(_log_column(name, log) for name in log.columns)):
            own = _with_key(column, parameters)
            if own.subject or own.kind == "date" or (log.table, own.name) not in known:
                yield _Want(table=log.table, column=own, by=f"logs.{code}")


def _log_column(name: str, log: LogParameters) -> Column:
    return Column(name=name, kind="date" if name in log.days else "text", required=False)


def _with_key(column: Column, parameters: Parameters) -> Column:
    name = parameters.subjects.key if column.name == KEY else column.name
    if not column.subject and name != parameters.subjects.key:
        return column
    # Whatever names a subject must be read as the key is, or a pseudonym would be compared with a number.
    return replace(column, name=name, kind=parameters.subjects.key_format)


def _keys(parameters: Parameters, framework: Framework) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    keys: dict[str, list[tuple[str, ...]]] = {parameters.subjects.table: [(parameters.subjects.key,)]}
    needs = [need for leaf in framework.leaves for need in leaf.indicator.needs]
    for need in [*needs, *(need for _, need in people_needs(parameters))]:
        key = tuple(parameters.subjects.key if name == KEY else name for name in need.key)
        if key and key not in keys.setdefault(need.table, []):
            keys[need.table].append(key)
    return {table: tuple(each) for table, each in keys.items()}


def _merge(table: str, wants: Iterable[_Want], written: WrittenAs) -> list[NeededColumn | Fault]:
    by_name: dict[str, list[_Want]] = {}
    for want in wants:
        by_name.setdefault(want.column.name, []).append(want)
    return [_merge_column(table, name, same, written) for name, same in by_name.items()]


def _merge_column(table: str, name: str, wants: list[_Want], written: WrittenAs) -> NeededColumn | Fault:
    merged = wants[0].column
    for want in wants[1:]:
        both = _stricter(merged, want.column)
        if both is None:
            return fault(
                ("tables", table),
                "column '{column}' is read as {kind} by {one} and as {other_kind} by {other}; "
                "give one of the two indicators a table of its own",
                column=name,
                kind=merged.kind,
                one=wants[0].by,
                other_kind=want.column.kind,
                other=want.by,
            )
        merged = both
    return NeededColumn(
        column=merged,
        header=written.headers.get(name, name),
        wanted_by=tuple(dict.fromkeys(want.by for want in wants)),
        meanings=written.meanings.get(name, {}),
    )


def _stricter(one: Column, other: Column) -> Column | None:
    kind = _stricter_kind(one.kind, other.kind)
    values = _shared_values(one.values, other.values)
    if kind is None or (kind == "category" and not values):
        return None
    lows = [low for low in (one.low, other.low) if low is not None]
    highs = [high for high in (one.high, other.high) if high is not None]
    return Column(
        name=one.name,
        kind=kind,
        required=one.required or other.required,
        may_be_absent=one.may_be_absent and other.may_be_absent,
        values=values,
        low=max(lows, default=None),
        high=min(highs, default=None),
        subject=one.subject or other.subject,
    )


def _stricter_kind(one: str, other: str) -> str | None:
    if one == other:
        return one
    for pair in ((one, other), (other, one)):
        if pair in _STRICTER:
            return _STRICTER[pair]
        if pair[0] == "text" and pair[1] not in PLAIN_KINDS:
            return pair[1]  # an identifier: where one indicator must not see it, none may
    return None


def _shared_values(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    if not one or not other:
        return one or other
    return tuple(value for value in one if value in other)


def _absent_table(name: str, wants: list[_Want], parameters: Parameters) -> Fault:
    return fault(
        ("tables",),
        "table '{table}' is needed by {wanted_by} but is not listed here; nearest: {nearest}",
        table=name,
        wanted_by=", ".join(dict.fromkeys(want.by for want in wants)),
        nearest=nearest_name(name, parameters.tables),
    )
