"""Charts as pictures with words: drawn once to SVG, so that they look the same in a notebook, a page and on paper.

The specifications are Vega-Lite in plain dictionaries. Altair writes the same grammar, but takes longer to import and
to check one than it takes to draw it, and a report draws a dozen.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from workbench.locale import Language
from workbench.views import theme
from workbench.views.chart_page import (
    WIDTH,
    Layer,
    Line,
    Page,
    data_of,
    focused,
    legend_of,
    span_of,
    svg_of,
    vertical_marks,
)


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
    names: tuple[str, str] | None = None,
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
    names : tuple of str, optional
        What a hollow dot, in the column ``seen``, and the filled one are called; no hollow dots without it.
    """
    page = Page(rows, columns)
    scale = {"domain": list(domain or span_of(rows, lines)), "nice": False, "zero": False}
    ticks = {"tickMinStep": 1, "format": "d"} if whole_numbers else {"format": ",~f"}
    x = {"type": "quantitative", "title": axis, "scale": scale, "axis": {"tickCount": 6, **ticks}}
    others = theme.PEER if rows["focus"].any() else theme.ACCENT
    colour = focused(theme.ACCENT, others)
    interval = {"type": "rule", "strokeWidth": 7, "opacity": 0.3, "strokeCap": "round"}
    layers = [
        page.guides(),
        *vertical_marks(lines, x),
        page.layer(interval, {"x": {"field": "low", **x}, "x2": {"field": "high"}, "color": colour}, known="low"),
        *([_hollow(page, "seen", x), _key(names, above=15 if lines else 0)] if names else []),
        page.layer("point", {"x": {"field": "value", **x}, "color": colour}, known="value"),
        *page.words(),
    ]
    return svg_of(page.specification(layers), language)


def dumbbells(
    rows: pd.DataFrame, names: tuple[str, str], *, axis: str, columns: Mapping[str, str], language: Language
) -> str:
    """Return the SVG of two dots a row, joined by a line: what was intended (hollow) and what was found (filled).

    Parameters
    ----------
    rows : DataFrame
        In the order to be drawn: ``label, focus, intended, found, off`` (whether they are too far apart) and the text
        columns named in `columns`.
    names : tuple of str
        What the hollow and the filled dot are called.
    """
    page = Page(rows, columns)
    most = float(rows[["intended", "found"]].max().max())
    scale = {"domain": [0.0, 1.05 * most or 1.0], "nice": False}
    x = {"type": "quantitative", "title": axis, "scale": scale, "axis": {"tickCount": 6, "format": ",~f"}}
    colour = {"condition": {"test": "datum.off", "value": theme.WARNING}, "value": theme.ACCENT}
    ends = {"x": {"field": "intended", **x}, "x2": {"field": "found"}, "color": colour}
    line = page.layer({"type": "rule", "strokeWidth": 2}, ends, known="found")
    dot = page.layer("point", {"x": {"field": "found", **x}, "color": colour}, known="found")
    ring = _hollow(page, "intended", x)
    return svg_of(page.specification([page.guides(), line, ring, dot, _key(names), *page.words()]), language)


def _hollow(page: Page, field: str, x: Layer) -> Layer:
    """Return a ring a row: what is compared with the filled dot."""
    mark = {"type": "point", "filled": True, "fill": theme.PAPER, "strokeWidth": 2, "size": 60}
    return page.layer(mark, {"x": {"field": field, **x}, "stroke": {"value": theme.MUTED}}, known=field)


