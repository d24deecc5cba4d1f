from __future__ import annotations

from kinerja.places.helvetia import HELVETIA

from workbench import Size


def test_the_cases_that_must_be_treated_fairly_all_occur():
    tables = HELVETIA.invent(2025, Size()).tables
    patients = tables["kunjungan.parquet"]

    assert "LAB" not in set(patients["id_unit"])  # no patients: missing, not zero
    assert (tables["skm.csv"]["id_unit"] == "LAB").sum() == 6  # too few answers
    assert (tables["ulasan.csv"]["id_unit"] == "PCD").sum() == 3  # few voices: drawn towards the mean
    assert set(patients.loc[patients["jenis"] == "igd", "id_unit"]) == {"PKH", "KRI"}
    assert set(tables["umpan_balik.parquet"]["peran"]) == {"pimpinan", "rekan", "bawahan", "pihak_lain"}
