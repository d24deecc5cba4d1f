from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from workbench.locale import Language
from workbench.views import trend_chart

ENGLISH = Language("en")
DAYS = [date(2025, 4, 30), date(2025, 5, 31), date(2025, 6, 30)]
SCORES = pd.DataFrame([[50, 55, 60], [80, 70, 65], [np.nan, 40, 41]], index=["A", "B", "C"], columns=DAYS)
NAMES = {"A": "Unit Awal", "B": "Unit Baik", "C": "Unit Cepat"}


def test_the_sentence_names_who_rose_and_who_fell_most():
    assert trend_chart.sentence(SCORES, NAMES, ENGLISH) == (
        "Moved most: Unit Awal from 50.0 to 60.0; Unit Baik from 80.0 to 65.0."
    )


def test_one_day_is_no_trend():
    said = trend_chart.sentence(SCORES[DAYS[:1]], NAMES, ENGLISH)
    assert said == "Nobody has a score on more than one of these days."


def test_only_those_who_moved_most_are_named_in_the_picture():
    drawn = trend_chart.svg(SCORES, NAMES, ENGLISH)
    assert "Unit Awal" in drawn
    assert "Unit Baik" in drawn
    assert "Unit Cepat" not in drawn
    assert "30 Apr 2025" in drawn


def test_the_order_of_subjects_never_changes_the_words():
    turned = SCORES.loc[["C", "B", "A"]]
    assert trend_chart.sentence(turned, NAMES, ENGLISH) == trend_chart.sentence(SCORES, NAMES, ENGLISH)


def test_a_figure_says_its_range_for_those_who_cannot_see_it():
    assert "Scores range from 40.0 to 80.0." in trend_chart.html(SCORES, NAMES, ENGLISH)
