from __future__ import annotations

import pytest

from tests.people_run import people_run
from tests.views.reading import words
from workbench.locale import Language
from workbench.views.blocks import NOTHING
from workbench.views.person_sections import decided_about
from workbench.views.unit_sections import opening

EN = Language("en")


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    return people_run(tmp_path_factory.mktemp("people"))


@pytest.mark.parametrize(
    ("subject", "finding"),
    [
        ("B", "The predicate stands as it was computed: Good."),
        ("D", "Computed: Good. After the decisions below: Very good."),
        ("F", "After the decisions below the predicate is the computed one: Good."),
        ("H", "Not evaluated in this cycle: unpaid leave of absence (CLTN)."),
    ],
)
def test_what_stands_is_said_first(people, subject, finding):
    assert decided_about(people, subject, EN).finding == finding


def test_the_record_holds_only_what_is_about_this_person(people):
    about_f, about_b = (words(decided_about(people, who, EN)._repr_html_()) for who in ("F", "B"))

    assert "Catatan April" in about_f
    assert "Dibenarkan" in about_f
    assert "Tugas tambahan" not in about_f
    assert "Camat" not in about_b


def test_who_judges_and_where_the_time_was_spent_is_shown(people):
    said = words(decided_about(people, "I", EN)._repr_html_())

    assert "Judged by Unit Dua" in said
    assert "yes: acting there on the last day" in said


def test_a_case_outside_the_guidance_is_the_appraisers(people):
    assert (
        "Results: the thresholds give Above expectation; the guidance does not decide. The appraiser decides."
        in words(decided_about(people, "A", EN)._repr_html_())
    )


def test_the_first_page_shows_the_final_predicate_with_the_computed_one(people):
    said = words(opening(people, "D", EN)._repr_html_())

    assert "Final predicate Very good computed: Good; data present 100 %" in said


def test_units_have_no_such_section(run):
    assert decided_about(run, "A", EN) == NOTHING
