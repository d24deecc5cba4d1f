"""The audit of fairness of a cycle, from the parameters file to the page: also with a check of the unit's own."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from tests.fairness_run import lay_out
from workbench.errors import InputError
from workbench.files.run_directory import open_run
from workbench.prepare_cycle import prepare
from workbench.run_cycle import run_cycle

OWN_CHECK = """
import pandas as pd
import workbench


def nights(case):
    women = case.groupings["jk"] == "P"
    rows = pd.DataFrame({"group": ["P"], "size": [int(women.sum())], "value": [0.5]})
    return workbench.Examination(
        findings=workbench.findings_of(rows, measure="share of night shifts", grouping="jk", verdict="stated")
    )


@workbench.hookimpl
def workbench_fairness_checks():
    words = workbench.Label(id="Apakah giliran malam terbagi rata?", en="Are night shifts shared out evenly?")
    return [
        workbench.FairnessCheck(
            code="nights", label=words, question=words, description=words, examine=nights, reference="SK 7"
        )
    ]
"""


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    place = tmp_path_factory.mktemp("place")
    (place / "giliran.py").write_text(OWN_CHECK, encoding="utf-8")
    path = lay_out(place, {"synthetic: true": "synthetic: true\nplugins: [giliran.py]"})
    return run_cycle(path, runs=place / "runs", language="en").directory


def test_a_check_of_the_units_own_appears_in_the_audit(directory):
    page = (directory / "reports" / "fairness-audit.html").read_text(encoding="utf-8")
    assert "Are night shifts shared out evenly?" in page
    assert "share of night shifts" in page
    findings = pd.read_csv(directory / "fairness.csv")
    assert findings.query("check == 'nights'")[["group", "size", "value"]].values.tolist() == [["P", 12, 0.5]]


def test_the_audit_is_read_back_from_the_run_with_its_words(directory):
    run = open_run(directory)
    assert {"disparity", "nights"} <= set(run.fairness)
    assert run.manifest["fairness"]["checks"]["nights"]["origin"] == "giliran"
    assert run.manifest["fairness"]["settings"]["smallest"] == 10


def test_raters_who_were_promised_not_to_be_named_stand_nowhere_in_the_run(directory):
    for path in directory.rglob("*"):
        if path.suffix in (".csv", ".json", ".html", ".ipynb"):
            assert ">P1<" not in path.read_text(encoding="utf-8"), path
    for path in (directory / "data" / "fairness").rglob("*.parquet"):
        table = pd.read_parquet(path)
        assert not table.isin(["P1", "P2"]).any(axis=None), path


def test_raters_cannot_be_hidden_without_a_secret_key(tmp_path, monkeypatch):
    monkeypatch.delenv("WORKBENCH_KEY_FILE", raising=False)
    with pytest.raises(InputError, match=r"ratings.rekan.anonymous.* needs a secret key"):
        prepare(lay_out(tmp_path, {"synthetic: true\n": ""}))


def test_a_cycle_that_asks_for_no_audit_has_none(tmp_path):
    path = lay_out(tmp_path)
    text = path.read_text(encoding="utf-8")
    start, end = text.index("fairness:"), text.index("reports:")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    directory = run_cycle(path, runs=tmp_path / "runs").directory
    assert not (directory / "fairness.csv").exists()
    assert not (directory / "reports" / "fairness-audit.html").exists()
    assert json.loads((directory / "manifest.json").read_text(encoding="utf-8"))["fairness"] is None
    assert open_run(directory).fairness == {}
