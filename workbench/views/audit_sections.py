"""The audit of the method in the cycle report: in plain words for who is scored, in numbers for a statistician."""

from __future__ import annotations

import pandas as pd

from workbench.analysis.audit import verdicts
from workbench.analysis.audit_checks import CANNOT_SAY, CHECKS, LOOK, SOUND, STATED, VERDICTS
from workbench.analysis.coherence import COLLINEAR, CONFLICT
from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import charts, selection, tables
from workbench.views.audit_words import (
    finding,
    name_of_check,
    number_text,
    threshold_text,
    verdict_text,
    verdict_word,
)
from workbench.views.blocks import Block, folded, paragraph, subheading

MOST_PAIRS = 8

_REMARKS = {"redundant": COLLINEAR, "conflict": CONFLICT}


def audit(run: Run, language: Language) -> Block:
    """Return how sound the method is: coverage, coherence, robustness, influence against intended weight."""
    parts = (
        _summary(run, language),
        paragraph(_how_judged(language), "note"),
        *_coverage(run, language),
        *_coherence(run, language),
        *_robustness(run, language),
        *_influence(run, language),
    )
    return Block(language.text("How sound is the method?"), finding(run, language), parts, "audit")


# --- what was asked --------------------------------------------------------------------------------------------------


def _summary(run: Run, language: Language) -> str:
    judged = run.audit[run.audit["verdict"] != STATED]
    found = verdicts(run.audit)
    counts = pd.crosstab(judged["check"], judged["verdict"]).reindex(columns=[SOUND, LOOK, CANNOT_SAY], fill_value=0)
    rows = pd.DataFrame(
        [
            {
                "question": name_of_check(check, language),
                **{verdict: language.number(int(counts.at[check, verdict]), 0) for verdict in counts},
                "verdict": verdict_word(found[check], language),
            }
            for check in found.index
        ]
    )
    headings = {
        "question": language.text("What was checked"),
        **{verdict: language.text(VERDICTS[verdict]) for verdict in counts},
        "verdict": language.text("Verdict"),
    }
    return tables.table(rows, name="audit", headings=headings, words={"verdict"})


def _how_judged(language: Language) -> str:
    return language.text(
        "Counted are the indicators, dimensions or pairs of them that were looked at. One that needs a look decides "
        "the verdict, then one of which nothing can be said. A look is an invitation to explain, not an error; every "
        "number stands in audit.csv."
    )


def _sources(run: Run, area: str, language: Language) -> str:
    """Return the thresholds of an area with their sources, as a note."""
    rows = run.audit[(run.audit["area"] == area) & run.audit["expected"].notna()].drop_duplicates("check")
    said = [
        ", ".join(
            f"{language.text(CHECKS[row.check].name)} {threshold_text(row.check, row.expected, language)}"
            for row in part.itertuples()
        )
        + f" ({language.text(str(source))})"
        for source, part in rows.groupby("source", sort=False)
    ]
    return paragraph(language.text("Thresholds: {thresholds}.", thresholds="; ".join(said)), "note") if said else ""


# --- coverage --------------------------------------------------------------------------------------------------------


def _coverage(run: Run, language: Language) -> tuple[str, ...]:
    found = run.audit[run.audit["area"] == "coverage"]
    checks = ["present", "imputed", "treated", "same", "skewness", "kurtosis"]
    rows = pd.DataFrame(
        [
            {
                "name": selection.title_of(run, str(code), language),
                **{check: _cell(part, check, language) for check in checks},
                "verdict": _worst_verdict(part, language),
            }
            for code, part in found.groupby("code", sort=False)
        ]
    )
    headings = {
        "name": language.text("Indicator"),
        "present": language.text("Measured"),
        "imputed": language.text("Filled in"),
        "treated": language.text("Pulled in"),
        "same": language.text("Most frequent value"),
        "skewness": language.text("Skewness"),
        "kurtosis": language.text("Kurtosis"),
        "verdict": language.text("Verdict"),
    }
    return (
        subheading(language.text("Is there enough to go on?")),
        tables.table(rows, name="audit-coverage", headings=headings, words={"verdict"}),
        _sources(run, "coverage", language),
    )


def _cell(part: pd.DataFrame, check: str, language: Language) -> str:
    value = float(part.loc[part["check"] == check, "value"].iloc[0])
    return number_text(check, value, language, decimals=0)


def _worst_verdict(part: pd.DataFrame, language: Language) -> str:
    for verdict in (LOOK, CANNOT_SAY):
        rows = part[part["verdict"] == verdict]
        if len(rows):
            return verdict_text(rows.iloc[0], language)
    return verdict_word(SOUND, language)


