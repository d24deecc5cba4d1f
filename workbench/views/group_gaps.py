"""The gaps of one grouping in one outcome: all pooled beside people compared inside their own units."""

from __future__ import annotations

import pandas as pd

from workbench.builtin_checks.disparity import POINTS, RATES
from workbench.fairness.comparison import COMPARED
from workbench.locale import Language
from workbench.model.fairness import FOUND
from workbench.model.run import Run
from workbench.views import charts, selection, tables
from workbench.views.blocks import Block, paragraph
from workbench.views.fairness_words import group_name, grouping_name, outcome_name

CHECK = "disparity"
MOST_GROUPS = 16
"""Groups shown of one grouping: those that lie furthest from the others."""


def outcomes_of(run: Run) -> list[str]:
    """Return the codes of what groups are compared by: the score first, its dimensions, then classes and the top."""
    found = run.fairness[CHECK].tables
    codes = [str(code) for table in (found["means"], found["rates"]) for code in table["outcome"].unique()]
    return [run.root, *(code for code in codes if code != run.root)]


def group_gaps(run: Run, grouping: str, outcome: str, language: Language) -> Block:
    """Return how far each group lies from those it is compared with, pooled and inside units, with intervals."""
    rows = _rows(run, grouping, outcome)
    name = outcome_name(run, outcome, language)
    question = language.text(
        "How far apart are the groups of {grouping}: {outcome}?",
        grouping=grouping_name(run, grouping, language),
        outcome=name,
    )
    if rows.empty:
        return Block(question, language.text("There are no groups to compare."))
    shown = rows.loc[rows["gap"].abs().sort_values(ascending=False, kind="stable").index[:MOST_GROUPS]]
    shown = shown.sort_values("gap", kind="stable")
    parts = [_chart(run, shown, outcome, language), _table(run, shown, language), paragraph(_note(language), "note")]
    if hidden := len(rows) - len(shown):
        more = language.text("{count} groups that lie nearer are left out.", count=language.number(hidden, 0))
        parts.append(paragraph(more, "note"))
    return Block(question, _finding(run, rows, language), tuple(parts))


def _rows(run: Run, grouping: str, outcome: str) -> pd.DataFrame:
    """Return one row a group with ``gap, low, high`` and the same inside units: points, or hundredths of a share."""
    tables_found, findings = run.fairness[CHECK].tables, run.fairness[CHECK].findings
    of_means = outcome in run.nodes
    table = tables_found["means" if of_means else "rates"]
    rows = table[(table["grouping"] == grouping) & (table["outcome"] == outcome)]
    ends = ("difference", "low", "high") if of_means else ("difference", "difference_low", "difference_high")
    scale = 1.0 if of_means else 100.0
    gaps = pd.DataFrame(
        {
            name: scale * rows[column].astype(float)
            for name, column in zip(
                ("gap", "gap_low", "gap_high", "within", "within_low", "within_high"),
                (*ends, "within", "within_low", "within_high"),
                strict=True,
            )
        }
    )
    measure = POINTS if of_means else RATES
    judged = findings[(findings["measure"] == measure) & (findings["verdict"] == FOUND)]
    here = judged[(judged["outcome"] == outcome) & (judged["grouping"] == grouping)]
    found = rows["group"].isin(here["group"])
    return rows[["grouping", "group", "size", "status", "within_status", "disagree"]].assign(**gaps, found=found)


def _finding(run: Run, rows: pd.DataFrame, language: Language) -> str:
    found = rows[rows["found"]].sort_values("gap", kind="stable")
    compared = int((rows["status"] == COMPARED).sum())
    if found.empty:
        return language.text(
            "In none of the {compared} groups assessed is the difference more than chance would explain.",
            compared=compared,
        )
    turned = rows[rows["disagree"].astype(bool)]
    furthest = found.loc[found["gap"].abs().idxmax()]
    said = language.text(
        "{count} of the {compared} groups assessed differ from the others by more than chance would explain, {name} "
        "most: {gap} ({low} to {high}).",
        count=len(found),
        compared=compared,
        name=group_name(run, furthest["grouping"], furthest["group"]),
        gap=selection.signed_text(furthest["gap"], language),
        low=selection.signed_text(furthest["gap_low"], language),
        high=selection.signed_text(furthest["gap_high"], language),
    )
    if turned.empty:
        return said
    names = [group_name(run, row["grouping"], row["group"]) for _, row in turned.iterrows()]
    more = language.text("Inside units the gap turns round for: {names}.", names=selection.listed(names, language))
    return f"{said} {more}"


def _chart(run: Run, shown: pd.DataFrame, outcome: str, language: Language) -> str:
    rows = pd.DataFrame(
        {
            "label": [group_name(run, row["grouping"], row["group"]) for _, row in shown.iterrows()],
            "value": shown["gap"].to_numpy(),
            "low": shown["gap_low"].to_numpy(),
            "high": shown["gap_high"].to_numpy(),
            "seen": shown["within"].to_numpy(),
            "focus": shown["found"].to_numpy(bool),
            "size": [language.number(int(size), 0) for size in shown["size"]],
        }
    )
    inside = rows["seen"].notna().any()
    axis = language.text("Points above or below those compared with")
    if outcome not in run.nodes:
        axis = language.text("Percentage points above or below those compared with")
    names = (language.text("inside units"), language.text("all pooled")) if inside else None
    picture = charts.dots(
        rows if inside else rows.drop(columns="seen"),
        axis=axis,
        columns={"size": language.text("People")},
        language=language,
        lines=[(0.0, language.text("no gap"))],
        names=names,
    )
    return charts.Chart(picture, _finding(run, shown, language)).html()


def _table(run: Run, shown: pd.DataFrame, language: Language) -> str:
    inside = shown["within"].notna().any()
    rows = pd.DataFrame(
        [
            {
                "group": group_name(run, row["grouping"], row["group"]),
                "size": language.number(int(row["size"]), 0),
                **_told(row, "gap", language),
                **(_told(row, "within", language) if inside else {}),
            }
            for _, row in shown.iterrows()
        ]
    )
    headings = {
        "group": language.text("Group"),
        "size": language.text("People"),
        "gap": language.text("All pooled"),
        "gap_interval": language.text("Interval (95 %)"),
        "within": language.text("Inside units"),
        "within_interval": language.text("Interval (95 %)"),
    }
    shown_headings = {name: text for name, text in headings.items() if name in rows}
    return tables.table(rows, name="panel-gaps", headings=shown_headings)


def _told(row: pd.Series, name: str, language: Language) -> dict[str, str]:
    if pd.isna(row[name]):
        few = name == "gap" and row["status"] != COMPARED
        return {name: language.text("too few") if few else "–", f"{name}_interval": "–"}
    low, high = (row[f"{name}_{end}"] for end in ("low", "high"))
    interval = "–"
    if not (pd.isna(low) or pd.isna(high)):
        ends = (selection.signed_text(each, language) for each in (low, high))
        interval = language.text("{low} to {high}", low=next(ends), high=next(ends))
    return {name: selection.signed_text(row[name], language), f"{name}_interval": interval}


def _note(language: Language) -> str:
    return language.text(
        "Bold: more than chance would explain, read together with all other comparisons of the audit. Inside units: "
        "people are compared with others of their own unit only. A gap does not say why."
    )
