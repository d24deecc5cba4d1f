"""A column of numbers becomes an indicator: what is counted, and why a value is missing."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from workbench.model.indicator import Context, Cycle, Options
from workbench.model.labels import Label
from workbench.model.parameters import Declared
from workbench.model.rules import Rules
from workbench.scoring.declared import declared_indicator

YEAR = Cycle(code="2025", start=date(2025, 1, 1), end=date(2025, 12, 31), data_until=date(2025, 12, 31))
# A: 2, 4, 9 over 10, 10, 10 people; B: 6 over nobody; C: nothing over 5
ROWS = pd.DataFrame(
    {
        "kode": ["A", "A", "A", "B", "C"],
        "kasus": [2.0, 4.0, 9.0, 6.0, np.nan],
        "penduduk": [10.0, 10.0, 10.0, 0.0, 5.0],
    }
)


def declared(**changes):
    given = {
        "label": "Kasus",
        "table": "data",
        "column": "kasus",
        "polarity": "lower",
        "measured_in": "kasus",
        "reference": "SK 1/2025",
    }
    return declared_indicator("cases", Declared.model_validate(given | changes), "unit")


def measured(rows=ROWS, **changes):
    context = Context(
        cycle=YEAR,
        subjects=pd.Index(["A", "B", "C"]),
        subject_key="kode",
        options=Options(),
        rules=Rules(),
    )
    return declared(**changes).measure({"data": rows}, context)


@pytest.mark.parametrize(("how", "of_a"), [("mean", 5.0), ("median", 4.0), ("sum", 15.0), ("min", 2.0), ("max", 9.0)])
def test_several_rows_become_one_value(how, of_a):
    found = measured(how=how)
    assert found["value"].to_dict() == {"A": of_a, "B": 6.0, "C": pytest.approx(np.nan, nan_ok=True)}
    assert found["cases"].tolist() == [3, 1, 0]


def test_a_sum_of_nothing_is_missing_and_never_zero():
    found = measured(how="sum")
    assert np.isnan(found.loc["C", "value"])
    assert found["reason"].to_dict() == {"A": "", "B": "", "C": "the column is empty for this subject"}


def test_a_value_is_taken_as_it_stands_and_then_rows_must_be_unique():
    found = measured(ROWS.iloc[2:], how="value")
    assert found["value"].tolist()[:2] == [9, 6]
    assert declared(how="value").needs[0].key == ("{key}",)
    assert declared(how="mean").needs[0].key == ()


def test_a_rate_divides_by_the_sum_of_the_other_column():
    found = measured(how="sum", per="penduduk")
    assert found.loc["A", "value"] == 15 / 30
    assert found["value"].isna().tolist() == [False, True, True]
    assert found["reason"].to_dict() == {
        "A": "",
        "B": "the denominator is zero or negative for this subject",  # 6 over nobody is not infinite, it is unknown
        "C": "the column is empty for this subject",
    }


@pytest.mark.parametrize(
    ("people", "reason"),
    [
        (0.0, "the denominator is zero or negative for this subject"),
        (-5.0, "the denominator is zero or negative for this subject"),
        (np.nan, "the denominator is empty for this subject"),
    ],
)
def test_a_rate_over_nobody_is_missing_with_its_reason_and_never_infinite(people, reason):
    found = measured(pd.DataFrame({"kode": ["A"], "kasus": [6.0], "penduduk": [people]}), how="mean", per="penduduk")
    assert np.isnan(found.loc["A", ["value", "low", "high"]].astype(float)).all()
    assert found.loc["A", "reason"] == reason


def test_the_interval_of_a_mean_is_divided_like_the_mean():
    of_mean, of_rate = measured(how="mean"), measured(how="mean", per="penduduk")
    for column in ("value", "low", "high"):
        assert of_rate.loc["A", column] == pytest.approx(of_mean.loc["A", column] / 30)


def test_a_mean_comes_with_its_interval():
    # 2, 4, 9: mean 5, standard deviation sqrt((9 + 1 + 16) / 2) = 3.6056, half width 1.96 * 3.6056 / sqrt(3) = 4.08
    found = measured(how="mean")
    assert found.loc["A", ["low", "high"]].tolist() == pytest.approx([0.92, 9.08], abs=0.001)
    assert np.isnan(found.loc["B", "low"])  # one row says nothing about spread


def test_only_a_mean_has_an_interval():
    assert "low" not in measured(how="median")


def test_the_order_of_rows_does_not_matter():
    pd.testing.assert_frame_equal(measured(ROWS.iloc[::-1], how="mean"), measured(how="mean"), check_exact=False)


def test_it_needs_the_key_its_column_and_its_denominator_and_nothing_else():
    names = [column.name for column in declared(how="sum", per="penduduk").needs[0].columns]
    assert names == ["{key}", "kasus", "penduduk"]
    assert declared().needs[0].columns[0].subject


def test_its_description_says_in_both_languages_what_is_counted():
    assert declared(how="mean", per="penduduk").description == Label(
        id="Rata-rata kolom 'kasus' dibagi jumlah kolom 'penduduk'.",
        en="The mean of column 'kasus' divided by the sum of column 'penduduk'.",
    )


def test_a_description_of_its_own_replaces_the_made_one():
    given = {"id": "Kasus yang tercatat.", "en": "Recorded cases."}
    assert declared(description=given).description == Label(**given)


def test_it_is_fair_for_whatever_the_cycle_scores():
    kind = declared()
    assert (kind.subject, kind.attribution, kind.polarity) == (("unit",), "unit", "lower")
