"""How consistent the raters are: who is stricter, whose ratings cannot be predicted, who uses little of the scale."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.builtin_checks.rating_scale import HALO, OUTFIT, SEVERITY, SHIFT, SPREAD
from workbench.fairness.rater_fit import ERRATIC
from workbench.fairness.rating_scale import MONTH
from workbench.locale import Language
from workbench.model.fairness import CANNOT_SAY, CROSSED, FOUND, TOO_FEW
from workbench.model.run import Run
from workbench.views import charts, selection, tables
from workbench.views.blocks import Block, bullets, paragraph, subheading
from workbench.views.fairness_words import (
    description_of,
    group_name,
    grouping_name,
    interval_text,
    outcome_name,
    question_of,
)

CHECK = "rating_scale"
MOST_GROUPS, MOST_REMARKS, MOST_SHIFTS = 3, 30, 10
CERTAIN, SOMEWHAT = 0.8, 0.5
"""From which reliability on raters are told apart well, and from which a little."""
OWN_IMPRESSIONS = 1.5
"""From which dispersion on the widening of the intervals is worth a sentence."""


def rating_scale(run: Run, language: Language) -> Block:
    """Return how consistent the raters of each table of ratings are."""
    findings = run.fairness[CHECK].findings
    parts = [paragraph(description_of(run, CHECK, language))]
    for outcome, found in findings.groupby("outcome", sort=False):
        parts += _about(run, str(outcome), found, language)
    parts.append(paragraph(_how_to_read(language), "note"))
    return Block(question_of(run, CHECK, language), _finding(findings, language), tuple(parts), CHECK)


def _finding(findings: pd.DataFrame, language: Language) -> str:
    severity = findings[(findings["measure"] == SEVERITY) & (findings["verdict"] != CANNOT_SAY)]
    if severity.empty:
        return language.text("No two raters share people, so that nothing can be said about how strict each one is.")
    beyond = findings[findings["verdict"] == FOUND]
    by_measure = {measure: beyond[beyond["measure"] == measure] for measure in (OUTFIT, SPREAD, HALO)}
    counts = {
        "erratic": (by_measure[OUTFIT]["value"] > 1).sum(),
        "uniform": (by_measure[OUTFIT]["value"] < 1).sum(),
        "middle": (by_measure[SPREAD]["value"] < 1).sum(),
        "alike": len(by_measure[HALO]),
        "all": len(severity),
    }
    text = language.text(
        "Raters who share people with others: {all}. More than chance would explain: hard to predict {erratic}, almost "
        "uniform {uniform}, keeping to the middle of the scale {middle}, rating all items much alike {alike}.",
        **{name: language.number(int(count), 0) for name, count in counts.items()},
    )
    few = int((severity["verdict"] == TOO_FEW).sum())
    if not few:
        return text
    return f"{text} " + language.text("Rated too few people: {few}.", few=language.number(few, 0))


def _about(run: Run, outcome: str, found: pd.DataFrame, language: Language) -> list[str]:
    """Return what is known about the raters of one table of ratings."""
    raters, groups, shifts = (
        table[table["outcome"] == outcome] for table in map(run.fairness[CHECK].tables.__getitem__, _TABLES)
    )
    heading = subheading(outcome_name(run, outcome, language))
    if groups.empty:
        return [heading, paragraph(_nobody(raters, language))]
    remarks = _remarks(raters.set_index("rater"), found, language)
    few = found.loc[(found["measure"] == SEVERITY) & (found["verdict"] == TOO_FEW), "group"]
    enough = raters[~raters["rater"].isin(few)]
    parts = [heading, paragraph(_coverage(run, outcome, groups, language))]
    for _, group in groups.head(MOST_GROUPS).iterrows():
        parts += _severities(enough[enough["linked"] == group["linked"]], group, language)
    return [*parts, *_remarked(raters, remarks, language), *_shifted(run, shifts, found, language),
            *_unknown(raters, language)]  # fmt: skip


_TABLES = ("raters", "groups", "shifts")


def _nobody(raters: pd.DataFrame, language: Language) -> str:
    return language.text(
        "None of the {raters} raters shares a person with another one. How strict a rater is cannot be told apart from "
        "how good that rater's people are; this needs a second rater for some of them, or a comparison that does not "
        "come from the rater.",
        raters=language.number(len(raters), 0),
    )


def _coverage(run: Run, outcome: str, groups: pd.DataFrame, language: Language) -> str:
    facts = run.fairness[CHECK].facts[outcome]
    text = language.text(
        "{modelled} of {ratings} ratings by {raters} raters enter the model.",
        modelled=language.number(facts["modelled"], 0),
        ratings=language.number(facts["ratings"], 0),
        raters=language.number(int(groups["raters"].sum()), 0),
    )
    if len(groups) == 1:
        return text
    apart = language.text(
        "They fall into {groups} groups that share nobody; raters are compared only within their own group.",
        groups=language.number(len(groups), 0),
    )
    return f"{text} {apart}"


# --- who is stricter -------------------------------------------------------------------------------------------------


def _severities(raters: pd.DataFrame, group: pd.Series, language: Language) -> list[str]:
    """Return the raters of one linked group as dots with their intervals, the strictest first; nothing for nobody."""
    if raters.empty:
        return []
    ordered = raters.set_index("rater").sort_values("severity", ascending=False, kind="stable")
    shown, hidden = selection.ends_of(ordered.index)
    rows = ordered.loc[shown]
    drawn = pd.DataFrame(
        {
            "label": list(shown),
            "value": rows["points"].to_numpy(float),
            "low": rows["points_low"].to_numpy(float),
            "high": rows["points_high"].to_numpy(float),
            "focus": False,
            "points": [selection.signed_text(each, language, 2) for each in rows["points"]],
            "persons": [language.number(int(each), 0) for each in rows["persons"]],
        }
    )
    sentence = _strictest(ordered, group, language)
    picture = charts.dots(
        drawn,
        axis=language.text("points of the scale; to the right: stricter"),
        columns={"points": language.text("Points stricter"), "persons": language.text("People rated")},
        language=language,
        lines=[(0.0, language.text("mean of these raters"))],
    )
    source = language.text("{count} in between are left out.", count=language.number(hidden, 0)) if hidden else ""
    return [
        charts.Chart(picture, sentence, title=sentence, source=source).html(),
        paragraph(_told_apart(group, language)),
    ]


def _strictest(ordered: pd.DataFrame, group: pd.Series, language: Language) -> str:
    return language.text(
        "To the same average person, {strict} is expected to give {less} points less, and {lenient} {more} points "
        "more, than a rater of mean severity ({raters} raters, {persons} people).",
        strict=ordered.index[0],
        less=language.number(abs(ordered["points"].iloc[0]), 2),
        lenient=ordered.index[-1],
        more=language.number(abs(ordered["points"].iloc[-1]), 2),
        raters=language.number(int(group["raters"]), 0),
        persons=language.number(int(group["persons"]), 0),
    )


def _told_apart(group: pd.Series, language: Language) -> str:
    reliability = float(group["reliability"])
    text = language.text("Reliability of the differences between raters: {value}.",
                         value=language.number(reliability, 2))  # fmt: skip
    if reliability >= CERTAIN:
        meaning = language.text("Most of what sets raters apart is severity, not chance.")
    elif reliability >= SOMEWHAT:
        meaning = language.text("A good part of what sets raters apart may be chance.")
    else:
        meaning = language.text("The raters hardly differ by more than chance.")
    if float(group["dispersion"]) < OWN_IMPRESSIONS:
        return f"{text} {meaning}"
    widened = language.text(
        "Raters have impressions of people that others do not share: their ratings of a person vary {times} times as "
        "much as the model foresees, and the intervals are widened for it.",
        times=language.number(float(group["dispersion"]), 1),
    )
    return f"{text} {meaning} {widened}"


# --- what stands out -------------------------------------------------------------------------------------------------


def _remarks(raters: pd.DataFrame, found: pd.DataFrame, language: Language) -> dict[str, list[str]]:
    """Return how a rater's use of the scale stands out, in words; nothing that chance would explain."""
    beyond = found[(found["verdict"] == FOUND) & found["measure"].isin([OUTFIT, SPREAD, HALO])]
    remarks: dict[str, list[str]] = {}
    for row in beyond.itertuples():
        remarks.setdefault(str(row.group), []).append(
            _remark(str(row.measure), float(row.value), str(raters.at[row.group, "fit"]), language)
        )
    return remarks


