"""What can be done about gaps and severe raters, and at what cost: every option beside its price, none applied."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import pandas as pd

from workbench.errors import message
from workbench.fairness.calibration_options import (
    BOUND_NOT_KEPT,
    INFLUENCE,
    LOCATION_SCALE,
    QUANTILES,
    SEVERITY,
    WEIGHTS,
)
from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import charts, fairness_words, selection, tables
from workbench.views.blocks import Block, bullets, callout, paragraph, subheading

CHECK = "calibration"
FOLDER = "calibration"
MOST_CHARTS = 3
_NAMES = {
    LOCATION_SCALE: message("Mean and spread of units aligned (dial {setting})"),
    QUANTILES: message("Distributions of units aligned (dial {setting})"),
    WEIGHTS: message("Weights for a gap of at most {setting} points between groups of {grouping}"),
    INFLUENCE: message("Weights by intended influence"),
    SEVERITY: message("{ratings} without the severity of raters (at most {setting} points)"),
}
_SMALLEST = message("Weights for the smallest gap between groups of {grouping}")


def calibration(run: Run, language: Language) -> Block:
    """Return the options with their costs, what each would change, and where a meeting finds the lines to accept."""
    found = run.fairness[CHECK]
    options = found.tables["options"]
    possible = options[options["compared"].notna()]
    parts = (
        paragraph(fairness_words.description_of(run, CHECK, language)),
        callout(language.text("Nothing has been applied"), list(_cautions(run, possible, language)), "look"),
        *_costs(run, possible, language),
        *_limits(run, options[options["limit"] != ""], language),
        *_frontiers(run, found.tables["frontier"], possible, language),
        *_files(run, possible, found.facts["scenarios"], language),
    )
    return Block(fairness_words.question_of(run, CHECK, language), _finding(run, possible, language), parts, CHECK)


def option_name(run: Run, option: pd.Series, language: Language) -> str:
    """Return what an option is called."""
    return language.text(
        _SMALLEST if option["limit"] == BOUND_NOT_KEPT else _NAMES[option["kind"]],
        setting=language.number(option["setting"], 2 if option["kind"] in (WEIGHTS, SEVERITY) else 1),
        grouping=fairness_words.grouping_name(run, option["grouping"], language),
        ratings=fairness_words.outcome_name(run, option["about"], language) if option["about"] else "",
    )


def _cautions(run: Run, possible: pd.DataFrame, language: Language) -> Iterator[str]:
    yield language.text(
        "These are calculations. No score, rating or weight in this run has been changed by them. An option counts "
        "only when the meeting accepts it: line by line in the table of decisions, or as changed weights before the "
        "next cycle."
    )
    by_chance = possible[~(possible["low_before"] > 0)]["grouping"].unique()
    if len(by_chance):
        yield language.text(
            "Between the groups of {groupings} the gap is not more than chance would explain. Narrowing it moves "
            "people without a known reason; the cost is shown so that it is known.",
            groupings=", ".join(fairness_words.grouping_name(run, name, language) for name in by_chance),
        )


def _finding(run: Run, possible: pd.DataFrame, language: Language) -> str:
    known = possible.dropna(subset=["gap_before", "gap_after"])
    if known.empty:
        return language.text("With these data no option can be worked out.")
    best = known.loc[(known["gap_after"] - known["gap_before"]).idxmin()]
    return language.text(
        "{count} options were worked out and none was applied. The largest reduction: “{option}” would bring the gap "
        "from {before} to {after} points; {changed} of {all} scores would change, by {mean} points on average and "
        "{largest} at most, and {classes} {subjects} would be in another class.",
        count=len(possible),
        option=option_name(run, best, language),
        before=language.number(best["gap_before"]),
        after=language.number(best["gap_after"]),
        changed=language.number(best["changed"], 0),
        all=language.number(best["compared"], 0),
        mean=language.number(best["mean_change"]),
        largest=language.number(best["largest_change"]),
        classes=language.number(best["classes_changed"], 0),
        subjects=selection.subjects_word(run, language),
    )


def _costs(run: Run, possible: pd.DataFrame, language: Language) -> Iterator[str]:
    if possible.empty:
        return
    rows = pd.DataFrame([_cost(run, option, language) for _, option in possible.iterrows()])
    headings = {
        "option": language.text("Option"),
        "before": language.text("Gap before"),
        "after": language.text("Gap after"),
        "change": language.text("Change of scores: mean (largest)"),
        "ranks": language.text("Other rank"),
        "classes": language.text("Other class"),
        "top": language.text("Leave the top"),
        "moved": language.text("Weight moved"),
    }
    yield tables.table(rows, name="calibration-options", headings=headings)
    yield paragraph(
        language.text(
            "Gap: largest difference between the means of two groups of at least {smallest} people, in points, with an "
            "interval (95 %) that holds for all pairs of groups at once. An interval from 0 says that chance could "
            "explain the gap. Weight moved: the share of all weight that goes from one indicator to another.",
            smallest=run.manifest["fairness"]["settings"]["smallest"],
        ),
        "note",
    )


def _cost(run: Run, option: pd.Series, language: Language) -> dict[str, str]:
    return {
        "option": option_name(run, option, language),
        "before": _gap(option, "before", language),
        "after": _gap(option, "after", language),
        "change": f"{language.number(option['mean_change'])} ({language.number(option['largest_change'])})",
        "ranks": language.number(option["ranks_changed"], 0),
        "classes": language.number(option["classes_changed"], 0),
        "top": language.number(option["top_exchanged"], 0),
        "moved": language.percent(option["distance"] / 2, 1),
    }


def _gap(option: pd.Series, when: str, language: Language) -> str:
    gap = language.number(option[f"gap_{when}"])
    if pd.isna(option[f"low_{when}"]):
        return gap
    low, high = (language.number(option[f"{end}_{when}"]) for end in ("low", "high"))
    return f"{gap} ({low}–{high})"


def _limits(run: Run, limited: pd.DataFrame, language: Language) -> Iterator[str]:
    if limited.empty:
        return
    yield subheading(language.text("Which options are out of reach, or only within reach in part?"))
    yield bullets(
        [
            language.text(
                "{option}: {reason}",
                option=option_name(run, option, language),
                reason=_reason(option, language),
            )
            for _, option in limited.iterrows()
        ]
    )


def _reason(option: pd.Series, language: Language) -> str:
    values = json.loads(option["limit_values"])
    numbers = {gap: language.number(value, 2) for gap, value in values.items() if isinstance(value, float)}
    return language.text(option["limit"], **{**values, **numbers})


def _frontiers(run: Run, frontier: pd.DataFrame, possible: pd.DataFrame, language: Language) -> Iterator[str]:
    wide = [name for name, points in frontier.groupby("grouping", sort=False) if len(points) > 1]
    for grouping in wide[:MOST_CHARTS]:
        chosen = possible.query("grouping == @grouping and kind in [@WEIGHTS, @INFLUENCE]")
        name = fairness_words.grouping_name(run, grouping, language)
        yield subheading(language.text("What does a smaller gap between groups of {grouping} cost?", grouping=name))
        yield _frontier_chart(run, frontier.query("grouping == @grouping"), chosen, language)
    if wide:
        note = language.text(
            "The line is the smallest gap that any weights reach when so much weight moves, each weight staying "
            "between half and twice itself. It is found by linear programming; every corner was scored again."
        )
        yield paragraph(note, "note")


def _frontier_chart(run: Run, points: pd.DataFrame, chosen: pd.DataFrame, language: Language) -> str:
    line = pd.DataFrame({"x": 50 * points["distance"], "y": points["rescored"]})
    policy = {"x": 0.0, "y": float(line["y"].iloc[0]), "name": language.text("policy"), "chosen": False}
    options = [
        {
            "x": 50 * option["distance"],
            "y": option["gap_after"],
            "name": language.text("proposal") if option["kind"] == WEIGHTS else language.text("intended influence"),
            "chosen": True,
        }
        for _, option in chosen.iterrows()
    ]
    axes = (language.text("Weight moved (%)"), language.text("Largest gap (points)"))
    picture = charts.frontier(line, pd.DataFrame([policy, *options]), axes=axes, language=language)
    said = language.text(
        "With all weights as in the policy the largest gap is {now} points; it can be brought down to {least} when "
        "{share} of the weight moves.",
        now=language.number(line["y"].iloc[0]),
        least=language.number(line["y"].iloc[-1]),
        share=language.percent(line["x"].iloc[-1] / 100, 1),
    )
    return charts.Chart(picture, said, title=said).html()


def _files(run: Run, possible: pd.DataFrame, scenarios: Sequence[str], language: Language) -> Iterator[str]:
    adjusts = possible["kind"] == SEVERITY
    offered = possible[(possible["lines"] > 0) | possible["option"].isin(scenarios) | adjusts]
    if offered.empty:
        return
    yield subheading(language.text("What would the meeting decide on?"))
    rows = pd.DataFrame(
        [
            {
                "option": option_name(run, option, language),
                "lines": language.number(option["lines"], 0),
                "table": f"{FOLDER}/{option['option']}.csv" if option["lines"] or option["kind"] == SEVERITY else "–",
                "scenario": f"{FOLDER}/{option['option']}.yaml" if option["option"] in scenarios else "–",
            }
            for _, option in offered.iterrows()
        ]
    )
    headings = {
        "option": language.text("Option"),
        "lines": language.text("Lines"),
        "table": language.text("Table of lines"),
        "scenario": language.text("Scenario of weights"),
    }
    yield tables.table(rows, name="calibration-files", headings=headings, words={"table", "scenario"})
    yield paragraph(
        language.text(
            "Each line names one person, what stands now and what would stand. A line without the name of who decided "
            "and the day is refused as input; what the meeting does not accept is deleted. A scenario without author "
            "and date is refused too. For ratings the table holds the mean of each person, raw and adjusted."
        ),
        "note",
    )
