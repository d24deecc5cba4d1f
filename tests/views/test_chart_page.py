from __future__ import annotations

import math

import pandas as pd
import pytest

from workbench.locale import Language
from workbench.views.chart_page import (
    NARROWEST_PLOT,
    SHORTEST_NAME,
    Page,
    data_of,
    legend_of,
    span_of,
    svg_of,
    vertical_marks,
    width_of,
)

ROWS = pd.DataFrame({"label": ["Awal", "Baik"], "value": [3.0, math.nan], "focus": [True, False], "text": ["3", "–"]})


def test_names_and_numbers_take_their_room_from_the_plot():
    bare, named = Page(ROWS, {}), Page(ROWS, {"text": "Nilai"})
    assert named.plot == pytest.approx(bare.plot - width_of("Nilai") - 16)
    assert named.edges == [pytest.approx(bare.plot)]


def test_long_names_give_way_to_the_plot():
    rows = ROWS.assign(label=["Seksi Pemberdayaan Masyarakat dan Pembangunan", "Baik"], wide="x" * 60)
    assert Page(rows, {"wide": "Nilai"}).plot == pytest.approx(NARROWEST_PLOT)
    assert Page(rows, {"wide": "Nilai"}).left > SHORTEST_NAME


def test_capitals_are_wider():
    assert width_of("ABC") > width_of("abc")


def test_many_rows_stand_closer():
    assert Page(pd.concat([ROWS] * 20), {}).step < Page(ROWS, {}).step


def test_an_absent_number_is_null_and_never_nan():
    assert data_of(ROWS)["values"][1]["value"] is None


def test_an_axis_goes_below_zero_only_where_values_do():
    rows = pd.DataFrame({"value": [1.0, 9.0], "low": [0.5, 8.0], "high": [2.0, 10.0]})
    low, high = span_of(rows, [(12.0, "target")])
    assert (low, high) == (0.0, pytest.approx(12 + 0.05 * 11.5))
    assert span_of(rows - 5, [])[0] == pytest.approx(-4.5 - 0.05 * 9.5)


def test_a_line_is_drawn_with_its_name_and_none_without_lines():
    assert vertical_marks([], {}) == []
    assert vertical_marks([(5.0, "target")], {})[0]["data"] == {"values": [{"at": 5.0, "name": "target"}]}


def test_a_legend_breaks_into_rows_where_names_are_long():
    page = Page(ROWS, {})
    assert legend_of(["a", "b"], page)["columns"] == 2
    assert legend_of(["a" * 60, "b" * 60, "c" * 60], page)["columns"] == 1


def test_numbers_are_written_as_the_language_writes_them():
    point = {
        "data": {"values": [{"x": 1234.5}]},
        "mark": "text",
        "encoding": {"text": {"field": "x", "format": ",.1f"}},
    }
    assert "1.234,5" in svg_of(point, Language("id"))
    assert "1,234.5" in svg_of(point, Language("en"))