def _remark(measure: str, value: float, fit: str, language: Language) -> str:
    if measure == OUTFIT:
        return (
            language.text("ratings are hard to predict") if fit == ERRATIC else language.text("almost uniform ratings")
        )
    if measure == SPREAD:
        return language.text("keeps to the middle of the scale") if value < 1 else language.text("prefers the ends")
    assert measure == HALO
    return language.text("items are rated much alike")


def _remarked(raters: pd.DataFrame, remarks: Mapping[str, list[str]], language: Language) -> list[str]:
    """Return the raters about whom something stands out, those with most remarks first."""
    heading = subheading(language.text("Whose use of the scale stands out?"))
    if not remarks:
        return [heading, paragraph(language.text("Nobody's by more than chance would explain."))]
    known = raters[raters["rater"].astype("str").isin(remarks)]
    order = known.assign(count=[-len(remarks[str(each)]) for each in known["rater"]], size=-(known["outfit"] - 1).abs())
    rows = pd.DataFrame(
        [
            {
                "rater": str(row["rater"]),
                "persons": language.number(int(row["persons"]), 0),
                "points": selection.signed_text(row["points"], language, 2),
                "outfit": language.number(row["outfit"], 2),
                "spread": language.number(row["spread"], 2),
                "halo": language.number(round(row["halo"], 2) + 0.0, 2).replace("-", "−"),
                "remarks": "; ".join(remarks[str(row["rater"])]),
            }
            for _, row in order.sort_values(["count", "size", "rater"]).head(MOST_REMARKS).iterrows()
        ]
    )
    headings = {
        "rater": language.text("Rater"),
        "persons": language.text("People rated"),
        "points": language.text("Points stricter"),
        "outfit": language.text("Outfit"),
        "spread": language.text("Spread"),
        "halo": language.text("Items alike"),
        "remarks": language.text("What stands out"),
    }
    more = language.text("{count} more stand in the run's table of findings.",
                         count=language.number(len(known) - len(rows), 0))  # fmt: skip
    note = [paragraph(more, "note")] if len(known) > len(rows) else []
    name = f"rating-scale-{raters['outcome'].iloc[0]}"
    return [heading, tables.table(rows, name=name, headings=headings, words={"remarks"}), *note]


