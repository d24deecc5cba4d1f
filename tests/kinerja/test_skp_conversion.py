from __future__ import annotations

import numpy as np
import pytest
from kinerja.skp_conversion import range_achievement, skp_conversion_8_2021


@pytest.fixture
def table(rules):
    return rules.cited("skp.konversi_capaian").value


@pytest.mark.parametrize(
    ("achievement", "value"),
    [
        (0, 0), (59, 49), (60, 50), (79, 69), (80, 70), (98, 88), (99, 89), (100, 109), (101, 110), (110, 120),
        (110.5, 120), (150, 120),
    ],
)  # fmt: skip
def test_the_conversion_of_the_revoked_regulation(table, achievement, value):
    """PermenPANRB 8/2021, pp. 99-110: the printed example is 98 -> 88."""
    assert skp_conversion_8_2021(np.array([float(achievement)]), table).tolist() == pytest.approx([value])


def test_one_point_of_achievement_moves_twenty_points_at_the_cliff(table):
    below, at = skp_conversion_8_2021(np.array([99.0, 100.0]), table)

    assert at - below == pytest.approx(20)


def test_it_never_falls_and_missing_stays_missing(table):
    found = skp_conversion_8_2021(np.linspace(0, 130, 2601), table)

    assert (np.diff(found) >= 0).all()
    assert np.isnan(skp_conversion_8_2021(np.array([np.nan]), table)).all()


def test_a_target_that_cannot_be_beaten_is_worth_the_most_when_met(table):
    found = skp_conversion_8_2021(np.array([100.0, 99.0]), table, unbeatable=np.array([True, True]))

    assert found.tolist() == pytest.approx([120, 89])


@pytest.mark.parametrize(
    ("realised", "low", "high", "lower_is_better", "achievement"),
    [
        (70, 80, 90, False, 87.5),
        (85, 80, 90, False, 100),
        (92, 80, 90, False, 102.2),
        (6.5, 7, 8, True, 107.1),
        (9, 7, 8, True, 87.5),
    ],
)
def test_targets_that_are_a_range(realised, low, high, lower_is_better, achievement):
    """PermenPANRB 8/2021, p. 42; its example 92 -> 113 contradicts 92/90 and is not followed."""
    found = range_achievement(
        *(np.array([float(each)]) for each in (realised, low, high)), lower_is_better=lower_is_better
    )

    assert found.tolist() == pytest.approx([achievement], abs=0.05)
