"""How a table is written: which header and which codes stand for what is needed, from its format and its own keys."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from workbench.errors import Fault, fault
from workbench.model.catalogue import nearest_name
from workbench.model.table_formats import TableFormat
from workbench.model.table_sources import TableSource


@dataclass(frozen=True, kw_only=True)
class WrittenAs:
    """Headers and meanings of one table.

    Parameters
    ----------
    headers : mapping
        Needed name to the header in the file; names that are not here are headers themselves.
    meanings : mapping
        Needed name to what each code in that column stands for.
    """

    headers: Mapping[str, str]
    meanings: Mapping[str, Mapping[str, str]]


def written_as(source: TableSource, formats: Mapping[str, TableFormat]) -> WrittenAs:
    """Return how the table is written; what the parameters file says of a column goes before what its format says."""
    known = formats.get(source.format or "")
    if known is None:
        return WrittenAs(headers=source.columns, meanings=source.values)
    return WrittenAs(headers={**known.columns, **source.columns}, meanings={**known.values, **source.values})


def unknown_format(table: str, source: TableSource, formats: Mapping[str, TableFormat]) -> Iterator[Fault]:
    """Yield a fault when no plugin offers the format that the table names."""
    if source.format is not None and source.format not in formats:
        yield fault(
            ("tables", table, "format"),
            "no plugin offers the table format '{format}'; nearest: {nearest}",
            format=source.format,
            nearest=nearest_name(source.format, formats),
        )


def idle_entries(table: str, source: TableSource, read: Collection[str]) -> Iterator[Fault]:
    """Yield a fault for each column that is renamed, or given values, but not read: a slip of the pen."""
    for name in source.columns:
        if name not in read:
            yield fault(
                ("tables", table, "columns", name),
                "'{column}' is renamed here, but nothing reads it; nearest: {nearest}",
                column=name,
                nearest=nearest_name(name, read),
            )
    for name in source.values:
        if name not in read:
            yield fault(
                ("tables", table, "values", name),
                "'{column}' is given values here, but nothing reads it; nearest: {nearest}",
                column=name,
                nearest=nearest_name(name, read),
            )
