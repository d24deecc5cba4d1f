"""Whether raters agree, and what a rating is worth: in figures, and in the number of raters it would take."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.locale import Language
from workbench.model.fairness import STATED, TOO_FEW
from workbench.model.run import Run
from workbench.views import charts, tables
from workbench.views.blocks import Block, callout, paragraph, subheading
from workbench.views.fairness_words import description_of, outcome_name, question_of

CHECK = "agreement"
RELIABLE, TENTATIVE = 0.8, 0.667
"""Reliabilities that Krippendorff (2004) asks for: for decisions, and for tentative conclusions."""


def agreement(run: Run, language: Language) -> Block:
    """Return what one rating, and the mean of a person's ratings, are worth, table by table."""
    found = run.fairness[CHECK]
    rows = found.tables["coefficients"]
    verdicts = found.findings.groupby("outcome", sort=False)[["verdict", "reason"]].first()
    told = [code for code in verdicts.index if verdicts.at[code, "verdict"] == STATED]
    lines = [_unanswered(run, code, verdicts.loc[code], language) for code in verdicts.index if code not in told]
    parts = [part for code in told for part in _parts(run, code, rows[rows["outcome"] == code], language)]
    finding = (
        " ".join(_sentence(run, code, _together(rows, code), language) for code in told)
        if told
        else language.text("Whether the raters agree cannot be said.")
    )
    limits = callout(language.text("What cannot be said"), lines)
    return Block(
        question_of(run, CHECK, language),
        finding,
        (paragraph(description_of(run, CHECK, language)), *parts, limits),
        CHECK,
    )


def _together(rows: pd.DataFrame, code: str) -> pd.Series:
    """Return the row of all items of a table."""
    return rows[(rows["outcome"] == code) & (rows["item"] == "")].iloc[0]


def _unanswered(run: Run, code: str, verdict: pd.Series, language: Language) -> str:
    reason = language.text("too few people have several raters") if verdict["verdict"] == TOO_FEW else verdict["reason"]
    return language.text(
        "{outcome}: {reason}.", outcome=outcome_name(run, code, language), reason=language.text(reason)
    )


def _parts(run: Run, code: str, rows: pd.DataFrame, language: Language) -> tuple[str, ...]:
    together = _together(rows, code)
    shares = _shares_text(together, language)
    return (
        subheading(outcome_name(run, code, language)),
        paragraph(_meaning(together, language)),
        charts.Chart(_picture(rows, language), shares, title=shares).html(),
        _table(rows, code, language),
        paragraph(_note(set(rows["coefficient"]), language), "note"),
    )


def _sentence(run: Run, code: str, row: pd.Series, language: Language) -> str:
    return language.text(
        "{ratings}: one rating has a reliability of {value} ({low} to {high}), the mean of a person's ratings (about "
        "{count}) one of {mean}.",
        ratings=outcome_name(run, code, language),
        value=language.number(row["value"], 2),
        low=language.number(row["low"], 2),
        high=language.number(row["high"], 2),
        count=language.number(row["averaged"], 0),
        mean=language.number(max(row["of_mean"], 0.0), 2),
    )


def _meaning(row: pd.Series, language: Language) -> str:
    """Return what the reliability of the mean allows, and how many raters would be enough."""
    if row["of_mean"] >= RELIABLE:
        return language.text(
            "The mean of a person's ratings tells people apart reliably enough to decide on it (0.80 or more)."
        )
    enough = (
        language.text("no number of raters would be enough")
        if pd.isna(row["needed"])
        else language.text("{count} raters a person would be enough", count=int(row["needed"]))
    )
    if row["of_mean"] >= TENTATIVE:
        return language.text(
            "The mean of a person's ratings allows tentative conclusions only; for decisions {enough}.", enough=enough
        )
    return language.text(
        "The mean of a person's ratings is too uncertain to tell people apart; for decisions {enough}.", enough=enough
    )


def _picture(rows: pd.DataFrame, language: Language) -> str:
    """Return the parts of the variance of ratings as one bar an item."""
    parts = {
        language.text("people"): "of_subjects",
        language.text("strictness of raters"): "of_raters",
        language.text("neither"): "of_rest",
    }
    bars = pd.DataFrame({name: 100 * rows[column].astype(float) for name, column in parts.items()})
    bars = bars.assign(label=_labels(rows, language), focus=rows["item"].eq("").to_numpy())
    axis = language.text("Share of the variance of ratings (%)")
    return charts.stacked_bars(bars, list(parts), axis=axis, columns={}, language=language)


def _shares_text(row: pd.Series, language: Language) -> str:
    return language.text(
        "{people} of the variance of ratings lies between people, {raters} between strict and lenient raters, {rest} "
        "in neither.",
        people=language.percent(row["of_subjects"]),
        raters=language.percent(row["of_raters"]),
        rest=language.percent(row["of_rest"]),
    )


def _table(rows: pd.DataFrame, code: str, language: Language) -> str:
    coefficients = {"alpha": language.text("Krippendorff's alpha"), "ICC(2,1)": "ICC(2,1)", "ICC(1,1)": "ICC(1,1)"}
    shown = pd.DataFrame(
        {
            "item": _labels(rows, language),
            "coefficient": rows["coefficient"].map(coefficients),
            "value": [language.number(each, 2) for each in rows["value"]],
            "interval": [
                language.text("{low} to {high}", low=language.number(low, 2), high=language.number(high, 2))
                for low, high in zip(rows["low"], rows["high"], strict=True)
            ],
            "equal": [_percent(each, language) for each in rows["equal"]],
            "near": [_percent(each, language) for each in rows["near"]],
            "several": [language.number(int(each), 0) for each in rows["several"]],
        }
    )
    headings: Mapping[str, str] = {
        "item": language.text("Item"),
        "coefficient": language.text("Coefficient"),
        "value": language.text("One rating"),
        "interval": language.text("Interval (95 %)"),
        "equal": language.text("Equal"),
        "near": language.text("One class apart at most"),
        "several": language.text("People with several raters"),
    }
    return tables.table(shown, name=f"agreement-{code}", headings=headings, words={"coefficient"})


def _labels(rows: pd.DataFrame, language: Language) -> list[str]:
    together = language.text("All items together") if len(rows) > 1 else language.text("All ratings")
    return [item or together for item in rows["item"]]


def _percent(share: float, language: Language) -> str:
    return "–" if pd.isna(share) else language.percent(share)


def _note(coefficients: set[str], language: Language) -> str:
    meaning = {
        "alpha": language.text(
            "Krippendorff's alpha for ordered classes: 1 is full agreement, 0 what chance would give. It suits "
            "ordered classes, also where not every rater judged everybody."
        ),
        "ICC(2,1)": language.text(
            "ICC(2,1): the share of the variance that belongs to people when a strict rater counts as disagreement. It "
            "suits because raters share people and the values are numbers."
        ),
        "ICC(1,1)": language.text(
            "ICC(1,1): the share of the variance that belongs to people. Every person has raters of their own, so that "
            "strictness cannot be told from the rest."
        ),
    }
    return " ".join(text for code, text in meaning.items() if code in coefficients)
