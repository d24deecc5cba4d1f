from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench.model.labels import Label
from workbench.model.rules import Band, Bands, PredicateRule
from workbench.scoring.bands import entry_scores, grade, predicates_from, rounded_half_up


def bands(*lows, **settings):
    return Bands(bands=tuple(Band(code=f"b{low:g}", label=Label.of("x"), low=low) for low in lows), **settings)


def test_a_lower_bound_belongs_to_its_band():
    assert grade(pd.Series([0.0, 64.99, 65.0, 100.0]), bands(0, 65)).tolist() == ["b0", "b0", "b65", "b65"]


def test_excluded_lower_bounds_leave_the_value_below():
    assert grade(pd.Series([80.0, 80.01]), bands(0, 80, low_included=False)).tolist() == ["b0", "b80"]


def test_no_value_falls_into_a_gap_between_printed_bounds():
    # printed 25.00-64.99 and 65.00-76.60: 64.996 is graded as 65.00
    assert grade(pd.Series([64.994, 64.996]), bands(25, 65)).tolist() == ["b25", "b65"]


def test_halves_are_rounded_away_from_zero_as_regulations_do():
    assert rounded_half_up(pd.Series([2.345, 2.5, -2.5]).to_numpy(), 0).tolist() == [2, 3, -3]
    assert rounded_half_up(pd.Series([1.005]).to_numpy(), 2).tolist() == [1.01]


@pytest.mark.parametrize(
    ("bounds", "settings", "entry"),
    [
        ((25, 65), {}, 64.995),
        ((25, 65), {"decimals": 0}, 64.5),
        ((25, 64.25), {"decimals": 1}, 64.25),  # 64.3 is the first number with one decimal from 64.25 on
        ((0, 80), {"low_included": False}, 80.005),
    ],
)
def test_a_score_enters_a_band_where_rounding_lifts_it_there(bounds, settings, entry):
    given = bands(*bounds, **settings)
    assert entry_scores(given).tolist() == [-np.inf, pytest.approx(entry)]
    assert grade(pd.Series([entry - 1e-6, entry]), given).tolist() == list(given.codes)


def test_bands_must_rise():
    with pytest.raises(ValueError, match="strictly rising"):
        bands(0, 60, 60)


def test_a_matrix_with_a_missing_cell_is_refused():
    with pytest.raises(ValueError, match="cells missing"):
        PredicateRule(
            row_codes=("x", "y"),
            column_codes=("z",),
            cells={("x", "z"): "p"},
            predicates={"p": Label.of("p")},
            reference="r",
        )


def test_a_predicate_needs_both_bands():
    rule = PredicateRule(
        row_codes=("x",), column_codes=("z",), cells={("x", "z"): "p"}, predicates={"p": Label.of("p")}, reference="r"
    )
    found = predicates_from(pd.Series(["x", "x"], dtype="str"), pd.Series(["z", None], dtype="str"), rule)
    assert found.tolist()[0] == "p"
    assert pd.isna(found.iloc[1])
