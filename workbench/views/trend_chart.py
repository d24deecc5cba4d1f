"""How scores moved: one line a subject, the two that moved most in colour and by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbench.locale import Language
from workbench.views import theme
from workbench.views.chart_page import WIDTH, data_of, svg_of
from workbench.views.charts import Chart


def sentence(scores: pd.DataFrame, names: Mapping[Any, str], language: Language) -> str:
    """Return who moved most in words: up, and down where anybody fell.

    Parameters
    ----------
    scores : DataFrame
        One row a subject, one column a day, in order.
    names : mapping
        Subject to its name.
    """
    moved = _moved(scores)
    if moved.empty:
        return language.text("Nobody has a score on more than one of these days.")
    said = [_move(scores.loc[subject], names[subject], language) for subject in _ends(moved)]
    return language.text("Moved most: {moves}.", moves="; ".join(said))


def _move(row: pd.Series, name: str, language: Language) -> str:
    known = row.dropna()
    return language.text(
        "{name} from {before} to {after}",
        name=name,
        before=language.number(known.iloc[0]),
        after=language.number(known.iloc[-1]),
    )


def html(scores: pd.DataFrame, names: Mapping[Any, str], language: Language) -> str:
    """Return the picture with its words, as a figure."""
    title = language.text("Score on {count} days of the cycle", count=scores.shape[1])
    spread = language.text(
        "Scores range from {low} to {high}.",
        low=language.number(float(scores.min().min())),
        high=language.number(float(scores.max().max())),
    )
    return Chart(svg(scores, names, language), f"{title}. {spread}", title).html()


def svg(scores: pd.DataFrame, names: Mapping[Any, str], language: Language) -> str:
    """Return the SVG; the lines that moved most are drawn last, thick, and named at their end."""
    marked = _ends(_moved(scores))
    colours = dict(zip(marked, _colours(scores, marked), strict=True))
    rows = _rows(scores).assign(
        name=lambda each: each["subject"].map(names),
        colour=lambda each: each["subject"].map(colours).fillna(theme.PEER),
        focus=lambda each: each["subject"].isin(marked),
    )
    axes = {"x": _days(scores, language), "y": _score(rows, language)}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    lines = [
        {
            "data": data_of(rows[rows["focus"] == focus]),
            "mark": {"type": "line", "strokeWidth": 3 if focus else 1.2, "point": focus},
            "encoding": {**axes, "color": colour, "detail": {"field": "subject"}},
        }
        for focus in (False, True)
    ]
    named = {
        "data": data_of(rows[rows["focus"]].groupby("subject", sort=False).tail(1)),
        "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 12},
        "encoding": {**axes, "text": {"field": "name"}, "color": colour},
    }
    return svg_of({"layer": [*lines, named], "width": WIDTH - 220, "height": 220}, language)


def _rows(scores: pd.DataFrame) -> pd.DataFrame:
    wide = scores.set_axis([day.isoformat() for day in scores], axis=1).rename_axis("subject").reset_index()
    return wide.melt(id_vars="subject", var_name="day", value_name="score").dropna()


def _days(scores: pd.DataFrame, language: Language) -> dict[str, Any]:
    days = [day.isoformat() for day in scores]
    words = [language.date(day, short=True) for day in scores]
    axis = {"labelExpr": f"{words!r}[indexof({days!r}, datum.value)]", "labelAngle": 0, "grid": False}
    return {"field": "day", "type": "ordinal", "sort": days, "title": None, "axis": axis}


def _score(rows: pd.DataFrame, language: Language) -> dict[str, Any]:
    low, high = float(rows["score"].min()), float(rows["score"].max())
    room = max(2.0, 0.08 * (high - low))
    scale = {"domain": [max(0.0, low - room), min(100.0, high + room)], "nice": True}
    title = language.text("Score (more is better)")
    return {"field": "score", "type": "quantitative", "title": title, "scale": scale, "axis": {"tickCount": 5}}


def _moved(scores: pd.DataFrame) -> pd.Series:
    """Return how far each subject moved between the first and the last day on which it has a score."""
    several = scores[scores.notna().sum(axis=1) > 1]
    return (several.ffill(axis=1).iloc[:, -1] - several.bfill(axis=1).iloc[:, 0]).astype(float)


def _ends(moved: pd.Series) -> list[Any]:
    """Return who rose most, then who fell most; equals by their code, so that it never depends on the order."""
    if moved.empty:
        return []
    ordered = moved.sort_index().sort_values(kind="stable")
    return list(dict.fromkeys([ordered.index[-1], ordered.index[0]]))


def _colours(scores: pd.DataFrame, marked: list[Any]) -> list[str]:
    moved = _moved(scores)
    return [theme.BETTER if moved[subject] >= 0 else theme.WORSE for subject in marked]