def _shifted(run: Run, shifts: pd.DataFrame, found: pd.DataFrame, language: Language) -> list[str]:
    """Return in which months, and towards which groups, a rater's severity differs from his or her own elsewhere."""
    if shifts.empty:
        return []
    heading = subheading(language.text("Does severity change with the month, or with the group?"))
    moved = found[(found["measure"] == SHIFT) & (found["verdict"] == FOUND)]
    if moved.empty:
        text = language.text("For no rater by more than chance would explain.")
        return [heading, paragraph(text)]
    strongest = moved.assign(size=-moved["value"].abs()).sort_values(["size", "group"]).head(MOST_SHIFTS)
    rows = pd.DataFrame(
        [
            {
                "rater": str(row["group"]).split(CROSSED)[0],
                "where": _where(run, row, language),
                "way": language.text("stricter") if row["value"] > 0 else language.text("more lenient"),
                "value": selection.signed_text(row["value"], language, 2),
                "interval": interval_text(row, language),
            }
            for _, row in strongest.iterrows()
        ]
    )
    headings = {
        "rater": language.text("Rater"),
        "where": language.text("When, or to whom"),
        "way": language.text("Compared with elsewhere"),
        "value": language.text("Logits"),
        "interval": language.text("Interval (95 %)"),
    }
    name = f"rating-scale-shifts-{shifts['outcome'].iloc[0]}"
    return [heading, tables.table(rows, name=name, headings=headings, words={"where", "way"})]


def _where(run: Run, row: pd.Series, language: Language) -> str:
    """Return the month or the group of a finding, without the rater."""
    grouping, group = (str(row[each]).split(CROSSED, 1)[1] for each in ("grouping", "group"))
    if grouping == MONTH:
        return language.text("in {month}", month=group)
    return f"{grouping_name(run, grouping, language)}: {group_name(run, grouping, group)}"


def _unknown(raters: pd.DataFrame, language: Language) -> list[str]:
    """Return about how many raters nothing can be said, by reason."""
    counts = raters.loc[raters["reason"] != "", "reason"].value_counts().sort_index()
    if counts.empty:
        return []
    lines = [
        language.text(
            "{count} raters: {reason}", count=language.number(int(count), 0), reason=language.text(str(reason))
        )
        for reason, count in counts.items()
    ]
    return [subheading(language.text("About whom can nothing be said?")), bullets(lines)]


def _how_to_read(language: Language) -> str:
    return language.text(
        "Many-facet rating-scale model: each rating depends on the person, the item, the rater's severity and the "
        "class. Outfit 1 is as expected; above 1.5 the ratings are hard to predict, below 0.5 almost uniform. Spread "
        "below 1: the rater uses less of the scale than expected. Items alike: mean correlation between the items. "
        "Remarks are controlled for the number of raters; they are a reason to talk, not a proof."
    )
