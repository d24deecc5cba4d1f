"""What the weights panel shows for one state: a pure call, from weights and ranks to words and HTML."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from workbench.analysis.certainty import Certainty
from workbench.errors import WorkbenchError
from workbench.locale import Language
from workbench.views.linked_weights import WHOLE, Group
from workbench.views.rank_table import (
    WORTH_SEARCHING,
    Visible,
    Window,
    leader_html,
    looked_at,
    nobody_scored_html,
    rank_table_html,
)
from workbench.views.weight_sentences import explain, how_sure

_EMPTY: dict[str, Any] = {"leader": "", "table": "", "sentence": "", "certainty": "", "swaps": {}, "pager": None}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One state of the panel.

    Parameters
    ----------
    groups, weights, locked : tuple of Group, mapping, collection of str
        The tree of weights, what they are, and which are held.
    table : DataFrame
        What `workbench.views.rank_table.beside_policy` returns.
    window : Window
        Which part of it is looked at.
    certainty : Certainty, optional
        How sure these ranks are, where that is known already.
    certainty_follows : bool
        Whether it will be known.
    """

    groups: tuple[Group, ...]
    weights: Mapping[str, float]
    locked: Collection[str]
    table: pd.DataFrame
    window: Window
    certainty: Certainty | None
    certainty_follows: bool


def answer_of(shown: Shown, language: Language) -> dict[str, Any]:
    """Return what the browser shows, by the name of its place there."""
    sentence = explain(shown.groups, shown.weights, shown.table, language)
    head = {"leader": leader_html(shown.table, language), "sentence": sentence}
    return _EMPTY | head | _table(shown, language) | _certainty(shown, language)


def refusal(problem: WorkbenchError, language: Language) -> dict[str, Any]:
    """Return what the browser shows where these weights cannot be scored: why, and the way out."""
    title = language.text("These weights cannot be scored:")
    faults = "".join(f"<li>{escape(line)}</li>" for line in problem.render(language.text).splitlines())
    html = f'<div class="notice problem" role="alert">{escape(title)}<ul>{faults}</ul></div>'
    way_out = language.text("Move the weight back, or return to the policy weights.")
    return _EMPTY | {"table": html, "sentence": way_out}


def _table(shown: Shown, language: Language) -> dict[str, Any]:
    if len(shown.table) and not shown.table["rank"].notna().any():
        return {"table": nobody_scored_html(shown.table, language)}
    visible = looked_at(shown.table, shown.window)
    intervals = shown.certainty.intervals if shown.certainty else None
    return {
        "table": rank_table_html(visible, language, intervals=intervals),
        "pager": _pager(visible, language),
    }


def _pager(visible: Visible, language: Language) -> dict[str, Any]:
    last = visible.first + len(visible.rows) - 1 if len(visible.rows) else 0
    text = language.text(
        "{first}–{last} of {total}",
        first=language.number(visible.first, 0),
        last=language.number(last, 0),
        total=language.number(visible.total, 0),
    )
    worth = visible.everyone > WORTH_SEARCHING
    return {"text": text, "page": visible.page, "pages": visible.pages, "worth": worth}


def _certainty(shown: Shown, language: Language) -> dict[str, Any]:
    if not shown.certainty_follows:
        return {}
    if shown.certainty is None:
        return {"certainty": language.text("Working out how sure these ranks are…")}
    sentence = how_sure(shown.certainty, shown.groups, shown.table["label"], language, locked=bool(shown.locked))
    ends = shown.certainty.swaps.intervals()[["low", "high"]] * WHOLE
    return {"certainty": sentence, "swaps": dict(zip(ends.index, ends.to_numpy().tolist(), strict=True))}


def drawn_groups(groups: Collection[Group], language: str) -> list[dict[str, Any]]:
    """Return the groups as JSON for the browser; a node with a single indicator is drawn as that indicator."""
    alone = {group.code for group in groups if group.level and len(group.children) == 1 and group.indicators}
    return [_as_plain(group, alone, language) for group in groups if group.code not in alone]


def _as_plain(group: Group, alone: Set[str], language: str) -> dict[str, Any]:
    return {
        "code": group.code,
        "label": group.label.in_language(language),
        "level": group.level,
        "children": [
            {
                "code": code,
                "label": label.in_language(language),
                "policy": group.policy[code],
                "indicator": code in group.indicators or code in alone,
            }
            for code, label in group.children.items()
        ],
    }
