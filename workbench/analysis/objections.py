"""Objections against their deadlines in working days: what is late, what is still open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from workbench.errors import Fault, fault, message
from workbench.model.people import ObjectionTerms
from workbench.model.people_tables import Records

IN_TIME = message("in time")
LATE = message("late")
OPEN = message("open")
OVERDUE = message("overdue")


@dataclass(frozen=True, kw_only=True)
class Deadlines:
    """Objections with their deadlines, indexed by row of the file, and what is wrong with the table.

    `table` holds ``submission_due, submission`` (``in time`` or ``late``), ``decision_due, days`` (working days from
    submission to decision, or to the cut-off while it is open) and ``status`` (``in time``, ``late``, ``open``,
    ``overdue``).
    """

    table: pd.DataFrame
    faults: tuple[Fault, ...] = ()


def deadlines_of(records: Records, terms: ObjectionTerms, *, data_until: date) -> Deadlines:
    """Return for each objection when it had to be submitted and decided, and whether it was, as of `data_until`.

    Raises
    ------
    InputError
        When a year has no list of public holidays.
    """
    rows = records.rows
    faults = tuple(_faults(records, data_until))
    if rows.empty or faults:
        return Deadlines(table=pd.DataFrame(index=rows.index), faults=faults)
    received, submitted, decided = (_days(rows[name]) for name in ("received_on", "submitted_on", "decided_on"))
    until = np.datetime64(data_until)
    size = len(rows)
    calendar = terms.calendar
    submission_due = calendar.due(received, np.full(size, terms.submission.value))
    decision_due = calendar.due(submitted, np.full(size, terms.decision.value))
    calendar.require(received.min().astype(object), decision_due.max().astype(object))
    known = ~np.isnat(decided)
    seen = np.where(known, decided, until)
    table = pd.DataFrame(
        {
            "submission_due": submission_due.astype("M8[us]"),
            "submission": np.where(submitted <= submission_due, str(IN_TIME), str(LATE)),
            "decision_due": decision_due.astype("M8[us]"),
            "days": calendar.elapsed(submitted, seen),
            "status": np.select(
                [known & (decided <= decision_due), known, until <= decision_due],
                [str(IN_TIME), str(LATE), str(OPEN)],
                str(OVERDUE),
            ),
        },
        index=rows.index,
    )
    return Deadlines(table=table)


def _days(column: pd.Series) -> np.ndarray:
    return np.asarray(pd.to_datetime(column), dtype="M8[D]")


def _faults(records: Records, data_until: date) -> Iterator[Fault]:
    rows, until = records.rows, pd.Timestamp(data_until)
    for row in rows.itertuples():
        if row.submitted_on < row.received_on:
            yield fault(records.where, "row {row}: submitted before the document was received", row=row.Index)
        if pd.notna(row.decided_on) and row.decided_on < row.submitted_on:
            yield fault(records.where, "row {row}: decided before it was submitted", row=row.Index)
        late = [name for name in ("received_on", "submitted_on", "decided_on") if getattr(row, name) > until]
        if late:
            yield fault(
                records.where,
                "row {row}: {columns} lies after the cut-off of the data, {day}; move 'data_until' or leave it out",
                row=row.Index,
                columns=", ".join(late),
                day=data_until.isoformat(),
            )
        yield from _incomplete(records.where, row)


def _incomplete(where: str, row: object) -> Iterator[Fault]:
    """Yield what a decision lacks: a date and an outcome belong together, with the one who decided."""
    given = {name: pd.notna(getattr(row, name)) for name in ("decided_on", "decision", "decided_by")}
    if any(given.values()) and not all(given.values()):
        lacking = ", ".join(name for name, there in given.items() if not there)
        yield fault(where, "row {row}: the decision lacks {columns}", row=getattr(row, "Index"), columns=lacking)  # noqa: B009
