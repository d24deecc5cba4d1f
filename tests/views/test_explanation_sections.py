"""Explanations in words, on the five units of tests/small_run.py and the nine people of tests/people_run.py."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from tests.people_run import people_run
from tests.views.reading import row, words
from workbench.locale import Language
from workbench.views import explanation_sections as sections
from workbench.views.blocks import NOTHING

ID, EN = Language("id"), Language("en")


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    return people_run(tmp_path_factory.mktemp("people"))


# --- among peers ----------------------------------------------------------------------------------------------------


def test_the_finding_names_where_it_stands_best_and_lowest(run):
    assert sections.among_peers(run, "A", EN).finding == (
        "Unit Awal stands best in Days to settle (place 2 of 5) and nowhere below the median of its peers."
    )
    assert sections.among_peers(run, "D", EN).finding == (
        "Unit Dasar stands lowest in Days to settle (place 5 of 5) and nowhere above the median of its peers."
    )


def test_strengths_and_weaknesses_stand_beside_the_median_of_the_peers(run):
    peers = run.peers.assign(rank=[4, 3, 2, 1, *run.peers["rank"][4:]], median=50.0)  # on_time comes first
    html = sections.among_peers(dataclasses.replace(run, peers=peers), "D", EN)._repr_html_()
    assert row(html, "Days to settle") == ["0.0", "50.0", "▼ −50.0", "5 of 5"]
    html = sections.among_peers(dataclasses.replace(run, peers=peers), "B", ID)._repr_html_()
    assert row(html, "Tepat waktu")[:3] == ["80,0", "50,0", "▲ +30,0"]


def test_with_both_the_finding_names_both(run):
    peers = run.peers.assign(rank=run.peers["rank"].fillna(1), median=run.peers["median"].fillna(50.0))
    finding = sections.among_peers(dataclasses.replace(run, peers=peers), "B", EN).finding
    assert finding == "Unit Baik stands best in On time (place 1 of 4) and lowest in Days to settle (place 4 of 5)."


def test_on_the_median_nothing_sets_apart(run):
    assert sections.among_peers(run, "E", EN).finding == "Nothing sets Unit Empat apart from the median of its peers."


def test_too_few_peers_are_said_so(run):
    text = words(sections.among_peers(run, "A", EN)._repr_html_())
    assert "On time: too few peers have a value; at least 5 are needed." in text


def test_it_is_said_who_the_peers_are(run):
    assert "Peers are all units with a value." in words(sections.among_peers(run, "A", EN)._repr_html_())
    manifest = {**run.manifest, "peers": {"group": "kelas", "minimum": 5}}
    grouped = dataclasses.replace(run, manifest=manifest, peers=run.peers.assign(group="besar"))
    text = words(sections.among_peers(grouped, "A", EN)._repr_html_())
    assert "Peers are the units with a value whose 'kelas' is 'besar'." in text


def test_who_was_not_evaluated_is_not_compared(people):
    assert sections.among_peers(people, "H", EN).finding == "There is nothing to compare here."


# --- what would change the band -------------------------------------------------------------------------------------


def test_the_smallest_single_change_is_named_in_the_indicators_unit(run):
    assert sections.band_change(run, "C", EN).finding == (
        "Unit <Cepat> & Tangkas is in Poor. With all else unchanged, the smallest single change that leads to Good is "
        "in On time: 66.7 per cent instead of 62.5 (+4.2 points)."
    )


def test_a_printed_value_is_enough_for_the_band(run):
    html = sections.band_change(run, "C", ID)._repr_html_()
    assert row(html, "Tepat waktu") == ["62,5", "≥ 66,7", "+4,2"]  # 66.66 is asked for
    assert row(html, "Lama penyelesaian") == ["4", "≤ 1", "+12,5"]  # 1.504 days


def test_how_far_it_may_fall_is_said_beside_it(run):
    html = sections.band_change(run, "A", EN)._repr_html_()
    assert row(html, "On time") == ["90.0", "≥ 68.4", "−21.7"]
    assert row(html, "Days to settle") == ["5", "≤ 18", "−65.0"]


def test_what_cannot_do_it_alone_is_said_so(run):
    html = sections.band_change(run, "D", EN)._repr_html_()
    assert row(html, "Days to settle")[1:] == ["not by it alone", "–"]


def test_when_no_indicator_is_enough_it_is_said(run):
    changes = run.band_changes.assign(value=float("nan"), move=float("nan"))
    finding = sections.band_change(dataclasses.replace(run, band_changes=changes), "D", EN).finding
    assert finding == (
        "Unit Dasar is in Poor. No indicator alone is enough for a better one, not even with 100 points."
    )


def test_the_best_band_has_no_better(run):
    assert sections.band_change(run, "A", EN).finding == (
        "Unit Awal is in Good; no indicator alone leads to a better one."
    )


def test_without_a_score_there_is_nothing_to_change_and_without_bands_no_section(run):
    assert sections.band_change(run, "E", EN).finding == "Nothing that one indicator alone could do."
    without = dataclasses.replace(run, framework={**run.framework, "bands": None})
    assert sections.band_change(without, "A", EN) == NOTHING


def test_it_is_arithmetic_and_no_advice(run):
    assert "It is no advice" in words(sections.band_change(run, "C", EN)._repr_html_())


def test_an_indicator_that_never_acts_alone_is_named(run):
    changes = run.band_changes[run.band_changes["code"] != "days"]
    text = words(sections.band_change(dataclasses.replace(run, band_changes=changes), "C", EN)._repr_html_())
    assert "Nothing is said about Days to settle: there, no value acts alone." in text


def test_with_a_predicate_the_dimension_decides_and_decisions_are_left_out(people):
    block = sections.band_change(people, "E", EN)
    assert block.question == "What would change the predicate?"
    assert "the smallest single change that leads to Good is in Hasil: 50 % instead of 30" in block.finding
    assert row(block._repr_html_(), "Hasil")[1:] == ["≥ 50", "+20.0", "any value", "–"]
    assert row(block._repr_html_(), "Perilaku")[1:] == ["not by it alone", "–", "≥ 50", "−10.0"]
    assert "decisions of officials are not part of it" in words(block._repr_html_())


def test_where_indicators_lead_to_different_classes_the_heading_names_none(people):
    mine = (people.band_changes["subject"] == "E") & (people.band_changes["code"] == "conduct")
    other = people.band_changes[mine].assign(**{"direction": "better", "class": "sangat_baik"})
    changed = dataclasses.replace(people, band_changes=pd.concat([people.band_changes, other]))
    assert "For a better one" in words(sections.band_change(changed, "E", EN)._repr_html_())


def test_what_does_not_count_is_neither_a_strength_nor_a_way_to_a_better_band(place):
    for section in (sections.among_peers, sections.band_change):
        html = words(section(place, "C", EN)._repr_html_())
        assert "Bantuan" not in html
        assert "Jenjang" not in html
