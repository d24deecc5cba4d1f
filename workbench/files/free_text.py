"""Sentences people write into tables: an office belongs there, a personal number does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from workbench.errors import Fault, fault
from workbench.files.input_tables import InputTables
from workbench.files.wording import row_list, without_personal_numbers
from workbench.model.parameters import Parameters
from workbench.model.people_tables import FREE_TEXT, Records


def without_personal_numbers_in(records: Mapping[str, Records]) -> Iterator[Fault]:
    """Yield a fault for each column of free text with a personal number in it: it would travel into reports."""
    for table in records.values():
        columns = [name for name in table.rows if name in FREE_TEXT or name == "decision_reason"]
        yield from _personal_numbers(table.where, table.rows[columns])


def without_personal_numbers_in_logs(parameters: Parameters, inputs: InputTables) -> Iterator[Fault]:
    """Yield a fault for each column of a log with a personal number in it: logs are printed as they stand."""
    where = {source.table: source.file for source in inputs.sources}
    for log in parameters.logs.values():
        rows = inputs.tables[log.table][list(log.columns)].select_dtypes(include=["object", "str", "string"])
        own = rows.drop(columns=parameters.subjects.key, errors="ignore")
        yield from _personal_numbers(where[log.table], own.set_axis(inputs.rows[log.table], axis=0))


def _personal_numbers(where: str, texts: pd.DataFrame) -> Iterator[Fault]:
    for column in texts:
        text = texts[column].dropna()
        rows = text.index[text.map(without_personal_numbers) != text]
        if len(rows):
            yield fault(
                where,
                "column '{column}': a personal number stands in the text ({rows}); name the office instead",
                column=column,
                rows=row_list(rows),
            )
