from __future__ import annotations

from kinerja.places.jakarta import JAKARTA, TEACHERS, UNITS

from workbench import Size


def test_only_teachers_are_tested_before_and_after():
    tables = JAKARTA.invent(2025, Size()).tables
    schools = {unit.code for unit in UNITS if unit.kind == TEACHERS}

    assert set(tables["uji_diklat.parquet"]["id_unit"]) == schools
    assert len(schools) == 6


def test_every_employee_is_rated_twice_a_year_and_careers_follow_predicates():
    tables = JAKARTA.invent(2025, Size()).tables

    assert tables["penilaian.parquet"].groupby("nip")["periode"].unique().map(len).eq(2).all()
    assert set(tables["kesiapan_karier.parquet"]["nip"]) == set(tables["predikat_periodik.parquet"]["nip"])


def test_a_larger_jakarta_has_the_people_and_units_asked_for():
    made = JAKARTA.invent(2025, Size(employees=5_000, units=40))

    assert len(made.tables["pegawai.parquet"]) == len(made.truth["pegawai"]) == 5_000
    assert made.tables["unit.csv"]["id_unit"].is_unique
    assert len(made.tables["unit.csv"]) == 40
    assert len(made.truth["penilai"]) == 41  # the head of each unit, and one above them
