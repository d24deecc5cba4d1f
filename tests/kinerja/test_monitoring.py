from __future__ import annotations

from datetime import date

import pytest

LOG = [
    {
        "id_unit": "A",
        "indikator": "ikm",
        "periode": f"2025-0{month}",
        "tgl_batas": f"2025-0{month + 1}-10",
        "tgl_masuk": filed,
    }
    for month, filed in enumerate(["2025-02-05", "2025-03-20", None, "2025-05-10"], start=1)
]


@pytest.mark.parametrize(
    ("day", "on_time", "complete", "age"),
    [
        (date(2025, 2, 28), 100, 100, 23),
        (date(2025, 3, 15), 50, 50, 38),  # February's value came on the 20th: neither in time nor there
        (date(2025, 3, 31), 50, 100, 11),
        (date(2025, 5, 31), 50, 75, 21),
    ],
)
def test_the_standing_at_any_date_inside_the_cycle(measure, day, on_time, complete, age):
    found = [
        measure(code, {"log_data": LOG}, data_until=day).loc["A", "value"]
        for code in ("data_filed_on_time", "data_completeness", "data_age_days")
    ]

    assert found == [on_time, complete, age]


def test_data_filed_today_is_fresh(measure):
    found = measure("data_age_days", {"log_data": LOG}, data_until=date(2025, 5, 10))

    assert found.loc["A", "value"] == 0
