"""What taking out the severity of raters would change: raters, and the people they rated, before and after."""

from __future__ import annotations

import pandas as pd

from workbench.fairness.calibration_options import SEVERITY
from workbench.fairness.severity_adjustment import ADJUSTED, CAPPED
from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import charts, selection, tables
from workbench.views.blocks import Block, folded, paragraph

CHECK = "calibration"
MOST_PEOPLE = 15
MOST_RATERS = 30
_NAMED = 8
UNSEEN = 0.005
"""Points of a mean rating that two decimals do not show."""


def people_adjusted(run: Run, outcome: str) -> pd.DataFrame:
    """Return ``subject, ratings, raw, adjusted, change, moved`` for one table of judgements, who changes most first."""
    table = _table_of(run, "ratings", outcome)
    return table.loc[table["change"].abs().sort_values(ascending=False, kind="stable").index] if len(table) else table


def linkage(run: Run, outcome: str, language: Language) -> Block:
    """Return which raters are linked by people they have both rated: only inside such a group can they be compared."""
    found = run.fairness["raters"].tables
    components = found["components"].query("outcome == @outcome")
    raters = found["raters"].query("outcome == @outcome")
    question = language.text("Which raters can be compared with one another?")
    linked = components[components["raters"] > 1]
    finding = language.text(
        "{groups} groups of raters are linked by people whom several of them rated; {alone} raters are linked with "
        "nobody. Raters of different groups are never compared.",
        groups=language.number(len(linked), 0),
        alone=language.number(int((components["raters"] == 1).sum()), 0),
    )
    ordered = components.sort_values("raters", ascending=False, kind="stable").head(MOST_RATERS)
    rows = pd.DataFrame(
        [
            {
                "group": language.number(place, 0),
                "raters": language.number(int(row["raters"]), 0),
                "subjects": language.number(int(row["subjects"]), 0),
                "shared": language.number(int(row["shared"]), 0),
                "ratings": language.number(int(row["ratings"]), 0),
                "names": _some(raters[raters["component"] == row["component"]]["rater"]),
            }
            for place, (_, row) in enumerate(ordered.iterrows(), start=1)
        ]
    )
    headings = {
        "group": language.text("Linked group"),
        "raters": language.text("Raters"),
        "subjects": language.text("People rated"),
        "shared": language.text("Rated by several"),
        "ratings": language.text("Ratings"),
        "names": language.text("Who"),
    }
    return Block(question, finding, (tables.table(rows, name="panel-linkage", headings=headings, words={"names"}),))


def adjustment(run: Run, outcome: str, language: Language) -> Block:
    """Return the ratings with the severity of their raters taken out, shrunken and capped, beside those given."""
    question = language.text("What would taking out the severity change?")
    people, raters = people_adjusted(run, outcome), _table_of(run, "raters", outcome)
    if people.empty:
        return Block(question, language.text("With these ratings no adjustment can be worked out."))
    changed = people[people["change"].abs() > UNSEEN]
    finding = language.text(
        "The mean rating of {changed} of {all} people would change, by {mean} points on average and {largest} at most "
        "(of 100). {capped} raters stop at the largest adjustment allowed. Nothing has been applied.",
        changed=language.number(len(changed), 0),
        all=language.number(len(people), 0),
        mean=language.number(people["change"].abs().mean(), 2),
        largest=language.number(people["change"].abs().max(), 2),
        capped=language.number(int((raters["reason"] == str(CAPPED)).sum()), 0),
    )
    note = language.text(
        "Severities are shrunken towards the mean of the linked group: of few ratings little is believed. Raters with "
        "too few ratings, and those linked with nobody, move nobody."
    )
    parts = (
        _chart(run, people.head(MOST_PEOPLE), language),
        paragraph(note, "note"),
        folded(language.text("Adjustment by rater"), _raters_table(raters, language)),
    )
    return Block(question, finding, parts)


def _table_of(run: Run, name: str, outcome: str) -> pd.DataFrame:
    if CHECK not in run.fairness:
        return pd.DataFrame()
    table = run.fairness[CHECK].tables[name]
    return table[table["option"] == f"{SEVERITY}_{outcome}"]


def _some(names: pd.Series) -> str:
    shown = ", ".join(names.head(_NAMED))
    return shown if len(names) <= _NAMED else f"{shown} …"


def _chart(run: Run, people: pd.DataFrame, language: Language) -> str:
    rows = pd.DataFrame(
        {
            "label": [selection.name_of(run, subject) for subject in people["subject"]],
            "focus": False,
            "value": people["adjusted"].to_numpy(float),
            "seen": people["raw"].to_numpy(float),
            "low": people[["raw", "adjusted"]].min(axis=1).to_numpy(float),
            "high": people[["raw", "adjusted"]].max(axis=1).to_numpy(float),
            "raw": [language.number(each, 1) for each in people["raw"]],
            "now": [language.number(each, 1) for each in people["adjusted"]],
            "change": [selection.signed_text(each, language) for each in people["change"]],
        }
    )
    columns = {
        "raw": language.text("As given"),
        "now": language.text("Adjusted"),
        "change": language.text("Change"),
    }
    said = language.text("The {count} people whose mean rating would change most", count=len(people))
    picture = charts.dots(
        rows,
        axis=language.text("Mean rating (0–100)"),
        columns=columns,
        language=language,
        names=(language.text("as given"), language.text("without the severity of the raters")),
    )
    return charts.Chart(picture, said, said).html()


def _raters_table(raters: pd.DataFrame, language: Language) -> str:
    ordered = raters.loc[raters["shift"].abs().sort_values(ascending=False, kind="stable").index].head(MOST_RATERS)
    rows = pd.DataFrame(
        [
            {
                "rater": row["rater"],
                "ratings": language.number(int(row["ratings"]), 0),
                "severity": language.number(row["severity"], 2).replace("-", "−"),
                "shift": selection.signed_text(row["shift"], language),
                "reason": "–" if row["reason"] == str(ADJUSTED) else language.text(row["reason"]),
            }
            for _, row in ordered.iterrows()
        ]
    )
    headings = {
        "rater": language.text("Rater"),
        "ratings": language.text("Ratings"),
        "severity": language.text("Points stricter"),
        "shift": language.text("Shift of every rating"),
        "reason": language.text("Why not more"),
    }
    return tables.table(rows, name="panel-raters", headings=headings, words={"reason"})
