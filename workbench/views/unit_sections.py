"""Sections of the report for one subject: its result, what it is made of, what it can do."""

from __future__ import annotations

import pandas as pd

from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import charts, first_page, selection, tables
from workbench.views.blocks import Block, Tile, callout, paragraph, tiles
from workbench.views.indicator_sections import line_ends
from workbench.views.report_sections import points_by_part

MOST_TICKS = 60  # beyond that the others are shown by their deciles
DECILES = [tenth / 10 for tenth in range(1, 10)]


def opening(run: Run, subject: str, language: Language) -> Block:
    """Return the first page of a subject: its score, its place, how sure they are."""
    title = selection.name_of(run, subject)
    kind = selection.words(run.manifest["title"], language)
    head = first_page.page_head(run, title, kind, language)
    if selection.is_exempt(run, subject):
        return Block("", "", (head, paragraph(_exempt_sentence(run, subject, language), "summary")), "summary")
    parts = (
        head,
        paragraph(_summary(run, subject, language), "summary"),
        tiles(_three_numbers(run, subject, language)),
        first_page.standing_chart(run, language, subject).html(),
        callout(language.text("What cannot be concluded yet"), _limits(run, subject, language)),
    )
    return Block("", "", parts, "summary")


def _summary(run: Run, subject: str, language: Language) -> str:
    return " ".join(filter(None, (selection.interim_sentence(run, language), _own_summary(run, subject, language))))


def _exempt_sentence(run: Run, subject: str, language: Language) -> str:
    return language.text(
        "{name} is not evaluated in this cycle: {reason}. There is no score, no rank and no predicate; their absence "
        "says nothing about performance.",
        name=selection.name_of(run, subject),
        reason=selection.reason_text(run, subject, run.root, "", language),
    )


def _own_summary(run: Run, subject: str, language: Language) -> str:
    name = selection.name_of(run, subject)
    if pd.isna(run.scores[subject]):
        return language.text(
            "{name} has no score in this cycle: {reason}. What could be measured is shown below.",
            name=name,
            reason=selection.reason_text(run, subject, run.root, "", language),
        )
    sentences = [
        language.text(
            "{name} scored {score} and takes place {rank} of {all}.",
            name=name,
            score=selection.score_text(run.scores[subject], language),
            rank=selection.rank_text(run, subject, language),
            all=language.number(len(selection.scored(run)), 0),
        )
    ]
    points = run.scorecard.normalised.loc[subject, selection.counted(run)].dropna()
    if len(points) > 1 and points.max() > points.min():
        sentences.append(
            language.text(
                "It has most points in {best} ({high}) and fewest in {worst} ({low}).",
                best=selection.title_of(run, str(points.idxmax()), language),
                high=selection.score_text(points.max(), language),
                worst=selection.title_of(run, str(points.idxmin()), language),
                low=selection.score_text(points.min(), language),
            )
        )
    return " ".join(sentences)


def _three_numbers(run: Run, subject: str, language: Language) -> list[Tile]:
    heading = selection.class_heading(run, language)
    coverage = language.percent(float(run.scorecard.coverage.at[subject, run.root]))
    minimum = language.percent(float(run.framework["minimum_coverage"]))
    present = language.text("data present {share}, at least {minimum} needed", share=coverage, minimum=minimum)
    if selection.has_decisions(run):
        computed = selection.class_text(run, subject, language)
        present = language.text("computed: {predicate}; {present}", predicate=computed, present=present)
        heading = language.text("Final predicate")
    shown = selection.final_text if selection.has_decisions(run) else selection.class_text
    last = (
        Tile(heading, shown(run, subject, language), present)
        if heading
        else Tile(language.text("Data present"), coverage, language.text("at least {minimum} needed", minimum=minimum))
    )
    places = selection.places_text(run, subject, language)
    all_scored = len(selection.scored(run))
    among = (
        language.text("possible places {places} of {all}", places=places, all=all_scored)
        if places
        else language.text("of {all}", all=all_scored)
    )
    return [
        Tile(
            language.text("Score"),
            selection.score_text(run.scores[subject], language),
            language.text("median of all: {median}", median=selection.score_text(run.scores.median(), language)),
        ),
        Tile(
            language.text("Place"),
            selection.rank_text(run, subject, language),
            among,
        ),
        last,
    ]


