from __future__ import annotations

from datetime import date

import pytest

from workbench import InputError

REPORT = {"id_unit": "A", "tahun": 2024, "jenis": "LKjIP"}


def test_an_unpublished_report_is_late_by_more_each_day(measure):
    days = [
        measure("publication_days_late", {"publikasi": [REPORT]}, data_until=day).loc["A", "value"]
        for day in (date(2025, 3, 31), date(2025, 4, 1), date(2025, 6, 30))
    ]

    assert days == [0, 1, 91]


def test_a_report_published_after_the_cut_off_was_not_published_then(measure):
    published = {"publikasi": [{**REPORT, "tgl_terbit": "2025-05-10"}]}

    assert measure("publication_days_late", published, data_until=date(2025, 4, 30)).loc["A", "value"] == 30
    assert measure("publication_days_late", published).loc["A", "value"] == 40


def test_being_early_earns_nothing_beyond_in_time(measure):
    rows = [
        {**REPORT, "tgl_terbit": "2025-02-01"},
        {**REPORT, "tahun": 2025, "jenis": "PK", "tgl_wajib": "2025-01-31", "tgl_terbit": "2025-02-04"},
    ]

    assert measure("publication_days_late", {"publikasi": rows}).loc["A", "value"] == 2


def test_a_kind_without_a_rule_needs_its_own_date(measure):
    with pytest.raises(
        InputError, match="tgl_wajib is empty for SKM, and no rule sets a due date for these; write the date"
    ):
        measure("reports_published_on_time", {"publikasi": [{**REPORT, "jenis": "SKM"}]})
