"""How sure the ranks are, and which change of a weight would change them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.analysis.swaps import Swaps
from workbench.locale import Language
from workbench.views import charts, selection, tables
from workbench.views.blocks import Block, paragraph, subheading

Names = Mapping[str, str]
MOST_SWAPS = 12


def certainty(found: pd.DataFrame, names: Names, language: Language, *, how: str, within: str) -> Block:
    """Return the ranks that shaken weights give, and the best and worst that any allowed weights could.

    Parameters
    ----------
    found : DataFrame
        Indexed by subject: ``rank, low, high, first`` (share of the draws in which it is first) and, where known,
        ``best, worst``.
    names : mapping
        Code of a subject to its name.
    language : Language
        Of the words and numbers.
    how : str
        How the weights were drawn, to follow "when".
    within : str
        Between which weights best and worst were looked for, to follow "when".
    """
    ranked = found.dropna(subset="rank").sort_values("rank", kind="stable")
    order, hidden = selection.ends_of(ranked.index)
    shown = ranked.loc[order].astype(float)
    rows = pd.DataFrame(
        {
            "label": [names[str(each)] for each in order],
            "value": shown["rank"].to_numpy(),
            "low": shown["low"].to_numpy(),
            "high": shown["high"].to_numpy(),
            "focus": False,
            "rank": [language.number(each, 0) for each in shown["rank"]],
            "range": _ranges(shown["low"], shown["high"], language),
            "extremes": _ranges(shown["best"], shown["worst"], language),
            "first": [language.percent(each) if each > 0 else "–" for each in shown["first"]],
        }
    )
    columns = {
        "rank": language.text("Rank"),
        "range": language.text("{share} of draws", share=language.percent(0.9)),
        "extremes": language.text("Best–worst"),
        "first": language.text("First in"),
    }
    finding = _certainty_finding(ranked, names, language)
    axis = language.text("Rank")
    picture = charts.dots(rows, axis=axis, columns=columns, language=language, whole_numbers=True)
    note = language.text(
        "Band: where {middle} of the rankings put each when {how}. Best–worst: the ranks that some weights give, found "
        "by integer programming, when {within}.",
        middle=language.percent(0.9),
        how=how,
        within=within,
    )
    left_out = language.text("{count} in between are left out.", count=hidden) if hidden else ""
    parts = (charts.Chart(picture, finding, source=left_out).html(), paragraph(note, "note"))
    return Block(language.text("How sure is the order?"), finding, parts, "certainty")


def _ranges(low: pd.Series, high: pd.Series, language: Language) -> list[str]:
    return [selection.range_text(best, worst, language) or "–" for best, worst in zip(low, high, strict=True)]


def _certainty_finding(ranked: pd.DataFrame, names: Names, language: Language) -> str:
    fixed = int((ranked["low"] == ranked["high"]).sum())
    likeliest = ranked["first"].astype(float).idxmax()
    width = (ranked["high"] - ranked["low"]).astype(float)
    return language.text(
        "{name} is first in {share} of the draws. {fixed} of {all} keep one rank; the widest band is that of {widest}: "
        "{range}.",
        name=names[str(likeliest)],
        share=language.percent(float(ranked.at[likeliest, "first"])),
        fixed=fixed,
        all=len(ranked),
        widest=names[str(width.idxmax())],
        range=selection.range_text(ranked.at[width.idxmax(), "low"], ranked.at[width.idxmax(), "high"], language),
    )


def swaps(found: Swaps, stable: pd.DataFrame, names: Names, language: Language, *, top: int) -> Block:
    """Return at which weights neighbours in the ranking swap, and how far each weight may move.

    Parameters
    ----------
    found : Swaps
        From `workbench.analysis.swaps.swap_thresholds`.
    stable : DataFrame
        From `workbench.analysis.swaps.stability_intervals`, for the first `top`.
    names : mapping
        Code of a subject, indicator or node to its name.
    language : Language
        Of the words and numbers.
    top : int
        How many subjects the intervals keep at the top.
    """
    question = language.text("Which weight would change the order?")
    nearest = found.nearest().dropna(subset="threshold")
    if nearest.empty:
        return Block(question, language.text("No single weight makes two neighbours swap places."), (), "swaps")
    ordered = nearest.loc[(nearest["threshold"] - nearest["share"]).abs().sort_values(kind="stable").index]
    closest = ordered.iloc[0]
    finding = language.text(
        "{behind} draws level with {ahead} when {part} has a share of {threshold} instead of {share}: no other two "
        "neighbours need a smaller change.",
        part=names[closest["code"]],
        threshold=language.percent(closest["threshold"], 1),
        share=language.percent(closest["share"], 1),
        behind=names[closest["behind"]],
        ahead=names[closest["ahead"]],
    )
    parts = (
        _swap_table(ordered.head(MOST_SWAPS), names, language),
        subheading(language.text("How far can each weight move until the first {top} change?", top=top)),
        _stability_table(stable, names, language),
        paragraph(
            language.text("One weight moves; the others of its dimension keep their proportions to each other."), "note"
        ),
    )
    return Block(question, finding, parts, "swaps")


def _swap_table(nearest: pd.DataFrame, names: Names, language: Language) -> str:
    rows = pd.DataFrame(
        [
            {
                "ahead": names[row.ahead],
                "behind": names[row.behind],
                "part": names[row.code],
                "share": language.percent(row.share, 1),
                "threshold": language.percent(row.threshold, 1),
                "move": selection.signed_text(100 * (row.threshold - row.share), language),
            }
            for row in nearest.itertuples()
        ]
    )
    headings = {
        "ahead": language.text("Ahead"),
        "behind": language.text("Behind"),
        "part": language.text("Part"),
        "share": language.text("Share"),
        "threshold": language.text("Level at"),
        "move": language.text("Points to move"),
    }
    return tables.table(rows, name="swaps", headings=headings, words={"behind", "part"})


def _stability_table(stable: pd.DataFrame, names: Names, language: Language) -> str:
    rows = pd.DataFrame(
        [
            {
                "name": names[str(code)],
                "low": language.percent(row["low"], 1),
                "share": language.percent(row["share"], 1),
                "high": language.percent(row["high"], 1),
            }
            for code, row in stable.iterrows()
        ]
    )
    headings = {
        "name": language.text("Part"),
        "low": language.text("From"),
        "share": language.text("Share"),
        "high": language.text("To"),
    }
    return tables.table(rows, name="stability", headings=headings)
