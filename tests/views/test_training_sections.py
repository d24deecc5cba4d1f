from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from tests.views.reading import pictures, row, words
from workbench.fairness.disclosure_attack import attack
from workbench.fairness.disclosure_tables import count_tables, hide_only_small
from workbench.locale import Language
from workbench.model.labels import Label
from workbench.views.lesson_words import NIP_PARTS, PRACTICE
from workbench.views.training_sections import (
    deadlines,
    hidden_cells,
    number_taken_apart,
    rated_together,
    score_by_hand,
)

ENGLISH = Language("en")
MARKS = pd.DataFrame(
    {
        "value": [80, 5, 3.4],
        "mark": [60.0, 70.0, 80.0],
        "weight": [50.0, 30.0, 20.0],
        "contribution": [30.0, 21.0, 16.0],
    },
    index=list(PRACTICE),
)


def test_a_score_is_shown_with_every_step():
    block = score_by_hand(MARKS, PRACTICE, ENGLISH)
    assert block.finding == "Score: 30.0 + 21.0 + 16.0 = 67.0"
    html = block._repr_html_()
    assert row(html, "Days to settle, on average") == ["5 days", "(12 − 5) / (12 − 2) × 100", "70.0", "30.0 %", "21.0"]
    assert row(html, "Complaints settled on time")[1] == "(80 − 50) / (100 − 50) × 100"
    assert "At the start" not in pictures(html)[0]


def test_the_start_stays_in_view_when_something_is_moved():
    picture = pictures(score_by_hand(MARKS * 0.5, PRACTICE, ENGLISH, start=MARKS)._repr_html_())[0]
    assert "Now" in picture
    assert "At the start" in picture


@pytest.fixture
def together():
    raters = pd.DataFrame(
        {"mean": [65.0, 75.0, 70.0], "severity": [5.0, -5.0, 0.0], "low": [2.0, -8.0, -3.0], "high": [8.0, -2.0, 3.0]},
        index=["Strict", "Mild", "Between"],
    )
    people = pd.DataFrame({"low": [60.0, 40.0], "mean": [65.0, 60.0], "high": [70.0, 90.0]}, index=["Ayu", "Bima"])
    return raters, people


def test_a_group_reads_how_far_it_lies_apart(together):
    block = rated_together(*together, ENGLISH)
    assert "10.0 points between the strictest and the most lenient" in block.finding
    assert "for 2 of 3 raters that is more than chance would explain" in block.finding
    assert "least about Bima: from 40 to 90" in block.finding
    assert row(block._repr_html_(), "Bima") == ["40", "60", "90"]


def test_the_strictest_stands_first_and_nobody_is_called_wrong(together):
    html = rated_together(*together, ENGLISH)._repr_html_()
    picture = pictures(html)[0]
    assert picture.index("Strict") < picture.index("Between") < picture.index("Mild")
    assert "+2.0 to +8.0" in picture
    assert "wrong" not in words(html)


def test_a_number_is_taken_apart():
    block = number_taken_apart(NIP_PARTS, ENGLISH)
    assert block.finding.startswith("19000817 202103 2 000 is not a name")
    assert row(block._repr_html_(), "19000817") == ["date of birth", "17 August 1900"]


def test_a_deadline_is_told_with_its_working_days():
    block = deadlines(date(2025, 3, 3), date(2025, 3, 21), date(2025, 4, 9), days=(14, 7), language=ENGLISH)
    assert block.finding == "Received on 3 March 2025: an objection is in time until 21 March 2025."
    assert "18 days on the calendar" in block._repr_html_()
    assert "decided by 9 April 2025 (7 working days)" in words(block._repr_html_())


def test_what_is_only_crossed_out_is_said_to_be_given_away():
    people = pd.DataFrame({"office": ["A"] * 8 + ["B"] * 20, "class": ["0"] * 2 + ["1"] * 6 + ["0"] * 10 + ["1"] * 10})
    naive = hide_only_small(count_tables(people, [("office", "class")], sensitive="class"), 5)
    found = attack(naive)
    classes = [Label(id="Satu", en="One"), Label(id="Dua", en="Two")]
    html = hidden_cells((naive, found), (naive, found), classes, ENGLISH)._repr_html_()
    assert "1 of 1 hidden numbers can be worked out" in words(html)
    assert row(html, "A") == ["hidden", "6", "8"]
    assert row(html, "Total") == ["12", "16", "28"]
