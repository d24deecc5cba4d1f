from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
import yaml

from tests.calibration_run import lay_out
from workbench.files.calibration_files import write_calibration
from workbench.locale import Language
from workbench.prepare_cycle import prepare
from workbench.run_cycle import evaluate

ENGLISH = Language("en")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return evaluate(prepare(lay_out(tmp_path_factory.mktemp("place"))))


@pytest.fixture(scope="module")
def folder(run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    write_calibration(folder, run, ENGLISH, base="uji.yaml")
    return folder / "calibration"


def test_every_line_names_what_stands_and_what_would_and_nobody_has_decided(run, folder):
    table = pd.read_csv(folder / "quantiles.csv", dtype="str", keep_default_na=False)
    assert list(table) == ["kode", "node", "from", "to", "reason", "decided_by", "decided_on"]
    assert len(table) == (run.fairness["calibration"].tables["lines"]["option"] == "quantiles").sum() > 0
    assert set(table["from"]) | set(table["to"]) <= {"Poor", "Fair", "Good"}
    assert set(table["decided_by"]) == set(table["decided_on"]) == {""}


def test_a_scenario_says_what_it_changes_and_that_nobody_has_proposed_it(run, folder):
    (path,) = folder.glob("weights_*.yaml")
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# A calculation, not a decision")
    scenario = yaml.safe_load(text)["scenario"]
    assert scenario["changes"] == run.fairness["calibration"].facts["scenarios"][path.stem]
    assert scenario["rationale"].startswith("the largest gap between groups of unit goes from 1.25 to 0.6")
    assert (scenario["base"], scenario["author"], scenario["date"]) == ("../uji.yaml", "", None)


def test_ratings_stand_raw_and_adjusted_side_by_side(folder):
    table = pd.read_csv(folder / "severity_rekan.csv")
    assert list(table) == ["kode", "ratings", "raw", "adjusted", "change", "moved"]
    assert len(table) == 24


def test_a_run_without_the_check_has_no_such_folder(run, tmp_path):
    write_calibration(tmp_path, replace(run, fairness={}), ENGLISH, base="uji.yaml")
    assert not (tmp_path / "calibration").exists()
