"""The plugin as a whole: what it offers through the hooks."""

from __future__ import annotations

from datetime import date

import kinerja
import pytest

from workbench.files.table_needs import needed_tables
from workbench.model.parameters import Parameters
from workbench.registry import load_catalogue
from workbench.scoring.resolving import resolve

INDICATORS = kinerja.workbench_indicators()


# The catalogue of 18 indicators, and what else a rule pack of the same families makes computable.
CATALOGUE = {
    "1a complaints settled within their term": [
        "complaints_on_time",
        "complaints_verified_in_time",
        "complaints_answered_in_time",
        "complaints_reopened",
    ],
    "1b time to settle a complaint": ["complaint_settlement_days", "complaint_settlement_p90", "complaint_backlog_age"],
    "2 response time to patients": [
        "outpatients_served_in_time",
        "emergency_patients_served_in_time",
        "emergency_patients_served_in_time_at_night",
        "outpatient_waiting_minutes",
        "emergency_waiting_minutes",
    ],
    "3 satisfaction of patients and citizens": ["ikm", "survey_sample_adequacy"],
    "4 discipline": [
        "attendance",
        "attendance_of_unit",
        "unexcused_days",
        "absence_discipline_step",
        "disciplinary_sanction_in_force",
    ],
    "5 quality of service": ["service_quality_index", "service_standards_met", "files_returned"],
    "6 innovation": ["innovation_points"],
    "7 documents": ["documents_on_time", "ktp_processing_hours", "birth_certificate_processing_hours"],
    "8 friendly and informative": ["friendly_service", "informative_service"],
    "9 training": ["training_hours", "trained_share", "training_effect"],
    "10 infrastructure projects": ["projects_on_time", "project_progress_deviation", "critical_contracts"],
    "11 feedback through the app": ["app_feedback", "app_messages_answered_in_time"],
    "12 superior's rating": [
        "superior_results_rating",
        "superior_conduct_rating",
        "leader_rating_of_unit",
    ],
    "13 feedback from all sides": ["feedback_360"],
    "14 publication of the yearly report": ["reports_published_on_time", "publication_days_late"],
    "15 monitoring": ["data_filed_on_time", "data_completeness", "data_age_days"],
    "16 achievement of targets": ["target_achievement", "kemenkeu_results_value"],
    "16 achievement against expectation": [
        "results_above_expectation",
        "results_below_expectation",
        "main_results_below",
    ],
    "17 competence": ["competence_gap"],
    "18 forums and meetings": [
        "forum_recommendations_followed_up",
        "meeting_recommendations_followed_up",
        "meetings_held",
    ],
    "accountability (SAKIP)": ["sakip_score"],
    "career (angka kredit)": ["credit_points"],
}
NOT_PERFORMANCE = {"competence_gap", "credit_points", "absence_discipline_step", "disciplinary_sanction_in_force"}


def test_the_indicators_it_offers():
    offered = [code for codes in CATALOGUE.values() for code in codes]

    assert sorted(indicator.code for indicator in INDICATORS) == sorted(offered)
    assert len(set(offered)) == len(offered)


def test_what_is_not_performance_never_enters_a_predicate():
    assert {indicator.code for indicator in INDICATORS if not indicator.in_predicate} == NOT_PERFORMANCE


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.code)
def test_a_unit_value_is_never_fair_for_a_person_and_a_personal_one_is(indicator):
    assert (indicator.attribution == "employee") == ("employee" in indicator.subject)


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


@pytest.mark.parametrize("kind", ["unit", "employee"])
def test_all_indicators_of_a_kind_can_share_their_tables_in_one_framework(kind):
    used = [each for each in INDICATORS if kind in each.subject and (kind == "unit" or each.attribution == "employee")]
    tables = {need.table for indicator in used for need in indicator.needs} | {"subjek"}
    parameters = Parameters.model_validate(
        {
            "place": "uji",
            "title": "Uji",
            "cycle": "2025",
            "period": {"start": date(2025, 1, 1), "end": date(2025, 12, 31)},
            "tables": {name: {"file": f"{name}.csv"} for name in tables},
            "subjects": {"kind": kind, "table": "subjek", "key": "kode"},
            "framework": {
                "label": "Uji",
                "normalisation": {"method": "goalposts", "low": 0, "high": 100},
                "indicators": {indicator.code: {} for indicator in used},
            },
        }
    )
    framework, _ = resolve(parameters, load_catalogue())
    needs = needed_tables(parameters, framework)

    assert needs.faults == ()
    assert {table.name for table in needs.tables} == tables
