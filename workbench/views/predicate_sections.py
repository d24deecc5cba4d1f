"""The section of the audit about predicates: how they pile up, which units differ, whether they follow the units'."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from workbench.builtin_checks.predicates import REASONS
from workbench.errors import message
from workbench.locale import Language
from workbench.model.fairness import FOUND, TOO_FEW, Examination
from workbench.model.run import Run
from workbench.views import charts, selection, tables, theme
from workbench.views.blocks import NOTHING, Block, callout, paragraph, subheading
from workbench.views.fairness_words import description_of, question_of, verdict_text
from workbench.views.people_words import organisation_name, unit_name

CHECK = "predicates"
MOST_BARS, MOST_ROWS = 12, 20

_AWAY = {
    "people_higher": message(
        "Rated {own}: {units}. The predicates of their people would fit only a better one, at the nearest {fits}."
    ),
    "people_lower": message(
        "Rated {own}: {units}. The predicates of their people would fit only a worse one, at the nearest {fits}."
    ),
    "both": message("Rated {own}: {units}. The predicates of their people would fit another, at the nearest {fits}."),
    "none": message("Rated {own}: {units}. The predicates of their people would fit no rating of a unit."),
}


def predicates(run: Run, language: Language) -> Block:
    """Return whether predicates pile up in one class, which units differ, and whether they follow their units'."""
    found = run.fairness.get(CHECK)
    if found is None:
        return NOTHING
    parts = (
        paragraph(description_of(run, CHECK, language), "note"),
        _ceiling(found, language),
        _classes(run, found, language),
        *_units(run, found, language),
        *_organisation(run, found, language),
    )
    return Block(question_of(run, CHECK, language), _finding(run, found, language), parts, CHECK)


def _finding(run: Run, found: Examination, language: Language) -> str:
    return language.text(
        "{top} of the people stand in the best {classes} classes, {mode} in “{name}” alone.",
        top=language.percent(found.facts["top_share"], 1),
        classes=found.facts["top"],
        mode=language.percent(found.facts["mode_share"], 1),
        name=_class_name(run, found.facts["mode"], language),
    )


def _ceiling(found: Examination, language: Language) -> str:
    if not found.facts["ceiling"]:
        return ""
    line = language.text(
        "Nearly everybody stands in the same classes. A gap between groups hardly shows in them any more, and an even "
        "distribution of predicates does not say that there is none: look at the scores, the ratings and the share of "
        "the best class."
    )
    return callout(language.text("What the predicates cannot show"), [line])


# --- everybody together ----------------------------------------------------------------------------------------------


def _classes(run: Run, found: Examination, language: Language) -> str:
    published = found.facts["published"]
    rows = pd.DataFrame(
        [
            {
                "class": _class_name(run, row["class"], language),
                "people": language.number(row["people"], 0),
                "share": language.percent(row["share"], 2),
                "published": language.percent(row["published"], 2),
            }
            for row in found.tables["classes"].to_dict("records")
        ]
    )
    headings = {
        "class": language.text("Class"),
        "people": language.text("People"),
        "share": language.text("Share"),
        **({"published": language.text("Published")} if published else {}),
    }
    table = tables.table(rows, name="predicate-classes", headings=headings)
    return table + paragraph(_measures(found, language), "note") + _source(found, language)


def _measures(found: Examination, language: Language) -> str:
    return language.text(
        "Evenness over the classes: {entropy} (0: all in one, 1: all alike). Mean number of the class, the worst being "
        "1: {ordinal}; it takes the steps between classes as equal, which no regulation says.",
        entropy=language.number(found.facts["entropy"], 2),
        ordinal=language.number(found.facts["ordinal_mean"], 2),
    )


def _source(found: Examination, language: Language) -> str:
    published = found.facts["published"]
    if published is None:
        return ""
    text = language.text(
        "Published: {reference} ({confidence}). It is something to compare with, not a limit, and nobody says that it "
        "is right.",
        reference=published["reference"],
        confidence=selection.confidence_text(published["confidence"], language),
    )
    return paragraph(text, "note")


# --- unit by unit ----------------------------------------------------------------------------------------------------


def _units(run: Run, found: Examination, language: Language) -> tuple[str, ...]:
    if "units" not in found.tables:
        return ()
    units = found.tables["units"].sort_values(["q_value", "distance"], ascending=[True, False], kind="stable")
    different = units[units["verdict"] == FOUND]
    return (
        subheading(language.text("Which units are spread otherwise than the rest?")),
        paragraph(_different(units, different, language)),
        _chart(run, units, list(found.tables["classes"]["class"]), language),
        _unit_table(run, different, found, language) if len(different) else "",
        paragraph(_reading(run, language), "note"),
    )


def _different(units: pd.DataFrame, different: pd.DataFrame, language: Language) -> str:
    return language.text(
        "{different} of {units} units differ from the rest by more than chance would explain; {few} have too few "
        "people to be assessed. A unit that differs may really be better or worse: its own predicate, its results and "
        "who rates there say more.",
        different=language.number(len(different), 0),
        units=language.number(len(units), 0),
        few=language.number(int((units["verdict"] == TOO_FEW).sum()), 0),
    )


