"""What a calibration meeting decides on, in a run directory: tables of lines to accept, scenarios of weights.

None of these files counts as it is: a table when ``adjustments:`` of a parameters file names it and the meeting has
filled in who decided and when; a scenario when somebody has put a name and a date to it.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import yaml

from workbench.fairness.calibration_options import REASONS
from workbench.files.written_tables import write_csv
from workbench.locale import Language
from workbench.model.run import Run

CHECK, FOLDER = "calibration", "calibration"


def write_calibration(folder: Path, run: Run, language: Language, *, base: str) -> None:
    """Write ``calibration/<option>.csv`` and ``.yaml`` into a run directory; nothing for a run without options.

    A table has a line for every change of an option, in the format of the table that ``adjustments:`` names, with empty
    ``decided_by`` and ``decided_on``; of an option about ratings it has the mean of each subject, raw and adjusted. A
    scenario file lacks its author and date, and has its base where it will find it once it lies in a folder beside.

    Parameters
    ----------
    folder : Path
        The run directory.
    run : Run
        With the options of the check.
    language : Language
        Of reasons and names of classes.
    base : str
        Name of the parameters file.
    """
    found = run.fairness.get(CHECK)
    if found is None:
        return
    tables = {
        **_by_option(_in_words(found.tables["lines"], run, language)),
        **_by_option(found.tables["ratings"].round(2)),
    }
    scenarios = found.facts["scenarios"]
    if tables or scenarios:
        (folder / FOLDER).mkdir()
    for option, table in tables.items():
        write_csv(table.rename(columns={"subject": run.subjects.index.name}), folder / FOLDER / f"{option}.csv")
    for option, changes in scenarios.items():
        row = found.tables["options"].set_index("option").loc[option]
        scenario = {"scenario": {"base": f"../{base}", **_said(row, language), "changes": changes}}
        text = f"# {_warning(language)}\n" + yaml.safe_dump(scenario, sort_keys=False, allow_unicode=True, width=100)
        (folder / FOLDER / f"{option}.yaml").write_text(text, encoding="utf-8", newline="\n")


def _warning(language: Language) -> str:
    return language.text(
        "A calculation, not a decision. Whoever proposes it copies it into the folder 'scenarios' beside the "
        "parameters file and fills in author and date."
    )


def _said(option: pd.Series, language: Language) -> dict[str, str | None]:
    """Return what a scenario says about itself; who proposes it, and when, is left to a person."""
    rationale = language.text(
        "the largest gap between groups of {grouping} goes from {before} to {after} points",
        grouping=option["grouping"],
        before=language.number(option["gap_before"], 2),
        after=language.number(option["gap_after"], 2),
    )
    return {"name": str(language.text(REASONS[option["kind"]])), "author": "", "rationale": rationale, "date": None}


def _by_option(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    rows = table.groupby("option", sort=False)
    return {str(option): group.drop(columns="option") for option, group in rows}


def _in_words(lines: pd.DataFrame, run: Run, language: Language) -> pd.DataFrame:
    """Return lines with the names of classes, and the reason, in a language; nodes keep their codes."""
    names = {
        (node, band["code"]): band["label"][language.code]
        for node, branch in run.nodes.items()
        for band in branch["bands"] or ()
    }

    def named(column: str) -> list[str]:
        pairs = zip(lines["node"], lines[column], strict=True)
        return [names.get((node, written), written) for node, written in pairs]

    return lines.assign(**{"from": named("from"), "to": named("to"), "reason": lines["reason"].map(language.text)})
