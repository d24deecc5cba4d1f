from __future__ import annotations

import pytest

from workbench import InputError

RECEIVED = {"id_pengaduan": "C1", "id_unit": "A", "tgl_terima": "2025-02-03"}


@pytest.mark.parametrize(
    ("code", "column", "last_day", "day_after"),
    [
        ("complaints_verified_in_time", "tgl_verifikasi", "2025-02-06", "2025-02-07"),
        ("complaints_answered_in_time", "tgl_tanggapan_awal", "2025-02-10", "2025-02-11"),
    ],
)
def test_the_last_day_is_in_time_and_the_term_can_be_set(measure, code, column, last_day, day_after):
    def value(day, **options):
        return measure(code, {"pengaduan": [{**RECEIVED, column: day}]}, options=options).loc["A", "value"]

    assert (value(last_day), value(day_after)) == (100, 0)
    assert value(day_after, working_days=10) == 100
    assert value(last_day, working_days=1) == 0


def test_a_step_before_receipt_is_refused(measure):
    with pytest.raises(InputError, match="tgl_verifikasi lies before tgl_terima in C1"):
        measure("complaints_verified_in_time", {"pengaduan": [{**RECEIVED, "tgl_verifikasi": "2025-01-31"}]})


def test_a_complaint_that_nobody_says_was_reopened_or_not_is_not_counted(measure):
    settled = {**RECEIVED, "tgl_selesai": "2025-02-05"}
    found = measure("complaints_reopened", {"pengaduan": [settled, {**settled, "dibuka_ulang": "tidak"}]})

    assert found.loc["A", ["value", "cases"]].tolist() == [0, 1]
