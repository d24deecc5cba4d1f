from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.fairness_run import fairness_run
from workbench.locale import Language
from workbench.views.fairness_words import (
    findings_table,
    group_name,
    grouping_name,
    interval_text,
    outcome_name,
    verdict_text,
)

ENGLISH = Language("en")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return fairness_run(tmp_path_factory.mktemp("fairness"))


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("score", "Kinerja"),
        ("results", "Hasil"),
        ("baik", "Good"),
        ("top", "among the top 10 %"),
        ("atasan", "Ratings by superiors"),
    ],
)
def test_what_was_compared_has_a_name(run, code, name):
    assert outcome_name(run, code, ENGLISH) == name


def test_a_group_is_called_as_its_table_calls_it(run):
    assert group_name(run, "jk", "L") == "L"
    assert group_name(run, "jk × unit", "L × U1") == "L × U1"


def test_an_interval_is_told_with_its_ends_and_its_absence_as_a_dash():
    assert interval_text(pd.Series({"low": -1.25, "high": 3.0}), ENGLISH) == "−1.3 to 3.0"
    assert interval_text(pd.Series({"low": np.nan, "high": 3.0}), ENGLISH) == "–"


def test_a_verdict_says_why_it_cannot_be_said():
    row = pd.Series({"verdict": "cannot_say", "reason": "no data for this subject"})
    assert verdict_text(row, ENGLISH) == "cannot be said: no data for this subject"
    assert verdict_text(pd.Series({"verdict": "stated", "reason": ""}), ENGLISH) == "–"


def test_findings_stay_in_the_table_also_when_they_are_too_few(run):
    findings = run.fairness["disparity"].findings
    html = findings_table(run, findings, ENGLISH, name="all")
    assert findings["verdict"].eq("too_few").any()
    assert "too few to be assessed" in html


def test_a_grouping_is_called_as_the_parameters_file_says_also_where_it_is_crossed(run):
    manifest = run.manifest | {"group_names": {"jk": {"id": "jenis kelamin", "en": "sex"}}}
    named = replace(run, manifest=manifest)
    assert grouping_name(named, "jk × unit", ENGLISH) == "sex × unit"
    assert grouping_name(run, "jk", ENGLISH) == "jk"
