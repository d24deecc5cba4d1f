"""Sentences people write into tables: an office belongs there, a personal number does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.errors import Fault, fault
from workbench.files.wording import row_list, without_personal_numbers
from workbench.model.people_tables import FREE_TEXT, Records


def without_personal_numbers_in(records: Mapping[str, Records]) -> Iterator[Fault]:
    """Yield a fault for each column of free text with a personal number in it: it would travel into reports."""
    for table in records.values():
        for column in [name for name in table.rows if name in FREE_TEXT or name == "decision_reason"]:
            text = table.rows[column].dropna()
            rows = text.index[text.map(without_personal_numbers) != text]
            if len(rows):
                yield fault(
                    table.where,
                    "column '{column}': a personal number stands in the text ({rows}); name the office instead",
                    column=column,
                    rows=row_list(rows),
                )
