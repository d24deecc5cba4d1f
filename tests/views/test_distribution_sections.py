from __future__ import annotations

import pytest

from tests.people_run import people_run
from tests.views.reading import pictures, row, words
from workbench.locale import Language
from workbench.views.blocks import NOTHING
from workbench.views.distribution_sections import distribution

EN = Language("en")


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    """U1 is rated Butuh Perbaikan: 3 of 5 people must be, and nobody may be Sangat Baik."""
    return people_run(tmp_path_factory.mktemp("outside"), {"predikat.csv": ("Baik,SK 7", "Butuh Perbaikan,SK 7")})


def test_the_finding_counts_units_and_people_and_says_that_nothing_was_changed(outside):
    assert distribution(outside, EN).finding == (
        "1 of 2 units lie outside the limits; for all of them to keep the limits the predicates of at least 2 people "
        "would have to be different. Nothing has been changed: this is for the officials to weigh."
    )


def test_a_unit_outside_its_limits_shows_the_smallest_change_before_and_after(outside):
    # after the meeting: 2 Sangat Baik, 2 Baik, 1 BP of 5; at most 0 and at least 3: the two Sangat Baik move
    assert row(distribution(outside, EN)._repr_html_(), "Unit Satu") == [
        "Needs improvement", "5", "outside: 2 people", "2", "Very good → Needs improvement: 2",
    ]  # fmt: skip


def test_limits_are_drawn_as_numbers_of_people(outside):
    (picture,) = pictures(distribution(outside, EN)._repr_html_())

    assert "≤ 0" in picture  # Sangat Baik: 10 % of 5, rounded down
    assert "≥ 3" in picture  # Butuh Perbaikan: 60 % of 5
    assert "≤ 2" in picture  # Istimewa: 70 % of 3


def test_a_unit_that_its_people_contradict_is_named_with_what_they_would_fit(outside):
    said = words(distribution(outside, EN)._repr_html_())

    assert "Rated Needs improvement: Unit Satu. The predicates of their people would fit a unit rated: Outst" in said


def test_a_late_predicate_of_the_unit_carries_its_year(outside):
    assert row(distribution(outside, EN)._repr_html_(), "Unit Dua")[0] == "Outstanding (2024)"
    assert "this year's predicate of the unit was not there yet" in words(distribution(outside, EN)._repr_html_())


def test_the_source_of_the_limits_and_how_sure_it_is_are_said(outside):
    assert "SE MenPANRB 3/2023" in words(distribution(outside, EN)._repr_html_())
    assert "(secondary source)" in words(distribution(outside, EN)._repr_html_())


def test_limits_that_are_kept_are_said_to_be_kept(tmp_path):
    assert distribution(people_run(tmp_path), EN).finding == "All 2 units that can be tested keep the limits."


def test_a_cycle_without_limits_has_no_such_section(run):
    assert distribution(run, EN) == NOTHING
    assert NOTHING._repr_html_() == ""
