from __future__ import annotations

import pytest

from tests.people_run import people_run
from workbench.locale import Language
from workbench.model.distribution import Move
from workbench.views import people_words as say

EN = Language("en")


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    return people_run(tmp_path_factory.mktemp("people"))


def test_names_are_used_where_they_are_known_and_codes_where_not(people):
    assert [say.unit_name(people.people, code) for code in ("U1", "U7", None)] == ["Unit Satu", "U7", "–"]
    assert [say.predicate_name(people, code, EN) for code in ("baik", "-", None)] == ["Good", "–", "–"]
    assert say.organisation_name(people.people, "istimewa", Language("id")) == "Istimewa"
    assert say.value_name(people, "hasil", "di_atas", EN) == "Above expectation"
    assert say.what_was_decided(people, "predicate", EN) == "Predicate"


def test_a_change_is_told_class_by_class(people):
    moves = (Move(before="baik", after="sangat_baik", people=2), Move(before="baik", after="kurang", people=1))

    assert say.moves_text(people, moves, EN) == "Good → Very good: 2, Good → Poor/misconduct: 1"


def test_only_a_cycle_with_the_part_has_people_to_tell_about(people, run):
    assert say.people_of(people, "objections") is people.people
    assert say.people_of(people, "nothing") is None
    assert say.people_of(run, "objections") is None
