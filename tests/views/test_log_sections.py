"""Logs as a reader sees them; the cases stand in tests/place_run.py."""

from __future__ import annotations

from tests.views.reading import row, words
from workbench.analysis.logs import CLOSED, LATE, OPEN, OVERDUE
from workbench.locale import Language
from workbench.views import log_sections
from workbench.views.blocks import NOTHING

ENGLISH = Language("en")


def test_every_log_counts_its_cases_subject_by_subject(place):
    html = log_sections.logs(place, ENGLISH)._repr_html_()
    said = words(html)
    assert "Cases: 5, logs: 2, as they stood on 31 May 2025" in said
    assert "Cases: 4; closed: 2, of these late: 1; still open: 2, of these overdue: 1." in said
    assert row(html, "Unit Awal") == ["3", "1", "1", "0", "1"]
    assert row(html, "Unit &lt;Cepat&gt;") == ["1", "0", "0", "1", "0"]
    assert "The table log_pengaduan.csv of the run holds them all: 4." in said


def test_a_short_log_is_shown_whole(place):
    said = words(log_sections.logs(place, ENGLISH)._repr_html_())
    assert "Every case" in said
    assert all(number in said for number in ("P-1", "P-2", "P-3", "P-4"))


def test_of_a_long_log_without_open_cases_the_latest_are_shown(place, monkeypatch):
    monkeypatch.setattr(log_sections, "MOST_CASES", 0)
    said = words(log_sections.logs(place, ENGLISH)._repr_html_())
    assert "The latest cases Nomor Tanggal Isi Unit R-1 7 Apr 2025 Loket tambahan Unit Baik" in said


def test_what_is_still_open_is_listed_with_whom_it_waits_for(place, monkeypatch):
    monkeypatch.setattr(log_sections, "MOST_CASES", 0)
    html = log_sections.logs(place, ENGLISH)._repr_html_()
    assert row(html, "P-3") == ["informasi", "2 May 2025", "12 May 2025", "–", "Unit Awal", "overdue"]
    assert row(html, "P-4")[-2:] == ["Unit &lt;Cepat&gt;", "not closed yet"]


def test_a_log_of_what_is_never_closed_only_counts(place):
    said = words(log_sections.logs(place, ENGLISH)._repr_html_())
    assert "Meetings Cases in this cycle: 1. Unit Cases Unit Baik 1" in said
    assert "R-2" not in said  # it comes after the last day of data


def test_the_report_of_one_subject_holds_every_case_of_its_own(place):
    html = log_sections.own_logs(place, "A", ENGLISH)._repr_html_()
    assert row(html, "P-1") == ["non pengawasan", "2 Apr 2025", "10 Apr 2025", "9 Apr 2025", "closed"]
    assert row(html, "P-2")[-1] == "closed late"
    assert "P-4" not in html
    assert "Meetings Cases in this cycle: 0." in words(html)


def test_a_long_log_shows_the_latest_cases_and_says_where_the_others_are(place, monkeypatch):
    monkeypatch.setattr(log_sections, "MOST_OWN", 1)
    said = words(log_sections.own_logs(place, "A", ENGLISH)._repr_html_())
    assert "P-1" not in said
    assert "P-3" in said
    assert "Earlier cases in the table log_pengaduan.csv of the run: 2." in said


def test_every_state_has_its_words():
    said = [log_sections.state_text(state, ENGLISH) for state in (CLOSED, LATE, OPEN, OVERDUE)]
    assert said == ["closed", "closed late", "not closed yet", "overdue"]


def test_a_place_without_logs_has_no_such_section(run):
    assert log_sections.logs(run, ENGLISH) == NOTHING
    assert log_sections.own_logs(run, "A", ENGLISH) == NOTHING
