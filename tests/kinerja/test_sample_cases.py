from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from kinerja.sample_cases import STORIES
from kinerja.sample_data import sample_tables, write_sample_data

from workbench.run_cycle import evaluate, prepare

PLACE = Path(__file__).parents[2] / "parameters" / "plaju"


@pytest.fixture(scope="module")
def run():
    return evaluate(prepare(PLACE / "2025-S1-pegawai.yaml"))


def test_the_shipped_cycle_shows_every_case(run):
    people = run.people

    assert set(people.exempt) == {"cltn", "mpp", "diberhentikan_sementara"}
    assert set(people.status["because"]) == {"home", "moved", "acting", "agreement"}
    assert set(people.adjustments["kind"]) == {"meeting", "objection"}
    assert set(people.adjustments["node"]) == {"predicate", "hasil_kerja"}
    assert people.objections["status"].tolist() == ["in time", "late", "overdue", "open"]
    assert {check.status for check in people.checks["final"]} == {"within", "outside", "pooled"}
    assert people.units.set_index("unit")["late"][["BGK", "TRT"]].all()


def test_decisions_fit_what_is_computed_whatever_the_seed(tmp_path):
    (tmp_path / "tables").mkdir()
    text = (PLACE / "2025-S1-pegawai.yaml").read_text(encoding="utf-8")
    start, end = text.index("  subjects: ["), text.index("  objections:\n    id:")
    path = tmp_path / "pegawai.yaml"
    path.write_text(text[:start] + "  subjects: none\n" + text[end:], encoding="utf-8")
    write_sample_data(tmp_path / "tables", seed=7)

    assert len(evaluate(prepare(path)).people.adjustments) == 4


def test_nothing_was_decided_on_a_weekend_or_before_the_cycle_ended():
    tables = sample_tables(2025)
    days = pd.to_datetime(
        pd.concat([tables["keputusan"]["tgl_putusan"], tables["keberatan"]["tgl_putusan"].replace("", pd.NA)])
    ).dropna()

    assert (days.dt.day_of_week < 5).all()
    assert (days.dt.date > date(2025, 6, 30)).all()


def test_the_stories_are_about_different_people():
    assert len({story.person for story in STORIES}) == len(STORIES)
