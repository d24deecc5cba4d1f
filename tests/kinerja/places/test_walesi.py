from __future__ import annotations

from kinerja.places.walesi import WALESI

from workbench import Size


def test_a_small_place_has_small_units_and_one_without_innovations():
    made = WALESI.invent(2025, Size())
    tables = made.tables

    assert len(tables["pegawai.csv"]) == 46
    assert tables["pegawai.csv"].groupby("id_unit").size().between(5, 11).all()
    assert "TIB" not in set(tables["inovasi.csv"]["id_unit"])
    assert set(made.truth["penilai"]["peran"]) == {"pejabat penilai", "pegawai", "mitra", "juri"}


def test_fifteen_people_are_enough():
    tables = WALESI.invent(7, Size(employees=15, units=3)).tables

    assert len(tables["pegawai.csv"]) == 15
    assert tables["umpan_balik.parquet"]["nip"].nunique() == 15
