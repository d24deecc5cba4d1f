"""The stories hold for whatever seed and size: a decision begins at what was computed, or is not told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from kinerja.places.plaju import PLAJU
from kinerja.places.plaju_cases import CONDUCT, PROMOTED, STORIES

from workbench import Size
from workbench.prepare_cycle import prepare
from workbench.run_cycle import evaluate
from workbench.simulate_place import simulate_place

PLACE = Path(__file__).parents[3] / "parameters" / "plaju"
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


def test_the_shipped_cycle_shows_every_case():
    people = evaluate(prepare(PLACE / "2025-S1-pegawai.yaml")).people

    assert set(people.exempt) == {"cltn", "mpp", "diberhentikan_sementara"}
    assert set(people.status["because"]) == {"home", "moved", "acting", "agreement"}
    assert set(people.adjustments["kind"]) == {"meeting", "objection"}
    assert set(people.adjustments["node"]) == {"predicate", "hasil_kerja"}
    assert people.objections["status"].tolist() == ["in time", "late", "overdue", "open"]
    assert {check.status for check in people.checks["final"]} == {"within", "outside", "pooled"}
    assert people.units.set_index("unit")["late"][["BGK", "TRT"]].all()


@pytest.mark.parametrize(("size", "decisions"), [({}, 4), ({"employees": 40, "units": 3}, 2)])
def test_decisions_fit_what_is_computed_whatever_the_seed_and_the_size(tmp_path, size, decisions):
    simulate_place("plaju", tmp_path / "plaju", seed=7, **size)

    assert len(evaluate(prepare(tmp_path / "plaju" / "2025-S1-pegawai.yaml")).people.adjustments) == decisions


def test_nothing_was_decided_on_a_weekend_or_before_the_cycle_ended():
    tables = PLAJU.invent(2025, Size()).tables
    decided = [tables["keputusan.csv"]["tgl_putusan"], tables["keberatan.csv"]["tgl_putusan"].replace("", pd.NA)]
    days = pd.to_datetime(pd.concat(decided)).dropna()

    assert (days.dt.day_of_week < 5).all()
    assert (days.dt.date > date(2025, 6, 30)).all()


def test_the_stories_are_about_different_people():
    assert len({story.person for story in STORIES}) == len(STORIES)