def _key(names: tuple[str, str], *, above: int = 0) -> Layer:
    """Return what hollow and filled dots mean, above the plot and so far above the names of lines in it."""
    text = f"○ {names[0]}   ● {names[1]}"
    mark = {"type": "text", "align": "left", "fontSize": 11, "color": theme.MUTED, "text": text}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": {"x": {"value": 0}, "y": {"value": -9 - above}}}


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
    page = Page(rows, columns)
    numbers = pd.concat([others["value"], rows["value"]])
    domain = [min(0.0, float(numbers.min())), max(100.0, float(numbers.max()))]
    scale = {"domain": domain, "nice": False}
    x = {"field": "value", "type": "quantitative", "title": axis, "scale": scale, "axis": {"tickCount": 6}}
    tick = {"type": "tick", "color": theme.PEER, "thickness": 1.5, "size": 13, "opacity": 0.8}
    layers = [
        page.guides(),
        {"data": data_of(others.dropna()), "mark": tick, "encoding": {"x": x, "y": page.y}},
        page.layer({"type": "point", "color": theme.ACCENT, "size": 110}, {"x": x}, known="value"),
        *page.words(),
    ]
    return svg_of(page.specification(layers), language)


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
    page = Page(parts.drop(columns=list(names)), columns)
    pieces = _pieces(parts, names, language)
    x = {"field": "size", "type": "quantitative", "stack": "zero", "title": axis, "axis": {"tickCount": 6}}
    place = {"field": "place", "type": "quantitative"}
    part = {"field": "part", "type": "nominal", "sort": list(names)}
    colours = {"scale": {"domain": list(names), "range": list(theme.CATEGORIES)}, "legend": legend_of(names, page)}
    inks = {"scale": {"domain": list(names), "range": list(theme.CATEGORY_INKS)}, "legend": None}
    bar = {"type": "bar", "stroke": theme.PAPER, "strokeWidth": 1.5, "height": {"band": 0.72}}
    bars = {"mark": bar, "encoding": {"x": x, "y": page.y, "order": place, "color": {**part, **colours}}}
    middle = {"x": {**x, "bandPosition": 0.5}, "y": page.y, "order": place, "text": {"field": "text"}}
    inside = {
        "mark": {"type": "text", "fontSize": min(11, 0.6 * page.step)},
        "encoding": {**middle, "color": {**part, **inks}},
    }
    separate = {"data": data_of(pieces), "layer": [bars, inside], "resolve": {"scale": {"color": "independent"}}}
    return svg_of(page.specification([separate, *page.words()]), language)


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
    page = Page(rows.drop(columns=list(names)), columns, step=56, longest=200)
    pieces = _parts_of_a_hundred(rows, names, language)
    quarters = {"values": [0, 25, 50, 75, 100]}
    x = {"type": "quantitative", "title": axis, "scale": {"domain": [0, 100], "nice": False}, "axis": quarters}
    part = {"field": "part", "type": "nominal", "sort": list(names)}
    # In one row: several rows would be filled column by column, which hides the order.
    legend = {**legend_of(names, page), "columns": len(names), "legendY": -42}
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
        {"data": data_of(pieces), "layer": [bars, counts], "resolve": {"scale": {"color": "independent"}}},
        *([{"data": data_of(limits), "layer": ticks}] if len(limits) else []),
        *page.words(),
    ]
    return svg_of(page.specification(layers), language)


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


def frontier(points: pd.DataFrame, named: pd.DataFrame, *, axes: tuple[str, str], language: Language) -> str:
    """Return the SVG of a line that falls from the policy to the best that can be had, with points that have names.

    Parameters
    ----------
    points : DataFrame
        In order: ``x, y``, the corners of the line.
    named : DataFrame
        Columns ``x, y, name, chosen``: points to be told apart, the chosen ones filled.
    axes : tuple of str
        What is shown across and up, with their units; both begin at 0.
    """
    # room at the right for the name of the last point
    x, y = (
        {
            "type": "quantitative",
            "title": title,
            "scale": {"domain": [0, room * float(max(points[end].max(), named[end].max())) or 1.0], "nice": False},
            "axis": {"tickCount": 6, "format": ",~f", "domain": True, "ticks": True},
        }
        for end, title, room in (("x", axes[0], 1.3), ("y", axes[1], 1.15))
    )
    place = {"x": {"field": "x", **x}, "y": {"field": "y", **y}}
    line = {"type": "line", "color": theme.PEER, "strokeWidth": 2}
    dot = {"type": "point", "filled": True, "size": 90, "stroke": theme.ACCENT, "strokeWidth": 2}
    fill = {"condition": {"test": "datum.chosen", "value": theme.ACCENT}, "value": theme.PAPER}
    name = {"type": "text", "align": "left", "baseline": "bottom", "dx": 8, "dy": -4}
    layers: list[Layer] = [
        {"data": data_of(points), "mark": line, "encoding": place},
        {"data": data_of(named), "mark": dot, "encoding": {**place, "fill": fill}},
        {"data": data_of(named), "mark": name, "encoding": {**place, "text": {"field": "name"}}},
    ]
    return svg_of({"layer": layers, "width": WIDTH - 60, "height": 240}, language)
