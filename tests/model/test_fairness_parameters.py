from __future__ import annotations

import pytest
from pydantic import ValidationError

from workbench.model.fairness_parameters import CalibrationParameters, FairnessParameters, RatingParameters

PLAIN = {"label": "Penilaian", "table": "penilaian", "rater": "penilai", "scores": ["hasil"]}


def test_nothing_need_be_said_for_an_audit_of_all_groups():
    given = FairnessParameters()
    assert (given.groupings, given.smallest, given.ratio, given.false_discovery) == ((), 10, 0.8, 0.05)
    assert given.calibration == CalibrationParameters(cap=5.0, dial=1.0, gap=None, fewest_ratings=5)


def test_groupings_are_columns_or_lists_of_columns_to_be_crossed():
    assert FairnessParameters(groupings=["jk", ["jk", "jenis"]]).groupings == ("jk", ("jk", "jenis"))


def test_a_column_of_ratings_has_one_meaning():
    with pytest.raises(ValidationError, match="a column of the ratings stands here twice"):
        RatingParameters(**PLAIN, item="hasil")


def test_named_items_come_with_one_column_of_scores():
    with pytest.raises(ValidationError, match="only one column can hold scores"):
        RatingParameters(**{**PLAIN, "scores": ["hasil", "perilaku"]}, item="butir")


def test_an_ordered_scale_has_at_least_two_words():
    with pytest.raises(ValidationError, match="at least two words"):
        RatingParameters(**PLAIN, levels=["baik"])


@pytest.mark.parametrize("wrong", [{"smallest": 2}, {"ratio": 1.0}, {"false_discovery": 0.0}, {"colour": "red"}])
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        FairnessParameters(**wrong)
