"""How an audit of fairness is told: what was compared, how far apart, how sure."""

from __future__ import annotations

import pandas as pd

from workbench.builtin_checks.disparity import JOINED, TOP
from workbench.locale import Language
from workbench.model.fairness import CROSSED, STATED, VERDICTS
from workbench.model.run import Run
from workbench.views import selection, tables

MOST_ROWS = 40


def check_label(run: Run, code: str, language: Language) -> str:
    """Return the name of a check."""
    return selection.words(run.manifest["fairness"]["checks"][code]["label"], language)


def question_of(run: Run, code: str, language: Language) -> str:
    """Return what a check asks, as the heading of its section."""
    return selection.words(run.manifest["fairness"]["checks"][code]["question"], language)


def description_of(run: Run, code: str, language: Language) -> str:
    """Return what a check compares and what it cannot say."""
    return selection.words(run.manifest["fairness"]["checks"][code]["description"], language)


def outcome_name(run: Run, code: str, language: Language) -> str:
    """Return the name of what was compared: a node, an indicator, a class, the top, or a table of ratings."""
    if code == TOP:
        return language.text("among the top {share}", share=language.percent(run.manifest["robustness"]["top"]))
    if JOINED in code:
        return " / ".join(outcome_name(run, each, language) for each in code.split(JOINED))
    if code in run.class_labels:
        return selection.words(run.class_labels[code], language)
    if code in run.manifest["fairness"]["ratings"]:
        return selection.words(run.manifest["fairness"]["ratings"][code], language)
    return selection.title_of(run, code, language) if code in run.leaves or code in run.nodes else code


def grouping_name(run: Run, grouping: str, language: Language) -> str:
    """Return the name of a grouping: as the parameters file calls its columns, else the columns themselves."""
    names = run.manifest.get("group_names", {})
    return CROSSED.join(
        selection.words(names[column], language) if column in names else column for column in grouping.split(CROSSED)
    )


def group_name(run: Run, grouping: str, group: str) -> str:
    """Return the name of a group: of a unit where the cycle knows one, else the code as the table has it."""
    if CROSSED in grouping:
        parts = zip(grouping.split(CROSSED), group.split(CROSSED), strict=True)
        return CROSSED.join(group_name(run, *part) for part in parts)
    if run.people is not None and grouping == run.manifest["fairness"]["unit"]:
        names = run.people.units.set_index("unit")["label"].dropna()
        return str(names.get(group, group))
    return group


def verdict_text(row: pd.Series, language: Language) -> str:
    """Return the verdict of a finding, with its reason; a dash for what is only stated."""
    word = "–" if row["verdict"] == STATED else language.text(VERDICTS[row["verdict"]])
    return f"{word}: {language.text(row['reason'])}" if row["reason"] else word


def interval_text(row: pd.Series, language: Language, decimals: int = 1) -> str:
    """Return the interval of a finding in words; a dash where there is none."""
    if pd.isna(row["low"]) or pd.isna(row["high"]):
        return "–"
    ends = (language.number(row[end], decimals).replace("-", "−") for end in ("low", "high"))
    return language.text("{low} to {high}", low=next(ends), high=next(ends))


def findings_table(run: Run, findings: pd.DataFrame, language: Language, *, name: str) -> str:
    """Return findings as a table, in the words of a report."""
    rows = pd.DataFrame(
        [
            {
                "what": ", ".join(
                    filter(
                        None,
                        (outcome_name(run, row["outcome"], language), grouping_name(run, row["grouping"], language)),
                    )
                ),
                "group": group_name(run, row["grouping"], row["group"]),
                "measure": language.text(row["measure"]),
                "size": language.number(float("nan") if pd.isna(row["size"]) else int(row["size"]), 0),
                "value": language.number(row["value"], 2).replace("-", "−"),
                "interval": interval_text(row, language, 2),
                "verdict": verdict_text(row, language),
            }
            for _, row in findings.head(MOST_ROWS).iterrows()
        ]
    )
    headings = {
        "group": language.text("Group"),
        "what": language.text("Compared"),
        "measure": language.text("Measure"),
        "size": language.text("Count"),
        "value": language.text("Value"),
        "interval": language.text("Interval (95 %)"),
        "verdict": language.text("Assessment"),
    }
    return tables.table(rows, name=name, headings=headings, words={"what", "measure", "verdict"})
