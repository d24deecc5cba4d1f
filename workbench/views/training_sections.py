"""What a workshop looks at: a score worked out by hand, cases that a group rates, a number taken apart, a deadline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from workbench.fairness.disclosure_tables import ALL, HIDDEN, PublishedTables
from workbench.locale import Language
from workbench.model.labels import Label
from workbench.views import charts, selection, tables
from workbench.views.blocks import Block, folded, heading, paragraph
from workbench.views.lesson_words import PracticeIndicator


def score_by_hand(
    marks: pd.DataFrame,
    indicators: Mapping[str, PracticeIndicator],
    language: Language,
    *,
    start: pd.DataFrame | None = None,
) -> Block:
    """Return a score with every step from value to sum.

    Parameters
    ----------
    marks : DataFrame
        Indexed by indicator: ``value, mark`` (0-100), ``weight`` (per cent) and ``contribution`` to the score.
    indicators : mapping
        What is measured, by code.
    language : Language
        Of the words and numbers.
    start : DataFrame, optional
        The marks before anything was moved, to stay in view.
    """
    score = language.number(float(marks["contribution"].sum()), 1)
    rows = [_step(row, indicators[str(code)], language) for code, row in marks.iterrows()]
    headings = {
        "name": language.text("Indicator"),
        "value": language.text("Measured"),
        "formula": language.text("On the scale from 0 to 100"),
        "mark": language.text("Mark"),
        "weight": language.text("Weight"),
        "contribution": language.text("Weight × mark"),
    }
    sum_of = " + ".join(row["contribution"] for row in rows)
    finding = language.text("Score: {sum} = {score}", sum=sum_of, score=score)
    bars = {language.text("Score"): marks} if start is None else {language.text("Now"): marks}
    if start is not None:
        bars[language.text("At the start")] = start
    picture = _bars({label: each["contribution"].to_list() for label, each in bars.items()}, rows, language)
    table = tables.table(pd.DataFrame(rows), name="by-hand", headings=headings, words={"formula"})
    return Block("", finding, (charts.Chart(picture, finding).html(), table))


def _bars(contributions: Mapping[str, list[float]], rows: Sequence[Mapping[str, str]], language: Language) -> str:
    """Return the SVG of each score as one bar of its contributions."""
    names = [row["name"] for row in rows]
    parts = pd.DataFrame(list(contributions.values()), columns=names).assign(label=list(contributions), focus=False)
    return charts.stacked_bars(parts, names, axis=language.text("Points"), columns={}, language=language)


def _step(row: pd.Series, indicator: PracticeIndicator, language: Language) -> dict[str, str]:
    code = language.code
    value, worst, best = (_short(each, language) for each in (row["value"], indicator.worst, indicator.best))
    first, second = (value, worst) if indicator.best > indicator.worst else (worst, value)
    top, bottom = (best, worst) if indicator.best > indicator.worst else (worst, best)
    return {
        "name": indicator.label.in_language(code),
        "value": f"{value} {indicator.measured_in.in_language(code)}",
        "formula": f"({first} − {second}) / ({top} − {bottom}) × 100",
        "mark": language.number(float(row["mark"]), 1),
        "weight": language.percent(float(row["weight"]) / 100, 1),
        "contribution": language.number(float(row["contribution"]), 1),
    }


def _short(number: float, language: Language) -> str:
    return language.number(number, 0 if float(number).is_integer() else 1)


def rated_together(raters: pd.DataFrame, people: pd.DataFrame, language: Language) -> Block:
    """Return how much stricter each member of a group is than the group, and how far they lie apart about each case.

    Parameters
    ----------
    raters : DataFrame
        Indexed by the rater's name: ``mean`` of what was given, ``severity, low, high``.
    people : DataFrame
        Indexed by the case's name: lowest, mean and highest rating (``low, mean, high``).
    language : Language
        Of the words and numbers.
    """
    order = raters.sort_values("severity", ascending=False)
    rows = pd.DataFrame(
        {
            "label": order.index.astype(str),
            "value": order["severity"].to_numpy(),
            "low": order["low"].to_numpy(),
            "high": order["high"].to_numpy(),
            "focus": False,
            "given": [language.number(each, 1) for each in order["mean"]],
            "severity": [selection.signed_text(each, language) for each in order["severity"]],
            "range": [_interval(low, high, language) for low, high in order[["low", "high"]].to_numpy()],
        }
    )
    columns = {
        "given": language.text("Mean given"),
        "severity": language.text("Stricter by"),
        "range": language.text("{share} interval", share=language.percent(0.95)),
    }
    picture = charts.dots(
        rows,
        axis=language.text("Points stricter than this group"),
        columns=columns,
        language=language,
        lines=[(0.0, language.text("this group"))],
    )
    title = language.text("Right of the line: stricter than the others; left of it: more lenient.")
    return Block(
        "",
        _apart(order, people, language),
        (
            charts.Chart(picture, title, title).html(),
            folded(language.text("Case by case"), _case_table(people, language)),
        ),
    )


def _apart(order: pd.DataFrame, people: pd.DataFrame, language: Language) -> str:
    clear = int(((order["low"] > 0) | (order["high"] < 0)).sum())
    widest = (people["high"] - people["low"]).idxmax()
    return language.text(
        "The same people, and yet {points} points between the strictest and the most lenient of you; for {clear} of "
        "{all} raters that is more than chance would explain. You agree least about {name}: from {low} to {high}.",
        points=language.number(float(order["severity"].max() - order["severity"].min()), 1),
        clear=clear,
        all=len(order),
        name=widest,
        low=language.number(float(people.at[widest, "low"]), 0),
        high=language.number(float(people.at[widest, "high"]), 0),
    )


def _case_table(people: pd.DataFrame, language: Language) -> str:
    rows = pd.DataFrame(
        {
            "name": people.index.astype(str),
            **{column: [language.number(each, 0) for each in people[column]] for column in ("low", "mean", "high")},
        }
    )
    headings = {
        "name": language.text("Case"),
        "low": language.text("Lowest"),
        "mean": language.text("Mean"),
        "high": language.text("Highest"),
    }
    return tables.table(rows, name="cases", headings=headings)


def _interval(low: float, high: float, language: Language) -> str:
    ends = [selection.signed_text(end, language) for end in (low, high)]
    return language.text("{low} to {high}", low=ends[0], high=ends[1])


def number_taken_apart(parts: Sequence[tuple[str, Label, Label]], language: Language) -> Block:
    """Return what an identification number tells: its digits, what they stand for, and what they say here."""
    code = language.code
    rows = pd.DataFrame(
        [
            {"digits": digits, "stands_for": name.in_language(code), "says": told.in_language(code)}
            for digits, name, told in parts
        ]
    )
    headings = {
        "digits": language.text("Digits"),
        "stands_for": language.text("What they are"),
        "says": language.text("What they tell here"),
    }
    finding = language.text(
        "{number} is not a name, and tells who it is all the same.", number=" ".join(rows["digits"])
    )
    return Block("", finding, (tables.table(rows, name="number", headings=headings, words={"stands_for", "says"}),))


def deadlines(received: date, submission: date, decision: date, *, days: tuple[int, int], language: Language) -> Block:
    """Return until when an objection may be lodged, and when it is decided if it is lodged on the last day."""
    finding = language.text(
        "Received on {received}: an objection is in time until {submission}.",
        received=language.date(received),
        submission=language.date(submission),
    )
    how = language.text(
        "{days} working days, counted from the day after; weekends, public holidays and joint leave are left out: "
        "{calendar} days on the calendar.",
        days=days[0],
        calendar=(submission - received).days,
    )
    then = language.text(
        "If it is lodged on that day, it is decided by {decision} ({days} working days).",
        decision=language.date(decision),
        days=days[1],
    )
    return Block("", finding, (paragraph(how), paragraph(then)))


def hidden_cells(
    naive: tuple[PublishedTables, pd.DataFrame],
    safe: tuple[PublishedTables, pd.DataFrame],
    classes: Sequence[Label],
    language: Language,
) -> Block:
    """Return a table of offices and classes, hidden naively and safely, with what an attack found in each.

    Parameters
    ----------
    naive, safe : pair of PublishedTables and DataFrame
        Crossed by ``office`` and ``class`` (its place in `classes`), and what
        `workbench.fairness.disclosure_attack.attack` found.
    classes : sequence of Label
        Names of the classes.
    language : Language
        Of the words and numbers.
    """
    (crossed_out, solved), (protected, ranges) = naive, safe
    given_away = language.text(
        "{solved} of {hidden} hidden numbers can be worked out by subtraction.",
        solved=int(solved["solved"].sum()),
        hidden=len(solved),
    )
    kept = language.text(
        "Nothing can be worked out: each hidden number could be any of {fewest} values or more.",
        fewest=int((ranges["high"] - ranges["low"]).min()) + 1,
    )
    parts = (
        heading(language.text("Hidden: only what is smaller than {smallest}", smallest=crossed_out.smallest), 4),
        _counts_table(crossed_out, classes, language, name="naive"),
        paragraph(given_away),
        heading(language.text("Hidden: also what would give it away"), 4),
        _counts_table(protected, classes, language, name="safe"),
        paragraph(kept),
    )
    return Block("", language.text("Whoever can subtract reads what was only crossed out."), parts)


def _counts_table(published: PublishedTables, classes: Sequence[Label], language: Language, *, name: str) -> str:
    total = language.text("Total")
    columns = {str(place): each.in_language(language.code) for place, each in enumerate(classes)} | {ALL: total}
    texts = [
        language.text("hidden") if status == HIDDEN else language.number(float(count), 0)
        for status, count in published.cells[["status", "count"]].to_numpy(object)
    ]
    wide = published.cells.assign(text=texts).pivot_table("text", index="office", columns="class", aggfunc="first")
    offices = [each for each in wide.index if each != ALL]
    rows = wide.loc[[*offices, ALL], list(columns)].rename(index={ALL: total}, columns=columns)
    headings = {"name": language.text("Office"), **{column: column for column in rows}}
    return tables.table(rows.rename_axis("name").reset_index(), name=name, headings=headings)
