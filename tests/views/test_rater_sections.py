"""How an audit tells which raters are stricter or more lenient."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builtin_checks.test_raters import examined, panel
from tests.fairness_run import fairness_run
from workbench.locale import Language
from workbench.views.rater_sections import raters

ENGLISH = Language("en")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return fairness_run(tmp_path_factory.mktemp("raters"))


def told(run, rows, **settings):
    manifest = run.manifest | {"fairness": run.manifest["fairness"] | {"ratings": {"peers": "Peers"}}}
    return raters(replace(run, manifest=manifest, fairness={"raters": examined(rows, **settings)}), ENGLISH)


def test_the_finding_counts_the_stricter_and_the_more_lenient(run):
    block = raters(run, ENGLISH)
    assert (
        "1 of 2 raters who can be compared are stricter than the other raters, and 1 are more lenient" in block.finding
    )
    assert "3 more cannot be compared with anyone" in block.finding


def test_where_everybody_has_one_rater_the_reason_and_the_anchor_are_named(run):
    html = raters(run, ENGLISH)._repr_html_()
    assert "everybody has one rater only" in html
    assert "what these lead one to expect: Hasil" in html
    assert "3 raters beside what the anchors lead one to expect" in html


def test_nobody_is_called_unfair(run):
    for language in (ENGLISH, Language("id")):
        html = raters(run, language)._repr_html_().lower()
        assert "unfair" not in html
        assert "tidak adil" not in html
        assert "unbiased" not in html


def test_who_moves_with_the_group_is_shown_with_the_group(run):
    rows = panel(change=lambda pairs, _: -0.9 * ((pairs.rater == 3) & (pairs.subject % 2 == 1)))
    html = told(run, rows)._repr_html_()
    assert "stricter with this group than with all others" in html
    assert "jk: P" in html
    assert "Of the differences between ratings" in html


def test_who_grows_stricter_is_shown_month_by_month(run):
    html = told(run, panel(change=lambda pairs, month: -0.25 * month * (pairs.rater == 5)))._repr_html_()
    assert "growing stricter each month" in html
    assert "Points stricter in each month" in html
    assert "2025-06" in html


def test_where_nobody_moves_that_is_said(run):
    assert (
        "severity moves from month to month, or with the group rated, by more than chance"
        in told(run, panel()).parts[-1]
    )


def test_what_was_not_asked_is_not_answered(run):
    assert "severity moves with the group rated by more than chance" in told(run, panel(months=2)).parts[-1]


def test_of_very_many_raters_the_ends_are_drawn_and_the_rest_counted(run):
    rows = [
        (f"K{person:03}", f"R{rater:03}", 3 + person % 5 - rater / 100 + (person * rater % 7) / 10)
        for rater in range(120)
        for person in (rater, (rater + 1) % 200, (rater + 7) % 200, (rater + 31) % 200, (rater + 50) % 200)
    ]
    html = told(run, rows)._repr_html_()
    assert "120 raters who are linked" in html
    assert "90 in between are left out" in html
    assert html.count("R060") == 0


def test_without_anchors_it_says_where_they_would_be_named(run):
    rows = [(f"K{person:03}", f"R{person % 4}", float(person % 5)) for person in range(40)]
    assert "names no anchors (fairness.anchors)" in told(run, rows)._repr_html_()
