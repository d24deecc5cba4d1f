"""What all charts share: the page with its names and columns, marks, legend, and the drawing itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import pandas as pd
import vl_convert

from workbench.locale import Language
from workbench.views import theme

WIDTH = 690
LETTER = 6.2  # average width of a letter at 12 px, to leave room for names and numbers beside the plot
LONGEST_NAME = 284
NARROWEST_PLOT, SHORTEST_NAME = 170, 90  # names give way to the plot, down to what still tells them apart
VEGA_LITE = "6.1"  # named, so that pictures stay the same when a later library draws with a newer one by default
SEPARATORS = {"id": (",", "."), "en": (".", ",")}

Layer = dict[str, Any]
Line = tuple[float, str]


class Page:
    """Rows with their names at the left and their numbers as text at the right; the plot takes what is left."""

    y: Mapping[str, Any] = {"field": "order", "type": "ordinal", "axis": None}

    def __init__(
        self, rows: pd.DataFrame, columns: Mapping[str, str], *, step: int | None = None, longest: float = LONGEST_NAME
    ) -> None:
        self.rows = rows.reset_index(drop=True).assign(order=range(len(rows)))
        self.columns = columns
        self.step = step or (22 if len(rows) <= 16 else 18 if len(rows) <= 32 else 15)
        self.size = 12 if self.step > 15 else 11
        widest = max(map(width_of, rows["label"]), default=0)
        beside = WIDTH - sum(self.widths) - 16
        self.left = min(longest, widest * self.size / 12 + 14, max(SHORTEST_NAME, beside - NARROWEST_PLOT))
        self.plot = beside - self.left

    @cached_property
    def widths(self) -> list[float]:
        """Room for each text column."""
        texts = ([heading, *self.rows[column]] for column, heading in self.columns.items())
        return [max(map(width_of, column)) + 16 for column in texts]

    @cached_property
    def edges(self) -> list[float]:
        """Right edge of each text column."""
        return [self.plot + sum(self.widths[: place + 1]) for place in range(len(self.widths))]

    def specification(self, layers: Sequence[Layer]) -> dict[str, Any]:
        """Return `layers` as one chart over these rows."""
        return {"data": data_of(self.rows), "layer": layers, "width": self.plot, "height": {"step": self.step}}

    def layer(self, mark: Layer | str, encoding: Layer, known: str = "") -> Layer:
        """Return one mark a row, leaving out rows without a number in the column `known`."""
        filters = [{"filter": f"isValid(datum.{known})"}] if known else []
        return {"mark": mark, "encoding": {**encoding, "y": self.y}, "transform": filters}

    def guides(self) -> Layer:
        """Return thin lines that lead the eye from name to number."""
        mark = {"type": "rule", "color": theme.LINE, "strokeWidth": 0.6}
        return self.layer(mark, {"x": {"value": 0}, "x2": {"value": self.plot}})

    def words(self) -> list[Layer]:
        """Return names at the left, numbers at the right, headings above."""
        weight = {"fontSize": self.size, "fontWeight": {"expr": "datum.focus ? 'bold' : 'normal'"}}
        ink = focused(theme.ACCENT, theme.INK)
        name = {"type": "text", "align": "left", "limit": self.left - 8, **weight}
        layers = [self.layer(name, {"x": {"value": -self.left}, "text": {"field": "label"}, "color": ink})]
        for column, edge in zip(self.columns, self.edges, strict=True):
            number = {"type": "text", "align": "right", **weight}
            layers.append(self.layer(number, {"x": {"value": edge}, "text": {"field": column}, "color": ink}))
        return [*layers, *map(heading, self.columns.values(), self.edges)]


def width_of(text: str) -> float:
    """Return how wide a text is at 12 px; capitals are wider."""
    return LETTER * (len(text) + 0.3 * sum(letter.isupper() for letter in text))


def heading(text: str, edge: float) -> Layer:
    """Return the heading of a text column, right-aligned at `edge`."""
    mark = {"type": "text", "align": "right", "fontSize": 11, "color": theme.MUTED, "text": text}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": {"x": {"value": edge}, "y": {"value": -9}}}


def vertical_marks(lines: Sequence[Line], x: Mapping[str, Any]) -> list[Layer]:
    """Return a dashed line with its name at every place of `lines`."""
    if not lines:
        return []
    data = {"values": [{"at": at, "name": name} for at, name in lines]}
    rule = {"type": "rule", "color": theme.INK, "strokeDash": [4, 3], "strokeWidth": 1}
    name = {"type": "text", "fontSize": 11, "color": theme.INK, "baseline": "bottom"}
    at = {"field": "at", **x}
    return [
        {"data": data, "mark": rule, "encoding": {"x": at}},
        {"data": data, "mark": name, "encoding": {"x": at, "y": {"value": -4}, "text": {"field": "name"}}},
    ]


def legend_of(names: Sequence[str], page: Page) -> Layer:
    """Return the legend above the names, in as many columns as there is room for."""
    columns = max(1, min(len(names), int(WIDTH / (max(map(width_of, names)) + 34))))
    height = -(-len(names) // columns) * 18
    place = {"orient": "none", "legendX": -page.left, "legendY": -height - 24}
    return {**place, "columns": columns, "symbolType": "square", "labelLimit": WIDTH}


def focused(subject: str, others: str) -> Layer:
    """Return one colour for the row in focus and another for the rest."""
    return {"condition": {"test": "datum.focus", "value": subject}, "value": others}


def span_of(rows: pd.DataFrame, lines: Sequence[Line]) -> tuple[float, float]:
    """Return the ends of an axis with room for values, intervals and lines; it goes below 0 only where they do."""
    drawn = [rows[name] for name in ("value", "low", "high", "seen") if name in rows]
    numbers = pd.concat([*drawn, pd.Series([at for at, _ in lines], dtype=float)])
    lowest, highest = float(numbers.min()), float(numbers.max())
    room = 0.05 * (highest - lowest) or 1.0
    floor = 0.0 if lowest >= 0 else lowest - room
    return max(floor, lowest - room), highest + room


def data_of(frame: pd.DataFrame) -> dict[str, Any]:
    """Return rows as plain values: an absent number is null, never NaN."""
    plain = frame.astype(object).where(frame.notna(), None)
    return {"values": plain.to_dict("records")}


def svg_of(specification: dict[str, Any], language: Language) -> str:
    """Return the drawn picture, with numbers written as `language` writes them."""
    decimal, thousands = SEPARATORS[language.code]
    locale = {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["Rp", ""]}
    whole = {**specification, "config": theme.chart_config()}
    return str(vl_convert.vegalite_to_svg(whole, vl_version=VEGA_LITE, format_locale=locale))