def _limits(run: Run, subject: str, language: Language) -> list[str]:
    places = run.rank_intervals.loc[subject]
    sentences = []
    if not places.isna().any() and places["low"] < places["high"]:
        sentences.append(
            language.text(
                "The exact place: if {how}, it lies between {low} and {high}.",
                how=selection.how_moved(run, language),
                low=language.number(float(places["low"]), 0),
                high=language.number(float(places["high"]), 0),
            )
        )
    absent = [code for code in selection.counted(run) if pd.isna(run.measurements.values.at[subject, code])]
    if absent:
        names = [selection.title_of(run, code, language) for code in absent]
        text = language.text("Anything about {names}: there is no value.", names=selection.listed(names, language))
        sentences.append(text)
    if run.manifest["subject_kind"] == "employee":
        sentences += first_page.above_its_level(run, language)
    return sentences


def measured(run: Run, subject: str, language: Language) -> Block:
    """Return every value of the subject with interval, cases and target, among the values of the others."""
    finding = _measured_sentence(run, subject, language)
    name = selection.name_of(run, subject)
    legend = language.text("Green dot: {name}. Grey marks: the others{how}.", name=name, how=_how_marked(run, language))
    chart = charts.Chart(_strips_chart(run, subject, language), f"{finding} {legend}", "", legend).html()
    note = language.text(
        "▲ target reached, ▼ not reached. Interval: where the value would lie in 95 of 100 repetitions."
    )
    parts = (chart, _measured_table(run, subject, language), paragraph(note, "note"))
    return Block(language.text("What was measured?"), finding, parts, "measured")


def _how_marked(run: Run, language: Language) -> str:
    return "" if len(run.subjects) <= MOST_TICKS else language.text(", by tenths of their number")


def _measured_sentence(run: Run, subject: str, language: Language) -> str:
    reached = {code: selection.reaches_target(run, code) for code in run.leaves}
    own = [bool(each[subject]) for each in reached.values() if subject in each.index]
    present = int(run.measurements.values.loc[subject].notna().sum())
    if own:
        return language.text(
            "{present} of {all} indicators have a value; {reached} of {asked} targets are reached.",
            present=present,
            all=len(run.leaves),
            reached=sum(own),
            asked=len(own),
        )
    return language.text("{present} of {all} indicators have a value.", present=present, all=len(run.leaves))


def _strips_chart(run: Run, subject: str, language: Language) -> str:
    points = run.scorecard.normalised
    rows = pd.DataFrame(
        {
            "label": [selection.title_of(run, code, language) for code in run.leaves],
            "value": [points.at[subject, code] for code in run.leaves],
            "focus": False,
            "points": [selection.score_text(points.at[subject, code], language) for code in run.leaves],
            "median": [selection.score_text(points[code].median(), language) for code in run.leaves],
        }
    )
    others = points[list(run.leaves)].drop(index=subject)
    marks = others if len(others) <= MOST_TICKS else others.quantile(DECILES)
    ticks = marks.set_axis(range(len(run.leaves)), axis=1).melt(var_name="order", value_name="value")
    columns = {"points": language.text("Points"), "median": language.text("Median")}
    axis = language.text("Points (0 to 100, more is better)")
    return charts.strips(rows, ticks, axis=axis, columns=columns, language=language)


def _measured_table(run: Run, subject: str, language: Language) -> str:
    rows = pd.DataFrame([_measured_row(run, subject, code, language) for code in run.leaves])
    headings = {
        "name": language.text("Indicator"),
        "value": language.text("Value"),
        "unit": language.text("Measured in"),
        "interval": language.text("Interval (95 %)"),
        "cases": language.text("Cases"),
        "target": language.text("Target"),
        "median": language.text("Median of all"),
    }
    shown = {column: heading for column, heading in headings.items() if rows[column].str.len().any()}
    return tables.table(rows, name="measured", headings=shown, words={"unit"})


