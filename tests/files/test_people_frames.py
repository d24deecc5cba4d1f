from __future__ import annotations

import pandas as pd
import pytest

from tests.people_run import people_run
from workbench.files.people_frames import read_people, tables_of_people, write_people
from workbench.model.people import COLUMNS


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    return people_run(tmp_path_factory.mktemp("people")).people


def test_what_is_written_is_read_back(people, tmp_path):
    (tmp_path / "data").mkdir()
    write_people(tmp_path, people)
    back = read_people(tmp_path)

    assert (back.checks, back.facts) == (people.checks, people.facts)
    assert list(back.checks["final"][0].counts) == list(back.facts["order"])  # best first, also after JSON
    pd.testing.assert_frame_equal(back.status, people.status, check_names=False)
    for name in COLUMNS:
        assert getattr(back, name).astype(str).equals(getattr(people, name).astype(str)), name


def test_the_decisions_are_a_file_of_their_own(people, tmp_path):
    (tmp_path / "data").mkdir()
    write_people(tmp_path, people)
    stored = pd.read_parquet(tmp_path / "data" / "adjustments.parquet")

    assert stored["subject"].tolist() == ["C", "D", "F", "F"]
    assert stored["predicate_after"].tolist() == ["baik", "sangat_baik", "butuh_perbaikan", "baik"]


def test_a_run_without_people_has_none(tmp_path):
    assert read_people(tmp_path) is None


def test_there_is_a_table_for_each_part_that_the_cycle_has(people):
    tables = tables_of_people(people)

    assert set(tables) == {"distribution", "placements", "not_evaluated", "guidance", "adjustments", "objections"}
    counts = tables["distribution"].query("stage == 'final' and unit == 'U1'").iloc[0]
    assert counts[["people", "count_sangat_baik", "count_baik", "to_move"]].tolist() == [5, 2, 2, 0]
