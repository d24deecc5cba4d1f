"""What the data look like before anything is scored, for whoever chooses indicators and methods."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.analysis.screening import Screening
from workbench.errors import message
from workbench.locale import Language
from workbench.views import selection, tables
from workbench.views.blocks import Block, paragraph, subheading

MOST_SUBJECTS = 10

_REMARKS = {
    "few_values": message("few values"),
    "many_zeros": message("many zeros"),
    "few_different": message("few different values"),
    "outliers": message("outliers"),
}
_KINDS = {
    "pearson": message("Pearson's correlation"),
    "spearman": message("Spearman's rank correlation"),
    "kendall": message("Kendall's rank correlation"),
}


def screening(found: Screening, names: Mapping[str, str], language: Language) -> Block:
    """Return the screening of a cycle as one section.

    Parameters
    ----------
    found : Screening
        What was found out.
    names : mapping
        Code of a subject, indicator or node to its name.
    language : Language
        Of the words and numbers.
    """
    coefficient = language.text(
        "Correlations are {kind}, after normalisation: higher is better everywhere.",
        kind=language.text(_KINDS[found.kind]),
    )
    parts = (
        subheading(language.text("What does each indicator look like?")),
        _statistics_table(found, names, language),
        subheading(language.text("Which indicators say the same, or contradict each other?")),
        _relations(found, names, language),
        paragraph(coefficient, "note"),
        subheading(language.text("Do the parts of a dimension belong together?")),
        _reliability_table(found, names, language),
        subheading(language.text("Of whom is least known?")),
        _subjects_table(found, names, language),
    )
    return Block(language.text("What do the data look like?"), _finding(found, language), parts, "screening")


def _finding(found: Screening, language: Language) -> str:
    pairs, parents = found.pairs["remark"] != "", found.parents["remark"] != ""
    return language.text(
        "{all} indicators: {remarked} have few values, many zeros, few different values or outliers; {pairs} pairs say "
        "nearly the same or contradict each other; {loose} parts hardly go along with their dimension, or against it.",
        all=len(found.statistics),
        remarked=int(found.statistics[list(_REMARKS)].any(axis=1).sum()),
        pairs=int(pairs.sum()),
        loose=int(parents.sum()),
    )


def _statistics_table(found: Screening, names: Mapping[str, str], language: Language) -> str:
    rows = pd.DataFrame([_statistics_row(code, row, names, language) for code, row in found.statistics.iterrows()])
    headings = {
        "name": language.text("Indicator"),
        "coverage": language.text("Data present"),
        "mean": language.text("Mean"),
        "sd": language.text("Standard deviation"),
        "minimum": language.text("Smallest"),
        "median": language.text("Median"),
        "maximum": language.text("Largest"),
        "skewness": language.text("Skewness"),
        "kurtosis": language.text("Kurtosis"),
        "remarks": language.text("Remarks"),
    }
    return tables.table(rows, name="statistics", headings=headings, words={"remarks"})


def _statistics_row(code: object, row: pd.Series, names: Mapping[str, str], language: Language) -> dict[str, str]:
    decimals = selection.decimals_for(row[["minimum", "mean", "median", "maximum"]].astype(float))
    in_unit = ("mean", "sd", "minimum", "median", "maximum")
    return {
        "name": names[str(code)],
        "coverage": language.percent(float(row["coverage"])),
        **{name: language.number(float(row[name]), decimals) for name in in_unit},
        **{name: language.number(float(row[name]), 1) for name in ("skewness", "kurtosis")},
        "remarks": ", ".join(language.text(words) for remark, words in _REMARKS.items() if row[remark]) or "–",
    }


def _relations(found: Screening, names: Mapping[str, str], language: Language) -> str:
    between = found.pairs[found.pairs["remark"] != ""].rename(columns={"first": "one", "second": "other"})
    above = found.parents[found.parents["remark"] != ""].rename(columns={"code": "one", "above": "other"})
    remarked = pd.concat([between, above], ignore_index=True)
    if remarked.empty:
        return paragraph(language.text("None: every part goes along with its dimension, and no two say the same."))
    rows = pd.DataFrame(
        [
            {
                "one": names[row.one],
                "other": names[row.other],
                "correlation": language.number(row.correlation, 2),
                "pairs": language.number(row.pairs, 0),
                "remark": language.text(row.remark),
            }
            for row in remarked.head(selection.MOST_ROWS).itertuples()
        ]
    )
    headings = {
        "one": language.text("Part"),
        "other": language.text("With"),
        "correlation": language.text("Correlation"),
        "pairs": language.text("Subjects"),
        "remark": language.text("Remarks"),
    }
    return tables.table(rows, name="relations", headings=headings, words={"other", "remark"})


def _reliability_table(found: Screening, names: Mapping[str, str], language: Language) -> str:
    if found.reliability.nodes.empty:
        return paragraph(language.text("No dimension has two parts that could be compared."))
    items = found.reliability.items.dropna(subset=["alpha_without"])
    best = items.loc[items.groupby("node")["alpha_without"].idxmax()].set_index("node")
    rows = pd.DataFrame(
        [
            {
                "name": names[str(node)],
                "children": language.number(row["children"], 0),
                "alpha": language.number(row["alpha"], 2),
                "without": _without(best.loc[node], names, language) if node in best.index else "–",
            }
            for node, row in found.reliability.nodes.iterrows()
        ]
    )
    headings = {
        "name": language.text("Dimension"),
        "children": language.text("Parts"),
        "alpha": language.text("Cronbach's alpha"),
        "without": language.text("Highest when one part is left out"),
    }
    return tables.table(rows, name="reliability", headings=headings, words={"without"})


def _without(item: pd.Series, names: Mapping[str, str], language: Language) -> str:
    return language.text(
        "{alpha} without {part}", alpha=language.number(float(item["alpha_without"]), 2), part=names[item["child"]]
    )


def _subjects_table(found: Screening, names: Mapping[str, str], language: Language) -> str:
    least = found.subjects.sort_values("coverage", kind="stable").head(MOST_SUBJECTS)
    rows = pd.DataFrame(
        [
            {
                "name": names[str(subject)],
                "coverage": language.percent(float(row["coverage"])),
                "absent": language.number(row["absent"], 0),
                "zeros": language.number(row["zeros"], 0),
            }
            for subject, row in least.iterrows()
        ]
    )
    headings = {
        "name": language.text("Subject"),
        "coverage": language.text("Data present"),
        "absent": language.text("Without a value"),
        "zeros": language.text("Zeros"),
    }
    return tables.table(rows, name="subjects", headings=headings)
