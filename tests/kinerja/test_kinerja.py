"""The plugin as a whole: what it offers through the hooks."""

from __future__ import annotations

import kinerja
import pytest

INDICATORS = kinerja.workbench_indicators()


def test_the_indicators_it_offers():
    assert sorted(indicator.code for indicator in INDICATORS) == [
        "attendance",
        "attendance_of_unit",
        "complaint_settlement_days",
        "complaints_on_time",
        "ikm",
        "main_results_below",
        "projects_on_time",
        "results_above_expectation",
        "results_below_expectation",
        "target_achievement",
        "unexcused_days",
    ]


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.code)
def test_every_indicator_speaks_both_languages(indicator):
    for label in (indicator.label, indicator.description):
        assert label.id != label.en
    assert indicator.description.id.endswith(".")


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.code)
def test_tables_without_rows_give_a_reason_for_every_subject(measure, indicator):
    key = "nip" if indicator.subject == ("employee",) else "id_unit"
    found = measure(indicator.code, {need.table: [] for need in indicator.needs}, key=key)

    assert found["value"].isna().all()
    assert (found["reason"] != "").all()
    assert found.index.tolist() == ["A", "B"]


def test_it_offers_the_personal_numbers():
    assert [each.code for each in kinerja.workbench_identifiers()] == ["nip", "pns_id"]


def test_it_offers_the_exports_of_siasn():
    assert [each.code for each in kinerja.workbench_table_formats()] == ["siasn-skp22", "siasn-kinerja-periodik"]
