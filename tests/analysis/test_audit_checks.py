from __future__ import annotations

import pytest

from workbench.analysis.audit_checks import AREAS, CHECKS, Thresholds
from workbench.analysis.coherence import Thresholds as Correlation
from workbench.analysis.screening import Limits


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_every_check_belongs_to_an_area(check):
    assert check.area in AREAS


def test_what_is_only_stated_has_no_threshold_to_cite():
    assert [code for code, check in CHECKS.items() if not check.source] == ["certain", "top_possible"]


def test_screening_coherence_and_audit_draw_the_same_lines():
    audit, screening, correlation = Thresholds(), Limits(), Correlation()
    assert (audit.coverage, audit.skewness, audit.kurtosis) == (
        screening.coverage, screening.skewness, screening.kurtosis
    )  # fmt: skip
    assert (audit.collinear, audit.weak, audit.significance) == (
        correlation.collinear, correlation.weak, correlation.significance
    )  # fmt: skip
