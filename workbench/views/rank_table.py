"""Ranks under changed weights beside ranks under the policy weights: the frame, and its HTML."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from workbench.locale import Language

SHOWN_WHOLE = 200
SHOWN_TOP = 50
SHOWN_MOVED = 10
DECIMALS = 2
COLUMNS = ("label", "score", "rank", "policy_score", "policy_rank", "change")


def beside_policy(ranking: pd.DataFrame, policy: pd.DataFrame) -> pd.DataFrame:
    """Return `ranking` with the policy's scores and ranks beside it, best first.

    Parameters
    ----------
    ranking, policy : DataFrame
        Indexed by subject: ``label``, ``score`` and ``rank`` (1 is best, missing where there is no score).

    Returns
    -------
    DataFrame
        Columns ``label, score, rank, policy_score, policy_rank, change``; `change` counts places gained.
    """
    was = policy.reindex(ranking.index)
    rank, policy_rank = ranking["rank"].astype("Int64"), was["rank"].astype("Int64")
    table = pd.DataFrame(
        {
            "label": ranking["label"],
            "score": ranking["score"],
            "rank": rank,
            "policy_score": was["score"],
            "policy_rank": policy_rank,
            "change": policy_rank - rank,
        }
    )
    return table.sort_values(["rank", "label"], na_position="last", kind="stable")


def excerpt(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows to show and, above 200 subjects, those further down that moved most.

    Returns
    -------
    top, moved : DataFrame
        All rows and none; or the first 50 and at most 10 others, in the order of their ranks.
    """
    if len(table) <= SHOWN_WHOLE:
        return table, table.iloc[:0]
    rest = table.iloc[SHOWN_TOP:]
    moves = rest["change"].abs().fillna(0).astype(int)
    most = moves[moves > 0].nlargest(SHOWN_MOVED, keep="first").index
    return table.iloc[:SHOWN_TOP], rest.loc[rest.index.isin(most)]


def rank_table_html(table: pd.DataFrame, language: Language) -> str:
    """Return the table as HTML that a screen reader can walk through, or a notice where there is nothing to rank."""
    if not table["rank"].notna().any():
        return _nothing_to_rank(table, language)
    top, moved = excerpt(table)
    rows = [_row(row, language) for row in top.itertuples()]
    if len(top) < len(table):
        rows += [_gap(table, moved, language), *(_row(row, language) for row in moved.itertuples())]
    return f"<table>{_head(language)}<tbody>{''.join(rows)}</tbody></table>"


def leader_html(table: pd.DataFrame, language: Language) -> str:
    """Return who is first with its score, and who is first under the policy weights."""
    first = table[table["rank"] == 1]
    if first.empty:
        return ""
    was = table[table["policy_rank"] == 1]
    title = language.text("Rank 1") if len(first) == 1 else language.text("Rank 1, shared by {n}", n=len(first))
    now = _name_and_score(first.iloc[0]["label"], first.iloc[0]["score"], language)
    line = f'<span class="label">{escape(title)}:</span> <strong data-testid="top">{escape(now)}</strong>'
    if was.empty:
        return line
    before = _name_and_score(was.iloc[0]["label"], was.iloc[0]["policy_score"], language)
    return f'{line}<span class="was">{escape(language.text("With the policy weights: {first}", first=before))}</span>'


def _name_and_score(name: str, score: float, language: Language) -> str:
    return f"{name} {language.number(score, DECIMALS)}"


def _head(language: Language) -> str:
    caption = language.text("Ranks with the weights set here, beside the ranks with the policy weights")
    titles = (
        ("rank", language.text("Rank")),
        ("name", language.text("Name")),
        ("score", language.text("Score")),
        ("change", language.text("Change")),
        ("was", language.text("Policy rank")),
        ("was wide", language.text("Policy score")),
    )
    columns = "".join(f'<col class="{kind}"/>' for kind, _ in titles)
    heads = "".join(f'<th scope="col" class="{kind}">{escape(title)}</th>' for kind, title in titles)
    return (
        f'<caption class="sr">{escape(caption)}</caption><colgroup>{columns}</colgroup><thead><tr>{heads}</tr></thead>'
    )


def _row(row: Any, language: Language) -> str:
    return (
        f'<tr data-subject="{escape(str(row.Index))}"><td>{_place(row.rank)}</td>'
        f'<th scope="row" class="name">{escape(row.label)}</th>'
        f"<td>{language.number(row.score, DECIMALS)}</td>{_change_cell(row.change, language)}"
        f'<td class="was">{_place(row.policy_rank)}</td>'
        f'<td class="was wide">{language.number(row.policy_score, DECIMALS)}</td></tr>'
    )


def _place(rank: Any) -> str:
    return "–" if pd.isna(rank) else str(rank)


def _change_cell(change: Any, language: Language) -> str:
    """Return an arrow with the number of places; in words for those who cannot see the arrow."""
    if pd.isna(change):
        return '<td class="none">–</td>'
    if change == 0:
        return f'<td class="none"><span aria-hidden="true">=</span>{_spoken(language.text("unchanged"))}</td>'
    kind, arrow = ("up", "▲") if change > 0 else ("down", "▼")
    spoken = language.text("up {n}", n=change) if change > 0 else language.text("down {n}", n=-change)
    return f'<td class="{kind}"><span aria-hidden="true">{arrow} {abs(change)}</span>{_spoken(spoken)}</td>'


def _spoken(words: str) -> str:
    return f'<span class="sr">{escape(words)}</span>'


def _gap(table: pd.DataFrame, moved: pd.DataFrame, language: Language) -> str:
    words = language.text(
        "Shown above: the first {top} of {total}. Below: the {moved} others whose rank changes most.",
        top=language.number(SHOWN_TOP, 0),
        total=language.number(len(table), 0),
        moved=len(moved),
    )
    if moved.empty:
        words = language.text(
            "Shown above: the first {top} of {total}. No rank below them changes.",
            top=language.number(SHOWN_TOP, 0),
            total=language.number(len(table), 0),
        )
    return f'<tr class="gap"><td colspan="5">{escape(words)}</td><td class="wide"></td></tr>'


def _nothing_to_rank(table: pd.DataFrame, language: Language) -> str:
    if table.empty:
        words = language.text("There is no one to rank yet: the table of subjects is empty.")
    else:
        words = language.text(
            "None of the {n} subjects has a score with these weights: too much of the data behind them is missing. "
            "Give weight to what was measured, or return to the policy weights.",
            n=language.number(len(table), 0),
        )
    return f'<p class="notice">{escape(words)}</p>'
