"""Charts as pictures with words: drawn once to SVG, so that they look the same in a notebook, a page and on paper.

The specifications are Vega-Lite in plain dictionaries. Altair writes the same grammar, but takes longer to import and
to check one than it takes to draw it, and a report draws a dozen.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

import pandas as pd
import vl_convert

from workbench.locale import Language
from workbench.views import theme

WIDTH = 690
LETTER = 6.2  # average width of a letter at 12 px, to leave room for names and numbers beside the plot
LONGEST_NAME = 284
VEGA_LITE = "6.1"  # named, so that pictures stay the same when a later library draws with a newer one by default
SEPARATORS = {"id": (",", "."), "en": (".", ",")}

Layer = dict[str, Any]
Line = tuple[float, str]


@dataclass(frozen=True)
class Chart:
    """A picture with its finding, its alternative text and its source.

    Parameters
    ----------
    svg : str
        The picture.
    alternative : str
        What a reader who cannot see the picture needs: the finding and the range of the numbers.
    title : str
        The finding, one sentence; empty where the section has just said it.
    source : str
        Where the numbers come from.
    """

    svg: str
    alternative: str
    title: str = ""
    source: str = ""

    def __repr__(self) -> str:
        """Return the alternative text."""
        return self.alternative

    def _repr_html_(self) -> str:
        return self.html()

    def html(self) -> str:
        """Return picture, title and source as a figure; the picture travels inside the page."""
        picture = base64.b64encode(self.svg.encode()).decode()
        title = f'<p class="chart-title">{escape(self.title)}</p>' if self.title else ""
        source = f"<figcaption>{escape(self.source)}</figcaption>" if self.source else ""
        image = f'<img src="data:image/svg+xml;base64,{picture}" alt="{escape(self.alternative, quote=True)}">'
        return f"<figure>{title}{image}{source}</figure>"


def dots(
    rows: pd.DataFrame,
    *,
    axis: str,
    columns: Mapping[str, str],
    language: Language,
    domain: tuple[float, float] | None = None,
    lines: Sequence[Line] = (),
    whole_numbers: bool = False,
) -> str:
    """Return the SVG of one dot a row with its interval where it is known: who stands where, and how sure.

    Parameters
    ----------
    rows : DataFrame
        In the order to be drawn: ``label, value, low, high``, ``focus`` (whether the row is the subject of the page)
        and the text columns named in `columns`.
    axis : str
        What is shown, with its unit.
    columns : mapping
        Text columns shown at the right edge, with their headings.
    domain : tuple of float, optional
        First and last number of the axis; taken from the numbers where absent.
    lines : sequence of (number, name)
        Vertical marks, such as a target.
    whole_numbers : bool
        Whether only whole numbers make sense on the axis, as with ranks.
    """
    page = _Page(rows, columns)
    scale = {"domain": list(domain or _span(rows, lines)), "nice": False, "zero": False}
    ticks = {"tickMinStep": 1, "format": "d"} if whole_numbers else {"format": ",~f"}
    x = {"type": "quantitative", "title": axis, "scale": scale, "axis": {"tickCount": 6, **ticks}}
    others = theme.PEER if rows["focus"].any() else theme.ACCENT
    colour = _focused(theme.ACCENT, others)
    interval = {"type": "rule", "strokeWidth": 7, "opacity": 0.3, "strokeCap": "round"}
    layers = [
        page.guides(),
        *vertical_marks(lines, x),
        page.layer(interval, {"x": {"field": "low", **x}, "x2": {"field": "high"}, "color": colour}, known="low"),
        page.layer("point", {"x": {"field": "value", **x}, "color": colour}, known="value"),
        *page.words(),
    ]
    return drawn(page.specification(layers), language)


def strips(
    rows: pd.DataFrame, others: pd.DataFrame, *, axis: str, columns: Mapping[str, str], language: Language
) -> str:
    """Return the SVG of one strip a row: a grey tick for each of the others, the subject's dot on top.

    Parameters
    ----------
    rows : DataFrame
        In the order to be drawn: ``label, value``, ``focus`` and the text columns named in `columns`.
    others : DataFrame
        Columns ``order`` (the row, from 0) and ``value``.
    """
    page = _Page(rows, columns)
    numbers = pd.concat([others["value"], rows["value"]])
    domain = [min(0.0, float(numbers.min())), max(100.0, float(numbers.max()))]
    scale = {"domain": domain, "nice": False}
    x = {"field": "value", "type": "quantitative", "title": axis, "scale": scale, "axis": {"tickCount": 6}}
    tick = {"type": "tick", "color": theme.PEER, "thickness": 1.5, "size": 13, "opacity": 0.8}
    layers = [
        page.guides(),
        {"data": plain_rows(others.dropna()), "mark": tick, "encoding": {"x": x, "y": page.y}},
        page.layer({"type": "point", "color": theme.ACCENT, "size": 110}, {"x": x}, known="value"),
        *page.words(),
    ]
    return drawn(page.specification(layers), language)


def stacked_bars(
    parts: pd.DataFrame, names: Sequence[str], *, axis: str, columns: Mapping[str, str], language: Language
) -> str:
    """Return the SVG of one stacked bar a row: what each part gave to the whole; what it took away lies left of 0.

    Parameters
    ----------
    parts : DataFrame
        In the order to be drawn: ``label, focus``, the text columns named in `columns`, and one number column for
        each of `names`.
    names : sequence of str
        The parts, at most as many as there are category colours.
    """
    page = _Page(parts.drop(columns=list(names)), columns)
    pieces = _pieces(parts, names, language)
    x = {"field": "size", "type": "quantitative", "stack": "zero", "title": axis, "axis": {"tickCount": 6}}
    place = {"field": "place", "type": "quantitative"}
    part = {"field": "part", "type": "nominal", "sort": list(names)}
    colours = {"scale": {"domain": list(names), "range": list(theme.CATEGORIES)}, "legend": _legend(names, page)}
    inks = {"scale": {"domain": list(names), "range": list(theme.CATEGORY_INKS)}, "legend": None}
    bar = {"type": "bar", "stroke": theme.PAPER, "strokeWidth": 1.5, "height": {"band": 0.72}}
    bars = {"mark": bar, "encoding": {"x": x, "y": page.y, "order": place, "color": {**part, **colours}}}
    middle = {"x": {**x, "bandPosition": 0.5}, "y": page.y, "order": place, "text": {"field": "text"}}
    inside = {
        "mark": {"type": "text", "fontSize": min(11, 0.6 * page.step)},
        "encoding": {**middle, "color": {**part, **inks}},
    }
    separate = {"data": plain_rows(pieces), "layer": [bars, inside], "resolve": {"scale": {"color": "independent"}}}
    return drawn(page.specification([separate, *page.words()]), language)


def _pieces(parts: pd.DataFrame, names: Sequence[str], language: Language) -> pd.DataFrame:
    """Return one row a piece of a bar, with its number as text where there is room for it."""
    wide = parts[list(names)].reset_index(drop=True)
    width = float(wide.clip(lower=0).sum(axis=1).max() - wide.clip(upper=0).sum(axis=1).min())
    decimals = 0 if width > 20 else 1
    long = wide.rename_axis("order").reset_index().melt(id_vars="order", var_name="part", value_name="size")
    texts = [_minus(language.number(size, decimals)) if abs(size) > 0.055 * width else "" for size in long["size"]]
    return long.assign(place=long["part"].map({name: place for place, name in enumerate(names)}), text=texts)


def _minus(number: str) -> str:
    return number.replace("-", "−")


def ordered_shares(
    rows: pd.DataFrame,
    limits: pd.DataFrame,
    names: Sequence[str],
    *,
    axis: str,
    columns: Mapping[str, str],
    language: Language,
) -> str:
    """Return the SVG of one bar a row, parted by ordered classes, with the limits on a class as ticks below it.

    Parameters
    ----------
    rows : DataFrame
        In the order to be drawn: ``label, focus``, the text columns named in `columns`, and one column of counts for
        each of `names`.
    limits : DataFrame
        Columns ``order`` (the row, from 0), ``at`` (per cent), ``text``, ``kept`` and ``most`` (an upper limit).
    names : sequence of str
        The classes, best first, at most as many as there are ordered colours.
    """
    page = _Page(rows.drop(columns=list(names)), columns, step=56, longest=200)
    pieces = _parts_of_a_hundred(rows, names, language)
    quarters = {"values": [0, 25, 50, 75, 100]}
    x = {"type": "quantitative", "title": axis, "scale": {"domain": [0, 100], "nice": False}, "axis": quarters}
    part = {"field": "part", "type": "nominal", "sort": list(names)}
    # In one row: several rows would be filled column by column, which hides the order.
    legend = {**_legend(names, page), "columns": len(names), "legendY": -42}
    colours = {"scale": {"domain": list(names), "range": list(theme.ORDERED)}, "legend": legend}
    inks = {"scale": {"domain": list(names), "range": list(theme.ORDERED_INKS)}, "legend": None}
    bar = {"type": "bar", "stroke": theme.PAPER, "strokeWidth": 1, "height": 20}
    whole = {"x": {"field": "start", **x}, "x2": {"field": "end"}, "y": page.y}
    inside = {"x": {"field": "middle", **x}, "y": page.y, "text": {"field": "text"}}
    ink = {"condition": {"test": "datum.kept", "value": theme.INK}, "value": theme.WORSE}
    at = {"x": {"field": "at", **x}, "y": page.y, "color": ink}
    bars = {"mark": bar, "encoding": {**whole, "color": {**part, **colours}}}
    counts = {"mark": {"type": "text", "fontSize": 11}, "encoding": {**inside, "color": {**part, **inks}}}
    # What may not be exceeded hangs below the bar, what must be reached stands above it.
    ticks = [
        {**layer, "transform": [{"filter": f"datum.most == {most}"}]}
        for most, side in (("true", 1), ("false", -1))
        for layer in (
            {"mark": {"type": "tick", "thickness": 2, "size": 12, "yOffset": 10 * side}, "encoding": at},
            {
                "mark": {"type": "text", "fontSize": 10, "yOffset": 23 * side},
                "encoding": {**at, "text": {"field": "text"}},
            },
        )
    ]
    layers: list[Layer] = [
        {"data": plain_rows(pieces), "layer": [bars, counts], "resolve": {"scale": {"color": "independent"}}},
        *([{"data": plain_rows(limits), "layer": ticks}] if len(limits) else []),
        *page.words(),
    ]
    return drawn(page.specification(layers), language)


def _parts_of_a_hundred(rows: pd.DataFrame, names: Sequence[str], language: Language) -> pd.DataFrame:
    """Return one row a piece with its ends in per cent of its bar, and its count where there is room for it."""
    counts = rows[list(names)].reset_index(drop=True).astype(float)
    shares = 100 * counts.div(counts.sum(axis=1), axis=0)
    ends = shares.cumsum(axis=1)
    pieces = [
        {
            "order": order,
            "part": name,
            "start": ends.at[order, name] - shares.at[order, name],
            "end": ends.at[order, name],
            "middle": ends.at[order, name] - shares.at[order, name] / 2,
            "text": language.number(counts.at[order, name], 0) if shares.at[order, name] > 4 else "",
        }
        for order in counts.index
        for name in names
        if counts.at[order, name]
    ]
    return pd.DataFrame(pieces)


class _Page:
    """Rows with their names at the left and their numbers as text at the right; the plot takes what is left."""

    y: Mapping[str, Any] = {"field": "order", "type": "ordinal", "axis": None}

    def __init__(
        self, rows: pd.DataFrame, columns: Mapping[str, str], *, step: int | None = None, longest: float = LONGEST_NAME
    ) -> None:
        self.rows = rows.reset_index(drop=True).assign(order=range(len(rows)))
        self.columns = columns
        self.step = step or (22 if len(rows) <= 16 else 18 if len(rows) <= 32 else 15)
        self.size = 12 if self.step > 15 else 11
        widest = max(map(_width, rows["label"]), default=0)
        self.left = min(longest, widest * self.size / 12 + 14)
        self.plot = WIDTH - self.left - sum(self.widths) - 16

    @cached_property
    def widths(self) -> list[float]:
        """Room for each text column."""
        texts = ([heading, *self.rows[column]] for column, heading in self.columns.items())
        return [max(map(_width, column)) + 16 for column in texts]

    @cached_property
    def edges(self) -> list[float]:
        """Right edge of each text column."""
        return [self.plot + sum(self.widths[: place + 1]) for place in range(len(self.widths))]

    def specification(self, layers: Sequence[Layer]) -> dict[str, Any]:
        """Return `layers` as one chart over these rows."""
        return {"data": plain_rows(self.rows), "layer": layers, "width": self.plot, "height": {"step": self.step}}

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
        ink = _focused(theme.ACCENT, theme.INK)
        name = {"type": "text", "align": "left", "limit": self.left - 8, **weight}
        layers = [self.layer(name, {"x": {"value": -self.left}, "text": {"field": "label"}, "color": ink})]
        for column, edge in zip(self.columns, self.edges, strict=True):
            number = {"type": "text", "align": "right", **weight}
            layers.append(self.layer(number, {"x": {"value": edge}, "text": {"field": column}, "color": ink}))
        return [*layers, *map(_heading, self.columns.values(), self.edges)]


def _width(text: str) -> float:
    """Return how wide a text is at 12 px; capitals are wider."""
    return LETTER * (len(text) + 0.3 * sum(letter.isupper() for letter in text))


def _heading(text: str, edge: float) -> Layer:
    mark = {"type": "text", "align": "right", "fontSize": 11, "color": theme.MUTED, "text": text}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": {"x": {"value": edge}, "y": {"value": -9}}}


def vertical_marks(lines: Sequence[Line], x: Mapping[str, Any]) -> list[Layer]:
    """Return dashed lines with their names above the plot."""
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


def _legend(names: Sequence[str], page: _Page) -> Layer:
    """Return the legend above the names, in as many columns as there is room for."""
    columns = max(1, min(len(names), int(WIDTH / (max(map(_width, names)) + 34))))
    height = -(-len(names) // columns) * 18
    place = {"orient": "none", "legendX": -page.left, "legendY": -height - 24}
    return {**place, "columns": columns, "symbolType": "square", "labelLimit": WIDTH}


def _focused(subject: str, others: str) -> Layer:
    return {"condition": {"test": "datum.focus", "value": subject}, "value": others}


def _span(rows: pd.DataFrame, lines: Sequence[Line]) -> tuple[float, float]:
    numbers = pd.concat([rows["value"], rows["low"], rows["high"], pd.Series([at for at, _ in lines], dtype=float)])
    lowest, highest = float(numbers.min()), float(numbers.max())
    room = 0.05 * (highest - lowest) or 1.0
    floor = 0.0 if lowest >= 0 else lowest - room
    return max(floor, lowest - room), highest + room


def plain_rows(frame: pd.DataFrame) -> dict[str, Any]:
    """Return rows as plain values: an absent number is null, never NaN."""
    plain = frame.astype(object).where(frame.notna(), None)
    return {"values": plain.to_dict("records")}


def drawn(specification: dict[str, Any], language: Language) -> str:
    """Return a specification as SVG, with the numbers of the reader's language."""
    decimal, thousands = SEPARATORS[language.code]
    locale = {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["Rp", ""]}
    whole = {**specification, "config": theme.chart_config()}
    return str(vl_convert.vegalite_to_svg(whole, vl_version=VEGA_LITE, format_locale=locale))
