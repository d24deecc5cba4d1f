from __future__ import annotations

import pytest

from tests.people_run import FILES, people_run
from tests.views.reading import row, words
from workbench.locale import Language
from workbench.views import decision_sections as sections
from workbench.views.blocks import NOTHING

EN = Language("en")


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    return people_run(tmp_path_factory.mktemp("people"))


def test_every_decision_is_shown_with_reason_official_and_date(people):
    block = sections.decisions(people, EN)

    assert block.finding == (
        "4 decisions are recorded; 1 people have another predicate than the one that was computed."
    )
    assert row(block._repr_html_(), "Orang D") == [
        "Rating: Results",
        "As expected → Above expectation",
        "Good → Very good",
        "Tugas tambahan",
        "Camat, 10 July 2025",
    ]


def test_a_cycle_whose_meeting_decided_nothing_says_so(tmp_path):
    header = FILES["keputusan.csv"].splitlines()[0] + "\n"
    objections = FILES["keberatan.csv"].splitlines()[0] + "\n"
    run = people_run(
        tmp_path,
        {"keputusan.csv": (FILES["keputusan.csv"], header), "keberatan.csv": (FILES["keberatan.csv"], objections)},
    )

    assert sections.decisions(run, EN).finding == "Nothing: every predicate stands as it was computed."
    assert sections.objections_raised(run, EN).finding == "No objection is recorded."


def test_late_and_overdue_objections_are_counted_as_of_the_cut_off(people):
    block = sections.objections_raised(people, EN)

    assert block.finding == (
        "3 objections: 2 decided, 1 of them late; 1 open, 1 of them past the deadline on 15 August 2025."
    )
    late, overdue = row(block._repr_html_(), "Orang G"), row(block._repr_html_(), "Orang E")
    assert late[3:5] == ["upheld on 4 August 2025: late, 11 working days", "Poor/misconduct → Poor/misconduct"]
    assert overdue[2:5] == ["11 August 2025", "overdue, 11 working days so far", "Needs improvement → …"]
    assert "14 to submit (PermenPANRB 6/2022" in words(block._repr_html_())


def test_the_exempt_and_those_who_changed_post_are_listed(people):
    page = sections.not_evaluated(people, EN)._repr_html_()

    assert row(page, "Orang H") == ["Unit Satu", "unpaid leave of absence (CLTN)", "SK 4"]
    # I: own post in U1 all the cycle, acting in U2 for June, 30 of 181 days
    assert row(page, "Orang I")[:4] == ["Unit Satu", "own post", "1 January 2024 – now", "100 %"]
    assert "yes: acting there on the last day" in words(page)
    assert "17 %" in words(page)


def test_cases_that_the_guidance_leaves_to_the_appraiser_are_listed(people):
    block = sections.guidance(people, EN)

    # A's 90 lies between "as expected" (below 85) and "above" (from 95): no row of the guidance fits
    assert block.finding.startswith("In 1 cases the rating from the declared thresholds is not simply confirmed")
    assert row(block._repr_html_(), "Orang A") == ["Results", "Above expectation", "the guidance does not decide"]


@pytest.mark.parametrize("section", ["guidance", "decisions", "objections_raised", "not_evaluated"])
def test_a_cycle_without_people_has_none_of_these_sections(run, section):
    assert getattr(sections, section)(run, EN) == NOTHING


@pytest.mark.parametrize("section", ["guidance", "decisions", "objections_raised", "not_evaluated"])
def test_each_section_exists_in_indonesian(people, section):
    assert words(getattr(sections, section)(people, Language("id"))._repr_html_())