def _chart(run: Run, units: pd.DataFrame, classes: list[str], language: Language) -> str:
    if len(classes) > len(theme.ORDERED):
        return ""
    shown = units[units["verdict"] != TOO_FEW].head(MOST_BARS)
    names = [_class_name(run, code, language) for code in classes]
    counts = units[[f"people_{code}" for code in classes]]
    rows = pd.DataFrame(
        [
            _bar(language.text("Everybody"), counts.sum(), names, language, focus=False),
            *(
                _bar(_unit(run, row["unit"]), counts.loc[place], names, language, focus=row["verdict"] == FOUND)
                for place, row in shown.iterrows()
            ),
        ]
    )
    axis = language.text("Per cent of the unit's people; in the bars: how many")
    columns = {"size": language.text("People")}
    svg = charts.ordered_shares(rows, pd.DataFrame(), names, axis=axis, columns=columns, language=language)
    legend = language.text("The units furthest from the rest come first.")
    alternative = "; ".join(
        f"{row['label']}: " + ", ".join(f"{name} {row[name]}" for name in names if row[name])
        for row in rows.to_dict("records")
    )
    return charts.Chart(svg, f"{alternative}.", "", legend).html()


def _bar(label: str, counts: pd.Series, names: list[str], language: Language, *, focus: bool) -> dict[str, object]:
    size = language.number(int(counts.sum()), 0)
    return {"label": label, "focus": focus, "size": size, **dict(zip(names, counts.astype(int), strict=True))}


def _unit_table(run: Run, different: pd.DataFrame, found: Examination, language: Language) -> str:
    findings = found.findings.set_index("group")
    rows = pd.DataFrame(
        [
            {
                "unit": _unit(run, row["unit"]),
                "size": language.number(row["size"], 0),
                "top": language.percent(row["top_share"]),
                "interval": language.text(
                    "{low} to {high}", low=language.percent(row["top_low"]), high=language.percent(row["top_high"])
                ),
                "lies": _lies(row, language),
                "verdict": verdict_text(findings.loc[[row["unit"]]].iloc[0], language),
            }
            for _, row in different.head(MOST_ROWS).iterrows()
        ]
    )
    headings = {
        "unit": language.text("Unit"),
        "size": language.text("People"),
        "top": language.text("In the best {classes} classes", classes=found.facts["top"]),
        "interval": language.text("Interval (95 %)"),
        "lies": language.text("Beside the rest"),
        "verdict": language.text("Assessment"),
    }
    table = tables.table(rows, name="predicate-units", headings=headings, words={"interval", "lies", "verdict"})
    if not (more := len(different) - len(rows)):
        return table
    note = language.text("{count} more are in the table {file} of the run.", count=more, file="fairness.csv")
    return table + paragraph(note, "note")


def _lies(row: pd.Series, language: Language) -> str:
    """Return which way a unit differs: all of the distance in one direction, or partly in both."""
    if abs(row["shift"]) < row["distance"] / 2:
        return language.text("spread otherwise, neither higher nor lower")
    template = message("higher by {classes} classes") if row["shift"] > 0 else message("lower by {classes} classes")
    return language.text(template, classes=language.number(abs(row["shift"]), 2))


def _reading(run: Run, language: Language) -> str:
    return language.text(
        "Distance: the sum of the differences of the cumulated shares over the ordered classes. Chance: how often so "
        "large a distance arises when the same predicates are dealt out to the units at random; of all units named "
        "here about {share} are expected to be named wrongly. Below 30 people a distribution is noisy.",
        share=language.percent(run.manifest["fairness"]["settings"]["false_discovery"]),
    )


# --- beside the units' own predicates --------------------------------------------------------------------------------


def _organisation(run: Run, found: Examination, language: Language) -> tuple[str, ...]:
    agreement = found.facts.get("agreement")
    if agreement is None:
        return ()
    return (
        subheading(language.text("Do units with a better predicate have people with better ones?")),
        paragraph(_agreement(agreement, language)),
        callout(language.text("Units whose people say something else"), list(_away(run, found, language)), "look"),
    )


def _agreement(agreement: dict[str, float], language: Language) -> str:
    if agreement["reason"] is not None:
        reason = language.text(REASONS[str(agreement["reason"])])
        return language.text("That cannot be said: {reason}.", reason=reason)
    low, high = agreement["gamma_low"], agreement["gamma_high"]
    template = (
        message("Yes: {concordant} against {discordant}; gamma {gamma} ({low} to {high}).")
        if low > 0
        else message("No, rather the reverse: {concordant} against {discordant}; gamma {gamma} ({low} to {high}).")
        if high < 0
        else message("That does not show: {concordant} against {discordant}; gamma {gamma} ({low} to {high}).")
    )
    shares = {name: language.percent(agreement[name], 1) for name in ("concordant", "discordant", "tied")}
    numbers = {
        name: language.number(value, 2).replace("-", "−")
        for name, value in {"gamma": agreement["gamma"], "low": low, "high": high}.items()
    }
    return " ".join(
        [
            language.text(template, **shares, **numbers),
            language.text(
                "These are pairs of people from units with different predicates, out of {units} units: in the first "
                "the one from the better unit has the better predicate, in the second the worse; in the other {tied} "
                "both have the same.",
                units=language.number(agreement["units"], 0),
                tied=shares["tied"],
            ),
        ]
    )


def _away(run: Run, found: Examination, language: Language) -> Iterator[str]:
    """Yield the units out of line, those with the same predicate and the same way out together."""
    assert run.people is not None  # the check found units with predicates
    away = found.tables["out_of_line"]
    for (direction, own, fits), part in away.groupby(["direction", "organisation", "fits"], sort=False):
        yield language.text(
            _AWAY[direction],
            own=organisation_name(run.people, own, language),
            units=selection.listed([_unit(run, unit) for unit in part["unit"]], language),
            fits=organisation_name(run.people, fits, language) if fits else "",
        )


def _class_name(run: Run, code: str, language: Language) -> str:
    return selection.words(run.class_labels[code], language)


def _unit(run: Run, unit: str) -> str:
    return unit if run.people is None else unit_name(run.people, unit)
