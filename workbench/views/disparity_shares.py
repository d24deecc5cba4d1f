"""Gaps in the shares that reach a class or the top, beside the four-fifths rule and an exact test."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from workbench.builtin_checks.disparity import RATES, TOP
from workbench.fairness.comparison import COMPARED, REFERENCE
from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import selection, tables
from workbench.views.blocks import bullets, paragraph, subheading
from workbench.views.disparity_rows import CHECK, furthest, judged, left_out_note, named
from workbench.views.fairness_words import group_name, grouping_name, outcome_name

UNBROKEN = "\u2060"
"""Keeps an interval on one line of a narrow column."""


def shares(run: Run, language: Language) -> Iterator[str]:
    """Yield for each class and for the top the shares of all groups, and how far apart the outermost two lie."""
    examination = run.fairness[CHECK]
    rates = judged(examination.tables["rates"], examination.findings, RATES)
    for number, (outcome, rows) in enumerate(rates.groupby("outcome", sort=False)):
        name = outcome_name(run, str(outcome), language)
        heading = language.text("Who is {top}?", top=name) if outcome == TOP else language.text(
            "Who has the class {name}?", name=name
        )  # fmt: skip
        yield subheading(heading)
        yield _shares_table(run, furthest(rows, "difference"), language, name=f"disparity-shares-{number}")
        yield from _widest(run, str(outcome), language)
        hidden = left_out_note(rows, language)
        if hidden:
            yield paragraph(hidden, "note")
    threshold = language.number(float(run.manifest["fairness"]["settings"]["ratio"]), 2)
    yield paragraph(
        language.text(
            "Ratio: the group's share over that of those it is compared with. Below {threshold} a selection is "
            "examined (four-fifths rule), unless one person more in the group and one fewer outside would turn the "
            "order round. The rule and the exact test may disagree: in small groups large gaps come by chance, in "
            "large groups small gaps do not. A star: more than chance would explain.",
            threshold=threshold,
        ),
        "note",
    )


def _shares_table(run: Run, shown: pd.DataFrame, language: Language, *, name: str) -> str:
    rows = pd.DataFrame(
        [
            {
                "group": named(run, row, language),
                "size": language.number(int(row["size"]), 0),
                "rate": language.percent(row["rate"], 1),
                "interval": f"{selection.range_text(100 * row['low'], 100 * row['high'], language, 1) or '–'}",
                "others": language.percent(row["reference_rate"], 1) if row["status"] == COMPARED else "–",
                "ratio": language.number(row["ratio"], 2),
                "ratio_interval": _ratio_between(row, language),
                "rule": _rule_text(row, language),
                "test": _test_text(row, language),
            }
            for _, row in shown.iterrows()
        ]
    )
    headings = {
        "group": language.text("Group"),
        "size": language.text("People"),
        "rate": language.text("Share"),
        "interval": language.text("Interval, in per cent"),
        "others": language.text("Of the others"),
        "ratio": language.text("Ratio"),
        "ratio_interval": language.text("Interval (95 %)"),
        "rule": language.text("Four-fifths rule"),
        "test": language.text("Exact test, p"),
    }
    return tables.table(rows, name=name, headings=headings, words={"rule"})


def _ratio_between(row: pd.Series, language: Language) -> str:
    if pd.isna(row["ratio"]):
        return "–"
    ends = [language.number(end, 2) if end < float("inf") else "∞" for end in (row["ratio_low"], row["ratio_high"])]
    return f"{UNBROKEN}–{UNBROKEN}".join(ends)


def _rule_text(row: pd.Series, language: Language) -> str:
    if row["status"] != COMPARED:
        return language.text("reference") if row["status"] == REFERENCE else language.text("too few")
    if pd.isna(row["ratio"]):
        return "–"
    if not row["below_four_fifths"]:
        return language.text("not below")
    return language.text("below") if row["adverse"] else language.text("below, but one person reverses it")


def _test_text(row: pd.Series, language: Language) -> str:
    """Return the p-value, with a star where it is more than chance would explain among all comparisons."""
    if row["status"] != COMPARED:
        return "–"
    p = f"< {language.number(0.001, 3)}" if row["p"] < 0.001 else language.number(row["p"], 3)
    return f"{p} *" if row["found"] else p


def _widest(run: Run, outcome: str, language: Language) -> Iterator[str]:
    """Yield for each grouping of several groups the lowest over the highest share, beside what chance alone gives."""
    found = (
        run.fairness[CHECK].tables["widest"].query("outcome == @outcome and lowest != ''").dropna(subset="by_chance")
    )
    lines = [
        language.text(
            "{grouping}: {ratio} from {lowest} to {highest}; by chance about {chance}",
            grouping=grouping_name(run, row["grouping"], language),
            lowest=group_name(run, row["grouping"], row["lowest"]),
            highest=group_name(run, row["grouping"], row["highest"]),
            ratio=_widest_text(row, language),
            chance=language.number(row["by_chance"], 2),
        )
        for _, row in found.iterrows()
    ]
    if lines:
        yield paragraph(
            language.text(
                "The lowest over the highest share, beside what chance alone would give if all groups were alike:"
            )
        )
        yield bullets(lines)


def _widest_text(row: pd.Series, language: Language) -> str:
    ratio = language.number(row["ratio"], 2)
    interval = selection.range_text(row["low"], row["high"], language, 2)
    return f"{ratio} ({interval})" if row["low"] < row["high"] else ratio
