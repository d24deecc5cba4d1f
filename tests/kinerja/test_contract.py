"""Every built-in indicator keeps what every indicator promises."""

from __future__ import annotations

import kinerja
import pytest
from kinerja.rule_packs import built_in_rule_packs

from tests.kinerja.better_and_worse import SENSES
from workbench import Indicator, Rules
from workbench.testing import IndicatorContract

INDICATORS = kinerja.workbench_indicators()
SHOWN_BY_CASES_ONLY = {
    "app_feedback",
    "birth_certificate_processing_hours",
    "competence_gap",
    "complaint_settlement_p90",
    "complaints_answered_in_time",
    "complaints_reopened",
    "complaints_verified_in_time",
    "credit_points",
    "critical_contracts",
    "data_age_days",
    "data_completeness",
    "data_filed_on_time",
    "documents_on_time",
    "emergency_patients_served_in_time",
    "emergency_waiting_minutes",
    "feedback_360",
    "files_returned",
    "forum_recommendations_followed_up",
    "friendly_service",
    "informative_service",
    "innovation_points",
    "kemenkeu_results_value",
    "ktp_processing_hours",
    "leader_rating_of_unit",
    "main_results_below",
    "meeting_recommendations_followed_up",
    "meetings_held",
    "outpatient_waiting_minutes",
    "outpatients_served_in_time",
    "project_progress_deviation",
    "publication_days_late",
    "reports_published_on_time",
    "results_above_expectation",
    "results_below_expectation",
    "results_rating_by_guidance",
    "sakip_score",
    "service_quality_index",
    "service_standards_met",
    "superior_conduct_rating",
    "superior_results_rating",
    "survey_sample_adequacy",
    "trained_share",
    "training_effect",
    "training_hours",
}
"""Indicators whose sense stands in tests/cases/ only: a pair of better and worse rows is still to be written."""


class TestEveryIndicator(IndicatorContract):
    rules = Rules(packs=tuple(built_in_rule_packs()))

    @pytest.fixture(autouse=True, params=INDICATORS, ids=lambda indicator: indicator.code)
    def _chosen(self, request: pytest.FixtureRequest) -> None:
        self.indicator: Indicator = request.param
        self.examples = 25 if "improvement" in request.node.name else 6  # a change must be seen at least once
        if (sense := SENSES.get(self.indicator.code)) is not None:
            for name, given in vars(sense).items():
                setattr(self, name, given)

    def test_better_data_give_a_better_value(self) -> None:
        if self.indicator.code in SHOWN_BY_CASES_ONLY:
            pytest.skip(
                "its sense is shown by its cases in tests/cases/ only, not yet by a pair of better and worse rows"
            )
        super().test_better_data_give_a_better_value()


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.code)
def test_what_better_means_is_shown(indicator: Indicator) -> None:
    if indicator.code in SHOWN_BY_CASES_ONLY:
        pytest.skip("its sense is shown by its cases in tests/cases/ only, not yet by a pair of better and worse rows")
    assert indicator.code in SENSES, f"show in tests/kinerja/better_and_worse.py what better means for {indicator.code}"