def _measured_row(run: Run, subject: str, code: str, language: Language) -> dict[str, str]:
    leaf, values = run.leaves[code], run.measurements.values[code]
    decimals = selection.decimals_for(values)
    low, high = run.measurements.low.at[subject, code], run.measurements.high.at[subject, code]
    return {
        "name": selection.words(leaf["label"], language),
        "value": _value_text(run, subject, code, language),
        "unit": selection.unit_text(leaf, language),
        "interval": selection.range_text(low, high, language, decimals),
        "cases": selection.cases_text(run, subject, code, language),
        "target": _target_text(run, subject, code, language),
        "median": language.number(values.median(), decimals),
    }


def _value_text(run: Run, subject: str, code: str, language: Language) -> str:
    decimals = selection.decimals_for(run.measurements.values[code])
    filled = selection.filled_value(run, subject, code)
    if filled is None:
        return language.number(run.measurements.values.at[subject, code], decimals)
    return language.text("{value} (filled in)", value=language.number(filled, decimals))


def _target_text(run: Run, subject: str, code: str, language: Language) -> str:
    target = run.leaves[code]["target"]
    if target is None:
        return ""
    text = selection.exact_text(target, language)
    reached = selection.reaches_target(run, code)
    return f"{text} {'▲' if reached[subject] else '▼'}" if subject in reached.index else text


def made_of(run: Run, subject: str, language: Language) -> Block:
    """Return where the subject's points come from, beside the median of all, with the numbers put into the formulas."""
    question = language.text("How is the score made?")
    if pd.isna(run.scores[subject]):
        return Block(question, language.text("There is no score, so there are no points to share out."), (), "made-of")
    finding = _difference_sentence(run, subject, language)
    chart = charts.Chart(_against_median(run, subject, language), finding).html()
    note = language.text(
        "Points times weight gives what each indicator adds to the score. A weight is larger than in the framework "
        "where another indicator of the same dimension has no value."
    )
    exact = language.text(
        "Where a dimension is combined by another rule than the weighted mean, its points are shared out so that they "
        "still add up to the score. Medians are taken line by line and do not add up."
    )
    parts = (chart, _calculation_table(run, subject, language), paragraph(f"{note} {exact}", "note"))
    return Block(question, finding, parts, "made-of")


def _difference_sentence(run: Run, subject: str, language: Language) -> str:
    parts = points_by_part(run, language)
    difference = parts.loc[subject] - parts.median()
    most, least = str(difference.idxmax()), str(difference.idxmin())
    if difference[most] <= 0 or difference[least] >= 0:
        name = most if abs(difference[most]) > abs(difference[least]) else least
        return language.text(
            "The largest difference from the median is in {name}: {points} points.",
            name=name,
            points=selection.signed_text(float(difference[name]), language),
        )
    return language.text(
        "Compared with the median, most is gained in {most} ({gained} points) and most is lost in {least} ({lost} "
        "points).",
        most=most,
        gained=selection.signed_text(float(difference[most]), language),
        least=least,
        lost=selection.signed_text(float(difference[least]), language),
    )


def _against_median(run: Run, subject: str, language: Language) -> str:
    points = points_by_part(run, language)
    rows = pd.DataFrame([points.loc[subject], points.median()]).assign(
        label=[selection.name_of(run, subject), language.text("Median of each part")],
        focus=[True, False],
        score=[language.number(run.scores[subject], 1), ""],
    )
    axis, heading = language.text("Points"), language.text("Score")
    return charts.stacked_bars(rows, list(points), axis=axis, columns={"score": heading}, language=language)


def _calculation_table(run: Run, subject: str, language: Language) -> str:
    rows = pd.DataFrame([_calculation_row(run, subject, code, language) for code in selection.counted(run)])
    total = {
        "name": language.text("Score"),
        "points": "",
        "weight": "",
        "part": language.number(run.scores[subject], 1),
    }
    headings = {
        "name": language.text("Indicator"),
        "points": language.text("Points"),
        "weight": language.text("Weight"),
        "part": language.text("Adds to the score"),
        "median": language.text("Median of all"),
    }
    rows = pd.concat([rows, pd.DataFrame([{**total, "median": language.number(run.scores.median(), 1)}])])
    return tables.table(rows, name="calculation", headings=headings, words={"points"}, focus=total["name"])


