from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from workbench import InputError


def visit(number: int, *, start: str = "08:00", seen: str | None = None, day: str = "2025-02-03", **other: str) -> dict:
    return {
        "id_kunjungan": str(number),
        "id_unit": "A",
        "jenis": "rawat_jalan",
        "waktu_daftar": f"{day} {start}",
        "waktu_dilayani": seen and f"{day} {seen}",
        **other,
    }


def test_dropping_the_unseen_would_make_a_slow_clinic_look_fast(measure):
    quick = [visit(number, seen="08:10") for number in range(3)]
    unseen = [visit(number) for number in range(3, 10)]

    assert measure("outpatients_served_in_time", {"kunjungan": [*quick, *unseen]}).loc["A", "value"] == 30
    median = measure("outpatient_waiting_minutes", {"kunjungan": [*quick, *unseen]}).loc["A"]
    assert np.isnan(median["value"])
    assert median["reason"].startswith("fewer than half of the patients were seen")


def test_who_registered_just_before_the_cut_off_is_not_yet_late(measure):
    late_evening = visit(1, start="23:30")
    found = measure("outpatients_served_in_time", {"kunjungan": [late_evening]}, data_until=date(2025, 2, 3))
    next_day = measure("outpatients_served_in_time", {"kunjungan": [late_evening]}, data_until=date(2025, 2, 4))

    assert np.isnan(found.loc["A", "value"])
    assert next_day.loc["A", "value"] == 0


def test_emergency_and_outpatients_are_never_pooled(measure):
    table = {"kunjungan": [visit(1, seen="08:30"), visit(2, seen="08:04", jenis="igd", triase="merah")]}

    assert measure("outpatients_served_in_time", table).loc["A", "cases"] == 1
    assert measure("emergency_patients_served_in_time", table).loc["A", ["value", "cases"]].tolist() == [100, 1]


def test_the_standard_can_be_set_and_a_patient_without_triage_falls_under_the_general_one(measure):
    table = {"kunjungan": [visit(1, seen="08:20", jenis="igd"), visit(2, seen="08:20", jenis="igd", triase="hijau")]}

    assert (
        measure("emergency_patients_served_in_time", table, options={"by_triage": {"hijau": 30.0}}).loc["A", "value"]
        == 50
    )
    assert measure("emergency_patients_served_in_time", table, options={"standard": 20.0}).loc["A", "value"] == 100


def test_a_clinic_without_a_large_part_of_the_mix_is_not_standardised_to_it(measure):
    table = {"kunjungan": [visit(1, seen="08:20", jenis="igd", triase="hijau")]}
    found = measure("emergency_waiting_minutes", table, options={"mix": {"merah": 0.7, "hijau": 0.3}})

    assert found.loc["A", "reason"] == "the cases received are too unlike the declared mix to be standardised to it"


def test_seen_before_registered_is_refused(measure):
    with pytest.raises(InputError, match="waktu_dilayani lies before waktu_daftar in 7"):
        measure("outpatient_waiting_minutes", {"kunjungan": [visit(7, seen="07:59")]})


@pytest.mark.parametrize(
    ("hour", "at_night"), [("20:59", False), ("21:00", True), ("00:00", True), ("06:59", True), ("07:00", False)]
)
def test_the_night_lasts_until_the_morning_shift(measure, hour, at_night):
    table = {"kunjungan": [visit(1, start=hour, seen="23:59", jenis="igd", triase="merah")]}
    found = measure("emergency_patients_served_in_time_at_night", table).loc["A", "cases"]

    assert found == (1 if at_night else 0)


def test_triage_and_shift_are_standardised_together(measure):
    """Half red, half green, each half by day and half at night: the second of four equal strata is the median."""
    seen = [("08:00", "08:02", "merah"), ("08:00", "08:06", "hijau"), ("23:00", "23:04", "merah")]
    seen += [("23:00", "23:30", "hijau")] * 5  # as many as there are of these, they are a quarter of the mix
    rows = [
        visit(number, start=start, seen=end, jenis="igd", triase=colour)
        for number, (start, end, colour) in enumerate(seen)
    ]
    options = {"mix": {"merah": 1.0, "hijau": 1.0}, "shift_mix": {"pagi": 1.0, "malam": 1.0}}
    found = measure("emergency_waiting_minutes", {"kunjungan": rows}, options=options).loc["A"]

    assert found[["value", "cases"]].tolist() == [4, 8]
    assert measure("emergency_waiting_minutes", {"kunjungan": rows}).loc["A", "value"] == 30


def test_without_the_night_a_clinic_is_not_standardised_to_a_mix_that_is_mostly_night(measure):
    table = {"kunjungan": [visit(1, seen="08:20")]}
    found = measure("outpatient_waiting_minutes", table, options={"shift_mix": {"pagi": 1.0, "malam": 2.0}})

    assert found.loc["A", "reason"] == "the cases received are too unlike the declared mix to be standardised to it"
