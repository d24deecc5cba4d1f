from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tests.fairness_run import fairness_run
from tests.small_run import small_run
from workbench.locale import Language
from workbench.model.fairness import Examination, findings_of
from workbench.views.blocks import NOTHING
from workbench.views.fairness_report import SECTIONS, FairnessReport

ENGLISH = Language("en")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return fairness_run(tmp_path_factory.mktemp("fairness"))


def page(block) -> str:
    return block._repr_html_()


def test_the_opening_counts_what_was_asked_and_what_was_found(run):
    html = page(FairnessReport(run, ENGLISH).opening())
    asked = sum(len(each.findings) for each in run.fairness.values())
    assert f"{asked} comparisons were assessed" in html
    assert "nothing in this report has changed a score" in html
    assert "unbiased" not in html


def test_a_run_without_an_audit_says_so(tmp_path):
    html = page(FairnessReport(small_run(tmp_path), ENGLISH).opening())
    assert "This run has no audit of fairness" in html


def test_every_check_of_the_run_is_told_and_others_are_nothing(run):
    report = FairnessReport(run, ENGLISH)
    for code in run.fairness:
        assert page(report.section(code)), code
    assert report.section("no_such_check") == NOTHING


def test_every_section_of_its_own_belongs_to_a_check_that_comes_with_the_workbench(run):
    assert set(SECTIONS) <= set(run.manifest["fairness"]["checks"])


def test_the_check_of_a_plugin_is_shown_under_its_own_question(run):
    words = {"id": "Apakah giliran malam terbagi rata?", "en": "Are nights shared out evenly?"}
    checks = run.manifest["fairness"]["checks"] | {
        "nights": {"label": words, "question": words, "description": words, "reference": "SK 1", "origin": "nights"}
    }
    manifest = run.manifest | {"fairness": run.manifest["fairness"] | {"checks": checks}}
    found = findings_of(pd.DataFrame({"group": ["U1"], "value": [3.0]}), verdict="found", measure="nights")
    with_own = replace(run, manifest=manifest, fairness={**run.fairness, "nights": Examination(findings=found)})
    html = page(FairnessReport(with_own, ENGLISH).others())
    assert "Are nights shared out evenly?" in html
    assert "U1" in html
