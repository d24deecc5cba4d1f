"""The stories hold for whatever seed and size: a decision begins at what was computed, or is not told."""

from __future__ import annotations

import pytest
from kinerja.places.plaju import PLAJU
from kinerja.places.plaju_cases import CONDUCT, PROMOTED, STORIES

from workbench import Size

CASES = ("penempatan.csv", "pengecualian.csv", "keputusan.csv", "keberatan.csv")


@pytest.mark.parametrize("seed", [1, 2025])
def test_results_and_conduct_of_the_stories_do_not_depend_on_the_seed(seed):
    tables = PLAJU.invent(seed, Size()).tables
    numbers = tables["pegawai.csv"]["nip"]
    targets = tables["capaian_pegawai.csv"].set_index("nip").loc[numbers[PROMOTED.person]]

    assert targets["realisasi"].tolist() == targets["target"].tolist()
    assert tables["perilaku.csv"].set_index("nip").loc[numbers[CONDUCT.person], "loyal"] == 5.0


def test_everybody_in_a_story_is_an_employee():
    tables = PLAJU.invent(2025, Size()).tables

    assert len(STORIES) == 6
    for name in CASES:
        assert set(tables[name]["nip"]) <= set(tables["pegawai.csv"]["nip"])
        assert len(tables[name]) >= 3


def test_in_a_small_plaju_only_the_stories_of_those_who_are_there_are_told():
    tables = PLAJU.invent(2025, Size(employees=40, units=3)).tables

    assert [len(tables[name]) for name in CASES] == [2, 0, 2, 0]
    assert tables["unit_organisasi.csv"]["id_unit"].tolist() == ["KEC", "PLU", "PLI", "PLD"]


def test_a_unit_without_a_story_still_has_a_predicate():
    tables = PLAJU.invent(2025, Size(employees=300, units=14)).tables
    rows = tables["predikat_organisasi.csv"].set_index("id_unit")

    assert rows.loc["PLU2", ["tahun", "predikat"]].tolist() == [2025, "Baik"]
