from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from kinerja.achievement import FORMULAS, achievements
from kinerja.places.plaju import PLAJU, UNITS

from workbench import InputError, Size

SCALE = [[0, 0], [90, 100], [100, 120]]


def result(formula: str, target: float, realised: float, *, worst: float = np.nan, cap=120.0, floor=0.0) -> float:
    rows = pd.DataFrame({"target": [target], "realisasi": [realised], "terburuk": [worst], "rumus": [formula]})
    return achievements(rows, cap=cap, floor=floor, scale=SCALE)[0]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        # Target 5 days, fewer is better; realised 4, 5, 6, 0, 11.
        ("negative_complement", [120, 100, 80, 200, -20]),
        ("negative_ratio", [125, 100, 250 / 3, np.inf, 500 / 11]),
        ("negative_difference", [20, 0, -20, 100, -120]),
    ],
)
def test_the_same_words_different_arithmetic(formula, expected):
    """The three readings of "fewer is better" in use, before and after limits of 0 and 120."""
    realised = [4, 5, 6, 0, 11]

    assert [result(formula, 5, each, cap=np.inf, floor=-np.inf) for each in realised] == pytest.approx(expected)
    assert [result(formula, 5, each) for each in realised] == pytest.approx(np.clip(expected, 0, 120).tolist())


@pytest.mark.parametrize(
    ("formula", "target", "realised", "expected"),
    [
        ("positive", 50, 40, 80),
        ("positive", 50, 75, 120),  # 150 %, capped
        ("positive", -10, -12, 80),  # a loss of 12 where 10 was foreseen: 1 + (1 - 1.2)
        ("positive", 0, 0, np.nan),
        ("positive", 0, 5, np.nan),
        ("negative_complement", -10, -11, 110),  # further below zero than asked
        ("negative_complement", 0, 0, 100),
        ("negative_complement", 0, 3, np.nan),
        ("negative_ratio", 0, 0, 100),
        ("negative_ratio", 0, 3, 0),
        ("negative_ratio", -5, 3, np.nan),
        ("negative_difference", 0, 0, np.nan),
        ("stabilise", 100, 90, 100),  # 90 % stands at 100 on the scale
        ("stabilise", 100, 100, 120),
        ("stabilise", 100, 105, 110),  # 200 - 105 = 95, halfway from 100 to 120
        ("stabilise", 100, 250, 0),
        ("stabilise", 0, 5, np.nan),
    ],
)
def test_limits_and_zeros_are_decided_not_left_to_chance(formula, target, realised, expected):
    assert result(formula, target, realised) == pytest.approx(expected, nan_ok=True)


def test_a_target_of_zero_with_a_worst_value():
    # (20 - 5)/20
    assert result("negative_complement", 0, 5, worst=20) == 75


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_missing_realisation_is_never_a_number(formula):
    assert np.isnan(result(formula, 5, np.nan))


def row(quarter: int, target: float | None, realised: float | None, name: str = "surat", **more) -> dict[str, object]:
    return {
        "id_unit": "A",
        "indikator": name,
        "periode": f"2025-Q{quarter}",
        "target": target,
        "realisasi": realised,
        **more,
    }


def value(measure, *rows, **settings):
    return measure("target_achievement", {"capaian": rows}, **settings).loc["A"]


@pytest.mark.parametrize(
    ("consolidation", "expected"),
    # Targets 15 and 40, realised 12 and 38: 50/55, 25/27.5, 38/40.
    [("sum", 50 / 55), ("average", 25 / 27.5), ("last", 38 / 40)],
)
def test_consolidation_over_the_quarters_of_the_cycle(measure, consolidation, expected):
    quarters = [row(1, 15, 12), row(2, 40, 38), row(3, 40, 0)]  # the third lies outside

    assert value(measure, *quarters, options={"consolidation": consolidation})["value"] == pytest.approx(100 * expected)
    own = [each | {"konsolidasi": consolidation} for each in quarters]
    assert value(measure, *own)["value"] == pytest.approx(100 * expected)


def test_an_unreported_quarter_is_missing_not_zero(measure):
    quarters = [row(1, 15, 12), row(2, 40, None)]
    missing = value(measure, *quarters)

    # As zero it would be 12/55 = 22 %.
    assert np.isnan(missing["value"])
    assert missing["reason"] == "targets were set, but no complete realisation has been reported"
    # "last" takes the last known value, against the target of that quarter: 12/15.
    assert value(measure, *quarters, options={"consolidation": "last"})["value"] == 80


def test_a_quarter_without_a_target_does_not_count(measure):
    assert value(measure, row(1, None, 99), row(2, 40, 30))["value"] == 75


def test_a_target_without_realisation_is_left_out_and_the_number_shown(measure):
    found = value(measure, row(1, 10, 9), row(1, 10, None, "lain"))

    assert found[["value", "cases"]].tolist() == [90, 1]


def test_weights_of_the_targets(measure):
    rows = [row(1, 10, 10, bobot=3), row(1, 10, 5, "lain", bobot=1)]

    assert value(measure, *rows)["value"] == pytest.approx((3 * 100 + 1 * 50) / 4)


def test_no_targets_at_all_is_said_differently(measure):
    found = measure("target_achievement", {"capaian": [row(1, 10, 9)]})

    assert found.loc["B", "reason"] == "no targets were set for this cycle"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([row(1, 10, 9, bobot=2), row(1, 10, 9, "lain")], "bobot is empty for 'lain' of A"),
        ([row(1, 10, 9, rumus="positive"), row(2, 9, 9, rumus="stabilise")], "'surat' of A has more than one rumus"),
        ([row(1, 10, 9) | {"periode": "TW1"}], "periode must read like 2025, 2025-S1, 2025-Q1 or 2025-03, not: TW1"),
    ],
)
def test_rows_that_contradict_each_other_are_refused(measure, rows, message):
    with pytest.raises(InputError, match=message):
        value(measure, *rows)


def test_limits_of_the_parameters_go_before_those_of_the_rule_pack(measure):
    assert value(measure, row(1, 10, 15))["value"] == 120
    assert value(measure, row(1, 10, 15), options={"cap": 110.0})["value"] == 110


def test_the_order_of_rows_does_not_matter(measure):
    table = PLAJU.invent(2025, Size()).tables["capaian_unit.csv"]
    table[["target", "realisasi"]] = table[["target", "realisasi"]].apply(
        lambda column: pd.to_numeric(column.str.replace(",", "."))
    )
    rows = table.to_dict("records")
    one, other = (
        measure("target_achievement", {"capaian": each}, subjects=[unit.code for unit in UNITS])
        for each in (rows, rows[::-1])
    )

    pd.testing.assert_frame_equal(one, other)
