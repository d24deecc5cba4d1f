from __future__ import annotations

import pandas as pd
import pytest

from tests.fairness_run import fairness_run
from workbench.files.fairness_frames import all_findings, findings_in_words, read_fairness, write_fairness
from workbench.locale import Language


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return fairness_run(tmp_path_factory.mktemp("fairness"))


def test_what_is_written_is_read_back(run, tmp_path):
    write_fairness(tmp_path, run)
    back = read_fairness(tmp_path)
    assert list(back) == sorted(run.fairness)
    for code, examination in run.fairness.items():
        pd.testing.assert_frame_equal(back[code].findings, examination.findings)
        assert dict(back[code].facts) == dict(examination.facts)
        assert set(back[code].tables) == set(examination.tables)
        for name, table in examination.tables.items():
            pd.testing.assert_frame_equal(back[code].tables[name], table.reset_index(drop=True), check_dtype=False)


def test_all_findings_are_one_table_for_people(run):
    findings = all_findings(run)
    assert len(findings) == sum(len(each.findings) for each in run.fairness.values())
    assert findings.columns[0] == "check"
    assert set(findings["check"]) == {code for code, each in run.fairness.items() if len(each.findings)}


@pytest.mark.parametrize(
    ("language", "verdict"), [("id", "terlalu sedikit untuk dinilai"), ("en", "too few to be assessed")]
)
def test_people_read_them_in_their_words(run, language, verdict):
    said = findings_in_words(all_findings(run), run, Language(language))
    assert verdict in set(said["verdict"])
    assert "Kinerja" in set(said["outcome"])


def test_a_run_without_an_audit_has_no_file_of_it(tmp_path):
    assert read_fairness(tmp_path) == {}
