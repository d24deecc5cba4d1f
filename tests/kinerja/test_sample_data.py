from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from kinerja.nip import NIP
from kinerja.sample_data import SOURCE, UNITS, main, sample_tables, write_sample_data

SHIPPED = Path(__file__).parents[2] / "parameters" / "plaju" / "tables"


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return sample_tables(2025)


def test_the_shipped_tables_are_what_the_generator_writes(tmp_path, capsys):
    main([str(tmp_path), "--seed", "2025"])

    assert capsys.readouterr().out == f"{tmp_path}\n"
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(each.name for each in SHIPPED.iterdir())
    for written in tmp_path.iterdir():
        assert written.read_bytes() == (SHIPPED / written.name).read_bytes(), written.name


def test_another_seed_gives_other_people(tmp_path):
    write_sample_data(tmp_path, seed=0)

    assert (tmp_path / "pegawai.csv").read_bytes() != (SHIPPED / "pegawai.csv").read_bytes()


def test_nobody_in_them_can_exist(tables):
    people = tables["pegawai"]

    assert (NIP.faults(people["nip"]) == "").all()
    assert people["nip"].str.startswith("1900").all()
    assert people["nip"].is_unique
    assert people["nama"].str.fullmatch(r"Pegawai Contoh \d{3}").all()


def test_every_table_says_that_it_is_synthetic(tables):
    assert all((table["sumber"] == SOURCE).all() for table in tables.values())


def test_the_sizes_are_those_of_a_kecamatan(tables):
    sizes = {name: len(table) for name, table in tables.items()}

    assert (sizes["unit"], sizes["pegawai"], sizes["pengaduan"], sizes["kontrak"]) == (12, 166, 703, 40)
    assert tables["skm"].groupby("id_unit").size().drop("TRT").between(30, 80).all()


def test_open_reopened_missing_and_too_few_all_occur(tables):
    complaints = tables["pengaduan"]

    assert complaints["tgl_selesai"].isna().sum() > 20
    assert (complaints["dibuka_ulang"] == "ya").sum() > 20
    assert {unit.code for unit in UNITS} - set(complaints["id_unit"]) == {"SET"}
    assert (tables["skm"]["id_unit"] == "TRT").sum() == 6
    assert (tables["capaian_unit"]["realisasi"] == "").sum() >= 1
    assert set(tables["adendum"]["sebab"]) >= {"kahar", "peristiwa_kompensasi", "perubahan_lingkup"}


def test_nothing_is_settled_before_it_is_received_nor_known_after_the_cut_off(tables):
    complaints = tables["pengaduan"]

    assert not (complaints["tgl_selesai"] < complaints["tgl_terima"]).any()
    assert complaints["tgl_selesai"].max() <= pd.Timestamp("2025-06-30")
    assert tables["kontrak"]["tgl_pho"].max() <= pd.Timestamp("2025-06-30")
