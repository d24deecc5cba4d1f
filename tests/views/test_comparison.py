"""A change in words: two units in both cycles, one that came, one that cannot be split."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from tests.views.reading import pictures, row, words
from workbench.analysis.score_change import NOT_LISTED, NOT_SPLIT, ScoreChange
from workbench.locale import Language
from workbench.model.labels import Label
from workbench.views.comparison import compared, compared_in_text

ID, EN = Language("id"), Language("en")
COLUMNS = ["before", "after", "data", "weights", "method", "membership"]
CHANGE = ScoreChange(
    before=Label(id="Semester 1", en="First half"),
    after=Label(id="Semester 2", en="Second half"),
    scores=pd.DataFrame(
        [[60.0, 72.5, 10, 5, -2.5, 0], [80.0, 74, 0, 0, -2, -4], [50.0, 40, *[np.nan] * 4]],
        index=["A", "B", "C"],
        columns=COLUMNS,
    ),
    ranks=pd.DataFrame(
        [[2.0, 2, 0, -1, 0, 1], [1.0, 1, 0, 0, 0, 0], [3.0, 4, *[np.nan] * 4]], index=["A", "B", "C"], columns=COLUMNS
    ),
    contributions=pd.DataFrame({"x": [10.0, 0, -10], "y": [2.5, -6, 0]}, index=["A", "B", "C"]),
    weights=pd.DataFrame({"before": [1.0, np.nan], "after": [0.75, 0.25]}, index=["x", "y"]),
    absent=pd.DataFrame([["D", "before", NOT_LISTED], ["C", "both", NOT_SPLIT]], columns=["subject", "side", "reason"]),
    subjects={"A": "Unit <Awal>", "B": "Unit Baik", "C": "Unit Cepat", "D": "Unit Dasar"},
    indicators={"x": Label.of("On time"), "y": Label.of("Days")},
)


def test_the_finding_splits_the_mean_change_of_those_that_can_be_split():
    # A +12.5 and B -6: on average +3.25
    assert compared(CHANGE, EN).finding == (
        "2 subjects have a score in both. On average it changed by +3.3 points: +5.0 through their data, +2.5 through "
        "the weights, −2.3 through the method, −2.0 through who else is scored."
    )


def test_each_subject_has_its_effects_beside_its_scores():
    html = compared(CHANGE, ID)._repr_html_()
    assert row(html, "Unit Baik") == ["80,0", "74,0", "−6,0", "0,0", "0,0", "−2,0", "−4,0"]
    assert row(html, "Unit &lt;Awal&gt;")[:3] == ["60,0", "72,5", "+12,5"]
    assert row(html, "Unit Cepat") == ["50,0", "40,0", "−10,0", "–", "–", "–", "–"]


def test_places_are_split_too():
    html = compared(CHANGE, EN)._repr_html_()
    assert row(html[html.index("The same for places") :], "Unit &lt;Awal&gt;") == [
        "2", "2", "0.0", "0.0", "−1.0", "0.0", "+1.0"
    ]  # fmt: skip


def test_gains_lie_right_and_losses_left_of_zero():
    svg = pictures(compared(CHANGE, EN)._repr_html_())[0]
    for text in (">10<", ">5<", ">−4<", ">Data<", ">+12.5<"):
        assert text in svg


def test_what_each_indicator_did_stands_beside_its_weights():
    html = compared(CHANGE, EN)._repr_html_()
    assert row(html, "On time") == ["100.0 %", "75.0 %", "0.0"]
    assert row(html, "Days") == ["–", "25.0 %", "−1.2"]


def test_who_is_not_compared_is_listed_with_the_reason():
    text = words(compared(CHANGE, EN)._repr_html_())
    assert "Unit Dasar First half not in the table of subjects" in text
    assert "Unit Cepat both scored in both, but not in a mixture of both" in text


def test_with_nobody_in_both_there_is_no_chart():
    nobody = dataclasses.replace(
        CHANGE, scores=CHANGE.scores.iloc[:0], ranks=CHANGE.ranks.iloc[:0], contributions=CHANGE.contributions.iloc[:0]
    )
    block = compared(nobody, EN)
    assert block.finding == "No subject has a score in both that can be split."
    assert not pictures(block._repr_html_())


def test_of_very_many_only_the_ends_are_shown():
    many = pd.concat([CHANGE.scores.iloc[:2]] * 40, ignore_index=True)
    change = dataclasses.replace(
        CHANGE,
        scores=many,
        ranks=pd.concat([CHANGE.ranks.iloc[:2]] * 40, ignore_index=True),
        subjects={place: f"Unit {place}" for place in range(80)} | dict(CHANGE.subjects),
    )
    text = "Shown are the 15 that gained most and the 15 that gained least; 50 in between are left out."
    assert text in words(compared(change, EN)._repr_html_())
    assert text in compared_in_text(change, EN)


def test_the_terminal_gets_the_same_in_lines():
    lines = compared_in_text(CHANGE, EN).splitlines()
    assert lines[0] == "What changed from First half to Second half, and why?"
    assert lines[1].startswith("2 subjects have a score in both.")
    assert lines[4].split() == ["Unit", "<Awal>", "60.0", "72.5", "+12.5", "+10.0", "+5.0", "−2.5", "0.0"]
    assert "Unit Dasar: First half: not in the table of subjects" in lines
