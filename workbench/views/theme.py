"""One visual language: the colours, and how charts and tables wear them."""

from __future__ import annotations

from typing import Any

INK = "#1b2733"
MUTED = "#5b6875"
LINE = "#d9dee3"
BAND = "#f4f6f8"
PAPER = "#ffffff"
ACCENT = "#0b6e69"
BETTER = "#0072b2"
WORSE = "#b24400"
WARNING = "#8a5a00"
WARNING_PAPER = "#fff4d6"
PEER = "#8b96a1"

# Okabe-Ito, ordered so that neighbours in a stacked bar also differ in black and white; each with its ink.
CATEGORIES = ("#0072b2", "#e69f00", "#009e73", "#f0e442", "#cc79a7", "#56b4e9")
CATEGORY_INKS = ("#ffffff", *["#000000"] * 5)

# Ordered classes, best first, from one hue to another through light: also in grey the ends differ from the middle.
ORDERED = ("#0b6e69", "#9fd0cb", "#f3e2b3", "#dd9b4f", "#8a3c00")
ORDERED_INKS = ("#ffffff", "#000000", "#000000", "#000000", "#ffffff")

FONT = '"Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", "Noto Sans", sans-serif'
# Inside an SVG the quotes of a family would have to be escaped twice; these families need none.
CHART_FONT = "Arial, Helvetica, sans-serif"


def chart_config() -> dict[str, Any]:
    """Return the Vega-Lite configuration of every chart: quiet axes, text large enough for print."""
    words: dict[str, Any] = {"labelFont": CHART_FONT, "titleFont": CHART_FONT}
    axis: dict[str, Any] = {
        "labelColor": INK,
        "titleColor": MUTED,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": LINE,
        "domainColor": LINE,
        "tickColor": LINE,
        "labelLimit": 240,
        "labelPadding": 6,
    }
    return {
        "font": CHART_FONT,
        "background": PAPER,
        "view": {"stroke": None},
        "axis": {**words, **axis},
        "axisY": {"grid": False, "domain": False, "ticks": False},
        "text": {"font": CHART_FONT, "fontSize": 12, "color": INK},
        "legend": {**words, "labelColor": INK, "labelFontSize": 12, "labelLimit": 260, "orient": "top", "title": None},
        "bar": {"color": PEER},
        "point": {"filled": True, "size": 70, "opacity": 1},
    }


def table_options() -> dict[str, Any]:
    """Return the options of every table: thin rules, no boxes, room between the columns."""
    return {
        "table_font_names": [name.strip('" ') for name in FONT.split(",")],
        "table_font_size": "10.5pt",
        "table_font_color": INK,
        "table_width": "100%",
        "table_border_top_style": "hidden",
        "table_border_bottom_color": INK,
        "table_border_bottom_width": "1px",
        "column_labels_border_top_style": "hidden",
        "column_labels_border_bottom_color": INK,
        "column_labels_border_bottom_width": "1px",
        "column_labels_font_weight": "600",
        "table_body_hlines_color": LINE,
        "table_body_border_top_style": "hidden",
        "table_body_border_bottom_color": INK,
        "stub_border_style": "hidden",
        "data_row_padding": "3px",
    }


def panel_variables(role: str) -> str:
    """Return the colours and the font as custom properties of the class `role`, for the style sheet of a panel."""
    look = {
        "ink": INK,
        "muted": MUTED,
        "line": LINE,
        "band": BAND,
        "paper": PAPER,
        "accent": ACCENT,
        "better": BETTER,
        "worse": WORSE,
        "warning": WARNING,
        "warning-paper": WARNING_PAPER,
        "font": f"system-ui, {FONT}",
    }
    return f".{role} {{ {' '.join(f'--{name}: {value};' for name, value in look.items())} }}\n"
