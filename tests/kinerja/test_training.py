from __future__ import annotations

from datetime import date

import numpy as np
import pytest


def offer(person: str, day: str = "2025-01-15", status: str = "PNS", unit: str = "A") -> dict[str, str]:
    return {"id_unit": unit, "nip": person, "id_pegawai": person, "jenis": status, "tgl_tawaran": day}


def done(person: str, hours: float, day: str = "2025-02-10", certificate: str = "ya") -> dict[str, object]:
    return {"nip": person, "id_pegawai": person, "jumlah_jp": hours, "tgl_selesai": day, "sertifikat": certificate}


def test_hours_count_from_january_unless_the_cycle_is_asked_for(measure):
    tables = {
        "tawaran_diklat": [offer("P1")],
        "diklat": [done("P1", 12), done("P1", 8, "2025-08-01"), done("P1", 5, "2024-12-31")],
    }
    second_half = {"subjects": ["P1"], "key": "nip", "start": date(2025, 7, 1), "end": date(2025, 12, 31)}

    assert measure("training_hours", tables, **second_half).loc["P1", "value"] == 20
    assert measure("training_hours", tables, **second_half, options={"since": "cycle"}).loc["P1", "value"] == 8


def test_who_trained_without_a_recorded_offer_has_a_value_too(measure):
    tables = {"tawaran_diklat": [], "diklat": [done("P1", 12)]}
    found = measure("training_hours", tables, subjects=["P1", "P2"], key="nip")

    assert found.loc["P1", "value"] == 12
    assert np.isnan(found.loc["P2", "value"])


def test_being_offered_nothing_costs_a_unit_nothing(measure):
    offered = {"tawaran_diklat": [offer("P1")], "diklat": [done("P1", 20)]}
    more_staff = measure("trained_share", offered)

    assert more_staff.loc["A", ["value", "cases"]].tolist() == [100, 1]


def test_a_person_who_moved_counts_once_in_the_unit_of_the_last_offer(measure):
    tables = {"tawaran_diklat": [offer("P1"), offer("P1", "2025-03-01", unit="B")], "diklat": [done("P1", 25)]}
    found = measure("trained_share", tables)

    assert found["cases"].tolist() == [0, 1]
    assert found.loc["B", "value"] == 100


def test_a_minimum_for_contract_staff_is_a_local_choice(measure):
    tables = {"tawaran_diklat": [offer("P1", status="PPPK")], "diklat": [done("P1", 12)]}

    assert measure("trained_share", tables).loc["A", "cases"] == 0
    assert measure("trained_share", tables, options={"minimum": {"PPPK": 12.0}}).loc["A", "value"] == 100


def test_the_effect_is_the_paired_change_not_the_difference_of_two_means(measure):
    # Only P1 took both: 60 -> 70. The means of all (60, 20) and (70, 90) would claim a change of 40.
    tests = [
        {
            "id_unit": "A",
            "id_pegawai": "P1",
            "id_diklat": "D",
            "tgl_selesai": "2025-02-10",
            "nilai_sebelum": 60,
            "nilai_sesudah": 70,
        },
        {"id_unit": "A", "id_pegawai": "P2", "id_diklat": "D", "tgl_selesai": "2025-02-10", "nilai_sebelum": 20},
        {"id_unit": "A", "id_pegawai": "P3", "id_diklat": "D", "tgl_selesai": "2025-02-10", "nilai_sesudah": 90},
    ]
    found = measure("training_effect", {"uji_diklat": tests}).loc["A"]

    assert found[["value", "cases"]].tolist() == pytest.approx([10, 1])
    assert np.isnan(found["low"])