# --- coherence -------------------------------------------------------------------------------------------------------


def _coherence(run: Run, language: Language) -> tuple[str, ...]:
    found = run.audit[run.audit["area"] == "coherence"]
    heading = subheading(language.text("Do the parts belong together?"))
    if found.empty:
        return heading, paragraph(language.text("Only one part counts: there is nothing to compare."))
    return (
        heading,
        _reliability_table(run, found, language),
        _pairs_table(run, found, language),
        _sources(run, "coherence", language),
        paragraph(
            language.text(
                "Alpha asks whether parts measure one thing. A dimension may join unlike things on purpose; then a low "
                "alpha is no fault, but its score says little about each of them."
            ),
            "note",
        ),
    )


def _reliability_table(run: Run, found: pd.DataFrame, language: Language) -> str:
    children = found[found["check"] == "parent"]
    rows = []
    for _, row in found[found["check"] == "reliability"].iterrows():
        part = children[children["other"] == row["code"]]
        weakest = part.loc[part["value"].idxmin()] if part["value"].notna().any() else None
        rows.append(
            {
                "name": selection.title_of(run, row["code"], language),
                "subjects": language.number(row["subjects"], 0),
                "alpha": number_text("reliability", row["value"], language),
                "weakest": "–" if weakest is None else _weakest(run, weakest, language),
                "verdict": _worst_verdict(pd.concat([row.to_frame().T, part]), language),
            }
        )
    headings = {
        "name": language.text("Dimension"),
        "subjects": selection.subjects_word(run, language).capitalize(),
        "alpha": language.text("Cronbach's alpha"),
        "weakest": language.text("Part least related to it"),
        "verdict": language.text("Verdict"),
    }
    table = pd.DataFrame(rows)
    return tables.table(table, name="audit-coherence", headings=headings, words={"weakest", "verdict"}) if rows else ""


def _weakest(run: Run, row: pd.Series, language: Language) -> str:
    return f"{selection.title_of(run, row['code'], language)} (r = {number_text('parent', row['value'], language)})"


def _pairs_table(run: Run, found: pd.DataFrame, language: Language) -> str:
    pairs = found[found["check"].isin(["redundant", "conflict"])]
    off = pairs[pairs["verdict"] == LOOK]
    if off.empty:
        unknown = int((pairs["verdict"] == CANNOT_SAY).sum())
        return paragraph(
            language.text("No two parts are seen to say the same or to work against each other.")
            if not unknown
            else language.text(
                "No two parts are seen to say the same or to work against each other; {count} of {all} comparisons "
                "have too little to tell.",
                count=unknown,
                all=len(pairs),
            )
        )
    shown = off.loc[off["value"].abs().sort_values(ascending=False, kind="stable").index].head(MOST_PAIRS)
    rows = pd.DataFrame(
        [
            {
                "name": selection.title_of(run, row.code, language),
                "other": selection.title_of(run, row.other, language),
                "correlation": number_text(row.check, row.value, language),
                "subjects": language.number(row.subjects, 0),
                "remark": language.text(_REMARKS[row.check]),
            }
            for row in shown.itertuples()
        ]
    )
    headings = {
        "name": language.text("Part"),
        "other": language.text("With"),
        "correlation": language.text("Correlation"),
        "subjects": selection.subjects_word(run, language).capitalize(),
        "remark": language.text("Remarks"),
    }
    table = tables.table(rows, name="audit-pairs", headings=headings, words={"other", "remark"})
    hidden = len(off) - len(shown)
    more = language.text("{count} more pairs need a look; they stand in audit.csv.", count=hidden) if hidden else ""
    return table + (paragraph(more, "note") if more else "")


# --- robustness ------------------------------------------------------------------------------------------------------


def _robustness(run: Run, language: Language) -> tuple[str, ...]:
    found = run.audit[run.audit["area"] == "robustness"]
    left_out = found[found["check"] == "left_out"]
    ordered = left_out.sort_values("value", ascending=False, kind="stable")
    shown = pd.concat([found[found["check"] != "left_out"], ordered.head(1)])
    headings = {
        "question": language.text("What was checked"),
        "value": language.text("Found"),
        "subjects": selection.subjects_word(run, language).capitalize(),
        "verdict": language.text("Verdict"),
    }
    rows = pd.DataFrame([_robustness_row(run, row, language) for _, row in shown.iterrows()])
    all_left_out = pd.DataFrame([_left_out_row(run, row, language) for _, row in ordered.iterrows()])
    folds = {**headings, "question": language.text("Part left out"), "value": language.text("Mean shift in rank")}
    return (
        subheading(language.text("Would other choices give another order?")),
        tables.table(rows, name="audit-robustness", headings=headings, words={"verdict"}),
        _sources(run, "robustness", language),
        folded(
            language.text("The order without each part"),
            tables.table(all_left_out, name="audit-left-out", headings=folds, words={"verdict"}),
        )
        if len(ordered)
        else "",
    )


