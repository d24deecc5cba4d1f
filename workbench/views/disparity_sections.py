"""Gaps between groups as a head of office reads them: who is behind, by how much, how sure, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from workbench.builtin_checks.disparity import POINTS, POINTS_CONTROLLED, POINTS_WITHIN, RATING_POINTS
from workbench.fairness.comparison import COMPARED, REFERENCE, TOO_FEW
from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import charts, selection, tables
from workbench.views.blocks import Block, callout, paragraph, subheading
from workbench.views.disparity_rows import CHECK, MOST_GROUPS, furthest, judged, left_out_note, named
from workbench.views.disparity_shares import shares
from workbench.views.fairness_words import description_of, grouping_name, outcome_name, question_of


def disparity(run: Run, language: Language) -> Block:
    """Return who is behind in points and in shares, inside units and with factors held equal."""
    findings = run.fairness[CHECK].findings
    means = judged(run.fairness[CHECK].tables["means"], findings, POINTS, RATING_POINTS)
    if means.empty:
        return Block(question_of(run, CHECK, language), language.text("There are no groups to compare."), (), CHECK)
    scores = means[means["outcome"] == run.root]
    parts = (
        paragraph(description_of(run, CHECK, language)),
        _ceiling(run, language),
        _forest(run, scores, language),
        *shares(run, language),
        *_inside(run, scores, language),
        *_dimensions(run, means[means["outcome"] != run.root], language),
        paragraph(_how_judged(run, language), "note"),
    )
    return Block(question_of(run, CHECK, language), _finding(run, scores, language), parts, CHECK)


def _points(value: float, language: Language) -> str:
    return "–" if pd.isna(value) else selection.signed_text(value, language)


def _between(low: float, high: float, language: Language) -> str:
    """Return an interval of signed points in words."""
    if pd.isna(low) or pd.isna(high):
        return "–"
    return language.text("{low} to {high}", low=_points(low, language), high=_points(high, language))


# --- the finding -----------------------------------------------------------------------------------------------------


def _finding(run: Run, scores: pd.DataFrame, language: Language) -> str:
    behind = scores[scores["found"] & (scores["difference"] < 0)].sort_values("difference", kind="stable")
    compared, few = int((scores["status"] == COMPARED).sum()), int((scores["status"] == TOO_FEW).sum())
    rest = language.text("Groups with too few people to be assessed: {few}.", few=few) if few else ""
    if behind.empty:
        said = language.text(
            "In none of the {compared} groups assessed is the score lower by more than chance would explain.",
            compared=compared,
        )
        return f"{said} {rest}".strip()
    first = behind.iloc[0]
    said = language.text(
        "{count} of the {compared} groups assessed lie behind by more than chance would explain, {name} furthest: "
        "{points} points (interval of 95 %: {interval}) beside {against}.",
        count=len(behind),
        compared=compared,
        name=named(run, first, language),
        points=_points(first["difference"], language),
        interval=_between(first["low"], first["high"], language),
        against=language.text(str(first["against"])),
    )
    return f"{said} {rest}".strip()


def _how_judged(run: Run, language: Language) -> str:
    settings = run.manifest["fairness"]["settings"]
    return language.text(
        "Each group is compared with everybody else, or with the group that the parameters file names. Means: Welch's "
        "interval; shares: Wilson's, Newcombe's and Katz's intervals and Fisher's exact test. All comparisons of this "
        "section are read together, so that of those named as more than chance at most {level} are expected to be "
        "false (Benjamini and Hochberg). Groups of fewer than {smallest} people stay in the tables as too few.",
        level=language.percent(float(settings["false_discovery"])),
        smallest=settings["smallest"],
    )


# --- almost everyone in one class ------------------------------------------------------------------------------------


def _ceiling(run: Run, language: Language) -> str:
    facts, groups = run.fairness[CHECK].facts, run.fairness[CHECK].tables["ceilings"]
    if not facts.get("almost_everyone"):
        return ""
    class_name, outside = outcome_name(run, facts["class"], language), int(facts["outside"])
    lines = [
        language.text(
            "{share} of {people} people have the class {name}; {outside} have another one.",
            share=language.percent(float(facts["share"]), 1),
            people=language.number(int(facts["people"]), 0),
            name=class_name,
            outside=language.number(outside, 0),
        )
    ]
    blind = groups[groups["blind"].astype(bool)]
    if len(blind) and outside:
        largest = blind.sort_values("size", kind="stable").iloc[-1]
        lines.append(
            language.text(
                "For {blind} of {all} groups the shares of this class cannot show a gap, even if all {outside} were in "
                "one of them. Of the {size} people of {group}, {needed} would have to have another class first; "
                "{actual} do.",
                blind=len(blind),
                all=len(groups),
                outside=language.number(outside, 0),
                size=language.number(int(largest["size"]), 0),
                group=named(run, largest, language),
                needed=language.number(int(largest["needed"]), 0),
                actual=language.number(int(largest["actual"]), 0),
            )
        )
    lines.append(
        language.text("Equal shares of this class are therefore no sign that groups are alike: see the points.")
    )
    return callout(language.text("Almost everyone is in one class"), lines)


# --- points ----------------------------------------------------------------------------------------------------------


def _forest(run: Run, scores: pd.DataFrame, language: Language) -> str:
    shown = furthest(scores, "difference")
    rows = pd.DataFrame(
        {
            "label": [named(run, row, language) for _, row in shown.iterrows()],
            "value": shown["difference"].to_numpy(float),
            "low": shown["low"].to_numpy(float),
            "high": shown["high"].to_numpy(float),
            "focus": shown["found"].to_numpy(bool),
            "size": [language.number(int(size), 0) for size in shown["size"]],
            "gap": [_gap_text(row, language) for _, row in shown.iterrows()],
        }
    )
    columns = {"size": language.text("People"), "gap": language.text("Gap")}
    axis = language.text("Points above or below those compared with")
    lines = [(0.0, language.text("no gap"))]
    picture = charts.dots(rows, axis=axis, columns=columns, language=language, lines=lines)
    note = language.text("Bold: more than chance would explain. Band: interval of 95 %.")
    source = " ".join(filter(None, (note, left_out_note(scores, language))))
    return charts.Chart(picture, _finding(run, scores, language), source=source).html()


def _gap_text(row: pd.Series, language: Language) -> str:
    if row["status"] == COMPARED:
        return _points(row["difference"], language)
    return language.text("reference") if row["status"] == REFERENCE else language.text("too few")


def _dimensions(run: Run, means: pd.DataFrame, language: Language) -> Iterator[str]:
    """Yield the gaps in the dimensions that are more than chance would explain."""
    found = means[means["found"]]
    if means.empty:
        return
    yield subheading(language.text("In which dimensions, and in which ratings?"))
    if found.empty:
        yield paragraph(language.text("In no dimension and in no ratings is a gap more than chance would explain."))
        return
    largest = found.loc[found["standardised"].abs().sort_values(ascending=False, kind="stable").index[:MOST_GROUPS]]
    rows = pd.DataFrame(
        [
            {
                "group": named(run, row, language),
                "node": outcome_name(run, row["outcome"], language),
                "size": language.number(int(row["size"]), 0),
                "gap": _points(row["difference"], language),
                "interval": _between(row["low"], row["high"], language),
                "spread": language.number(abs(row["standardised"]), 2),
            }
            for _, row in largest.iterrows()
        ]
    )
    headings = {
        "group": language.text("Group"),
        "node": language.text("Dimension or ratings"),
        "size": language.text("People"),
        "gap": language.text("Gap"),
        "interval": language.text("Interval (95 %)"),
        "spread": language.text("In standard deviations"),
    }
    yield tables.table(rows, name="disparity-dimensions", headings=headings, words={"node"})
    yield paragraph(
        language.text(
            "The largest {shown} of {all} gaps that are more than chance would explain; those of ratings are in points "
            "of their scale. In standard deviations: about 0.2 is small, 0.5 medium, 0.8 large (Cohen).",
            shown=len(largest),
            all=len(found),
        ),
        "note",
    )


# --- inside units, factors held equal --------------------------------------------------------------------------------


def _inside(run: Run, scores: pd.DataFrame, language: Language) -> Iterator[str]:
    """Yield pooled gaps beside those inside units and those with the factors held equal."""
    asked = scores[(scores["within_status"] != "") | (scores["controlled_status"] != "")]
    if asked.empty:
        return
    findings = run.fairness[CHECK].findings
    asked = judged(asked, findings, POINTS_WITHIN, name="found_within")
    asked = judged(asked, findings, POINTS_CONTROLLED, name="found_held")
    rows = pd.DataFrame(
        [
            {
                "group": named(run, row, language),
                "size": language.number(int(row["size"]), 0),
                "pooled": _points(row["difference"], language),
                "within": _points(row["within"], language),
                "held": _points(row["controlled"], language),
                "same_mix": _points(row["same_mix"], language),
                "remark": _remark(row, language),
            }
            for _, row in furthest(asked, "difference").iterrows()
        ]
    )
    headings = {
        "group": language.text("Group"),
        "size": language.text("People"),
        "pooled": language.text("All pooled"),
        "within": language.text("Inside units"),
        "held": language.text("Factors held equal"),
        "same_mix": language.text("With the same mix"),
        "remark": language.text("What this says"),
    }
    yield subheading(language.text("Does the gap come from where people work?"))
    yield tables.table(rows, name="disparity-inside", headings=headings, words={"remark"})
    yield paragraph(_held_note(run, language), "note")


def _remark(row: pd.Series, language: Language) -> str:
    if row["disagree"]:
        return language.text("the gap turns round inside units: read the pooled one with care")
    if row["within_status"] == "never_together":
        return language.text("works in units of its own: the group and its units cannot be told apart")
    if row["controlled_status"] == "not_separable":
        return language.text("goes together with the factors: they cannot be told apart")
    if row["status"] != COMPARED:
        return _gap_text(row, language)
    asked = [name for name in ("within", "controlled") if row[f"{name}_status"] == COMPARED]
    left = [row[{"within": "found_within", "controlled": "found_held"}[name]] for name in asked]
    if row["found"] and asked and not any(left):
        return language.text("what is left may be chance")
    if row["found"] and asked and all(left):
        return language.text("the gap remains")
    if not row["found"] and any(left):
        return language.text("appears only when like is compared with like")
    return language.text("part of it remains") if row["found"] and asked else "–"


def _held_note(run: Run, language: Language) -> str:
    controls = run.manifest["fairness"]["settings"]["controls"]
    note = language.text(
        "Inside units: people are compared with others of their own unit only. What a factor explains is not thereby "
        "justified: a factor that is itself shared out unequally hides a gap."
    )
    if not controls:
        return note
    held = language.text(
        "Factors held equal: {factors}, by regression; with the same mix: both sides weighted to the mix of all.",
        factors=", ".join(grouping_name(run, each, language) for each in controls),
    )
    return f"{note} {held}"
