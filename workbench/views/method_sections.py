"""What other methods would have made of the same data: ranks side by side, filled values, weights and influence."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.analysis.method_grid import MethodGrid
from workbench.analysis.sensitivity import MEAN_SHIFT, WEIGHTS
from workbench.errors import message
from workbench.locale import Language
from workbench.views import charts, selection, tables
from workbench.views.blocks import Block, folded, paragraph, subheading

Names = Mapping[str, str]
"""Code of a subject, indicator or node to its name."""

_STEPS = {
    "missing": message("Missing values"),
    "treatment": message("Outliers"),
    "normalisation": message("Normalisation"),
    "aggregation": message("Aggregation"),
    WEIGHTS: message("Weights"),
}
MOST_COLUMNS = 9


def compared_methods(
    found: MethodGrid, names: Names, language: Language, *, question: str = "", weights: pd.DataFrame | None = None
) -> Block:
    """Return the ranks under other methods beside those of the policy.

    Parameters
    ----------
    found : MethodGrid
        The ranks.
    names : mapping
        Code of a subject, indicator or node to its name.
    language : Language
        Of the words and numbers.
    question : str
        The heading, where it is about something other than methods.
    weights : DataFrame, optional
        Indicators in rows, the policy and then every cell in columns: weight in the whole; shown where they differ.
    """
    labels = [" × ".join(cell) for cell in found.cells.itertuples(index=False)]
    differing = weights is not None and bool(((weights.max(axis=1) - weights.min(axis=1)) > 1e-9).any())
    parts = (
        _alternatives_table(found, labels, names, language),
        *(_weights_parts(weights, labels, names, language) if weights is not None and differing else ()),
        _ranks_chart(found, names, language),
        folded(language.text("All ranks"), _ranks_table(found, labels, names, language))
        if len(labels) <= MOST_COLUMNS
        else "",
        paragraph(
            language.text(
                "Mean shift: the mean of |rank − rank under the policy| over all who are ranked in both. Dot: the rank "
                "under the policy; band: over all alternatives."
            ),
            "note",
        ),
    )
    heading = question or language.text("What changes with another method?")
    return Block(heading, _methods_finding(found, labels, names, language), parts, "methods")


def _methods_finding(found: MethodGrid, labels: list[str], names: Names, language: Language) -> str:
    first = found.reference.index[found.reference == 1]
    keep = sum(set(ranks.index[ranks == 1]) == set(first) for _, ranks in found.ranks.items())
    most = labels[int(found.mean_shifts.to_numpy().argmax())]
    return language.text(
        "The ranks move most under “{method}”: by {shift} places on average. {first} stays first in {keep} of {all} "
        "alternatives.",
        method=most,
        shift=language.number(float(found.mean_shifts.max()), 1),
        first=selection.listed([names[str(each)] for each in first], language),
        keep=keep,
        all=len(labels),
    )


def _alternatives_table(found: MethodGrid, labels: list[str], names: Names, language: Language) -> str:
    rows = []
    for label, (cell, ranks) in zip(labels, found.ranks.items(), strict=True):
        moves = ranks.rsub(found.reference).abs()
        farthest = moves.dropna().index[moves.dropna().to_numpy().argmax()] if moves.notna().any() else None
        first = [names[str(each)] for each in ranks.index[ranks == 1]]
        rows.append(
            {
                "name": label,
                "shift": language.number(found.mean_shifts[cell], 1),
                "most": "–" if farthest is None else language.number(float(moves[farthest]), 0),
                "whose": names[str(farthest)] if farthest is not None and moves[farthest] > 0 else "–",
                "first": selection.listed(first, language) if first else "–",
                "ranked": language.number(float(ranks.notna().sum()), 0),
            }
        )
    headings = {
        "name": language.text("Instead of the policy"),
        "shift": language.text("Mean shift"),
        "most": language.text("Largest shift"),
        "whose": language.text("Whose"),
        "first": language.text("First"),
        "ranked": language.text("Ranked"),
    }
    return tables.table(pd.DataFrame(rows), name="alternatives", headings=headings, words={"whose", "first"})


def _weights_parts(weights: pd.DataFrame, labels: list[str], names: Names, language: Language) -> tuple[str, ...]:
    columns = [language.text("Policy"), *labels]
    rows = pd.DataFrame(
        [
            {"name": names[str(code)], **dict(zip(columns, [language.percent(each, 1) for each in row], strict=True))}
            for code, row in weights.iterrows()
        ]
    )
    headings = {"name": language.text("Weight in the whole"), **{column: column for column in columns}}
    return subheading(language.text("With which weights?")), tables.table(rows, name="weights", headings=headings)


def _ranks_chart(found: MethodGrid, names: Names, language: Language) -> str:
    spread = found.by_subject.assign(
        low=found.by_subject["min"].where(found.by_subject["min"] < found.reference, found.reference),
        high=found.by_subject["max"].where(found.by_subject["max"] > found.reference, found.reference),
    ).dropna(subset="reference")
    order, hidden = selection.ends_of(spread.sort_values("reference", kind="stable").index)
    shown = spread.loc[order].astype(float)
    rows = pd.DataFrame(
        {
            "label": [names[str(each)] for each in order],
            "value": shown["reference"].to_numpy(),
            "low": shown["low"].to_numpy(),
            "high": shown["high"].to_numpy(),
            "focus": False,
            "policy": [language.number(each, 0) for each in shown["reference"]],
            "range": [
                selection.range_text(low, high, language) for low, high in zip(shown["low"], shown["high"], strict=True)
            ],
        }
    )
    axis = language.text("Rank")
    columns = {"policy": language.text("Policy"), "range": language.text("All methods")}
    picture = charts.dots(rows, axis=axis, columns=columns, language=language, whole_numbers=True)
    width = (shown["high"] - shown["low"]).to_numpy()
    widest = int(width.argmax())
    title = language.text(
        "{name} depends most on the method: rank {range}. {still} of {all} keep their rank whatever the method.",
        name=rows.at[widest, "label"],
        range=rows.at[widest, "range"],
        still=int((width == 0).sum()),
        all=len(rows),
    )
    left_out = language.text("{count} in between are left out.", count=hidden) if hidden else ""
    return charts.Chart(picture, title, title, left_out).html()


def _ranks_table(found: MethodGrid, labels: list[str], names: Names, language: Language) -> str:
    order, _ = selection.ends_of(found.reference.sort_values(kind="stable").index)
    ranks = pd.concat([found.reference, found.ranks], axis=1).loc[order]
    columns = [language.text("Policy"), *labels]
    texts = [[selection.count_text(each, language) or "–" for each in row] for row in ranks.to_numpy(object)]
    rows = pd.DataFrame(texts, columns=columns)
    rows.insert(0, "name", [names[str(each)] for each in order])
    headings = {"name": language.text("Name"), **{column: column for column in columns}}
    return tables.table(rows, name="all-ranks", headings=headings)


def sensitivity(found: pd.DataFrame, language: Language) -> Block:
    """Return which choice moves the ranks most, from `workbench.analysis.sensitivity.rank_sensitivity`."""
    shares = found[found["output"] == MEAN_SHIFT].sort_values("total", ascending=False)
    rows = pd.DataFrame(
        {
            "name": [language.text(_STEPS[factor]) for factor in shares["factor"]],
            "first": [language.percent(_share(each)) for each in shares["first"]],
            "total": [language.percent(_share(each)) for each in shares["total"]],
            "range": [_percents(low, high, language) for low, high in shares[["total_low", "total_high"]].to_numpy()],
        }
    )
    headings = {
        "name": language.text("Choice"),
        "first": language.text("Alone"),
        "total": language.text("With all interactions"),
        "range": language.text("{share} interval", share=language.percent(0.95)),
    }
    question = language.text("Which choice moves the ranks most?")
    note = language.text(
        "Share of the variance of the mean shift (Sobol indices). What is explained with interactions is counted for "
        "each choice that takes part, so that the column can add up to more than 100 %."
    )
    if shares["total"].isna().all():
        return Block(question, language.text("None: no choice moves any rank."), (), "sensitivity")
    finding = language.text(
        "{choice}: it takes part in {share} of the variance of the ranks' mean shift.",
        choice=rows.at[0, "name"],
        share=rows.at[0, "total"],
    )
    parts = (tables.table(rows, name="sensitivity", headings=headings), paragraph(note, "note"))
    return Block(question, finding, parts, "sensitivity")


def _share(estimate: float) -> float:
    """Return an estimated share of variance without what only chance has put outside 0 to 1."""
    return min(max(float(estimate), 0.0), 1.0)


def _percents(low: float, high: float, language: Language) -> str:
    return f"{selection.range_text(100 * _share(low), 100 * _share(high), language)} %"


def filled_values(found: pd.DataFrame, language: Language) -> Block:
    """Return how well each rule brings back hidden values, from `workbench.analysis.hidden_values.filling_errors`."""
    rows = pd.DataFrame(
        {
            "name": list(found.index),
            "error": [language.number(each, 2) for each in found["error"]],
            "bias": [language.number(round(each, 2) + 0.0, 2) for each in found["bias"]],
            "unscored": [language.number(each, 1) for each in found["unscored"]],
            "shift": [language.number(each, 1) for each in found["shift"]],
        }
    )
    headings = {
        "name": language.text("Rule"),
        "error": language.text("Typical error"),
        "bias": language.text("Mean error"),
        "unscored": language.text("Without a score"),
        "shift": language.text("Mean shift"),
    }
    question = language.text("How far off are filled values?")
    note = language.text(
        "Errors are in standard deviations of the indicator: with 1 a rule does no better than the mean of all. Mean "
        "shift: places by which those who keep a score stand elsewhere among themselves."
    )
    finding = language.text("Nothing was filled, so that there is no error to tell.")
    if found["error"].notna().any():
        finding = language.text(
            "{rule} comes closest: typically {error} standard deviations from the value that was measured.",
            rule=found["error"].idxmin(),
            error=language.number(float(found["error"].min()), 2),
        )
    return Block(
        question, finding, (tables.table(rows, name="filled", headings=headings), paragraph(note, "note")), "filled"
    )


def influence(found: pd.DataFrame, names: Names, language: Language) -> Block:
    """Return weight beside influence, from `workbench.analysis.influence.influences`, of the root's children."""
    gap = found["influence"] - found["weight"]
    rows = pd.DataFrame(
        {
            "name": [names[code] for code in found["code"]],
            "weight": [language.percent(each, 1) for each in found["weight"]],
            "influence": [language.percent(each, 1) for each in found["influence"]],
            "gap": [_arrow(each) + selection.signed_text(100 * each, language) for each in gap.fillna(0.0)],
            "correlation": [language.number(each, 2) for each in found["correlation"]],
        }
    )
    headings = {
        "name": language.text("Part"),
        "weight": language.text("Weight"),
        "influence": language.text("Influence"),
        "gap": language.text("Points of difference"),
        "correlation": language.text("Correlation with the score"),
    }
    question = language.text("Does what should count more really count more?")
    note = language.text(
        "Influence: the squared correlation of a part with the score, as a share of that of all parts listed."
    )
    if gap.isna().all():
        return Block(question, language.text("There are too few scores to tell."), (), "influence")
    most = int(gap.abs().to_numpy().argmax())
    finding = language.text(
        "The widest gap is in {part}: its weight is {weight}, its influence {influence}.",
        part=rows.at[most, "name"],
        weight=rows.at[most, "weight"],
        influence=rows.at[most, "influence"],
    )
    parts = (tables.table(rows, name="influence", headings=headings), paragraph(note, "note"))
    return Block(question, finding, parts, "influence")


def _arrow(difference: float) -> str:
    return "▲ " if difference > 0.0005 else "▼ " if difference < -0.0005 else ""
