from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench.locale import Language
from workbench.views import histograms

INDONESIAN = Language("id")


def drawn(values, **more):
    series = pd.Series(values, dtype=float)
    return histograms.histogram(series, axis="Nilai", count="Banyaknya pegawai", language=INDONESIAN, **more)


def bars(svg):
    return svg.count('aria-roledescription="bar"')


def test_a_few_different_values_have_a_bar_each_with_its_number_above():
    svg = drawn([1] * 12 + [2] * 193 + [3] * 94)
    assert bars(svg) == 3
    assert all(f">{count}</text>" in svg for count in (12, 193, 94))


def test_many_different_values_share_bars_between_round_numbers():
    svg = drawn(np.linspace(0, 100, 1001))
    assert bars(svg) == 21  # 0-5, 5-10 and so on to 100-105, where the last one holds 100 itself
    assert ">100</text>" in svg


def test_values_that_lie_too_close_for_bars_of_their_own_share_them():
    assert bars(drawn([0, 0.001, 100])) > 3


@pytest.mark.parametrize("values", [[], [5], [5] * 100, [1e-9, 2e-9, 3e-9], [1e9] * 3 + [0], [float("nan")] * 4])
def test_no_number_of_subjects_and_no_size_of_values_stops_the_picture(values):
    assert drawn(values, lines=[(1.0, "target")]).startswith("<svg")


def test_a_million_values_make_a_picture_no_larger_than_a_hundred():
    svg = drawn(np.random.default_rng(0).random(1_000_000))
    assert len(svg) < 20_000
    assert ">Banyaknya pegawai</text>" in svg


def test_nobody_is_lost_in_the_ranges():
    values = pd.Series(np.random.default_rng(0).normal(50, 10, 10_000))
    assert histograms._bars_of_ranges(values)["count"].sum() == 10_000


def test_a_line_is_named():
    assert ">median</text>" in drawn([1, 2, 3], lines=[(2.0, "median")])
