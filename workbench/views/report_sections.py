"""Sections of the cycle report about the result: who stands where, what counted, how sure, why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import charts, selection, tables, theme
from workbench.views.blocks import Block, folded, paragraph
from workbench.views.weighting_lines import weighting_lines

MOST_DIMENSION_COLUMNS = 3


def results(run: Run, language: Language) -> Block:
    """Return the result of every subject: rank, places it may take, score, parts, class, data present."""
    order = selection.scored(run)
    shown, hidden = selection.ends_of(order)
    rows = pd.DataFrame([_result_row(run, subject, language) for subject in shown.append(selection.unscored(run)[:20])])
    dimensions = _dimension_nodes(run)
    headings = {
        "name": selection.subject_word(run, language),
        "rank": language.text("Rank"),
        "places": language.text("Possible places"),
        **{node: selection.title_of(run, node, language) for node in dimensions},
        "score": language.text("Score"),
        "class": selection.class_heading(run, language),
        "final": language.text("Final predicate") if selection.has_decisions(run) else "",
        "coverage": language.text("Data present"),
    }
    headings = {column: heading for column, heading in headings.items() if heading}
    note = language.text(
        "Possible places: where {middle} of the rankings put a subject when {how}. Data present: share of the "
        "weight that has a value.",
        middle=language.percent(0.9),
        how=selection.how_moved(run, language),
    )
    parts = (
        tables.table(rows, name="results", headings=headings, words={"class", "final"}) if len(rows) else "",
        paragraph(selection.left_out(hidden, run, language), "note") if hidden else "",
        paragraph(note, "note"),
    )
    question = (
        language.text("Who stands where on {day}?", day=selection.day(run.manifest["data_until"], language))
        if selection.is_interim(run)
        else language.text("Who stands where?")
    )
    return Block(question, _gap_sentence(run, order, language), parts, "results")


def _dimension_nodes(run: Run) -> list[str]:
    nodes = [
        child["code"]
        for child in run.framework["children"]
        if "indicator" not in child and child["effective_weight"] > 0
    ]
    return nodes if len(nodes) <= MOST_DIMENSION_COLUMNS else []


def _result_row(run: Run, subject: str, language: Language) -> dict[str, str]:
    card = run.scorecard
    return {
        "name": selection.name_of(run, subject),
        "rank": selection.rank_text(run, subject, language),
        "places": selection.places_text(run, subject, language) or "–",
        **{node: selection.score_text(card.scores.at[subject, node], language) for node in _dimension_nodes(run)},
        "score": selection.score_text(card.scores.at[subject, run.root], language),
        "class": selection.class_text(run, subject, language).replace(" ", "\u00a0"),
        "final": selection.final_text(run, subject, language).replace(" ", "\u00a0"),
        "coverage": language.percent(float(card.coverage.at[subject, run.root])),
    }


def _gap_sentence(run: Run, order: pd.Index, language: Language) -> str:
    if len(order) < 2:
        return language.text("Fewer than two scores: there is no order to show.")
    gap = language.number(float(run.scores.iloc[0] - run.scores[order[-1]]), 1)
    sharing = selection.how_many_first(run)
    if sharing > 1:
        return language.text(
            "{count} {subjects} share the first place; {gap} points lie between the first and the last.",
            count=language.number(sharing, 0),
            subjects=selection.subjects_word(run, language),
            gap=gap,
        )
    return language.text(
        "{first} stands first, {second} second; {gap} points lie between the first and the last.",
        first=selection.name_of(run, order[0]),
        second=selection.name_of(run, order[1]),
        gap=gap,
    )


def weights(run: Run, language: Language) -> Block:
    """Return the framework: every part with its share and its weight in the whole."""
    rows = pd.DataFrame(
        [
            {
                "part": "\u2003" * (depth - 1) + selection.words(branch["label"], language),
                "share": language.percent(float(branch["share"]), 1),
                "whole": language.percent(float(branch["effective_weight"]), 1)
                if branch["effective_weight"] > 0
                else language.text("information"),
                "method": selection.words((branch.get("aggregation") or branch["normalisation"])["label"], language),
            }
            for depth, branch in run.branches
            if depth
        ]
    )
    headings = {
        "part": language.text("Part"),
        "share": language.text("Share of its dimension"),
        "whole": language.text("Weight in the whole"),
        "method": language.text("Method"),
    }
    note = language.text(
        "At the top the parts are combined by: {method}. A dimension without a value for at least its minimum share of "
        "weight gets no score; otherwise the weights of what is present are scaled up to 100 %.",
        method=selection.words(run.framework["aggregation"]["label"], language),
    )
    table = tables.table(rows, name="weights", headings=headings, words={"method"})
    question = language.text("What counted, and how much?")
    origins = (paragraph(line, "note") for line in weighting_lines(run, language))
    return Block(question, _weight_sentence(run, language), (table, *origins, paragraph(note, "note")), "weights")


def _weight_sentence(run: Run, language: Language) -> str:
    ordered = sorted(
        (run.leaves[code] for code in selection.counted(run)), key=lambda leaf: -float(leaf["effective_weight"])
    )
    most, least = ordered[0], ordered[-1]
    if abs(most["effective_weight"] - least["effective_weight"]) < 5e-4:
        return language.text(
            "All {count} indicators count the same: {weight} of the whole each.",
            count=len(ordered),
            weight=language.percent(float(most["effective_weight"]), 1),
        )
    return language.text(
        "{most} counts most, {highest} of the whole; {least} counts least, {lowest}.",
        most=selection.words(most["label"], language),
        highest=language.percent(float(most["effective_weight"]), 1),
        least=selection.words(least["label"], language),
        lowest=language.percent(float(least["effective_weight"]), 1),
    )


def certainty(run: Run, language: Language) -> Block:
    """Return between which places every subject stays when the weights are shaken."""
    order = selection.scored(run)
    shown, hidden = selection.ends_of(order)
    robustness = run.manifest["robustness"]
    finding = _certainty_sentence(run, order, language)
    note = language.text(
        "{drawn} Everything was ranked again each time; the bar holds {middle} of the ranks. "
        "Only the weights are moved here, not the data.",
        drawn=_how_drawn(robustness, language),
        middle=language.percent(0.9),
    )
    chart = charts.Chart(places_chart(run, shown, None, language), finding).html() if len(shown) else ""
    parts = (
        chart,
        paragraph(selection.left_out(hidden, run, language), "note") if hidden else "",
        paragraph(_top_sentence(run, language)),
        paragraph(note, "note"),
    )
    return Block(language.text("How sure is the order?"), finding, parts, "certainty")


def _how_drawn(robustness: Mapping[str, Any], language: Language) -> str:
    draws = language.number(robustness["draws"], 0)
    way = robustness.get("weights", "box")  # runs of earlier versions know no other
    if way == "dirichlet":
        return language.text(
            "The weights were drawn {draws} times from a Dirichlet distribution around those of the policy "
            "(concentration {concentration}).",
            draws=draws,
            concentration=language.number(robustness["concentration"], 0),
        )
    if way == "simplex":
        return language.text("The weights were drawn {draws} times, evenly, from all there are.", draws=draws)
    return language.text(
        "Every weight was multiplied {draws} times by a chance number within {spread} of 1.",
        draws=draws,
        spread=language.percent(float(robustness["spread"])),
    )


def _top_sentence(run: Run, language: Language) -> str:
    often = run.rank_intervals["top"].dropna()
    if often.empty:
        return ""
    return language.text(
        "{sure} belong to the best {top} in at least {most} of the draws, {perhaps} others in some of them.",
        sure=language.number(int((often >= 0.95).sum()), 0),
        top=language.percent(float(run.manifest["robustness"]["top"])),
        most=language.percent(0.95),
        perhaps=language.number(int(((often > 0) & (often < 0.95)).sum()), 0),
    )


def places_chart(run: Run, order: pd.Index, focus: str | None, language: Language) -> str:
    """Return the SVG of ranks with the places each subject may take."""
    places = run.rank_intervals.loc[order].astype(float)
    rows = pd.DataFrame(
        {
            "label": [selection.name_of(run, subject) for subject in order],
            "value": run.scorecard.ranks[order].astype(float).to_numpy(),
            "low": places["low"].to_numpy(),
            "high": places["high"].to_numpy(),
            "focus": order == focus,
            "rank": [selection.rank_text(run, subject, language) for subject in order],
            "places": [selection.places_text(run, subject, language) for subject in order],
        }
    )
    columns = {"rank": language.text("Rank"), "places": language.text("Possible places")}
    last = max(2.0, float(rows[["value", "high"]].max().max()))
    axis = language.text("Rank (1 is best)")
    return charts.dots(
        rows, axis=axis, columns=columns, language=language, domain=(0.5, last + 0.5), whole_numbers=True
    )


def _certainty_sentence(run: Run, order: pd.Index, language: Language) -> str:
    places = run.rank_intervals.loc[order].dropna().astype(float)
    width = places["high"] - places["low"]
    if places.empty:
        return language.text("No score could be given: too few values are present.")
    if not width.max():
        return language.text("Every place stays the same when the weights move a little.")
    widest = str(width.idxmax())
    return language.text(
        "{steady} of {all} keep their place when the weights move a little; the least certain is {name}, somewhere "
        "between place {low} and place {high}.",
        steady=language.number(int((width == 0).sum()), 0),
        all=language.number(len(places), 0),
        name=selection.name_of(run, widest),
        low=language.number(places.at[widest, "low"], 0),
        high=language.number(places.at[widest, "high"], 0),
    )


def contributions(run: Run, language: Language) -> Block:
    """Return what every score is made of."""
    order = selection.scored(run)
    shown, hidden = selection.ends_of(order)
    if not len(order):
        return Block(language.text("Where do the points come from?"), _certainty_sentence(run, order, language))
    parts = points_by_part(run, language).loc[order]
    first = order[0]
    biggest = str(parts.loc[first].idxmax())
    finding = language.text(
        "Of the {score} points of {name}, {part} come from {dimension}.",
        score=selection.score_text(run.scores[first], language),
        name=selection.name_of(run, first),
        part=selection.score_text(parts.at[first, biggest], language),
        dimension=biggest,
    )
    chart = charts.Chart(contributions_chart(run, shown, language), finding).html()
    details = folded(
        language.text("The same numbers as a table"), _contributions_table(run, parts.loc[shown], language)
    )
    note = language.text(
        "The parts of a bar add up to the score. A longer part can mean a better result or a larger weight."
    )
    left_out = paragraph(selection.left_out(hidden, run, language), "note") if hidden else ""
    question = language.text("Where do the points come from?")
    return Block(question, finding, (chart, left_out, paragraph(note, "note"), details), "contributions")


def points_by_part(run: Run, language: Language) -> pd.DataFrame:
    """Return the points of each indicator that counts; of each dimension where there are more than there are colours.

    What has no value has no points: NaN, not 0.
    """
    counted = selection.counted(run)
    points = run.scorecard.contributions[counted].where(run.scorecard.normalised[counted].notna())
    if len(counted) <= len(theme.CATEGORIES):
        return points.rename(columns={code: selection.title_of(run, code, language) for code in points})
    names = {code: selection.title_of(run, run.dimension_of(code), language) for code in points}
    by_dimension = points.T.groupby(names, sort=False).sum(min_count=1).T
    return by_dimension if by_dimension.shape[1] <= len(theme.CATEGORIES) else _with_others(by_dimension, language)


def _with_others(points: pd.DataFrame, language: Language) -> pd.DataFrame:
    kept = points.mean().nlargest(len(theme.CATEGORIES) - 1).index
    rest = points.drop(columns=kept).sum(axis=1, min_count=1)
    name = language.text("all others ({count})", count=points.shape[1] - len(kept))
    return points[[column for column in points if column in kept]].assign(**{name: rest})


def contributions_chart(run: Run, order: pd.Index, language: Language) -> str:
    """Return the SVG of one stacked bar a subject."""
    points = points_by_part(run, language).loc[order]
    rows = points.assign(
        label=[selection.name_of(run, subject) for subject in order],
        focus=False,
        score=[selection.score_text(run.scores[subject], language) for subject in order],
    )
    heading = language.text("Score")
    axis = language.text("Points")
    return charts.stacked_bars(rows, list(points), axis=axis, columns={"score": heading}, language=language)


def _contributions_table(run: Run, points: pd.DataFrame, language: Language) -> str:
    rows = points.map(lambda value: language.number(value, 1))
    rows.insert(0, "name", [selection.name_of(run, subject) for subject in points.index])
    rows["score"] = [selection.score_text(run.scores[subject], language) for subject in points.index]
    headings = {"name": selection.subject_word(run, language), **{part: part for part in points}}
    return tables.table(rows, name="contributions", headings={**headings, "score": language.text("Score")})


def changes(run: Run, language: Language) -> Block:
    """Return which values were filled in or pulled in before scoring, and which indicators were transformed."""
    changed, treated = run.scorecard.changed, _treated(run)
    question = language.text("Was anything changed before scoring?")
    if changed.empty and not treated:
        return Block(question, language.text("No: every value counts as it was measured."), (), "changes")
    parts = []
    if treated:
        parts.append(_treatments_table(run, treated, language))
    if len(changed):
        parts.append(_changes_table(run, language))
    if (changed["step"] == "filled").any():
        parts.append(paragraph(_imputation_note(run, language), "note"))
    return Block(question, _changes_sentence(run, language), tuple(parts), "changes")


def _treated(run: Run) -> list[str]:
    return [
        code for code, leaf in run.leaves.items() if (leaf.get("treatment") or {"applied": "none"})["applied"] != "none"
    ]


def _changes_sentence(run: Run, language: Language) -> str:
    transformed = [code for code, leaf in run.leaves.items() if selection.transformation(leaf, language)]
    counted = language.text(
        "Yes: {count} of {all} values were changed, each shown here beside what was measured.",
        count=language.number(len(run.scorecard.changed), 0),
        all=language.number(run.measurements.values.size, 0),
    )
    if not transformed:
        return counted
    whole = language.text(
        "{count} indicators were transformed as a whole, which keeps the order of their values.", count=len(transformed)
    )
    return f"{counted} {whole}" if len(run.scorecard.changed) else language.text("Yes: {what}", what=whole)


def _treatments_table(run: Run, treated: list[str], language: Language) -> str:
    rows = pd.DataFrame(
        [
            {
                "indicator": selection.title_of(run, code, language),
                "treatment": selection.treatment_words(treatment["applied"], language),
                "points": language.number(treatment["points"], 0) if treatment["points"] else "–",
                "skewness": _before_and_after(treatment, "skewness", language),
                "kurtosis": _before_and_after(treatment, "kurtosis", language),
            }
            for code in treated
            for treatment in [run.leaves[code]["treatment"]]
        ]
    )
    headings = {
        "indicator": language.text("Indicator"),
        "treatment": language.text("What was done"),
        "points": language.text("Values pulled in"),
        "skewness": language.text("Skewness, before → after"),
        "kurtosis": language.text("Kurtosis, before → after"),
    }
    return tables.table(rows, name="treatments", headings=headings, words={"treatment"})


def _before_and_after(treatment: Mapping[str, Any], name: str, language: Language) -> str:
    return " → ".join(language.number(treatment[when][name], 1) for when in ("before", "after"))


def _changes_table(run: Run, language: Language) -> str:
    steps = {"filled": language.text("filled in"), "treated": language.text("outlier pulled in")}
    rows = pd.DataFrame(
        [
            {
                "name": selection.name_of(run, row.subject),
                "indicator": selection.title_of(run, row.code, language),
                "step": steps.get(row.step, row.step),
                "before": language.number(row.before, 2),
                "after": language.number(row.after, 2),
            }
            for row in run.scorecard.changed.head(selection.MOST_ROWS).itertuples()
        ]
    )
    headings = {
        "name": selection.subject_word(run, language),
        "indicator": language.text("Indicator"),
        "step": language.text("What was done"),
        "before": language.text("Measured"),
        "after": language.text("Used"),
    }
    return tables.table(rows, name="changes", headings=headings, words={"indicator", "step"})


def _imputation_note(run: Run, language: Language) -> str:
    return language.text(
        "Filled in by: {method}. Left absent where more than {most} of the values of an indicator or of a subject are "
        "missing, and where a value is missing for a reason of its own, unless the parameters ask for those too.",
        method=selection.imputation_words(run, language),
        most=language.percent(float(run.manifest["missing"]["most_missing"])),
    )
