from __future__ import annotations

from datetime import date

import pytest
from kinerja.superior_ratings import RESULTS_RATING

from workbench import InputError
from workbench.testing import measured


def rating(value: str, *, period: str = "2025-S1", version: int = 1, day: str = "2025-06-20", by: str = "X") -> dict:
    return {"nip": "P1", "id_penilai": by, "periode": period, "versi": version, "tanggal": day, "rating_hk": value}


def official(measure, *ratings, **settings):
    found = measure("superior_results_rating", {"penilaian": list(ratings)}, subjects=["P1"], key="nip", **settings)
    return found.loc["P1"]


def test_below_as_and_above_expectation_are_1_2_and_3(measure):
    assert [official(measure, rating(each))["value"] for each in ("di_bawah", "sesuai", "di_atas")] == [1, 2, 3]


def test_a_rating_after_an_objection_replaces_the_first_from_the_day_it_was_decided(measure):
    both = rating("sesuai"), rating("di_atas", version=2, day="2025-07-10")

    assert official(measure, *both)["value"] == 2
    assert official(measure, *both, data_until=date(2025, 7, 31))["value"] == 3


def test_a_year_is_rated_anew_not_averaged_from_its_quarters(measure):
    quarters = [rating("di_bawah", period=f"2025-Q{number}", day="2025-06-01") for number in (1, 2)]
    year = rating("di_atas", period="2025", day="2025-12-31")

    assert official(measure, *quarters, year, end=date(2025, 12, 31))["value"] == 3
    assert official(measure, *quarters, year)["value"] == 1


def test_of_periods_that_end_together_the_longest_counts_in_whatever_order_they_stand(measure):
    quarter, half = rating("di_bawah", period="2025-Q2", version=2), rating("di_atas")

    assert official(measure, quarter, half)["value"] == official(measure, half, quarter)["value"] == 3
    given = {"2025-S2": "di_bawah", "2025": "sesuai"}
    december = [rating(value, period=period, day="2025-12-31") for period, value in given.items()]
    assert official(measure, *reversed(december), end=date(2025, 12, 31))["value"] == 2


def test_two_raters_for_the_same_period_are_refused_because_nobody_knows_whose_counts(measure):
    with pytest.raises(InputError, match="more than one rater in the same period and version for P1"):
        official(measure, rating("sesuai", by="X"), rating("di_atas", by="Y"))
    assert official(measure, rating("sesuai", by="X"), rating("di_atas", by="Y", version=2))["value"] == 3


def test_the_same_version_twice_is_refused_so_that_the_order_of_rows_decides_nothing():
    rows = [rating(value) for value in ("di_bawah", "di_atas")]
    with pytest.raises(InputError, match="the same nip, id_penilai, periode, versi stands in more than one row"):
        measured(RESULTS_RATING, {"penilaian": rows}, key="nip")
