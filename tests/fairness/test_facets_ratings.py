from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench.errors import ScoringError
from workbench.fairness.facets_ratings import check_estimable, facet_ratings, only, without_extremes


def table(*rows, columns=("subject", "rater", "score")):
    return pd.DataFrame(rows, columns=list(columns))


LINKED = table(("ani", "r1", 1), ("ani", "r2", 2), ("budi", "r1", 2), ("budi", "r2", 3))


def test_labels_are_sorted_and_categories_count_from_zero():
    found = facet_ratings(table(("budi", "r2", 30), ("ani", "r1", 10), ("ani", "r2", 10)))
    assert found.persons.tolist() == ["ani", "budi"]
    assert found.categories.tolist() == [10, 30]
    assert (found.person.tolist(), found.rater.tolist(), found.score.tolist()) == ([1, 0, 0], [1, 0, 1], [1, 0, 0])
    assert found.item.tolist() == [0, 0, 0]


def test_a_row_that_lacks_something_is_left_out_and_counted():
    found = facet_ratings(table(("ani", "r1", 1), (None, "r1", 2), ("ani", "r2", np.nan), ("budi", "r2", 2)))
    assert (found.size, found.left_out, found.rows.tolist()) == (2, 2, [0, 3])


def test_what_no_kept_rating_has_vanishes():
    found = only(facet_ratings(LINKED), np.array([True, True, False, False]))
    assert found.persons.tolist() == ["ani"]
    assert found.categories.tolist() == [1, 2]
    assert found.rows.tolist() == [0, 1]


def test_a_rater_with_the_highest_class_only_is_left_out():
    found = without_extremes(facet_ratings(pd.concat([LINKED, table(("ani", "r3", 3), ("budi", "r3", 3))])))
    assert found.raters.tolist() == ["r1", "r2"]


def test_leaving_out_goes_on_while_new_extremes_appear():
    # without r3, the only one who gave 4, class 3 is the highest, and r2 gave nothing else
    rows = table(("ani", "r1", 1), ("ani", "r1", 3), ("budi", "r2", 3), ("ani", "r2", 3), ("ani", "r3", 4))
    assert without_extremes(facet_ratings(rows)).raters.tolist() == ["r1"]


def test_raters_who_share_no_person_are_not_compared():
    apart = table(("ani", "r1", 1), ("ani", "r1", 2), ("budi", "r2", 1), ("budi", "r2", 2))
    with pytest.raises(ScoringError, match="2 groups that share no person"):
        check_estimable(facet_ratings(apart))


def test_a_strict_rater_is_not_told_from_a_hard_item():
    columns = ("subject", "rater", "item", "score")
    rows = table(("ani", "r1", "a", 1), ("ani", "r2", "b", 2), ("budi", "r1", "a", 2), columns=columns)
    with pytest.raises(ScoringError, match="judge different items"):
        check_estimable(facet_ratings(rows))


def test_one_rater_cannot_be_compared():
    with pytest.raises(ScoringError, match="1 raters can be compared"):
        check_estimable(facet_ratings(LINKED[LINKED["rater"] == "r1"]))


def test_measures_are_no_categories():
    many = pd.concat([LINKED, table(*[("ani", "r1", score) for score in range(4, 25)])])
    with pytest.raises(ScoringError, match="24 different scores"):
        check_estimable(facet_ratings(many))


def test_linked_raters_pass():
    check_estimable(facet_ratings(LINKED))
