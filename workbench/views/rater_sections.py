"""Which raters are stricter or more lenient, as an audit tells it: who can be compared, how far apart, how sure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from workbench.builtin_checks.raters import BIAS, DRIFT, SCREENED, SEVERITY
from workbench.errors import message
from workbench.locale import Language
from workbench.model.fairness import CROSSED, FOUND, TOO_FEW
from workbench.model.run import Run
from workbench.views import charts, selection, tables
from workbench.views.blocks import Block, callout, paragraph, subheading
from workbench.views.fairness_words import (
    description_of,
    group_name,
    grouping_name,
    interval_text,
    outcome_name,
    question_of,
    verdict_text,
)

MOST_COMPONENTS = 3
MOST_SHIFTS = 12
_UNMOVED = {
    (True, True): message(
        "No rater's severity moves from month to month, or with the group rated, by more than chance would explain."
    ),
    (True, False): message("No rater's severity moves from month to month by more than chance would explain."),
    (False, True): message("No rater's severity moves with the group rated by more than chance would explain."),
}


def raters(run: Run, language: Language) -> Block:
    """Return what the check of raters found: one part for each table of judgements.

    Parameters
    ----------
    run : Run
        With an audit that asked the check.
    language : Language
        Of the words and numbers.
    """
    found = run.fairness["raters"]
    parts = [paragraph(description_of(run, "raters", language))]
    for outcome in found.facts:
        parts += [subheading(outcome_name(run, outcome, language)), *_parts(run, outcome, language)]
    return Block(
        question_of(run, "raters", language), _finding(found.findings, found.facts, language), tuple(parts), "raters"
    )


def raters_of(run: Run, outcome: str, language: Language) -> Block:
    """Return what the check found about one table of judgements."""
    found = run.fairness["raters"]
    own = found.findings[found.findings["outcome"] == outcome]
    finding = _finding(own, {outcome: found.facts[outcome]}, language)
    return Block(question_of(run, "raters", language), finding, tuple(_parts(run, outcome, language)))


def _parts(run: Run, outcome: str, language: Language) -> Iterator[str]:
    found = run.fairness["raters"]
    facts, rows = found.facts[outcome], found.tables["raters"].query("outcome == @outcome")
    yield paragraph(_linkage(facts, language))
    yield from _compared(run, found.findings[found.findings["outcome"] == outcome], rows, facts, language)
    yield from _alone(run, rows, facts, language)


def _finding(findings: pd.DataFrame, facts: Mapping[str, Any], language: Language) -> str:
    compared = findings[findings["measure"].isin([SEVERITY, SCREENED]) & (findings["group"] != "")]
    beyond = compared[compared["verdict"] == FOUND]
    alone = sum(each["raters"] - each["compared"] for each in facts.values())
    if compared.empty:
        return language.text("No rater can be compared with another: none of them rated the same people.")
    return language.text(
        "{strict} of {compared} raters who can be compared are stricter than the other raters, and {mild} are more "
        "lenient, by more than chance would explain; {few} have too few ratings to say, and {alone} more cannot be "
        "compared with anyone.",
        few=language.number(int((compared["verdict"] == TOO_FEW).sum()), 0),
        strict=language.number(int((beyond["value"] > 0).sum()), 0),
        mild=language.number(int((beyond["value"] < 0).sum()), 0),
        compared=language.number(len(compared), 0),
        alone=language.number(alone, 0),
    )


def _linkage(facts: Mapping[str, Any], language: Language) -> str:
    names = ("raters", "subjects", "compared", "components")
    counts = {name: language.number(facts[name], 0) for name in names}
    if not facts["compared"]:
        return language.text(
            "{raters} raters judged {subjects} people, and none of them anybody whom another rater judged too.",
            **counts,
        )
    sentence = language.text(
        "{raters} raters judged {subjects} people; {compared} of them judged people whom others judged too. Groups of "
        "raters linked by that: {components}. Raters of different groups are never compared.",
        **counts,
    )
    if not facts["nested_in_units"]:
        return sentence
    within = language.text(
        "Every rater stays inside one unit: the comparison is with the raters of the same people, not between units."
    )
    return f"{sentence} {within}"


def _compared(
    run: Run, findings: pd.DataFrame, rows: pd.DataFrame, facts: Mapping[str, Any], language: Language
) -> Iterator[str]:
    """Yield a chart for each of the largest linked groups, what the differences amount to, and what moves."""
    compared = rows[rows["compared"]]
    if compared.empty:
        return
    components = compared["component"].value_counts(sort=False)
    for component in components.index[:MOST_COMPONENTS]:
        yield _caterpillar(compared[compared["component"] == component], language)
    if len(components) > MOST_COMPONENTS:
        template = message("{count} smaller linked groups with {raters} raters are in the run's tables.")
        more = components.iloc[MOST_COMPONENTS:]
        yield paragraph(language.text(template, count=len(more), raters=language.number(int(more.sum()), 0)), "note")
    if "shares" in facts:
        yield paragraph(_amounts(facts, language))
        yield from _shifts(run, findings, language)
        yield from _months(run, str(rows["outcome"].iloc[0]), language)


def _caterpillar(rows: pd.DataFrame, language: Language, *, anchored: bool = False) -> str:
    """Return the raters of one linked group in order, the strictest first; of many only both ends."""
    ordered = rows.sort_values(["value", "rater"], ascending=[False, True], kind="stable")
    order, hidden = selection.ends_of(ordered.index)
    shown = ordered.loc[order]
    drawn = pd.DataFrame(
        {
            "label": shown["rater"].to_numpy(),
            "value": shown["value"].to_numpy(float),
            "low": shown["low"].to_numpy(float),
            "high": shown["high"].to_numpy(float),
            "focus": False,
            "difference": [selection.signed_text(each, language, 2) for each in shown["value"]],
            "ratings": [language.number(each, 0) for each in shown["ratings"]],
            "assessment": [_assessed(row, language) for _, row in shown.iterrows()],
        }
    )
    columns = {
        "difference": language.text("Points stricter"),
        "ratings": language.text("Ratings"),
        "assessment": language.text("Assessment"),
    }
    zero = language.text("expectation") if anchored else language.text("mean of these raters")
    axis = language.text("points of the scale; to the right: stricter")
    picture = charts.dots(drawn, axis=axis, columns=columns, language=language, lines=[(0.0, zero)])
    left_out = language.text("{count} in between are left out.", count=language.number(hidden, 0)) if hidden else ""
    return charts.Chart(picture, _title(ordered, language, anchored=anchored), source=left_out).html()


def _title(rows: pd.DataFrame, language: Language, *, anchored: bool) -> str:
    beside = message("{count} raters beside what the anchors lead one to expect")
    linked = message("{count} raters who are linked")
    return language.text(beside if anchored else linked, count=language.number(len(rows), 0))


def _assessed(row: pd.Series, language: Language) -> str:
    """Return in two words which way a rater lies, where that is more than chance."""
    if row["verdict"] == TOO_FEW:
        return language.text("too few ratings")
    if row["verdict"] != FOUND:
        return "–"
    return language.text("stricter") if row["value"] > 0 else language.text("more lenient")


def _amounts(facts: Mapping[str, Any], language: Language) -> str:
    return language.text(
        "Of the differences between ratings, {rater} lie with the rater, {subject} with the person rated and the rest "
        "with neither; one rater's usual distance from the others is {sd} points. The raters are told apart with a "
        "reliability of {reliability} (1: without error).",
        rater=language.percent(facts["shares"]["rater"]),
        subject=language.percent(facts["shares"]["subject"]),
        sd=language.number(facts["sd"], 2),
        reliability=language.number(facts["reliability"], 2),
    )


def _shifts(run: Run, findings: pd.DataFrame, language: Language) -> Iterator[str]:
    """Yield whose severity moves with the month or with the group of the person."""
    asked = findings[findings["measure"].isin([DRIFT, BIAS]) & (findings["group"] != "")]
    if asked.empty:
        return
    measures = set(asked["measure"])
    moved = asked[asked["verdict"] == FOUND]
    if moved.empty:
        yield paragraph(language.text(_UNMOVED[DRIFT in measures, BIAS in measures]))
        return
    strongest = moved.reindex(moved["value"].abs().sort_values(ascending=False, kind="stable").index)
    rows = [_shift(run, row, language) for _, row in strongest.head(MOST_SHIFTS).iterrows()]
    headings = {
        "rater": language.text("Rater"),
        "what": language.text("Measure"),
        "group": language.text("Group"),
        "value": language.text("Value"),
        "interval": language.text("Interval (95 %)"),
        "verdict": language.text("Assessment"),
    }
    name = f"rater-shifts-{findings['outcome'].iloc[0]}"
    yield tables.table(pd.DataFrame(rows), name=name, headings=headings, words={"what", "group", "verdict"})
    if len(moved) > MOST_SHIFTS:
        hidden = language.number(len(moved) - MOST_SHIFTS, 0)
        yield paragraph(language.text("{count} smaller ones are in the run's tables.", count=hidden), "note")


def _months(run: Run, outcome: str, language: Language) -> Iterator[str]:
    """Yield how strict those whose severity moves were in each month."""
    months = run.fairness["raters"].tables.get("months", pd.DataFrame(columns=["outcome"]))
    own = months[months["outcome"] == outcome]
    if own.empty:
        return
    wide = own.pivot_table(index="rater", columns="month", values="severity").head(MOST_SHIFTS)
    shown = wide.apply(
        lambda month: month.map(lambda each: "–" if pd.isna(each) else selection.signed_text(each, language, 2))
    )
    headings = {"rater": language.text("Rater"), **{str(month): str(month) for month in wide}}
    yield subheading(language.text("Points stricter in each month"))
    yield tables.table(shown.reset_index(), name=f"rater-months-{outcome}", headings=headings)


def _shift(run: Run, row: pd.Series, language: Language) -> dict[str, str]:
    rater, _, group = row["group"].partition(CROSSED)
    grouping = row["grouping"].partition(CROSSED)[2]
    return {
        "rater": rater,
        "what": language.text(row["measure"]),
        "group": f"{grouping_name(run, grouping, language)}: {group_name(run, grouping, group)}" if group else "–",
        "value": selection.signed_text(row["value"], language, 2),
        "interval": interval_text(row, language, 2),
        "verdict": verdict_text(row, language),
    }


def _alone(run: Run, rows: pd.DataFrame, facts: Mapping[str, Any], language: Language) -> Iterator[str]:
    """Yield why some raters are not compared, and how they lie to the anchors, which are named."""
    if "reason" not in facts:
        return
    yield callout(language.text("What cannot be said"), [language.text(facts["reason"])])
    if not facts["anchors"]:
        template = "The parameters file names no anchors (fairness.anchors) to hold these raters against."
        yield paragraph(language.text(template), "note")
        return
    names = [selection.title_of(run, code, language) for code in facts["anchors"]]
    yield paragraph(
        language.text(
            "Instead each rater's ratings are held against what these lead one to expect: {anchors}. They explain "
            "{share} of the differences between ratings; the less they explain, the less a distance says about the "
            "rater.",
            anchors=selection.listed(names, language),
            share=language.percent(facts.get("explained")),
        )
    )
    held = rows[~rows["compared"]].dropna(subset="value")
    if not held.empty:
        yield _caterpillar(held, language, anchored=True)
