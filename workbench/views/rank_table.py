"""Ranks under changed weights beside ranks under the policy weights: the frame, a window on it, and its HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.locale import Language

SHOWN_WHOLE = 200
PAGE = 50
WORTH_SEARCHING = 20
DECIMALS = 2
COLUMNS = ("label", "score", "rank", "policy_score", "policy_rank", "change")

Order = Literal["rank", "change"]


@dataclass(frozen=True, kw_only=True)
class Window:
    """Which part of the table is looked at.

    Parameters
    ----------
    page : int
        Counted from 0.
    order : {'rank', 'change'}
        By rank, or those first whose rank changes most.
    search : str
        Only names that hold these letters.
    """

    page: int = 0
    order: Order = "rank"
    search: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Window:
        """Return the window that the browser asks for; what makes no sense is left at its default."""
        page, order, search = (given.get(name) for name in ("page", "order", "search"))
        return cls(
            page=max(page, 0) if isinstance(page, int) else 0,
            order="change" if order == "change" else "rank",
            search=search if isinstance(search, str) else "",
        )


@dataclass(frozen=True, kw_only=True)
class Visible:
    """The rows in a window.

    Parameters
    ----------
    rows : DataFrame
        Part of the table.
    page, pages : int
        Which page it is, counted from 0, and how many there are.
    first : int
        Number of its first row among the `total` rows found, counted from 1; 0 without any.
    total, everyone : int
        How many rows were found, and how many there are in the table.
    """

    rows: pd.DataFrame
    page: int
    pages: int
    first: int
    total: int
    everyone: int


def alphabetical(labels: pd.Series) -> NDArray[np.intp]:
    """Return the places of the subjects in the order of their names: how equals are listed."""
    return np.asarray(labels.reset_index(drop=True).sort_values(kind="stable").index)


def beside_policy(
    ranking: pd.DataFrame, policy: pd.DataFrame, *, by_name: NDArray[np.intp] | None = None
) -> pd.DataFrame:
    """Return `ranking` with the policy's scores and ranks beside it, best first.

    Parameters
    ----------
    ranking, policy : DataFrame
        Indexed by the same subjects: ``label``, ``score`` and ``rank`` (1 is best, missing where there is no score).
    by_name : ndarray, optional
        What `alphabetical` returns for the labels, where it is known already.

    Returns
    -------
    DataFrame
        Columns ``label, score, rank, policy_score, policy_rank, change``; `change` counts places gained.
    """
    rank, policy_rank = ranking["rank"].astype("Int64"), policy["rank"].astype("Int64")
    by_name = alphabetical(ranking["label"]) if by_name is None else by_name
    place = rank.fillna(len(rank) + 1).to_numpy(int)
    best_first = by_name[np.argsort(place[by_name], kind="stable")]
    table = pd.DataFrame(
        {
            "label": ranking["label"],
            "score": ranking["score"],
            "rank": rank,
            "policy_score": policy["score"],
            "policy_rank": policy_rank,
            "change": policy_rank - rank,
        }
    )
    return table.iloc[best_first]


def looked_at(table: pd.DataFrame, window: Window) -> Visible:
    """Return the rows of `table` in `window`: all of a short table, a page of a long one."""
    found = table
    if window.search.strip():
        wanted = window.search.strip().casefold()
        found = found[found["label"].str.casefold().str.contains(wanted, regex=False)]
    if window.order == "change":
        moves = found["change"].abs().fillna(-1).to_numpy(int)
        found = found.iloc[np.argsort(-moves, kind="stable")]
    size = len(table) if len(table) <= SHOWN_WHOLE else PAGE
    pages = max(1, -(-len(found) // max(size, 1)))
    page = min(window.page, pages - 1)
    rows = found.iloc[page * size : (page + 1) * size]
    first = page * size + 1 if len(rows) else 0
    return Visible(rows=rows, page=page, pages=pages, first=first, total=len(found), everyone=len(table))


def rank_table_html(visible: Visible, language: Language, *, intervals: pd.DataFrame | None = None) -> str:
    """Return the rows as HTML that a screen reader can walk through, or a notice where there is nothing to rank.

    Parameters
    ----------
    visible : Visible
        What to show.
    language : Language
        Of the words and numbers.
    intervals : DataFrame, optional
        By subject, ``low`` and ``high``: between which ranks it stays; absent while they are being computed.
    """
    if not visible.everyone:
        return _notice(language.text("There is no one to rank yet: the table of subjects is empty."))
    if not visible.total:
        return _notice(language.text("No name holds these letters."))
    found = None if intervals is None else intervals.reindex(visible.rows.index)
    rows = [
        _row(row, _interval_cell(found, row, visible.everyone, language), language) for row in visible.rows.itertuples()
    ]
    return f"<table>{_head(language)}<tbody>{''.join(rows)}</tbody></table>"


def nobody_scored_html(table: pd.DataFrame, language: Language) -> str:
    """Return what to say where nobody has a score."""
    words = language.text(
        "None of the {n} subjects has a score with these weights: too much of the data behind them is missing. "
        "Give weight to what was measured, or return to the policy weights.",
        n=language.number(len(table), 0),
    )
    return _notice(words)


def _notice(words: str) -> str:
    return f'<p class="notice">{escape(words)}</p>'


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
        ("interval", language.text("Rank interval")),
        ("was", language.text("Policy rank")),
        ("was wide", language.text("Policy score")),
    )
    columns = "".join(f'<col class="{kind}"/>' for kind, _ in titles)
    heads = "".join(f'<th scope="col" class="{kind}">{escape(title)}</th>' for kind, title in titles)
    return (
        f'<caption class="sr">{escape(caption)}</caption><colgroup>{columns}</colgroup><thead><tr>{heads}</tr></thead>'
    )


def _row(row: Any, interval: str, language: Language) -> str:
    return (
        f'<tr data-subject="{escape(str(row.Index))}"><td>{_place(row.rank, language)}</td>'
        f'<th scope="row" class="name">{escape(row.label)}</th>'
        f"<td>{language.number(row.score, DECIMALS)}</td>{_change_cell(row.change, language)}{interval}"
        f'<td class="was">{_place(row.policy_rank, language)}</td>'
        f'<td class="was wide">{language.number(row.policy_score, DECIMALS)}</td></tr>'
    )


def _place(rank: Any, language: Language) -> str:
    return "–" if pd.isna(rank) else language.number(rank, 0)


def _change_cell(change: Any, language: Language) -> str:
    """Return an arrow with the number of places; in words for those who cannot see the arrow."""
    if pd.isna(change):
        return '<td class="none">–</td>'
    if change == 0:
        return f'<td class="none"><span aria-hidden="true">=</span>{_spoken(language.text("unchanged"))}</td>'
    kind, arrow = ("up", "▲") if change > 0 else ("down", "▼")
    places = language.number(abs(change), 0)
    spoken = language.text("up {n}", n=places) if change > 0 else language.text("down {n}", n=places)
    return f'<td class="{kind}"><span aria-hidden="true">{arrow} {places}</span>{_spoken(spoken)}</td>'


def _spoken(words: str) -> str:
    return f'<span class="sr">{escape(words)}</span>'


def _interval_cell(intervals: pd.DataFrame | None, row: Any, everyone: int, language: Language) -> str:
    """Return between which ranks a subject stays, as numbers and as a line from the first rank to the last."""
    if intervals is None:
        return f'<td class="interval none"><span aria-hidden="true">…</span>{_spoken(language.text("computing"))}</td>'
    low, high = intervals.at[row.Index, "low"], intervals.at[row.Index, "high"]
    if pd.isna(low) or pd.isna(row.rank):
        return '<td class="interval none">–</td>'
    start, end, now = (100 * (place - 1) / max(everyone - 1, 1) for place in (low, high, row.rank))
    line = f'<i class="range" style="--from:{start:.3f};--to:{end:.3f};--at:{now:.3f}" aria-hidden="true"></i>'
    words = "–".join(_place(place, language) for place in dict.fromkeys((low, high)))
    return f'<td class="interval">{words}{line}</td>'
