"""Two sides from files or run directories: what is read from each, and what is refused."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

from tests.small_run import PARAMETERS, UNITS
from tests.test_cli import write_stand_ins
from workbench import compare_cycles as module
from workbench import run_cycle
from workbench.analysis.score_change import FACTORS
from workbench.compare_cycles import compare_cycles, write_page, write_table
from workbench.errors import InputError, RunError
from workbench.locale import Language

QUICK = "robustness: {draws: 100}\n"
LATER = UNITS.replace("B,Unit Baik,80,10", "B,Unit Baik,90,10").replace("D,Unit Dasar,50,20\n", "")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Two cycles of the five units: in the second B does better and D has left."""
    monkeypatch.setattr(run_cycle, "write_reports", write_stand_ins)
    (tmp_path / "unit.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "later.csv").write_text(LATER, encoding="utf-8")
    (tmp_path / "first.yaml").write_text(PARAMETERS + QUICK, encoding="utf-8")
    later = PARAMETERS.replace("unit.csv", "later.csv").replace("2025-S1", "2025-S2")
    (tmp_path / "second.yaml").write_text(later + QUICK, encoding="utf-8")
    return tmp_path


def ran(place: Path, name: str) -> Path:
    return run_cycle.run_cycle(place / name, runs=place / "runs").directory


def effects(change, subject):
    return change.scores.loc[subject, list(FACTORS)].round(9).tolist()


def test_two_cycles_are_compared_from_their_parameters_files(place):
    change = compare_cycles(place / "first.yaml", place / "second.yaml")
    assert change.before.en == "Test District, 2025-S1"
    assert change.after.en == "Test District, 2025-S2"
    assert effects(change, "B") == [7.5, 0, 0, 0]  # 10 points of on_time, weight 0.75
    assert change.absent["subject"].tolist() == ["D"]


def test_run_directories_give_the_same_without_the_tables(place):
    direct = compare_cycles(place / "first.yaml", place / "second.yaml")
    runs = [ran(place, name) for name in ("first.yaml", "second.yaml")]
    for table in ("unit.csv", "later.csv"):
        (place / table).unlink()
    stored = compare_cycles(*runs)
    pd.testing.assert_frame_equal(stored.scores, direct.scores, check_names=False)
    pd.testing.assert_frame_equal(stored.ranks, direct.ranks, check_names=False)


def test_two_scenarios_of_one_cycle_are_told_apart_by_their_files(place):
    even = (place / "first.yaml").read_text(encoding="utf-8").replace("weight: 3", "weight: 1")
    (place / "even.yaml").write_text(even, encoding="utf-8")
    change = compare_cycles(place / "first.yaml", place / "even.yaml")
    assert (change.before.en, change.after.en) == ("first.yaml", "even.yaml")
    assert effects(change, "B") == [0, -7.5, 0, 0]  # from 0.75 * 80 + 0.25 * 50 to 65


def test_a_run_is_scored_on_its_own_reference_cycle(place):
    relative = PARAMETERS.replace("{method: goalposts, low: 0, high: 20}", "min_max") + QUICK
    (place / "first.yaml").write_text(relative, encoding="utf-8")
    first = ran(place, "first.yaml")
    later = relative.replace("unit.csv", "later.csv").replace("2025-S1", "2025-S2")
    (place / "second.yaml").write_text(f"{later}reference_cycle: {first.relative_to(place)}\n", encoding="utf-8")
    second = ran(place, "second.yaml")
    change = compare_cycles(second, second)
    assert effects(change, "B") == [0, 0, 0, 0]
    assert change.scores.at["B", "after"] == pytest.approx(0.75 * 90 + 0.25 * 62.5)  # 10 days of 4 to 20
    first.rename(place / "elsewhere")
    with pytest.raises(RunError, match=r"its reference cycle, run .* is not in the same folder of runs"):
        compare_cycles(second, second)


def test_a_run_that_was_changed_is_refused(place):
    run = ran(place, "first.yaml")
    with (run / "parameters.yaml").open("a", encoding="utf-8") as file:
        file.write("# a late remark\n")
    with pytest.raises(RunError, match=r"parameters.yaml: changed since the run was sealed"):
        compare_cycles(run, place / "second.yaml")


def test_a_run_that_todays_methods_no_longer_give_is_refused(place, monkeypatch):
    run = ran(place, "first.yaml")
    real = module.resolve

    def others(*arguments):
        framework, rules = real(*arguments)
        return framework.with_weights({"pelayanan": 1.0}), rules

    monkeypatch.setattr(module, "resolve", others)
    with pytest.raises(RunError, match="its scores cannot be rebuilt by the methods installed now"):
        compare_cycles(run, place / "second.yaml")


def test_units_and_employees_are_not_compared(place):
    people = (place / "second.yaml").read_text(encoding="utf-8").replace("kind: unit", "kind: employee")
    (place / "people.yaml").write_text(people, encoding="utf-8")
    with pytest.raises(InputError, match=r"people.yaml: cannot be compared with .*: one scores units, the other emp"):
        compare_cycles(place / "first.yaml", place / "people.yaml")


def test_the_table_has_a_row_a_subject(place, tmp_path):
    write_table(tmp_path / "c.csv", compare_cycles(place / "first.yaml", place / "second.yaml"))
    table = pd.read_csv(io.StringIO((tmp_path / "c.csv").read_bytes().decode("utf-8-sig"))).set_index("subject")
    assert table.at["B", "label"] == "Unit Baik"
    assert table.at["B", "score_data"] == 7.5
    assert table.at["B", "rank_after"] == 2


def test_the_page_needs_nothing_else(place, tmp_path):
    change = compare_cycles(place / "first.yaml", place / "second.yaml")
    write_page(tmp_path / "c.html", change, Language("en"))
    text = (tmp_path / "c.html").read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "<title>What changed from Test District, 2025-S1 to Test District, 2025-S2, and why?</title>" in text
    assert "<script" not in text
    with pytest.raises(RunError, match="cannot be written"):
        write_page(tmp_path / "nowhere" / "c.html", change, Language("en"))
