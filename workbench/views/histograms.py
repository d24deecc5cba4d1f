"""How many subjects lie where: for places with too many to draw one by one, from a hundred to a million."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.locale import Language
from workbench.views import theme
from workbench.views.chart_page import WIDTH, Layer, Line, data_of, svg_of, vertical_marks

MOST_BARS = 12  # as many different values may each have a bar of their own
MOST_RANGES = 30
WIDEST_BAR, NARROWEST_BAR = 34.0, 8.0


def histogram(values: pd.Series, *, axis: str, count: str, language: Language, lines: Sequence[Line] = ()) -> str:
    """Return the SVG of how many subjects lie where, for places with too many to draw one by one.

    Where only a few different values occur, as with ratings, each has a bar of its own with its number above it.
    """
    known = values.dropna()
    width = _room_for_bars(known)
    few = width >= NARROWEST_BAR
    bars = _bars_of_values(known, language) if few else _bars_of_ranges(known)
    room = {"domain": [0, 1.18 * float(bars["count"].max() if len(bars) else 1)], "nice": False}
    steps = {"tickCount": 5, "tickMinStep": 1}
    y = {"field": "count", "type": "quantitative", "title": count, "scale": room, "axis": steps}
    labels = {"values": bars["start"].tolist(), "labelOverlap": "parity"} if few else {"tickCount": 8}
    scale = {"zero": False, "nice": False, "padding": WIDEST_BAR if few else 0}
    axes = {"axis": {"format": ",~f", "grid": False, **labels}, "scale": scale}
    x = {"field": "start", "type": "quantitative", "title": axis, **axes}
    mark = {"type": "bar", "color": theme.PEER, "stroke": theme.PAPER, **({"width": width} if few else {})}
    ends = {} if few else {"x2": {"field": "end"}, "y2": {"datum": 0}}
    layers: list[Layer] = [
        {"data": data_of(bars), "mark": mark, "encoding": {"x": x, "y": y, **ends}},
        *vertical_marks(lines, {"type": "quantitative"}),
    ]
    if few:
        number = {"data": data_of(bars), "encoding": {"x": x, "y": y, "text": {"field": "text"}}}
        halo = {"stroke": theme.PAPER, "strokeWidth": 4}  # keeps the number readable where a line crosses it
        for look in (halo, {}):
            layers.append({"mark": {"type": "text", "dy": -7, **look}, **number})
    return svg_of({"layer": layers, "width": WIDTH - 80, "height": 180}, language)


def _room_for_bars(values: pd.Series) -> float:
    """Return how wide a bar for each different value may be; 0 where there are too many of them."""
    different = np.sort(values.unique())
    if len(different) > MOST_BARS:
        return 0.0
    if len(different) < 2:
        return WIDEST_BAR
    nearest = float(np.diff(different).min() / (different[-1] - different[0]))
    return min(WIDEST_BAR, 0.8 * nearest * (WIDTH - 80 - 2 * WIDEST_BAR))


def _bars_of_values(values: pd.Series, language: Language) -> pd.DataFrame:
    counts = values.value_counts().sort_index()
    texts = [language.number(count, 0) for count in counts]
    return pd.DataFrame({"start": counts.index, "count": counts.to_numpy(), "text": texts})


def _bars_of_ranges(values: pd.Series) -> pd.DataFrame:
    """Return how many values lie in each of at most `MOST_RANGES` ranges whose bounds are round numbers."""
    lowest, highest = float(values.min()), float(values.max())
    rough = (highest - lowest) / (MOST_RANGES - 1)
    power = 10.0 ** np.floor(np.log10(rough))
    step = power * next(each for each in (1, 2, 2.5, 5, 10) if each * power >= rough)
    first = np.floor(lowest / step)
    bounds = step * np.arange(first, np.floor(highest / step) + 2)
    counts, _ = np.histogram(values, bounds)
    return pd.DataFrame({"start": bounds[:-1], "end": bounds[1:], "count": counts})
