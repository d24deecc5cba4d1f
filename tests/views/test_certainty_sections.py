from __future__ import annotations

import numpy as np
import pandas as pd

from tests.views.reading import pictures, row, words
from workbench.analysis.swaps import Swaps
from workbench.locale import Language
from workbench.views.certainty_sections import certainty, swaps

EN = Language("en")
NAMES = {"A": "Unit A", "B": "Unit B", "C": "Unit C", "x": "Speed", "y": "Trust"}
HOW = {"how": "each weight moves by up to 25 %", "within": "every share moves by up to 25 % of itself"}


def test_who_is_first_how_often_and_who_is_least_sure():
    found = pd.DataFrame(
        {
            "rank": [2, 1, pd.NA], "low": [2, 1, pd.NA], "high": [2, 2, pd.NA], "first": [0.0, 0.9, np.nan],
            "best": [1, 1, np.nan], "worst": [2, 3, np.nan],
        },
        index=list("ABC"),
    ).astype({"rank": "Int64", "low": "Int64", "high": "Int64"})  # fmt: skip
    block = certainty(found, NAMES, EN, **HOW)
    assert block.finding == (
        "Unit B is first in 90 % of the draws. 1 of 2 keep one rank; the widest band is that of Unit B: 1–2."
    )
    assert "when each weight moves by up to 25 %" in words(block.parts[1])
    (picture,) = pictures(block.parts[0])
    assert "1–3" in picture
    assert "Unit C" not in picture  # without a score there is no rank to be sure of


PAIRS = pd.DataFrame({"ahead": ["A", "B"], "behind": ["B", "C"]})
SHARES = pd.Series({"x": 0.4, "y": 0.6})
STABLE = pd.DataFrame({"low": [0.1], "share": [0.4], "high": [0.8]}, index=["x"])


def test_pairs_are_told_in_the_order_of_the_change_they_need():
    thresholds = pd.DataFrame({"x": [0.7, np.nan], "y": [np.nan, 0.5]})
    block = swaps(Swaps(pairs=PAIRS, shares=SHARES, thresholds=thresholds), STABLE, NAMES, EN, top=1)
    assert block.finding == (
        "Unit C draws level with Unit B when Trust has a share of 50.0 % instead of 60.0 %: no other two neighbours "
        "need a smaller change."
    )
    assert row(block.parts[0], "Unit A") == ["Unit B", "Speed", "40.0 %", "70.0 %", "+30.0"]
    assert row(block.parts[2], "Speed") == ["10.0 %", "40.0 %", "80.0 %"]


def test_where_nobody_can_swap_that_is_said():
    never = Swaps(pairs=PAIRS, shares=SHARES, thresholds=pd.DataFrame({"x": [np.nan] * 2, "y": [np.nan] * 2}))
    assert swaps(never, STABLE, NAMES, EN, top=1).finding == "No single weight makes two neighbours swap places."
