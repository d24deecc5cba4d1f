from __future__ import annotations

import pandas as pd
import pytest
from kinerja.periods import period_ends

from workbench import InputError


@pytest.mark.parametrize(
    ("period", "end"),
    [
        ("2024", "2024-12-31"),
        ("2024-S1", "2024-06-30"),
        ("2024-S2", "2024-12-31"),
        ("2024-Q1", "2024-03-31"),
        ("2024-Q4", "2024-12-31"),
        ("2024-02", "2024-02-29"),
        ("2025-02", "2025-02-28"),
    ],
)
def test_a_period_ends_on_its_last_day(period, end):
    assert period_ends(pd.Series([period]), table="capaian").tolist() == [pd.Timestamp(end)]


def test_periods_that_cannot_be_read_are_named_all_at_once():
    with pytest.raises(InputError, match="2025-S1, 2025-Q1 or 2025-03, not: 2025-13, 2025-S3, TW1"):
        period_ends(pd.Series(["2025-S3", "TW1", "2025-13", "2025"]), table="capaian")


def test_no_rows_have_no_ends():
    assert period_ends(pd.Series([], dtype="str"), table="capaian").tolist() == []
