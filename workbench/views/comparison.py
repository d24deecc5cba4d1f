"""What changed between two cycles or scenarios, and why: the page, and the same in plain text for the terminal."""

from __future__ import annotations

import pandas as pd

from workbench.analysis.score_change import FACTORS, ScoreChange
from workbench.locale import Language
from workbench.views import charts, selection, tables
from workbench.views.blocks import Block, folded, paragraph, subheading


def compared(change: ScoreChange, language: Language) -> Block:
    """Return the change of every score with the effects it is made of, what each indicator did, and who is left out."""
    titles = _titles(change, language)
    question = language.text("What changed from {before} to {after}, and why?", **titles)
    shown, hidden = selection.ends_of(_order(change))
    parts = (
        *(_effects_parts(change, shown, hidden, language) if len(shown) else ()),
        *_indicator_parts(change, language),
        *_absent_parts(change, language),
        *(paragraph(text, "note") for text in _meanings(language)),
    )
    return Block(question, _finding(change, language), parts, "comparison")


def compared_in_text(change: ScoreChange, language: Language) -> str:
    """Return title, finding and table for a terminal."""
    titles = _titles(change, language)
    lines = [language.text("What changed from {before} to {after}, and why?", **titles), _finding(change, language)]
    shown, hidden = selection.ends_of(_order(change))
    if len(shown):
        rows, headings = _rows(change, change.scores.loc[shown], language), _headings(language)
        cells = rows[list(headings)].rename(columns=headings)
        width = int(cells.iloc[:, 0].str.len().max())
        cells.isetitem(0, cells.iloc[:, 0].str.ljust(width))
        lines += ["", cells.to_string(index=False)]
    if hidden:
        lines.append(_left_out(hidden, language))
    lines += [_absence_sentence(row, change, language) for row in change.absent.head(selection.MOST_ROWS).itertuples()]
    return "\n".join(lines)


def _titles(change: ScoreChange, language: Language) -> dict[str, str]:
    sides = {"before": change.before, "after": change.after}
    return {name: title.in_language(language.code) for name, title in sides.items()}


def _order(change: ScoreChange) -> pd.Index:
    """Return the subjects, those that gained most first."""
    return (change.scores["after"] - change.scores["before"]).sort_values(ascending=False, kind="stable").index


def _finding(change: ScoreChange, language: Language) -> str:
    split = change.scores.dropna()
    if split.empty:
        return language.text("No subject has a score in both that can be split.")
    mean = split[list(FACTORS)].mean()
    return language.text(
        "{count} subjects have a score in both. On average it changed by {total} points: {data} through their data, "
        "{weights} through the weights, {method} through the method, {membership} through who else is scored.",
        count=language.number(len(split), 0),
        total=selection.signed_text(float(mean.sum()), language),
        **{factor: selection.signed_text(float(mean[factor]), language) for factor in FACTORS},
    )


def _effect_names(language: Language) -> dict[str, str]:
    return {
        "data": language.text("Data"),
        "weights": language.text("Weights"),
        "method": language.text("Method"),
        "membership": language.text("Who else is scored"),
    }


def _effects_parts(change: ScoreChange, shown: pd.Index, hidden: int, language: Language) -> tuple[str, ...]:
    title = language.text("Which effects moved each score?")
    scores = _rows(change, change.scores.loc[shown], language)
    ranks = _rows(change, change.ranks.loc[shown], language, decimals=0)
    left_out = paragraph(_left_out(hidden, language), "note") if hidden else ""
    return (
        subheading(title),
        charts.Chart(_chart(change, shown, language), f"{title} {_finding(change, language)}").html(),
        tables.table(scores, name="effects", headings=_headings(language)),
        left_out,
        folded(
            language.text("The same for places (1 is best; a negative number is a place gained)"),
            tables.table(ranks, name="rank-effects", headings=_headings(language)),
        ),
    )


