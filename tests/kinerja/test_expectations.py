from __future__ import annotations

import pytest


def results(*achievements, kinds=()):
    """One target of 100 each, realised as given; None is not reported."""
    kinds = [*kinds, *[None] * (len(achievements) - len(kinds))]
    return {
        "capaian": [
            {
                "id_unit": "A",
                "indikator": f"hasil {place}",
                "periode": "2025-Q2",
                "target": 100,
                "realisasi": value,
                "jenis_hasil": kind,
            }
            for place, (value, kind) in enumerate(zip(achievements, kinds, strict=True))
        ]
    }


@pytest.mark.parametrize(
    ("achievements", "above", "below", "main_below"),
    [
        ((101, 110, 95), 200 / 3, 0, 0),
        ((100, 90, 89), 0, 100 / 3, 1),  # exactly 100 is not above, exactly 90 is not below
        ((101, 101, 50), 200 / 3, 100 / 3, 1),
        ((120, None, None), 100, 0, 0),  # what is not reported is left out, not counted as below
    ],
)
def test_each_result_is_held_against_the_thresholds(measure, achievements, above, below, main_below):
    tables = results(*achievements)
    found = {
        code: measure(code, tables).loc["A", "value"]
        for code in ("results_above_expectation", "results_below_expectation", "main_results_below")
    }

    assert found == pytest.approx(
        {
            "results_above_expectation": above,
            "results_below_expectation": below,
            "main_results_below": main_below,
        }
    )


def test_only_main_results_count_as_main(measure):
    tables = results(50, 50, 120, kinds=("utama", "tambahan", "utama"))

    assert measure("main_results_below", tables).loc["A", "value"] == 1
    assert measure("results_below_expectation", tables).loc["A", "value"] == pytest.approx(200 / 3)


def test_the_thresholds_can_be_set(measure):
    found = measure("results_above_expectation", results(101, 110), options={"above": 105.0})

    assert found.loc["A", ["value", "cases"]].tolist() == [50, 2]


def test_without_any_reported_result_there_is_no_value_but_a_reason(measure):
    found = measure("main_results_below", results(None))

    assert found["value"].isna().all()
    assert found.loc["A", "reason"] == "targets were set, but no complete realisation has been reported"
    assert found.loc["B", "reason"] == "no targets were set for this cycle"
