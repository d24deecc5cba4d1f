"""Which groups of the check of gaps a page shows, and what they are called."""

from __future__ import annotations

import pandas as pd

from workbench.locale import Language
from workbench.model.fairness import FOUND
from workbench.model.run import Run
from workbench.views.fairness_words import group_name, grouping_name

CHECK = "disparity"
MOST_GROUPS = 12
"""Groups shown of one grouping: those that are furthest from the others."""


def judged(table: pd.DataFrame, findings: pd.DataFrame, *measures: str, name: str = "found") -> pd.DataFrame:
    """Return `table` with a column: whether the finding about each row is more than chance would explain."""
    keys = ["outcome", "grouping", "group"]
    found = findings[findings["measure"].isin(measures)].set_index(keys)["verdict"] == FOUND
    rows = pd.MultiIndex.from_frame(table[keys]) if len(table) else []
    return table.assign(**{name: found.reindex(rows, fill_value=False).to_numpy(bool)})


def furthest(table: pd.DataFrame, value: str) -> pd.DataFrame:
    """Return the groups of each grouping that are furthest apart, the lowest first, those too few last."""
    if table.empty:
        return table
    away = table.assign(away=table[value].abs()).sort_values("away", ascending=False, kind="stable")
    shown = away.groupby("grouping", sort=False).head(MOST_GROUPS).drop(columns="away")
    in_order = shown["grouping"].map({name: place for place, name in enumerate(table["grouping"].unique())})
    return shown.assign(place=in_order).sort_values(["place", value], kind="stable").drop(columns="place")


def left_out_note(table: pd.DataFrame, language: Language) -> str:
    """Return how many groups are not shown; empty when all are."""
    hidden = int((table.groupby("grouping", sort=False).size() - MOST_GROUPS).clip(lower=0).sum())
    if not hidden:
        return ""
    return language.text(
        "Of each grouping the {most} groups that lie furthest apart are shown; {hidden} more are in fairness.csv.",
        most=MOST_GROUPS,
        hidden=language.number(hidden, 0),
    )


def named(run: Run, row: pd.Series, language: Language) -> str:
    """Return a group with its grouping: ``P (jk)``."""
    grouping = grouping_name(run, row["grouping"], language)
    return f"{group_name(run, row['grouping'], row['group'])} ({grouping})"