def _calculation_row(run: Run, subject: str, code: str, language: Language) -> dict[str, str]:
    parts = run.scorecard.contributions[code].where(run.scorecard.normalised[code].notna())
    points, part = run.scorecard.normalised.at[subject, code], parts[subject]
    weight = part / points if points else float("nan")
    used = language.percent(weight, 1) if not pd.isna(weight) else "–"
    return {
        "name": selection.title_of(run, code, language),
        "points": calculation(run, subject, code, language).replace(" ", "\u00a0"),
        "weight": used,
        "part": language.number(part, 1),
        "median": language.number(parts.median(), 1),
    }


def calculation(run: Run, subject: str, code: str, language: Language) -> str:
    """Return how the subject's value became points, with its numbers in the formula."""
    leaf = run.leaves[code]
    value, points = run.scorecard.values.at[subject, code], run.scorecard.normalised.at[subject, code]
    if pd.isna(points):
        return language.text("no value")
    result = selection.score_text(points, language)
    decimals = selection.decimals_for(run.scorecard.values[code])
    said = language.number(value, decimals)
    transformed = selection.transformation(leaf, language)
    if transformed:
        own = language.number(run.measurements.values.at[subject, code], 2)
        return f"{transformed}: {own} → {said} → {result}"
    ends, fitted = line_ends(leaf), leaf["normalisation"]["fitted"]
    if ends is None:
        return f"{selection.words(leaf['normalisation']['label'], language)}: {said} → {result}"
    zero, hundred = (selection.exact_text(end, language) for end in ends)
    log = "ln " if fitted.get("logarithmic") else ""
    formula = f"100 × ({log}{said} − {log}{zero}) ÷ ({log}{hundred} − {log}{zero})"
    cut = points in (fitted.get("floor"), fitted.get("ceiling")) and value not in ends
    return f"{formula} → {language.text('cut to {points}', points=result)}" if cut else f"{formula} = {result}"


def not_scored(run: Run, subject: str, language: Language) -> Block:
    """Return what has no value or no score, and why; and what was filled in or pulled in."""
    missing = run.scorecard.missing[run.scorecard.missing["subject"] == subject]
    changed = run.scorecard.changed[run.scorecard.changed["subject"] == subject]
    question = language.text("What was not scored, and why?")
    if missing.empty and changed.empty:
        return Block(
            question, language.text("Nothing: every indicator has a value, used as it was measured."), (), "not-scored"
        )
    finding = language.text("{count} values or scores are missing; none of them counted as zero.", count=len(missing))
    rows = pd.DataFrame(
        [
            {
                "what": selection.title_of(run, row.code, language),
                "why": selection.reason_text(run, subject, row.code, row.reason, language),
            }
            for row in missing.itertuples()
        ]
    )
    headings = {"what": language.text("What is missing"), "why": language.text("Why")}
    parts = [tables.table(rows, name="not-scored", headings=headings, words={"why"})] if len(rows) else []
    parts += [paragraph(_change_sentence(run, row, language)) for row in changed.itertuples()]
    return Block(question, finding, tuple(parts), "not-scored")


def _change_sentence(run: Run, row: object, language: Language) -> str:
    code, step, before, after = (getattr(row, name) for name in ("code", "step", "before", "after"))
    if step == "filled":
        return language.text(
            "{indicator}: nothing was measured; {after} was used, filled in by: {method}.",
            indicator=selection.title_of(run, code, language),
            after=language.number(after, 2),
            method=selection.imputation_words(run, language),
        )
    return language.text(
        "{indicator}: {before} was measured, {after} was used.",
        indicator=selection.title_of(run, code, language),
        before=language.number(before, 2),
        after=language.number(after, 2),
    )
