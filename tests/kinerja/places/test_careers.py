from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from kinerja.places.careers import careers, competences, results_around_training, training
from kinerja.places.ground import Unit, laid_ground
from kinerja.places.people import employees

from workbench import Size

GROUND = laid_ground(
    (Unit("GOOD", "Good", "sekolah", 400, 1.0, {}), Unit("POOR", "Poor", "sekolah", 400, -1.0, {})),
    Size(),
    1,
    start="2025-01-01",
    end="2025-12-31",
)


def rng() -> np.random.Generator:
    return np.random.default_rng(3)


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    return employees(rng(), GROUND)


def test_three_in_ten_are_offered_no_training_and_only_the_others_complete_any(people):
    offers, done = training(rng(), GROUND, people)

    assert len(offers) / len(people) == pytest.approx(0.7, abs=0.05)
    assert offers["nip"].is_unique
    assert set(done["nip"]) < set(offers["nip"])
    assert done["tgl_selesai"].between("2025-01-01", "2025-12-31").all()


def test_training_helps_more_where_the_unit_is_good(people):
    table = results_around_training(rng(), GROUND, people)
    change = (table["nilai_sesudah"] - table["nilai_sebelum"]).groupby(table["id_unit"]).mean()

    # 7 points and 4 more for each unit of quality, a little less where 100 is reached
    assert change["GOOD"] == pytest.approx(11, abs=1)
    assert change["POOR"] == pytest.approx(3, abs=1)
    assert 0 < table["nilai_sebelum"].isna().mean() < 0.1


def test_a_competence_that_was_never_measured_has_no_date(people):
    table = competences(rng(), GROUND, people, names=("Integritas", "Komunikasi"))

    assert len(table) == 2 * len(people)
    assert (table["level_ukur"].isna() == table["tanggal"].isna()).all()
    assert 0 < table["level_ukur"].isna().mean() < 0.1
    heads = people.loc[people["kelompok_jabatan"] == "struktural", "nip"]
    assert (table.loc[table["nip"].isin(heads), "level_syarat"] == 4).all()


def test_only_functional_posts_have_credit_points_and_every_condition_is_counted(people):
    predicates, readiness = careers(rng(), people, periods=("2025-S1", "2025-S2"), months=6)
    functional = people.loc[people["kelompok_jabatan"] == "fungsional", "nip"]

    assert set(readiness["nip"]) == set(predicates["nip"]) == set(functional)
    assert predicates.groupby("nip")["bulan"].sum().eq(12).all()
    conditions = readiness[["dua_tahun_paling_rendah_baik", "lulus_uji_kompetensi", "tanpa_hukuman_disiplin"]] == "ya"
    enough = readiness["angka_kredit_kumulatif"] >= readiness["angka_kredit_syarat"]
    assert (readiness["syarat_terpenuhi"] == conditions.sum(axis=1) + enough).all()
    assert (predicates["predikat"] == "baik").mean() > 0.6
