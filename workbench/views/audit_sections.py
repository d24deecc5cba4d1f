"""The audit of the method in the cycle report: in plain words for who is scored, in numbers for a statistician."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.analysis.audit import verdicts
from workbench.analysis.audit_checks import CANNOT_SAY, CHECKS, LOOK, SOUND, STATED, VERDICTS
from workbench.analysis.coherence import COLLINEAR, CONFLICT
from workbench.errors import message
from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import charts, selection, tables
from workbench.views.blocks import Block, folded, paragraph, subheading

MOST_PAIRS = 8

# What matters first when several need a look.
_ORDER = (
    *("present", "conflict", "influence", "influence_within", "redundant", "swap", "top", "widest", "width"),
    *("left_out", "reliability", "parent", "same", "skewness", "imputed", "treated"),
)
_FINDINGS: Mapping[str, str] = {
    "present": message("only {value} of the values of {name} were measured"),
    "imputed": message("{value} of the values of {name} were filled in"),
    "treated": message("{value} of the values of {name} were pulled in as outliers"),
    "same": message("{value} of the values of {name} are the same"),
    "skewness": message("the values of {name} are lopsided (skewness {value})"),
    "reliability": message("the parts of {name} hardly measure one thing (alpha {value})"),
    "redundant": message("{name} and {other} say nearly the same (r = {value})"),
    "conflict": message("{name} and {other} work against each other (r = {value})"),
    "parent": message("{name} hardly goes along with {other} (r = {value})"),
    "width": message("half of the rank intervals are wider than {value} of all places"),
    "widest": message("a tenth of the rank intervals are wider than {value} of all places"),
    "top": message("only {value} of the places in the top are certain"),
    "left_out": message("without {name} ranks shift by {value} of all places on average"),
    "swap": message("a change of the weight of {name} by {value} of itself gives another first place"),
    "influence": message("{name} has {value} of the influence on {other}, but {expected} of the weight"),
    "influence_within": message("{name} has {value} of the influence on {other}, but {expected} of the weight"),
}
_REMARKS = {"redundant": COLLINEAR, "conflict": CONFLICT}
_AT_LEAST = {"present", "reliability", "conflict", "parent", "top", "swap"}
_PLAIN = {"skewness", "kurtosis", "reliability", "redundant", "conflict", "parent"}  # numbers that are no shares
_SIZES = {"redundant": "|r|", "skewness": "|x|"}  # the sign does not matter
_COUNTED = {"certain", "top_possible"}


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
    return Block(language.text("How sound is the method?"), _finding(run, language), parts, "audit")


def _finding(run: Run, language: Language) -> str:
    found = verdicts(run.audit)
    counts = found.value_counts()
    counted = language.text(
        "Of {all} questions to the method {sound} are answered as sound, {look} need a look, and {unknown} cannot be "
        "answered with these data.",
        all=len(found),
        sound=int(counts.get(SOUND, 0)),
        look=int(counts.get(LOOK, 0)),
        unknown=int(counts.get(CANNOT_SAY, 0)),
    )
    first = next((check for check in _ORDER if found.get(check) == LOOK), None)
    if first is None:
        return counted
    most = language.text("Look first here: {finding}.", finding=_said(run, _worst(run, first), language))
    return f"{counted} {most}"


def _worst(run: Run, check: str) -> pd.Series:
    """Return the row of a check that is furthest off among those that need a look."""
    rows = run.audit[(run.audit["check"] == check) & (run.audit["verdict"] == LOOK)]
    return rows.loc[(rows["value"].abs() - rows["expected"].abs()).abs().idxmax()]


def _said(run: Run, row: pd.Series, language: Language) -> str:
    return language.text(
        _FINDINGS[row["check"]],
        name=selection.title_of(run, row["code"], language),
        other=selection.title_of(run, row["other"], language) if row["other"] else "",
        value=_number(row["check"], row["value"], language),
        expected=_number(row["check"], row["expected"], language),
    )


def _number(check: str, value: float, language: Language) -> str:
    if check in _COUNTED:
        return language.number(value, 0)
    return _plain(value, 2, language) if check in _PLAIN else language.percent(value, 1)


def _plain(value: float, decimals: int, language: Language) -> str:
    return language.number(round(value, decimals) + 0.0, decimals).replace("-", "−")  # + 0.0: never "−0"


def _threshold(check: str, expected: float, language: Language) -> str:
    limit = _plain(expected, 2, language) if check in _PLAIN else language.percent(expected)
    sign = "≥" if check in _AT_LEAST else "≤"
    return f"{_SIZES.get(check, '')} {sign} {limit}".strip()


def _name(check: str, language: Language) -> str:
    name = language.text(CHECKS[check].name)
    return name[:1].upper() + name[1:]


def _verdict(row: pd.Series, language: Language) -> str:
    if row["verdict"] == STATED:
        return "–"
    word = _word(row["verdict"], language)
    return f"{word}: {language.text(row['reason'])}" if row["reason"] else word


def _word(verdict: str, language: Language) -> str:
    return language.text(VERDICTS[verdict]).replace(" ", "\u00a0")


# --- what was asked --------------------------------------------------------------------------------------------------


def _summary(run: Run, language: Language) -> str:
    judged = run.audit[run.audit["verdict"] != STATED]
    found = verdicts(run.audit)
    counts = pd.crosstab(judged["check"], judged["verdict"]).reindex(columns=[SOUND, LOOK, CANNOT_SAY], fill_value=0)
    rows = pd.DataFrame(
        [
            {
                "question": _name(check, language),
                **{verdict: language.number(int(counts.at[check, verdict]), 0) for verdict in counts},
                "verdict": _word(found[check], language),
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
            f"{language.text(CHECKS[row.check].name)} {_threshold(row.check, row.expected, language)}"
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
    return _plain(value, 1, language) if check in _PLAIN else language.percent(value)


def _worst_verdict(part: pd.DataFrame, language: Language) -> str:
    for verdict in (LOOK, CANNOT_SAY):
        rows = part[part["verdict"] == verdict]
        if len(rows):
            return _verdict(rows.iloc[0], language)
    return _word(SOUND, language)


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
                "alpha": _number("reliability", row["value"], language),
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
    return f"{selection.title_of(run, row['code'], language)} (r = {_number('parent', row['value'], language)})"


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
                "correlation": _number(row.check, row.value, language),
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
    question = _name(row["check"], language)
    none = row["check"] == "swap" and row["verdict"] == SOUND and pd.isna(row["value"])
    return {
        "question": f"{question}: {selection.title_of(run, row['code'], language)}" if named else question,
        "value": language.text("none does") if none else _number(row["check"], row["value"], language),
        "subjects": language.number(row["subjects"], 0),
        "verdict": _verdict(row, language),
    }


def _left_out_row(run: Run, row: pd.Series, language: Language) -> dict[str, str]:
    return {
        "question": selection.title_of(run, row["code"], language),
        "value": _number("left_out", row["value"], language),
        "subjects": language.number(row["subjects"], 0),
        "verdict": _verdict(row, language),
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
                "verdict": _verdict(row, language),
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
