from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from kinerja.nip import NIP
from kinerja.places.ground import Unit, laid_ground
from kinerja.places.people import attendance, conduct, employees, sanctions, targets

from workbench import Size

GROUND = laid_ground(
    (Unit("A", "A", "seksi", 3, 2.0, {}), Unit("B", "B", "seksi", 5, -2.0, {})),
    Size(),
    1,
    start="2025-01-01",
    end="2025-03-31",
)


def rng() -> np.random.Generator:
    return np.random.default_rng(3)


def test_the_head_of_each_unit_comes_first():
    people = employees(rng(), GROUND)

    assert people["id_unit"].tolist() == ["A"] * 3 + ["B"] * 5
    assert people.groupby("id_unit")["kelompok_jabatan"].first().tolist() == ["struktural", "struktural"]
    assert (people["kelompok_jabatan"] == "struktural").sum() == 2
    assert people.groupby("id_unit")["effort"].mean()["A"] > people.groupby("id_unit")["effort"].mean()["B"]


@pytest.mark.parametrize("size", [8, 3_000])
def test_numbers_are_valid_impossible_and_never_twice(size):
    people = employees(rng(), laid_ground(GROUND.units, Size(employees=size), 1, start="2025-01-01", end="2025-03-31"))

    assert len(people) == size
    assert (NIP.faults(people["nip"]) == "").all()
    assert people["nip"].str.fullmatch("1900[0-9]{14}").all()
    assert people["nip"].is_unique
    assert people["id_pegawai"].is_unique
    assert set(people["id_pegawai"].str.len()) == {1 + max(3, len(str(size)))}


def test_attendance_has_a_row_for_each_person_and_working_day():
    people = employees(rng(), GROUND)
    table = attendance(rng(), GROUND, people, leave=((1, 0, 20), (99, 0, 20)))

    days = int(np.busday_count("2025-01-01", "2025-04-01", busdaycal=GROUND.calendar.days))
    assert len(table) == 8 * days
    on_leave = table[table["id_pegawai"] == "P002"].head(20)
    assert (on_leave["status"] == "cuti").all()
    assert (table.loc[table["status"] != "hadir", "menit_terlambat"] == 0).all()


def test_targets_are_written_as_indonesian_spreadsheets_write_them():
    asked = (("Surat", "berkas", "positive", "sum", (100, 12.5), 0.0),)
    rows = targets(rng(), "id_unit", [("A", 1.0)], asked, periods=("2025-Q1", "2025-Q2"), unreported=0.0)

    # without spread: target x (1 + 0.06 x 1.0 - 0.01)
    assert rows["target"].tolist() == ["100", "12,5"]
    assert rows["realisasi"].tolist() == ["105", "13,1"]


def test_what_nobody_wrote_down_is_empty_and_not_0():
    asked = (("Surat", "berkas", "positive", "sum", (100,), 0.1),)
    rows = targets(rng(), "id_unit", [("A", 0.0)] * 50, asked, periods=("2025-Q1",), unreported=1.0)

    assert (rows["realisasi"] == "").all()


def test_conduct_stays_on_its_scale_and_some_were_not_rated():
    people = employees(rng(), GROUND).assign(effort=[-20.0, 20.0, *[0.0] * 6])
    table = conduct(rng(), people, unrated=(2, 99))

    assert table.loc[0, "loyal"] == 1.0
    assert table.loc[1, "loyal"] == 10.0
    assert table["adaptif"].isna().tolist() == [False, False, True, *[False] * 5]
    assert pd.api.types.is_float_dtype(table["adaptif"])


def test_sanctions_begin_after_their_decree_and_have_a_last_day():
    people = employees(rng(), laid_ground(GROUND.units, Size(employees=300), 1, start="2025-01-01", end="2025-06-30"))
    table = sanctions(rng(), GROUND, people)

    assert len(table) == 30
    assert len(sanctions(rng(), GROUND, people.head(3))) == 1
    assert table["nip"].is_unique
    assert table["nomor_sk"].is_unique
    assert (table["tgl_sk"] < table["tgl_mulai"]).all()
    assert (table["tgl_mulai"] < table["tgl_selesai"]).all()
