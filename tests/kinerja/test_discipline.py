from __future__ import annotations

from datetime import date

import numpy as np
import pytest


def days(person: str, statuses: str, *, unit: str = "A", first: str = "2025-02-03") -> list[dict[str, object]]:
    """Return one row a day: h hadir, d dinas luar, c cuti, s sakit, i izin, t tanpa keterangan."""
    words = {"h": "hadir", "d": "DL", "c": "cuti", "s": "sakit", "i": "izin", "t": "TK"}
    start = np.datetime64(first)
    return [
        {"nip": person, "id_pegawai": person, "id_unit": unit, "tanggal": start + number, "status": words[each]}
        for number, each in enumerate(statuses)
    ]


def by_person(measure, code, rows, **settings):
    return measure(code, {"kehadiran": rows}, subjects=("P1", "P2"), key="nip", **settings)


def test_leave_illness_and_permission_never_count_against_anyone(measure):
    found = by_person(measure, "attendance", [*days("P1", "hhhht"), *days("P2", "hhhhtccccssssiiii")])

    # 4 of 5 required days for both
    assert found["value"].tolist() == [80, 80]
    assert found["cases"].tolist() == [5, 5]


def test_duty_travel_is_attendance(measure):
    assert by_person(measure, "attendance", days("P1", "hdt")).loc["P1", "value"] == pytest.approx(200 / 3)


def test_a_person_on_leave_for_the_whole_cycle_is_missing_not_zero(measure):
    found = by_person(measure, "attendance", [*days("P1", "cccc"), *days("P2", "h")])

    assert np.isnan(found.loc["P1", "value"])
    assert found.loc["P1", "reason"] == "no day on which attendance was required in this cycle"


def test_a_unit_is_the_mean_of_its_people_not_of_its_days(measure):
    rows = [*days("P1", "hhhhhhhh"), *days("P2", "ht"), *days("P3", "cc"), *days("P4", "h", unit="B")]
    found = measure("attendance_of_unit", {"kehadiran": rows})

    # P1 100 %, P2 50 %, P3 on leave: mean of two people is 75, whereas 9 of 10 days would be 90.
    assert found.loc["A", ["value", "cases"]].tolist() == [75, 2]
    # s = 35.36, error 25, t(0.975; 1) = 12.71: the interval covers everything and is cut at 0 and 100.
    assert found.loc["A", ["low", "high"]].tolist() == [0, 100]
    assert found.loc["B", ["low", "high"]].isna().all()


def test_days_without_reason_add_up_from_january_even_in_the_second_half(measure):
    rows = [*days("P1", "tth"), *days("P1", "thh", first="2025-08-04"), *days("P2", "hs")]
    second_half = {"start": date(2025, 7, 1), "end": date(2025, 12, 31)}
    year = by_person(measure, "unexcused_days", rows, **second_half)
    cycle = by_person(measure, "unexcused_days", rows, options={"since": "cycle"}, **second_half)

    assert year["value"].tolist() == [3, 0]
    assert cycle.loc["P1", "value"] == 1
    assert cycle.loc["P2", "reason"] == "no attendance records"


def test_days_after_the_cut_off_are_not_known(measure):
    found = by_person(measure, "unexcused_days", days("P1", "ttt"), data_until=date(2025, 2, 4))

    assert found.loc["P1", "value"] == 2
