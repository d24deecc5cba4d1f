"""One Excel workbook of a run: real numbers, so that Excel shows them in its reader's language."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.analysis.audit_checks import AREAS, CHECKS, VERDICTS
from workbench.analysis.logs import STATE
from workbench.errors import message
from workbench.files import people_headings
from workbench.files.fairness_frames import findings_in_words
from workbench.files.run_frames import log_name, people_tables
from workbench.locale import Language
from workbench.model.run import Run

MOST_ROWS = 100_000
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip archive can hold: equal runs give equal bytes

_SHEETS = {
    "scores": message("Scores"),
    "indicators": message("Indicators"),
    "weights": message("Weights"),
    "missing": message("Missing values"),
    "changed": message("Changed values"),
    "peers": message("Among peers"),
    "band_changes": message("Changes of band"),
    "audit": message("Audit of the method"),
    "fairness": message("Audit of fairness"),
    **people_headings.SHEETS,
}
_HEADINGS = {
    "subject": message("Code"),
    "label": message("Name"),
    "rank": message("Rank"),
    "rank_low": message("Best rank (5 %)"),
    "rank_median": message("Middle rank (50 %)"),
    "rank_high": message("Worst rank (95 %)"),
    "top_probability": message("Share of draws in the top"),
    "predicate": message("Predicate"),
    "indicator": message("Indicator"),
    "unit": message("Measured in"),
    "value": message("Value"),
    "low": message("Low (95 %)"),
    "high": message("High (95 %)"),
    "cases": message("Cases"),
    "used": message("Value used"),
    "normalised": message("Normalised (0–100)"),
    "weight": message("Weight"),
    "contribution": message("Contribution"),
    "reason": message("Reason"),
    "level": message("Level"),
    "code": message("Indicator or dimension"),
    "share": message("Share within its dimension"),
    "effective_weight": message("Effective weight"),
    "step": message("Step"),
    "before": message("Before"),
    "after": message("After"),
    "group": message("Group"),
    "peers": message("Peers with a value"),
    "points": message("Points"),
    "mean": message("Mean of the peers"),
    "median": message("Median of the peers"),
    "direction": message("Direction"),
    "class": message("Class"),
    "move": message("Points to move"),
    "now": message("Present value"),
    "area": message("Area"),
    "check": message("What was checked"),
    "other": message("With"),
    "subjects": message("Subjects"),
    "expected": message("Held against"),
    "verdict": message("Verdict"),
    "source": message("Source"),
    "measure": message("Measure"),
    "outcome": message("Compared"),
    "grouping": message("Grouping"),
    "against": message("Against"),
    "size": message("Count"),
    "p_value": message("p-value"),
    **people_headings.HEADINGS,
}


def write_workbook(path: Path, run: Run, language: Language) -> None:
    """Write the tables for people to one workbook at `path`, headings in `language`.

    A table with more than 100,000 rows is left to its CSV file, and its sheet says so.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "Kinerja Workbench"
    book.properties.created = book.properties.modified = datetime.datetime(*_FIXED_TIME)
    logs = {log_name(log["code"]): log for log in run.manifest.get("logs", [])}
    for name, table in people_tables(run).items():
        sheet = book.create_sheet(_sheet_title(name, logs, language))
        if len(table) > MOST_ROWS:
            sheet.append([language.text("Too long for this workbook; see {file}", file=f"{name}.csv")])
            continue
        if name in logs:
            table = _log_for_people(table, logs[name], language)
        if name == "audit":
            table = _audit_in_words(table, language)
        if name == "fairness":
            table = findings_in_words(table, run, language)
        _fill(sheet, _for_people(table, run, language))
    stream = BytesIO()
    book.save(stream)
    path.write_bytes(_with_fixed_times(stream))


def _sheet_title(name: str, logs: Mapping[str, Any], language: Language) -> str:
    if name not in logs:
        return language.text(_SHEETS[name])
    return re.sub(r"[\[\]:*?/\\]", " ", logs[name]["label"][language.code])[:31].strip("' ")


def _log_for_people(table: pd.DataFrame, log: Mapping[str, Any], language: Language) -> pd.DataFrame:
    named = table.rename(columns={column["name"]: column["label"][language.code] for column in log["columns"]})
    if log["closed_by"] is None:
        return named.drop(columns=STATE)
    return named.assign(state=named[STATE].map(language.text)).rename(columns={STATE: language.text("State")})


def _audit_in_words(table: pd.DataFrame, language: Language) -> pd.DataFrame:
    checks = {code: check.name for code, check in CHECKS.items()}
    words = {"area": AREAS, "check": checks, "verdict": {**VERDICTS, "": ""}}
    said = {column: table[column].map(named).map(language.text) for column, named in words.items()}
    return table.assign(**said, source=table["source"].map(language.text))


def _for_people(table: pd.DataFrame, run: Run, language: Language) -> pd.DataFrame:
    names = {code: branch["label"][language.code] for code, branch in {**run.nodes, **run.leaves}.items()}
    bands = {
        f"{code}:{band['code']}": band["label"][language.code]
        for code, node in run.nodes.items()
        for band in node["bands"] or ()
    }
    shown = table.copy()
    for column in {"indicator", "code", "other"} & set(shown):
        shown[column] = shown[column].map(lambda code: names.get(code, code))
    for column in {"reason", "step", "direction"} & set(shown):
        shown[column] = shown[column].map(language.text, na_action="ignore")
    for column in [name for name in shown if name.startswith("band_")]:
        node = column.removeprefix("band_")
        shown[column] = shown[column].map(lambda code, node=node: bands.get(f"{node}:{code}", code), na_action="ignore")
    if "predicate" in shown and run.predicate is not None:
        predicates = {code: label[language.code] for code, label in run.predicate["predicates"].items()}
        shown["predicate"] = shown["predicate"].map(predicates)
    if "class" in shown:
        shown["class"] = shown["class"].map(run.class_labels).map(lambda label: label[language.code])
    shown = people_headings.with_names(shown, run, language)
    return shown.rename(columns=lambda column: _heading(column, names, language))


def _heading(column: str, names: dict[str, str], language: Language) -> str:
    for prefix, words in (
        ("band_", message("Band: {name}")),
        ("coverage_", message("Coverage: {name}")),
        ("final_", message("Final score: {name}")),
    ):
        if column.startswith(prefix):
            code = column.removeprefix(prefix)
            return language.text(words, name=names.get(code, code))
    if column in names:
        return names[column]
    return language.text(_HEADINGS[column]) if column in _HEADINGS else column


def _fill(sheet: Any, table: pd.DataFrame) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "B2"
    for place, column in enumerate(table, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(40, max(12, len(str(column)) + 2))
    heading = []
    for column in table:
        cell = WriteOnlyCell(sheet, value=str(column))
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="0B6E69")
        heading.append(cell)
    sheet.append(heading)
    for row in table.itertuples(index=False):
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if pd.isna(value):
        return None
    if isinstance(value, float) and not value.is_integer():
        cell = WriteOnlyCell(sheet, value=value)
        cell.number_format = "0.000" if abs(value) < 1 else "0.0"
        return cell
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=value)
        cell.data_type = "s"  # a name that begins with '=' stays text, never a formula
        return cell
    return value


def _with_fixed_times(stream: BytesIO) -> bytes:
    repacked = BytesIO()
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(repacked, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":  # openpyxl writes the time of saving here, whatever the properties say
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", content)
            target.writestr(zipfile.ZipInfo(name, _FIXED_TIME), content, zipfile.ZIP_DEFLATED)
    return repacked.getvalue()
