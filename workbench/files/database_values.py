"""The answer of a database as a table whose rows stand in one fixed order, and the hash of its content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.errors import Fault, InputError, fault

# A scheme for the bytes that are hashed; a change of it is a change of every fingerprint.
SCHEME = b"kinerja-workbench table 1\0"


@dataclass(frozen=True, kw_only=True)
class Content:
    """What was read: the values, sorted, and their hash."""

    table: pa.Table
    sha256: str
    bytes: int


def content_of(chunks: Iterable[Sequence[Any]], headers: Sequence[str], *, where: str) -> Content:
    """Return the rows of all chunks in ascending order of their values, first column first, empty cells last.

    A database answers in any order it likes; sorted, the same content has the same bytes.

    Parameters
    ----------
    chunks : iterable of sequence of rows
        As the driver gives them.
    headers : sequence of str
        Name of each column.
    where : str
        For faults.

    Raises
    ------
    InputError
        For each column whose values cannot be read.
    """
    parts = [_arrow(rows, headers, where) for rows in chunks]
    try:
        table = pa.concat_tables(parts, promote_options="permissive") if parts else _without_rows(headers)
    except pa.ArrowException:
        raise InputError([_mixed(header, where) for header in _differing(parts, headers)]) from None
    sortable = [name for name in table.column_names if _is_plain(table.schema.field(name).type)]
    if sortable:
        order = pc.sort_indices(table, sort_keys=[(name, "ascending") for name in sortable])
        table = table.take(order)
    return _hashed(table)


def _arrow(rows: Sequence[Any], headers: Sequence[str], where: str) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(headers)
    arrays, faults = [], list[Fault]()
    for header, values in zip(headers, columns, strict=True):
        try:
            arrays.append(_array(header, values, where))
        except InputError as error:
            faults += error.faults
    InputError.raise_if(faults)
    return pa.table(arrays, names=list(headers))


def _array(header: str, values: Sequence[Any], where: str) -> pa.Array:
    kinds = {type(value) for value in values} - {type(None)}
    if datetime in kinds and any(value is not None and value.tzinfo for value in values):
        raise InputError(
            [
                fault(
                    where,
                    "column '{column}' holds times with a time zone; say in 'sql:' which local time is meant, such as "
                    "{column} at time zone 'Asia/Jakarta' as {column}",
                    column=header,
                )
            ]
        )
    if Decimal in kinds:
        values = [None if value is None else float(value) for value in values]
    elif UUID in kinds:
        values = [None if value is None else str(value) for value in values]
    try:
        return pa.array(values)
    except (pa.ArrowException, OverflowError, ValueError, TypeError):
        raise InputError([_mixed(header, where)]) from None


def _mixed(header: str, where: str) -> Fault:
    return fault(
        where,
        "column '{column}' holds values of several kinds, or of none that can be read; write text, numbers or dates",
        column=header,
    )


def _differing(parts: Sequence[pa.Table], headers: Sequence[str]) -> list[str]:
    def differs(header: str) -> bool:
        kinds = {part.schema.field(header).type for part in parts} - {pa.null()}
        return len(kinds) > 1

    return [header for header in headers if differs(header)]


def _without_rows(headers: Sequence[str]) -> pa.Table:
    return pa.table([pa.nulls(0) for _ in headers], names=list(headers))


def _is_plain(kind: pa.DataType) -> bool:
    of_kinds = (
        pa.types.is_string,
        pa.types.is_integer,
        pa.types.is_floating,
        pa.types.is_boolean,
        pa.types.is_temporal,
    )
    return any(is_kind(kind) for is_kind in of_kinds)


def _hashed(table: pa.Table) -> Content:
    digest, size = hashlib.sha256(SCHEME), 0
    for name in table.column_names:
        for part in _bytes_of(name, table.column(name).combine_chunks()):
            digest.update(len(part).to_bytes(8, "little") + part)
            size += len(part)
    return Content(table=table, sha256=digest.hexdigest(), bytes=size)


def _bytes_of(name: str, column: Any) -> list[bytes]:
    """Return name, kind, what is filled and the values of a column, free of how Arrow lays them out in memory."""
    if pa.types.is_null(column.type) or not _is_plain(column.type):
        text = pa.array([None if value is None else repr(value) for value in column.to_pylist()], pa.string())
    else:
        text = column.cast(pa.string())
    filled = np.packbits(np.asarray(text.is_valid().to_numpy(zero_copy_only=False), dtype=np.bool_)).tobytes()
    lengths = pc.binary_length(text.cast(pa.binary())).fill_null(0).to_numpy(zero_copy_only=False)
    values = "".join(value for value in text.to_pylist() if value is not None).encode()
    head = f"{name}\0{column.type}\0{len(column)}".encode()
    return [head, filled, np.asarray(lengths, dtype="<i4").tobytes(), values]
