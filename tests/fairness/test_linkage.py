"""Who can be compared with whom."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import ScoringError
from workbench.fairness.linkage import link

# raters 0 and 1 share subjects 0, 1, 2; raters 2 and 3 share subject 3; rater 4 rates subject 4 alone; rater 5 nobody
SUBJECT = np.array([0, 0, 1, 1, 2, 2, 3, 3, 4])
RATER = np.array([0, 1, 0, 1, 0, 1, 2, 3, 4])


def linked(subject=SUBJECT, rater=RATER, **options):
    return link(np.asarray(subject), np.asarray(rater), subjects=5, raters=6, **options)


def test_components_share_neither_a_rater_nor_a_subject_and_the_largest_comes_first():
    found = linked()
    assert found.rater_component.tolist() == [0, 0, 1, 1, 2, -1]
    assert found.subject_component.tolist() == [0, 0, 0, 1, 2]
    assert found.components.to_dict("list") == {
        "ratings": [6, 2, 1],
        "raters": [2, 2, 1],
        "subjects": [3, 1, 1],
        "shared": [3, 1, 0],
    }
    assert found.comparable.index.tolist() == [0, 1]
    assert found.reason is None
    found.refuse()


def test_a_rater_with_few_ratings_or_few_shared_subjects_is_marked():
    subject = [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 4]
    rater = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2]
    found = linked(subject, rater).raters
    assert found["ratings"].tolist() == [5, 5, 1, 0, 0, 0]
    assert found["few"].tolist() == [False, False, True, True, True, True]


def test_a_rating_without_value_subject_or_rater_links_nobody_and_is_counted():
    values = np.array([1, np.nan, 1, np.nan, 1, np.nan, 1, 1, 1])
    found = linked(np.where(SUBJECT == 3, -1, SUBJECT), values=values)
    assert (found.ratings, found.excluded) == (4, 5)
    assert found.rater_component.tolist() == [0, -1, -1, -1, 1, -1]


def test_where_every_subject_has_one_rater_severity_is_not_told_apart_and_the_reason_names_a_way_out():
    with pytest.raises(ScoringError, match=r"everybody has one rater only: .*\(objective indicators, the predicate"):
        linked([0, 1, 2, 3, 4], [0, 0, 1, 1, 2]).refuse()


def test_two_ratings_of_a_subject_by_one_rater_do_not_make_it_shared():
    assert linked([0, 0, 1, 1], [0, 0, 1, 1]).nested


def test_one_rater_and_no_ratings_at_all_are_named():
    assert linked([0, 1], [3, 3]).reason == "there is one rater only: nobody to compare with"
    assert linked([-1], [0]).reason == "no rating has a value, a subject and a rater"


def test_raters_that_stay_in_their_unit_are_nested_in_it():
    unit = np.array([0, 0, 0, 0, 0, 0, 1, 1, 1])
    assert linked(unit=unit).nested_in_units is True
    unit[0] = 1  # rater 0 rates in both
    assert linked(unit=unit).nested_in_units is False
    assert linked(unit=np.zeros(9, dtype=int)).nested_in_units is None
    assert linked().nested_in_units is None


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5)), min_size=1, max_size=20), st.randoms())
def test_two_raters_are_in_one_component_exactly_if_a_chain_of_shared_subjects_leads_from_one_to_the_other(
    pairs, chance
):
    chance.shuffle(pairs)
    subject, rater = np.array(pairs).T
    found = linked(subject, rater)
    reach = np.zeros((6, 6), dtype=bool)
    for one_subject, one in pairs:
        for other_subject, other in pairs:
            reach[one, other] |= one_subject == other_subject
    for _ in range(6):
        reach |= reach @ reach
    rated = np.unique(rater)
    same = found.rater_component[rated][:, None] == found.rater_component[rated]
    assert (same == reach[np.ix_(rated, rated)]).all()