def _robustness_row(run: Run, row: pd.Series, language: Language) -> dict[str, str]:
    named = row["check"] in ("left_out", "swap") and row["code"]
    question = name_of_check(row["check"], language)
    none = row["check"] == "swap" and row["verdict"] == SOUND and pd.isna(row["value"])
    return {
        "question": f"{question}: {selection.title_of(run, row['code'], language)}" if named else question,
        "value": language.text("none does") if none else number_text(row["check"], row["value"], language),
        "subjects": language.number(row["subjects"], 0),
        "verdict": verdict_text(row, language),
    }


def _left_out_row(run: Run, row: pd.Series, language: Language) -> dict[str, str]:
    return {
        "question": selection.title_of(run, row["code"], language),
        "value": number_text("left_out", row["value"], language),
        "subjects": language.number(row["subjects"], 0),
        "verdict": verdict_text(row, language),
    }


# --- influence -------------------------------------------------------------------------------------------------------


def _influence(run: Run, language: Language) -> tuple[str, ...]:
    found = run.audit[run.audit["area"] == "influence"]
    heading = subheading(language.text("Does what should count more, count more?"))
    if found.empty:
        return heading, paragraph(language.text("Only one part counts: there is nothing to compare."))
    in_whole, within = (found[found["check"] == check] for check in ("influence", "influence_within"))
    note = language.text(
        "Influence: the share of an indicator in the squared correlations of all with the score. It differs from the "
        "weight where values spread more or less than others, or go along with others. A look is needed where it is "
        "off by more than half of the weight, and by more than five points."
    )
    sources = language.text(
        "Source of the comparison: {source}; the threshold is a convention of the workbench.",
        source="Paruolo, Saisana & Saltelli (2013), doi:10.1111/j.1467-985X.2012.01059.x",
    )
    return (
        heading,
        charts.Chart(_influence_chart(run, in_whole, language), _influence_sentence(run, in_whole, language)).html(),
        paragraph(f"{note} {sources}", "note"),
        folded(language.text("In every dimension"), _influence_table(run, within, language)) if len(within) else "",
    )


def _influence_sentence(run: Run, found: pd.DataFrame, language: Language) -> str:
    known = found[found["verdict"] != CANNOT_SAY]
    if known.empty:
        return language.text("Too little is known to compare influence with weight.")
    gaps = (known["value"] - known["expected"]).abs()
    row = known.loc[gaps.idxmax()]
    return language.text(
        "Furthest apart: {name}, with {weight} of the weight and {influence} of the influence.",
        name=selection.title_of(run, row["code"], language),
        weight=language.percent(row["expected"], 1),
        influence=language.percent(row["value"], 1),
    )


def _influence_chart(run: Run, found: pd.DataFrame, language: Language) -> str:
    rows = pd.DataFrame(
        {
            "label": [selection.title_of(run, code, language) for code in found["code"]],
            "intended": 100 * found["expected"],
            "found": 100 * found["value"],
            "off": found["verdict"] == LOOK,
            "focus": False,
            "weight": [language.percent(each, 1) for each in found["expected"]],
            "influence": [language.percent(each, 1) for each in found["value"]],
            "verdict": [language.text(VERDICTS[each]) for each in found["verdict"]],
        }
    )
    names = (language.text("Weight"), language.text("Influence"))
    columns = {"weight": names[0], "influence": names[1], "verdict": language.text("Verdict")}
    axis = language.text("Share of all (%)")
    return charts.dumbbells(rows, names, axis=axis, columns=columns, language=language)


def _influence_table(run: Run, found: pd.DataFrame, language: Language) -> str:
    rows = pd.DataFrame(
        [
            {
                "name": selection.title_of(run, row["code"], language),
                "on": selection.title_of(run, row["other"], language),
                "weight": language.percent(row["expected"], 1),
                "influence": language.percent(row["value"], 1),
                "subjects": language.number(row["subjects"], 0),
                "verdict": verdict_text(row, language),
            }
            for _, row in found.iterrows()
        ]
    )
    headings = {
        "name": language.text("Part"),
        "on": language.text("Influences"),
        "weight": language.text("Weight"),
        "influence": language.text("Influence"),
        "subjects": selection.subjects_word(run, language).capitalize(),
        "verdict": language.text("Verdict"),
    }
    return tables.table(rows, name="audit-influence", headings=headings, words={"on", "verdict"})
