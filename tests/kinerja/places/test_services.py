from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from kinerja.places.ground import Unit, laid_ground
from kinerja.places.services import (
    app_feedback,
    complaints,
    digital_services,
    documents,
    numbered,
    service_standards,
    survey,
    visits,
)

from workbench import Size

VOLUMES = {
    "complaints": 800,
    "respondents": 400,
    "outpatients": 900,
    "emergencies": 300,
    "reviews": 500,
    "documents": 900,
}
GROUND = laid_ground(
    (Unit("GOOD", "Good", "seksi", 9, 1.0, VOLUMES), Unit("POOR", "Poor", "seksi", 9, -1.0, VOLUMES)),
    Size(),
    1,
    start="2025-01-01",
    end="2025-06-30",
)
SHARES = {"ktp_el": 3, "akta_kelahiran": 1}


def rng() -> np.random.Generator:
    return np.random.default_rng(3)


def of_good_and_poor(values: pd.Series, units: pd.Series) -> tuple[float, float]:
    means = values.astype(float).groupby(units).mean()
    return means["GOOD"], means["POOR"]


def test_a_complaint_is_received_before_it_is_answered_and_nothing_is_known_after_the_end():
    table = complaints(rng(), GROUND)

    assert len(table) == 1600
    assert table["tgl_terima"].min() >= pd.Timestamp("2024-11-04")
    for step in ("tgl_verifikasi", "tgl_tanggapan_awal", "tgl_selesai"):
        assert not (table[step] < table["tgl_terima"]).any()
        assert table[step].max() <= pd.Timestamp("2025-06-30")
    assert ((table["status"] == "proses") == table["tgl_selesai"].isna()).all()


def test_a_good_unit_settles_faster_and_pleases_more():
    settled = complaints(rng(), GROUND).dropna(subset="tgl_selesai")
    good, poor = of_good_and_poor((settled["tgl_selesai"] - settled["tgl_terima"]).dt.days, settled["id_unit"])
    assert good < poor / 1.5
    asked = survey(rng(), GROUND)
    good, poor = of_good_and_poor(asked["U1 Persyaratan"], asked["id_unit"])
    assert good > poor + 0.3
    assert asked.filter(regex="^U").min().min() >= 1
    assert asked.filter(regex="^U").max().max() <= 4
    assert 0 < asked.filter(regex="^U").isna().to_numpy().mean() < 0.03


def test_emergencies_are_seen_in_minutes_and_outpatients_may_leave_unseen():
    table = visits(rng(), GROUND)
    waited = (table["waktu_dilayani"] - table["waktu_daftar"]).dt.total_seconds() / 60
    emergency = table["jenis"] == "igd"

    assert waited[emergency].median() < 10 < waited[~emergency].median()
    assert table.loc[emergency, "waktu_dilayani"].notna().all()
    assert 0 < table.loc[~emergency, "waktu_dilayani"].isna().mean() < 0.05
    assert table.loc[~emergency, "triase"].isna().all()
    assert table["waktu_daftar"].max() < pd.Timestamp("2025-07-01")


def test_a_patient_waits_longer_at_night():
    table = visits(rng(), GROUND)
    emergency = table[table["jenis"] == "igd"]
    waited = (emergency["waktu_dilayani"] - emergency["waktu_daftar"]).dt.total_seconds() / 60
    hour = emergency["waktu_daftar"].dt.hour

    assert waited[(hour >= 21) | (hour < 7)].mean() > 1.15 * waited[(hour >= 7) & (hour < 21)].mean()


def test_the_months_of_digital_service_add_up_to_the_visits():
    visited = visits(rng(), GROUND)
    table = digital_services(rng(), GROUND, visited)

    assert table["pendaftaran"].sum() == len(visited)
    assert table["lewat_aplikasi"].sum() == (visited["kanal_daftar"] == "aplikasi").sum()
    assert (table["menit_tersedia"] + table["menit_gangguan"] == table["menit_layanan"]).all()


def test_feedback_in_the_app_holds_repeated_and_unverified_voices():
    table = app_feedback(rng(), GROUND)

    assert set(table["skor"]) == {1, 2, 3, 4, 5}
    assert table["id_pelapor_hash"].nunique() < len(table)
    assert table["id_pelapor_hash"].str.fullmatch("[0-9a-f]{16}").all()
    assert 0.85 < (table["terverifikasi"] == "ya").mean() < 0.95


def test_a_good_unit_answers_in_the_app_sooner_and_some_messages_stay_unanswered():
    table = app_feedback(rng(), GROUND)
    days = (table["tgl_tanggapan"] - table["tanggal"]).dt.days

    good, poor = of_good_and_poor(days, table["id_unit"])
    assert good < poor - 1
    assert days.min() >= 1
    assert 0.05 < table["tgl_tanggapan"].isna().mean() < 0.2


def test_a_document_is_finished_after_its_file_is_complete():
    table = documents(rng(), GROUND, shares=SHARES)

    assert not (table["tgl_selesai"] <= table["tgl_berkas_lengkap"]).any()
    assert (table["jenis"] == "ktp_el").mean() == pytest.approx(0.75, abs=0.03)
    good, poor = of_good_and_poor(table["dikembalikan"] == "kesalahan_petugas", table["id_unit"])
    assert good < poor


def test_a_few_parts_of_the_standard_were_not_assessed():
    table = service_standards(rng(), GROUND, parts=[f"Komponen {number}" for number in range(100)])

    assert len(table) == 200
    assert 0 < table["terpenuhi"].isna().mean() < 0.1
    assert set(table["terpenuhi"].dropna()) == {"ya", "tidak"}


def test_numbers_have_the_same_width():
    assert numbered("A-", 2).tolist() == ["A-0001", "A-0002"]
    assert numbered("A-", 20_000).iloc[0] == "A-00001"
