"""Ratings in long form, and which of them can be compared."""

from __future__ import annotations

import numpy as np

from workbench.fairness.reliability_data import pairable, reliability_data

VALUES = np.array([4.0, 5.0, np.nan, 3.0, 2.0, 1.0])
SUBJECTS = np.array([0, 0, 2, 2, 5, -1])
RATERS = np.array([7, 3, 3, 7, 7, 7])


def test_rows_without_value_subject_or_rater_are_excluded_and_counted():
    data = reliability_data(VALUES, SUBJECTS, RATERS)
    assert data.values.tolist() == [4, 5, 3, 2]
    assert data.excluded == 2


def test_subjects_and_raters_are_numbered_without_gaps():
    data = reliability_data(VALUES, SUBJECTS, RATERS)
    assert data.subjects.tolist() == [0, 0, 1, 2]
    assert data.raters.tolist() == [1, 0, 1, 1]
    assert data.by_subject().tolist() == [2, 1, 1]
    assert data.by_rater().tolist() == [1, 3]


def test_only_subjects_with_two_ratings_can_be_compared():
    data = pairable(reliability_data(VALUES, SUBJECTS, RATERS))
    assert data.values.tolist() == [4, 5]
    assert data.excluded == 4


def test_no_ratings_at_all_are_no_error():
    none = reliability_data(np.empty(0), np.empty(0, dtype=int), np.empty(0, dtype=int))
    assert pairable(none).values.size == 0