def _chart(change: ScoreChange, shown: pd.Index, language: Language) -> str:
    names = _effect_names(language)
    effects = change.scores.loc[shown, list(names)].fillna(0.0).rename(columns=names)
    rows = effects.assign(
        label=[change.subjects[subject] for subject in shown],
        focus=False,
        change=_signed(change.scores.loc[shown, "after"] - change.scores.loc[shown, "before"], language),
    )
    columns = {"change": language.text("Change")}
    return charts.stacked_bars(
        rows, list(names.values()), axis=language.text("Points"), columns=columns, language=language
    )


def _headings(language: Language) -> dict[str, str]:
    return {
        "name": language.text("Name"),
        "before": language.text("Before"),
        "after": language.text("After"),
        "change": language.text("Change"),
        **_effect_names(language),
    }


def _rows(change: ScoreChange, effects: pd.DataFrame, language: Language, *, decimals: int = 1) -> pd.DataFrame:
    """Return one line of text a subject, for scores or for ranks."""
    columns = {
        column: [language.number(value, decimals) for value in effects[column]] for column in ("before", "after")
    }
    moved = effects.assign(change=effects["after"] - effects["before"])
    return pd.DataFrame(
        {
            "name": [change.subjects[subject] for subject in effects.index],
            **columns,
            **{column: _signed(moved[column], language) for column in ("change", *FACTORS)},
        }
    )


def _signed(values: pd.Series, language: Language) -> list[str]:
    return ["–" if pd.isna(value) else selection.signed_text(round(value, 9), language) for value in values]


def _left_out(hidden: int, language: Language) -> str:
    return language.text(
        "Shown are the {ends} that gained most and the {ends} that gained least; {count} in between are left out.",
        ends=selection.ENDS,
        count=language.number(hidden, 0),
    )


def _indicator_parts(change: ScoreChange, language: Language) -> tuple[str, ...]:
    mean = change.contributions.mean()
    rows = pd.DataFrame(
        [
            {
                "name": label.in_language(language.code),
                "before": language.percent(change.weights.at[code, "before"], 1),
                "after": language.percent(change.weights.at[code, "after"], 1),
                "change": _signed(pd.Series([mean[code]]), language)[0],
            }
            for code, label in change.indicators.items()
        ]
    )
    headings = {
        "name": language.text("Indicator"),
        "before": language.text("Weight before"),
        "after": language.text("Weight after"),
        "change": language.text("Adds to the score: mean change"),
    }
    title = language.text("Which indicators moved the scores?")
    return subheading(title), tables.table(rows, name="indicator-changes", headings=headings)


def _absent_parts(change: ScoreChange, language: Language) -> tuple[str, ...]:
    if change.absent.empty:
        return ()
    rows = pd.DataFrame(
        [
            {
                "name": change.subjects[row.subject],
                "side": _side_text(row.side, change, language),
                "reason": language.text(row.reason),
            }
            for row in change.absent.head(selection.MOST_ROWS).itertuples()
        ]
    )
    headings = {
        "name": language.text("Name"),
        "side": language.text("Where"),
        "reason": language.text("Why"),
    }
    title = language.text("Who is not compared, and why?")
    return subheading(title), tables.table(rows, name="not-compared", headings=headings, words={"side", "reason"})


def _side_text(side: str, change: ScoreChange, language: Language) -> str:
    return language.text("both") if side == "both" else _titles(change, language)[side]


def _absence_sentence(row: object, change: ScoreChange, language: Language) -> str:
    subject, side, reason = (getattr(row, name) for name in ("subject", "side", "reason"))
    return f"{change.subjects[subject]}: {_side_text(side, change, language)}: {language.text(reason)}"


def _meanings(language: Language) -> tuple[str, ...]:
    return (
        language.text(
            "Data: what was measured of the subject and of the others in both. Weights: of what stands in both. "
            "Method: the indicators themselves, goalposts and normalisation, filling, outliers, aggregation. Who else "
            "is scored: subjects that came or went move ranks, and scores where a method compares subjects."
        ),
        language.text(
            "Everything was scored again under every mixture of the two. An effect is the change its switch makes, "
            "averaged over all orders of switching (Shapley value), so the four add up exactly and no order is "
            "preferred."
        ),
    )
