"""Which way is better for an indicator, shown on small tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

Tables = dict[str, pd.DataFrame]
Edit = Callable[[Tables], Tables]
Rows = Mapping[str, list[dict[str, Any]]]


def as_generated(tables: Tables) -> Tables:
    return tables


@dataclass(frozen=True, kw_only=True)
class Sense:
    """Two sets of rows about the subject A, an edit that never harms, and what generated tables must keep to.

    `rare` says that generated tables seldom hold a value, so that more of them must be tried.
    """

    worse: Rows
    better: Rows
    improve: Edit
    tidy: Edit = as_generated
    cells: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    rare: bool = False


def by_cells(
    table: str,
    row: Mapping[str, Any],
    *,
    worse: Mapping[str, Any],
    better: Mapping[str, Any],
    best: Mapping[str, Any] | None = None,
    beside: Rows | None = None,
    **more: Any,
) -> Sense:
    """Return the sense of an indicator whose value follows from some cells of one table.

    Parameters
    ----------
    table : str
        The table.
    row : mapping
        The cells that stay the same; the subject is A.
    worse, better : mapping
        The cells that do not.
    best : mapping, optional
        Column to what is best for it, a value or a function of the table; `better` when not given.
    beside : mapping, optional
        Rows of the other tables.
    """
    first = {"subject": "A", **row}
    return Sense(
        worse={table: [first | dict(worse)], **(beside or {})},
        better={table: [first | dict(better)], **(beside or {})},
        improve=setting(table, **dict(best or better)),
        **more,
    )


def setting(table: str, **columns: Any) -> Edit:
    """Return the edit that gives columns of `table` a value, or what a function of the table says."""
    return lambda tables: tables | {table: tables[table].assign(**columns)}


def not_before(table: str, first: str, *later: str) -> Edit:
    """Return the edit that moves dates which lie before the column `first` to that date; empty ones stay empty."""

    def edit(tables: Tables) -> Tables:
        frame = tables[table]
        moved = {name: frame[name].mask(frame[name] < frame[first], frame[first]) for name in later}
        return tables | {table: frame.assign(**moved)}

    return edit


def more(column: str, by: float, most: float) -> Callable[[pd.DataFrame], pd.Series]:
    """Return what a column becomes when each of its cells grows, up to the most there can be."""
    return lambda frame: (frame[column] + by).clip(upper=most)


def one_more_row(table: str, identifier: str, **cells: Any) -> Edit:
    """Return the edit that gives each subject another row."""

    def edit(tables: Tables) -> Tables:
        frame = tables[table]
        rows = [{"subject": subject, identifier: f"new-{subject}", **cells} for subject in ("A", "B", "C")]
        added = pd.DataFrame(rows, columns=frame.columns).astype(frame.dtypes)
        return tables | {table: pd.concat([frame, added], ignore_index=True)}

    return edit


def of_known(table: str, identifier: str, register: str) -> Edit:
    """Return the edit that leaves out rows whose identifier the table `register` does not have."""

    def edit(tables: Tables) -> Tables:
        known = tables[table][identifier].isin(tables[register][identifier])
        return tables | {table: tables[table][known].reset_index(drop=True)}

    return edit


def in_turn(*edits: Edit) -> Edit:
    """Return one edit after another."""

    def edit(tables: Tables) -> Tables:
        for each in edits:
            tables = each(tables)
        return tables

    return edit
