from __future__ import annotations

import pandas as pd
import pytest
from kinerja.places.plaju import PLAJU, UNITS

from workbench import Size


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return dict(PLAJU.invent(2025, Size()).tables)


def test_the_sizes_are_those_of_a_kecamatan(tables):
    sizes = {name: len(table) for name, table in tables.items()}

    assert (sizes["unit.csv"], sizes["pegawai.csv"], sizes["pengaduan.csv"], sizes["kontrak.csv"]) == (12, 166, 703, 40)
    assert tables["skm.xlsx"].groupby("id_unit").size().drop("TRT").between(30, 80).all()


def test_open_reopened_missing_and_too_few_all_occur(tables):
    complaints = tables["pengaduan.csv"]

    assert complaints["tgl_selesai"].isna().sum() > 20
    assert (complaints["dibuka_ulang"] == "ya").sum() > 20
    assert {unit.code for unit in UNITS} - set(complaints["id_unit"]) == {"SET"}
    assert (tables["skm.xlsx"]["id_unit"] == "TRT").sum() == 6
    assert (tables["capaian_unit.csv"]["realisasi"] == "").sum() >= 1
    assert set(tables["adendum.csv"]["sebab"]) >= {"kahar", "peristiwa_kompensasi", "perubahan_lingkup"}


def test_nothing_is_handed_over_after_the_cut_off(tables):
    assert tables["kontrak.csv"]["tgl_pho"].max() <= pd.Timestamp("2025-06-30")


def test_measuring_begins_in_stages(tables):
    log = tables["log_data.csv"]

    assert log.groupby("indikator")["periode"].min().to_dict() == {
        "Pengaduan": "2025-01",
        "Kehadiran": "2025-01",
        "Capaian target": "2025-03",
        "Progres kontrak": "2025-04",
    }
    assert tables["sosialisasi.csv"]["tanggal"].max() < pd.Timestamp("2025-03-01")


def test_only_the_shipped_people_get_the_pages_that_the_file_names():
    name = "2025-S1-pegawai.yaml"

    shipped = PLAJU.invent(2025, Size()).parameters[name]
    assert "subjects: [" in shipped
    for other in (PLAJU.invent(1, Size()), PLAJU.invent(2025, Size(employees=40, units=4))):
        assert "subjects: none" in other.parameters[name]
        assert "subjects: [" not in other.parameters[name]
