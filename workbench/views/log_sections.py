"""Sections that show logs as they stand: every complaint with its answers, every meeting with what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from workbench.analysis.logs import CLOSED, LATE, OPEN, OVERDUE, STATE, SUBJECT
from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import selection, tables
from workbench.views.blocks import NOTHING, Block, heading, paragraph

MOST_CASES = 25
MOST_OPEN = 20
MOST_OWN = 100
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CODE = re.compile(r"[a-z]+(_[a-z]+)*")


def logs(run: Run, language: Language) -> Block:
    """Return every log: how many cases each subject had, and those still open; nothing where there are none."""
    if not run.logs:
        return NOTHING
    cases = sum(map(len, run.logs.values()))
    finding = language.text(
        "Cases: {count}, logs: {logs}, as they stood on {day}; each subject's own are in its report.",
        count=language.number(cases, 0),
        logs=len(run.logs),
        day=selection.day(run.manifest["data_until"], language),
    )
    pieces = [piece for code in run.logs for piece in _log(run, code, language)]
    return Block(language.text("What happened, case by case?"), finding, tuple(pieces), "logs")


def own_logs(run: Run, subject: str, language: Language) -> Block:
    """Return every case of one subject, log by log; nothing where there are no logs."""
    if not run.logs:
        return NOTHING
    pieces, cases = [], 0
    for code, rows in run.logs.items():
        own = rows[rows[SUBJECT] == subject]
        cases += len(own)
        pieces += [heading(_title(run, code, language), 3), paragraph(_sentence(run, code, own, language))]
        if len(own):
            pieces.append(_cases_table(run, code, own.tail(MOST_OWN), language, named=False))
        if len(own) > MOST_OWN:
            pieces.append(paragraph(_earlier(code, len(own) - MOST_OWN, language), "note"))
    finding = language.text(
        "Cases: {count}, as they stood on {day}.",
        count=language.number(cases, 0),
        day=selection.day(run.manifest["data_until"], language),
    )
    return Block(language.text("What happened, case by case?"), finding, tuple(pieces), "logs")


def _described(run: Run, code: str) -> Mapping[str, Any]:
    """Return what the parameters say about a log."""
    return next(log for log in run.manifest["logs"] if log["code"] == code)


def _title(run: Run, code: str, language: Language) -> str:
    return selection.words(_described(run, code)["label"], language)


def _log(run: Run, code: str, language: Language) -> list[str]:
    rows = run.logs[code]
    pieces = [
        heading(_title(run, code, language), 3, f"log-{code}"),
        paragraph(_sentence(run, code, rows, language)),
    ]
    if rows.empty:
        return pieces
    title, shown = _some_cases(rows, language)
    pieces += [
        _subjects_table(run, code, rows, language),
        heading(title, 4),
        _cases_table(run, code, shown, language, named=True),
    ]
    note = language.text(
        "The table {file} of the run holds them all: {count}.", count=len(rows), file=f"log_{code}.csv"
    )
    return [*pieces, paragraph(note, "note")]


def _some_cases(rows: pd.DataFrame, language: Language) -> tuple[str, pd.DataFrame]:
    """Return the cases that a cycle report shows: all of a few, else those still open, else the latest."""
    if len(rows) <= MOST_CASES:
        return language.text("Every case"), rows
    waiting = rows[rows[STATE].isin([OPEN, OVERDUE])]
    if len(waiting):
        return language.text("Still open, the oldest first"), waiting.head(MOST_OPEN)
    return language.text("The latest cases"), rows.tail(MOST_OPEN)


def _sentence(run: Run, code: str, rows: pd.DataFrame, language: Language) -> str:
    counts = rows[STATE].value_counts()
    of = {state: int(counts.get(state, 0)) for state in (CLOSED, LATE, OPEN, OVERDUE)}
    log = _described(run, code)
    if log["closed_by"] is None or rows.empty:
        return language.text("Cases in this cycle: {count}.", count=language.number(len(rows), 0))
    said = {
        "count": language.number(len(rows), 0),
        "closed": language.number(of[CLOSED] + of[LATE], 0),
        "open": language.number(of[OPEN] + of[OVERDUE], 0),
    }
    if log["due"] is None:
        return language.text("Cases: {count}; closed: {closed}, still open: {open}.", **said)
    return language.text(
        "Cases: {count}; closed: {closed}, of these late: {late}; still open: {open}, of these overdue: {overdue}.",
        **said,
        late=language.number(of[LATE], 0),
        overdue=language.number(of[OVERDUE], 0),
    )


def _subjects_table(run: Run, code: str, rows: pd.DataFrame, language: Language) -> str:
    counts = pd.crosstab(rows[SUBJECT], rows[STATE]).reindex(columns=[CLOSED, LATE, OPEN, OVERDUE], fill_value=0)
    counts.insert(0, "all", rows[SUBJECT].value_counts())
    counts = counts.sort_values(["all"], ascending=False, kind="stable").head(selection.MOST_ROWS)
    log = _described(run, code)
    shown = pd.DataFrame(
        {
            "name": [selection.name_of(run, subject) for subject in counts.index],
            **{column: [language.number(count, 0) for count in counts[column]] for column in counts},
        }
    )
    headings = {
        "name": selection.subject_word(run, language),
        "all": language.text("Cases"),
        **({state: _heading(state, language) for state in (CLOSED, LATE, OPEN, OVERDUE)} if log["closed_by"] else {}),
    }
    if log["due"] is None:
        headings = {column: words for column, words in headings.items() if column not in (LATE, OVERDUE)}
    return tables.table(shown, name=f"log-{code.replace('_', '-')}", headings=headings)


def _cases_table(run: Run, code: str, rows: pd.DataFrame, language: Language, *, named: bool) -> str:
    log = _described(run, code)
    names = [column["name"] for column in log["columns"]]
    shown = rows[names].map(lambda cell: _cell(cell, language))
    shown[names[0]] = rows[names[0]].fillna("–")  # a number or a code stays as it is
    headings = {column["name"]: selection.words(column["label"], language) for column in log["columns"]}
    if named:
        shown["subject"] = [selection.name_of(run, subject) for subject in rows[SUBJECT]]
        headings["subject"] = selection.subject_word(run, language)
    if log["closed_by"] is not None:
        shown["state"] = [state_text(state, language) for state in rows[STATE]]
        headings["state"] = language.text("State")
    name = f"cases-{code.replace('_', '-')}"
    return tables.table(shown, name=name, headings=headings, words=set(headings))


def _cell(cell: Any, language: Language) -> str:
    """Return a cell for a reader: dates in words, codes without underscores, an en dash for nothing."""
    if pd.isna(cell):
        return "–"
    if _DAY.fullmatch(str(cell)):
        return language.date(date.fromisoformat(str(cell)), short=True).replace(" ", "\u00a0")
    return str(cell).replace("_", " ") if _CODE.fullmatch(str(cell)) else str(cell)


def _heading(state: str, language: Language) -> str:
    words = state_text(state, language)
    return words[:1].upper() + words[1:]


def state_text(state: str, language: Language) -> str:
    """Return how a case stands, in words."""
    said = {
        CLOSED: language.text("closed"),
        LATE: language.text("closed late"),
        OPEN: language.text("not closed yet"),
        OVERDUE: language.text("overdue"),
    }
    return said[state]


def _earlier(code: str, count: int, language: Language) -> str:
    return language.text(
        "Earlier cases in the table {file} of the run: {count}.",
        count=language.number(count, 0),
        file=f"log_{code}.csv",
    )
