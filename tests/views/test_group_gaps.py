from __future__ import annotations

from tests.views.reading import pictures, words
from workbench.locale import Language
from workbench.views.group_gaps import group_gaps, outcomes_of

EN = Language("en")


def test_the_score_comes_first_among_what_groups_are_compared_by(shown):
    assert outcomes_of(shown.run) == ["score", "atasan", "rekan", "baik", "top"]


def test_every_group_has_its_gap_with_an_interval(shown):
    block = group_gaps(shown.run, "unit", "score", EN)
    assert block.finding == "In none of the 3 groups assessed is the difference more than chance would explain."
    page = words(block._repr_html_())
    assert "U1 8 −0.9 −6.8 to +5.0" in page  # 61.125 against 62.0625
    assert "Inside units" not in page.replace("Inside units:", "")  # units are not compared inside themselves


def test_shares_are_told_in_percentage_points(shown):
    page = group_gaps(shown.run, "unit", "top", EN)._repr_html_()
    assert "U3 8 +37.5" in words(page)  # three of eight share the second place; nobody of the others is in the top
    assert "Percentage points above or below those compared with" in pictures(page)[0]


def test_an_unknown_grouping_has_no_groups_to_compare(shown):
    assert group_gaps(shown.run, "none", "score", EN).finding == "There are no groups to compare."
