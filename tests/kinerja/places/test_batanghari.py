from __future__ import annotations

from kinerja.places.batanghari import BATANGHARI, COMPETENCES

from workbench import Size


def test_the_new_office_has_too_few_complaints_and_everybody_every_competence():
    tables = BATANGHARI.invent(2025, Size()).tables

    assert (tables["pengaduan.csv"]["id_unit"] == "UBJ").sum() == 5
    assert len(tables["kompetensi.csv"]) == len(tables["pegawai.csv"]) * len(COMPETENCES)
    assert {"ktp_el", "akta_kelahiran"} <= set(tables["berkas.parquet"]["jenis"])
