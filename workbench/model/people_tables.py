"""The tables about people's units, decisions and objections: what must stand in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.model.indicator import Column, TableNeed
from workbench.model.parameters import Parameters

KEY = "{key}"
PREDICATE = "predicate"
FREE_TEXT = ("reason", "decided_by", "source", "agreement")
"""Columns in which people write sentences; names of offices belong there, personal numbers do not."""


@dataclass(frozen=True, kw_only=True)
class Records:
    """The rows of one such table.

    Parameters
    ----------
    where : str
        The file, as a person would name it.
    rows : DataFrame
        Indexed by the number of the row in that file.
    """

    where: str
    rows: pd.DataFrame


def people_needs(parameters: Parameters) -> Iterator[tuple[str, TableNeed]]:
    """Yield the key of the parameters file and the table it needs, for each part that a cycle has."""
    if parameters.organisation is not None:
        yield "organisation", _organisation(parameters.organisation.table)
        if parameters.organisation.units is not None:
            yield "organisation.units", _units(parameters.organisation.units)
    if parameters.exemptions is not None:
        yield "exemptions", _exemptions(parameters)
    if parameters.placements is not None:
        yield "placements", _placements(parameters.placements.table, tuple(parameters.placements.kinds))
    if parameters.adjustments is not None:
        yield "adjustments", _adjustments(parameters.adjustments.table)
    if parameters.objections is not None:
        yield "objections", _objections(parameters.objections.table, tuple(parameters.objections.words))


def _organisation(table: str) -> TableNeed:
    columns = (
        Column(name="unit", kind="text"),
        Column(name="year", kind="integer", low=1900, high=2999),
        Column(name="predicate", kind="text", required=False),
        Column(name="source", kind="text", required=False, may_be_absent=True),
        Column(name="decided_on", kind="date", required=False, may_be_absent=True),
    )
    return TableNeed(table=table, columns=columns, key=("unit", "year"))


def _units(table: str) -> TableNeed:
    columns = (
        Column(name="unit", kind="text"),
        Column(name="label", kind="text", required=False, may_be_absent=True),
        Column(name="parent", kind="text", required=False, may_be_absent=True),
    )
    return TableNeed(table=table, columns=columns, key=("unit",))


def _exemptions(parameters: Parameters) -> TableNeed:
    given = parameters.exemptions
    assert given is not None  # asked for only where the cycle has exemptions
    if given.column is not None:
        own = (Column(name=KEY, kind="text", subject=True), Column(name=given.column, kind="text", required=False))
        return TableNeed(table=parameters.subjects.table, columns=own, key=(KEY,))
    columns = (
        Column(name=KEY, kind="text", subject=True),
        Column(name="reason", kind="text"),
        Column(name="source", kind="text", required=False, may_be_absent=True),
    )
    return TableNeed(table=str(given.table), columns=columns, key=(KEY,))


def _placements(table: str, kinds: tuple[str, ...]) -> TableNeed:
    columns = (
        Column(name=KEY, kind="text", subject=True),
        Column(name="unit", kind="text"),
        Column(name="kind", kind="category", values=kinds),
        Column(name="start", kind="date"),
        Column(name="end", kind="date", required=False),
        Column(name="agreement", kind="text", required=False, may_be_absent=True),
    )
    return TableNeed(table=table, columns=columns)


def _adjustments(table: str) -> TableNeed:
    columns = (
        Column(name=KEY, kind="text", subject=True),
        Column(name="node", kind="text"),
        Column(name="from", kind="text"),
        Column(name="to", kind="text"),
        Column(name="reason", kind="text"),
        Column(name="decided_by", kind="text"),
        Column(name="decided_on", kind="date"),
    )
    return TableNeed(table=table, columns=columns, key=(KEY, "node", "decided_on"))


def _objections(table: str, words: tuple[str, ...]) -> TableNeed:
    columns = (
        Column(name=KEY, kind="text", subject=True),
        Column(name="received_on", kind="date"),
        Column(name="submitted_on", kind="date"),
        Column(name="from", kind="text"),
        Column(name="reason", kind="text"),
        Column(name="decided_on", kind="date", required=False),
        Column(name="decision", kind="category", required=False, values=words),
        Column(name="to", kind="text", required=False),
        Column(name="decision_reason", kind="text", required=False, may_be_absent=True),
        Column(name="decided_by", kind="text", required=False),
    )
    return TableNeed(table=table, columns=columns, key=(KEY,))


def records_of(
    parameters: Parameters,
    tables: Mapping[str, pd.DataFrame],
    rows: Mapping[str, NDArray[np.int64]],
    where: Mapping[str, str],
) -> dict[str, Records]:
    """Return the rows of each part by its key in the parameters file.

    Parameters
    ----------
    parameters : Parameters
        Say which table belongs to which part.
    tables : mapping
        Table name to its checked rows, in file order.
    rows, where : mapping
        Table name to the numbers of these rows in the file, and to the file.
    """
    return {
        part: Records(
            where=where[need.table],
            rows=tables[need.table][[_own(column.name, parameters) for column in need.columns]].set_axis(
                pd.Index(rows[need.table], name="row"), axis=0
            ),
        )
        for part, need in people_needs(parameters)
    }


def _own(name: str, parameters: Parameters) -> str:
    return parameters.subjects.key if name == KEY else name
