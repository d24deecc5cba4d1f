"""The page part by part; the numbers stand in tests/place_run.py."""

from __future__ import annotations

import re

from tests.views.reading import row, words
from workbench.locale import Language
from workbench.views import dimension_sections
from workbench.views.blocks import NOTHING

ENGLISH = Language("en")


def headings(block):
    return [
        (int(level), words(text)) for level, text in re.findall(r"<h(\d)[^>]*>(.*?)</h", block._repr_html_(), re.DOTALL)
    ]


def test_every_dimension_that_counts_has_its_heading_and_its_own_dimensions_below_it(place):
    assert headings(dimension_sections.parts(place, ENGLISH)) == [
        (2, "How did each part turn out?"),
        (3, "Quality of service (60 % of the whole)"),
        (4, "Attitude (30 % of the whole)"),
        (4, "Accuracy (30 % of the whole)"),
        (3, "Speed (40 % of the whole)"),
    ]


def test_a_dimension_says_what_it_is_about_and_shows_the_values_of_its_parts(place):
    html = dimension_sections.parts(place, ENGLISH)._repr_html_()
    assert "What citizens say." in html
    assert "3 of 3 units have a score in this part; half of them lie between 50.0 and 70.0." in words(html)
    assert row(html, "Unit Awal") == ["70.0", "80.0", "60.0"]
    assert row(html, "Unit &lt;Cepat&gt;") == ["30.0", "40.0", "20.0"]


def test_the_finding_names_the_best_and_the_worst_part(place):
    assert dimension_sections.parts(place, ENGLISH).finding == (
        "Half of the units have 70.0 points or more in Quality of service, and half have 50.0 or fewer in Speed."
    )


def test_an_indicator_that_does_not_count_is_marked_beside_those_that_do(place):
    assert "Bantuan (kali), for information" in words(dimension_sections.parts(place, ENGLISH)._repr_html_())


def test_what_does_not_count_stands_in_a_section_of_its_own(place):
    block = dimension_sections.information(place, ENGLISH)
    assert headings(block) == [(2, "What is shown for information only?"), (3, "Careers")]
    assert block.finding == (
        "Careers: no part of the score, the rank or the predicate. It informs the officials; nothing is decided here."
    )
    html = block._repr_html_()
    assert "2 of 3 units have a value in this part." in words(html)
    assert row(html, "Unit Awal") == ["Ready", "90"]
    assert row(html, "Unit Baik") == ["–", "–"]


def test_with_too_many_subjects_for_rows_the_bands_are_counted_and_the_values_summed_up(place, monkeypatch):
    monkeypatch.setattr(dimension_sections, "MOST_SUBJECTS", 2)
    html = dimension_sections.information(place, ENGLISH)._repr_html_()
    assert row(html, "Ready") == ["1", "50 %"]
    assert row(html, "Not yet") == ["1", "50 %"]
    assert row(html, "Jenjang (poin)") == ["2", "45", "60", "75"]
    assert row(dimension_sections.parts(place, ENGLISH)._repr_html_(), "Ramah (%)") == ["3", "60", "80", "80", "67 %"]


def test_one_subject_sees_its_own_values_beside_the_median(place):
    html = dimension_sections.own_information(place, "A", ENGLISH)._repr_html_()
    assert "Band: Ready" in words(html)
    assert row(html, "Jenjang (poin)") == ["90", "60"]


def test_a_place_without_such_parts_has_no_such_sections(run):
    assert dimension_sections.information(run, ENGLISH) == NOTHING
    assert dimension_sections.own_information(run, "A", ENGLISH) == NOTHING
