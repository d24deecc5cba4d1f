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
